"""Is an invoice in the currency of its order?"""

from collections.abc import Iterator

from counterfoil.matching.amounts import amount_due
from counterfoil.matching.judging.billed_line import latest
from counterfoil.matching.judging.billed_orders import billed_orders
from counterfoil.matching.judging.billing import bills_goods
from counterfoil.matching.judging.context import Context
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded, TradeSummary


def currency_mismatch(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice in another currency than an order that it bills."""
    if summary.currency is None or not bills_goods(invoice, context):
        return
    orders, why = billed_orders(invoice, context)
    others = {order.id: told for order in orders if (told := _currency(order)) not in (None, _plain(summary.currency))}
    if others:
        rests_on = [order for order in orders if order.id in others]
        yield Discrepancy(
            code="currency-mismatch",
            id=invoice.id,
            expected=", ".join(sorted({told for told in others.values() if told})),
            found=summary.currency,
            amount=amount_due(summary),
            currency=summary.currency,
            since=latest(invoice, *rests_on),
            others=tuple(sorted(others)),
            why=why,
        )


def _currency(order: Recorded) -> str | None:
    told = order.summary.currency if isinstance(order.summary, TradeSummary) else None
    return _plain(told) if told else None


def _plain(currency: str) -> str:
    return currency.strip().upper()
