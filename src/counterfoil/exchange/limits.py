"""How often somebody may ask, and how much it may bring: token buckets, in bounded memory."""

from collections import OrderedDict
from collections.abc import Callable

from counterfoil.model._base import Model

_KEYS_MAX = 20_000


class Rate(Model):
    """So many tokens at once, and so many a second thereafter: requests, or bytes."""

    burst: int
    a_second: float


class Buckets:
    """A bucket for each who asks: it holds `burst` tokens, and what is taken comes back with time.

    They are in memory: who is started again begins with full ones.
    """

    def __init__(self, rate: Rate, now: Callable[[], float], keys_max: int = _KEYS_MAX) -> None:
        self._rate = rate
        self._now = now
        self._keys_max = keys_max
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, wanted: int = 1) -> float:
        """Take so many tokens; 0 where they were there, else in how many seconds they will be."""
        now = self._now()
        tokens, then = self._buckets.pop(key, (float(self._rate.burst), now))
        tokens = min(self._rate.burst, tokens + max(0.0, now - then) * self._rate.a_second)
        allowed = tokens >= wanted
        self._buckets[key] = (tokens - wanted if allowed else tokens, now)
        # The one that has not asked for longest goes: it is full again, or as good as.
        if len(self._buckets) > self._keys_max:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (wanted - tokens) / self._rate.a_second

    def __len__(self) -> int:
        return len(self._buckets)
