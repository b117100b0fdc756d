"""What does not fit between an invoice and the documents that it is linked to? One function for each code."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from counterfoil.matching.parties import NEITHER
from counterfoil.matching.payments import amount_due
from counterfoil.matching.references import arrival_free_order
from counterfoil.model import summary as kinds
from counterfoil.model._base import Model
from counterfoil.model.link import Discrepancy, Link
from counterfoil.model.summary import Recorded, StatementSummary, TradeLine, TradeSummary

_CENT = Decimal("0.01")
_ZERO = Decimal(0)


class Context(Model, gc=True):
    """The neighbourhood of an invoice: the documents near it by id, and the links by source and by target id."""

    documents: Mapping[bytes, Recorded]
    links_from: Mapping[bytes, tuple[Link, ...]]
    links_to: Mapping[bytes, tuple[Link, ...]]

    def out_of(self, id: bytes, *names: str) -> list[Link]:
        """Links of these kinds whose source is the document."""
        return [link for link in self.links_from.get(id, ()) if link.kind in names]

    def into(self, id: bytes, *names: str) -> list[Link]:
        """Links of these kinds whose target is the document."""
        return [link for link in self.links_to.get(id, ()) if link.kind in names]


def discrepancies_of(invoice: Recorded, context: Context) -> Iterator[Discrepancy]:
    """Everything that does not fit with an invoice or credit note that we bought or sold; nothing for other documents."""
    summary = invoice.summary
    if not isinstance(summary, TradeSummary) or summary.document not in (kinds.INVOICE, kinds.CREDIT_NOTE):
        return
    if invoice.role != NEITHER:
        for judge in _JUDGES:
            yield from judge(invoice, summary, context)


def total_mismatch(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """A stated total that is not the sum of its parts; of several the one that comes first in the calculation."""
    for expected, found in _sums(summary):
        if _rounded(expected) != _rounded(found):
            yield Discrepancy(
                code="total-mismatch",
                id=invoice.id,
                expected=_plain(_rounded(expected)),
                found=_plain(found),
                amount=abs(_rounded(found) - _rounded(expected)),
                currency=summary.currency,
                since=summary.issued,
            )
            return


def duplicate_invoice(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice that repeats an earlier one of the same seller."""
    for link in context.out_of(invoice.id, "repeats"):
        original = context.documents.get(link.target.id)
        number = original.summary.number if original is not None else None
        yield Discrepancy(
            code="duplicate-invoice",
            id=invoice.id,
            expected=number,
            found=summary.number,
            amount=amount_due(summary),
            currency=summary.currency,
            since=summary.issued,
            others=(link.target.id,),
            why=link.evidence,
        )


def short_paid(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice on which cash came, but less than is due after its credit notes. What was not paid at all is open, not short."""
    due = amount_due(summary)
    pays = context.into(invoice.id, "pays")
    if due is None or not pays or summary.document != kinds.INVOICE:
        return
    paid = sum((link.amount or _ZERO for link in pays), _ZERO)
    credits = [link for link in context.into(invoice.id, "credits") if not context.into(link.source.id, "pays")]
    expected = due - sum((link.amount or _ZERO for link in credits), _ZERO)
    if paid < expected:
        yield Discrepancy(
            code="short-paid",
            id=invoice.id,
            expected=_plain(expected),
            found=_plain(paid),
            amount=expected - paid,
            currency=summary.currency,
            since=_last_booking(pays, context),
            others=tuple(sorted({link.source.id for link in [*pays, *credits]})),
            why=tuple(sorted({reason for link in pays for reason in link.evidence})),
        )


def quantity_over_received(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice line that bills more than was received and not billed before, where something was received at all."""
    if summary.document != kinds.INVOICE or context.out_of(invoice.id, "repeats"):
        return
    for link in context.out_of(invoice.id, "bills"):
        if link.source.line is None or link.target.line is None:
            continue
        line = summary.lines[int(link.source.line) - 1]
        yield from _over_received(invoice, line, link, context)


def _over_received(invoice: Recorded, line: TradeLine, link: Link, context: Context) -> Iterator[Discrepancy]:
    receipts = _receipts_of(link, context)
    same_unit = all(received.unit == line.unit for _, received in receipts)
    if not receipts or not same_unit or line.quantity is None:
        return
    received = sum((part.quantity or _ZERO for _, part in receipts), _ZERO)
    billed_before = sum((before for before in _billed_before(invoice, link, context)), _ZERO)
    open_quantity = max(received - billed_before, _ZERO)
    if line.quantity > open_quantity:
        excess = line.quantity - open_quantity
        price = (line.price or _ZERO) / (line.price_base or 1)
        yield Discrepancy(
            code="quantity-over-received",
            id=invoice.id,
            line=link.source.line,
            expected=_plain(open_quantity),
            found=_plain(line.quantity),
            amount=_rounded(excess * price),
            currency=getattr(invoice.summary, "currency", None),
            since=_latest(invoice, *(document for document, _ in receipts)),
            others=tuple(sorted({document.id for document, _ in receipts})),
            why=link.evidence,
        )


def _receipts_of(link: Link, context: Context) -> list[tuple[Recorded, TradeLine]]:
    """The receipt lines for what an invoice line bills: of the order line, of the despatch lines for it, or the receipt line itself."""
    ends = {(link.target.id, link.target.line)}
    for shipped in context.into(link.target.id, "ships"):
        if shipped.target.line == link.target.line:
            ends.add((shipped.source.id, shipped.source.line))
    found: dict[tuple[bytes, str | None], tuple[Recorded, TradeLine]] = {}
    target = context.documents.get(link.target.id)
    if target is not None and target.summary.document == kinds.RECEIPT_ADVICE:
        _take(target, link.target.line, found)
    for id, position in ends:
        for receives in context.into(id, "receives"):
            if receives.target.line == position and receives.source.id in context.documents:
                _take(context.documents[receives.source.id], receives.source.line, found)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], int(key[1] or 0)))]


def _take(
    document: Recorded, position: str | None, found: dict[tuple[bytes, str | None], tuple[Recorded, TradeLine]]
) -> None:
    if position is not None and isinstance(document.summary, TradeSummary):
        found[document.id, position] = (document, document.summary.lines[int(position) - 1])


def _billed_before(invoice: Recorded, link: Link, context: Context) -> Iterator[Decimal]:
    """Quantities that earlier invoices, and earlier lines of this one, billed of the same line. Repeats bill nothing."""
    here = (*arrival_free_order(invoice), int(link.source.line or 0))
    for other_link in context.into(link.target.id, "bills"):
        other = context.documents.get(other_link.source.id)
        if other is None or other_link.target.line != link.target.line or context.out_of(other.id, "repeats"):
            continue
        if (*arrival_free_order(other), int(other_link.source.line or 0)) < here:
            yield other_link.quantity or _ZERO


def _sums(summary: TradeSummary) -> Iterator[tuple[Decimal, Decimal]]:
    """(what the parts add up to, what is stated), as EN 16931 BR-CO-10, 13, 15 and 16 calculate."""
    amounts = [line.amount for line in summary.lines]
    adjusted = (summary.charges or _ZERO) - (summary.allowances or _ZERO)
    if amounts and None not in amounts and summary.net is not None:
        yield sum((amount for amount in amounts if amount is not None), _ZERO) + adjusted, summary.net
    if summary.net is not None and summary.total is not None:
        yield summary.net + (summary.tax or _ZERO), summary.total
    if summary.total is not None and summary.payable is not None:
        yield summary.total - (summary.paid or _ZERO) + (summary.rounding or _ZERO), summary.payable


def _last_booking(pays: list[Link], context: Context) -> date | None:
    days: list[date] = []
    for link in pays:
        document = context.documents.get(link.source.id)
        if document is not None and isinstance(document.summary, StatementSummary):
            days.extend(
                line.booked for line in document.summary.lines if line.position == link.source.line and line.booked
            )
    return max(days, default=None)


def _latest(*documents: Recorded) -> date | None:
    return max((day for one in documents if (day := getattr(one.summary, "issued", None))), default=None)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    return format(value, "f")


Judge = Callable[[Recorded, TradeSummary, Context], Iterator[Discrepancy]]
_JUDGES: tuple[Judge, ...] = (total_mismatch, duplicate_invoice, short_paid, quantity_over_received)
