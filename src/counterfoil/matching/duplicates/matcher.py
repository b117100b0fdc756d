"""Was this invoice sent before?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from counterfoil.matching._matcher import Beside, Find, Matcher, Shelf
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill, bill_of
from counterfoil.matching.duplicates.keys import beside, months, offered, sought
from counterfoil.matching.duplicates.parts import Amounts, as_part, beside_parts, together
from counterfoil.matching.duplicates.repetition import Repetition, are_alike, could_repeat, repetition
from counterfoil.matching.duplicates.split import Division, fits, may_be, part_of
from counterfoil.matching.duplicates.sums import Sum
from counterfoil.matching.parties.identity import NEITHER
from counterfoil.matching.precedence import Originality, originality
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, Summary

_SURE = Decimal("0.95")
_Found = tuple[Bill, Repetition]


def offers(document: Recorded) -> Iterator[str]:
    """The keys under which copies of an invoice or credit note find it."""
    return iter(offered(document))


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of what an invoice or credit note could repeat, its own number first."""
    return iter(sought(document))


def seeks_beside(document: Recorded) -> Iterator[str]:
    """The keys of what tells whether it does."""
    return iter((*beside(document), *months(document)))


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """`repeats` from a later invoice to the first of which it is surely a copy, or else to the likeliest."""
    bill = bill_of(document)
    if bill is None:
        return
    near = _bills(sought(document), find, bill)
    alike = [one for one in near.values() if could_repeat(bill, one)]
    hits = [] if alike else _hits(document, find)
    if not alike and not any(map(may_be, hits)):
        return  # what stands beside it does not matter
    # A document stands in one month, and is not told twice.
    others = near | _bills(beside(document), find, bill) | _bills(months(document), find, bill)
    found = _found(bill, alike, Around(bill, list(others.values())), lambda: hits or _hits(document, find))
    if found is not None:
        original, how = found
        yield Link(
            kind="repeats",
            source=End(id=bill.id),
            target=End(id=original.id),
            confidence=how.confidence,
            evidence=how.evidence,
        )


def matters(document: Recorded, shelf: Shelf) -> bool:
    """Is there an invoice that it could repeat, or repeat in part, by what these tell?"""
    bill = bill_of(document)
    if bill is None:
        return False
    alike = (bill_of(other) for key in sought(document) for other in shelf.offering(key))
    if any(one is not None and one is not bill and could_repeat(bill, one) for one in alike):
        return True
    return any(map(may_be, as_part(document, _amounts(document, shelf), shelf.get)))


def stirs(document: Recorded, new: Recorded) -> bool:
    """Could it repeat the new one, by what the two tell?"""
    bill, other = bill_of(document), bill_of(new)
    return bill is not None and other is not None and could_repeat(bill, other)


def reaches(document: Recorded, shelf: Shelf) -> Iterator[bytes]:
    """The invoices that could repeat one in part, together with this one; or this one, together with another."""
    for one in beside_parts(document, _amounts(document, shelf), shelf.get):
        if fits(one) and may_be(one):
            yield one.part.id


def _amounts(document: Recorded, shelf: Shelf) -> Amounts:
    shelf.expect(amounts=(key for keys in together(document) for key in keys))
    return lambda key: [Sum(id, amount) for id, amount in shelf.amounts(key)]


DUPLICATES = Matcher(
    id="duplicates",
    kinds=frozenset(("repeats",)),
    seeks=seeks,
    links=links,
    offers=offers,
    beside=Beside(seeks=seeks_beside, matters=matters, reaches=reaches, stirs=stirs),
)


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


def _bills(keys: Iterable[str], find: Find, but: Bill) -> dict[bytes, Bill]:
    """The invoices and credit notes under some keys, but for one."""
    bills = (bill_of(other) for key in keys for other in find(key))
    return {one.id: one for one in bills if one is not None and one is not but}


def _hits(document: Recorded, find: Find) -> list[Division]:
    """All in which a document could be a part."""
    there = {other.id: other for keys in together(document) for key in keys for other in find(key)}

    def amounts(key: str) -> Sequence[Sum]:
        bills = [bill for one in find(key) if (bill := bill_of(one)) is not None]
        return [Sum(one.id, one.smallest) for one in bills if one.smallest is not None]

    return as_part(document, amounts, there.get)


def _found(bill: Bill, alike: Sequence[Bill], around: Around, hits: Callable[[], Sequence[Division]]) -> _Found | None:
    """What it repeats, of those that come before it and are alike, or of those that it could be a part of."""
    found = [(one, how) for one in alike if (how := repetition(bill, one, around)) is not None]
    sure = [one for one in found if one[1].confidence >= _SURE]
    if sure:
        return _first(sure, around)
    found += part_of(hits(), around)
    return _likeliest(found, bill) if found else None


def _likeliest(found: list[_Found], bill: Bill) -> _Found:
    """Of several that are as likely the last before it: what is sent again is so within days."""

    def order(one: _Found) -> tuple[float, int, Originality]:
        day = one[0].issued
        apart = (bill.issued - day).days if bill.issued is not None and day is not None else 0
        return -one[1].weight, apart, one[0].place

    return min(found, key=order)


def _first(sure: list[_Found], around: Around) -> _Found:
    """The first of those of which the likeliest is a copy too: others stand for other invoices that are much alike."""
    likeliest = _likeliest(sure, around.bill)
    copied = [one for one in sure if one[0] is likeliest[0] or _is_copy(likeliest[0], one[0], around)]
    return min(copied, key=lambda one: one[0].place)


def _is_copy(later: Bill, earlier: Bill, around: Around) -> bool:
    if not (earlier.is_before(later) and are_alike(later, earlier)):
        return False
    how = repetition(later, earlier, around)
    return how is not None and how.confidence >= _SURE
