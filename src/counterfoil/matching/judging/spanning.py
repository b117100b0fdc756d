"""May a line bill goods of several orders, of which only some are known to be its own?"""

from datetime import timedelta
from decimal import Decimal
from itertools import combinations

from counterfoil.matching.amounts import EXACT, total
from counterfoil.matching.goods import goods_of, is_extra
from counterfoil.matching.items import same_item
from counterfoil.matching.judging.billed_line import BilledLine
from counterfoil.matching.judging.history import orders_before
from counterfoil.matching.mentions import lines_of
from counterfoil.matching.targets import conflict
from counterfoil.matching.unit_prices import unit_price
from counterfoil.matching.units import plain_unit
from counterfoil.model import summary as kinds
from counterfoil.model.link import End
from counterfoil.model.summary import TradeLine

RECENT = timedelta(days=200)
"""So long goods may be billed after they were ordered."""
_LINES_MAX = 12
_TOGETHER_MAX = 2
"""More than that add up to nearly everything by chance."""
_OTHERS_MIN = 2
"""So many other lines tell what an invoice is about."""
_SAME_PRICE = Decimal("0.005")


def may_span(billed: BilledLine, excess: Decimal) -> bool:
    """Is what is too much just what other recent orders of the item ask for?

    Never of a line that names its own, nor on an invoice whose other lines are all about the same orders.
    """
    if all(link.confidence == 1 for link in billed.links) or _names_its_own(billed) or _is_among_its_own(billed):
        return False
    quantities = _others(billed)[-_LINES_MAX:]
    beyond = {excess, _beyond_shipped(billed)}
    return any(
        total([*chosen]) in beyond
        for count in range(1, _TOGETHER_MAX + 1)
        for chosen in combinations(quantities, count)
    )


def _names_its_own(billed: BilledLine) -> bool:
    """Does the line itself name as many orders as it bills, however their numbers are written?"""
    named = {each.number for each in billed.line.references if each.document == kinds.ORDER and each.number}
    return len(named) == len({root.id for root in billed.roots})


def _is_among_its_own(billed: BilledLine) -> bool:
    """Do at least two other lines of the invoice bill goods, and all of them those of the same orders?"""
    orders = {root.id for root in billed.roots}
    others = [
        {root.id for root in billed.supply.billed_by(End(id=billed.invoice.id, line=str(position)))}
        for position, line in enumerate(lines_of(billed.summary), 1)
        if str(position) != billed.end.line and not is_extra(goods_of(line))
    ]
    return len(others) >= _OTHERS_MIN and all(one and one <= orders for one in others)


def _beyond_shipped(billed: BilledLine) -> Decimal | None:
    """What the line bills beyond what was shipped of its own orders, which may be less than was ordered."""
    shipped: list[Decimal] = []
    for end in (end for root in billed.roots for end in billed.supply.tree(root)):
        line = billed.context.trade_line(end) if billed.context.is_a(end.id, kinds.DESPATCH_ADVICE) else None
        if line is not None and line.quantity is not None:
            quantity = billed.supply.in_unit(line.quantity, line.unit, billed.line.unit, line, billed.line)
            shipped += [] if quantity is None else [quantity]
    asked = billed.line.quantity
    return total([asked, *(each.copy_negate() for each in shipped)]) if asked is not None and shipped else None


def _others(billed: BilledLine) -> list[Decimal]:
    """What other order lines of the two companies ask for of the item, in the unit of the invoice line."""
    found: list[Decimal] = []
    for order in orders_before(billed.summary, RECENT, billed.context.shelf):
        for position, line in enumerate(() if conflict(order, billed.invoice) else lines_of(order.summary), 1):
            if End(id=order.id, line=str(position)) in billed.roots or line.quantity is None:
                continue
            if same_item(billed.line, line) and not _is_dearer_or_cheaper(billed.line, line):
                quantity = billed.supply.in_unit(line.quantity, line.unit, billed.line.unit, line, billed.line)
                found += [] if quantity is None else [quantity]
    return found


def _is_dearer_or_cheaper(line: TradeLine, ordered: TradeLine) -> bool:
    """Is another price asked for a unit than was ordered there? Then the line bills none of it."""
    price, there = unit_price(line), unit_price(ordered)
    if price is None or there is None or plain_unit(line.unit) != plain_unit(ordered.unit):
        return False
    return EXACT.subtract(price, there).copy_abs() > EXACT.multiply(there.copy_abs(), _SAME_PRICE)
