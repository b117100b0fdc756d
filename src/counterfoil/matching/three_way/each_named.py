"""A document takes something from each of those that it names: which line, where one of them is left with none?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from counterfoil.matching.mentions import line_word
from counterfoil.matching.three_way.fit import Fit, fit
from counterfoil.matching.three_way.papers import Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model.link import End, Link

_NAMED = 4.0
"""What names a target by its own number weighs at least so much."""
_AS_WELL, _CLEARLY = 0.5, 0.2
_CONFIDENCE = Decimal("0.95")


class _Move(NamedTuple):
    better: float
    """By how much the line fits better where it goes, if by less than nothing."""
    link: Link
    there: int


def each_named(
    scene: Scene, paper: Paper, links: Sequence[Link], fits: Sequence[tuple[Paper, Fit]], scores: Mapping[int, float]
) -> Sequence[Link]:
    """The links, one of them moved to each named target that has none, where just one line fits that about as well.

    `fits` are the targets as they fitted before anything was given out, `scores` how well each line fits where it is.
    Nothing is taken away from a target that has no other line of the document.
    """
    named = [target for target, found in fits if _is_named(found)]
    for target in named if len(named) > 1 else ():
        if any(link.target.id == target.id for link in scene.out_of(paper.id)):
            continue
        moved = _best(scene, paper, links, target, scores)
        if moved is not None:
            links = [_moved(link, target, moved) if link is moved.link else link for link in links]
    return links


def _is_named(found: Fit) -> bool:
    return found.named.weight >= _NAMED and not found.named.inexact and found.named.via is None


def _best(
    scene: Scene, paper: Paper, links: Sequence[Link], target: Paper, scores: Mapping[int, float]
) -> _Move | None:
    """The line that is best given to a target; None where none fits about as well, or several do."""
    lines = Counter(link.target.id for link in scene.out_of(paper.id) if link.source.line is not None)
    moves = []
    for link in links:
        at = int(link.source.line or 0)
        if at in scores and lines[link.target.id] > 1:
            found = fit(scene, paper, [at], target)
            moves += [_Move(one.score - scores[at], link, one.there) for one in (found.pieces if found else ())]
    moves = sorted((one for one in moves if one.better >= -_AS_WELL), key=lambda one: -one.better)
    if not moves or (len(moves) > 1 and moves[1].better > moves[0].better - _CLEARLY):
        return None
    return moves[0]


def _moved(link: Link, target: Paper, move: _Move) -> Link:
    number = target.summary.number
    says = f"names {target.kind.replace('-', ' ')} {number}, of which no other line can be"
    line = f"line {line_word(target.summary, move.there)} of it has the same goods"
    end = End(id=target.id, line=str(move.there))
    return msgspec.structs.replace(
        link, target=end, confidence=min(link.confidence, _CONFIDENCE), evidence=(says, line)
    )
