"""Does another number stand for another invoice? What the partner's other invoices tell of two that look alike."""

from collections.abc import Iterator

from counterfoil.matching.duplicates.around import Around, Counts, pattern_of
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.circumstances import Weighed, name_one_order
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike

_NEXT, _NEAR = 2, 9
"""Numbers this near are those of the next invoice; this near on one day, of the next customer or delivery."""
_OF_A_DAY = 100
"""Numbers that are further apart are seldom of one day."""
_SPREAD = 5
"""On one day a partner counts on by so many times what it does on most: on some it bills more."""
_FAR = 10
_MONTH = 31
"""In that time no partner counts on by half of all that it has counted so far."""
_UNLIKE = (Numbers.OTHER, Numbers.MISTYPED)
MOST = 1.0
"""The most that a series says for two being one."""


def series(later: Bill, earlier: Bill, around: Around) -> Iterator[Weighed]:
    """What speaks for and against two invoices of different numbers being one, from those around the later."""
    place = _counting_run(later.number.runs, earlier.number.runs)
    if place is not None and any(_is_year(one, place) for one in (later, earlier)):
        genuine = all(_is_year(one, place) for one in (later, earlier))
        yield (-5.0, "") if genuine else (MOST, "the year in one number is not its own")
        return
    if place is not None and (apart := abs(int(later.number.runs[place]) - int(earlier.number.runs[place]))) <= _NEAR:
        yield (-4.5 if apart <= _NEXT or name_one_order(later, earlier) else -3.5), ""
    elif place is not None and _fit_sequence(later, earlier, around, place):
        yield -2.5, ""
    elif place is None and (apart := _apart_but_for_writing(later, earlier)) <= _NEAR:
        yield (-4.0 if apart <= _NEXT else -3.5), ""
    elif _is_out_of(later, earlier, around, place):
        yield MOST, "one of the numbers is out of sequence"
        if later.issued == earlier.issued or _is_appended(later, earlier):
            return  # of another day it is as well a copy of the one before, of a standing order
    yield from again(later, earlier, around)


def again(later: Bill, earlier: Bill, around: Around) -> Iterator[Weighed]:
    """What speaks against it where the sum comes again and again, but twice a day only in these two."""
    if later.issued is not None and later.issued == earlier.issued and around.comes_once_a_day:
        ahead = ahead_in_count(later, earlier)
        if ahead is None or abs(ahead) >= _OF_A_DAY:
            return
    if often := _again(later, earlier, around):
        yield (-1.5 if often == 1 else -3.0), ""


def near_in_count(one: Bill, other: Bill) -> bool:
    """Do the numbers follow one another, as those of what was issued at one time do?"""
    ahead = ahead_in_count(one, other)
    return ahead is not None and abs(ahead) <= _NEXT


def ahead_in_count(one: Bill, other: Bill) -> int | None:
    """By how much the one's number is ahead of the other's; None where they are not of one count."""
    place = _counting_run(one.number.runs, other.number.runs)
    return None if place is None else int(one.number.runs[place]) - int(other.number.runs[place])


def is_rebilled(earlier: Bill, later: Bill, around: Around) -> bool:
    """Was the earlier taken back by a credit note before the later was issued?"""
    return any(
        note is not later
        and note is not earlier
        and (later.issued is None or (note.issued is not None and note.issued <= later.issued))
        and _takes_back(note, earlier)
        for note in around.credit_notes
    )


def _takes_back(note: Bill, invoice: Bill) -> bool:
    if note.invoices:
        return invoice.number.plain in note.invoices
    return note.sum == invoice.sum and invoice.precedence[0] <= note.precedence[0]


def _again(later: Bill, earlier: Bill, around: Around) -> int:
    """How often the sum comes again in another invoice: 0, 1, or 2 for more. The next part of a plan tells as much."""
    again = 0
    for third in around.of_the_sum:
        if third is not earlier:
            again += _is_another(later, earlier, third) or 2 * _is_next_part(later, third)
            if again > 1:
                return 2
    return again


def _is_another(later: Bill, earlier: Bill, third: Bill) -> bool:
    """Is a third over the same sum an invoice as well, and a copy of neither, nor of another supply?"""
    day, there = later.summary.delivered, third.summary.delivered
    if day and there and day == earlier.summary.delivered != there:
        return False
    if later.said == earlier.said != third.said:
        return False
    return third.kind == later.kind and all(
        numbers_alike(third.number, one.number) in _UNLIKE for one in (later, earlier)
    )


def _is_next_part(part: Bill, third: Bill) -> bool:
    """Is a third an instalment of the same plan: the same sum on another day, under the next number behind one stem?"""
    return part.number.stem is not None and third.issued != part.issued and third.number.stem == part.number.stem


def _is_year(bill: Bill, place: int) -> bool:
    """Is that run of its number the year of its issue, or year and month, before a count?"""
    issued, runs = bill.issued, bill.number.runs
    # Before the year itself it is the count: the twenty-fifth of 2025.
    if issued is None or not any(run.isdecimal() and run != f"{issued.year}" for run in runs[place + 1 :]):
        return False
    return runs[place] in (f"{issued.year}", f"{issued:%y}", f"{issued:%Y%m}", f"{issued:%y%m}")


def _fit_sequence(later: Bill, earlier: Bill, around: Around, place: int) -> bool:
    """Could both numbers stand in the order in which the partner counts?"""
    count, before = int(later.number.runs[place]), int(earlier.number.runs[place])
    if later.issued != earlier.issued and later.issued and earlier.issued:
        leaps = 2 * abs(count - before) > min(count, before) and abs((later.issued - earlier.issued).days) <= _MONTH
        return (count < before) == (later.issued < earlier.issued) and not leaps
    that_day = around.counts(place, that_day=True)
    near = max(_NEAR, 2 * that_day.farthest(before), _SPREAD * around.pace(place))
    return not _stand_apart(count, before, that_day) and abs(count - before) <= near


def _is_out_of(later: Bill, earlier: Bill, around: Around, place: int | None) -> bool:
    if place is None:
        return _is_out_of_pattern(later, earlier, around)
    return _stand_apart(int(later.number.runs[place]), int(earlier.number.runs[place]), around.counts(place))


def _stand_apart(count: int, before: int, counts: Counts) -> bool:
    """Do the partner's other numbers stand near to one of the two only?"""
    apart = [counts.nearest(one, but=before) for one in (count, before)]
    return max(apart) > _FAR * max(min(apart), _NEAR)


def _is_out_of_pattern(later: Bill, earlier: Bill, around: Around) -> bool:
    """Are the partner's other numbers made like one of the two only?"""
    ours, theirs = pattern_of(later), pattern_of(earlier)
    alike = [around.patterns[one] - (one == theirs) for one in (ours, theirs)]
    if len(later.number.runs) != len(earlier.number.runs):
        return _is_appended(later, earlier) and not alike[0] and alike[1] > 1
    return min(alike) == 0 and max(alike) > 1


def _is_appended(later: Bill, earlier: Bill) -> bool:
    return numbers_alike(later.number, earlier.number) is Numbers.SUFFIXED


def _apart_but_for_writing(later: Bill, earlier: Bill) -> int:
    """How far two numbers are apart, of which one has 'No.' or the like before it, or is written in one; else far."""
    ours, theirs = later.number, earlier.number
    if (place := _counting_run(ours.bare, theirs.bare)) is not None:
        return abs(int(ours.bare[place]) - int(theirs.bare[place]))
    one, other = ours.bare_forms[0], theirs.bare_forms[0]
    as_one = len(ours.bare) != len(theirs.bare) and len(one) == len(other) and (one + other).isdecimal()
    return abs(int(one) - int(other)) if as_one else _FAR


def _counting_run(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int | None:
    """Where the one run of digits stands in which two numbers of one pattern differ."""
    if len(ours) != len(theirs):
        return None
    places = [place for place, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    if len(places) != 1:
        return None
    one, other = ours[places[0]], theirs[places[0]]
    return places[0] if one.isdecimal() and other.isdecimal() and _are_as_long(one, other) else None


def _are_as_long(one: str, other: str) -> bool:
    """With the zeros that lead them, or without: a zero too many makes no other count."""
    return len(one) == len(other) or len(one.lstrip("0")) == len(other.lstrip("0"))
