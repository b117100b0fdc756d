"""Was an earlier invoice billed again in two parts?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, ZERO, total
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.chance import Chance
from counterfoil.matching.duplicates.circumstances import Weighed, bills_a_part
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike
from counterfoil.matching.duplicates.repetition import Repetition, could_be, weighed_up
from counterfoil.matching.duplicates.series import ahead_in_count, is_rebilled, near_in_count
from counterfoil.matching.parties.identity import same_party
from counterfoil.model.summary import TradeLine

_PRIOR = -5.3
_DAYS_MAX = 92
_DAYS_OF_A_WEIGHT = 60
_DERIVED_NUMBER, _NEXT_NUMBER = 3.0, 0.7
_SUM_BESIDE_NUMBERS = (6.5, 5.0, 3.0)
"""What a sum says beside so many numbers that come from the whole's: what these tell it bears out, and no more."""
_BOTH, _SUM_OF_PARTS = 2, 2.5
"""What a sum says at least of two that call themselves parts; but instalments of round sums do so, too."""
_LINES = 2.5
_OTHER_ORDERS = -7.0
"""What bills orders of its own bills other goods, even if all of its lines add up: the same goods are ordered often."""
_DERIVED = (Numbers.SAME, Numbers.REFORMATTED, Numbers.PREFIXED, Numbers.SUFFIXED)
_AMOUNT_OFF_MAX = Decimal("0.02")


class Triple(NamedTuple):
    """Two that could repeat a third together: the part that is asked about, the rest, and the whole."""

    part: Bill
    rest: Bill
    whole: Bill


def part_of(hits: Sequence[Triple], around: Around) -> Iterator[tuple[Bill, Repetition]]:
    """Each earlier invoice that this one and another could repeat together, and how sure that is.

    `hits` are all in which it is a part, by the sums.
    """
    likely = [one for one in hits if may_be(one)]
    if likely:
        part = around.bill
        chance = Chance(part, [one for one in around.others if _is_of(one, part)], [(x.whole, x.rest) for x in hits])
        for each in likely:
            if (how := _repetition(each, around, chance)) is not None:
                yield each.whole, how


def fits(one: Triple) -> bool:
    """Can the third come first, and are all three of one partner and kind?"""
    return (
        _is_first(one.whole, one.part)
        and _is_first(one.whole, one.rest)
        and _is_of(one.whole, one.part)
        and _is_of(one.rest, one.part)
    )


def may_be(one: Triple) -> bool:
    """Is it likely that they are such, if what stands around them did not speak against it?"""
    if _are_planned(*one):
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
    is_appended = numbers_alike(whole.number, part.number) is Numbers.SUFFIXED
    return not is_appended or len(whole.number.plain) < len(part.number.plain)


def _is_of(one: Bill, part: Bill) -> bool:
    return one.kind == part.kind and same_party(one.partner, part.partner) is True


def _repetition(one: Triple, around: Around, chance: Chance) -> Repetition | None:
    part, rest, whole = one
    if is_rebilled(whole, part, around):
        return None
    derived = _derived(one)
    by_sum = chance.weight(whole, rest, one_by_one=near_in_count(part, rest))
    if len(derived) == _BOTH and not chance.is_round(whole, rest):
        by_sum = max(by_sum, _SUM_OF_PARTS)
    weighed = [
        (min(by_sum, _SUM_BESIDE_NUMBERS[len(derived)]), f"adds up with {rest.written} to {whole.written}"),
        *_circumstances(one, derived),
    ]
    return weighed_up(_PRIOR, weighed)


def _derived(one: Triple) -> Sequence[Bill]:
    """Those of the parts whose number comes from the whole's."""
    return [each for each in (one.part, one.rest) if numbers_alike(each.number, one.whole.number) in _DERIVED]


def _circumstances(one: Triple, derived: Sequence[Bill]) -> list[Weighed]:
    """What the three say beside their sums."""
    part, rest, whole = one
    return [
        *[(_DERIVED_NUMBER, f"{each.written} comes from {whole.written}") for each in derived],
        (_NEXT_NUMBER if not derived and near_in_count(part, rest) else 0.0, ""),
        *_orders(part, rest, whole),
        *_deliveries(part, rest, whole),
        *_dates(part, rest, whole),
        *_lines(part, rest, whole, numbered=bool(derived)),
    ]


def _are_planned(*bills: Bill) -> bool:
    """Do they name one another, or say that they bill a part of something?"""
    numbers = {one.number.plain for one in bills}
    return any(bills_a_part(one) or one.summary.paid or not numbers.isdisjoint(one.invoices) for one in bills)


def _orders(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    if set(part.orders).intersection(rest.orders, whole.orders):
        yield 2.5, "the same order"
    elif whole.orders and (others := part.orders + rest.orders) and set(whole.orders).isdisjoint(others):
        yield _OTHER_ORDERS, ""


def _deliveries(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    told = part.deliveries + rest.deliveries
    if told and whole.deliveries:
        yield (-3.0, "") if set(told).isdisjoint(whole.deliveries) else (3.0, "the same delivery")
    days = {one.summary.delivered for one in (part, rest, whole)}
    if None not in days:
        yield (2.0, "the same day of delivery") if len(days) == 1 else (-2.0, "")


def _dates(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    if part.issued and rest.issued and whole.issued:
        yield (0.7, "both of one day") if part.issued == rest.issued else (0.0, "")
        apart = (part.issued - whole.issued).days
        yield (-5.0 if apart > _DAYS_MAX else -apart / _DAYS_OF_A_WEIGHT), ""


def _lines(part: Bill, rest: Bill, whole: Bill, *, numbered: bool) -> Iterator[Weighed]:
    """What is billed in one sum can be called otherwise; under numbers that come from the whole's it is the same."""
    if part.summary.lines and rest.summary.lines and whole.summary.lines:
        names = [line.name for line in whole.summary.lines if line.name]
        together = _billed((*part.summary.lines, *rest.summary.lines), names)
        first = _billed(whole.summary.lines, names)
        if together.keys() == first.keys() and all(_is_near(together[one], first[one]) for one in first):
            yield min(_LINES, len(first) - 1.0), "together the same lines"
        elif len(part.summary.lines) > 1 or len(rest.summary.lines) > 1:
            yield -2.0, ""
        elif not together.keys() <= first.keys() | {line.name for line in whole.summary.lines}:
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
