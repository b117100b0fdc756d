"""What the record keeps of a despatch advice."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.model.summary import DESPATCH_ADVICE, ORDER, PartySummary, Reference, TradeLine
from formats.trade_golden import golden, read_text, summary_of


def test_simple_despatch_ships_lines_of_its_order() -> None:
    reading = golden("despatch-simple.xml")
    assert (reading.document, reading.format) == (DESPATCH_ADVICE, "ubl-despatch-advice")
    first, second = summary_of(reading).lines
    assert first == TradeLine(
        id="1",
        quantity=Decimal(80),
        unit="MTK",
        quantity_outstanding=Decimal(40),
        name="Birch veneer 0.6 mm",
        seller_item="BF-06",
        buyer_item="V-100",
        standard_item="07312345000993",
        lots=("L-0311",),
        handling_units=("373123450000000016", "373123450000000023"),
        references=(Reference(document=ORDER, number="4500017", issued=date(2026, 3, 2), line="10"),),
    )
    assert second.references == ()


def test_sender_sells_and_recipient_buys_where_no_other_is_named() -> None:
    summary = summary_of(golden("despatch-simple.xml"))
    assert summary.seller is not None
    assert summary.seller.name == "Birkverk Faner AB"
    assert summary.buyer == summary.deliver_to
    assert summary.buyer is not None
    assert summary.buyer.name == "Nordholz Möbel GmbH"


def test_named_seller_and_buyer_go_before_sender_and_recipient() -> None:
    summary = summary_of(golden("despatch-rich.xml"))
    assert summary.seller is not None
    assert summary.buyer is not None
    assert summary.deliver_to is not None
    assert (summary.seller.name, summary.buyer.name) == ("seller registered name", "buyer registered name")
    assert summary.deliver_to.name == "goods recipient registered name"


def test_recipient_is_where_goods_go_unless_the_shipment_says_another_place() -> None:
    party = "<cac:Party><cac:PartyName><cbc:Name>Plant 1</cbc:Name></cac:PartyName></cac:Party>"
    recipient = f"<cac:DeliveryCustomerParty>{party}</cac:DeliveryCustomerParty>"
    assert summary_of(read_text("DespatchAdvice", recipient)).deliver_to == PartySummary(name="Plant 1")
    other = "<cac:DeliveryParty><cac:PartyName><cbc:Name>Plant 2</cbc:Name></cac:PartyName></cac:DeliveryParty>"
    shipment = f"<cac:Shipment><cac:Delivery>{other}</cac:Delivery></cac:Shipment>"
    summary = summary_of(read_text("DespatchAdvice", recipient + shipment))
    assert (summary.deliver_to, summary.buyer) == (PartySummary(name="Plant 2"), PartySummary(name="Plant 1"))


def test_days_of_departure_and_arrival() -> None:
    summary = summary_of(golden("despatch-rich.xml"))
    assert summary.despatched == date(2026, 3, 14)
    assert summary.due == date(2026, 3, 21)
    assert summary.delivered == date(2026, 3, 20)


@pytest.mark.parametrize("shipment", ["", "<cac:Shipment/>", "<cac:Shipment><cac:Delivery/></cac:Shipment>"])
def test_despatch_that_tells_no_days_has_none(shipment: str) -> None:
    summary = summary_of(read_text("DespatchAdvice", shipment))
    assert (summary.despatched, summary.due, summary.delivered) == (None, None, None)


def test_line_may_ship_lines_of_several_orders() -> None:
    (line,) = summary_of(golden("despatch-rich.xml")).lines
    assert [(each.document, each.number, each.line) for each in line.references] == [
        ("order", "first order", "first line"),
        ("sales-order", "first sales order", "first sales line"),
        ("order", "", "second order line"),
        ("document", "line document number", None),
    ]


def test_lots_and_serial_numbers_stand_once() -> None:
    (line,) = summary_of(golden("despatch-rich.xml")).lines
    assert line.lots == ("despatched lot",)
    assert line.serials == ("despatched serial", "despatched second serial")
