"""Does a line bill what nobody ordered?"""

from collections.abc import Collection, Iterable, Iterator

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import plain
from counterfoil.matching.goods import goods_of, is_extra
from counterfoil.matching.items import same_item
from counterfoil.matching.judging.billed_line import BilledLine
from counterfoil.matching.judging.billed_orders import billed_orders
from counterfoil.matching.judging.given_back import given_back
from counterfoil.matching.judging.history import ORDERED, newly_covered, orders_before, unlinked_after
from counterfoil.matching.judging.same_terms import may_be_same, same_terms
from counterfoil.matching.judging.spanning import RECENT
from counterfoil.matching.judging.supply import Supply
from counterfoil.matching.mentions import lines_of
from counterfoil.matching.parties.identity import BUYER
from counterfoil.matching.unit_prices import amount_of, unit_price
from counterfoil.matching.units import plain_unit
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy, End
from counterfoil.model.summary import Recorded, TradeLine

AHEAD = 0
"""An order that comes after the invoice does not tell that sales went by orders."""


def not_ordered(billed: BilledLine) -> Iterator[Discrepancy]:
    """A line of a seller whose sales to us go by orders that bills no line of any; freight and charges too.

    Nothing is said where it may bill a line after all: where links of the invoice are only proposed, or where an order
    of the invoice has such an item.
    """
    line, amount = billed.line, amount_of(billed.line)
    if billed.invoice.role != BUYER or billed.links or amount is None or amount <= 0:
        return
    if given_back(billed.end, billed.context).is_anything or not billed.is_covered(ORDERED, AHEAD):
        return
    if not _may_be_ordered(billed):
        orders, _ = billed_orders(billed.invoice, billed.context)
        found = "1" if line.quantity is None else plain(line.quantity)
        yield billed.differs("not-ordered", "0", found, amount, orders)


def near(document: Recorded, shelf: Shelf, new: Collection[bytes]) -> Iterator[bytes]:
    """The invoices of a seller whose sales to us go by orders as this one tells."""
    if document.summary.document == kinds.ORDER:
        yield from newly_covered(document, ORDERED, AHEAD, shelf, new)
        yield from unlinked_after(document, RECENT, shelf)


def _may_be_ordered(billed: BilledLine) -> bool:
    """May a line bill an order line after all?

    Where an order is only proposed, or one of the invoice has such an item, or a line for the very quantity that nobody
    bills; or any order of the time before, if it is the very quantity, on this line or, where the invoice bills no
    order at all, on any of its lines.
    """
    line, context = billed.line, billed.context
    links = context.out_of(billed.invoice.id, "bills")
    if not is_extra(goods_of(line)) and not all(link.source.line and context.is_likely(link) for link in links):
        return True
    if any(same_item(line, other) or may_be_same(line, other) for other in _lines_of_orders(billed)):
        return True
    if any(_is_the_quantity(line, other, billed.supply) for other in _unbilled(billed)):
        return True
    if links:
        return _is_recent(billed, (line,))
    if "may be ordered" not in billed.known:
        billed.known["may be ordered"] = _is_recent(billed, lines_of(billed.summary))
    return billed.known["may be ordered"]


def _is_recent(billed: BilledLine, lines: Iterable[TradeLine]) -> bool:
    """Does an order of the time before ask for the very quantity of one of these lines?"""
    orders = orders_before(billed.summary, RECENT, billed.context.shelf)
    ordered = [other for order in orders for other in lines_of(order.summary)]
    supply = billed.supply
    lines = [line for line in lines if not is_extra(goods_of(line))]
    if any(_has_prices(lines_of(order.summary), lines) for order in orders):
        return True
    return any(
        same_terms(mine, other) or (_is_the_quantity(mine, other, supply) and same_item(mine, other))
        for mine in lines
        for other in ordered
    )


def _has_prices(ordered: Iterable[TradeLine], lines: Collection[TradeLine]) -> bool:
    """Does an order ask for goods at the very prices of several lines?"""
    known = {(unit_price(line), plain_unit(line.unit)) for line in ordered}
    told = {(unit_price(line), plain_unit(line.unit)) for line in lines}
    return len(told) > 1 and told <= known


def _is_the_quantity(line: TradeLine, ordered: TradeLine, supply: Supply) -> bool:
    if ordered.quantity is None or line.quantity is None:
        return True
    return supply.in_unit(ordered.quantity, ordered.unit, line.unit, ordered, line) in (line.quantity, None)


def _lines_of_orders(billed: BilledLine) -> Iterator[TradeLine]:
    """The lines of the orders that the invoice bills as a whole or in part, and those that changes added to them."""
    context = billed.context
    orders, _ = billed_orders(billed.invoice, context)
    changes = context.sources(link for order in orders for link in context.into(order.id, "changes"))
    for document in (*orders, *changes):
        yield from lines_of(document.summary)


def _unbilled(billed: BilledLine) -> Iterator[TradeLine]:
    """The lines of the invoice's orders that no invoice bills; none are looked for to freight and charges."""
    context = billed.context
    orders, _ = ([], ()) if is_extra(goods_of(billed.line)) else billed_orders(billed.invoice, context)
    for order in orders:
        for position, line in enumerate(lines_of(order.summary), 1):
            ends = billed.supply.tree(End(id=order.id, line=str(position)))
            if line.quantity is not None and not any(context.into_end(end, "bills") for end in ends):
                yield line
