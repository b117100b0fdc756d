"""May two documents have to do with one another: by day and parties, by goods in common, or by a number?"""

from counterfoil.matching.three_way.near_numbers import is_within, likeness
from counterfoil.matching.three_way.papers import Paper

BACK, AHEAD = 180, 10
"""Days that a document may come after, or before, what it takes from."""


def is_possible(paper: Paper, target: Paper) -> bool:
    """Could a document take from another by day and parties?"""
    in_time = paper.id != target.id and -AHEAD <= (paper.day - target.day).days <= BACK
    return in_time and not paper.sides.conflict(target.sides)


def concerns(paper: Paper, other: Paper) -> bool:
    """May two documents have to do with one another: do they share goods, or does the one name the other?"""
    return _share_goods(paper, other) or is_named(paper, other)


def either_concerns(one: Paper, other: Paper) -> bool:
    """The same, where either may name the other."""
    return _share_goods(one, other) or is_named(one, other) or is_named(other, one)


def is_named(paper: Paper, target: Paper) -> bool:
    """Does a document name another by a number that is at least like one of its own, in whatever field?"""
    return any(
        is_within(number, paper.said) or any(likeness(each, number) for each in paper.written)
        for number in target.numbers
    )


def _share_goods(one: Paper, other: Paper) -> bool:
    """Do two documents share goods, or does one tell none?"""
    return not one.marks.isdisjoint(other.marks) or not one.goods or not other.goods
