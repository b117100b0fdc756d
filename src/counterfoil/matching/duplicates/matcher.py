"""Was this invoice sent before?"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill, bill_of
from counterfoil.matching.duplicates.keys import offered, sought
from counterfoil.matching.duplicates.repetition import Repetition, are_alike, repetition
from counterfoil.matching.duplicates.split import part_of
from counterfoil.matching.parties.identity import NEITHER
from counterfoil.matching.precedence import originality
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, Summary

_SURE = Decimal("0.95")


def offers(document: Recorded) -> Iterator[str]:
    """The keys under which copies of an invoice or credit note find it."""
    return iter(offered(document))


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of what an invoice or credit note could repeat, its own number first."""
    return iter(sought(document))


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """`repeats` from a later invoice to the first of which it is surely a copy, or else to the likeliest."""
    bill = bill_of(document)
    if bill is None:
        return
    others = {other.id: other for key in sought(document) for other in find(key)}
    others.pop(document.id, None)
    found = _found(bill, Around(bill, [one for other in others.values() if (one := bill_of(other)) is not None]))
    if found is not None:
        original, how = found
        yield Link(
            kind="repeats",
            source=End(id=bill.id),
            target=End(id=original.id),
            confidence=how.confidence,
            evidence=how.evidence,
        )


DUPLICATES = Matcher(id="duplicates", seeks=seeks, links=links, offers=offers)


def originals(documents: Iterable[Recorded]) -> list[Recorded]:
    """The documents without those that repeat another of them, by day."""
    kept: list[Recorded] = []
    for document in sorted(documents, key=originality):
        if not any(is_repeated(document.summary, one.summary) for one in kept):
            kept.append(document)
    return kept


def is_repeated(ours: Summary, theirs: Summary) -> bool:
    """Is one surely a copy of the other, by what both say?"""
    later, earlier = (bill_of(Recorded(id=b"", role=NEITHER, summary=one)) for one in (ours, theirs))
    if later is None or earlier is None or not are_alike(later, earlier):
        return False
    how = repetition(later, earlier, Around(later))
    return how is not None and how.confidence >= _SURE


def _found(bill: Bill, around: Around) -> tuple[Bill, Repetition] | None:
    found = [
        (one, how)
        for one in around.others
        if are_alike(bill, one) and one.is_before(bill) and (how := repetition(bill, one, around)) is not None
    ]
    sure = [one for one in found if one[1].confidence >= _SURE]
    if sure:
        return min(sure, key=lambda one: one[0].place)
    found += part_of(bill, around)
    return min(found, key=lambda one: (-one[1].confidence, one[0].place), default=None)
