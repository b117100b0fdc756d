"""Guessed mappings read the exports of common systems without a correction; where they cannot know, they say so."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from counterfoil.errors import UnreadableError
from counterfoil.formats.table import Guess, guess, mapping_text, parse_mapping
from counterfoil.formats.table.profile import gs1_checks, iban_checks
from counterfoil.formats.table.synonyms import plain_header, synonyms
from counterfoil.formats.table.terms import FAMILY, term_of
from counterfoil.model.summary import MasterSummary, Reference, StatementSummary, Summary, TradeSummary
from counterfoil.model.values import Identifier
from formats.table_reading import read, table_of
from formats.xlsx_writer import workbook

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "tables"


def guessed(data: bytes | str) -> Guess:
    return guess(table_of(data))


def summaries(name: str) -> list[Summary]:
    """The documents of a golden table, by the mapping guessed from it, written down and loaded again."""
    data = (GOLDEN / name).read_bytes()
    found = guessed(data)
    text = mapping_text(found.mapping, found.trial, found.remarks, found.unmapped)
    return [one.summary for one in read(data, parse_mapping(text, "guessed.toml"))]


def trades(name: str) -> list[TradeSummary]:
    return [each for each in summaries(name) if isinstance(each, TradeSummary)]


def test_sap_orders_below_a_title_in_cp1252() -> None:
    first, second = trades("sap-orders.csv")
    assert (first.document, first.number, first.issued) == ("order", "4500017823", date(2026, 3, 2))
    assert first.seller is not None
    assert first.seller.name == "Sägewerk Tannhof KG"
    assert Identifier(value="0000100234", scheme="supplier-number") in first.seller.identifiers
    assert [(line.id, line.quantity, line.unit, line.amount, line.due) for line in first.lines] == [
        ("10", Decimal(1200), "MTK", Decimal(49800), date(2026, 3, 16)),
        ("20", Decimal(5), "MTK", Decimal(91), date(2026, 3, 18)),
    ]
    assert first.net == Decimal(49891)
    assert (second.lines[0].name, second.lines[0].price_base) == ('Scharnier "Typ 3"', Decimal(100))


def test_sap_receipts_name_their_order_lines() -> None:
    first, second = trades("sap-receipts.tsv")
    assert (first.document, first.issued) == ("receipt-advice", date(2026, 3, 16))
    assert [line.references for line in first.lines] == [
        (Reference(document="order", number="4500017823", line="10"),),
        (Reference(document="order", number="4500017823", line="20"),),
    ]
    assert second.lines[0].quantity == Decimal(500)


def test_sap_open_items_are_owed_though_written_below_zero() -> None:
    first, second = trades("sap-open-items.csv")
    assert (first.document, first.number, first.due) == ("open-item", "RE-2026-118", date(2026, 4, 17))
    assert (first.payable, second.payable) == (Decimal("59370.29"), Decimal("75.86"))


def test_datev_postings_take_their_year_from_above_the_header() -> None:
    first, second = trades("datev-postings.csv")
    assert (first.number, first.issued, first.total) == ("RE-2026-001", date(2026, 3, 3), Decimal(1190))
    assert (second.issued, second.total, second.currency) == (date(2026, 3, 12), Decimal(702), "EUR")


def test_business_central_invoice_lines() -> None:
    first, second = trades("business-central-invoice-lines.csv")
    assert (first.document, first.number, first.issued) == ("invoice", "103018", date(2026, 3, 14))
    assert first.references == (Reference(document="order", number="1001"),)
    assert [(line.seller_item, line.price, line.tax_rate) for line in first.lines] == [
        ("1896-S", Decimal("1000.80"), Decimal(20)),
        ("1908-S", Decimal("190.10"), Decimal(20)),
    ]
    assert (first.net, second.currency) == (Decimal(2762), "USD")


def test_a_navision_vendor_ledger_without_its_payments() -> None:
    first, second = trades("navision-vendor-ledger.csv")
    assert (first.number, first.payable) == ("RE-2026-118", Decimal(1190))
    assert (second.number, second.payable) == ("GS-4", Decimal(-119))


def test_lexware_invoices_in_utf_16_with_a_credit_note() -> None:
    first, _, third = trades("lexware-invoices.csv")
    assert first.buyer is not None
    assert first.buyer.name == "Möbelhaus Süd GmbH"
    assert (first.net, first.tax, first.total) == (Decimal(1000), Decimal(190), Decimal(1190))
    assert (third.document, third.total, third.issued) == ("credit-note", Decimal(119), date(2026, 3, 15))


def test_xero_invoices_have_totals_of_their_own() -> None:
    first, second = trades("xero-sales-invoices.csv")
    assert (first.total, first.tax, first.payable, first.currency) == (
        *(Decimal("541.25"), Decimal("41.25"), Decimal("541.25")),
        "GBP",
    )
    assert [line.amount for line in first.lines] == [Decimal(250), Decimal(250)]
    assert (second.paid, second.payable, second.issued) == (Decimal(20), Decimal(100), date(2026, 3, 15))


def test_quickbooks_open_invoices_with_american_dates() -> None:
    first, _, third = trades("quickbooks-open-invoices.csv")
    assert (first.number, first.issued, first.payable) == ("1004", date(2026, 3, 5), Decimal("2369.52"))
    assert (third.number, third.payable) == ("1026", Decimal(-100))


def test_a_bank_statement() -> None:
    first, second = (each for each in summaries("sparkasse-statement.csv") if isinstance(each, StatementSummary))
    assert (first.account, first.currency, first.issued) == ("DE89370400440532013000", "EUR", date(2026, 3, 17))
    incoming, outgoing = first.lines
    assert (incoming.amount, incoming.end_to_end_id, incoming.remittance) == (
        *(Decimal(1190), None),
        ("RE1001 Rechnung vom 03.03.",),
    )
    assert incoming.counterparty is not None
    assert incoming.counterparty.accounts == ("DE02120300000000202051",)
    assert (outgoing.amount, outgoing.mandate) == (Decimal("-212.40"), "M-77")
    assert second.lines[0].amount == Decimal("-59370.29")


def test_items_with_packs_and_partners_with_accounts() -> None:
    items = [each for each in summaries("items.csv") if isinstance(each, MasterSummary)]
    assert items[1].packs == (("CT", Decimal(24)), ("PF", Decimal(480)))
    assert (items[1].unit, items[1].identifiers) == ("H87", (Identifier(value="4012345678901", scheme="0160"),))
    partners = [each for each in summaries("partners.csv") if isinstance(each, MasterSummary)]
    assert partners[0].party is not None
    assert partners[0].party.accounts == ("DE02120300000000202051",)
    assert Identifier(value="DE136695976", scheme="VAT") in partners[0].party.identifiers


def test_a_workbook_is_guessed_like_a_text() -> None:
    book = workbook(
        {
            "About": [["An export"]],
            "Rows": [
                ["Invoice No", "Invoice Date", "Customer", "Total"],
                ["R-1", date(2026, 1, 31), "Nord", Decimal("10.5")],
                [Decimal(7), date(2026, 2, 1), "Süd", Decimal(11)],
            ],
        }
    )
    mapping = guessed(book).mapping
    assert (mapping.sheet, mapping.document) == ("Rows", "invoice")
    assert [one.summary.number for one in read(book, mapping) if isinstance(one.summary, TradeSummary)] == ["R-1", "7"]


def test_a_doubt_about_days_and_months_is_told() -> None:
    told = guessed("Invoice No,Invoice Date,Total\n1,02/03/2026,5\n2,04/05/2026,6\n")
    assert told.mapping.dates == ("DD/MM/YYYY",)
    assert "day and month could be the other way round" in told.remarks["Invoice Date"]
    american = guessed("Invoice No,Invoice Date,Total,Currency\n1,02/03/2026,5,USD\n2,04/05/2026,6,USD\n")
    assert american.mapping.dates == ("MM/DD/YYYY",)


def test_values_of_the_document_that_differ_between_its_rows_are_summed_or_the_lines() -> None:
    found = guessed(
        "Invoice No,Invoice Date,Item,Quantity,Amount,Tax Amount\n1,2026-01-01,A,1,5.00,1\n1,2026-01-01,B,1,6.00,2\n"
    )
    terms = {column.header: column.terms for column in found.mapping.columns}
    assert terms["Amount"] == ("line.amount", "net.sum")
    assert terms["Tax Amount"] == ("tax.sum",)


def test_a_currency_that_differs_within_a_document_costs_that_document_alone() -> None:
    """Without the column all amounts would be in no currency."""
    data = (
        "Rechnungsnummer;Rechnungsdatum;Lieferant;Währung;Artikel;Menge;Preis\n"
        "R-1;01.02.2026;Holz AG;EUR;A;2;10,00\nR-1;01.02.2026;Holz AG;USD;B;2;10,00\n"
        "R-2;01.02.2026;Holz AG;CHF;A;2;10,00\n"
    )
    found = guessed(data)
    assert "unsure" in found.remarks["Währung"]
    assert found.trial[0] == "Of 3 rows looked at, 1 document read and 1 document refused."
    assert "'USD' differs from 'EUR' in row 2" in found.trial[2]


@pytest.mark.parametrize(("documents", "kept"), [(9, False), (10, True)])
def test_a_day_that_differs_within_few_documents_is_kept(documents: int, kept: bool) -> None:
    rows = "".join(f"R-{n};{day};A;1\n" for n in range(documents) for day in ("01.02.2026", f"0{1 + (not n)}.02.2026"))
    found = guessed("Rechnungsnummer;Rechnungsdatum;Artikel;Menge\n" + rows)
    assert ("Rechnungsdatum" in {column.header for column in found.mapping.columns}) == kept


def test_empty_numbers_below_a_first_row_are_filled() -> None:
    found = guessed("Invoice No,Invoice Date,Item,Quantity\n1,2026-01-01,A,1\n,,B,2\n2,2026-01-01,C,1\n")
    assert found.mapping.fill_down


def test_a_row_of_sums_is_no_further_line() -> None:
    data = (
        "Rechnungsnummer;Rechnungsdatum;Lieferant;Position;Bezeichnung;Menge;Einzelpreis;Gesamtpreis\n"
        "R1;01.02.2026;Holz AG;1;Brett;10;1,50;15,00\nR1;01.02.2026;Holz AG;2;Latte;2;1,00;2,00\n;;;;;;Summe:;17,00\n"
    )
    found = guessed(data)
    assert not found.mapping.fill_down
    assert ("Einzelpreis", ("line.price",)) in [(one.header, one.terms) for one in found.mapping.columns]
    assert found.trial[0] == "Of 3 rows looked at, 1 document read and 0 documents refused."


@pytest.mark.parametrize(
    ("partner", "signs"), [("Kunde", {"net", "tax", "total"}), ("Lieferant", {"-net", "-tax", "-total"})]
)
def test_only_what_we_owe_is_written_below_zero(partner: str, signs: set[str]) -> None:
    found = guessed(
        f"Rechnungsnummer;Rechnungsdatum;{partner};Nettobetrag;Steuer;Bruttobetrag\n"
        "R1;01.02.2026;X;-100,00;-19,00;-119,00\nR2;02.02.2026;X;-1,00;-0,19;-1,19\nR3;03.02.2026;X;2,00;0,38;2,38\n"
    )
    assert {term for one in found.mapping.columns for term in one.terms} & {*signs, "net", "-net"} == signs


def test_a_list_of_our_payments_goes_out() -> None:
    found = guessed("Payment Date,Supplier Name,Amount\n01/02/2026,A,5.10\n28/02/2026,B,6.20\n")
    assert {column.header: column.terms for column in found.mapping.columns}["Amount"] == ("entry.debit",)


def terms_of(header: str, *rows: str) -> dict[str, str]:
    """The first term of each column that is mapped."""
    mapping = guessed("\n".join([header, *rows])).mapping
    return {column.header: column.terms[0] for column in mapping.columns}


def test_accounts_behind_the_names_of_others_are_theirs() -> None:
    mine, theirs = "DE89370400440532013000", "DE02120300000000202051"
    head = "Buchungstag;Empfänger;IBAN;Betrag"
    assert terms_of(head, f"01.02.26;A;{mine};-1,00", f"02.02.26;B;{theirs};2,00")["IBAN"] == "counterparty.account"
    assert terms_of(head, f"01.02.26;A;{mine};-1,00", f"02.02.26;B;{mine};2,00")["IBAN"] == "account"
    moved = "IBAN;Buchungstag;Empfänger;Betrag"
    assert terms_of(moved, f"{mine};01.02.26;A;-1,00", f"{theirs};02.02.26;B;2,00")["IBAN"] == "account"


@pytest.mark.parametrize(
    ("header", "document"),
    [
        ("PO;Line;Date;Vendor;Item;Qty;Price;Currency", "order"),
        ("Invoice No;Date;PO;Vendor;Item;Qty;Price;Currency", "invoice"),
        ("GRN;Receipt date;PO;PO line;Item;Qty;Vendor;Unit", "receipt-advice"),
        ("Delivery note;Ship date;PO;PO line;Item;Qty;Vendor;Unit", "despatch-advice"),
    ],
)
def test_a_po_is_the_order_itself_where_nothing_refers_to_it(header: str, document: str) -> None:
    cells = {"date": "2026-01-05", "qty": "3", "price": "2.50", "currency": "EUR", "unit": "EA", "vendor": "Acme"}
    row = ";".join(
        next((cell for word, cell in cells.items() if word in name.lower()), "1") for name in header.split(";")
    )
    assert guessed(f"{header}\n{row}").mapping.document == document


@pytest.mark.parametrize(("item", "term"), [("A-1", "line.seller_item"), ("10", "line.id")])
def test_an_item_is_a_number_of_the_line_or_of_what_was_received(item: str, term: str) -> None:
    found = terms_of("GRN;Receipt date;PO Number;PO line;Item;Received qty;UoM", f"G1;2026-01-05;PO-1;1;{item};900;EA")
    assert (found["Item"], found["Received qty"], found["UoM"]) == (term, "line.quantity", "line.unit")


@pytest.mark.parametrize("data", ["", "\n\n", "1;2\n3;4\n"])
def test_what_has_no_header_cannot_be_guessed(data: str) -> None:
    with pytest.raises(UnreadableError, match="no row that could be the names of columns"):
        guessed(data)


@pytest.mark.parametrize("document", sorted(FAMILY))
def test_every_word_is_for_a_term_that_the_document_may_have(document: str) -> None:
    known = synonyms(document, FAMILY[document])
    assert [name for name in known if term_of(FAMILY[document], name) is None] == []
    spelled = {word for words in known.values() for word in words}
    assert sorted(word for word in spelled if plain_header(word) != word) == []


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("InvoiceNo", "invoice no"),
        ("*ContactName", "contact name"),
        ("Währung", "waehrung"),
        ("VAT %", "vat percent"),
        ("supplier_id", "supplier id"),
        ("Straße/Haus-Nr.", "strasse haus nr"),
        ("POAddress", "po address"),
    ],
)
def test_headers_are_compared_as_plain_words(header: str, plain: str) -> None:
    assert plain_header(header) == plain


def test_check_digits() -> None:
    assert iban_checks("DE89370400440532013000")
    assert not iban_checks("DE88370400440532013000")
    assert gs1_checks("4006381333931")
    assert not gs1_checks("4006381333932")
    assert not gs1_checks("0000000000000")
