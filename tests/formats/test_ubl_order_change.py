"""What the record keeps of an order change."""

from decimal import Decimal

from counterfoil.model.summary import ORDER, ORDER_CHANGE, Reference
from formats.trade_golden import golden, read_text, summary_of


def test_change_names_its_order() -> None:
    reading = golden("order-change-simple.xml")
    assert (reading.document, reading.format) == (ORDER_CHANGE, "ubl-order-change")
    assert reading.model.sequence == "1"
    assert summary_of(reading).references == (Reference(document=ORDER, number="4500017"),)


def test_changed_and_deleted_lines_are_the_orders_lines_and_added_ones_are_not() -> None:
    changed, deleted, added = summary_of(golden("order-change-simple.xml")).lines
    assert [line.response for line in (changed, deleted, added)] == ["3", "2", "1"]
    assert changed.references == (Reference(document=ORDER, number="4500017", line="10"),)
    assert deleted.references == (Reference(document=ORDER, number="4500017", line="20"),)
    assert added.references == ()
    assert changed.quantity == Decimal(90)


def test_change_without_order_changes_no_line_that_we_know() -> None:
    body = "<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID></cac:LineItem></cac:OrderLine>"
    summary = summary_of(read_text("OrderChange", body))
    assert summary.references == ()
    assert summary.lines[0].references == ()
