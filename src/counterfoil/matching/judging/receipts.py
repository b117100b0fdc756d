"""How much of some goods was received?"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import ZERO, total
from counterfoil.matching.items import same_item
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.supply import Roots, supply_of
from counterfoil.matching.precedence import precedence
from counterfoil.matching.units import plain_unit
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary


class Received(NamedTuple):
    """A quantity, and the receipts that tell it."""

    quantity: Decimal
    receipts: tuple[Recorded, ...]


def receipts_of(context: Context) -> "Receipts":
    """What receipts tell in a context."""
    return context.kept("receipts", Receipts)


class Receipts:
    """The receipt lines of goods; whether the receipts of a document can be trusted is asked once."""

    def __init__(self, context: Context) -> None:
        self._supply, self._context = supply_of(context), context
        self._unclear: dict[bytes, list[TradeLine] | None] = {}

    def lines(self, roots: Roots) -> list[End]:
        """The receipt lines that tell of some of these goods, by the day of the receipt."""
        ends = {end for end, _ in self._told(roots) if end.id in self._context.documents}
        return sorted(ends, key=lambda end: (precedence(self._context.documents[end.id]), int(end.line or 0)))

    def received(self, roots: Roots, unit: str | None) -> Received | None:
        """What was received of goods in a unit; None where no receipt tells of them, or in doubt."""
        quantities: dict[End, Decimal] = {}
        for end, links in self._told(roots):
            told = self.quantity(end, links, unit, roots)
            if told is None:
                return None
            quantities[end] = told
        if not quantities or self.is_vague(roots):
            return None
        receipts = {end.id: self._context.documents[end.id] for end in quantities}
        return Received(total([*quantities.values()]), tuple(receipts[id] for id in sorted(receipts)))

    def quantity(self, end: End, links: list[Link], unit: str | None, roots: Roots) -> Decimal | None:
        """What a receipt line tells that was received and kept, by its links to goods; None in doubt."""
        line = self._context.trade_line(end)
        if line is None or line.quantity is None:
            return None
        quantity = line.quantity
        if len(links) < len(self._context.out_of_end(end, "receives")):
            told = [link.quantity for link in links if plain_unit(link.unit) == plain_unit(line.unit)]
            known = [each for each in told if each is not None]
            if len(known) < len(links):
                return None
            quantity = min(total(known), quantity)
        if line.quantity_rejected and self._came_whole(end):
            quantity = max(total([quantity, line.quantity_rejected.copy_negate()]), ZERO)
        return self._supply.in_unit(quantity, line.unit, unit, line, of=roots)

    def _came_whole(self, end: End) -> bool:
        """Does a line count what it rejects as received, though `quantity` should be what was kept?

        Tables do so. It shows where all that was shipped or ordered is said to be received, of which some was rejected.
        """
        for link in self._context.out_of_end(end, "receives"):
            target = self._context.trade_line(link.target)
            sources = [other.source for other in self._context.into_end(link.target, "receives")]
            lines = [each for source in sources if (each := self._context.trade_line(source)) is not None]
            if target is not None and target.quantity is not None:
                told = [self._counted(each, target) for each in lines]
                if total([each for each in told if each is not None]) == target.quantity:
                    return True
        return False

    def _counted(self, line: TradeLine, target: TradeLine) -> Decimal | None:
        if line.quantity is None:
            return None
        return self._supply.in_unit(line.quantity, line.unit, target.unit, line, target)

    def is_vague(self, roots: Roots) -> bool:
        """May a receipt tell of more of these goods than links of lines say?"""
        for root in roots:
            ordered = self._context.trade_line(root)
            for id in {root.id, *(end.id for end in self._supply.tree(root))}:
                unclear = self._unclear_lines(id)
                if unclear is None or ordered is None or any(same_item(ordered, one) is not False for one in unclear):
                    return True
        return False

    def _told(self, roots: Roots) -> Iterator[tuple[End, list[Link]]]:
        """Receipt lines with their links to these goods; a receipt line that stands for goods itself has none."""
        ends = dict.fromkeys(end for root in roots for end in self._supply.tree(root))
        for end in ends:
            if self._context.is_a(end.id, kinds.RECEIPT_ADVICE):
                yield end, [link for link in self._context.out_of_end(end, "receives") if link.target in ends]

    def _unclear_lines(self, id: bytes) -> list[TradeLine] | None:
        """Lines of receipts for a document, or for what ships it, that name no line; None where any of it may be."""
        if id not in self._unclear:
            self._unclear[id] = self._found_unclear(id)
        return self._unclear[id]

    def _found_unclear(self, id: bytes) -> list[TradeLine] | None:
        context = self._context
        despatches = {link.source.id for link in context.into(id, "ships")}
        receipts = {link.source.id for one in (id, *despatches) for link in context.into(one, "receives")}
        unclear: list[TradeLine] = []
        for one, kind in [*((one, "receives") for one in receipts), *((one, "ships") for one in despatches)]:
            if kind == "receives" or context.into(one, "receives"):
                lines = self._lines_of_nothing(one, kind)
                if lines is None:
                    return None
                unclear += lines
        return unclear

    def _lines_of_nothing(self, id: bytes, kind: str) -> list[TradeLine] | None:
        """The lines of a document that lead to no line for sure; None where it has no lines at all."""
        document = self._context.documents.get(id)
        if document is None or not isinstance(document.summary, TradeSummary) or not document.summary.lines:
            return None
        ends = ((End(id=id, line=str(n)), line) for n, line in enumerate(document.summary.lines, 1))
        return [line for end, line in ends if not self._is_clear(end, kind)]

    def _is_clear(self, end: End, kind: str) -> bool:
        links = self._context.out_of_end(end, kind)
        return bool(links) and all(link.target.line and self._context.is_likely(link) for link in links)
