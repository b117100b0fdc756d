"""What is known of a partner's documents while they are linked: the documents, and what was taken from each line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from statistics import median

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import ZERO, total
from counterfoil.matching.goods import Goods
from counterfoil.matching.three_way_papers import TAKES, Paper, open_lines, step_of
from counterfoil.matching.units import NO_PACKS, Packs, converted, is_package, packs_of
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import MasterSummary, Recorded, TradeSummary

_DELETED, _REFUSED = "2", "7"
"""Status codes of lines (UNCL1229)."""
_LAGS_MIN = 3
_USUAL: dict[tuple[str, str], tuple[float, float]] = {
    (kinds.ORDER_RESPONSE, kinds.ORDER): (1.0, 3.0),
    (kinds.ORDER_CHANGE, kinds.ORDER): (3.0, 6.0),
    (kinds.ORDER_CANCELLATION, kinds.ORDER): (3.0, 6.0),
    (kinds.DESPATCH_ADVICE, kinds.ORDER): (8.0, 10.0),
    (kinds.RECEIPT_ADVICE, kinds.DESPATCH_ADVICE): (2.0, 2.5),
    (kinds.RECEIPT_ADVICE, kinds.ORDER): (10.0, 10.0),
    (kinds.INVOICE, kinds.ORDER): (12.0, 12.0),
    (kinds.INVOICE, kinds.DESPATCH_ADVICE): (3.0, 5.0),
    (kinds.INVOICE, kinds.RECEIPT_ADVICE): (2.0, 5.0),
    (kinds.CREDIT_NOTE, kinds.INVOICE): (10.0, 12.0),
}
"""Days from the one to the other, and how much they vary, where the partner's own are not known."""


class Scene:
    """The documents by id, and the links by reference, by decision, and those made so far."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.papers: dict[bytes, Paper] = {}
        self._from: dict[bytes, list[Link]] = {}
        self._to: dict[bytes, list[Link]] = {}
        self._made: dict[bytes, list[Link]] = defaultdict(list)
        self._made_to: dict[bytes, list[Link]] = defaultdict(list)
        self.changed: dict[bytes, int] = defaultdict(int)
        """How often what is left of a document changed."""
        self._left: dict[tuple[str, bytes, int, int], tuple[Decimal | None, Decimal | None]] = {}
        self._packs: dict[str, dict[str, Decimal]] = {}
        self._lags: dict[tuple[str, str], tuple[float, float]] = {}

    def paper(self, document: Recorded) -> Paper | None:
        """A document ready for comparison; None for one that plays no part."""
        found = self.papers.get(document.id)
        if found is None:
            step, summary = step_of(document), document.summary
            if step is None or not isinstance(summary, TradeSummary):
                return None
            found = Paper(document, summary, step.day, open_lines(document, self.shelf.links_from(document.id)))
            self.papers[document.id] = found
        return found

    def known(self, id: bytes) -> Paper | None:
        """The document with that id."""
        document = self.shelf.get(id) if id not in self.papers else self.papers[id].document
        return self.paper(document) if document is not None else None

    def out_of(self, id: bytes) -> list[Link]:
        """The links from a document."""
        if id not in self._from:
            self._from[id] = list(self.shelf.links_from(id))
        return self._from[id] + self._made.get(id, [])

    def into(self, id: bytes) -> list[Link]:
        """The links to a document."""
        if id not in self._to:
            self._to[id] = list(self.shelf.links_to(id))
        return self._to[id] + self._made_to.get(id, [])

    def make(self, links: Iterable[Link]) -> None:
        """Take note of links that were found."""
        for link in links:
            self._made[link.source.id].append(link)
            self._made_to[link.target.id].append(link)
            self.changed[link.target.id] += 1

    def made(self, id: bytes) -> Sequence[Link]:
        """The links that were found from a document."""
        return self._made.get(id, ())

    def left(self, kind: str, target: Paper, line: int) -> tuple[Decimal | None, Decimal | None]:
        """What is left of a line for that kind of link, and what it was; None where that is not told."""
        key = (kind, target.id, line, self.changed[target.id])
        if key not in self._left:
            self._left[key] = self._counted(kind, target, line)
        return self._left[key]

    def _counted(self, kind: str, target: Paper, line: int) -> tuple[Decimal | None, Decimal | None]:
        whole = self.ordered(target, line) if target.kind == kinds.ORDER else target.quantity(line)
        if whole is None:
            return None, None
        goods = target.goods[line - 1]
        taken = [self._in_unit_of(goods, link) for link in self._into_line(target.id, line, kind)]
        return total([whole, *(one.copy_negate() for one in taken)]), whole

    def ordered(self, order: Paper, line: int) -> Decimal | None:
        """What is ordered on a line after all changes and responses."""
        quantity = order.quantity(line)
        said = [
            (source, link)
            for link in self._into_line(order.id, line, "changes", "answers")
            if (source := self.known(link.source.id)) and link.source.line is not None
        ]
        for source, link in sorted(said, key=lambda one: (one[0].day, one[0].kind != kinds.ORDER_CHANGE, one[0].id)):
            told = source.summary.lines[int(link.source.line or 0) - 1]
            if told.response in (_DELETED, _REFUSED):
                quantity = ZERO
            elif told.quantity is not None:
                there = converted(
                    told.quantity, told.unit, order.goods[line - 1].line.unit, self.packs(told.seller_item)
                )
                quantity = told.quantity if there is None else there
        return quantity

    def shipped_by(self, target: Paper, line: int | None = None) -> Iterator[tuple[Paper, Link]]:
        """The despatch advices that ship, or the receipts that receive, of a document or a line of it."""
        for link in self.into(target.id):
            if link.kind in ("ships", "receives") and (line is None or link.target.line == str(line)):
                source = self.known(link.source.id)
                if source is not None:
                    yield source, link

    def packs_for(self, *lines: Goods) -> Packs:
        """The pack sizes of an item, as far as master data of it is known; asked for only where there are packages."""
        if not any(is_package(goods.unit) for goods in lines):
            return NO_PACKS
        found: dict[str, Decimal] = {}
        for item in sorted({one for goods in lines for one in goods.ids}):
            found |= self.packs(item)
        return found

    def packs(self, item: str | None) -> Packs:
        """The pack sizes that master data tells of an item's number."""
        if not item:
            return NO_PACKS
        if item not in self._packs:
            masters = (one.summary for one in self.shelf.offering(item_key(item)))
            self._packs[item] = packs_of(one for one in masters if isinstance(one, MasterSummary))
        return self._packs[item]

    def lag(self, source: str, target: str) -> tuple[float, float]:
        """The days that usually pass from a target to its source with this partner, and how much they vary."""
        if (source, target) not in self._lags:
            self._lags[source, target] = self._measured(source, target)
        return self._lags[source, target]

    def _measured(self, source: str, target: str) -> tuple[float, float]:
        days = []
        for paper in list(self.papers.values()):
            if paper.kind == source:
                ends = {link.target.id for link in self.out_of(paper.id) if link.kind == TAKES[source][0]}
                there = (self.papers[end] for end in ends if end in self.papers)
                days += [(paper.day - other.day).days for other in there if other.kind == target]
        usual, spread = _USUAL[source, target]
        if len(days) < _LAGS_MIN:
            return usual, spread
        middle = float(median(days))
        apart = float(median([abs(day - middle) for day in days])) * 1.5
        return middle, max(apart, 1.0 + spread / (1 + len(days)))

    def _into_line(self, id: bytes, line: int, *names: str) -> list[Link]:
        return [link for link in self.into(id) if link.kind in names and link.target.line == str(line)]

    def _in_unit_of(self, goods: Goods, link: Link) -> Decimal:
        if link.quantity is None:
            return ZERO
        if link.unit is None or link.unit == goods.line.unit:
            return link.quantity
        there = converted(link.quantity, link.unit, goods.line.unit, self.packs_for(goods))
        return link.quantity if there is None else there


def item_key(item: str) -> str:
    """The key of an item's master data."""
    return f"item|{item}"
