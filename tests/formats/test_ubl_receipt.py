"""What the record keeps of a receipt advice, above all what of a line was accepted."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.formats.ubl_receipt import accepted
from counterfoil.model.receipt import ReceiptLine
from counterfoil.model.summary import DESPATCH_ADVICE, ORDER, RECEIPT_ADVICE, Reference, TradeLine
from counterfoil.model.values import Quantity
from formats.trade_golden import golden, read_text, summary_of


def _quantity(written: str | None, unit: str | None = "EA") -> Quantity | None:
    if written is None:
        return None
    return Quantity(value=None if written == "?" else Decimal(written), unit=unit, written=written)


@pytest.mark.parametrize(
    ("received", "rejected", "expected"),
    [
        ("75", "2.5", "72.5"),
        ("75", "0", "75"),
        ("75", "75", "0"),
        ("75", None, "75"),
        # Rejecting more than came in means that the sender counts what was kept.
        ("0", "10", "0"),
        ("5", "10", "5"),
        ("75", "?", None),
        ("75", "-1", None),
        ("?", "1", None),
        ("?", None, None),
        (None, "1", None),
        (None, None, None),
    ],
)
def test_accepted_is_what_came_in_less_what_was_rejected(
    received: str | None, rejected: str | None, expected: str | None
) -> None:
    line = ReceiptLine(received=_quantity(received), rejected=_quantity(rejected))
    assert accepted(line) == (None if expected is None else Decimal(expected))


def test_short_quantity_never_came_in_and_is_not_taken_off() -> None:
    line = ReceiptLine(received=_quantity("75"), short=_quantity("5"), rejected=_quantity("2"))
    assert accepted(line) == 73


@pytest.mark.parametrize(("unit", "expected"), [("EA", "7"), (None, "7"), ("BX", None)])
def test_quantities_in_different_units_are_not_mixed(unit: str | None, expected: str | None) -> None:
    line = ReceiptLine(received=_quantity("10"), rejected=_quantity("3", unit))
    assert accepted(line) == (None if expected is None else Decimal(expected))


@given(st.integers(0, 10**40), st.integers(0, 10**40), st.integers(0, 30))
def test_accepted_is_exact(received: int, rejected: int, places: int) -> None:
    came, refused = Decimal(f"{received}e-{places}"), Decimal(f"{rejected}e-{places}")
    line = ReceiptLine(received=Quantity(value=came, unit="EA"), rejected=Quantity(value=refused, unit="EA"))
    found = accepted(line)
    assert found is not None
    numerator, denominator = found.as_integer_ratio()
    expected = received - rejected if rejected <= received else received
    assert numerator * 10**places == expected * denominator


def test_simple_receipt_receives_despatch_and_order_lines() -> None:
    reading = golden("receipt-simple.xml")
    summary = summary_of(reading)
    assert (reading.document, reading.format) == (RECEIPT_ADVICE, "ubl-receipt-advice")
    order = Reference(document=ORDER, number="4500017", issued=date(2026, 3, 2))
    despatch = Reference(document=DESPATCH_ADVICE, number="LS-204", issued=date(2026, 3, 27))
    assert summary.references == (order, despatch)
    assert summary.delivered == date(2026, 3, 31)
    first, second = summary.lines
    assert first == TradeLine(
        id="1",
        quantity=Decimal("72.5"),
        unit="MTK",
        quantity_short=Decimal(5),
        quantity_rejected=Decimal("2.5"),
        delivered=date(2026, 3, 30),
        name="Birch veneer 0.6 mm",
        seller_item="BF-06",
        buyer_item="V-100",
        standard_item="07312345000993",
        references=(
            Reference(document=ORDER, number="4500017", issued=date(2026, 3, 2), line="10"),
            Reference(document=DESPATCH_ADVICE, number="LS-204", issued=date(2026, 3, 27), line="1"),
        ),
    )
    assert second == TradeLine(id="2", quantity=Decimal(4), unit="EA", delivered=date(2026, 3, 31))


def test_recipient_buys_and_sender_sells_where_no_other_is_named() -> None:
    summary = summary_of(golden("receipt-simple.xml"))
    assert summary.buyer is not None
    assert summary.seller is not None
    assert (summary.buyer.name, summary.seller.name) == ("Nordholz Möbel GmbH", "Birkverk Faner AB")


def test_named_seller_and_buyer_go_before_sender_and_recipient() -> None:
    summary = summary_of(golden("receipt-rich.xml"))
    assert summary.buyer is not None
    assert summary.seller is not None
    assert (summary.buyer.name, summary.seller.name) == ("buyer registered name", "seller registered name")


def test_lots_come_from_all_items_of_a_line_and_the_name_from_the_first() -> None:
    (line,) = summary_of(golden("receipt-rich.xml")).lines
    assert line.name == "received name"
    assert line.lots == ("received lot", "further lot")
    assert line.handling_units == ("line unit id",)


def test_each_despatch_line_is_referred_to_in_its_own_document() -> None:
    (line,) = summary_of(golden("receipt-rich.xml")).lines
    assert [(each.number, each.line) for each in line.references if each.document == DESPATCH_ADVICE] == [
        ("first despatch document number", "first despatch line"),
        ("second despatch document number", "second despatch line"),
    ]


def test_day_of_delivery_stands_in_where_no_line_has_a_day() -> None:
    day = "<cac:Delivery><cbc:ActualDeliveryDate>2026-05-04</cbc:ActualDeliveryDate></cac:Delivery>"
    body = f"<cac:Shipment>{day}</cac:Shipment><cac:ReceiptLine><cbc:ID>1</cbc:ID></cac:ReceiptLine>"
    assert summary_of(read_text("ReceiptAdvice", body)).delivered == date(2026, 5, 4)
    assert summary_of(read_text("ReceiptAdvice", "")).delivered is None


def test_unit_of_a_line_that_only_rejects_or_misses_is_that_quantitys() -> None:
    for name in ("RejectedQuantity", "ShortQuantity"):
        body = f"<cac:ReceiptLine><cbc:{name} unitCode='BX'>1</cbc:{name}></cac:ReceiptLine>"
        (line,) = summary_of(read_text("ReceiptAdvice", body)).lines
        assert (line.quantity, line.unit) == (None, "BX")


def test_line_that_names_a_despatch_and_no_line_of_it_refers_to_the_despatch() -> None:
    body = """
      <cac:DespatchDocumentReference><cbc:ID>A</cbc:ID></cac:DespatchDocumentReference>
      <cac:ReceiptLine>
        <cac:DespatchLineReference><cbc:LineID>NA</cbc:LineID>
          <cac:DocumentReference><cbc:ID>B</cbc:ID></cac:DocumentReference></cac:DespatchLineReference>
        <cac:DespatchLineReference/>
      </cac:ReceiptLine>"""
    (line,) = summary_of(read_text("ReceiptAdvice", body)).lines
    assert line.references == (Reference(document=DESPATCH_ADVICE, number="B"),)


def test_despatch_line_of_one_of_two_despatches_is_not_guessed() -> None:
    body = """
      <cac:DespatchDocumentReference><cbc:ID>A</cbc:ID></cac:DespatchDocumentReference>
      <cac:DespatchDocumentReference><cbc:ID>B</cbc:ID></cac:DespatchDocumentReference>
      <cac:ReceiptLine><cac:DespatchLineReference><cbc:LineID>1</cbc:LineID></cac:DespatchLineReference>
      </cac:ReceiptLine>"""
    (line,) = summary_of(read_text("ReceiptAdvice", body)).lines
    assert line.references == (Reference(document=DESPATCH_ADVICE, number="", line="1"),)
