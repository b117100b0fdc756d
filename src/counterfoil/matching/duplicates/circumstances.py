"""What do two invoices have in common beside number and amount? Each answer with its weight and in words."""

from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.keys import plain_number
from counterfoil.matching.parties.addresses import address_likeness
from counterfoil.matching.parties.name_likeness import name_likeness
from counterfoil.model.summary import PartySummary

Weighed = tuple[float, str]
"""A weight, as natural logarithm of the odds, and why; a weight against says nothing."""

_NOTHING: Weighed = (0.0, "")
_PARTIAL = ("326", "386", "875", "876", "877")
"""UNTDID 1001: partial, prepayment and construction invoices."""
_SAME_LINES_MAX = 4.0
_SAME_NAME, _SAME_PLACE = 0.8, 0.7
_WEEKS = 27
"""What comes again every month comes again after more days than these."""
_DAYS = ((7, 0.5), (45, 0.0), (120, -0.5))


def circumstances(one: Bill, other: Bill, *, lines_most: float = _SAME_LINES_MAX) -> list[Weighed]:
    """Everything that speaks for or against two invoices being one; `lines_most` is what equal lines say at most."""
    return [
        _dates(one, other),
        _orders(one, other),
        _lines(one, other, lines_most),
        _days_of_delivery(one, other),
        _deliveries(one, other),
        _quotes(one, other),
        _quotes(other, one),
        _NOTHING if bills_a_part(one) == bills_a_part(other) else (-4.0, ""),
    ]


def bills_a_part(bill: Bill) -> bool:
    """Does it say that it bills a part of something that is billed once?"""
    return bill.summary.type_code in _PARTIAL


def bills_one_delivery(one: Bill, other: Bill) -> bool:
    """Do both name the very same despatch or receipt advices?"""
    return bool(one.deliveries) and one.deliveries == other.deliveries


def name_one_order(one: Bill, other: Bill) -> bool:
    """Do they name an order in common?"""
    return not set(one.orders).isdisjoint(other.orders)


def is_readdressed(later: Bill, earlier: Bill) -> bool:
    """Are the same lines of one order, delivery or day of delivery billed to another address of ours?

    One that names the other may as well have the seller's address corrected.
    """
    day, named = later.summary.delivered, later.names(earlier)
    supply = (
        named
        or bills_one_delivery(later, earlier)
        or name_one_order(later, earlier)
        or (day is not None and day == earlier.summary.delivered)
    )
    # Most are told apart before their addresses need to be looked at.
    if not supply or _lines(later, earlier)[0] <= 0:
        return False
    return goes_elsewhere(later, earlier) or (named and _moved(later.summary.seller, earlier.summary.seller))


def may_be_readdressed(later: Bill, earlier: Bill) -> bool:
    """Are the same lines billed to another address of ours within weeks, where nothing tells of two supplies?"""
    return (
        goes_elsewhere(later, earlier)
        and later.issued is not None
        and earlier.issued is not None
        and 0 < (later.issued - earlier.issued).days <= _WEEKS
        and _lines(later, earlier)[0] > 0
        and not any(tell(later, earlier)[0] < 0 for tell in (_orders, _deliveries, _days_of_delivery))
    )


def goes_there_too(third: Bill, later: Bill) -> bool:
    """Is another invoice billed to the same address?"""
    there, here = third.summary.buyer, later.summary.buyer
    alike = address_likeness(there, here) if there is not None and here is not None else None
    return alike == 1 and third.number.plain != later.number.plain


def goes_elsewhere(later: Bill, earlier: Bill) -> bool:
    """Are they billed to different addresses?"""
    return _moved(later.summary.buyer, earlier.summary.buyer)


def supply_two_places(one: Bill, other: Bill) -> bool:
    """Do they tell of goods for different sites?"""
    here, there = one.summary.deliver_to, other.summary.deliver_to
    if here is None or there is None or here == there:
        return False
    alike = address_likeness(here, there)
    return alike is not None and alike < _SAME_PLACE


def _moved(now: PartySummary | None, before: PartySummary | None) -> bool:
    if now is None or before is None or now == before:
        return False
    alike = address_likeness(now, before)
    return alike is not None and alike != 1


def _dates(one: Bill, other: Bill) -> Weighed:
    if one.issued is None or other.issued is None:
        return _NOTHING
    apart = abs((one.issued - other.issued).days)
    if not apart:
        return 2.0, "the same date"
    if (one.issued.day, one.issued.month) == (
        other.issued.month,
        other.issued.day,
    ) and one.issued.year == other.issued.year:
        return 1.5, "the same date with day and month exchanged"
    return next((weight for days, weight in _DAYS if apart <= days), -1.5), ""


def _orders(one: Bill, other: Bill) -> Weighed:
    if not one.orders or not other.orders:
        return _NOTHING
    return (-4.0, "") if set(one.orders).isdisjoint(other.orders) else (1.5, "the same order")


def _days_of_delivery(one: Bill, other: Bill) -> Weighed:
    day, there = one.summary.delivered, other.summary.delivered
    if not day or not there:
        return _NOTHING
    if day != there:
        return -1.5, ""
    # Parts of one order that are billed on the day of delivery tell no more by it than by the date.
    told = day == one.issued == other.issued and name_one_order(one, other)
    return (0.0 if told else 1.0), "the same day of delivery"


def _deliveries(one: Bill, other: Bill) -> Weighed:
    if not one.deliveries or not other.deliveries:
        return _NOTHING
    return (-4.0, "") if set(one.deliveries).isdisjoint(other.deliveries) else (1.5, "the same delivery")


def _quotes(bill: Bill, there: Bill) -> Weighed:
    """Whose number shall the payer quote? A copy under a number of its own may still ask for the first one's."""
    quoted = bill.summary.payment_reference
    if quoted and there.number.plain and plain_number(quoted) == there.number.plain != bill.number.plain:
        return 3.0, f"asks to quote {there.written}"
    return _NOTHING


def _lines(one: Bill, other: Bill, most: float = _SAME_LINES_MAX) -> Weighed:
    """Lines weigh by how many there are; what is billed in one sum here can stand in several lines there."""
    if not one.billed or not other.billed:
        return _NOTHING
    amounts = [amount for amount, _ in one.billed]
    if amounts != [amount for amount, _ in other.billed]:
        lines = len(one.summary.lines), len(other.summary.lines)
        return (0.0 if 1 in lines and lines[0] != lines[1] else -2.5), ""
    if all(_is_like(name, there) for (_, name), (_, there) in zip(one.billed, other.billed, strict=True)):
        return min(float(len(set(amounts))), most), "the same lines"
    return -2.5, ""


def _is_like(name: str, other: str) -> bool:
    """Can lines of one amount bear these names? 'Rent 3/2026' and 'Rent 4/2026' are two: what is counted must agree."""
    if not name or not other or name == other:
        return True
    return _figures(name) == _figures(other) and name_likeness(name, other) >= _SAME_NAME


def _figures(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())
