"""May two documents have to do with one another: by day and parties, by goods in common, or by a number?"""

from collections.abc import Iterable

from counterfoil.matching.three_way.near_numbers import is_within, likeness
from counterfoil.matching.three_way.papers import Paper

BACK, AHEAD = 180, 10
"""Days that a document may come after, or before, what it takes from."""
LATER = 30
"""Days that another document may come after one and still be its rival."""


def is_possible(paper: Paper, target: Paper) -> bool:
    """Could a document take from another by day and parties?"""
    in_time = paper.id != target.id and -AHEAD <= (paper.day - target.day).days <= BACK
    return in_time and not paper.sides.conflict(target.sides)


def concerned(paper: Paper, others: Iterable[Paper]) -> list[Paper]:
    """Those that a document may have to do with: they share goods with it, tell none, or it names them."""
    marks, tells_none = paper.marks, not paper.goods
    return [one for one in others if tells_none or not one.goods or marks.meet(one.marks) or is_named(paper, one)]


def is_named(paper: Paper, target: Paper) -> bool:
    """Does a document name another by a number that is at least like one of its own, in whatever field?"""
    said, written = paper.said, paper.written
    for number in target.numbers:
        if is_within(number, said):
            return True
        for each in written:
            if likeness(each, number):
                return True
    return False
