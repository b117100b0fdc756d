"""Which of several lines that say the same goes to which target: so that each target's lines stand together."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, permutations

from counterfoil.matching.amounts import divided

_TOLD_APART_MAX = 5
"""So many lines at most are tried in every order; more stay in the order of their targets."""
_SURE = Decimal(1)


def least_mixed(
    beside: Mapping[int, bytes], lines: Sequence[int], targets: Sequence[bytes]
) -> tuple[Sequence[int], Sequence[Decimal]]:
    """For each line the position of its target, and how likely it is that.

    Given the targets of all lines of the document, by position, those of these among them, and the targets of these in
    the order that people write them. Where the lines of each target stand together, that order tells; where they are
    mixed, one way is as good as the other.
    """
    usual = range(len(lines))
    if len(set(targets)) == 1 or len(lines) > _TOLD_APART_MAX:
        return usual, [_SURE] * len(lines)
    ways = [
        (_turns({**beside, **{at: targets[to] for at, to in zip(lines, way, strict=True)}}), way)
        for way in permutations(usual)
    ]
    least, best = min(ways)
    if least < len({*beside.values(), *targets}):
        return best, [_SURE] * len(lines)
    agree = (sum(targets[way[n]] == targets[best[n]] for _, way in ways) for n in usual)
    return best, [divided(Decimal(count), Decimal(len(ways))) for count in agree]


def _turns(targets: Mapping[int, bytes]) -> int:
    """How often the next line is about another target than the one before."""
    return sum(one != other for (_, one), (_, other) in pairwise(sorted(targets.items())))
