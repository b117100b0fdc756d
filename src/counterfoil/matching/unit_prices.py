"""What does one unit of a line cost, and what so many of them?"""

from decimal import Decimal

from counterfoil.matching.amounts import EXACT, cents, divided
from counterfoil.model.summary import TradeLine

_HALF = Decimal("0.5")
_PLACES_MIN = 2
"""Prices are rounded to cents at most: fewer decimals are zeros that were not written."""


def unit_price(line: TradeLine) -> Decimal | None:
    """The net price of one unit, or else what the amount makes of it; None where the line tells neither."""
    if line.price is not None:
        return divided(line.price, line.price_base) if line.price_base else line.price
    if line.amount is None or not line.quantity:
        return None
    return divided(line.amount, line.quantity)


def value_of(line: TradeLine, quantity: Decimal) -> Decimal | None:
    """What a quantity of a line's goods costs, net; None where the line tells no price."""
    if line.price is None and line.amount is not None and line.quantity:
        return cents(divided(EXACT.multiply(quantity, line.amount), line.quantity))
    if line.price is None:
        return None
    value = EXACT.multiply(quantity, line.price)
    return cents(divided(value, line.price_base) if line.price_base else value)


def amount_of(line: TradeLine) -> Decimal | None:
    """The net amount of a line, as told or as its price makes it."""
    if line.amount is not None or line.quantity is None:
        return line.amount
    return value_of(line, line.quantity)


def half_a_unit(line: TradeLine) -> Decimal:
    """Half a unit in the last place of a price, for one unit of the line."""
    exponent = line.price.as_tuple().exponent if line.price is not None else 0
    places = max(-exponent, _PLACES_MIN) if isinstance(exponent, int) else _PLACES_MIN
    half = EXACT.multiply(_HALF, Decimal(1).scaleb(-places))
    return divided(half, line.price_base) if line.price_base else half
