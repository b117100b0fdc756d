"""Which children of an element stand out of order, if as few as possible are to be moved."""

from bisect import bisect_right
from collections.abc import Iterator


def misplaced(children: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Of children with their positions in the sequence, those to be moved, and where to.

    A child that stands too late comes with the one that it must stand before (True), one that stands too early with
    the one that it must stand after (False).
    """
    kept = _longest(children)
    steady = [children[index] for index in sorted(kept)]
    for index, (child, position) in enumerate(children):
        if index in kept:
            continue
        later = [other for other, at in steady if other < child and at > position]
        if later:
            yield child, later[0], True
        else:
            yield child, next(other for other, at in reversed(steady) if other > child and at < position), False


def _longest(children: list[tuple[int, int]]) -> set[int]:
    """The indexes of a longest run of children whose positions do not fall (patience sorting)."""
    ends: list[int] = []
    owners: list[int] = []
    before: list[int] = []
    for index, (_, position) in enumerate(children):
        pile = bisect_right(ends, position)
        before.append(owners[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(position)
            owners.append(index)
        else:
            ends[pile], owners[pile] = position, index
    kept: set[int] = set()
    index = owners[-1] if owners else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
