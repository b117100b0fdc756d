"""Do two lines ask for the same quantity at the same price?"""

from counterfoil.matching.unit_prices import unit_price
from counterfoil.matching.units import plain_unit
from counterfoil.model.summary import TradeLine


def same_terms(line: TradeLine, ordered: TradeLine) -> bool:
    """Are quantity and price the same? Then it may be the same goods, however seller and buyer number them."""
    price = unit_price(line)
    if line.quantity is None or ordered.quantity is None or not price or price != unit_price(ordered):
        return False
    return plain_unit(line.unit) == plain_unit(ordered.unit) and line.quantity == ordered.quantity
