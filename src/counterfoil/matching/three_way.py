"""Which line bills, ships, receives, answers, changes or credits which, where no reference says so for both lines?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from counterfoil.matching._matcher import Inference, Shelf, Unit
from counterfoil.matching.goods import goods_of
from counterfoil.matching.keys import key_of, plain_number
from counterfoil.matching.targets import conflict
from counterfoil.matching.three_way_named import as_a_whole, by_way_of
from counterfoil.matching.three_way_papers import GOODS, PLACED, TAKES, Paper, Step, open_lines, step_of
from counterfoil.matching.three_way_scene import Scene, item_key
from counterfoil.matching.three_way_solve import Assignment
from counterfoil.matching.units import is_package
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import MasterSummary, Recorded, TradeSummary

BACK, AHEAD = 200, 10
"""Days that a document may come after, or before, what it takes from."""
_PERIOD = 28
_AROUND = 63
"""Days before and after its period in which others compete with a document."""
_SEEN_MAX = 400
"""So many documents of one partner at most are looked at, the latest."""
_RIVALS_MAX = 60
"""Where more compete, each is answered for itself."""


def offers(document: Recorded) -> Iterator[str]:
    """The numbers of an item, for its pack sizes."""
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.ITEM:
        numbers = (summary.number, *(each.value for each in summary.identifiers))
        yield from dict.fromkeys(item_key(plain) for number in numbers if (plain := _item(number)))


def seeks(document: Recorded) -> Iterator[str]:
    """The despatches and receipts that an invoice names, and the items of lines in packages."""
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.document not in PLACED:
        return
    if summary.document == kinds.INVOICE:
        for each in (*summary.references, *(each for line in summary.lines for each in line.references)):
            if each.document in GOODS and each.number:
                yield key_of(each.document, each.number)
    for line in summary.lines:
        if is_package(line.unit):
            yield from (item_key(one) for one in goods_of(line).ids)


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """The timelines of the partner: orders on one, all that takes from them on the other."""
    step = step_of(document)
    if step is not None:
        line = "order" if document.summary.document == kinds.ORDER else "goods"
        for form in step.forms:
            yield f"{line}|{form}", step.day


def near(document: Recorded, shelf: Shelf) -> Iterable[Unit]:
    """The document itself, which may just have been closed, and all open ones that take from it or compete with it."""
    if isinstance(document.summary, MasterSummary):
        seeking = {one.id: one for key in offers(document) for one in shelf.seeking(key)}
        return {unit for one in seeking.values() for unit in near(one, shelf)}
    found = dict.fromkeys((document.id,))
    if document.summary.document in GOODS and document.summary.number:
        named = shelf.seeking(key_of(document.summary.document, document.summary.number))
        found |= dict.fromkeys(one.id for one in named if _is_open(one, shelf))
    step = step_of(document)
    if step is not None:
        first = step.day - timedelta(days=_PERIOD + _AROUND + AHEAD)
        last = step.day + timedelta(days=_PERIOD + _AROUND + BACK)
        found |= dict.fromkeys(one.id for one in _open(shelf, step.forms, first, last))
    return [Unit(id) for id in found]


def links(units: Collection[Unit], shelf: Shelf) -> tuple[Collection[Unit], Sequence[Link]]:
    """The links of these documents, each worked out from all that its partner has open in the time around it."""
    views: dict[tuple[frozenset[str], int], _View] = {}
    answered: dict[Unit, Sequence[Link]] = {}
    for unit in units:
        document = shelf.get(unit.id)
        step = step_of(document) if document is not None else None
        answered[unit] = ()
        if document is None or step is None or not _is_open(document, shelf):
            continue
        period = step.day.toordinal() // _PERIOD
        if (step.forms, period) not in views:
            views[step.forms, period] = _View(shelf, step.forms, period)
        answered[unit] = views[step.forms, period].links_of(document)
    return answered.keys(), [link for found in answered.values() for link in found]


THREE_WAY = Inference(
    id="three-way",
    kinds=frozenset(kind for kind, _ in TAKES.values()),
    offers=offers,
    seeks=seeks,
    places=places,
    near=near,
    links=links,
)


class _View:
    """What the documents of one period see: all that is open around it, and what they could take from."""

    def __init__(self, shelf: Shelf, forms: frozenset[str], period: int) -> None:
        self._shelf, self._forms = shelf, forms
        first = date.fromordinal(max(period * _PERIOD - _AROUND, 1))
        last = date.fromordinal((period + 1) * _PERIOD + _AROUND - 1)
        self._open = _open(shelf, forms, first, last)
        self._there: list[Recorded] | None = None
        self._answers: dict[bytes, Sequence[Link]] = {}

    def links_of(self, document: Recorded) -> Sequence[Link]:
        """The links of a document of the period."""
        if document.id not in self._answers:
            rivals = _rivals(document, self._open)
            if len(rivals) > _RIVALS_MAX:
                rivals = [document]
            self._answers |= self._solved(rivals)
        return self._answers[document.id]

    def _solved(self, open_ones: Sequence[Recorded]) -> dict[bytes, Sequence[Link]]:
        """The links of documents that compete with one another and with no others."""
        scene = Scene(self._shelf)
        papers = [paper for one in open_ones if (paper := scene.paper(one)) is not None]
        there = [paper for one in self._seen() if (paper := scene.paper(one)) is not None]
        for kind, (_, wanted) in TAKES.items():
            mine = sorted((paper for paper in papers if paper.kind == kind), key=lambda one: (one.day, one.id))
            for paper in mine:
                made = by_way_of(scene, paper) or ([] if paper.open else list(as_a_whole(scene, paper)))
                scene.make(made)
                _explain(paper, made)
            mine = [paper for paper in mine if paper.open is not None]
            targets = {
                paper.id: [one for one in there if one.kind in wanted and _is_possible(paper, one)] for paper in mine
            }
            if any(targets.values()):
                for link in Assignment(scene, mine, targets).links():
                    _explain(scene.papers[link.source.id], [link])
            for paper in mine:
                if paper.open is not None:
                    scene.make(link for link in as_a_whole(scene, paper) if not self._shelf.is_undone(link))
        return {paper.id: [*scene.made(paper.id)] for paper in papers}

    def _seen(self) -> list[Recorded]:
        """All documents that those which are open could take from."""
        if self._there is None:
            days = [step.day for one in self._open if (step := step_of(one)) is not None]
            first, last = min(days) - timedelta(days=BACK), max(days) + timedelta(days=AHEAD)
            self._there = _placed(self._shelf, ("order", "goods"), self._forms, first, last)
            self._shelf.expect(linked=[one.id for one in self._there])
        return self._there


def _explain(paper: Paper, made: Sequence[Link]) -> None:
    """Take the lines that were linked out of those that are open."""
    if paper.open is None or not made:
        return
    lines = {link.source.line for link in made}
    left = [at for at in paper.open if str(at) not in lines]
    paper.open = left if left and None not in lines else None


def _rivals(document: Recorded, others: Sequence[Recorded]) -> list[Recorded]:
    """A document and all those that may compete with it, with these in turn, and so on: they have goods in common."""
    found = {document.id: document}
    reached, left = _marks(document), {one.id: (one, _marks(one)) for one in others if one.id != document.id}
    grown = True
    while grown:
        near_by = [one for one, marks in left.values() if not reached.isdisjoint(marks)]
        for one in near_by:
            reached |= left.pop(one.id)[1]
            found[one.id] = one
        grown = bool(near_by)
    return [found[id] for id in sorted(found)]


def _marks(document: Recorded) -> set[str]:
    """By what documents may have to do with one another: items, names of goods, and the numbers that they name."""
    summary = document.summary
    if not isinstance(summary, TradeSummary):
        return set()
    told = {one for line in summary.lines for one in _goods_marks(line)}
    numbers = [summary.number, *(each.number for each in summary.references)]
    numbers += [each.number for line in summary.lines for each in line.references]
    return told | {f"number {plain}" for number in numbers if number and (plain := plain_number(number))}


def _goods_marks(line: object) -> Iterator[str]:
    goods = goods_of(line)  # type: ignore[arg-type]
    yield from goods.ids
    yield from (word for word in goods.name.split() if len(word) > 3)


def _is_possible(paper: Paper, target: Paper) -> bool:
    in_time = paper.id != target.id and -AHEAD <= (paper.day - target.day).days <= BACK
    return in_time and not conflict(paper.document, target.document)


def _open(shelf: Shelf, forms: frozenset[str], first: date, last: date) -> list[Recorded]:
    return [one for one in _placed(shelf, ("goods",), forms, first, last) if _is_open(one, shelf)]


def _placed(shelf: Shelf, lines: Sequence[str], forms: frozenset[str], first: date, last: date) -> list[Recorded]:
    found = {
        one.id: one
        for line in lines
        for form in sorted(forms)
        for one in shelf.placed(f"{line}|{form}", first, last, _SEEN_MAX)
    }
    return [found[id] for id in sorted(found)]


def _is_open(document: Recorded, shelf: Shelf) -> bool:
    return open_lines(document, shelf.links_from(document.id)) is not None


def _item(number: str | None) -> str | None:
    return "".join(number.split()).upper().lstrip("0") or None if number else None


__all__ = ["THREE_WAY", "Step"]
