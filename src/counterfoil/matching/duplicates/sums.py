"""Which sums of invoices add up to which?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

CENT, _OFF_MAX = 100, 200
"""In ten-thousandths: two cents more or less, as tax on parts is rounded."""
_STEP = 1000
"""Sums are looked up by so many ten-thousandths."""


class Sum(NamedTuple):
    """An invoice by its id, and its sum in ten-thousandths."""

    id: bytes
    over: int


class Sums:
    """Sums held against one more."""

    def __init__(self, amount: int, others: Sequence[Sum]) -> None:
        self._amount, self._others = amount, [one for one in others if one.over > 0] if amount > 0 else []
        self._by_step: dict[int, list[Sum]] = {}
        for one in self._others:
            self._by_step.setdefault(one.over // _STEP, []).append(one)

    def parts(self) -> Iterator[tuple[bytes, bytes]]:
        """(rest, whole): the one sum and the rest add up to the whole."""
        for whole in self._others:
            for rest in self._about(whole.over - self._amount):
                if rest is not whole:
                    yield rest.id, whole.id

    def wholes(self) -> Iterator[tuple[bytes, bytes]]:
        """(part, rest): the two add up to the one sum."""
        for part in self._others:
            for rest in self._about(self._amount - part.over):
                if rest is not part:
                    yield part.id, rest.id

    def _about(self, over: int) -> Iterator[Sum]:
        if over > 0:
            for step in range((over - _OFF_MAX) // _STEP, (over + _OFF_MAX) // _STEP + 1):
                for one in self._by_step.get(step, ()):
                    off = one.over - over
                    if abs(off) <= _OFF_MAX and not off % CENT:
                        yield one
