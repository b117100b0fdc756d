"""What does not fit between a document and those that it is linked to? One function for each code."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from counterfoil.matching.amounts import amount_due
from counterfoil.matching.judging.billed_line import BilledLine, billed_lines
from counterfoil.matching.judging.cancelled import order_cancelled
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.currencies import currency_mismatch
from counterfoil.matching.judging.entries import duplicate_payment, unmatched_payment
from counterfoil.matching.judging.not_invoiced import received_not_invoiced
from counterfoil.matching.judging.not_ordered import not_ordered
from counterfoil.matching.judging.not_received import not_received
from counterfoil.matching.judging.payee_account import payee_account_changed
from counterfoil.matching.judging.prices import price_differs
from counterfoil.matching.judging.quantities import quantity_over_ordered
from counterfoil.matching.judging.received import quantity_over_received
from counterfoil.matching.judging.settlement import over_paid, short_paid
from counterfoil.matching.judging.taxes import tax_mismatch
from counterfoil.matching.judging.totals import total_mismatch
from counterfoil.matching.parties.identity import NEITHER
from counterfoil.model import summary as kinds
from counterfoil.model.link import Basis, Discrepancy, Link
from counterfoil.model.summary import Recorded, StatementSummary, TradeSummary

TradeJudge = Callable[[Recorded, TradeSummary, Context], Iterator[Discrepancy]]
StatementJudge = Callable[[Recorded, StatementSummary, Context], Iterator[Discrepancy]]
LineJudge = Callable[[BilledLine], Iterator[Discrepancy]]


def discrepancies_of(document: Recorded, context: Context) -> Iterator[Discrepancy]:
    """Everything that does not fit with a document of ours: for each code at most one for the document or its line."""
    summary = document.summary
    if isinstance(summary, StatementSummary):
        for of_statement in _OF_STATEMENTS:
            yield from of_statement(document, summary, context)
    elif isinstance(summary, TradeSummary) and document.role != NEITHER:
        for judge in _OF_TRADE.get(summary.document, ()):
            yield from judge(document, summary, context)


def duplicate_invoice(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice that repeats another of the same seller: the one that a person named before what was found."""
    links = sorted(context.out_of(invoice.id, "repeats"), key=_said_by_a_person_first)
    if links:
        original = context.documents.get(links[0].target.id)
        yield Discrepancy(
            code="duplicate-invoice",
            id=invoice.id,
            expected=original.summary.number if original is not None else None,
            found=summary.number,
            amount=amount_due(summary),
            currency=summary.currency,
            since=summary.issued,
            others=tuple(link.target.id for link in links),
            why=links[0].evidence,
        )


def _said_by_a_person_first(link: Link) -> tuple[bool, Decimal, bytes]:
    return link.basis != Basis.DECISION, -link.confidence, link.target.id


def of_lines(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """What does not fit between the lines of an invoice and what was ordered and received."""
    for billed in billed_lines(invoice, summary, context):
        for judge in _OF_LINES:
            yield from judge(billed)


_OF_LINES: tuple[LineJudge, ...] = (
    price_differs,
    quantity_over_ordered,
    quantity_over_received,
    not_received,
    not_ordered,
    tax_mismatch,
)
_OF_INVOICES: tuple[TradeJudge, ...] = (
    total_mismatch,
    duplicate_invoice,
    short_paid,
    over_paid,
    of_lines,
    currency_mismatch,
    order_cancelled,
    payee_account_changed,
)
_OF_TRADE: Mapping[str, tuple[TradeJudge, ...]] = {
    kinds.INVOICE: _OF_INVOICES,
    kinds.CREDIT_NOTE: _OF_INVOICES,
    kinds.OPEN_ITEM: (short_paid, over_paid),
    kinds.RECEIPT_ADVICE: (received_not_invoiced,),
}
"""By kind of document."""
_OF_STATEMENTS: tuple[StatementJudge, ...] = (duplicate_payment, unmatched_payment)
