"""Was an earlier invoice billed again in two parts?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from counterfoil.matching.amounts import EXACT, ZERO, total
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.chance import CENT, OFF_MAX, Chance, Hit
from counterfoil.matching.duplicates.circumstances import Weighed, bills_a_part
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike
from counterfoil.matching.duplicates.repetition import Repetition, weighed_up
from counterfoil.matching.duplicates.series import is_rebilled, near_in_count
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
_DERIVED = (Numbers.SAME, Numbers.REFORMATTED, Numbers.PREFIXED, Numbers.SUFFIXED)
_AMOUNT_OFF_MAX = Decimal("0.02")
_STEP = 1000
"""Sums are looked up by so many ten-thousandths."""


def part_of(part: Bill, around: Around) -> Iterator[tuple[Bill, Repetition]]:
    """Each earlier invoice that this one and another could repeat together, and how sure that is."""
    amount = part.smallest
    if not amount or amount < 0:
        return
    hits = list(_hits(part, amount, around.others))
    if not hits:
        return
    chance = Chance(part, [one for one in around.others if _is_of(one, part)], hits)
    for whole, rest in hits:
        if (how := _repetition(part, rest, whole, around, chance)) is not None:
            yield whole, how


def _hits(part: Bill, amount: int, around: Sequence[Bill]) -> Iterator[Hit]:
    """The wholes and rests whose sums fit."""
    kind, day = part.kind, part.precedence[0]
    wholes: list[Bill] = []
    rests: dict[int, list[Bill]] = {}
    for one in around:
        over = one.smallest
        if over is not None and over > 0 and one.kind == kind:
            rests.setdefault(over // _STEP, []).append(one)
            if over > amount and one.precedence[0] <= day:
                wholes.append(one)
    for whole in wholes:
        left = (whole.smallest or 0) - amount
        for step in range((left - OFF_MAX) // _STEP, (left + OFF_MAX) // _STEP + 1):
            for rest in rests.get(step, ()):
                off = (rest.smallest or 0) - left
                if abs(off) <= OFF_MAX and not off % CENT and _fits(whole, rest, part):
                    yield whole, rest


def _fits(whole: Bill, rest: Bill, part: Bill) -> bool:
    return _is_first(whole, part) and _is_first(whole, rest) and _is_of(whole, part) and _is_of(rest, part)


def _is_first(whole: Bill, part: Bill) -> bool:
    """By day, as parts may have any number; of one day like any copies, where by their numbers they can be such."""
    day, there = whole.precedence[0], part.precedence[0]
    if day != there:
        return day < there
    return numbers_alike(whole.number, part.number) is Numbers.OTHER or whole.is_before(part)


def _is_of(one: Bill, part: Bill) -> bool:
    return one.kind == part.kind and same_party(one.partner, part.partner) is True


def _repetition(part: Bill, rest: Bill, whole: Bill, around: Around, chance: Chance) -> Repetition | None:
    if _are_planned(part, rest, whole) or is_rebilled(whole, part, around):
        return None
    derived = [one for one in (part, rest) if numbers_alike(one.number, whole.number) in _DERIVED]
    by_sum = chance.weight(whole, rest)
    if len(derived) == _BOTH and not chance.is_round(whole, rest):
        by_sum = max(by_sum, _SUM_OF_PARTS)
    weighed = [
        (min(by_sum, _SUM_BESIDE_NUMBERS[len(derived)]), f"adds up with {rest.written} to {whole.written}"),
        *[(_DERIVED_NUMBER, f"{one.written} comes from {whole.written}") for one in derived],
        (_NEXT_NUMBER if not derived and near_in_count(part, rest) else 0.0, ""),
        *_orders(part, rest, whole),
        *_deliveries(part, rest, whole),
        *_dates(part, rest, whole),
        *_lines(part, rest, whole, numbered=bool(derived)),
    ]
    return weighed_up(_PRIOR, weighed)


def _are_planned(*bills: Bill) -> bool:
    """Do they name one another, or say that they bill a part of something?"""
    numbers = {one.number.plain for one in bills}
    return any(bills_a_part(one) or one.summary.paid or not numbers.isdisjoint(one.invoices) for one in bills)


def _orders(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    if set(part.orders).intersection(rest.orders, whole.orders):
        yield 2.5, "the same order"
    elif whole.orders and (others := part.orders + rest.orders) and set(whole.orders).isdisjoint(others):
        yield -5.0, ""


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
        together, first = _billed((*part.summary.lines, *rest.summary.lines)), _billed(whole.summary.lines)
        if together.keys() == first.keys() and all(_is_near(together[one], first[one]) for one in first):
            yield min(_LINES, len(first) - 1.0), "together the same lines"
        elif len(part.summary.lines) > 1 or len(rest.summary.lines) > 1:
            yield -2.0, ""
        elif not together.keys() <= first.keys() | {line.name for line in whole.summary.lines}:
            yield (-2.5 if numbered else -1.0), ""


def _is_near(one: Decimal, other: Decimal) -> bool:
    return EXACT.subtract(one, other).copy_abs() <= _AMOUNT_OFF_MAX


def _billed(lines: Iterable[TradeLine]) -> dict[str, Decimal]:
    """How much is billed of each item."""
    billed: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        item = line.seller_item or line.name or ""
        billed[item] = total([billed[item], line.amount or ZERO])
    return billed
