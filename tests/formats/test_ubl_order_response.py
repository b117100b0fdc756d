"""What the record keeps of an order response or order agreement."""

from datetime import date
from decimal import Decimal

from counterfoil.model.invoice import DocumentReference
from counterfoil.model.order_response import OrderResponse
from counterfoil.model.summary import ORDER, ORDER_CHANGE, ORDER_RESPONSE, Reference
from formats.trade_golden import golden, read_text, summary_of


def test_simple_response_answers_its_order() -> None:
    reading = golden("order-response-simple.xml")
    summary = summary_of(reading)
    assert (reading.document, reading.format) == (ORDER_RESPONSE, "ubl-order-response")
    assert (summary.response, summary.lines) == ("AP", ())
    assert summary.references == (Reference(document=ORDER, number="4500017"),)


def test_line_answers_the_order_line_that_it_names() -> None:
    first, second = summary_of(golden("order-response-rich.xml")).lines
    assert first.references == (
        Reference(document=ORDER, number="referenced order", issued=date(2026, 3, 1), line="referenced line"),
        Reference(document="sales-order", number="referenced sales order", line="referenced sales line"),
    )
    # The second line names the line alone; its order stands at the head.
    assert second.references == (
        Reference(document=ORDER, number="answered order", issued=date(2026, 3, 1), line="20"),
    )
    assert (first.response, second.response) == ("3", "7")


def test_substitute_tells_what_will_come_instead() -> None:
    line, _ = summary_of(golden("order-response-rich.xml")).lines
    (substitute,) = line.substitutes
    assert (substitute.name, substitute.seller_item, substitute.standard_item) == (
        "substitute item",
        "SS-1",
        "04012345000016",
    )
    assert substitute.tax_rate == 7
    assert (line.name, line.seller_item) == ("line 1 item name", "line 1 item seller id")


def test_back_order_is_outstanding() -> None:
    line, _ = summary_of(golden("order-response-rich.xml")).lines
    assert line.quantity_outstanding == Decimal(15)


def test_promised_day_counts_before_the_requested_one() -> None:
    assert summary_of(golden("order-response-rich.xml")).due == date(2026, 3, 20)


def test_response_to_a_change_names_the_change_and_not_orders_that_it_only_mentions() -> None:
    # UBL 2.1 has no place for the change in a response; Peppol's rules and examples do.
    body = """
      <cac:OrderReference><cbc:ID>answered order</cbc:ID></cac:OrderReference>
      <cac:OrderChangeDocumentReference><cbc:ID>answered change</cbc:ID><cbc:IssueDate>2026-02-01</cbc:IssueDate>
      </cac:OrderChangeDocumentReference>
      <cac:OrderDocumentReference><cbc:ID>other order</cbc:ID></cac:OrderDocumentReference>"""
    reading = read_text("OrderResponse", body)
    assert isinstance(reading.model, OrderResponse)
    assert reading.model.order_changes == (DocumentReference(number="answered change", issued=date(2026, 2, 1)),)
    found = summary_of(reading).references
    assert [each.number for each in found if each.document == ORDER] == ["answered order"]
    assert [each.number for each in found if each.document == ORDER_CHANGE] == ["answered change"]


def test_agreement_has_no_code_and_no_order() -> None:
    reading = golden("order-agreement.xml")
    summary = summary_of(reading)
    assert isinstance(reading.model, OrderResponse)
    assert summary.response is None
    # "NA" is Peppol's word for a number that there is none of.
    assert summary.references == (Reference(document="sales-order", number="S-5"),)
    assert summary.lines[0].due == date(2026, 3, 26)


def test_line_of_a_response_to_two_orders_does_not_guess_which() -> None:
    body = """
      <cac:OrderReference><cbc:ID>A</cbc:ID></cac:OrderReference>
      <cac:OrderReference><cbc:ID>B</cbc:ID></cac:OrderReference>
      <cac:OrderLine><cac:LineItem/><cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference>
      </cac:OrderLine>"""
    (line,) = summary_of(read_text("OrderResponse", body)).lines
    assert line.references == (Reference(document=ORDER, number="", line="1"),)


def test_line_that_names_an_order_and_no_line_of_it_refers_to_the_order() -> None:
    body = """
      <cac:OrderReference><cbc:ID>A</cbc:ID></cac:OrderReference>
      <cac:OrderLine><cac:LineItem/><cac:OrderLineReference><cbc:LineID>NA</cbc:LineID>
        <cac:OrderReference><cbc:ID>B</cbc:ID></cac:OrderReference></cac:OrderLineReference>
      </cac:OrderLine>"""
    (line,) = summary_of(read_text("OrderResponse", body)).lines
    assert line.references == (Reference(document=ORDER, number="B"),)
