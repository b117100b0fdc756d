"""Which invoices could repeat an earlier one in parts? Those that stand together, and whose sums add up."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.matching.duplicates.bill import Bill, bill_of
from counterfoil.matching.duplicates.keys import families, month_of, months, orders
from counterfoil.matching.duplicates.split import Division, fits
from counterfoil.matching.duplicates.sums import Sum, Sums
from counterfoil.model.summary import Recorded

Amounts = Callable[[str], Sequence[Sum]]
"""Gives what the documents that offer a key are over; none where there are too many."""
Get = Callable[[bytes], Recorded | None]


def together(document: Recorded) -> Iterator[Sequence[str]]:
    """The keys of what stands together with a document, group by group: first the one that it offers itself."""
    yield from ((key,) for key in orders(document))
    yield from families(document)
    if near := months(document):
        yield near


def as_part(document: Recorded, amounts: Amounts, get: Get) -> list[Division]:
    """All in which the document could be the part that is asked about, by sums, days and partners, each once."""
    found = {}
    for own, sums, by_month in _together(document, amounts):
        for rest, whole in sums.parts():
            if (others := _others((whole, *rest), get, by_month=by_month)) is not None:
                found[whole, *sorted(rest)] = Division(own, others[1:], others[0])
    return [one for one in found.values() if fits(one)]


def beside_parts(document: Recorded, amounts: Amounts, get: Get) -> Iterator[Division]:
    """All in which the document could be another part, or the whole."""
    for own, sums, by_month in _together(document, amounts):
        for ones, whole in sums.parts():
            if (others := _others((whole, *ones), get, by_month=by_month)) is not None:
                for part in others[1:]:
                    yield Division(part, (own, *[one for one in others[1:] if one is not part]), others[0])
        for one, rest in sums.wholes():
            if (others := _others((one, *rest), get, by_month=by_month)) is not None:
                yield Division(others[0], others[1:], own)


def _together(document: Recorded, amounts: Amounts) -> Iterator[tuple[Bill, Sums, bool]]:
    """An invoice and what stands together with a document, so that all see one another: by an order, numbers or months.

    Where too many stand under its own key nobody sees it there.
    """
    own = bill_of(document)
    if own is None or own.smallest is None:
        return
    by_number = families(document)
    for keys in together(document):
        if amounts(keys[0]):
            there = [one for key in keys for one in amounts(key) if one.id != document.id]
            yield own, Sums(own.smallest, there, in_three=keys in by_number), keys == months(document)


def _others(ids: Sequence[bytes], get: Get, *, by_month: bool) -> tuple[Bill, ...] | None:
    """The others, if they are there and see each other."""
    bills = [bill for id in ids if (document := get(id)) is not None and (bill := bill_of(document))]
    if len(bills) != len(ids) or (by_month and not _are_near(*bills)):
        return None
    return tuple(bills)


def _are_near(one: Bill, other: Bill) -> bool:
    first, last = one.issued, other.issued
    return first is not None and last is not None and abs(month_of(first) - month_of(last)) <= 1
