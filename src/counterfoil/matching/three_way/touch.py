"""Which open documents does one touch that comes, or whose links change?"""

from collections.abc import Callable, Collection, Iterable, Sequence

from counterfoil.matching.three_way.around import Around
from counterfoil.matching.three_way.concern import AHEAD, LATER, is_named
from counterfoil.matching.three_way.marks import together
from counterfoil.matching.three_way.papers import BY_WAY, TAKES, Paper, Step
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded

_STEPS = 3
"""A receipt belongs to a despatch, this to an order: what is left of either hangs on it."""


def touched_by(document: Recorded, step: Step, scene: Scene, around: Around) -> Collection[bytes]:
    """The open documents whose answer may hang on this one.

    They could take from it, or from what it is linked to; or their rivals could; or they look where an open despatch or
    receipt belongs that is touched itself.
    """
    left: Sequence[Paper] = [one for one in around.touchable(step) if one.id != document.id]
    paper = scene.paper(document) if left else None
    if paper is None:
        return ()
    changed = _with_earlier(scene, paper)
    if len(changed) == 1 and around.had_twins(paper):
        touched, left = _split(left, lambda one: is_named(one, paper))
    else:
        touched, left = _seen_by(left, changed)
    rivals, left = _parted(left, [*changed, *touched], lambda one: (one.kind,), LATER)
    touched += rivals
    for _ in BY_WAY:  # a receipt is told by a despatch, and an invoice by either
        told, left = _parted(left, touched, lambda one: BY_WAY.get(one.kind, ()), AHEAD)
        touched += told
    return [one.id for one in touched]


def _seen_by(papers: Iterable[Paper], changed: Collection[Paper]) -> tuple[list[Paper], list[Paper]]:
    """The documents that could take from one that changed, or call goods as it does, and those that could not."""
    crowd, lent = _Crowd(changed), _lent(changed)
    return _split(papers, lambda one: not lent.isdisjoint(TAKES[one.kind][1]) and crowd.may_concern(one, AHEAD))


def _with_earlier(scene: Scene, paper: Paper) -> list[Paper]:
    """A document, and those that its links lead to, and theirs; and what brought the goods of these orders.

    A despatch leads to its order, though this calls the goods as no other document does.
    """
    found = {paper.id: paper}
    fresh = [paper]
    for _ in range(_STEPS):
        ends = {link.target.id for one in fresh for link in scene.out_of(one.id)}
        fresh = [one for id in ends if id not in found and (one := scene.known(id)) is not None]
        found |= {one.id: one for one in fresh}
    orders = [one for one in found.values() if one.kind == kinds.ORDER]
    found |= {one.id: one for order in orders for one, _ in scene.shipped_by(order) if one.goods}
    return list(found.values())


def _lent(papers: Iterable[Paper]) -> frozenset[str]:
    """The kinds that are among these documents, or that one of them lends its words to: what is linked is called so."""
    return frozenset(one.kind for one in papers).union(*(TAKES[one.kind][1] for one in papers if one.kind in TAKES))


class _Crowd:
    """Documents of one kind, as one."""

    def __init__(self, papers: Collection[Paper]) -> None:
        self._papers = papers
        self._first = min(one.day for one in papers)
        self._marks = together(one.marks for one in papers)
        self._tells_all = all(one.goods for one in papers)

    def may_concern(self, paper: Paper, ahead: int) -> bool:
        """Does one of them come at most so many days after a document, and have goods or a number in common with it?"""
        if (self._first - paper.day).days > ahead:
            return False
        if not self._tells_all or not paper.goods or self._marks.meet(paper.marks):
            return True
        return any(is_named(paper, one) or is_named(one, paper) for one in self._papers)


def _parted(
    papers: Iterable[Paper], others: Iterable[Paper], seen: Callable[[Paper], Iterable[str]], ahead: int
) -> tuple[list[Paper], list[Paper]]:
    """The documents that may have to do with others of the kinds that each sees, and those that have not."""
    by_kind: dict[str, list[Paper]] = {}
    for other in others:
        by_kind.setdefault(other.kind, []).append(other)
    crowds = {kind: _Crowd(each) for kind, each in by_kind.items()}
    return _split(
        papers, lambda one: any(kind in crowds and crowds[kind].may_concern(one, ahead) for kind in seen(one))
    )


def _split(papers: Iterable[Paper], is_near: Callable[[Paper], bool]) -> tuple[list[Paper], list[Paper]]:
    near: list[Paper] = []
    apart: list[Paper] = []
    for paper in papers:
        (near if is_near(paper) else apart).append(paper)
    return near, apart
