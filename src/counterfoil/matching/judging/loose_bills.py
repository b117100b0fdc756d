"""May goods that were received be billed by an invoice that names no order?"""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.items import same_item
from counterfoil.matching.judging.history import LOOSE, MANY, RECEIVED, earlier, later, names_no_order, seller_forms
from counterfoil.matching.judging.supply import Supply
from counterfoil.matching.mentions import lines_of
from counterfoil.model.link import End
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary

_BEFORE, _AFTER = timedelta(days=30), timedelta(days=200)
"""So long before and after the goods came they may be billed."""


def loose_lines(receipt: TradeSummary, shelf: Shelf) -> dict[End, TradeLine]:
    """The lines of the seller's invoices that name no order, in the time in which a receipt may be billed."""
    found: dict[End, TradeLine] = {}
    if receipt.issued is not None:
        first, last = earlier(receipt.issued, _BEFORE), later(receipt.issued, _AFTER)
        for form in seller_forms(receipt.seller):
            for invoice in shelf.placed(f"{LOOSE}|{form}", first, last, MANY):
                lines = enumerate(lines_of(invoice.summary), 1)
                found |= {End(id=invoice.id, line=str(position)): line for position, line in lines}
    return found


def may_bill(line: TradeLine, goods: Iterable[TradeLine], supply: Supply) -> bool:
    """Does an invoice line ask for just as much of the item as one of these lines, ordered or received?"""
    return line.quantity is not None and any(
        each.quantity is not None
        and same_item(line, each)
        and supply.in_unit(each.quantity, each.unit, line.unit, each, line) == line.quantity
        for each in goods
    )


def near(document: Recorded, shelf: Shelf, new: Collection[bytes]) -> Iterator[bytes]:
    """The receipts of goods that an invoice without an order may bill."""
    del new
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.issued is None or not names_no_order(document):
        return
    first, last = earlier(summary.issued, _AFTER), later(summary.issued, _BEFORE)
    for form in seller_forms(summary.seller):
        yield from (one.id for one in shelf.placed(f"{RECEIVED}|{form}", first, last, MANY))
