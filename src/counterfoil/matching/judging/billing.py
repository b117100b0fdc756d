"""How much of some goods did invoices bill?"""

from decimal import Decimal

from counterfoil.matching.amounts import ZERO, total
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.given_back import given_back, is_taken_back
from counterfoil.matching.judging.settlement import is_corrected
from counterfoil.matching.judging.supply import Roots, supply_of
from counterfoil.matching.precedence import precedence
from counterfoil.matching.units import plain_unit
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, TradeSummary

Place = tuple[tuple[str, int, str, bytes], int]
"""Where an invoice line stands among all: earlier ones are served first."""

# UNTDID 1001: a prepayment invoice, and those that state again what was billed before: they bill no goods of their own.
_NO_GOODS = ("386", "875", "876", "877")


def bills_goods(invoice: Recorded, context: Context) -> bool:
    """Is an invoice to be held against orders and receipts? Repeats, and what was taken back as a whole, are not."""
    summary = invoice.summary
    return (
        isinstance(summary, TradeSummary)
        and summary.document == kinds.INVOICE
        and summary.type_code not in _NO_GOODS
        and not context.out_of(invoice.id, "repeats")
        and not is_taken_back(invoice, context)
    )


def place_of(source: End, context: Context) -> Place:
    """The place of an invoice line."""
    return precedence(context.documents[source.id]), int(source.line or 0)


def billing_of(context: Context) -> "Billing":
    """What invoices bill in a context."""
    return context.kept("billing", Billing)


class Billing:
    """The invoice lines that bill goods."""

    def __init__(self, context: Context) -> None:
        self._supply, self._context = supply_of(context), context
        self._lines: dict[Roots, dict[End, list[Link]]] = {}
        self._quantities: dict[tuple[End, Roots, str | None], Decimal | None] = {}

    def lines(self, roots: Roots) -> dict[End, list[Link]]:
        """The invoice lines that bill some of these goods, by place, with their links to them."""
        if roots not in self._lines:
            self._lines[roots] = self._found(roots)
        return self._lines[roots]

    def before(self, here: Place, roots: Roots, unit: str | None) -> Decimal | None:
        """What the lines before a place bill of these goods; None in doubt."""
        told: list[Decimal] = []
        for source, links in self.lines(roots).items():
            if place_of(source, self._context) < here:
                billed = None if is_corrected(source.id, self._context) else self.quantity(source, links, roots, unit)
                if billed is None:
                    return None
                told.append(billed)
        return total(told)

    def quantity(self, source: End, links: list[Link], roots: Roots, unit: str | None) -> Decimal | None:
        """What a line bills of these goods in a unit, after what credit notes take back of it; None in doubt."""
        key = source, roots, unit
        if key not in self._quantities:
            self._quantities[key] = self._kept(source, links, roots, unit)
        return self._quantities[key]

    def _kept(self, source: End, links: list[Link], roots: Roots, unit: str | None) -> Decimal | None:
        line, gross = self._context.trade_line(source), self.gross(source, links, roots, unit)
        back = given_back(source, self._context)
        if line is None or gross is None or back.unlined:
            return None
        quantities = [gross]
        for each in back.returns:
            taken = (
                None if each.quantity is None else self._supply.in_unit(each.quantity, each.unit, unit, line, of=roots)
            )
            if taken is None:
                return None
            quantities.append(taken.copy_negate())
        return max(total(quantities), ZERO)

    def gross(self, source: End, links: list[Link], roots: Roots, unit: str | None) -> Decimal | None:
        """What a line bills of these goods in a unit: all, where it bills no others, or what sure links say.

        None in doubt.
        """
        line = self._context.trade_line(source)
        if line is None or line.quantity is None or not all(map(self._context.is_likely, links)):
            return None
        quantity = line.quantity
        if not set(self._supply.billed_by(source)) <= set(roots):
            told = [link.quantity for link in links if plain_unit(link.unit) == plain_unit(line.unit)]
            known = [each for each in told if each is not None]
            if len(known) < len(links):
                return None
            quantity = min(total(known), quantity)
        return self._supply.in_unit(quantity, line.unit, unit, line, of=roots)

    def _found(self, roots: Roots) -> dict[End, list[Link]]:
        found: dict[End, list[Link]] = {}
        for end in dict.fromkeys(end for root in roots for end in self._supply.tree(root)):
            for link in self._context.into_end(end, "bills"):
                invoice = self._context.documents.get(link.source.id)
                if link.source.line is not None and invoice is not None and bills_goods(invoice, self._context):
                    found.setdefault(link.source, []).append(link)
        if len(found) < 2:
            return found
        return {source: found[source] for source in sorted(found, key=lambda end: place_of(end, self._context))}
