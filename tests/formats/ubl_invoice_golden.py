"""The golden UBL invoice with every business term, as it must read, and invoices that are written down in a test."""

import base64
from datetime import date
from decimal import Decimal
from pathlib import Path

from counterfoil.formats import read
from counterfoil.formats._format import Reading
from counterfoil.model.invoice import (
    Adjustment,
    Classification,
    CreditTransfer,
    Delivery,
    DirectDebit,
    DocumentReference,
    Invoice,
    InvoiceLine,
    Item,
    ItemAttribute,
    Note,
    PaymentCard,
    PaymentInstructions,
    Period,
    Price,
    SupportingDocument,
    TaxBreakdown,
    Totals,
)
from counterfoil.model.party import Address, Contact, Party
from counterfoil.model.settings import Limits
from counterfoil.model.values import Amount, Attachment, Identifier, Number, Quantity

GOLDEN = Path(__file__).parents[1] / "golden" / "ubl"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def reading(name: str) -> Reading:
    (found,) = read((GOLDEN / name).read_bytes(), Limits())
    return found


def invoice_of(content: str, document: str = "Invoice") -> Invoice:
    """An invoice that is written down in a test."""
    (found,) = read(
        f'<{document} xmlns="{UBL}{document}-2" xmlns:cac="{UBL}CommonAggregateComponents-2"'
        f' xmlns:cbc="{UBL}CommonBasicComponents-2">{content}</{document}>'.encode(),
        Limits(),
    )
    assert isinstance(found.model, Invoice)
    return found.model


def euro(written: str) -> Amount:
    return Amount(value=Decimal(written), currency="EUR", written=written)


def bare(written: str) -> Number:
    return Number(value=Decimal(written), written=written)


FULL = Invoice(
    customization="urn:cen.eu:en16931:2017",
    profile="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
    number="RE-2026-0042",
    issued=date(2026, 3, 2),
    type_code="380",
    currency="EUR",
    tax_currency="CZK",
    tax_point_code="35",
    due=date(2026, 4, 1),
    buyer_reference="Purchasing, room 2",
    project="P-12",
    contract="C-2025-3",
    order=DocumentReference(number="PO-100", issued=date(2026, 1, 15)),
    sales_order="SO-900",
    receipt=DocumentReference(number="WE-88"),
    despatch=DocumentReference(number="LS-77"),
    tender="Tender 5, lot 2",
    object=Identifier(value="METER-9", scheme="AUN"),
    accounting="4711",
    payment_terms="30 days net, 10 days 2 %",
    notes=(Note(text="Sold to the order of spring.", subject="AAI"), Note(text="Thank you.")),
    preceding=(
        DocumentReference(number="RE-2026-0001", issued=date(2026, 1, 5)),
        DocumentReference(number="RE-2026-0002"),
    ),
    seller=Party(
        name="Eiche Möbel GmbH",
        trading_name="Eiche & Co.",
        identifiers=(Identifier(value="123456789", scheme="0060"), Identifier(value="S-1")),
        registration=Identifier(value="HRB 700", scheme="0002"),
        vat="DE123456789",
        tax_registration="06/123/45678",
        legal_information="Share capital 25,000 EUR",
        endpoint=Identifier(value="4000001000005", scheme="0088"),
        address=Address(
            line1="Sägeweg 1",
            line2="Hinterhaus",
            line3="Tor 3",
            city="Freiburg",
            post_code="79098",
            subdivision="Baden",
            country="DE",
        ),
        contact=Contact(name="Ada Ast", telephone="+49 761 1", email="ada@example.com"),
    ),
    buyer=Party(
        name="Wohnen s.r.o.",
        trading_name="Wohnen",
        identifiers=(Identifier(value="4000002000004", scheme="0088"),),
        registration=Identifier(value="12345678", scheme="0154"),
        vat="CZ12345678",
        endpoint=Identifier(value="DE987654321", scheme="9930"),
        address=Address(
            line1="Markt 2",
            line2="Halle B",
            line3="Rampe 4",
            city="Praha",
            post_code="110 00",
            subdivision="Praha 1",
            country="CZ",
        ),
        contact=Contact(name="Bo Bílek", telephone="+420 2", email="bo@example.com"),
    ),
    payee=Party(
        name="Factor AG",
        identifiers=(Identifier(value="4000003000003", scheme="0088"),),
        registration=Identifier(value="529900T8BM49AURSDO55", scheme="0199"),
    ),
    tax_representative=Party(
        name="Steuer Vertretung KG",
        vat="ATU12345678",
        address=Address(
            line1="Amtsgasse 3",
            line2="2. Stock",
            line3="Tür 5",
            city="Wien",
            post_code="1010",
            subdivision="Wien",
            country="AT",
        ),
    ),
    delivery=Delivery(
        name="Wohnen Lager",
        location=Identifier(value="4000004000002", scheme="0088"),
        delivered=date(2026, 2, 27),
        address=Address(
            line1="Lagerstraße 7",
            line2="Tor Süd",
            line3="Platz 9",
            city="Brno",
            post_code="602 00",
            subdivision="Morava",
            country="CZ",
        ),
    ),
    period=Period(start=date(2026, 2, 1), end=date(2026, 2, 28)),
    payment=(
        PaymentInstructions(
            means="58",
            means_text="SEPA credit transfer",
            remittance="RF18 5390 0754 7034",
            transfers=(
                CreditTransfer(
                    account=Identifier(value="DE75 5121 0800 1245 1261 99"),
                    account_name="Factor AG, account A",
                    service_provider="SOGEDEFF",
                ),
            ),
        ),
        PaymentInstructions(means="48", card=PaymentCard(account_number="1234", holder="Bo Bílek")),
        PaymentInstructions(
            means="59",
            direct_debit=DirectDebit(
                mandate="M-5", creditor="DE98ZZZ09999999999", account="CZ65 0800 0000 1920 0014 5399"
            ),
        ),
    ),
    adjustments=(
        Adjustment(
            charge=False,
            amount=euro("20.00"),
            base=euro("200.00"),
            percentage=bare("10"),
            category="S",
            rate=bare("19"),
            reason="Loyalty",
            reason_code="95",
        ),
        Adjustment(
            charge=True,
            amount=euro("10.00"),
            base=euro("200.00"),
            percentage=bare("5"),
            category="S",
            rate=bare("19"),
            reason="Freight",
            reason_code="FC",
        ),
    ),
    totals=Totals(
        lines=euro("200.00"),
        allowances=euro("20.00"),
        charges=euro("10.00"),
        without_tax=euro("190.00"),
        tax=euro("33.25"),
        tax_accounting=Amount(value=Decimal("831.25"), currency="CZK", written="831.25"),
        with_tax=euro("223.25"),
        paid=euro("23.25"),
        rounding=euro("0.05"),
        payable=euro("200.05"),
    ),
    taxes=(
        TaxBreakdown(base=euro("175.00"), tax=euro("33.25"), category="S", rate=bare("19")),
        TaxBreakdown(
            base=euro("15.00"),
            tax=euro("0.00"),
            category="E",
            rate=bare("0"),
            exemption_reason="Exempt under article 132",
            exemption_code="VATEX-EU-132",
        ),
    ),
    supporting=(
        SupportingDocument(
            reference="Timesheet",
            description="Hours of February",
            location="https://example.com/hours.csv",
            attachment=Attachment(
                mime="text/csv",
                filename="hours.csv",
                written=base64.b64encode(b"hours;12\n").decode(),
            ),
        ),
    ),
    lines=(
        InvoiceLine(
            id="1",
            note="Delivered in two boxes",
            object=Identifier(value="METER-9/1", scheme="AVE"),
            quantity=Quantity(value=Decimal(10), unit="C62", written="10"),
            net_amount=euro("185.00"),
            order_line="3",
            accounting="4711-1",
            period=Period(start=date(2026, 2, 3), end=date(2026, 2, 4)),
            adjustments=(
                Adjustment(
                    charge=False,
                    amount=euro("20.00"),
                    base=euro("200.00"),
                    percentage=bare("10.00"),
                    reason="Special rebate",
                    reason_code="100",
                ),
                Adjustment(
                    charge=True,
                    amount=euro("5.00"),
                    base=euro("200.00"),
                    percentage=bare("2.5"),
                    reason="Packing",
                    reason_code="PC",
                ),
            ),
            price=Price(
                net=euro("20.00"),
                discount=euro("2.00"),
                gross=euro("22.00"),
                base_quantity=Quantity(value=Decimal(1), unit="C62", written="1"),
            ),
            category="S",
            rate=bare("19"),
            item=Item(
                name="Chair",
                description="A chair with four legs",
                seller_id="S-CHAIR",
                buyer_id="B-CHAIR",
                standard_id=Identifier(value="04012345000009", scheme="0160"),
                classifications=(
                    Classification(code="39112000", scheme="STI", version="20.0601"),
                    Classification(code="940161", scheme="HS"),
                ),
                origin="PL",
                attributes=(ItemAttribute(name="Wood", value="Oak"), ItemAttribute(name="Legs", value="4")),
            ),
        ),
        InvoiceLine(
            id="2",
            quantity=Quantity(value=Decimal(5), unit="KGM", written="5"),
            net_amount=euro("15.00"),
            price=Price(net=euro("30.00"), base_quantity=Quantity(value=Decimal(10), unit="KGM", written="10")),
            category="E",
            rate=bare("0"),
            item=Item(name="Wax"),
        ),
    ),
)
