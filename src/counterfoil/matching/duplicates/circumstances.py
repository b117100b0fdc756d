"""What do two invoices have in common beside number and amount? Each answer with its weight and in words."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.keys import plain_number
from counterfoil.matching.parties.name_likeness import name_likeness
from counterfoil.model.summary import TradeLine

Weighed = tuple[float, str]
"""A weight, as natural logarithm of the odds, and why; a weight against says nothing."""

_PARTIAL = ("326", "386", "875", "876", "877")
"""UNTDID 1001: partial, prepayment and construction invoices."""
_SAME_LINES_MAX = 4
_SAME_NAME = 0.8
_DAYS = ((7, 0.5), (45, 0.0), (120, -0.5))


def circumstances(one: Bill, other: Bill) -> Iterator[Weighed]:
    """Everything that speaks for or against two invoices being one."""
    yield from _dates(one, other)
    yield from _orders(one, other)
    yield from _lines(one.summary.lines, other.summary.lines)
    yield from _deliveries(one, other)
    yield from _quotes(one, other)
    if bills_a_part(one) != bills_a_part(other):
        yield -4.0, ""


def bills_a_part(bill: Bill) -> bool:
    """Does it say that it bills a part of something that is billed once?"""
    return bill.summary.type_code in _PARTIAL


def _dates(one: Bill, other: Bill) -> Iterator[Weighed]:
    if one.issued is None or other.issued is None:
        return
    apart = abs((one.issued - other.issued).days)
    if not apart:
        yield 2.0, "the same date"
    elif (one.issued.day, one.issued.month) == (
        other.issued.month,
        other.issued.day,
    ) and one.issued.year == other.issued.year:
        yield 1.5, "the same date with day and month exchanged"
    else:
        yield next((weight for days, weight in _DAYS if apart <= days), -1.5), ""


def _orders(one: Bill, other: Bill) -> Iterator[Weighed]:
    if one.orders and other.orders:
        yield (-4.0, "") if one.orders.isdisjoint(other.orders) else (1.5, "the same order")


def _deliveries(one: Bill, other: Bill) -> Iterator[Weighed]:
    day, other_day = one.summary.delivered, other.summary.delivered
    if day and other_day:
        yield (1.0, "the same day of delivery") if day == other_day else (-1.5, "")
    if one.deliveries and other.deliveries:
        yield (-4.0, "") if one.deliveries.isdisjoint(other.deliveries) else (1.5, "the same delivery")


def _quotes(one: Bill, other: Bill) -> Iterator[Weighed]:
    """Whose number shall the payer quote? A copy under a number of its own may still ask for the first one's."""
    for bill, there in ((one, other), (other, one)):
        quoted = plain_number(bill.summary.payment_reference or "")
        if quoted and quoted == plain_number(there.number) != plain_number(bill.number):
            yield 3.0, f"asks to quote {there.number}"


def _lines(ours: tuple[TradeLine, ...], theirs: tuple[TradeLine, ...]) -> Iterator[Weighed]:
    """Lines weigh by how many there are; what is billed in one sum here can stand in several lines there."""
    amounts, others = _amounts(ours), _amounts(theirs)
    if not amounts or not others:
        return
    if amounts != others:
        yield (0.0 if 1 in (len(ours), len(theirs)) and len(ours) != len(theirs) else -2.5), ""
    elif _names_agree(ours, theirs):
        yield float(min(len(amounts), _SAME_LINES_MAX)), "the same lines"
    else:
        yield -2.5, ""


def _amounts(lines: tuple[TradeLine, ...]) -> Counter[Decimal]:
    return Counter(line.amount for line in lines if line.amount is not None)


def _names_agree(ours: tuple[TradeLine, ...], theirs: tuple[TradeLine, ...]) -> bool:
    """Do lines of one amount bear one name? 'Rent 3/2026' and 'Rent 4/2026' are two: what is counted must agree."""
    return all(_is_like(one.name, other.name) for one, other in zip(_by_amount(ours), _by_amount(theirs), strict=True))


def _is_like(name: str | None, other: str | None) -> bool:
    if not name or not other or name == other:
        return True
    return _figures(name) == _figures(other) and name_likeness(name, other) >= _SAME_NAME


def _by_amount(lines: tuple[TradeLine, ...]) -> list[TradeLine]:
    return sorted((line for line in lines if line.amount is not None), key=lambda line: (line.amount, line.name or ""))


def _figures(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())
