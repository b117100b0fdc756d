"""What does not fit between an invoice and the documents that it is linked to? One function for each code."""

from collections.abc import Callable, Iterator

from counterfoil.matching.amounts import amount_due
from counterfoil.matching.context import Context
from counterfoil.matching.parties import NEITHER
from counterfoil.matching.received import quantity_over_received
from counterfoil.matching.settlement import short_paid
from counterfoil.matching.totals import total_mismatch
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded, TradeSummary

Judge = Callable[[Recorded, TradeSummary, Context], Iterator[Discrepancy]]


def discrepancies_of(invoice: Recorded, context: Context) -> Iterator[Discrepancy]:
    """Everything that does not fit with an invoice or credit note of ours; nothing for other documents."""
    summary = invoice.summary
    if isinstance(summary, TradeSummary) and summary.document in _JUDGED and invoice.role != NEITHER:
        yield from total_mismatch(invoice, summary)
        for judge in _JUDGES:
            yield from judge(invoice, summary, context)


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


_JUDGED = (kinds.INVOICE, kinds.CREDIT_NOTE)
_JUDGES: tuple[Judge, ...] = (duplicate_invoice, short_paid, quantity_over_received)
