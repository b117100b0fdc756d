"""How much one partner may bring us: so many bytes at once and so many a day, so that none of them fills the disk."""

from counterfoil.model._base import Model

_DAY = 86_400
_LEAST = 20_000
"""Bytes that anything counts for: a small message takes room and time too, by the facts that follow from it."""


class Quota(Model):
    """Bytes of what is kept: messages and notices."""

    at_once: int = 500_000_000
    a_day: int = 2_000_000_000


class Quotas:
    """What each partner has left. It is in memory: a node that is started again begins anew."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._left: dict[str, tuple[float, int]] = {}

    def take(self, company: str, size: int, now: int) -> bool:
        """May this company bring so many bytes now? Then they are taken from what it has left."""
        size = max(size, _LEAST)
        left, then = self._left.get(company, (float(self._quota.at_once), now))
        left = min(self._quota.at_once, left + max(0, now - then) * self._quota.a_day / _DAY)
        may = size <= left
        self._left[company] = (left - size if may else left, now)
        return may
