"""Was more billed of an order line than was received?"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, ZERO, cents, divided, plain, total
from counterfoil.matching.context import Context
from counterfoil.matching.duplicates import originals
from counterfoil.matching.precedence import precedence
from counterfoil.matching.settlement import is_corrected
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy, End, Link
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary


class _Received(NamedTuple):
    quantity: Decimal
    receipts: tuple[Recorded, ...]


def quantity_over_received(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice line that bills more than was received and not billed before, where something was received at all.

    Earlier invoices (by day, number and id) consume what was received first. Nothing is said in doubt: other units,
    unreadable quantities, receipts that do not name lines, a correction.
    """
    if summary.document != kinds.INVOICE or context.out_of(invoice.id, "repeats") or is_corrected(invoice.id, context):
        return
    goods = _Goods(context)
    for link in context.out_of(invoice.id, "bills"):
        line = context.trade_line(link.source)
        billed = _billed(link, line.unit, context) if line else None
        if line is None or billed is None or link.target.line is None:
            continue
        received = goods.received(link.target, line.unit)
        before = _billed_before(invoice, link, line.unit, context)
        if received is None or before is None:
            continue
        still_open = max(total([received.quantity, before.copy_negate()]), ZERO)
        if billed > still_open:
            yield Discrepancy(
                code="quantity-over-received",
                id=invoice.id,
                line=link.source.line,
                expected=plain(still_open),
                found=plain(billed),
                amount=_value(line, total([billed, still_open.copy_negate()])),
                currency=summary.currency,
                since=_latest(invoice, *received.receipts),
                others=tuple(sorted({receipt.id for receipt in received.receipts})),
                why=link.evidence,
            )


class _Goods:
    """What was received, as the links tell it; whether the receipts of a document can be trusted is asked once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._vague: dict[bytes, bool] = {}

    def received(self, end: End, unit: str | None) -> _Received | None:
        """What was received of an order, despatch or receipt line in that unit; None where nothing was, or in doubt."""
        context = self._context
        target = context.documents.get(end.id)
        if target is None or self._is_vague(target.id):
            return None
        ends = [end, *(ships.source for ships in context.into_end(end, "ships"))]
        sources = [(link.source, link.quantity) for each in ends for link in context.into_end(each, "receives")]
        line = context.trade_line(end)
        if target.summary.document == kinds.RECEIPT_ADVICE and line is not None:
            sources.append((end, line.quantity))
        quantities: dict[End, Decimal] = {}
        for source, quantity in sources:
            line = context.trade_line(source)
            if line is None or line.unit != unit or quantity is None:
                return None
            quantities[source] = quantity
        if not quantities:
            return None
        receipts = {source.id: context.documents[source.id] for source in quantities}
        return _Received(total([*quantities.values()]), tuple(receipts[id] for id in sorted(receipts)))

    def _is_vague(self, id: bytes) -> bool:
        """May a receipt for this document hold more of any of its lines than the links of lines tell?"""
        if id not in self._vague:
            despatches = {link.source.id for link in self._context.into(id, "ships")}
            unlined = {link.source.id for link in self._context.into_end(End(id=id), "ships")}
            receipts = {link.source.id for one in (id, *despatches) for link in self._context.into(one, "receives")}
            self._vague[id] = any(self._context.into(one, "receives") for one in unlined) or any(
                self._names_too_little(receipt, {id, *despatches}) for receipt in receipts
            )
        return self._vague[id]

    def _names_too_little(self, receipt: bytes, near: set[bytes]) -> bool:
        """Has a receipt a line that names no line, or a link as a whole beside lines that go elsewhere or nowhere?"""
        document = self._context.documents.get(receipt)
        if document is None or not isinstance(document.summary, TradeSummary):
            return True
        links = [link for link in self._context.out_of(receipt, "receives") if link.target.id in near]
        linked = {link.source.line for link in links if link.source.line is not None}
        if any(link.source.line is None for link in links) and len(linked) < len(document.summary.lines):
            return True
        return not linked or not all(any(each.line for each in line.references) for line in document.summary.lines)


def _billed_before(invoice: Recorded, link: Link, unit: str | None, context: Context) -> Decimal | None:
    """What earlier invoices and lines billed of the same line; None in doubt. Repeats bill nothing."""
    here = (precedence(invoice), int(link.source.line or 0))
    quantities: list[Decimal] = []
    for other_link in context.into_end(link.target, "bills"):
        other = context.documents.get(other_link.source.id)
        if other is None or context.out_of(other.id, "repeats"):
            continue
        if (precedence(other), int(other_link.source.line or 0)) < here:
            billed = _billed(other_link, unit, context)
            if billed is None or is_corrected(other.id, context):
                return None
            quantities.append(billed)
    return total(quantities)


def _billed(link: Link, unit: str | None, context: Context) -> Decimal | None:
    """What an invoice line bills after credit notes that name this very line; None in doubt."""
    if link.quantity is None or link.unit != unit:
        return None
    credits = context.into_end(link.source, "credits")
    notes = {note.id for note in originals(context.sources(credits))} if credits else set[bytes]()
    credited: list[Decimal] = []
    for credit in credits:
        if credit.source.id in notes:
            if credit.quantity is None or credit.unit != unit:
                return None
            credited.append(credit.quantity.copy_negate())
    return total([link.quantity, *credited])


def _value(line: TradeLine, quantity: Decimal) -> Decimal | None:
    """What a quantity of a line's goods costs, net; None where the line tells no price."""
    if line.price is None:
        return None
    value = EXACT.multiply(quantity, line.price)
    return cents(divided(value, line.price_base) if line.price_base else value)


def _latest(*documents: Recorded) -> date | None:
    return max((day for one in documents if (day := getattr(one.summary, "issued", None))), default=None)
