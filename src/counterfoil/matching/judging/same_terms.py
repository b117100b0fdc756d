"""Do two lines ask for the same quantity, at the same price?"""

from counterfoil.matching.named_lines import contradicts
from counterfoil.matching.unit_prices import unit_price
from counterfoil.matching.units import plain_unit
from counterfoil.model.summary import TradeLine


def may_be_same(line: TradeLine, ordered: TradeLine) -> bool:
    """May a line be about goods of an order that its invoice bills: at the same price, unless their numbers differ?"""
    return same_terms(line, ordered) or (_same_price(line, ordered) and not contradicts(line, ordered))


def same_terms(line: TradeLine, ordered: TradeLine) -> bool:
    """Are quantity and price the same? Then it may be the same goods, however seller and buyer number them."""
    return line.quantity is not None and line.quantity == ordered.quantity and _same_price(line, ordered)


def _same_price(line: TradeLine, ordered: TradeLine) -> bool:
    price = unit_price(line)
    return bool(price) and price == unit_price(ordered) and plain_unit(line.unit) == plain_unit(ordered.unit)
