"""Does another number stand for another invoice? What the partner's other invoices tell of two that look alike."""

from collections.abc import Iterable, Iterator, Sequence

from counterfoil.matching.bill import Bill
from counterfoil.matching.circumstances import Weighed
from counterfoil.matching.keys import plain_number
from counterfoil.matching.number_likeness import Numbers, numbers_alike
from counterfoil.model import summary as kinds

_NEXT = 9
"""Numbers this near on one day are those of the next customer or delivery."""
_FAR = 5
_UNLIKE = (Numbers.OTHER, Numbers.MISTYPED)


def series(later: Bill, earlier: Bill, around: Sequence[Bill]) -> Iterator[Weighed]:
    """What speaks for and against two invoices of different numbers being one, from those around them."""
    yield from _in_sequence(later, earlier, around)
    again = sum(_is_another(later, earlier, third) for third in around)
    if again:
        yield (-1.5 if again == 1 else -3.0), ""


def is_rebilled(earlier: Bill, later: Bill, around: Iterable[Bill]) -> bool:
    """Was the earlier taken back by a credit note before the later was issued?"""
    return any(
        note.summary.document == kinds.CREDIT_NOTE
        and note.issued is not None
        and (later.issued is None or note.issued <= later.issued)
        and _takes_back(note, earlier)
        for note in around
    )


def _takes_back(note: Bill, invoice: Bill) -> bool:
    if note.invoices:
        return plain_number(invoice.number) in note.invoices
    return note.amount == invoice.amount and invoice.place[0] <= note.place[0]


def _is_another(later: Bill, earlier: Bill, third: Bill) -> bool:
    """Is a third an invoice over the same sum, and a copy of neither?"""
    return (
        third.amount == later.amount
        and third.summary.document == later.summary.document
        and all(numbers_alike(third.number, one.number) in _UNLIKE for one in (later, earlier))
    )


def _in_sequence(later: Bill, earlier: Bill, around: Iterable[Bill]) -> Iterator[Weighed]:
    """Do both numbers fit into the order in which the seller counts?"""
    place = _counting_run(later.runs, earlier.runs)
    if place is None:
        return
    count, before = int(later.runs[place]), int(earlier.runs[place])
    if later.issued != earlier.issued and later.issued and earlier.issued:
        fits = (count < before) == (later.issued < earlier.issued)
        yield (-2.5, "") if fits else (1.0, "the number is out of sequence")
        return
    runs_that_day = [third.runs for third in around if third.issued == later.issued]
    counts = [int(runs[place]) for runs in runs_that_day if _counting_run(runs, earlier.runs) == place]
    reach = max(_NEXT, *(2 * abs(each - before) for each in counts)) if counts else _NEXT
    if abs(count - before) <= reach:
        yield -2.5, ""
    elif counts and abs(count - before) > _FAR * reach:
        yield 1.0, "the number is out of sequence"


def _counting_run(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int | None:
    """Where the one run of digits stands in which two numbers of one pattern differ."""
    if len(ours) != len(theirs):
        return None
    places = [place for place, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    if len(places) != 1:
        return None
    one, other = ours[places[0]], theirs[places[0]]
    return places[0] if one.isdecimal() and other.isdecimal() and len(one) == len(other) else None
