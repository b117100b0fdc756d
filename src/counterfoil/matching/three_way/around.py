"""What stands around a document on the timelines of its partner: made ready once for all that look there."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from counterfoil.matching._matcher import NO_LIMIT
from counterfoil.matching.days import numbered, shifted
from counterfoil.matching.three_way.concern import AHEAD, BACK, LATER, latest
from counterfoil.matching.three_way.papers import Paper, Step
from counterfoil.matching.three_way.same_lines import are_called_alike, same_lines_keys
from counterfoil.matching.three_way.scene import Scene
from counterfoil.matching.three_way.twins import TWINS_MAX, twins_among, twins_of
from counterfoil.model import summary as kinds

_SAME_MAX = 48
"""So many of a kind with the very same lines at most are looked at."""
_NEAR_BACK = LATER + 3 * AHEAD
"""An invoice may be told by a receipt, this by a despatch, this by a rival that comes later, and this by the order."""
_NEAR_AHEAD = 2 * (BACK + AHEAD)
_BLOCK = 64
"""Days that are looked up at once."""
_IN_BLOCK_MAX = 1000
_MARGIN = 14
"""Days on both sides that are read with what is asked for, since the next to look stands near."""
_DAY = timedelta(days=1)
_LAST_ID = b"\xff" * 33
_ORDERS, _GOODS = "order", "goods"
_UNLINKED = "unlinked"
"""Of what stands under goods that alone which may be open."""
_CLAIMS = (kinds.INVOICE, kinds.CREDIT_NOTE)
"""Where there are no others, invoices have nothing to take."""

_Window = tuple[tuple[str, ...], frozenset[str], date, date]
_Line = tuple[str, frozenset[str]]
"""One of the timelines of a partner, under all of its forms."""
_Place = tuple[date, bytes]


class _Stretch(NamedTuple):
    """All that stands on the timelines of a partner between two days, by (day, id)."""

    first: date
    last: date
    places: list[_Place]
    papers: list[Paper]

    def between(self, first: date, last: date) -> list[Paper]:
        """What stands between two days, both included."""
        return self.papers[bisect_left(self.places, (first,)) : bisect_right(self.places, (last, _LAST_ID))]


class Around:
    """The documents of partners between two days, each read once."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._shelf = scene, scene.shelf
        self._windows: dict[_Window, list[Paper]] = {}
        self._twins: dict[_Window, frozenset[bytes]] = {}
        self._stretches: dict[_Line, _Stretch] = {}
        self._touchable: dict[Step, list[Paper]] = {}
        self._goods: dict[tuple[str, int], bool] = {}
        self._linked: set[bytes] = set()

    def between(self, first: date, last: date, forms: frozenset[str], wanted: tuple[str, ...]) -> Sequence[Paper]:
        """The documents of these kinds, by id."""
        window = wanted, forms, first, last
        found = self._windows.get(window)
        if found is None:
            found = self._windows[window] = self._read(window)
        return found

    def twins(self, first: date, last: date, forms: frozenset[str], wanted: tuple[str, ...]) -> frozenset[bytes]:
        """Those of these documents that have too many twins among them."""
        window = wanted, forms, first, last
        found = self._twins.get(window)
        if found is None:
            found = self._twins[window] = twins_among(self.between(first, last, forms, wanted))
        return found

    def same_lines(self, paper: Paper) -> Sequence[Paper]:
        """The other documents with the very same lines, by id, that it may take from or that may be its rivals.

        Of very many the latest.
        """
        first, ahead, last = (shifted(paper.day, days) for days in (-BACK, AHEAD, LATER))
        keys = same_lines_keys(Step(paper.forms, paper.day), paper.goods)
        there = {one.id: one for key in keys for one in self._shelf.placed(key, first, last, NO_LIMIT)}
        papers = (self._scene.paper(there[id]) for id in sorted(there) if id != paper.id)
        near = (one for one in papers if one is not None and (one.day <= ahead or one.kind == paper.kind))
        known = (one for one in near if not paper.sides.conflict(one.sides))
        return latest([one for one in known if are_called_alike(paper, one)], _SAME_MAX)

    def touchable(self, step: Step) -> Sequence[Paper]:
        """The open documents that one could touch that stands there: of a partner's invoices alone, none."""
        found = self._touchable.get(step)
        if found is None:
            first, last = shifted(step.day, -_NEAR_BACK), shifted(step.day, _NEAR_AHEAD)
            near = self._stretch((_UNLINKED, step.forms), first, last).between(first, last)
            self.linked(near)
            found = [one for one in near if one.open is not None]
            if not self._has_goods_near(step, found):
                found = [one for one in found if one.kind != kinds.INVOICE]
            self._touchable[step] = found
        return found

    def had_twins(self, paper: Paper) -> bool:
        """Has one that came now too many twins to be seen by its lines, and had they before it came?"""
        if not self._shelf.is_new(paper.id):
            return False
        that_day = self._stretch((_GOODS, paper.forms), paper.day, paper.day).between(paper.day, paper.day)
        if len(that_day) <= TWINS_MAX:
            return False
        twins = [one for one in twins_of(paper, that_day) if not self._shelf.is_new(one.id)]
        return all(sum(form in one.forms for one in twins) > TWINS_MAX for form in paper.forms)

    def linked(self, papers: Iterable[Paper]) -> None:
        """Have the store asked at once for the links of these documents."""
        fresh = {one.id for one in papers} - self._linked
        self._linked |= fresh
        self._shelf.expect(linked=fresh)

    def _read(self, window: _Window) -> list[Paper]:
        wanted, forms, first, last = window
        lines = [*([_ORDERS] if kinds.ORDER in wanted else []), *([_GOODS] if wanted != (kinds.ORDER,) else [])]
        there = {
            one.id: one
            for line in lines
            for one in self._stretch((line, forms), first, last).between(first, last)
            if one.kind in wanted
        }
        return [there[id] for id in sorted(there)]

    def _stretch(self, line: _Line, first: date, last: date) -> _Stretch:
        """What stands on a partner's timeline between two days, and more: what is known is not read again."""
        known = self._stretches.get(line)
        if known is not None and known.first <= first and last <= known.last:
            return known
        first, last = shifted(first, -_MARGIN), shifted(last, _MARGIN)
        if known is None:
            papers = self._placed(line, first, last)
        else:
            before = self._placed(line, first, known.first - _DAY) if first < known.first else []
            after = self._placed(line, known.last + _DAY, last) if known.last < last else []
            papers = [*before, *known.papers, *after]
            first, last = min(first, known.first), max(last, known.last)
        found = _Stretch(first, last, [(one.day, one.id) for one in papers], papers)
        self._stretches[line] = found
        return found

    def _placed(self, line: _Line, first: date, last: date) -> list[Paper]:
        """All documents of a partner between two days, by (day, id)."""
        name, forms = line
        if name == _UNLINKED:
            found = [one for form in forms for one in self._shelf.unlinked(f"{_GOODS}|{form}", first, last)]
        else:
            found = [one for form in forms for one in self._shelf.placed(f"{name}|{form}", first, last, NO_LIMIT)]
        there = {one.id: one for one in found}
        papers = (self._scene.paper(one) for one in there.values())
        return sorted((paper for paper in papers if paper is not None), key=_place)

    def _has_goods_near(self, step: Step, near: Sequence[Paper]) -> bool:
        """Is there anything that invoices could compete for?"""
        if any(one.kind not in _CLAIMS for one in near):
            return True
        first, last = shifted(step.day, -_NEAR_BACK - BACK), shifted(step.day, _NEAR_AHEAD + AHEAD)
        forms = step.forms.union(*{one.forms for one in near})
        if any(self._shelf.placed(f"{_ORDERS}|{form}", first, last, 1) for form in forms):
            return True
        blocks = range(first.toordinal() // _BLOCK, last.toordinal() // _BLOCK + 1)
        return any(self._has_goods(form, block) for form in forms for block in blocks)

    def _has_goods(self, form: str, block: int) -> bool:
        found = self._goods.get((form, block))
        if found is None:
            first, last = numbered(block * _BLOCK), numbered((block + 1) * _BLOCK - 1)
            there = self._shelf.placed(f"{_GOODS}|{form}", first, last, _IN_BLOCK_MAX)
            found = self._goods[form, block] = any(one.summary.document not in _CLAIMS for one in there)
        return found


def _place(paper: Paper) -> _Place:
    return paper.day, paper.id
