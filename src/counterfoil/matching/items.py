"""Are two lines about the same item?"""

from counterfoil.matching.goods import SAME_GOODS, goods_of, identity
from counterfoil.matching.keys import plain_number
from counterfoil.model.summary import TradeLine


def same_item(one: TradeLine, other: TradeLine) -> bool | None:
    """True where numbers or names say so, False where they speak against it, None where nothing tells."""
    evidence = identity(goods_of(one), goods_of(other))
    return True if evidence >= SAME_GOODS else None if evidence >= 0 else False


def item_numbers(line: TradeLine) -> frozenset[str]:
    """All numbers of a line's item, spelled one way; a GTIN without the zeros that fill it up."""
    standard = plain_number(line.standard_item or "").lstrip("0")
    others = (plain_number(line.seller_item or ""), plain_number(line.buyer_item or ""))
    return frozenset(number for number in (standard, *others) if number)
