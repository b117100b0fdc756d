"""Is a payment that names nothing the refund of what a partner paid too much?"""

from decimal import Decimal

from counterfoil.matching.cash.applying import LIKELY, Share
from counterfoil.matching.cash.candidates import DAYS_BACK
from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.cash.open_items import Item
from counterfoil.matching.cash.payers import is_mute, namesakes, window
from counterfoil.matching.cash.till import Till

_ALONE = Decimal("0.97")


def may_refund(movement: Movement) -> bool:
    """Does the text say that money goes back, and nothing of what for?"""
    return movement.is_return and not movement.reversal and is_mute(movement)


def refunded(till: Till, movement: Movement) -> Share | None:
    """The only item that was paid too much by just this amount; a guess where others went back as this did."""
    if movement.day is None or not may_refund(movement):
        return None
    first, last = window(movement.day, DAYS_BACK, 0)
    there = {item.id: item for form in sorted(movement.forms) for item in till.listed(form, first, last)}
    till.foresee(there.values())
    found = [item for item in there.values() if _is_overpaid(till, movement, item)]
    if len(found) != 1:
        return None
    cash = movement.cash.copy_abs()
    sure = LIKELY if any(_is_like(movement, other) for other in namesakes(till, movement)) else _ALONE
    words = ("the other side of the entry is the partner", "as much as was paid too much")
    return Share(found[0], cash, cash, sure, words)


def _is_overpaid(till: Till, movement: Movement, item: Item) -> bool:
    """Was just this amount paid too much on an item, in the other direction?"""
    return (
        item.brings_in(movement.came_in) != movement.came_in
        and not item.is_credit
        and not movement.is_foreign(item.currency)
        and till.stands_for(item)
        and till.remaining(item) == movement.cash.copy_abs().copy_negate()
        and not till.is_undone(movement, item)
    )


def _is_like(movement: Movement, other: Movement) -> bool:
    return other.unit != movement.unit and other.cash == movement.cash and may_refund(other)
