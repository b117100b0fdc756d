"""How often somebody may ask: token buckets, by client address or by company, in bounded memory."""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from counterfoil.model._base import Model

_KEYS_MAX = 20_000
_V6_PREFIX = 64


class Rate(Model):
    """So many requests at once, and so many a second thereafter."""

    burst: int
    a_second: float


class Buckets:
    """A bucket for each who asks: it holds `burst` tokens, one request takes one, and they come back with time."""

    def __init__(self, rate: Rate, now: Callable[[], float], keys_max: int = _KEYS_MAX) -> None:
        self._rate = rate
        self._now = now
        self._keys_max = keys_max
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take a token; 0 where there was one, else in how many seconds there will be."""
        now = self._now()
        tokens, then = self._buckets.pop(key, (float(self._rate.burst), now))
        tokens = min(self._rate.burst, tokens + max(0.0, now - then) * self._rate.a_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        # The one that has not asked for longest goes: it is full again, or as good as.
        if len(self._buckets) > self._keys_max:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / self._rate.a_second

    def __len__(self) -> int:
        return len(self._buckets)


def address_key(address: str) -> str:
    """What an address counts as. Of IPv6, one customer has a whole network of 64 bits, so that is what counts."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return f"{IPv6Address(int(ip) >> _V6_PREFIX << _V6_PREFIX)}/{_V6_PREFIX}"
