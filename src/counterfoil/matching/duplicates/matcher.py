"""Was this invoice sent before?"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill, bill_of
from counterfoil.matching.duplicates.keys import months, offered, sought
from counterfoil.matching.duplicates.repetition import Repetition, are_alike, repetition
from counterfoil.matching.duplicates.split import part_of
from counterfoil.matching.parties.identity import NEITHER
from counterfoil.matching.precedence import Originality, originality
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, Summary

_SURE = Decimal("0.95")
_Found = tuple[Bill, Repetition]


def offers(document: Recorded) -> Iterator[str]:
    """The keys under which copies of an invoice or credit note find it."""
    return iter((*offered(document), *months(document)[:1]))


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of what an invoice or credit note could repeat, its own number first."""
    return iter((*sought(document), *months(document)))


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """`repeats` from a later invoice to the first of which it is surely a copy, or else to the likeliest."""
    bill = bill_of(document)
    if bill is None:
        return
    near = {other.id: other for key in sought(document) for other in find(key)}
    beside = [one for other in near.values() if (one := bill_of(other)) is not None and one is not bill]
    # A document stands in one month, and is not told twice.
    wide = [other for key in months(document) for other in find(key) if other.id not in near]
    further = [one for other in wide if (one := bill_of(other)) is not None and one is not bill]
    found = _found(bill, [one for one in beside if are_alike(bill, one)], Around(bill, beside + further))
    if found is not None:
        original, how = found
        yield Link(
            kind="repeats",
            source=End(id=bill.id),
            target=End(id=original.id),
            confidence=how.confidence,
            evidence=how.evidence,
        )


DUPLICATES = Matcher(id="duplicates", kinds=frozenset(("repeats",)), seeks=seeks, links=links, offers=offers)


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


def _found(bill: Bill, alike: Sequence[Bill], around: Around) -> _Found | None:
    found = [(one, how) for one in alike if one.is_before(bill) and (how := repetition(bill, one, around)) is not None]
    sure = [one for one in found if one[1].confidence >= _SURE]
    if sure:
        return _first(sure, around)
    found += part_of(bill, around)
    return min(found, key=_likeliest, default=None)


def _likeliest(found: _Found) -> tuple[float, Originality]:
    return -found[1].weight, found[0].place


def _first(sure: list[_Found], around: Around) -> _Found:
    """The first of those of which the likeliest is a copy too: others stand for other invoices that are much alike."""
    likeliest = min(sure, key=_likeliest)
    copied = [one for one in sure if one[0] is likeliest[0] or _is_copy(likeliest[0], one[0], around)]
    return min(copied, key=lambda one: one[0].place)


def _is_copy(later: Bill, earlier: Bill, around: Around) -> bool:
    if not (earlier.is_before(later) and are_alike(later, earlier)):
        return False
    how = repetition(later, earlier, around)
    return how is not None and how.confidence >= _SURE
