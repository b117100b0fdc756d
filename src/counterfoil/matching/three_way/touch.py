"""Which open documents does one touch that comes, or whose links change?"""

from collections.abc import Collection, Iterable

from counterfoil.matching.three_way.around import CHAIN, Around
from counterfoil.matching.three_way.concern import is_named
from counterfoil.matching.three_way.papers import Paper, Step
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded


def touched_by(document: Recorded, step: Step, scene: Scene, around: Around) -> Iterable[bytes]:
    """The open documents whose answer may hang on this one: as a target, as a rival, or by what it has taken.

    What touches a rival, or a despatch by which an invoice is told, touches these too.
    """
    left = [one for one in around.touchable(step) if one.id != document.id]
    paper = scene.paper(document) if left else None
    found: list[bytes] = []
    reached = [paper, *_brought(scene, paper)] if paper is not None else []
    for _ in range(1 + CHAIN):
        if not reached or not left:
            break
        reached, left = _parted(left, reached)
        found += [one.id for one in reached]
    return found


def _brought(scene: Scene, paper: Paper) -> Iterable[Paper]:
    """What shipped and received an order, by reference: it may call the goods as no order does."""
    if paper.kind == kinds.ORDER:
        yield from (one for one, _ in scene.shipped_by(paper) if one.goods)


def _parted(papers: Iterable[Paper], reached: Collection[Paper]) -> tuple[list[Paper], list[Paper]]:
    """The documents that may have to do with one of those that were reached, and the others."""
    marks = frozenset[str]().union(*(one.marks for one in reached))
    tells_none = not all(one.goods for one in reached)
    near: list[Paper] = []
    apart: list[Paper] = []
    for one in papers:
        by_goods = tells_none or not marks.isdisjoint(one.marks) or not one.goods
        (near if by_goods or _names(one, reached) else apart).append(one)
    return near, apart


def _names(paper: Paper, others: Iterable[Paper]) -> bool:
    """Does one name the other?"""
    return any(is_named(paper, other) or is_named(other, paper) for other in others)
