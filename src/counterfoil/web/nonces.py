"""Nonces that were seen: a signed request counts once."""

from collections.abc import Callable

from counterfoil.web.signing import SEEN_WITHIN

_COUNT_MAX = 200_000


class Nonces:
    """Remembers each nonce for as long as its signature is accepted, and for three times that at most.

    There is no need to remember longer, or what was before the start: what was signed before that is refused. So a
    node that starts while a partner's clock is behind refuses it until that clock has passed the start.
    """

    def __init__(self, now: Callable[[], float], count_max: int = _COUNT_MAX) -> None:
        self._now = now
        self._count_max = count_max
        self.started = int(now())
        self._turned = now()
        self._old: set[tuple[str, str]] = set()
        self._new: set[tuple[str, str]] = set()

    def is_full(self) -> bool:
        """Whether there is no room for another one now."""
        self._turn()
        return len(self._new) >= self._count_max

    def take(self, kid: str, nonce: str) -> bool:
        """Whether this nonce of a key is new. From now on it is not."""
        self._turn()
        if (kid, nonce) in self._old or (kid, nonce) in self._new:
            return False
        self._new.add((kid, nonce))
        return True

    def _turn(self) -> None:
        """Forget what is too old: those seen before the last turn, once that is long enough ago."""
        passed = self._now() - self._turned
        if passed > SEEN_WITHIN:
            self._old = self._new if passed <= 2 * SEEN_WITHIN else set()
            self._new, self._turned = set(), self._now()
