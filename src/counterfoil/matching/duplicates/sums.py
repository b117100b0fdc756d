"""Which sums of invoices add up to which?"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

CENT, _OFF_MAX = 100, 200
"""In ten-thousandths: two cents more or less, as tax on parts is rounded."""
_STEP = 1000
"""Sums are looked up by so many ten-thousandths."""


class Sum(NamedTuple):
    """An invoice by its id, and its sum in ten-thousandths."""

    id: bytes
    over: int


Rest = tuple[bytes, ...]


class Sums:
    """Sums held against one more."""

    def __init__(self, amount: int, others: Sequence[Sum], *, in_three: bool = False) -> None:
        """`in_three`: three may add up to a whole, too; among many some do so by chance."""
        self._amount, self._others = amount, [one for one in others if one.over > 0] if amount > 0 else []
        self._in_three = in_three
        self._by_step: dict[int, list[Sum]] = {}
        for one in self._others:
            self._by_step.setdefault(one.over // _STEP, []).append(one)

    def parts(self) -> Iterator[tuple[Rest, bytes]]:
        """(rest, whole): the one sum and the rest, which is one or two, add up to the whole; each is less than it."""
        for whole in self._others:
            for rest in self._about(whole.over - self._amount):
                if rest.over < whole.over:
                    yield (rest.id,), whole.id
        for one, other in self._pairs():
            for whole in self._about(self._amount + one.over + other.over):
                if whole is not one and whole is not other and _leave_some(whole.over, self._amount, one, other):
                    yield (one.id, other.id), whole.id

    def wholes(self) -> Iterator[tuple[bytes, Rest]]:
        """(part, rest): the two or three add up to the one sum."""
        for part in self._others:
            for rest in self._about(self._amount - part.over):
                if rest is not part and rest.over < self._amount:
                    yield part.id, (rest.id,)
        for one, other in self._pairs():
            for part in self._about(self._amount - one.over - other.over):
                if part is not one and part is not other and _leave_some(self._amount, part.over, one, other):
                    yield part.id, (one.id, other.id)

    def _pairs(self) -> Iterable[tuple[Sum, Sum]]:
        return combinations(self._others, 2) if self._in_three else ()

    def _about(self, over: int) -> Iterator[Sum]:
        if over > 0:
            for step in range((over - _OFF_MAX) // _STEP, (over + _OFF_MAX) // _STEP + 1):
                for one in self._by_step.get(step, ()):
                    off = one.over - over
                    if abs(off) <= _OFF_MAX and not off % CENT:
                        yield one


def _leave_some(whole: int, part: int, one: Sum, other: Sum) -> bool:
    """Do any two of the parts leave something of the whole, even if it is a few cents?"""
    return part + one.over + other.over - min(part, one.over, other.over) < whole
