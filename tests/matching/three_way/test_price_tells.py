"""Several lines of an order about one article at different prices: that of the invoice tells which one is meant."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import DAY, Record, invoice, item, order, receipt, ref, trade

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


TWO = tuple(order(number, cutter("1", "10", "59.00"), issued=DAY) for number in ("PO-8501", "PO-8502"))


def said(kind: str, price: str | None, **terms: Any) -> Recorded:
    """A word on the first of two orders for the same."""
    line = msgspec.structs.replace(cutter("1", "10", price), references=(ref(PO, "PO-8501", "1"),), **terms)
    return trade(kind, "AB-1", line, references=(ref(PO, "PO-8501"),), issued=later(1), response="CA")


@pytest.mark.parametrize("kind", [kinds.ORDER_RESPONSE, kinds.ORDER_CHANGE])
def test_of_equal_lines_that_one_is_billed_whose_price_was_agreed_on_later(kind: str) -> None:
    lines = cutter("1", "10", "59.00"), cutter("2", "10", "66.09")
    bill = invoice("INV-1", *lines, issued=later(9), notes=("PO-8501, PO-8502",))
    record = Record(*TWO, said(kind, "66.09"), bill)
    assert record.told("bills") == ["bills INV-1:1 PO-8502:1?", "bills INV-1:2 PO-8501:1?"]
    assert record.faults() == []


@pytest.mark.parametrize("terms", [{"price": None}, {"price": "66.09", "unit": "KGM"}])
def test_what_tells_no_price_of_the_same_unit_leaves_the_price_as_it_was(terms: dict[str, Any]) -> None:
    first = order("PO-8501", cutter("1", "10", "66.09"), issued=DAY)
    bill = invoice("INV-1", cutter("1", "10", "66.09"), issued=later(9), notes=("PO-8501, PO-8502",))
    record = Record(first, TWO[1], said(kinds.ORDER_RESPONSE, **{"price": "59.00", **terms}), bill)
    assert record.told("bills") == ["bills INV-1:1 PO-8501:1?"]
