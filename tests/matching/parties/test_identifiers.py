"""Identifiers: schemes and spellings of one number, check digits, numbers of registers within VAT identifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching.parties.identifiers import (
    account_key,
    has_vat_check,
    identifier_key,
    implied_vat,
    is_believable,
    is_gs1,
    is_iban,
    is_near,
)
from counterfoil.model.values import Identifier


@pytest.mark.parametrize(
    ("scheme", "value", "country", "key"),
    [
        ("VAT", "de 811.907/980", None, ("VAT", "DE811907980")),
        ("VA", "DE811907980", None, ("VAT", "DE811907980")),
        ("9930", "811907980", None, ("VAT", "DE811907980")),
        ("VAT", "811907980", "de", ("VAT", "DE811907980")),
        ("VAT", "811907980", None, ("VAT", "811907980")),
        ("VAT", "GR094259216", None, ("VAT", "EL094259216")),
        ("VAT", "094259216", "GR", ("VAT", "EL094259216")),
        ("9933", "094259216", None, ("VAT", "EL094259216")),
        ("VAT", "NO 987 654 325 MVA", None, ("VAT", "NO987654325")),
        ("VAT", "CHE-123.456.788 TVA", None, ("VAT", "CHE123456788")),
        ("gln", "40123 45000 009", None, ("0088", "4012345000009")),
        ("EAN", "4012345000009", None, ("0088", "4012345000009")),
        ("SIRET", "44306184100047", None, ("0009", "44306184100047")),
        ("IBAN", "DE89370400440532013000", None, None),
        ("9918", "DE89370400440532013000", None, None),
        ("VAT", " - ", None, None),
        (None, "70012", None, ("", "70012")),
    ],
)
def test_one_spelling(scheme: str | None, value: str, country: str | None, key: tuple[str, str] | None) -> None:
    assert identifier_key(Identifier(value=value, scheme=scheme), country) == key


@pytest.mark.parametrize(
    ("scheme", "value", "holds"),
    [
        ("0199", "529900T8BM49AURSDO55", True),
        ("0199", "529900T8BM49AURSDO56", False),
        ("0199", "529900T8BM49AURSDO5", False),
        ("0199", "529900T8BM49AURSDÖ55", False),
        ("0088", "4012345000009", True),
        ("0088", "4012345000008", False),
        ("0088", "401234500000A", False),
        ("0088", "４012345000009", False),
        ("VAT", "DE811907980", True),
        ("VAT", "DE811907981", False),
        ("VAT", "EL094259216", True),
        ("VAT", "EL094259217", False),
        ("VAT", "XI980780684", True),
        ("VAT", "CHE123456788", True),
        ("VAT", "CHE123456789", False),
        ("VAT", "NO987654325", True),
        ("VAT", "NO987654326", False),
        ("VAT", "FR61954506077", True),
        ("VAT", "NL004495445B01", True),
        ("VAT", "ATU12345678", False),
        ("VAT", "US123", True),
        ("0060", "anything", True),
    ],
)
def test_check_digits(scheme: str, value: str, holds: bool) -> None:
    assert is_believable((scheme, value)) is holds


def test_a_country_without_rules_is_believed() -> None:
    assert has_vat_check("ZZ1")


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_every_digit_of_a_gln_that_is_mistyped_is_found(count: int, place: int, more: int) -> None:
    bare = f"401{count:09}"
    gln = next(f"{bare}{digit}" for digit in range(10) if is_gs1(f"{bare}{digit}"))
    wrong = f"{gln[:place]}{(int(gln[place]) + more) % 10}{gln[place + 1 :]}"
    assert not is_gs1(wrong)


@pytest.mark.parametrize(
    ("scheme", "value", "vat"),
    [
        ("0208", "0697449992", "BE0697449992"),
        ("0208", "BE0697449992", "BE0697449992"),
        ("0002", "443061841", "FR64443061841"),
        ("0009", "44306184100047", "FR64443061841"),
        ("0007", "5560125790", "SE556012579001"),
        ("0184", "DK13585628", "DK13585628"),
        ("0183", "CHE123456788", "CHE123456788"),
        ("0208", "69744", None),
        ("0208", "069744999X", None),
        ("0208", "069744999２", None),
        ("0106", "12345678", None),
    ],
)
def test_the_vat_identifier_in_a_number_of_a_register(scheme: str, value: str, vat: str | None) -> None:
    assert implied_vat((scheme, value)) == vat


def test_accounts() -> None:
    assert account_key("IBAN de89 3704-0044 0532 0130 00") == "DE89370400440532013000"
    assert is_iban("DE89 3704 0044 0532 0130 00")
    assert not is_iban("DE88 3704 0044 0532 0130 00")
    assert not is_iban("0532013000")


def test_one_mistake_of_typing() -> None:
    assert is_near("DE811907980", "DE811970980")
    assert not is_near("DE811907980", "DE811970981")
    assert not is_near("70012", "70013")
