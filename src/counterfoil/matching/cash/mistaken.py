"""Does a payment give the number of one invoice and the amount of another?"""

from collections.abc import Sequence

from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.cash.naming import Claim, Items, payable_by
from counterfoil.matching.cash.open_items import Item, amount_key, asked_by


def is_mistaken(movement: Movement, claims: Sequence[Claim], find: Items) -> bool:
    """Is the amount, which is not what the only item named asks for, just what another item of the partner asks for?

    That may be less an agreed discount.
    """
    day, currency = movement.day, movement.currency
    if len(claims) != 1 or day is None or currency is None:
        return False
    keys = [amount_key(cents, currency, day) for cents in movement.sought]
    return any(may_be_meant(movement, claims, item) for key in keys for item in find(key))


def may_be_meant(movement: Movement, claims: Sequence[Claim], item: Item) -> bool:
    """Does it name one item alone, but pay what another one of the same partner asks for?

    Whether that is still open does not count: what is left of it follows from what is decided here.
    """
    if len(claims) != 1 or claims[0].stated is not None or movement.reversal:
        return False
    named = claims[0].item
    return (
        item.size != named.size
        and item.number != named.number
        and not named.forms.isdisjoint(item.forms)
        and any(item.signed(each, claims[0].came_in) in movement.fitting for each in asked_by(item))
        and payable_by(movement, item)
    )
