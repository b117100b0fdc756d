"""Was the order of an invoice cancelled?"""

from collections.abc import Iterable, Iterator
from datetime import date

from counterfoil.matching.amounts import ZERO, amount_due, plain, total
from counterfoil.matching.judging.billed_line import latest
from counterfoil.matching.judging.billed_orders import billed_orders
from counterfoil.matching.judging.billing import bills_goods
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.supply import supply_of
from counterfoil.matching.mentions import lines_of
from counterfoil.model.link import Discrepancy, End, Link
from counterfoil.model.summary import Recorded, TradeSummary

_BROUGHT = ("ships", "receives")


def order_cancelled(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice on an order that was cancelled, whenever that was.

    A cancellation that comes when a part was delivered takes back the rest: what came and was billed before is owed.
    """
    if not bills_goods(invoice, context):
        return
    orders, why = billed_orders(invoice, context)
    links = [
        link
        for order in orders
        for link in context.into(order.id, "cancels")
        if context.is_likely(link) and not _is_about_the_rest(link, invoice, context)
    ]
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


def _is_about_the_rest(cancels: Link, invoice: Recorded, context: Context) -> bool:
    """Had the order been delivered in part, and this part been billed by the invoice, when the cancellation came?"""
    day = _day(context.documents.get(cancels.source.id))
    billed, order = _day(invoice), context.documents[cancels.target.id]
    if day is None or billed is None or billed >= day:
        return False
    came = [_is_delivered(End(id=order.id, line=str(at)), day, context) for at in _places(order)]
    if all(came):
        return False
    supply = supply_of(context)
    lines = {
        root.line
        for link in context.out_of(invoice.id, "bills")
        for root in supply.roots(link.target)
        if root.id == order.id
    }
    return bool(lines) and all(line is not None and _came(End(id=order.id, line=line), day, context) for line in lines)


def _is_delivered(ordered: End, day: date, context: Context) -> bool:
    """Had all of an order line been shipped or received before a day, as far as its quantity can be told?"""
    line = context.trade_line(ordered)
    if line is None or line.quantity is None:
        return bool(_came(ordered, day, context))
    supply = supply_of(context)
    for kind in _BROUGHT:
        links = [link for link in _came(ordered, day, context) if link.kind == kind]
        told = [
            ZERO if link.quantity is None else supply.in_unit(link.quantity, link.unit, line.unit, line)
            for link in links
        ]
        if total([each for each in told if each is not None]) >= line.quantity:
            return True
    return False


def _came(ordered: End, day: date, context: Context) -> list[Link]:
    """The links of what shipped or received an order line before a day."""
    links: Iterable[Link] = (link for kind in _BROUGHT for link in context.into_end(ordered, kind))
    return [
        link
        for link in links
        if context.is_likely(link) and (there := _day(context.documents.get(link.source.id))) and there < day
    ]


def _places(order: Recorded) -> range:
    return range(1, len(lines_of(order.summary)) + 1)


def _day(document: Recorded | None) -> date | None:
    summary = None if document is None else document.summary
    return summary.issued if isinstance(summary, TradeSummary) else None
