"""CII invoices: every business term, the profiles and their extensions, ZUGFeRD 1.0, and what is broken or odd."""

import base64
import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.formats import read
from counterfoil.formats._cii_build import SUB_LINE_LEVELS_MAX, to_day
from counterfoil.formats._format import Reading
from counterfoil.formats._table import to_attachment
from counterfoil.formats._xml import parse
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
from counterfoil.model.summary import TradeSummary
from counterfoil.model.values import Amount, Attachment, Identifier, Number, Quantity

GOLDEN = Path(__file__).parents[1] / "golden" / "cii"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"


def reading(name: str) -> Reading:
    (found,) = read((GOLDEN / name).read_bytes(), Limits())
    return found


def invoice_of(transaction: str, header: str = "") -> Invoice:
    """An invoice that is written down in a test: its transaction and document, with all elements prefixed ram."""
    (found,) = read(
        f'<rsm:CrossIndustryInvoice xmlns:rsm="{RSM}" xmlns:ram="{RAM}" xmlns:udt="{UDT}">'
        f"<rsm:ExchangedDocument>{header}</rsm:ExchangedDocument>"
        f"<rsm:SupplyChainTradeTransaction>{transaction}</rsm:SupplyChainTradeTransaction>"
        "</rsm:CrossIndustryInvoice>".encode(),
        Limits(),
    )
    assert isinstance(found.model, Invoice)
    return found.model


def settled(settlement: str) -> Invoice:
    return invoice_of(f"<ram:ApplicableHeaderTradeSettlement>{settlement}</ram:ApplicableHeaderTradeSettlement>")


def euro(number: int, currency: str | None = None) -> Amount:
    return Amount(value=Decimal(number), currency=currency, written=str(number))


def plain(number: int) -> Number:
    return Number(value=Decimal(number), written=str(number))


def address(*terms: str) -> Address:
    line1, line2, line3, city, post_code, subdivision, country = (f"BT-{term}" for term in terms)
    return Address(
        line1=line1,
        line2=line2,
        line3=line3,
        city=city,
        post_code=post_code,
        subdivision=subdivision,
        country=country,
    )


def identifier(term: str, suffix: str = "") -> Identifier:
    return Identifier(value=f"BT-{term}{suffix}", scheme=f"BT-{term}-1")


EVERY_TERM = Invoice(
    customization="BT-24",
    profile="BT-23",
    number="BT-1",
    issued=date(2002, 2, 2),
    type_code="380",
    currency="EUR",
    tax_currency="SEK",
    tax_point=date(2007, 1, 1),
    tax_point_code="35",
    due=date(2009, 1, 1),
    buyer_reference="BT-10",
    project="BT-11",
    contract="BT-12",
    order=DocumentReference(number="BT-13"),
    sales_order="BT-14",
    receipt=DocumentReference(number="BT-15"),
    despatch=DocumentReference(number="BT-16"),
    tender="BT-17",
    object=identifier("18"),
    accounting="BT-19",
    payment_terms="BT-20",
    notes=(Note(text="BT-22", subject="BT-21"), Note(text="BT-22 second")),
    preceding=(DocumentReference(number="BT-25", issued=date(2026, 1, 1)),),
    seller=Party(
        name="BT-27",
        trading_name="BT-28",
        identifiers=(Identifier(value="BT-29"), identifier("29", " global")),
        registration=identifier("30"),
        vat="BT-31",
        tax_registration="BT-32",
        legal_information="BT-33",
        endpoint=identifier("34"),
        address=address("35", "36", "162", "37", "38", "39", "40"),
        contact=Contact(name="BT-41", telephone="BT-42", email="BT-43"),
    ),
    buyer=Party(
        name="BT-44",
        trading_name="BT-45",
        identifiers=(identifier("46"),),
        registration=identifier("47"),
        vat="BT-48",
        endpoint=identifier("49"),
        address=address("50", "51", "163", "52", "53", "54", "55"),
        contact=Contact(name="BT-56", telephone="BT-57", email="BT-58"),
    ),
    payee=Party(name="BT-59", identifiers=(Identifier(value="BT-60"),), registration=identifier("61")),
    tax_representative=Party(name="BT-62", vat="BT-63", address=address("64", "65", "164", "66", "67", "68", "69")),
    delivery=Delivery(
        name="BT-70",
        location=identifier("71"),
        delivered=date(2072, 1, 1),
        address=address("75", "76", "165", "77", "78", "79", "80"),
    ),
    period=Period(start=date(2073, 1, 1), end=date(2074, 1, 1)),
    payment=(
        PaymentInstructions(
            means="59",
            means_text="BT-82",
            remittance="BT-83",
            transfers=(
                CreditTransfer(
                    account=Identifier(value="BT-84", scheme="IBAN"), account_name="BT-85", service_provider="BT-86"
                ),
            ),
            card=PaymentCard(account_number="BT-87", holder="BT-88"),
            direct_debit=DirectDebit(mandate="BT-89", creditor="BT-90", account="BT-91"),
        ),
        PaymentInstructions(
            means="30", remittance="BT-83", transfers=(CreditTransfer(account=Identifier(value="BT-84 local")),)
        ),
    ),
    adjustments=(
        Adjustment(
            charge=False,
            amount=euro(92),
            base=euro(93),
            percentage=plain(94),
            category="BT-95",
            rate=plain(96),
            reason="BT-97",
            reason_code="BT-98",
        ),
        Adjustment(
            charge=True,
            amount=euro(99),
            base=euro(100),
            percentage=plain(101),
            category="BT-102",
            rate=plain(103),
            reason="BT-104",
            reason_code="BT-105",
        ),
    ),
    totals=Totals(
        lines=euro(106),
        allowances=euro(107),
        charges=euro(108),
        without_tax=euro(109),
        tax=euro(110, "EUR"),
        tax_accounting=euro(111, "SEK"),
        with_tax=euro(112),
        paid=euro(113),
        rounding=euro(114),
        payable=euro(115),
    ),
    taxes=(
        TaxBreakdown(
            base=euro(116),
            tax=euro(117),
            category="BT-118",
            rate=plain(119),
            exemption_reason="BT-120",
            exemption_code="BT-121",
        ),
    ),
    supporting=(
        SupportingDocument(
            reference="BT-122",
            description="BT-123",
            location="BT-124",
            attachment=Attachment(
                mime="BT-125-1",
                filename="BT-125-2",
                written=base64.b64encode(b"BT-125").decode(),
            ),
        ),
    ),
    lines=(
        InvoiceLine(
            id="BT-126",
            note="BT-127",
            object=identifier("128"),
            quantity=Quantity(value=Decimal(129), unit="BT-130", written="129"),
            net_amount=euro(131),
            order_line="BT-132",
            accounting="BT-133",
            period=Period(start=date(2134, 1, 1), end=date(2135, 1, 1)),
            adjustments=(
                Adjustment(
                    charge=False,
                    amount=euro(136),
                    base=euro(137),
                    percentage=plain(138),
                    reason="BT-139",
                    reason_code="BT-140",
                ),
                Adjustment(
                    charge=True,
                    amount=euro(141),
                    base=euro(142),
                    percentage=plain(143),
                    reason="BT-144",
                    reason_code="BT-145",
                ),
            ),
            price=Price(
                net=euro(146),
                discount=euro(147),
                gross=euro(148),
                base_quantity=Quantity(value=Decimal(149), unit="BT-150", written="149"),
            ),
            category="BT-151",
            rate=plain(152),
            item=Item(
                name="BT-153",
                description="BT-154",
                seller_id="BT-155",
                buyer_id="BT-156",
                standard_id=Identifier(value="BT-157", scheme="0160"),
                classifications=(
                    Classification(code="BT-158", scheme="BT-158-1", version="BT-158-2", name="in words"),
                ),
                origin="BT-159",
                attributes=(ItemAttribute(name="BT-160", value="BT-161"),),
            ),
        ),
    ),
)


def test_every_business_term_is_read_to_its_place() -> None:
    found = reading("every-term.xml")
    assert found.model == EVERY_TERM
    assert (found.format, found.document) == ("cii", "invoice")


def parts(value: Any) -> Iterator[Any]:
    """The objects that a rule may stand on, all through an invoice."""
    if isinstance(value, tuple):
        for each in value:
            yield from parts(each)
    elif hasattr(value, "__struct_fields__") and not isinstance(
        value, Amount | Number | Quantity | Identifier | Attachment
    ):
        yield value
        for field in value.__struct_fields__:
            yield from parts(getattr(value, field))


def test_every_part_of_the_invoice_knows_the_element_that_it_is_from() -> None:
    found = reading("every-term.xml")
    assert found.trace is not None
    places = [found.trace.place_of(part) for part in parts(found.model)]
    assert len(set(places)) == len(places)
    line = found.model.lines[0]
    where = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction[1]"
    assert found.trace.where(found.trace.place_of(line.price)) == (
        f"{where}/ram:IncludedSupplyChainTradeLineItem[1]/ram:SpecifiedLineTradeAgreement[1]"
    )
    assert found.trace.where(found.trace.place_of(found.model.payment[0].transfers[0])) == (
        f"{where}/ram:ApplicableHeaderTradeSettlement[1]/ram:SpecifiedTradeSettlementPaymentMeans[1]"
        "/ram:PayeePartyCreditorFinancialAccount[1]"
    )


def test_extended_lines_stand_below_the_lines_that_they_belong_to() -> None:
    found = reading("extended.xml")
    dining, lamp = found.model.lines
    table, chairs = dining.sub_lines
    (cushion,) = chairs.sub_lines
    assert [each.id for each in (dining, table, chairs, cushion, lamp)] == ["1", "1.1", "1.2", "1.2.1", "2"]
    assert found.trace is not None
    place = found.trace.place_of(dining)
    assert found.trace.where(place).endswith("/ram:IncludedSupplyChainTradeLineItem[1]")
    assert isinstance(found.summary, TradeSummary)
    assert [line.name for line in found.summary.lines] == ["Dining room", "Lamp"]


def test_extended_lines_have_references_and_a_delivery_of_their_own() -> None:
    table, chairs = reading("extended.xml").model.lines[0].sub_lines
    assert table.order == DocumentReference(number="PO-77", issued=date(2025, 2, 1))
    assert (table.order_line, table.despatch_line, table.receipt_line) == ("10", "7", "8")
    assert table.despatch == DocumentReference(number="DA-5")
    assert table.receipt == DocumentReference(number="RA-6")
    assert table.delivery == Delivery(
        name="Warehouse North",
        location=Identifier(value="4012345000009", scheme="0088"),
        delivered=date(2025, 3, 4),
        address=Address(city="Kiel", country="DE"),
    )
    assert table.object is None
    assert table.price is not None
    assert table.price.discount is not None
    assert table.price.discount.value == 25
    assert chairs.despatch == DocumentReference(number="DN-10")
    assert chairs.despatch_line == "3"
    assert chairs.delivery is None
    assert chairs.price is None


def test_extended_charges_terms_and_references_of_the_whole_invoice() -> None:
    invoice = reading("extended.xml").model
    assert invoice.adjustments == (
        Adjustment(
            charge=True,
            amount=Amount(value=Decimal(30), written="30.00"),
            reason="Freight",
            category="S",
            rate=plain(19),
        ),
    )
    assert invoice.payment_terms == "2 % within 10 days\n30 days net"
    assert invoice.due == date(2025, 3, 16)
    assert invoice.despatch == DocumentReference(number="DN-8")
    assert invoice.delivery is None
    assert invoice.payment == (PaymentInstructions(remittance="EX-1 / Möbelwerk"),)


def test_a_minimum_credit_note_has_no_lines_and_positive_amounts() -> None:
    found = reading("minimum-credit-note.xml")
    assert found.document == "credit-note"
    assert found.summary.document == "credit-note"
    assert found.model.credit_note
    assert found.model.lines == ()
    assert found.model.delivery is None
    assert found.model.totals.payable.value == 120


def test_zugferd_1_reads_into_the_same_terms() -> None:
    found = reading("zugferd-1.xml")
    invoice = found.model
    assert (found.format, found.document) == ("zugferd-1", "invoice")
    assert (invoice.number, invoice.issued, invoice.currency) == ("R-2014-1", date(2014, 3, 6), "EUR")
    assert (invoice.contract, invoice.accounting, invoice.buyer_reference) == ("C-1", "4711", "B-1")
    assert invoice.order == DocumentReference(number="PO-1", issued=date(2014, 2, 1))
    assert invoice.despatch == DocumentReference(number="L-1")
    assert invoice.delivery == Delivery(delivered=date(2014, 3, 5))
    assert invoice.seller.vat == "DE123456789"
    assert invoice.notes == (Note(text="Danke"),)
    assert invoice.taxes[0].rate.value == 19
    assert invoice.totals.tax.value == 19
    (line,) = invoice.lines
    assert (line.order.number, line.order_line, line.net_amount.value) == ("PO-1", "10", 100)
    assert (line.quantity.unit, line.price.net.value, line.rate.value) == ("C62", 50, 19)
    assert line.item == Item(seller_id="S-1", name="Stuhl")
    assert found.trace is not None
    assert found.trace.where(found.trace.place_of(line)).endswith("/ram:IncludedSupplyChainTradeLineItem[1]")


@pytest.mark.parametrize("code", ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"])
def test_the_type_code_alone_makes_a_credit_note(code: str) -> None:
    assert invoice_of("", f"<ram:TypeCode>{code}</ram:TypeCode>").credit_note


@pytest.mark.parametrize("code", ["380", "384", "389", "875", "38 1", ""])
def test_other_type_codes_make_an_invoice(code: str) -> None:
    assert not invoice_of("", f"<ram:TypeCode>{code}</ram:TypeCode>").credit_note


@pytest.mark.parametrize(
    ("written", "format_code", "expected"),
    [
        ("20240229", "102", date(2024, 2, 29)),
        ("20240229", None, date(2024, 2, 29)),
        ("20230229", "102", None),
        ("00000000", "102", None),
        ("2024", "102", None),
        ("２０２４０２２９", "102", None),
        ("202402291530", "203", date(2024, 2, 29)),
        ("20240229153059", "204", date(2024, 2, 29)),
        ("20240229153059", "203", None),
        ("20240229", "999", None),
        ("202402", "610", None),
        ("2024-02-29", "102", date(2024, 2, 29)),
        ("2024-02-29", None, date(2024, 2, 29)),
        ("2024-02-29T15:30:59Z", None, date(2024, 2, 29)),
        ("tomorrow", None, None),
    ],
)
def test_days_are_read_by_their_format_code(written: str, format_code: str | None, expected: date | None) -> None:
    assert to_day(written, [("format", format_code)] if format_code else []) == expected


@given(st.dates())
def test_every_day_is_read(day: date) -> None:
    assert to_day(f"{day:%Y}".rjust(4, "0") + f"{day:%m%d}", [("format", "102")]) == day


@given(st.text(max_size=20), st.sampled_from(["102", "203", "204", "304", "610", ""]))
def test_no_text_makes_a_day_fail(written: str, format_code: str) -> None:
    assert isinstance(to_day(written, [("format", format_code)]), date | None)


def test_an_attachment_that_is_no_base64_keeps_its_name() -> None:
    found = to_attachment("%%%", [("mimeCode", "text/csv"), ("filename", "a.csv")])
    assert found == Attachment(mime="text/csv", filename="a.csv", written="%%%")
    assert (found.content, found.digest, found.size_bytes) == (None, None, 0)


def test_an_attachment_may_have_line_breaks_in_its_base64() -> None:
    assert to_attachment("QlQt\n  MTI1\n", []).digest == hashlib.sha256(b"BT-125").hexdigest()


@pytest.mark.parametrize(("written", "expected"), [("5", "3"), ("29", "35"), ("72", "432"), ("ZZZ", "ZZZ")])
def test_the_tax_point_code_is_told_in_the_code_list_of_the_model(written: str, expected: str) -> None:
    tax = f"<ram:ApplicableTradeTax><ram:DueDateTypeCode>{written}</ram:DueDateTypeCode></ram:ApplicableTradeTax>"
    invoice = settled(tax * 2)
    assert invoice.tax_point_code == expected
    assert len(invoice.taxes) == 2


def totals(currencies: str, *taxes: tuple[str, str]) -> Totals:
    amounts = "".join(f"<ram:TaxTotalAmount {attribute}>{amount}</ram:TaxTotalAmount>" for attribute, amount in taxes)
    name = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
    found = settled(f"{currencies}<{name}>{amounts}</{name}>").totals
    assert found is not None
    return found


EUR = "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"
IN_EUR, IN_SEK, IN_USD = 'currencyID="EUR"', 'currencyID="SEK"', 'currencyID="USD"'


def test_vat_totals_are_told_apart_by_their_currency() -> None:
    both = f"<ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>{EUR}"
    found = totals(both, (IN_USD, "9"), (IN_SEK, "2"), (IN_EUR, "1"), (IN_EUR, "3"))
    assert (found.tax, found.tax_accounting) == (euro(1, "EUR"), euro(2, "SEK"))
    assert totals(EUR, (IN_SEK, "2")) == Totals()
    assert totals(EUR, ("", "1")).tax == euro(1)
    assert totals("", (IN_SEK, "2")).tax == euro(2, "SEK")


def test_an_amount_that_is_no_number_keeps_what_was_written() -> None:
    found = totals(EUR, (IN_EUR, "1e400"))
    assert found.tax == Amount(value=None, currency="EUR", written="1e400")


def means(code: str, inside: str = "") -> str:
    name = "ram:SpecifiedTradeSettlementPaymentMeans"
    return f"<{name}><ram:TypeCode>{code}</ram:TypeCode>{inside}</{name}>"


TERMS = "ram:SpecifiedTradePaymentTerms"
MANDATE = f"<{TERMS}><ram:DirectDebitMandateID>M</ram:DirectDebitMandateID></{TERMS}>"
CREDITOR = "<ram:CreditorReferenceID>C</ram:CreditorReferenceID>"


def test_mandate_and_creditor_go_to_the_direct_debit() -> None:
    transfer, debit = settled(CREDITOR + means("58") + means("59") + MANDATE).payment
    assert transfer.direct_debit is None
    assert debit.direct_debit == DirectDebit(mandate="M", creditor="C")


def test_a_debited_account_makes_a_direct_debit_whatever_the_means() -> None:
    account = "<ram:PayerPartyDebtorFinancialAccount><ram:IBANID>A</ram:IBANID></ram:PayerPartyDebtorFinancialAccount>"
    first, second = settled(CREDITOR + means("58") + means("ZZZ", account)).payment
    assert first.direct_debit is None
    assert second.direct_debit == DirectDebit(creditor="C", account="A")


def test_without_a_direct_debit_the_first_instruction_takes_mandate_and_creditor() -> None:
    first, second = settled(means("58") + means("30") + MANDATE).payment
    assert first.direct_debit == DirectDebit(mandate="M")
    assert second.direct_debit is None
    assert settled(MANDATE).payment == (PaymentInstructions(direct_debit=DirectDebit(mandate="M")),)


def test_a_bank_without_an_account_makes_no_credit_transfer() -> None:
    bank = "ram:PayeeSpecifiedCreditorFinancialInstitution"
    (found,) = settled(means("58", f"<{bank}><ram:BICID>B</ram:BICID></{bank}>")).payment
    assert found == PaymentInstructions(means="58")


def test_no_payment_at_all_makes_no_instruction() -> None:
    assert settled(EUR).payment == ()


def line(line_id: str, parent: str | None = None) -> str:
    above = "" if parent is None else f"<ram:ParentLineID>{parent}</ram:ParentLineID>"
    return (
        "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
        f"<ram:LineID>{line_id}</ram:LineID>{above}"
        "</ram:AssociatedDocumentLineDocument></ram:IncludedSupplyChainTradeLineItem>"
    )


def shape(lines: tuple[InvoiceLine, ...]) -> Any:
    return {each.id: shape(each.sub_lines) for each in lines}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("1", None), ("2", "1"), ("3", "2"), ("4", "1")], {"1": {"2": {"3": {}}, "4": {}}}),
        ([("2", "1"), ("1", None)], {"1": {"2": {}}}),
        ([("1", "1")], {"1": {}}),
        ([("1", "2"), ("2", "1"), ("3", "2")], {"1": {}, "2": {}, "3": {}}),
        ([("1", "9"), ("2", None)], {"1": {}, "2": {}}),
        ([("1", None), ("2", "")], {"1": {}, "2": {}}),
    ],
    ids=["two levels", "parent after child", "its own parent", "a circle", "unknown parent", "empty parent"],
)
def test_lines_within_lines(lines: list[tuple[str, str | None]], expected: Any) -> None:
    assert shape(invoice_of("".join(line(*each) for each in lines)).lines) == expected


def test_a_line_belongs_to_the_first_line_of_that_id() -> None:
    first, second = invoice_of(line("1") + line("1") + line("2", "1")).lines
    assert [each.id for each in first.sub_lines] == ["2"]
    assert second.sub_lines == ()


def test_a_long_chain_of_lines_is_kept_to_a_depth() -> None:
    chain = line("0") + "".join(line(str(n), str(n - 1)) for n in range(1, 5_000))
    lines = invoice_of(chain).lines
    depth, inner = 0, lines[0]
    while inner.sub_lines:
        depth, inner = depth + 1, inner.sub_lines[0]
    assert depth == SUB_LINE_LEVELS_MAX
    assert len(lines) + depth == 5_000


@given(st.lists(st.tuples(st.integers(0, 6), st.none() | st.integers(0, 7)), max_size=12))
def test_no_line_is_lost_or_doubled(lines: list[tuple[int, int | None]]) -> None:
    written = "".join(line(str(name), None if above is None else str(above)) for name, above in lines)

    def flat(level: tuple[InvoiceLine, ...]) -> Iterator[str | None]:
        for each in level:
            yield each.id
            yield from flat(each.sub_lines)

    assert sorted(flat(invoice_of(written).lines), key=str) == sorted(str(name) for name, _ in lines)


def test_an_empty_document_is_an_invoice_that_says_nothing() -> None:
    assert invoice_of("") == Invoice()


def additional(code: str, number: str) -> str:
    return (
        f"<ram:AdditionalReferencedDocument>{number and f'<ram:IssuerAssignedID>{number}</ram:IssuerAssignedID>'}"
        f"<ram:TypeCode>{code}</ram:TypeCode></ram:AdditionalReferencedDocument>"
    )


def test_additional_documents_are_told_apart_by_their_type() -> None:
    documents = "".join(
        additional(*each)
        for each in (
            ("50", ""),
            ("50", "T"),
            ("50", "U"),
            ("130", ""),
            ("130", "O"),
            ("916", ""),
            ("916", "S"),
            ("", "X"),
        )
    )
    invoice = invoice_of(f"<ram:ApplicableHeaderTradeAgreement>{documents}</ram:ApplicableHeaderTradeAgreement>")
    assert (invoice.tender, invoice.object) == ("T", Identifier(value="O"))
    assert [each.reference for each in invoice.supporting] == [None, "S", "X"]


def test_of_what_may_stand_once_the_first_counts() -> None:
    assert settled(EUR + EUR.replace("EUR", "SEK")).currency == "EUR"


@given(st.sampled_from(["every-term.xml", "extended.xml", "zugferd-1.xml"]), st.randoms(use_true_random=False))
def test_elements_in_any_order_doubled_or_missing_are_still_an_invoice(name: str, random: Random) -> None:
    root = parse((GOLDEN / name).read_bytes(), Limits())
    for element in list(root.iter()):
        children = list(element)
        if children and random.random() < 0.3:
            kept = [deepcopy(each) for each in children for _ in range(random.choice([0, 1, 1, 1, 2]))]
            random.shuffle(kept)
            element[:] = kept
        elif random.random() < 0.05:
            element.text = random.choice(["", " ", "NaN", "1e400", "-", "\u0660", "99999999", "x" * 1000])
    (found,) = read(etree.tostring(root), Limits())
    assert isinstance(found.model, Invoice)
    assert msgspec.json.decode(msgspec.json.encode(found.summary), type=TradeSummary) == found.summary


def test_the_fragments_of_the_official_unit_tests_are_read(corpora: Path) -> None:
    count = 0
    for file in sorted((corpora / "verdicts" / "unit").glob("peppol-cii*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            (found,) = read(row["xml"].encode(), Limits())
            assert found.format == "cii"
            count += 1
    assert count > 10


def test_all_cii_documents_of_the_corpora_are_read(corpora: Path) -> None:
    wanted = {"CrossIndustryInvoice": "cii", "CrossIndustryDocument": "zugferd-1"}
    count = 0
    for row in map(json.loads, (corpora / "verdicts" / "documents.jsonl").read_text("utf-8").splitlines()):
        if row["root"] in wanted:
            (found,) = read((corpora / row["file"]).read_bytes(), Limits())
            invoice = found.model
            assert found.format == wanted[row["root"]]
            assert invoice.number, row["file"]
            assert invoice.customization == row["customization"], row["file"]
            assert (invoice.profile or "") == row["profile"], row["file"]
            if row["xsd_ok"] and row["valid"]:
                assert invoice.issued, row["file"]
                assert invoice.currency, row["file"]
                assert invoice.seller.name, row["file"]
                assert invoice.buyer.name, row["file"]
                assert invoice.totals.payable.value is not None, row["file"]
            count += 1
    assert count >= 146


def test_elements_of_the_corpora_that_the_model_has_no_place_for_are_known(corpora: Path) -> None:
    """A table that misspells an element would show here: what no row claims is listed, and was looked up."""
    from counterfoil.formats._cii_table import CII

    claimed = claims(CII.root.children, "rsm:CrossIndustryInvoice")
    unclaimed: set[str] = set()
    for row in map(json.loads, (corpora / "verdicts" / "documents.jsonl").read_text("utf-8").splitlines()):
        if row["root"] == "CrossIndustryInvoice":
            (found,) = read((corpora / row["file"]).read_bytes(), Limits())
            trace = found.trace
            assert trace is not None
            unclaimed |= {
                path for path, text in zip(trace.paths, trace.texts, strict=True) if text and path not in claimed
            }
    known = (GOLDEN / "without-a-place.txt").read_text("utf-8").splitlines()
    left = {"/".join(path.split("/")[-2:]) for path in unclaimed}
    assert left == {line.split()[0] for line in known if line and not line.startswith("#")}


def claims(rows: Any, above: str) -> set[str]:
    """The absolute paths that a table's rows claim."""
    found = set()
    for name, row in rows.items():
        path = f"{above}/{name}"
        found.add(path)
        if hasattr(row, "children"):
            found |= claims(row.children, path)
    return found
