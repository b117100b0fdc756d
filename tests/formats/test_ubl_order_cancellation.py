"""What the record keeps of an order cancellation."""

from counterfoil.model.summary import ORDER, ORDER_CANCELLATION, Reference
from formats.trade_golden import golden, summary_of


def test_cancellation_names_its_order_and_why() -> None:
    reading = golden("order-cancellation-simple.xml")
    summary = summary_of(reading)
    assert (reading.document, reading.format) == (ORDER_CANCELLATION, "ubl-order-cancellation")
    assert summary.references == (Reference(document=ORDER, number="4500017"),)
    assert summary.notes == ("No longer needed",)


def test_reasons_stand_before_other_notes() -> None:
    assert summary_of(golden("order-cancellation-rich.xml")).notes == (
        "first reason",
        "second reason",
        "first note",
        "second note",
    )
