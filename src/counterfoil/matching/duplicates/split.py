"""Was an earlier invoice billed again in two parts?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from counterfoil.matching.amounts import EXACT, ZERO, total
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.circumstances import Weighed, bills_a_part
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike
from counterfoil.matching.duplicates.repetition import Repetition, weighed_up
from counterfoil.matching.duplicates.series import is_rebilled
from counterfoil.matching.parties.identity import same_party
from counterfoil.model.summary import TradeLine

_PRIOR = -4.0
_DAYS_MAX = 92
_DERIVED = (Numbers.SAME, Numbers.REFORMATTED, Numbers.PREFIXED, Numbers.SUFFIXED)
_OFF = (0, 100, -100, 200, -200)
"""In ten-thousandths: some cents more or less, as tax on parts is rounded."""
_OFF_MAX = Decimal("0.02")
_ROUND = Decimal(10)


def part_of(part: Bill, around: Around) -> Iterator[tuple[Bill, Repetition]]:
    """Each earlier invoice that this one and another could repeat together, and how sure that is."""
    amount = part.smallest
    if not amount or amount < 0:
        return
    others = [(one.smallest, one) for one in around.others if one.smallest and one.kind == part.kind]
    wholes = [(over, one) for over, one in others if over > amount and _is_first(one, part)]
    if not wholes:
        return
    rests: dict[int, list[Bill]] = defaultdict(list)
    for over, one in others:
        rests[over].append(one)
    for over, whole in wholes:
        rest_over = over - amount
        for off in _OFF:
            for rest in rests.get(rest_over + off, ()):
                if _is_first(whole, rest) and (how := _repetition(part, rest, whole, around)):
                    yield whole, how


def _is_first(whole: Bill, part: Bill) -> bool:
    """By day and number, since each part may tell as much as the whole; but not by the hash of one number and day."""
    if whole.issued == part.issued and whole.number.plain == part.number.plain:
        return whole.is_before(part)
    return whole.precedence < part.precedence


def _repetition(part: Bill, rest: Bill, whole: Bill, around: Around) -> Repetition | None:
    if not all(same_party(one.partner, whole.partner) is True for one in (part, rest)):
        return None
    if _are_planned(part, rest, whole) or is_rebilled(whole, part, around):
        return None
    weighed = [
        (0.0, f"adds up with {rest.written} to {whole.written}"),
        *_numbers(part, rest, whole),
        *_orders(part, rest, whole),
        *_dates(part, rest, whole),
        *_lines(part, rest, whole),
        *_sums(part, rest, whole),
    ]
    return weighed_up(_PRIOR, weighed)


def _are_planned(*bills: Bill) -> bool:
    """Do they name one another, or say that they bill a part of something?"""
    numbers = {one.number.plain for one in bills}
    return any(bills_a_part(one) or one.summary.paid or not numbers.isdisjoint(one.invoices) for one in bills)


def _numbers(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    for one in (part, rest):
        derived = numbers_alike(one.number, whole.number) in _DERIVED
        yield (3.0, f"{one.written} comes from {whole.written}") if derived else (-0.5, "")


def _orders(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    if set(part.orders).intersection(rest.orders, whole.orders):
        yield 2.0, "the same order"
    elif whole.orders and (others := part.orders + rest.orders) and set(whole.orders).isdisjoint(others):
        yield -4.0, ""


def _dates(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    if part.issued and rest.issued and whole.issued:
        yield (1.0, "both of one day") if part.issued == rest.issued else (-0.5, "")
        if (part.issued - whole.issued).days > _DAYS_MAX:
            yield -4.0, ""


def _lines(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    if part.summary.lines and rest.summary.lines and whole.summary.lines:
        together, first = _billed((*part.summary.lines, *rest.summary.lines)), _billed(whole.summary.lines)
        same = together.keys() == first.keys() and all(_is_near(together[one], first[one]) for one in first)
        yield (3.5, "together the same lines") if same else (-1.0, "")


def _is_near(one: Decimal, other: Decimal) -> bool:
    return EXACT.subtract(one, other).copy_abs() <= _OFF_MAX


def _sums(part: Bill, rest: Bill, whole: Bill) -> Iterator[Weighed]:
    """Round sums come together by chance, and so do those that are some cents off."""
    parts, all_of_it = total([part.amount or ZERO, rest.amount or ZERO]), whole.amount or ZERO
    if not EXACT.remainder(all_of_it, _ROUND):
        yield -1.0, ""
    if parts != all_of_it:
        yield -1.0, ""


def _billed(lines: Iterable[TradeLine]) -> dict[str, Decimal]:
    """How much is billed of each item."""
    billed: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        item = line.seller_item or line.name or ""
        billed[item] = total([billed[item], line.amount or ZERO])
    return billed
