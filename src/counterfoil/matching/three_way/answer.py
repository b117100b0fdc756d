"""What one document takes from which: beside all that it could take, and those others that could take it as well."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.days import shifted
from counterfoil.matching.three_way.also_called import also_linked
from counterfoil.matching.three_way.around import Around
from counterfoil.matching.three_way.concern import (
    AHEAD,
    BACK,
    LATER,
    SEEN_MAX,
    ahead_of,
    concerned,
    is_named,
    is_possible,
    latest,
)
from counterfoil.matching.three_way.fit import fit
from counterfoil.matching.three_way.marks import marks_of
from counterfoil.matching.three_way.named import as_a_whole, by_way_of
from counterfoil.matching.three_way.papers import BY_WAY, GOODS, PLACED, TAKES, Paper, Step, open_lines
from counterfoil.matching.three_way.same_lines import says_nothing_else
from counterfoil.matching.three_way.scene import Known, Scene
from counterfoil.matching.three_way.solve import Assignment
from counterfoil.matching.three_way.spread import over_all, spread
from counterfoil.matching.three_way.touch import touched_by
from counterfoil.matching.three_way.twins import twins_among
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import Recorded

_TARGETS_MAX, _NAMED_MAX = 12, 24
"""So many documents at most may one be meant to take from: those whose lines agree best, and those that it names."""
_RIVALS_MAX = 24
_BEHIND = 5.0
"""Targets that fit worse than the best by this are out of the question."""


class Answers:
    """The links of open documents. Each answer depends on the record alone, not on what else is asked."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known = Known(shelf)
        self._read = Scene(self._known)
        self._found: dict[bytes, list[Link]] = {}
        self._touched: dict[bytes, Collection[bytes]] = {}
        self._around = Around(self._read)
        self._possible: dict[bytes, list[Paper]] = {}
        self._rivals_likely: dict[bytes, list[Paper]] = {}
        self._same: dict[bytes, Sequence[Paper]] = {}
        self._twins: dict[bytes, frozenset[bytes]] = {}
        """Of those around a document the ones with too many twins, itself too."""

    def links_of(self, document: Recorded) -> list[Link]:
        """All links of a document that no reference gives."""
        if document.id not in self._found:
            is_open = open_lines(document, self._shelf.links_from(document.id)) is not None
            paper = self._read.paper(document) if is_open else None
            self._found[document.id] = self._worked_out(paper) if paper is not None else []
        return self._found[document.id]

    def touched_by(self, document: Recorded, step: Step) -> Iterable[bytes]:
        """The open documents whose answer may hang on this one; many may be asked about who name one number."""
        found = self._touched.get(document.id)
        if found is None:
            found = self._touched[document.id] = touched_by(document, step, self._read, self._around)
        return found

    def _worked_out(self, paper: Paper) -> list[Link]:
        there = self._there(paper)
        scene = Scene(self._known, there)
        if paper.kind in BY_WAY:
            self._look_at_goods(scene, paper)
            there = [*there, *_behind(scene, paper, there)]
        found = by_way_of(scene, paper) or ([] if paper.open else list(as_a_whole(scene, paper)))
        scene.explain(paper, found)
        if scene.open(paper) is not None and (targets := self._likely(scene, paper, there)):
            found += self._merged(scene, paper, targets)
            found += self._assigned(scene, paper, targets)
            found += self._merged(scene, paper, targets)
        if scene.open(paper) is not None:
            found += as_a_whole(scene, paper)
        return [link for link in found if not self._shelf.is_undone(link)]

    def _merged(self, scene: Scene, paper: Paper, targets: Sequence[Paper]) -> list[Link]:
        """Lines that are about several documents at once."""
        found = list(over_all(scene, paper, targets))
        scene.explain(paper, found)
        return found

    def _assigned(self, scene: Scene, paper: Paper, targets: Sequence[Paper]) -> list[Link]:
        """Give out what there is among the document and its rivals: what it gets."""
        scores = _contested(scene, paper, targets)
        contested = list(scores)
        # What rivals take and what they are refused is known here only; the scene goes on with what the document gets.
        beside = scene.apart()
        possible = {paper.id: targets}
        rivals = []
        for rival in self._rivals(paper, contested) if contested and not scene.is_void(paper) else ():
            beside.explain(rival, by_way_of(beside, rival))
            if _competes(beside, rival, scores):
                rivals.append(rival)
                possible[rival.id] = list(_contested(beside, rival, self._likely_for(beside, rival)))
        made = Assignment(beside, [paper, *rivals], possible).links()
        found = [*spread(beside, paper, targets, [link for link in made if link.source.id == paper.id])]
        scene.explain(paper, found)
        return found

    def _look_at_goods(self, scene: Scene, paper: Paper) -> None:
        """What open despatches and receipts belong to, since others may name these or be told by them."""
        first, last = shifted(paper.day, -(BACK // 2)), shifted(paper.day, AHEAD)
        near = self._beside(paper, first, last, BY_WAY[paper.kind])
        for other in near:
            if other.open is not None:
                scene.make(self.links_of(other.document))

    def _there(self, paper: Paper) -> list[Paper]:
        """What a document could take from by kind, day and parties, and has goods or a number in common with.

        Where only its lines tell, and some of these has the very same lines and is open, those alone.
        """
        found = self._possible.get(paper.id)
        if found is None and (same := self._with_same_lines(paper)):
            found = self._possible[paper.id] = same
        if found is None:
            first, last = shifted(paper.day, -BACK), shifted(paper.day, ahead_of(paper))
            wanted = TAKES[paper.kind][1]
            around = self._around.between(first, last, paper.forms, PLACED)
            twins = self._twins[paper.id] = self._around.twins(first, last, paper.forms, PLACED)
            others = [one for one in around if one.id != paper.id and not paper.sides.conflict(one.sides)]
            near = concerned(paper, (one for one in others if one.kind in wanted), twins)
            found = [*near, *self._called_otherwise(paper, near, [one for one in others if one.kind not in wanted])]
            found = self._possible[paper.id] = [*found, *_behind(self._read, paper, found)]
        return found

    def _with_same_lines(self, paper: Paper) -> list[Paper]:
        """What has the very same lines, and what that belongs to; nothing where none of it can be meant."""
        if not says_nothing_else(paper):
            return []
        scene, (kind, wanted) = self._read, TAKES[paper.kind]
        same = self._around.same_lines(paper)
        if twins_among((paper, *same)):
            return []
        self._around.linked(same)
        behind = (scene.known(link.target.id) for one in same for link in scene.out_of(one.id))
        there = {
            one.id: one for one in (*same, *filter(None, behind)) if one.kind in wanted and is_possible(paper, one)
        }
        found = [there[id] for id in sorted(there)]
        if not any(scene.has_left(kind, one) and not _is_behind(scene, paper, one) for one in found):
            return []
        # What was despatched may be called otherwise, or be more than came: the order tells a receipt too little.
        if paper.kind == kinds.RECEIPT_ADVICE and not any(one.kind == kinds.DESPATCH_ADVICE for one in found):
            return []
        self._same[paper.id] = same
        return found

    def _beside(self, paper: Paper, first: date, last: date, wanted: tuple[str, ...]) -> Sequence[Paper]:
        """The other documents of these kinds between two days that one may have to do with."""
        self._there(paper)
        if paper.id in self._same:
            return [one for one in self._same[paper.id] if one.kind in wanted and first <= one.day <= last]
        there = self._around.between(first, last, paper.forms, wanted)
        near = concerned(paper, (one for one in there if one.id != paper.id), self._twins[paper.id])
        self._around.linked(near)
        return near

    def _called_otherwise(self, paper: Paper, there: Sequence[Paper], others: Sequence[Paper]) -> list[Paper]:
        """What a document could take from as well, by the words that others have for the same goods."""
        scene, known = self._read, {paper.id, *(one.id for one in there)}
        twins = self._twins[paper.id]
        telling = [] if paper.id in twins else [one for one in others if one.id not in twins]
        alike = [*there, *latest([one for one in telling if paper.marks.meet(one.marks)], SEEN_MAX)]
        self._around.linked(alike)
        found: dict[bytes, Paper] = {}
        for one in alike:
            for end, other in also_linked(scene, one):
                if other.id not in known and paper.marks.meet(marks_of((one.goods[end - 1],))):
                    target = scene.known(other.id)
                    if target is not None and target.kind in TAKES[paper.kind][1] and is_possible(paper, target):
                        found[target.id] = target
        return list(found.values())

    def _likely(self, scene: Scene, paper: Paper, there: Sequence[Paper]) -> list[Paper]:
        """Those of which something is left, or that are named; not too many."""
        kind = TAKES[paper.kind][0]
        is_back = scene.is_given_back(paper)
        found = [one for one in there if is_back or scene.has_left(kind, one) or is_named(paper, one)]
        found = [one for one in found if not _is_behind(scene, paper, one)]
        nearest = _by_nearness(paper, found)
        return nearest if len(nearest) <= _TARGETS_MAX else _most_like(paper, nearest)

    def _likely_for(self, scene: Scene, rival: Paper) -> list[Paper]:
        """Those that a rival may be meant to take from: worked out once while nothing is given out."""
        if not scene.is_untouched:
            return self._likely(scene, rival, self._there(rival))
        found = self._rivals_likely.get(rival.id)
        if found is None:
            found = self._rivals_likely[rival.id] = self._likely(scene, rival, self._there(rival))
        return found

    def _rivals(self, paper: Paper, targets: Sequence[Paper]) -> list[Paper]:
        """The open documents of the same kind that could take from the same."""
        first = shifted(min(target.day for target in targets), -AHEAD)
        last = shifted(paper.day, LATER)
        near = self._beside(paper, first, last, (paper.kind,))
        near = [*near, *self._twins_that_name(targets, paper, first, last)]
        rivals = (one for one in near if one.open is not None and not self._read.is_void(one))
        return _by_nearness(paper, rivals)[:_RIVALS_MAX]

    def _twins_that_name(self, targets: Sequence[Paper], paper: Paper, first: date, last: date) -> Iterator[Paper]:
        """Documents of the same kind that have too many twins to be seen by their lines, but name a target."""
        twins = self._twins.get(paper.id, frozenset())
        for one in self._around.between(first, last, paper.forms, (paper.kind,)) if twins else ():
            if one.id in twins and not is_named(paper, one) and any(is_named(one, target) for target in targets):
                yield one


def _by_nearness(paper: Paper, others: Iterable[Paper]) -> list[Paper]:
    return sorted(others, key=lambda one: (abs((paper.day - one.day).days), one.id))


def _most_like(paper: Paper, nearest: Sequence[Paper]) -> list[Paper]:
    """Of many those that are named, and those whose lines agree best at first sight; of these the nearest in time."""
    named = [one for one in nearest if is_named(paper, one)][:_NAMED_MAX]
    alike = sorted(nearest, key=lambda one: -len(paper.signs & one.signs))[:_TARGETS_MAX]
    chosen = {one.id for one in (*named, *alike)}
    return [one for one in nearest if one.id in chosen]


def _behind(scene: Scene, paper: Paper, there: Sequence[Paper]) -> Iterator[Paper]:
    """The orders that despatches and receipts about the same goods belong to, though they call these otherwise."""
    known = {one.id for one in there}
    goods = [one for one in there if one.kind in GOODS and kinds.ORDER in TAKES[paper.kind][1]]
    for link in (link for one in goods for link in scene.out_of(one.id) if link.kind in ("ships", "receives")):
        target = scene.known(link.target.id) if link.target.id not in known else None
        if target is not None and is_possible(paper, target):
            known.add(target.id)
            yield target


def _is_behind(scene: Scene, paper: Paper, target: Paper) -> bool:
    """Is it known what comes before a target, or after it, and is that what the document takes from?"""
    if paper.kind == kinds.INVOICE:
        return target.kind in GOODS and scene.belongs(target)
    if paper.kind == kinds.RECEIPT_ADVICE and target.kind == kinds.ORDER:
        return any(one.kind == kinds.DESPATCH_ADVICE for one, _ in scene.shipped_by(target))
    return False


def _contested(scene: Scene, paper: Paper, targets: Sequence[Paper]) -> dict[Paper, float]:
    """The targets that may be meant, and how well they fit: only who takes from these matters."""
    lines = scene.open(paper) or ()
    fits = [(found.score, one) for one in targets if (found := fit(scene, paper, lines, one)) is not None]
    best = max((score for score, _ in fits), default=0.0)
    return {one: score for score, one in fits if score > max(best - _BEHIND, 0.0)}


def _competes(scene: Scene, rival: Paper, scores: Mapping[Paper, float]) -> bool:
    """Does another document fit one of the targets nearly as well?"""
    lines = scene.open(rival)
    return lines is not None and any(
        (found := fit(scene, rival, lines, target)) is not None and found.score > score - _BEHIND
        for target, score in scores.items()
        if is_possible(rival, target)
    )
