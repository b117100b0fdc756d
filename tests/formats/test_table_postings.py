"""Journals of postings with a letter for the side of the account, as DATEV exports them."""

from decimal import Decimal

import pytest

from counterfoil.formats.table import guess, mapping_text, parse_mapping
from counterfoil.model.summary import TradeSummary
from formats.table_reading import read, table_of

HEADER = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;Konto;Gegenkonto (ohne BU-Schlüssel);Belegdatum;Belegfeld 1\n"
)


def trades(rows: str, header: str = HEADER) -> list[TradeSummary]:
    found = guess(table_of(header + rows))
    mapping = parse_mapping(mapping_text(found.mapping, found.trial, found.remarks, found.unmapped), "m.toml")
    return [one.summary for one in read((header + rows).encode(), mapping) if isinstance(one.summary, TradeSummary)]


def told(rows: str) -> list[tuple[str, str | None, Decimal | None]]:
    return [(one.document, one.number, one.total) for one in trades(rows)]


INVOICE, CREDIT_NOTE = ("invoice", "RE-1", Decimal("119.00")), ("credit-note", "GS-1", Decimal("59.50"))


@pytest.mark.parametrize(
    "rows",
    [
        "119,00;S;10001;8400;15.01.2026;RE-1\n59,50;H;10001;8400;16.01.2026;GS-1\n",
        "119,00;H;8400;10001;15.01.2026;RE-1\n59,50;S;8400;10001;16.01.2026;GS-1\n",
        "119,00;H;70001;3400;15.01.2026;RE-1\n59,50;S;70001;3400;16.01.2026;GS-1\n",
        "119,00;S;3400;70001;15.01.2026;RE-1\n59,50;H;3400;70001;16.01.2026;GS-1\n",
    ],
    ids=["customer", "customer as contra account", "supplier", "supplier as contra account"],
)
def test_the_letter_says_what_gives_back(rows: str) -> None:
    """A credit note was taken for an invoice, since its amount has no sign."""
    assert told(rows) == [INVOICE, CREDIT_NOTE]


def test_the_longer_account_is_the_partners() -> None:
    (customers,) = trades("119,00;S;10001;8400;15.01.2026;RE-1\n")
    assert customers.buyer is not None
    assert customers.buyer.identifiers[0].value == "10001"
    (suppliers,) = trades("119,00;S;3400;70001;15.01.2026;RE-1\n")
    assert suppliers.seller is not None
    assert suppliers.seller.identifiers[0].value == "70001"


def test_what_went_to_the_bank_is_no_document() -> None:
    rows = "119,00;S;10001;8400;15.01.2026;RE-1\n119,00;H;10001;1200;30.01.2026;RE-1\n20,00;H;4930;1200;30.01.2026;X\n"
    assert told(rows) == [INVOICE]


def test_the_letter_that_no_row_has_means_the_other_thing() -> None:
    (found,) = guess(table_of(HEADER + "119,00;S;10001;8400;15.01.2026;RE-1\n")).mapping.values
    assert found == ("kind", (("S", "invoice"), ("H", "credit-note")))
    (found,) = guess(table_of(HEADER + "119,00;S;70001;3400;15.01.2026;RE-1\n")).mapping.values
    assert dict(found[1])["H"] == "invoice"


@pytest.mark.parametrize(
    "rows",
    [
        "119,00;X;10001;8400;15.01.2026;RE-1\n",
        "119,00;S;1000;8400;15.01.2026;RE-1\n",
        "119,00;;10001;8400;1.1.2026;A\n",
    ],
    ids=["another letter", "no partner", "no letter"],
)
def test_without_partners_and_letters_it_is_no_journal(rows: str) -> None:
    columns = guess(table_of(HEADER + rows)).mapping.columns
    assert not any("customer_number" in term for column in columns for term in column.terms)


def test_partners_of_both_sides_are_named_by_none() -> None:
    rows = "119,00;S;10001;8400;15.01.2026;RE-1\n50,00;H;70001;3400;15.01.2026;ER-9\n"
    assert [one.buyer for one in trades(rows)] == [None, None]
