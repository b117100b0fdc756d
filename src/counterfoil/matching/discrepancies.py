"""What does not fit between a document and those that it is linked to? One function for each code."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import amount_due
from counterfoil.matching.context import Context
from counterfoil.matching.parties import NEITHER
from counterfoil.matching.received import quantity_over_received
from counterfoil.matching.settlement import short_paid
from counterfoil.matching.totals import total_mismatch
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded, StatementSummary, TradeSummary

TradeJudge = Callable[[Recorded, TradeSummary, Context], Iterator[Discrepancy]]
StatementJudge = Callable[[Recorded, StatementSummary, Context], Iterator[Discrepancy]]
Near = Callable[[Recorded, Shelf], Iterable[bytes]]


def discrepancies_of(document: Recorded, context: Context) -> Iterator[Discrepancy]:
    """Everything that does not fit with a document of ours: for each code at most one for the document or its line."""
    summary = document.summary
    if isinstance(summary, StatementSummary):
        for of_statement in _OF_STATEMENTS:
            yield from of_statement(document, summary, context)
    elif isinstance(summary, TradeSummary) and document.role != NEITHER:
        for judge in _OF_TRADE.get(summary.document, ()):
            yield from judge(document, summary, context)


def near(document: Recorded, shelf: Shelf) -> Iterator[bytes]:
    """The documents to be judged again when this one comes, beside those that links lead to.

    A judge that looks at other documents of a partner than the linked ones names here whom it looks at from where.
    """
    for names in _NEAR:
        yield from names(document, shelf)


def duplicate_invoice(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice that repeats an earlier one of the same seller."""
    for link in context.out_of(invoice.id, "repeats"):
        original = context.documents.get(link.target.id)
        yield Discrepancy(
            code="duplicate-invoice",
            id=invoice.id,
            expected=original.summary.number if original is not None else None,
            found=summary.number,
            amount=amount_due(summary),
            currency=summary.currency,
            since=summary.issued,
            others=(link.target.id,),
            why=link.evidence,
        )


_OF_INVOICES: tuple[TradeJudge, ...] = (total_mismatch, duplicate_invoice, short_paid, quantity_over_received)
_OF_TRADE: Mapping[str, tuple[TradeJudge, ...]] = {
    kinds.INVOICE: _OF_INVOICES,
    kinds.CREDIT_NOTE: _OF_INVOICES,
}
"""By kind of document."""
_OF_STATEMENTS: tuple[StatementJudge, ...] = ()
_NEAR: tuple[Near, ...] = ()
