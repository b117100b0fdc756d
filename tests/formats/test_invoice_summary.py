"""What the record keeps of an invoice: parties with all that identifies them, references, lines, numbers."""

from datetime import date
from decimal import Decimal

from counterfoil.formats._invoice_summary import CONTRACT, OTHER, PROJECT, SALES_ORDER, TENDER, summarise
from counterfoil.model.invoice import (
    CreditTransfer,
    Delivery,
    DirectDebit,
    DocumentReference,
    Invoice,
    InvoiceLine,
    Note,
    PaymentInstructions,
    Totals,
)
from counterfoil.model.party import Party
from counterfoil.model.summary import (
    CREDIT_NOTE,
    DESPATCH_ADVICE,
    INVOICE,
    ORDER,
    RECEIPT_ADVICE,
    PartySummary,
    Reference,
    TradeLine,
    TradeSummary,
)
from counterfoil.model.values import Amount, Identifier
from formats.ubl_invoice_golden import invoice_of, reading

FULL = TradeSummary(
    document=INVOICE,
    number="RE-2026-0042",
    issued=date(2026, 3, 2),
    customization="urn:cen.eu:en16931:2017",
    type_code="380",
    currency="EUR",
    tax_currency="CZK",
    seller=PartySummary(
        name="Eiche Möbel GmbH",
        trading_name="Eiche & Co.",
        identifiers=(
            Identifier(value="123456789", scheme="0060"),
            Identifier(value="S-1"),
            Identifier(value="HRB 700", scheme="0002"),
            Identifier(value="DE123456789", scheme="VAT"),
            Identifier(value="4000001000005", scheme="0088"),
        ),
        country="DE",
        city="Freiburg",
        post_code="79098",
        street="Sägeweg 1",
    ),
    buyer=PartySummary(
        name="Wohnen s.r.o.",
        trading_name="Wohnen",
        identifiers=(
            Identifier(value="4000002000004", scheme="0088"),
            Identifier(value="12345678", scheme="0154"),
            Identifier(value="CZ12345678", scheme="VAT"),
            Identifier(value="DE987654321", scheme="9930"),
        ),
        country="CZ",
        city="Praha",
        post_code="110 00",
        street="Markt 2",
        accounts=("CZ6508000000192000145399",),
    ),
    payee=PartySummary(
        name="Factor AG",
        identifiers=(
            Identifier(value="4000003000003", scheme="0088"),
            Identifier(value="529900T8BM49AURSDO55", scheme="0199"),
        ),
        accounts=("DE75512108001245126199",),
    ),
    deliver_to=PartySummary(
        name="Wohnen Lager",
        identifiers=(Identifier(value="4000004000002", scheme="0088"),),
        country="CZ",
        city="Brno",
        post_code="602 00",
        street="Lagerstraße 7",
    ),
    net=Decimal("190.00"),
    tax=Decimal("33.25"),
    total=Decimal("223.25"),
    paid=Decimal("23.25"),
    payable=Decimal("200.05"),
    due=date(2026, 4, 1),
    delivered=date(2026, 2, 27),
    payment_terms="30 days net, 10 days 2 %",
    payment_reference="RF18 5390 0754 7034",
    buyer_reference="Purchasing, room 2",
    allowances=Decimal("20.00"),
    charges=Decimal("10.00"),
    rounding=Decimal("0.05"),
    notes=("Sold to the order of spring.", "Thank you."),
    references=(
        Reference(document=ORDER, number="PO-100", issued=date(2026, 1, 15)),
        Reference(document=DESPATCH_ADVICE, number="LS-77"),
        Reference(document=RECEIPT_ADVICE, number="WE-88"),
        Reference(document=INVOICE, number="RE-2026-0001", issued=date(2026, 1, 5)),
        Reference(document=INVOICE, number="RE-2026-0002"),
        Reference(document=SALES_ORDER, number="SO-900"),
        Reference(document=CONTRACT, number="C-2025-3"),
        Reference(document=TENDER, number="Tender 5, lot 2"),
        Reference(document=PROJECT, number="P-12"),
        Reference(document=OTHER, number="Timesheet"),
    ),
    lines=(
        TradeLine(
            id="1",
            quantity=Decimal(10),
            unit="C62",
            price=Decimal("20.00"),
            price_base=Decimal(1),
            amount=Decimal("185.00"),
            tax_category="S",
            tax_rate=Decimal(19),
            name="Chair",
            seller_item="S-CHAIR",
            buyer_item="B-CHAIR",
            standard_item="04012345000009",
            note="Delivered in two boxes\nA chair with four legs",
            references=(Reference(document=ORDER, number="PO-100", line="3"),),
        ),
        TradeLine(
            id="2",
            quantity=Decimal(5),
            unit="KGM",
            price=Decimal("30.00"),
            price_base=Decimal(10),
            amount=Decimal("15.00"),
            tax_category="E",
            tax_rate=Decimal(0),
            name="Wax",
        ),
    ),
)


def test_the_full_invoice_is_summarised_whole() -> None:
    assert reading("full-invoice.xml").summary == FULL


def test_an_empty_invoice_has_an_empty_summary() -> None:
    assert summarise(Invoice()) == TradeSummary(document=INVOICE)
    assert summarise(Invoice(lines=(InvoiceLine(),))) == TradeSummary(document=INVOICE, lines=(TradeLine(),))


def test_a_credit_note_names_the_invoice_that_its_lines_credit() -> None:
    summary = reading("credit-note.xml").summary
    assert isinstance(summary, TradeSummary)
    assert summary.document == CREDIT_NOTE
    assert summary.seller is not None
    assert summary.seller.accounts == ("DE75512108001245126199",)
    (line,) = summary.lines
    assert line.references == (Reference(document=INVOICE, number="RE-2026-0042", line="1"),)
    assert line.lots == ("L-2026-02",)


def test_lines_name_their_own_documents_and_else_those_of_the_whole() -> None:
    summary = reading("two-orders-by-line.xml").summary
    assert isinstance(summary, TradeSummary)
    day = date(2026, 1, 20)
    assert [line.references for line in summary.lines] == [
        (Reference(document=ORDER, number="PO-100", issued=day, line="1"),),
        (
            Reference(document=ORDER, number="PO-200", issued=day, line="7"),
            Reference(document=DESPATCH_ADVICE, number="LS-1", issued=day, line="2"),
            Reference(document=RECEIPT_ADVICE, number="WE-1", issued=day, line="3"),
        ),
        (Reference(document=ORDER, number="PO-100", line="9"),),
    ]


def test_each_of_several_despatches_and_receipts_is_named() -> None:
    """UBL has any number of them, of which only the first is a business term (BT-15, BT-16)."""
    invoice = invoice_of(
        "".join(
            f"<cac:{kind}DocumentReference><cbc:ID>{number}</cbc:ID></cac:{kind}DocumentReference>"
            for kind, number in (
                ("Despatch", "7"),
                ("Despatch", "8"),
                ("Despatch", "9"),
                ("Receipt", "5"),
                ("Receipt", "6"),
            )
        )
    )
    assert (invoice.despatch, invoice.receipt) == (DocumentReference(number="7"), DocumentReference(number="5"))
    assert summarise(invoice).references == (
        *(Reference(document=DESPATCH_ADVICE, number=number) for number in "789"),
        *(Reference(document=RECEIPT_ADVICE, number=number) for number in "56"),
    )


def test_a_line_of_one_of_several_despatches_or_receipts_does_not_say_of_which() -> None:
    line = InvoiceLine(despatch_line="2", receipt_line="3")
    further = Invoice(
        despatch=DocumentReference(number="LS-77"),
        further_despatches=(DocumentReference(number="LS-78"),),
        receipt=DocumentReference(number="WE-88"),
        further_receipts=(DocumentReference(number="WE-89"),),
        lines=(line,),
    )
    assert summarise(further).lines[0].references == (
        Reference(document=DESPATCH_ADVICE, number="", line="2"),
        Reference(document=RECEIPT_ADVICE, number="", line="3"),
    )


def test_a_line_without_any_document_names_the_line_alone() -> None:
    lines = (InvoiceLine(order_line="1", preceding_line="2"),)
    two = (DocumentReference(number="A"), DocumentReference(number="B"))
    (line,) = summarise(Invoice(lines=lines, order=DocumentReference(), preceding=two)).lines
    assert line.references == (
        Reference(document=ORDER, number="", line="1"),
        Reference(document=INVOICE, number="", line="2"),
    )


def test_lines_below_lines_are_part_of_the_line_above() -> None:
    summary = reading("lines-below-lines.xml").summary
    assert isinstance(summary, TradeSummary)
    assert [(line.id, line.amount) for line in summary.lines] == [("1", Decimal("30.00"))]


def test_each_account_is_told_once_and_without_spaces() -> None:
    def paying(*accounts: str) -> PaymentInstructions:
        return PaymentInstructions(transfers=tuple(CreditTransfer(account=Identifier(value=each)) for each in accounts))

    without = PaymentInstructions(transfers=(CreditTransfer(),), direct_debit=DirectDebit(mandate="M"))
    invoice = Invoice(payment=(paying("DE75 51", "1 2"), paying("DE7551"), without))
    assert summarise(invoice) == TradeSummary(document=INVOICE, seller=PartySummary(accounts=("DE7551", "12")))


def test_an_identifier_is_told_once_and_a_local_tax_number_not_at_all() -> None:
    same = Identifier(value="1", scheme="0088")
    party = Party(identifiers=(same, same), registration=same, endpoint=same, tax_registration="F-skatt")
    assert summarise(Invoice(buyer=party)).buyer == PartySummary(identifiers=(same,))


def test_a_day_of_delivery_alone_is_no_place() -> None:
    summary = summarise(Invoice(delivery=Delivery(delivered=date(2026, 1, 2))))
    assert (summary.delivered, summary.deliver_to) == (date(2026, 1, 2), None)
    assert summarise(Invoice(delivery=Delivery(name="L"))).deliver_to == PartySummary(name="L")


def test_what_could_not_be_read_is_none() -> None:
    totals = Totals(payable=Amount(value=None, written="1,5"))
    summary = summarise(Invoice(totals=totals, notes=(Note(subject="AAI"),)))
    assert (summary.payable, summary.notes) == (None, ())
