"""How texts become values: decimals, days, flags, files, and what a table's rows make of attributes."""

import base64
import hashlib
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.formats import _table
from counterfoil.formats._table import (
    day,
    decimal,
    flag,
    to_amount,
    to_attachment,
    to_identifier,
    to_number,
    to_quantity,
)
from counterfoil.model.values import Amount, Attachment, Identifier, Number, Quantity

XSD_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
XSD_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")


@pytest.mark.parametrize("written", ["0", "-0", "+1", "1.", ".5", "-.50", "007", "1" * 40, "0." + "0" * 30 + "1"])
def test_a_decimal_is_what_xsd_says(written: str) -> None:
    value = decimal(written)
    assert value is not None
    assert value == Decimal(written)
    assert decimal(written) is value or len(written) > 24


@pytest.mark.parametrize(
    "written",
    [
        "",
        ".",
        "+",
        "-",
        "+-1",
        "1-2",
        "1.2.3",
        "1,5",
        "1 000",
        "1_000",
        "1e5",
        "1E400",
        "NaN",
        "sNaN",
        "Infinity",
        "١٢",
    ],
)
def test_what_xsd_does_not_know_is_no_decimal(written: str) -> None:
    assert decimal(written) is None
    assert decimal(written) is None  # remembered as none


@given(st.text(st.sampled_from("0123456789.+-eE_, N")) | st.text(max_size=6))
def test_decimals_agree_with_the_pattern_of_the_standard(written: str) -> None:
    expected = Decimal(written) if XSD_DECIMAL.fullmatch(written) else None
    assert str(decimal(written)) == str(expected)


def test_numbers_are_remembered_only_so_many_and_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_table, "_NUMBERS", {})
    monkeypatch.setattr(_table, "_NUMBERS_MAX", 3)
    for number in range(10):
        assert decimal(str(number)) == number
        assert len(_table._NUMBERS) <= 3
    assert decimal("1" * 100) == Decimal("1" * 100)
    assert "1" * 100 not in _table._NUMBERS


@given(st.dates(), st.sampled_from(["", "Z", "+01:00", "-14:00"]))
def test_a_day_is_read_with_and_without_a_zone(written: date, zone: str) -> None:
    assert day(written.isoformat() + zone) == written


@pytest.mark.parametrize(
    "written",
    [
        *("", "2026-02-30", "2026-13-01", "0000-01-01", "20260302", "2026-W09-1", "02.03.2026", "2026-3-2"),
        *("2026-03-2 ", "10000-01-01", "2026-03-02T00:00:00", "2026-03-02z", "2026-03-02+1:00", "-2026-03-02"),
        *("2026-03-02 Z", "٢٠٢٦-03-02"),
    ],
)
def test_what_is_no_day_is_none(written: str) -> None:
    assert day(written) is None


@given(st.text(st.sampled_from("0123456789-:+ZTW "), min_size=8, max_size=17))
def test_days_agree_with_the_pattern_of_the_standard(written: str) -> None:
    match, expected = XSD_DATE.fullmatch(written), None
    if match is not None and match[1] > "0000" and "01" <= match[2] <= "12":
        first = date(int(match[1]), int(match[2]), 1)
        if 1 <= int(match[3]) <= 31 and (found := first + timedelta(int(match[3]) - 1)).month == first.month:
            expected = found
    assert day(written) == expected


def test_flags_are_those_of_xsd() -> None:
    convert = flag("f").convert
    assert convert is not None
    assert [convert(written, []) for written in ("true", "1", "false", "0", "yes", "True")] == [
        True,
        True,
        False,
        False,
        None,
        None,
    ]


def test_amounts_and_quantities_take_their_own_attribute_among_others() -> None:
    assert to_amount("1", [("currencyID", "EUR")]) == Amount(value=Decimal(1), currency="EUR", written="1")
    assert to_amount("1", [("x", "y")]) == Amount(value=Decimal(1), written="1")
    assert to_amount("x", [("x", "y"), ("currencyID", "EUR")]) == Amount(value=None, currency="EUR", written="x")
    assert to_quantity("1", [("unitCode", "C62")]) == Quantity(value=Decimal(1), unit="C62", written="1")
    assert to_quantity("y", []) == Quantity(value=None, written="y")
    assert to_quantity("1", [("unitCode", "C62"), ("unitCodeListID", "x")]).unit == "C62"
    assert to_number("2", [("format", "x")]) == Number(value=Decimal(2), written="2")


def test_identifiers_take_scheme_or_list_with_version() -> None:
    assert to_identifier("1", []) == Identifier(value="1")
    assert to_identifier("1", [("schemeID", "0088"), ("listID", "x")]) == Identifier(value="1", scheme="0088")
    assert to_identifier("1", [("listID", "STI"), ("listVersionID", "2")]) == Identifier(
        value="1", scheme="STI", version="2"
    )
    assert to_identifier("1", [("schemeVersionID", "3"), ("listVersionID", "2")]).version == "3"


@given(st.binary(max_size=90))
def test_a_file_is_told_by_the_hash_of_what_it_holds(content: bytes) -> None:
    written = base64.encodebytes(content).decode()
    found = to_attachment(written, [("mimeCode", "text/csv"), ("filename", "a.csv")])
    assert found == Attachment(mime="text/csv", filename="a.csv", written=written)
    assert (found.digest, found.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("written", ["a", "ab=c", "äöü", "a*b=", "=="])
def test_what_is_no_base64_has_no_hash(written: str) -> None:
    assert (to_attachment(written, []).digest, to_attachment(written, []).size_bytes) == (None, 0)
