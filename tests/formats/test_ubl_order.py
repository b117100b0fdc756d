"""What the record keeps of an order."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.formats.ubl_order import UBL_ORDER
from counterfoil.model.order import Order
from counterfoil.model.summary import ORDER, PartySummary, Reference, TradeLine, TradeSummary
from counterfoil.model.values import Identifier
from formats.trade_golden import golden, read_text, summary_of

SELLER = PartySummary(name="Birkverk Faner AB", identifiers=(Identifier(value="7312345000016", scheme="0088"),))
BUYER = PartySummary(name="Nordholz Möbel GmbH", identifiers=(Identifier(value="4098765000010", scheme="0088"),))


def test_simple_order_is_summarised_whole() -> None:
    reading = golden("order-simple.xml")
    assert reading.document == ORDER
    assert reading.format == UBL_ORDER.id
    assert isinstance(reading.model, Order)
    assert reading.summary == TradeSummary(
        document=ORDER,
        number="4500017",
        issued=date(2026, 3, 2),
        customization="urn:fdc:peppol.eu:poacc:trns:order:3",
        currency="EUR",
        seller=SELLER,
        buyer=BUYER,
        due=date(2026, 3, 30),
        lines=(
            TradeLine(
                id="10",
                quantity=Decimal(120),
                unit="MTK",
                price=Decimal("8.50"),
                amount=Decimal("1020.00"),
                name="Birch veneer 0.6 mm",
                seller_item="BF-06",
                buyer_item="V-100",
                standard_item="07312345000993",
            ),
            TradeLine(id="20", quantity=Decimal(4), unit="EA", name="Sample book"),
        ),
    )


def test_the_pack_size_is_kept() -> None:
    (line,) = summary_of(golden("order-rich.xml")).lines
    assert line.pack_size == 12


def test_price_keeps_the_quantity_that_it_is_for() -> None:
    (line,) = summary_of(golden("order-rich.xml")).lines
    assert (line.price, line.price_base, line.amount) == (Decimal(250), Decimal(10), Decimal(1000))
    assert (line.tax_category, line.tax_rate) == ("S", Decimal(19))


def test_backorder_allowance_of_an_order_is_nothing_outstanding() -> None:
    (line,) = summary_of(golden("order-rich.xml")).lines
    assert line.quantity_outstanding is None


def test_line_is_due_when_the_last_of_its_deliveries_is() -> None:
    (line,) = summary_of(golden("order-rich.xml")).lines
    assert line.due == date(2026, 4, 2)


REQUESTED = "<cac:RequestedDeliveryPeriod><cbc:StartDate>2026-05-01</cbc:StartDate></cac:RequestedDeliveryPeriod>"
LATEST = "<cbc:LatestDeliveryDate>2026-05-09</cbc:LatestDeliveryDate>"


@pytest.mark.parametrize(
    ("delivery", "due"),
    [
        ("", None),
        ("<cac:RequestedDeliveryPeriod/>", None),
        (REQUESTED, date(2026, 5, 1)),
        (LATEST, date(2026, 5, 9)),
        (LATEST + REQUESTED, date(2026, 5, 1)),
        ("<cbc:LatestDeliveryDate>2026-05-32</cbc:LatestDeliveryDate>", None),
    ],
)
def test_order_is_due_by_the_period_asked_for_or_else_the_latest_day(delivery: str, due: date | None) -> None:
    reading = read_text("Order", f"<cac:Delivery>{delivery}</cac:Delivery>")
    assert summary_of(reading).due == due


def test_delivery_party_gives_the_name_and_the_location_the_place() -> None:
    body = """
      <cac:Delivery>
        <cac:DeliveryLocation>
          <cbc:ID schemeID="0088">4098765000027</cbc:ID>
          <cbc:Name>Gate 3</cbc:Name>
          <cac:Address><cbc:CityName>Detmold</cbc:CityName></cac:Address>
        </cac:DeliveryLocation>
        <cac:DeliveryParty><cac:PartyName><cbc:Name>Plant 2</cbc:Name></cac:PartyName></cac:DeliveryParty>
      </cac:Delivery>"""
    gate = Identifier(value="4098765000027", scheme="0088")
    assert summary_of(read_text("Order", body)).deliver_to == PartySummary(
        name="Plant 2", identifiers=(gate,), city="Detmold"
    )


def test_delivery_without_party_is_named_by_its_location() -> None:
    body = "<cac:Delivery><cac:DeliveryLocation><cbc:Name>Gate 3</cbc:Name></cac:DeliveryLocation></cac:Delivery>"
    assert summary_of(read_text("Order", body)).deliver_to == PartySummary(name="Gate 3")


def test_first_delivery_that_tells_a_place_counts() -> None:
    body = """
      <cac:Delivery><cbc:TrackingID>1</cbc:TrackingID></cac:Delivery>
      <cac:Delivery><cac:DeliveryAddress><cbc:CityName>Herford</cbc:CityName></cac:DeliveryAddress></cac:Delivery>"""
    assert summary_of(read_text("Order", body)).deliver_to == PartySummary(city="Herford")


def test_rate_of_another_tax_than_vat_is_no_vat_rate() -> None:
    for scheme, rate in (("VAT", Decimal(20)), ("vat", Decimal(20)), ("GST", None), ("", Decimal(20))):
        tax = f"<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme>"
        category = f"<cac:ClassifiedTaxCategory><cbc:Percent>20</cbc:Percent>{tax}</cac:ClassifiedTaxCategory>"
        item = f"<cac:Item>{category}</cac:Item>"
        reading = read_text("Order", f"<cac:OrderLine><cac:LineItem>{item}</cac:LineItem></cac:OrderLine>")
        assert summary_of(reading).lines[0].tax_rate == rate
        assert reading.model.lines[0].item.tax.rate.value == 20


def test_references_name_what_the_order_rests_on() -> None:
    found = {each.document: each.number for each in summary_of(golden("order-rich.xml")).references}
    assert found == {
        "order": "replaced order number",
        "sales-order": "sales order number",
        "quotation": "quotation number",
        "catalogue": "catalogue number",
        "contract": "contract number",
        "project": "project number",
        "document": "time sheet number",
    }


def test_supporting_document_is_referred_to_by_the_kind_that_its_code_names() -> None:
    body = "".join(
        f"<cac:AdditionalDocumentReference><cbc:ID>{code}</cbc:ID><cbc:DocumentTypeCode>{code}</cbc:DocumentTypeCode>"
        "</cac:AdditionalDocumentReference>"
        for code in ("380", "381", "220", "231", "230", "351", "632", "130", "9")
    )
    assert summary_of(read_text("Order", body)).references == tuple(
        Reference(document=kind, number=number)
        for kind, number in (
            ("invoice", "380"),
            ("credit-note", "381"),
            ("order", "220"),
            ("order-response", "231"),
            ("order-change", "230"),
            ("despatch-advice", "351"),
            ("receipt-advice", "632"),
            ("invoice", "130"),
            ("document", "9"),
        )
    )


def test_empty_order_is_an_order_without_anything() -> None:
    reading = read_text("Order", "")
    assert reading.model == Order()
    assert reading.summary == TradeSummary(document=ORDER)


def test_unreadable_numbers_are_kept_as_written() -> None:
    line = "<cbc:Quantity unitCode='EA'>twelve</cbc:Quantity><cbc:LineExtensionAmount>1e3</cbc:LineExtensionAmount>"
    reading = read_text("Order", f"<cac:OrderLine><cac:LineItem>{line}</cac:LineItem></cac:OrderLine>")
    (kept,) = reading.model.lines
    assert (kept.quantity.written, kept.net_amount.written) == ("twelve", "1e3")
    assert summary_of(reading).lines == (TradeLine(unit="EA"),)


def test_party_is_known_by_every_number_that_identifies_it() -> None:
    party = """
      <cbc:EndpointID schemeID="9930">DE811111111</cbc:EndpointID>
      <cac:PartyIdentification><cbc:ID schemeID="0060">123456785</cbc:ID></cac:PartyIdentification>
      <cac:PartyIdentification><cbc:ID schemeID="0060">123456785</cbc:ID></cac:PartyIdentification>
      <cac:PartyName><cbc:Name>Möbelwerk</cbc:Name></cac:PartyName>
      <cac:PartyTaxScheme><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
      <cac:PartyTaxScheme>
        <cbc:CompanyID>entered in the register</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme>
      </cac:PartyTaxScheme>
      <cac:PartyTaxScheme>
        <cbc:CompanyID>DE811111111</cbc:CompanyID><cac:TaxScheme><cbc:ID>vat</cbc:ID></cac:TaxScheme>
      </cac:PartyTaxScheme>
      <cac:PartyLegalEntity><cbc:CompanyID>HRB 1</cbc:CompanyID></cac:PartyLegalEntity>"""
    body = f"<cac:SellerSupplierParty><cac:Party>{party}</cac:Party></cac:SellerSupplierParty>"
    assert summary_of(read_text("Order", body)).seller == PartySummary(
        name="Möbelwerk",
        identifiers=(
            Identifier(value="123456785", scheme="0060"),
            Identifier(value="HRB 1"),
            Identifier(value="DE811111111", scheme="VAT"),
            Identifier(value="DE811111111", scheme="9930"),
        ),
    )


def test_party_of_which_nothing_is_told_is_none() -> None:
    assert (
        summary_of(read_text("Order", "<cac:SellerSupplierParty><cac:Party/></cac:SellerSupplierParty>")).seller is None
    )
