"""The papers of our own making are valid by the rules that they say they follow; what is wrong in them is meant."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from demo_world import fittings, retail, timber
from papers import XRECHNUNG, invoice
from papers_cii import EXTENDED, cii
from papers_parties import Company, gln, iban

import counterfoil
from trades import BILLED, BUYER, DAY, SELLER, trade

ON = date(2026, 11, 2)
"""All rulebooks are in force on that day."""
MEANT = {"purchasing/fittings/2026-0902.xml": ["BR-CO-15"]}


def documents() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each document of the demo and of the tests' trade."""
    for name, data in {**timber(), **fittings(), **retail(), **trade(1)}.items():
        if name.endswith(".zip"):
            with ZipFile(BytesIO(data)) as packed:
                yield from ((f"{name}!/{member}", packed.read(member)) for member in packed.namelist())
        else:
            yield name, data


@pytest.mark.parametrize(("name", "data"), [pytest.param(name, data, id=name) for name, data in documents()])
def test_a_paper_is_valid_but_where_it_is_wrong_on_purpose(name: str, data: bytes) -> None:
    report = counterfoil.check(data, on=ON)
    assert [finding.rule for finding in report.findings] == MEANT.get(name, [])
    assert report.valid is (None if not report.rulebooks else name not in MEANT)


@pytest.mark.parametrize(
    ("data", "rulebooks"),
    [
        (invoice("1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1"), ["peppol-cen", "peppol-billing"]),
        (invoice("1", DAY, DAY, BUYER, SELLER, BILLED, follows=XRECHNUNG), ["en16931", "xrechnung"]),
        (cii("1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1"), ["en16931"]),
        (cii("1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1", follows=XRECHNUNG), ["en16931", "xrechnung"]),
        (cii("1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1", follows=EXTENDED), ["factur-x-extended"]),
    ],
)
def test_an_invoice_is_valid_by_what_it_says_it_follows(data: bytes, rulebooks: list[str]) -> None:
    report = counterfoil.check(data, on=ON)
    assert [name.partition("@")[0] for name in report.rulebooks] == rulebooks
    assert (report.valid, report.findings) == (True, ())


def test_identifiers_have_their_check_digits() -> None:
    assert gln("400638133393") == "4006381333931"
    assert gln("629104150021") == "6291041500213"
    assert iban("DE", "370400440532013000") == "DE89370400440532013000"
    assert iban("BE", "539007547034") == "BE68539007547034"


def test_a_company_without_a_right_identifier_is_found() -> None:
    wrong = Company("Wrong GmbH", "DE123456789", "4098765000001", SELLER.iban)
    report = counterfoil.check(invoice("1", DAY, DAY, BUYER, wrong, BILLED), on=ON)
    assert {finding.rule for finding in report.findings} == {"PEPPOL-COMMON-R040"}
