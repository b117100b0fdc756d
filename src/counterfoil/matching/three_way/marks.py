"""By what may lines of two documents be about the same goods? Asked of all before any two are compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from counterfoil.matching.goods import Goods, goods_of

_STEM = 4
_Told = tuple[bool, bool, bool]
"""Does a line tell the standard number of an item, the seller's, the buyer's?"""


class Marks(NamedTuple):
    """What two lines about the same goods have in common, one of it at least."""

    numbers: frozenset[str]
    """Of items, whosesoever."""
    words: Mapping[_Told, frozenset[str]]
    """How the words of names begin. They count only where no number tells the lines apart."""
    terms: frozenset[tuple[str, Decimal]]
    """Such a word together with a quantity or an amount: that counts beside numbers that differ."""

    def meet(self, other: "Marks") -> bool:
        """May a line of the one be about the goods of a line of the other?"""
        return (
            not self.numbers.isdisjoint(other.numbers)
            or any(
                not _conflict(told, theirs) and not words.isdisjoint(other.words[theirs])
                for told, words in self.words.items()
                for theirs in other.words
            )
            or not self.terms.isdisjoint(other.terms)
        )


def marks_of(lines: Iterable[Goods]) -> Marks:
    """The marks of some lines, and of what may come instead of their goods."""
    numbers: set[str] = set()
    words: dict[_Told, set[str]] = defaultdict(set)
    terms: set[tuple[str, Decimal]] = set()
    for goods in chain.from_iterable((one, *map(goods_of, one.line.substitutes)) for one in lines):
        stems = [word[:_STEM] for word in goods.name.split() if len(word) >= _STEM]
        words[_told(goods)].update(stems)
        numbers |= goods.ids
        for much in (goods.quantity, goods.line.amount) if goods.ids else ():
            if much:
                terms.update([(stem, much) for stem in stems])
    return Marks(frozenset(numbers), {told: frozenset(each) for told, each in words.items()}, frozenset(terms))


def together(all_: Iterable[Marks]) -> Marks:
    """The marks of several documents, as of one."""
    numbers: set[str] = set()
    words: dict[_Told, set[str]] = defaultdict(set)
    terms: set[tuple[str, Decimal]] = set()
    for one in all_:
        numbers |= one.numbers
        terms |= one.terms
        for told, each in one.words.items():
            words[told] |= each
    return Marks(frozenset(numbers), {told: frozenset(each) for told, each in words.items()}, frozenset(terms))


def _conflict(told: _Told, theirs: _Told) -> bool:
    """Do both tell a number of one kind? It differs then, or it would have met."""
    return (told[0] and theirs[0]) or (told[1] and theirs[1]) or (told[2] and theirs[2])


def _told(goods: Goods) -> _Told:
    return goods.standard is not None, goods.seller is not None, goods.buyer is not None
