"""What do two invoices have in common beside number and amount? Each answer with its weight and in words."""

from collections.abc import Iterator

from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.keys import plain_number
from counterfoil.matching.parties.name_likeness import name_likeness

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
    yield from _lines(one, other)
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
        yield (-4.0, "") if set(one.orders).isdisjoint(other.orders) else (1.5, "the same order")


def _deliveries(one: Bill, other: Bill) -> Iterator[Weighed]:
    day, other_day = one.summary.delivered, other.summary.delivered
    if day and other_day:
        yield (1.0, "the same day of delivery") if day == other_day else (-1.5, "")
    if one.deliveries and other.deliveries:
        yield (-4.0, "") if set(one.deliveries).isdisjoint(other.deliveries) else (1.5, "the same delivery")


def _quotes(one: Bill, other: Bill) -> Iterator[Weighed]:
    """Whose number shall the payer quote? A copy under a number of its own may still ask for the first one's."""
    for bill, there in ((one, other), (other, one)):
        quoted = plain_number(bill.summary.payment_reference or "")
        if quoted and quoted == there.number.plain != bill.number.plain:
            yield 3.0, f"asks to quote {there.written}"


def _lines(one: Bill, other: Bill) -> Iterator[Weighed]:
    """Lines weigh by how many there are; what is billed in one sum here can stand in several lines there."""
    if not one.billed or not other.billed:
        return
    amounts = [amount for amount, _ in one.billed]
    if amounts != [amount for amount, _ in other.billed]:
        lines = len(one.summary.lines), len(other.summary.lines)
        yield (0.0 if 1 in lines and lines[0] != lines[1] else -2.5), ""
    elif all(_is_like(name, there) for (_, name), (_, there) in zip(one.billed, other.billed, strict=True)):
        yield float(min(len(set(amounts)), _SAME_LINES_MAX)), "the same lines"
    else:
        yield -2.5, ""


def _is_like(name: str, other: str) -> bool:
    """Can lines of one amount bear these names? 'Rent 3/2026' and 'Rent 4/2026' are two: what is counted must agree."""
    if not name or not other or name == other:
        return True
    return _figures(name) == _figures(other) and name_likeness(name, other) >= _SAME_NAME


def _figures(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())
