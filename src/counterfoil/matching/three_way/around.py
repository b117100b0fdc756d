"""What stands around a document on the timelines of its partner: made ready once for all that look there."""

from collections.abc import Iterator, Sequence
from datetime import date

from counterfoil.matching.days import numbered
from counterfoil.matching.three_way.concern import AHEAD, BACK, LATER
from counterfoil.matching.three_way.papers import Paper, Step
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model import summary as kinds

SEEN_MAX = 300
"""So many documents of one partner at most are looked at, the latest."""
_NEAR_BACK = LATER + 3 * AHEAD
"""An invoice may be told by a receipt, this by a despatch, this by a rival that comes later, and this by the order."""
_NEAR_AHEAD = 2 * (BACK + AHEAD)
_BLOCK = 64
"""Days that are looked up at once."""
_IN_BLOCK_MAX = 1000
_CLAIMS = (kinds.INVOICE, kinds.CREDIT_NOTE)
"""Where there are no others, invoices have nothing to take."""

_Window = tuple[tuple[str, ...], frozenset[str], date, date]
_Block = tuple[str, int]


class Around:
    """The documents of partners between two days, each window read once."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._shelf = scene, scene.shelf
        self._windows: dict[_Window, list[Paper]] = {}
        self._open: dict[_Block, list[Paper]] = {}
        self._touchable: dict[Step, list[Paper]] = {}
        self._goods: dict[_Block, bool] = {}

    def between(self, first: date, last: date, forms: frozenset[str], wanted: tuple[str, ...]) -> Sequence[Paper]:
        """The documents of these kinds, by id."""
        window = wanted, forms, first, last
        found = self._windows.get(window)
        if found is None:
            found = self._windows[window] = self._read(window)
        return found

    def touchable(self, step: Step) -> Sequence[Paper]:
        """The open documents that one could touch that stands there: of a partner's invoices alone, none."""
        found = self._touchable.get(step)
        if found is None:
            found = list(self._open_near(step))
            if not self._has_goods_near(step, found):
                found = [one for one in found if one.kind != kinds.INVOICE]
            self._touchable[step] = found
        return found

    def _read(self, window: _Window) -> list[Paper]:
        wanted, forms, first, last = window
        lines = [*(["order"] if kinds.ORDER in wanted else []), *(["goods"] if wanted != (kinds.ORDER,) else [])]
        there = {
            one.id: one
            for line in lines
            for form in forms
            for one in self._shelf.placed(f"{line}|{form}", first, last, SEEN_MAX)
            if one.summary.document in wanted
        }
        self._shelf.expect(linked=there)
        papers = (self._scene.paper(there[id]) for id in sorted(there))
        return [paper for paper in papers if paper is not None]

    def _open_near(self, step: Step) -> Iterator[Paper]:
        """The open documents of a partner that stand in the time in which a document could matter to them."""
        day = step.day.toordinal()
        blocks = range((day - _NEAR_BACK) // _BLOCK, (day + _NEAR_AHEAD) // _BLOCK + 1)
        found = {one.id: one for form in step.forms for block in blocks for one in self._open_in(form, block)}
        return (one for one in found.values() if (one.day - step.day).days >= -_NEAR_BACK)

    def _open_in(self, form: str, block: int) -> list[Paper]:
        found = self._open.get((form, block))
        if found is None:
            first, last = _days(block)
            there = self._shelf.placed(f"goods|{form}", first, last, _IN_BLOCK_MAX)
            self._shelf.expect(linked=[one.id for one in there])
            papers = (self._scene.paper(one) for one in there)
            found = [paper for paper in papers if paper is not None and paper.open is not None]
            self._open[form, block] = found
        return found

    def _has_goods_near(self, step: Step, near: Sequence[Paper]) -> bool:
        """Is there anything that invoices could compete for?"""
        if any(one.kind not in _CLAIMS for one in near):
            return True
        day = step.day.toordinal()
        blocks = range((day - _NEAR_BACK - BACK) // _BLOCK, (day + _NEAR_AHEAD + AHEAD) // _BLOCK + 1)
        forms = step.forms.union(*{one.forms for one in near})
        return any(self._has_goods(form, block) for form in forms for block in blocks)

    def _has_goods(self, form: str, block: int) -> bool:
        found = self._goods.get((form, block))
        if found is None:
            first, last = _days(block)
            there = (
                one
                for line in ("order", "goods")
                for one in self._shelf.placed(f"{line}|{form}", first, last, _IN_BLOCK_MAX)
            )
            found = self._goods[form, block] = any(one.summary.document not in _CLAIMS for one in there)
        return found


def _days(block: int) -> tuple[date, date]:
    return numbered(block * _BLOCK), numbered((block + 1) * _BLOCK - 1)
