"""Does another number stand for another invoice? What the partner's other invoices tell of two that look alike."""

from collections.abc import Iterable, Iterator, Sequence

from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.circumstances import Weighed
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike, stem_of
from counterfoil.matching.keys import plain_number
from counterfoil.model import summary as kinds

_NEXT, _NEAR = 2, 9
"""Numbers this near are those of the next invoice; this near on one day, of the next customer or delivery."""
_FAR = 10
_MONTH = 31
"""In that time no partner counts on by half of all that it has counted so far."""
_UNLIKE = (Numbers.OTHER, Numbers.MISTYPED)


def series(later: Bill, earlier: Bill, around: Sequence[Bill]) -> Iterator[Weighed]:
    """What speaks for and against two invoices of different numbers being one, from those around them."""
    place = _counting_run(later.runs, earlier.runs)
    if place is not None and any(_is_year(one, place) for one in (later, earlier)):
        genuine = all(_is_year(one, place) for one in (later, earlier))
        yield (-5.0, "") if genuine else (1.0, "the year in one number is not its own")
        return
    if place is not None and (apart := abs(int(later.runs[place]) - int(earlier.runs[place]))) <= _NEAR:
        yield (-4.0 if apart <= _NEXT else -3.5), ""
    elif place is not None and _fit_sequence(later, earlier, around, place):
        yield -2.5, ""
    elif _is_out_of(later, earlier, around, place):
        yield 1.0, "one of the numbers is out of sequence"
        return
    again = sum(_is_another(later, earlier, third) or 2 * _is_next_part(later, third) for third in around)
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


def _is_next_part(part: Bill, third: Bill) -> bool:
    """Is a third an instalment of the same plan: the same sum on another day, under the next number behind one stem?"""
    stem = stem_of(part.number)
    return (
        stem is not None
        and third.amount == part.amount
        and third.issued != part.issued
        and stem == stem_of(third.number)
    )


def _is_year(bill: Bill, place: int) -> bool:
    """Is that run of its number the year of its issue, before a count?"""
    if bill.issued is None or not any(run.isdecimal() for run in bill.runs[place + 1 :]):
        return False
    return bill.runs[place] in (f"{bill.issued.year}", f"{bill.issued:%y}")


def _fit_sequence(later: Bill, earlier: Bill, around: Iterable[Bill], place: int) -> bool:
    """Could both numbers stand in the order in which the partner counts?"""
    count, before = int(later.runs[place]), int(earlier.runs[place])
    if later.issued != earlier.issued and later.issued and earlier.issued:
        leaps = 2 * abs(count - before) > min(count, before) and abs((later.issued - earlier.issued).days) <= _MONTH
        return (count < before) == (later.issued < earlier.issued) and not leaps
    that_day = [one for one in around if one.issued == later.issued]
    if _is_out_of_sequence(later, earlier, that_day, place):
        return False
    counts = [int(one.runs[place]) for one in that_day if _counting_run(one.runs, earlier.runs) == place]
    return abs(count - before) <= max(_NEAR, *(2 * abs(each - before) for each in counts), 0)


def _is_out_of(later: Bill, earlier: Bill, around: Iterable[Bill], place: int | None) -> bool:
    if place is None:
        return _is_out_of_pattern(later, earlier, around)
    return _is_out_of_sequence(later, earlier, around, place)


def _is_out_of_sequence(later: Bill, earlier: Bill, around: Iterable[Bill], place: int) -> bool:
    """Do the partner's other numbers stand near to one of the two only?"""
    counts = [int(one.runs[place]) for one in around if _counting_run(one.runs, earlier.runs) == place]
    apart = [min((abs(each - int(one.runs[place])) for each in counts), default=0) for one in (later, earlier)]
    return max(apart) > _FAR * max(min(apart), _NEAR)


def _is_out_of_pattern(later: Bill, earlier: Bill, around: Iterable[Bill]) -> bool:
    """Are the partner's other numbers made like one of the two only?"""
    patterns = [_pattern(one.runs) for one in around]
    alike = [patterns.count(_pattern(one.runs)) for one in (later, earlier)]
    return len(later.runs) == len(earlier.runs) and min(alike) == 0 and max(alike) > 1


def _pattern(runs: tuple[str, ...]) -> tuple[str | int, ...]:
    return tuple(len(run) if run.isdecimal() else run for run in runs)


def _counting_run(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int | None:
    """Where the one run of digits stands in which two numbers of one pattern differ."""
    if len(ours) != len(theirs):
        return None
    places = [place for place, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    if len(places) != 1:
        return None
    one, other = ours[places[0]], theirs[places[0]]
    return places[0] if one.isdecimal() and other.isdecimal() and len(one) == len(other) else None
