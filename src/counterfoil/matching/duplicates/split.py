"""Was an earlier invoice billed again in parts?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, ZERO, total
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.chance import Chance
from counterfoil.matching.duplicates.circumstances import Weighed, bills_a_part
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike
from counterfoil.matching.duplicates.repetition import Repetition, could_be, could_repeat, weighed_up
from counterfoil.matching.duplicates.series import ahead_in_count, is_rebilled, near_in_count
from counterfoil.matching.parties.identity import same_party
from counterfoil.model.summary import TradeLine

_PRIOR = -5.3
_DAYS_MAX = 92
_DAYS_OF_A_WEIGHT = 60
_THREE_DAYS_MAX, _DERIVED_DAYS_MAX = 3, 20
_DERIVED_NUMBER, _NEXT_NUMBER = 3.0, 0.7
_SUM_BESIDE_NUMBERS = (6.5, 5.0, 3.0)
"""What a sum says beside so many numbers that come from the whole's: what these tell it bears out, and no more."""
_BOTH, _SUM_OF_PARTS = 2, 2.5
"""What a sum says at least of two that call themselves parts; but instalments of round sums do so, too."""
_LINES = 2.5
_TELLING, _WEEK = 1.5, 7
_OTHER_ORDERS, _ORDER_OF_A_PART = -7.0, -2.0
"""What bills orders of its own bills other goods, even if all of its lines add up: the same goods are ordered often.

What is billed again seldom names an order that it did not name first.
"""
_DERIVED = (Numbers.SAME, Numbers.REFORMATTED, Numbers.PREFIXED, Numbers.SUFFIXED)
_AMOUNT_OFF_MAX = Decimal("0.02")


class Division(NamedTuple):
    """Some that could repeat another together: the part that is asked about, the rest, and the whole."""

    part: Bill
    rest: tuple[Bill, ...]
    whole: Bill

    @property
    def parts(self) -> tuple[Bill, ...]:
        """All that add up to the whole."""
        return self.part, *self.rest


def part_of(hits: Sequence[Division], around: Around) -> Iterator[tuple[Bill, Repetition]]:
    """Each earlier invoice that this one could repeat together with others, and how sure that is.

    `hits` are all in which it is a part, by the sums.
    """
    likely = [one for one in hits if may_be(one)]
    if likely:
        part = around.bill
        others = [one for one in around.others if _is_of(one, part)]
        # What comes together by chance in three parts says nothing of two.
        chances = {
            size: Chance(part, others, [(one.whole, one.rest) for one in hits if len(one.rest) == size])
            for size in {len(one.rest) for one in likely}
        }
        for each in likely:
            if (how := _repetition(each, around, others, chances[len(each.rest)])) is not None:
                yield each.whole, how


def fits(one: Division) -> bool:
    """Can the whole come first, are all of one partner and kind, and three issued at one time?"""
    return (
        _at_one_time(one)
        and all(_is_first(one.whole, each) for each in one.parts)
        and all(_is_of(each, one.part) for each in (one.whole, *one.rest))
    )


def _at_one_time(one: Division) -> bool:
    """Of an instalment plan more than two add up to some other by chance: three parts are issued within a few days.

    Where the numbers of all say what they are parts of, within some weeks: a plan goes by months.
    """
    if len(one.rest) == 1:
        return True
    days = [each.issued for each in one.parts if each.issued]
    if len(days) < len(one.parts):
        return False
    apart = (max(days) - min(days)).days
    return apart <= _THREE_DAYS_MAX or (
        apart <= _DERIVED_DAYS_MAX and all(_comes_from(each, one.whole) for each in one.parts)
    )


def may_be(one: Division) -> bool:
    """Is it likely that they are such, if what stands around them did not speak against it?"""
    if _are_planned(one.whole, *one.parts):
        return False
    derived = _derived(one)
    return could_be(_PRIOR, [(_SUM_BESIDE_NUMBERS[len(derived)], ""), *_circumstances(one, derived)])


def _is_first(whole: Bill, part: Bill) -> bool:
    """By day, as parts may have any number; of one day by the partner's count, and by what is appended.

    Which tells more, as of copies, says nothing of parts.
    """
    day, there = whole.precedence[0], part.precedence[0]
    if day != there:
        return day < there
    if (ahead := ahead_in_count(part, whole)) is not None:
        return ahead > 0
    if could_repeat(whole, part):
        return False  # each would repeat the other, as a copy over another sum and as a part
    is_appended = numbers_alike(whole.number, part.number) is Numbers.SUFFIXED
    return not is_appended or len(whole.number.plain) < len(part.number.plain)


def _is_of(one: Bill, part: Bill) -> bool:
    return one.kind == part.kind and same_party(one.partner, part.partner) is True


def _repetition(one: Division, around: Around, others: Sequence[Bill], chance: Chance) -> Repetition | None:
    rest, whole = one.rest, one.whole
    if any(is_rebilled(whole, each, around) for each in one.parts):
        return None
    derived = _derived(one)
    by_sum = chance.weight(whole, rest, one_by_one=_follow(one))
    if len(derived) == _BOTH and not chance.is_round(whole, rest):
        by_sum = max(by_sum, _SUM_OF_PARTS)
    weighed = [
        (
            min(by_sum, _SUM_BESIDE_NUMBERS[len(derived)]),
            f"adds up with {' and '.join([each.written for each in rest])} to {whole.written}",
        ),
        *_circumstances(one, derived),
        (_TELLING, "nothing else is billed for the same") if _tells(one, others) else (0.0, ""),
    ]
    return weighed_up(_PRIOR, weighed)


def _tells(one: Division, others: Sequence[Bill]) -> bool:
    """Do they all bill one thing, within a week, which the partner bills nowhere else? Parts of a plan go by months."""
    days = [each.issued for each in one.parts if each.issued]
    if len(days) < len(one.parts) or (max(days) - min(days)).days > _WEEK:
        return False
    names = [*{line.name for line in one.whole.summary.lines if line.name}]
    known = {each.id for each in (one.whole, *one.rest)}
    elsewhere = _things([each for each in others if each.id not in known], names)
    return len(names) == 1 and _things(one.parts, names) == {*names} and bool(elsewhere) and elsewhere.isdisjoint(names)


def _things(bills: Iterable[Bill], names: Sequence[str]) -> set[str]:
    """What they bill; what starts with one of these names goes by it."""
    return {_called(line.name or "", names) for each in bills for line in each.summary.lines}


def _derived(one: Division) -> Sequence[Bill]:
    """Those of the parts whose number comes from the whole's: two tell as much as three."""
    return [each for each in one.parts if _comes_from(each, one.whole)][:_BOTH]


def _comes_from(part: Bill, whole: Bill) -> bool:
    return numbers_alike(part.number, whole.number) in _DERIVED


def _follow(one: Division) -> bool:
    return all(near_in_count(each, other) for each, other in pairwise(sorted(one.parts, key=_by_number)))


def _by_number(bill: Bill) -> tuple[int, str]:
    return len(bill.number.plain), bill.number.plain


def _circumstances(one: Division, derived: Sequence[Bill]) -> list[Weighed]:
    """What they say beside their sums."""
    return [
        *[(_DERIVED_NUMBER, f"{each.written} comes from {one.whole.written}") for each in derived],
        (_NEXT_NUMBER if not derived and _follow(one) else 0.0, ""),
        *_orders(one),
        *_deliveries(one),
        *_dates(one),
        *_lines(one, numbered=bool(derived)),
    ]


def _are_planned(*bills: Bill) -> bool:
    """Do they name one another, or say that they bill a part of something?"""
    numbers = {one.number.plain for one in bills}
    return any(bills_a_part(one) or one.summary.paid or not numbers.isdisjoint(one.invoices) for one in bills)


def _orders(one: Division) -> Iterator[Weighed]:
    whole, named = set(one.whole.orders), [set(each.orders) for each in one.parts]
    told = set[str]().union(*named)
    if whole.intersection(*named):
        yield 2.5, "the same order"
    elif (whole and told and whole.isdisjoint(told)) or any(map(_are_apart, combinations(named, 2))):
        yield _OTHER_ORDERS, ""
    elif told and not whole:
        yield _ORDER_OF_A_PART, ""


def _are_apart(named: tuple[set[str], set[str]]) -> bool:
    one, other = named
    return bool(one and other) and one.isdisjoint(other)


def _deliveries(one: Division) -> Iterator[Weighed]:
    told = {number for each in one.parts for number in each.deliveries}
    if told and one.whole.deliveries:
        yield (-3.0, "") if told.isdisjoint(one.whole.deliveries) else (3.0, "the same delivery")
    days = {each.summary.delivered for each in (one.whole, *one.parts)}
    if None not in days:
        yield (2.0, "the same day of delivery") if len(days) == 1 else (-2.0, "")


def _dates(one: Division) -> Iterator[Weighed]:
    first, days = one.whole.issued, [each.issued for each in one.parts]
    if first and days[0] and all(days):
        yield (0.7, "both of one day" if len(days) == _BOTH else "all of one day") if len(set(days)) == 1 else (0.0, "")
        apart = (days[0] - first).days
        yield (-5.0 if apart > _DAYS_MAX else -apart / _DAYS_OF_A_WEIGHT), ""


def _lines(one: Division, *, numbered: bool) -> Iterator[Weighed]:
    """What is billed in one sum can be called otherwise; under numbers that come from the whole's it is the same."""
    there, parts = one.whole.summary.lines, [each.summary.lines for each in one.parts]
    if there and all(parts):
        names = [line.name for line in there if line.name]
        together = _billed(chain.from_iterable(parts), names)
        first = _billed(there, names)
        if together.keys() == first.keys() and all(_is_near(together[item], first[item]) for item in first):
            yield min(_LINES, len(first) - 1.0), "together the same lines"
        elif any(len(lines) > 1 for lines in parts):
            yield -2.0, ""
        elif not together.keys() <= first.keys() | {line.name for line in there}:
            yield (-2.5 if numbered else -1.0), ""


def _called(name: str, names: Sequence[str]) -> str:
    return next((one for one in names if name.startswith(one) and not name[len(one) : len(one) + 1].isalnum()), name)


def _is_near(one: Decimal, other: Decimal) -> bool:
    return EXACT.subtract(one, other).copy_abs() <= _AMOUNT_OFF_MAX


def _billed(lines: Iterable[TradeLine], names: Sequence[str]) -> dict[str, Decimal]:
    """How much is billed of each item; what starts with one of these names goes by it, as 'Cement, part 1' does."""
    billed: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        item = line.seller_item or _called(line.name or "", names)
        billed[item] = total([billed[item], line.amount or ZERO])
    return billed
