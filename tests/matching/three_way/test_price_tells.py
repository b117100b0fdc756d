"""Several lines of an order about one article at different prices: that of the invoice tells which one is meant."""

from datetime import date, timedelta
from decimal import Decimal

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import DAY, Record, invoice, item, order, receipt, ref

PO = kinds.ORDER


def later(days: int) -> date:
    """A day after the order's."""
    return DAY + timedelta(days=days)


def cutter(id: str, quantity: str, price: str | None, line: str | None = None) -> TradeLine:
    """A line about one article; receipts name the line."""
    refs = () if line is None else (ref(PO, "PO-8488", line),)
    return item(
        id, quantity, *refs, price=None if price is None else Decimal(price), name="Cutter 71", seller_item="K-1"
    )


ORDER = order("PO-8488", cutter("10", "10", "171.65"), cutter("20", "25", "154.49"), issued=DAY)
RECEIPTS = (
    receipt("RA-1", cutter("1", "5", None, "10"), issued=later(3)),
    receipt("RA-2", cutter("1", "2", None, "10"), cutter("2", "7", None, "20"), issued=later(6)),
)


def billed(*lines: TradeLine) -> Recorded:
    """An invoice that names no order."""
    return invoice("INV-1", *lines, issued=later(9))


def test_the_price_tells_more_than_a_quantity_that_came_of_another_line() -> None:
    record = Record(ORDER, *RECEIPTS, billed(cutter("1", "7", "171.65"), cutter("2", "7", "154.49")))
    assert record.told("bills") == ["bills INV-1:1 PO-8488:1?", "bills INV-1:2 PO-8488:2?"]
    assert all(one.confidence >= Decimal("0.9") for one in record.links if one.kind == "bills")
    assert record.faults() == []


def test_where_the_price_is_neither_the_quantity_tells() -> None:
    record = Record(ORDER, *RECEIPTS, billed(cutter("1", "10", "180.00")))
    assert record.told("bills") == ["bills INV-1:1 PO-8488:1?"]
    assert record.faults("price-over-ordered") == ["price-over-ordered INV-1:1 171.65 180.00 83.50"]


def test_a_line_that_is_used_up_is_not_meant_for_its_price() -> None:
    first = invoice("INV-0", cutter("1", "10", "171.65", "10"), issued=later(4))
    record = Record(ORDER, first, billed(cutter("1", "25", "171.65")))
    assert record.told("bills") == ["bills INV-0:1 PO-8488:1", "bills INV-1:1 PO-8488:2?"]
