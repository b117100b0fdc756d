"""May two documents have to do with one another: by day and parties, by goods in common, or by a number?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from counterfoil.matching.three_way.near_numbers import is_within, likeness
from counterfoil.matching.three_way.papers import Paper
from counterfoil.model import summary as kinds

BACK, AHEAD = 180, 10
"""Days that a document may come after, or before, what it takes from."""
LATER = 30
"""Days that another document may come after one and still be its rival."""


SEEN_MAX = 300
"""So many documents of a kind at most does one look at that may have to do with it."""


def ahead_of(paper: Paper) -> int:
    """So many days before what it takes from may a document stand.

    A credit note by none: what is billed after it is billed instead of what it takes back.
    """
    return 0 if paper.kind == kinds.CREDIT_NOTE else AHEAD


def is_possible(paper: Paper, target: Paper) -> bool:
    """Could a document take from another by day and parties?"""
    in_time = paper.id != target.id and -ahead_of(paper) <= (paper.day - target.day).days <= BACK
    return in_time and not paper.sides.conflict(target.sides)


def concerned(paper: Paper, others: Iterable[Paper], twins: frozenset[bytes]) -> Sequence[Paper]:
    """Those that a document may have to do with: they share goods with it, tell none, or it names them.

    Where it or they have too many twins, it has to name them.
    """
    if paper.id in twins:
        return [one for one in others if is_named(paper, one)]
    marks, tells_none = paper.marks, not paper.goods
    found = (
        one
        for one in others
        if ((tells_none or not one.goods or marks.meet(one.marks)) and one.id not in twins) or is_named(paper, one)
    )
    return latest(list(found), SEEN_MAX)


def latest(papers: Sequence[Paper], most: int) -> Sequence[Paper]:
    """Of very many documents of a kind those of the latest days, in the order given.

    Only of those that one has to do with: or each that comes would change, unnoticed, what others see.
    """
    if len(papers) <= most:
        return papers
    by_kind: dict[str, list[Paper]] = defaultdict(list)
    for one in sorted(papers, key=lambda one: (one.day, one.id)):
        by_kind[one.kind].append(one)
    kept = {one.id for each in by_kind.values() for one in each[-most:]}
    return [one for one in papers if one.id in kept]


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
