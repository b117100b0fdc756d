"""What is known of a partner's documents while they are linked: the documents, and what was taken from each line."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from statistics import median
from typing import Any, TypeVar

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import ZERO, total
from counterfoil.matching.goods import Goods, goods_of
from counterfoil.matching.keys import key_of
from counterfoil.matching.named_lines import is_refuted
from counterfoil.matching.targets import can_name
from counterfoil.matching.three_way.papers import TAKES, Paper, Step, step_of
from counterfoil.matching.three_way.sides import Sides
from counterfoil.matching.units import NO_PACKS, Packs, converted, is_package, packs_of, packs_told
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import MasterSummary, PartySummary, Recorded, Reference, TradeLine, TradeSummary

T = TypeVar("T")

_KEPT_MAX = 100_000
"""So many answers at most are kept at once."""
_DELETED, _REFUSED = _NOT_SO = "2", "7"
"""Status codes of lines (UNCL1229)."""
_SAY_HOW_MUCH = ("changes", "answers")
"""Links of documents that say how much of an order holds."""
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


class Known:
    """What was read of the record: documents by id, and their links by reference or decision."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.papers: dict[bytes, Paper] = {}
        self.links_from: dict[bytes, Sequence[Link]] = {}
        self.links_to: dict[bytes, Sequence[Link]] = {}
        self.packs: dict[str, dict[str, Decimal]] = {}
        self.offering: dict[str, Sequence[Recorded]] = {}
        self.left: dict[tuple[str, bytes, int], tuple[Decimal | None, Decimal | None]] = {}
        self.with_left: dict[tuple[str, bytes], bool] = {}
        self._kept: dict[Hashable, Any] = {}
        self._sides: dict[tuple[PartySummary | None, PartySummary | None], Sides] = {}

    def read(self, document: Recorded, summary: TradeSummary, step: Step) -> Paper:
        """A document ready for comparison."""
        sides = self._sides.setdefault((summary.seller, summary.buyer), Sides(document))
        found = self.papers[document.id] = Paper(document, summary, step, self.shelf.links_from, sides)
        return found

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for a key, which hangs on the record alone."""
        if key not in self._kept:
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[no-any-return] # each key has its own type


class Scene:
    """What is known, and the links that were made so far in working out one answer."""

    def __init__(self, known: Known, near_by: Iterable[Paper] = ()) -> None:
        self._known = known
        self.shelf = known.shelf
        self._near_by = tuple(near_by)
        """The documents by which one learns how long things take with this partner."""
        self._made: dict[bytes, list[Link]] = defaultdict(list)
        self._made_to: dict[bytes, list[Link]] = defaultdict(list)
        self.changed: dict[bytes, int] = defaultdict(int)
        """How often what is left of a document changed."""
        self._lags: dict[tuple[str, str], tuple[float, float]] = {}
        self._open: dict[bytes, Sequence[int] | None] = {}

    def apart(self) -> "Scene":
        """The same scene, to try something in it."""
        other = Scene(self._known, self._near_by)
        for links in self._made.values():
            other.make(links)
        other._open |= self._open
        other._lags = self._lags
        return other

    @property
    def is_untouched(self) -> bool:
        """Was no link made here?"""
        return not self._made

    def kept(self, key: Hashable, target: Paper, make: Callable[[], T]) -> T:
        """What `make` tells of a target: the same in all scenes, as long as nothing was made there that touches it."""
        if target.id in self.changed or target.id in self._made:
            return make()
        return self._known.kept(key, make)

    def paper(self, document: Recorded) -> Paper | None:
        """A document ready for comparison; None for one that plays no part."""
        found = self._known.papers.get(document.id)
        if found is None:
            step, summary = step_of(document), document.summary
            if step is None or not isinstance(summary, TradeSummary):
                return None
            found = self._known.read(document, summary, step)
        return found

    def known(self, id: bytes) -> Paper | None:
        """The document with that id."""
        found = self._known.papers.get(id)
        if found is None and (document := self.shelf.get(id)) is not None:
            return self.paper(document)
        return found

    def there(self, id: bytes) -> Paper:
        """A document that was read before."""
        return self._known.papers[id]

    def is_there(self, paper: Paper, reference: Reference) -> bool:
        """Is there a document that a reference of a document names by its very number, and not for lines of others?"""
        key = key_of(reference.document, reference.number)
        kept = self._known.offering
        if key not in kept:
            kept[key] = tuple(self.shelf.offering(key))
        return any(
            one.id != paper.id and can_name(paper.document, one) and not is_refuted(paper.summary, one.summary)
            for one in kept[key]
        )

    def out_of(self, id: bytes) -> list[Link]:
        """The links from a document."""
        kept = self._known.links_from
        if id not in kept:
            kept[id] = self.shelf.links_from(id)
        return [*kept[id], *self._made.get(id, ())]

    def into(self, id: bytes) -> list[Link]:
        """The links to a document."""
        kept = self._known.links_to
        if id not in kept:
            kept[id] = self.shelf.links_to(id)
        return [*kept[id], *self._made_to.get(id, ())]

    def open(self, paper: Paper) -> Sequence[int] | None:
        """The lines of a document that nothing explains yet."""
        return self._open.get(paper.id, paper.open)

    def explain(self, paper: Paper, links: Sequence[Link]) -> None:
        """Take note of links that were found, and that their lines are not open any more."""
        self.make(links)
        left = self.open(paper)
        if left is not None and links:
            lines = {link.source.line for link in links}
            still = [at for at in left if str(at) not in lines]
            self._open[paper.id] = still if still and None not in lines else None

    def belongs(self, paper: Paper) -> bool:
        """Is it known for a despatch or receipt to which order it belongs?"""
        for link in self.out_of(paper.id):
            target = self.known(link.target.id) if link.kind in ("ships", "receives") else None
            if target is not None and (target.kind == kinds.ORDER or self.belongs(target)):
                return True
        return False

    def make(self, links: Iterable[Link]) -> None:
        """Take note of links that were found."""
        for link in links:
            self._made[link.source.id].append(link)
            self._made_to[link.target.id].append(link)
            self.changed[link.target.id] += 1

    def left(self, kind: str, target: Paper, line: int) -> tuple[Decimal | None, Decimal | None]:
        """What is left of a line for that kind of link, and what it was; None where that is not told."""
        if target.id in self.changed:
            return self._counted(kind, target, line)
        key, kept = (kind, target.id, line), self._known.left
        if key not in kept:
            kept[key] = self._counted(kind, target, line)
        return kept[key]

    def left_for(self, paper: Paper, at: int, target: Paper, there: int) -> tuple[Decimal | None, Decimal | None]:
        """The same for a line of a document; for one that was taken back, without what others took later.

        Such as what corrects it: both are about the same goods.
        """
        kind = TAKES[paper.kind][0]
        return (
            self._counted(kind, target, there, paper)
            if self.is_given_back(paper, at)
            else self.left(kind, target, there)
        )

    def is_given_back(self, paper: Paper, at: int | None = None) -> bool:
        """Was a document credited, all of it or all of a line? Where no line is asked for, of any."""
        if paper.kind != kinds.INVOICE:
            return False
        backs = [link for link in self.into(paper.id) if link.kind == "credits"]
        lines = range(1, len(paper.goods) + 1) if at is None else (at,)
        return any(self._is_line_back(paper, line, backs) for line in lines) or (bool(backs) and self.is_void(paper))

    def _is_line_back(self, paper: Paper, at: int, backs: Sequence[Link]) -> bool:
        goods = paper.goods[at - 1]
        back = [self._in_unit_of(goods, link) for link in backs if link.target.line == str(at)]
        return goods.quantity is not None and bool(back) and total(back) >= goods.quantity

    def has_left(self, kind: str, target: Paper) -> bool:
        """Is something left of a document for that kind of link, as far as it tells quantities?"""
        if target.id in self.changed:
            return self._has_left(kind, target)
        key, kept = (kind, target.id), self._known.with_left
        if key not in kept:
            kept[key] = self._has_left(kind, target)
        return kept[key]

    def _has_left(self, kind: str, target: Paper) -> bool:
        if not target.goods:
            return True
        taking = (kind, *_SAY_HOW_MUCH)
        left = (
            (self.left(kind, target, at)[0] for at in range(1, len(target.goods) + 1))
            if any(link.kind in taking for link in self.into(target.id))
            else (goods.quantity for goods in target.goods)
        )
        return any(one is None or one > 0 for one in left)

    def _counted(
        self, kind: str, target: Paper, line: int, taker: Paper | None = None
    ) -> tuple[Decimal | None, Decimal | None]:
        whole = self.ordered(target, line) if target.kind == kinds.ORDER else target.quantity(line)
        if whole is None:
            return None, None
        goods = target.goods[line - 1]
        links = [link for link in self._into_line(target.id, line, kind) if not self._is_repeat(link.source.id)]
        if taker is not None:
            links = [link for link in links if (one := self.known(link.source.id)) and one.day <= taker.day]
        taken = [self._in_unit_of(goods, link) for link in links]
        # What a credit note takes back may be billed again.
        taken += [self._in_unit_of(goods, back).copy_negate() for link in links for back in self._credited(link)]
        return total([whole, *(one.copy_negate() for one in taken)]), whole

    def ordered(self, order: Paper, line: int) -> Decimal | None:
        """What is ordered on a line after all changes and responses."""
        quantity = order.quantity(line)
        for told in self._said(order, line):
            if told.response in (_DELETED, _REFUSED):
                quantity = ZERO
            elif told.quantity is not None:
                quantity = self._counted_in(order.goods[line - 1], told.quantity, told.unit, (told,))
        return quantity

    def agreed(self, target: Paper, line: int) -> Goods:
        """A line at the price that holds after all changes and responses."""
        goods = target.goods[line - 1]
        if target.kind == kinds.ORDER:
            for told in map(goods_of, self._said(target, line)):
                if told.price is not None and told.unit in (None, goods.unit) and told.line.response not in _NOT_SO:
                    goods = goods._replace(price=told.price)
        return goods

    def _said(self, order: Paper, line: int) -> Iterator[TradeLine]:
        """What changes and responses say of a line, the last word last."""
        said = [
            (source, link)
            for link in self._into_line(order.id, line, *_SAY_HOW_MUCH)
            if (source := self.known(link.source.id)) and link.source.line is not None
        ]
        for source, link in sorted(said, key=lambda one: (one[0].day, one[0].kind != kinds.ORDER_CHANGE, one[0].id)):
            yield source.summary.lines[int(link.source.line or 0) - 1]

    def shipped_by(self, target: Paper, line: int | None = None) -> Iterator[tuple[Paper, Link]]:
        """The despatch advices that ship, or the receipts that receive, of a document or a line of it."""
        for link in self.into(target.id):
            if link.kind in ("ships", "receives") and (line is None or link.target.line == str(line)):
                source = self.known(link.source.id)
                if source is not None:
                    yield source, link

    def delivered(self, target: Paper, line: int, *names: str) -> dict[bytes, Decimal]:
        """What each despatch or receipt brought of a line, in the unit of that line."""
        found: dict[bytes, Decimal] = {}
        for link in self._into_line(target.id, line, *names):
            if link.quantity is not None:
                brought = self._in_unit_of(target.goods[line - 1], link)
                found[link.source.id] = total([found.get(link.source.id, ZERO), brought])
        return found

    def packs_for(self, *lines: Goods, of: str | None = None) -> Packs:
        """The pack sizes of an item, as far as master data of it is known; asked for only where there are packages."""
        if not is_package(of) and not any(is_package(goods.unit) for goods in lines):
            return NO_PACKS
        found: dict[str, Decimal] = {}
        for item in sorted({one for goods in lines for one in goods.ids}):
            found |= self.packs(item)
        return found

    def packs(self, item: str) -> Packs:
        """The pack sizes that master data tells of an item's number."""
        kept = self._known.packs
        if item not in kept:
            masters = (one.summary for one in self.shelf.offering(item_key(item)))
            kept[item] = packs_of(one for one in masters if isinstance(one, MasterSummary))
        return kept[item]

    def lag(self, source: str, target: str) -> tuple[float, float]:
        """The days that usually pass from a target to its source with this partner, and how much they vary."""
        if (source, target) not in self._lags:
            self._lags[source, target] = self._measured(source, target)
        return self._lags[source, target]

    def _measured(self, source: str, target: str) -> tuple[float, float]:
        days = [day for other in self._near_by if other.kind == target for day in self._days(source, other)]
        usual, spread = _USUAL[source, target]
        if len(days) < _LAGS_MIN:
            return usual, spread
        middle = float(median(days))
        apart = float(median([abs(day - middle) for day in days])) * 1.5
        return middle, max(apart, 1.0 + spread / (1 + len(days)))

    def _days(self, source: str, target: Paper) -> list[int]:
        """The days that passed until what refers to a target came."""
        return self._known.kept(("days", source, target.id), lambda: self._days_of(source, target))

    def _days_of(self, source: str, target: Paper) -> list[int]:
        self.into(target.id)
        ids = {link.source.id for link in self._known.links_to[target.id] if link.kind == TAKES[source][0]}
        there = (self.known(id) for id in sorted(ids))
        return [(paper.day - target.day).days for paper in there if paper is not None and paper.kind == source]

    def _into_line(self, id: bytes, line: int, *names: str) -> list[Link]:
        return [link for link in self.into(id) if link.kind in names and link.target.line == str(line)]

    def _is_repeat(self, id: bytes) -> bool:
        return any(link.kind == "repeats" for link in self.out_of(id))

    def _credited(self, link: Link) -> list[Link]:
        """What was credited of a line that bills: of the line itself, or all of it with the whole invoice."""
        if link.kind != "bills":
            return []
        found = []
        for back in self.into(link.source.id):
            if back.kind == "credits":
                if back.target.line == link.source.line:
                    found.append(back)
                elif back.target.line is None and self._is_all(back):
                    found.append(link)
        return found

    def is_void(self, paper: Paper) -> bool:
        """Is a document one that takes nothing for good: a repeat of another, or credited as a whole?"""
        if self._is_repeat(paper.id):
            return True
        backs = [link for link in self.into(paper.id) if link.kind == "credits"]
        net = paper.summary.net
        taken = [link.amount for link in backs if link.target.line is not None and link.amount is not None]
        return any(link.target.line is None and self._is_all(link) for link in backs) or (
            net is not None and net > 0 and total(taken) >= net
        )

    def _is_all(self, back: Link) -> bool:
        """Does a credit note take back a whole invoice?"""
        note, invoice = self.known(back.source.id), self.known(back.target.id)
        return note is not None and invoice is not None and note.summary.total == invoice.summary.total is not None

    def _in_unit_of(self, goods: Goods, link: Link) -> Decimal:
        if link.quantity is None:
            return ZERO
        if link.unit is None or link.unit == goods.line.unit:
            return link.quantity
        source = self.known(link.source.id)
        lines = [source.summary.lines[int(link.source.line) - 1]] if source is not None and link.source.line else []
        return self._counted_in(goods, link.quantity, link.unit, lines)

    def _counted_in(self, goods: Goods, quantity: Decimal, unit: str | None, says: Sequence[TradeLine]) -> Decimal:
        """A quantity in the unit of a line. What a package holds is told by master data, else by the lines about it."""
        there = converted(quantity, unit, goods.line.unit, self.packs_for(goods, of=unit))
        if there is None:
            there = converted(quantity, unit, goods.line.unit, packs_told(goods.line, *says))
        return quantity if there is None else there


def item_key(item: str) -> str:
    """The key of an item's master data."""
    return f"item|{item}"
