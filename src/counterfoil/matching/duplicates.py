"""Was this invoice sent before?"""

from collections.abc import Iterator

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.keys import key_of, plain_number
from counterfoil.matching.parties import same_party
from counterfoil.matching.references import arrival_free_order
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, TradeSummary

_KINDS = (kinds.INVOICE, kinds.CREDIT_NOTE)


def seeks(document: Recorded) -> Iterator[str]:
    """The key of the document's own number, for invoices and credit notes."""
    summary = document.summary
    if isinstance(summary, TradeSummary) and summary.document in _KINDS and summary.number:
        yield key_of(summary.document, summary.number)


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """`repeats` from the later to the first invoice of the same seller and number: first by day of issue, then by id."""
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.document not in _KINDS or not summary.number:
        return
    same = [other for other in find(key_of(summary.document, summary.number)) if _same_invoice(summary, other)]
    earlier = [other for other in same if arrival_free_order(other) < arrival_free_order(document)]
    if not earlier:
        return
    first = min(earlier, key=arrival_free_order)
    yield Link(
        kind="repeats",
        source=End(id=document.id),
        target=End(id=first.id),
        evidence=(f"the same seller and number {summary.number}",),
    )


DUPLICATES = Matcher(id="duplicates", seeks=seeks, links=links)


def _same_invoice(summary: TradeSummary, other: Recorded) -> bool:
    theirs = other.summary
    return (
        isinstance(theirs, TradeSummary)
        and theirs.document == summary.document
        and plain_number(theirs.number or "") == plain_number(summary.number or "")
        and same_party(theirs.seller, summary.seller) is True
    )
