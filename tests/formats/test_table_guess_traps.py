"""Columns whose names hold a word of another term, and rows that are none: what a guess must not fall for."""

from decimal import Decimal

import pytest

from counterfoil.formats.table import Guess, guess, mapping_text, parse_mapping
from counterfoil.model.summary import TradeSummary
from formats.table_reading import read, refusals, table_of


def terms(data: str) -> dict[str, tuple[str, ...]]:
    return {column.header: column.terms for column in guess(table_of(data)).mapping.columns}


def written(found: Guess) -> str:
    return mapping_text(found.mapping, found.trial, found.remarks, found.unmapped)


def trades(data: str) -> list[TradeSummary]:
    """The documents of a table by the mapping guessed from it."""
    read_ones = [one.summary for one in read(data.encode(), parse_mapping(written(guess(table_of(data))), "m.toml"))]
    return [each for each in read_ones if isinstance(each, TradeSummary)]


@pytest.mark.parametrize(
    ("net", "gross"),
    [
        ("Amount", "Amount Including VAT"),
        ("Amount Excluding VAT", "Amount Including VAT"),
        ("Amount excl. tax", "Amount incl. tax"),
        ("Betrag ohne MwSt", "Betrag mit MwSt"),
        ("Betrag exkl. MwSt", "Betrag inkl. MwSt"),
        ("Totalt exkl. moms", "Totalt inkl. moms"),
    ],
)
def test_what_includes_the_tax_is_not_the_tax(net: str, gross: str) -> None:
    data = f'No.;Vendor Invoice No.;Document Date;{net};{gross}\n1;F-9;2025-11-25;"1,000.00";"1,250.00"\n'
    found = terms(data)
    assert (found[net], found[gross]) == (("net",), ("total",))


def test_an_amount_alone_is_the_total() -> None:
    assert terms("Invoice No;Invoice Date;Amount\nF-9;2025-11-25;10.00\n")["Amount"] == ("total",)
    found = terms("Fakturanr;Fakturadatum;Netto;Moms;Totalt\n1024;2025-11-05;100,00;25,00;125,00\n")
    assert (found["Netto"], found["Moms"], found["Totalt"]) == (("net",), ("tax",), ("total",))


def test_the_unit_of_a_price_is_one_ten_a_hundred_or_a_thousand() -> None:
    head = "Einkaufsbeleg;Pos.;Belegdatum;Lieferant;Kurztext;Bestellmenge;BME;Nettopreis;pro;Stück pro Karton\n"
    data = (
        head + "4711;10;03.11.2025;Holz AG;Winkel;50;ST;120,00;100;12\n4711;20;03.11.2025;Holz AG;Brett;5;ST;8,10;1;1\n"
    )
    (order,) = trades(data)
    assert "Stück pro Karton" not in terms(data)
    assert [(line.price, line.price_base) for line in order.lines] == [
        (Decimal(120), Decimal(100)),
        (Decimal("8.1"), Decimal(1)),
    ]


def test_the_kinds_of_rows_in_sage() -> None:
    data = (
        "Type,Account Reference,Date,Reference,Details,Net Amount,Tax Amount\n"
        "PI,SUP001,05/11/2025,INV88,Timber,100.00,20.00\n"
        "PC,SUP001,06/11/2025,CR9,Timber return,10.00,2.00\n"
        "PP,SUP001,07/11/2025,BACS,Payment,110.00,0.00\n"
    )
    assert [(one.document, one.number, one.net) for one in trades(data)] == [
        ("invoice", "INV88", Decimal(100)),
        ("credit-note", "CR9", Decimal(10)),
    ]


def test_rows_that_sum_up_somebody_tell_nothing_of_how_columns_are_written() -> None:
    data = (
        "Date,Transaction Type,Num,Vendor,Due Date,Amount,Open Balance\n"
        '11/15/2025,Bill,B-12,Bob\'s,12/15/2025,"1,205.00","1,205.00"\n'
        'Total for Bob\'s,,,,,"1,205.00","1,205.00"\n'
    )
    assert terms(data)["Date"] == ("issued",)
    assert [one.number for one in trades(data)] == ["B-12"]


def test_a_column_whose_name_begins_with_a_hash_has_a_name() -> None:
    found = guess(table_of("#Rechnungsnr;#Datum;#Betrag\nRE-1;2025-11-05;10,00\nRE-2;2025-11-06;11,00\n"))
    assert {column.header: column.terms for column in found.mapping.columns} == {
        "#Rechnungsnr": ("number",),
        "#Datum": ("issued",),
        "#Betrag": ("total",),
    }
    assert '# "#Upphæð" = ""' in written(guess(table_of("#Upphæð;#Lýsing\n10,00;x\n11,00;y\n")))


def test_a_row_of_sums_is_no_document() -> None:
    data = "Rechnungsnr;Datum;Kunde;Betrag\nRE-1;05.11.2025;Nord;15,00\nSumme;;;15,00\n\nGesamtsumme;;;15,00\n"
    assert [one.number for one in trades(data)] == ["RE-1"]
    # It may be a name all the same, where the row has a day.
    assert [one.number for one in trades(data.replace("Summe;;", "Summe;06.11.2025;"))] == ["RE-1", "Summe"]


def test_goods_may_be_called_like_a_sum() -> None:
    head = "Order Reference,Order Deadline,Vendor,Order Lines/Description,Order Lines/Quantity,Order Lines/Unit Price\n"
    data = head + "P00012,2025-11-03,Wood Corner,Chair,5.0,70.0\n,,,Lamp,1.0,9.0\n,,,Total,2.0,110.5\n"
    (order,) = trades(data)
    assert [line.name for line in order.lines] == ["Chair", "Lamp", "Total"]
    mapping = parse_mapping(written(guess(table_of(data))).replace("fill_down = true", ""), "m.toml")
    alone = data.replace(",,,Lamp,1.0,9.0\n", "")
    assert [told[:5] for told in refusals(alone, mapping)] == ["Row 3"]


@pytest.mark.parametrize(
    ("net", "gross"),
    [("Netto-Betrag", "Brutto-Betrag"), ("NettoBetrag", "BruttoBetrag"), ("Betrag netto EUR", "Betrag brutto EUR")],
)
def test_a_name_in_two_parts_is_the_word_that_it_makes(net: str, gross: str) -> None:
    """As sevDesk writes them: the amount without tax was taken for the whole."""
    data = f"Rechnungs-Nr.;Rechnungs-Datum;Kunde;{net};{gross}\nRE-1;15.01.2026;Müller;100,00 €;119,00 €\n"
    (invoice,) = trades(data)
    assert (invoice.number, invoice.net, invoice.total) == ("RE-1", Decimal("100.00"), Decimal("119.00"))


def test_an_amount_that_is_said_to_be_net_is_never_the_total() -> None:
    found = terms("Rechnung;Datum;Kunde;Betrag in EUR netto\nRE-1;15.01.2026;Müller;100,00\n")
    assert ("total",) not in found.values()


def test_a_number_alone_is_that_of_the_document() -> None:
    """As in a list of posted invoices out of Navision."""
    data = "Nr.\tBuchungsdatum\tDebitorennr.\tDebitorenname\tBetrag inkl. MwSt.\nVR-1\t15.01.26\tD1\tMeller\t11,90\n"
    assert terms(data)["Nr."] == ("number",)


LEDGER = "Konto;Rechnungsnr.;Rechnungsdatum;Betrag;S/H;Währung\n"


def kinds_of(data: str) -> dict[str | None, str]:
    """The kind of each document by its number, read by the guessed mapping."""
    found = read(data.encode(), parse_mapping(written(guess(table_of(data))), "m.toml"))
    return {getattr(one.summary, "number", None): one.document for one in found}


@pytest.mark.parametrize(("debit", "credit"), [("S", "H"), ("Soll", "Haben"), ("D", "C")])
def test_a_letter_for_the_side_of_an_amount_is_not_passed_over(debit: str, credit: str) -> None:
    rows = (("R-1", debit), ("R-2", debit), ("G-1", credit))
    data = LEDGER + "".join(f"10001;{number};15.01.2026;59,50;{side};EUR\n" for number, side in rows)
    assert kinds_of(data) == {"R-1": "invoice", "R-2": "invoice", "G-1": "credit-note"}
    assert 'unsure: please look\n"S/H" = "kind"' in written(guess(table_of(data)))


def test_what_we_owe_stands_in_credit() -> None:
    head = "Lieferant;Rechnungsnr.;Rechnungsdatum;Betrag;Soll/Haben-Kennzeichen\n"
    rows = "Meier;R-1;15.01.2026;59,50;H\nMeier;G-1;15.01.2026;9,50;S\nMeier;G-2;15.01.2026;9,50;S\n"
    assert kinds_of(head + rows) == {"R-1": "invoice", "G-1": "credit-note", "G-2": "credit-note"}
    head = head.replace("Lieferant", "Kunde")
    assert kinds_of(head + rows) == {"R-1": "credit-note", "G-1": "invoice", "G-2": "invoice"}


def test_the_side_that_no_row_shows_yet_is_known_too() -> None:
    data = LEDGER + "10001;R-1;15.01.2026;59,50;S;EUR\n"
    assert dict(guess(table_of(data)).mapping.values)["kind"] == (("S", "invoice"), ("H", "credit-note"))
    data = LEDGER.replace("Betrag", "Offener Betrag") + "10001;R-1;15.01.2026;59,50;Soll;EUR\n"
    assert dict(guess(table_of(data)).mapping.values)["kind"] == (("Soll", "open-item"), ("Haben", "credit-note"))


@pytest.mark.parametrize(
    "data",
    [
        LEDGER + "10001;R-1;15.01.2026;-59,50;S;EUR\n",  # amounts have a sign of their own
        LEDGER + "10001;R-1;15.01.2026;59,50;X;EUR\n",
        LEDGER + "10001;R-1;15.01.2026;59,50;;EUR\n",
        LEDGER.replace("S/H", "Größe") + "10001;R-1;15.01.2026;59,50;S;EUR\n",
    ],
)
def test_what_does_not_tell_the_side_tells_no_kind(data: str) -> None:
    assert "kind" not in dict(guess(table_of(data)).mapping.values)


def test_the_short_labels_of_erp_systems_are_known() -> None:
    head = "Einkaufsbel.;Pos;Lieferant;Belegdatum;Material;Bestellmenge;BME;Nettopreis\n"
    assert terms(head + "4500012345;10;100234;12.01.2026;M-1;5;ST;3,25\n")["Einkaufsbel."] == ("number",)
    head = "Belegdatum;Belegnummernkreis;Belegnummer;Buchungstext;Buchungsbetrag;Sollkonto;Habenkonto;Währung\n"
    assert terms(head + "15.01.2026;RE;2026-0001;Meier;1.190,00;10001;8400;EUR\n")["Buchungsbetrag"] == ("total",)
