"""Was this invoice sent before?"""

from collections.abc import Iterable, Iterator

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.keys import key_of, plain_number
from counterfoil.matching.mentions import invoices_named
from counterfoil.matching.parties import same_party
from counterfoil.matching.precedence import precedence
from counterfoil.matching.references import corrects
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, Summary, TradeSummary

_KINDS = (kinds.INVOICE, kinds.CREDIT_NOTE)


def seeks(document: Recorded) -> Iterator[str]:
    """The key of the document's own number, for invoices and credit notes."""
    summary = document.summary
    if isinstance(summary, TradeSummary) and summary.document in _KINDS and plain_number(summary.number or ""):
        yield key_of(summary.document, summary.number or "")


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """`repeats` from the later to the first invoice of the same seller and number, unless the buyers conflict."""
    summary = document.summary
    for key in seeks(document):
        same = [other for other in find(key) if is_repeated(summary, other.summary)]
        first = min(same, key=precedence, default=document)
        if precedence(first) < precedence(document):
            yield Link(
                kind="repeats",
                source=End(id=document.id),
                target=End(id=first.id),
                evidence=(f"the same seller and number {summary.number}",),
            )


DUPLICATES = Matcher(id="duplicates", seeks=seeks, links=links)


def originals(documents: Iterable[Recorded]) -> list[Recorded]:
    """The documents without those that repeat another of them, in the order of precedence."""
    kept: list[Recorded] = []
    for document in sorted(documents, key=precedence):
        if not any(is_repeated(document.summary, one.summary) for one in kept):
            kept.append(document)
    return kept


def is_repeated(ours: Summary, theirs: Summary) -> bool:
    """Have both the same seller and number? A corrective invoice may keep the number of what it corrects."""
    if not isinstance(ours, TradeSummary) or not isinstance(theirs, TradeSummary) or theirs.document != ours.document:
        return False
    number = plain_number(ours.number or "")
    return (
        plain_number(theirs.number or "") == number != ""
        and same_party(theirs.seller, ours.seller) is True
        and same_party(theirs.buyer, ours.buyer) is not False
        and not any(corrects(one) and number in invoices_named(one) for one in (ours, theirs))
    )
