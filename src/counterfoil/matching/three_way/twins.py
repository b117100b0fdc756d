"""Documents that are the same but for their number: of very many on one day, only the number tells one from another."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from counterfoil.matching.three_way.papers import Paper

TWINS_MAX = 24
"""Among more than so many of one kind and day, nobody can tell by the lines which of them is meant."""


def twins_among(papers: Iterable[Paper]) -> frozenset[bytes]:
    """The documents that have too many twins among these."""
    by_day: dict[object, list[Paper]] = defaultdict(list)
    for one in papers:
        by_day[one.kind, one.day].append(one)
    groups = [group for day in by_day.values() if len(day) > TWINS_MAX for group in _alike(day)]
    return frozenset(one.id for group in groups if len(group) > TWINS_MAX for one in group)


def twins_of(paper: Paper, papers: Iterable[Paper]) -> Sequence[Paper]:
    """The twins of a document among others of its day."""
    return [one for one in papers if one.kind == paper.kind and one.but_for_number == paper.but_for_number]


def _alike(papers: Iterable[Paper]) -> Iterable[Sequence[Paper]]:
    groups: dict[bytes, list[Paper]] = defaultdict(list)
    for one in papers:
        groups[one.but_for_number].append(one)
    return groups.values()
