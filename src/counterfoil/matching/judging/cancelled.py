"""Was the order of an invoice cancelled?"""

from collections.abc import Iterator

from counterfoil.matching.amounts import amount_due, plain
from counterfoil.matching.judging.billed_line import latest
from counterfoil.matching.judging.billed_orders import billed_orders
from counterfoil.matching.judging.billing import bills_goods
from counterfoil.matching.judging.context import Context
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded, TradeSummary


def order_cancelled(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice on an order that was cancelled, whenever that was."""
    if not bills_goods(invoice, context):
        return
    orders, why = billed_orders(invoice, context)
    links = [link for order in orders for link in context.into(order.id, "cancels") if context.is_likely(link)]
    cancellations = context.sources(links)
    due = amount_due(summary)
    if cancellations:
        gone = [order for order in orders if any(link.target.id == order.id for link in links)]
        yield Discrepancy(
            code="order-cancelled",
            id=invoice.id,
            expected="0",
            found=None if due is None else plain(due),
            amount=due,
            currency=summary.currency,
            since=latest(invoice, *cancellations),
            others=tuple(sorted({one.id for one in (*gone, *cancellations)})),
            why=tuple(dict.fromkeys((*why, *(reason for link in links for reason in link.evidence)))),
        )
