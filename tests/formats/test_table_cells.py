"""Cells as values: what is a number or a day in which way of writing, and what is neither."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import SettingsError
from counterfoil.formats.table.cells import Cell, day_parser, number_parser, text

GERMAN, ENGLISH, PLAIN, SWISS = (",", "."), (".", ","), (".", ""), (".", "'")


@pytest.mark.parametrize(
    ("style", "cell", "value"),
    [
        (GERMAN, "1.234,50", "1234.50"),
        (GERMAN, "1.234.567", "1234567"),
        (GERMAN, "1234,5", "1234.5"),
        (GERMAN, ",5", "0.5"),
        (GERMAN, "5,", "5"),
        (GERMAN, "6,50-", "-6.50"),
        (GERMAN, "-6,50 €", "-6.50"),
        (GERMAN, "EUR 6,50", "6.50"),
        (GERMAN, "1\u00a0234,5", "1234.5"),
        (ENGLISH, "(1,234.50)", "-1234.50"),
        (ENGLISH, "$1,234.50", "1234.50"),
        (ENGLISH, "-$3.00", "-3.00"),
        (PLAIN, "19 %", "19"),
        (PLAIN, "+7", "7"),
        (PLAIN, "0.10", "0.10"),
        (PLAIN, "1.2E+3", "1200"),
        (PLAIN, "−4", "-4"),
        (SWISS, "1'234.50", "1234.50"),
        (SWISS, "1’234.50", "1234.50"),
    ],
)
def test_numbers_are_read_as_they_are_written(style: tuple[str, str], cell: str, value: str) -> None:
    assert number_parser(*style)(cell) == value


@pytest.mark.parametrize("cell", ["", "  ", "-", "n/a", "NULL", "\\N", "NaN"])
def test_what_says_that_there_is_no_number_is_none(cell: str) -> None:
    assert number_parser(*PLAIN)(cell) is None


@pytest.mark.parametrize(
    ("style", "cell"),
    [
        (GERMAN, "1.5"),
        (GERMAN, "12.34,5"),
        (GERMAN, "1,234.50"),
        (GERMAN, "1,2,3"),
        (PLAIN, "1,5"),
        (PLAIN, "1.234.5"),
        (PLAIN, "Infinity"),
        (PLAIN, "1e400"),
        (PLAIN, "1e99"),
        (PLAIN, "9" * 61),
        (PLAIN, "12 pieces"),
        (PLAIN, "--1"),
        (PLAIN, "(-1)"),
        (PLAIN, "."),
        (PLAIN, "٣"),
        (PLAIN, "#REF!"),
        (PLAIN, "INV7"),
        (PLAIN, "2026-01-31"),
    ],
)
def test_what_is_written_another_way_is_no_number(style: tuple[str, str], cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        number_parser(*style)(cell)


def test_numbers_of_workbooks_need_no_style_and_days_are_none() -> None:
    assert number_parser(*GERMAN)(Decimal("1234.5")) == "1234.5"
    assert number_parser(*GERMAN)(Decimal("1E+3")) == "1000"
    with pytest.raises(ValueError, match="date"):
        number_parser(*GERMAN)(date(2026, 1, 31))


@pytest.mark.parametrize(
    ("written", "cell", "day"),
    [
        ("DD.MM.YYYY", "31.01.2026", "2026-01-31"),
        ("DD.MM.YYYY", "31.01.2026 12:30:00", "2026-01-31"),
        ("D.M.YY", "1.2.26", "2026-02-01"),
        ("D.M.YY", "1.2.99", "1999-02-01"),
        ("YYYY-MM-DD", "2026-01-31T10:00:00.123Z", "2026-01-31"),
        ("YYYY-MM-DD", "2026-01-31 10:00:00+02:00", "2026-01-31"),
        ("YYYYMMDD", "20260131", "2026-01-31"),
        ("MM/DD/YYYY", "01/31/2026 1:05 PM", "2026-01-31"),
        ("DD-MMM-YY", "24-Mar-11", "2011-03-24"),
        ("D. MMM YYYY", "3. März 2026", "2026-03-03"),
        ("MMM D, YYYY", "October 5, 2026", "2026-10-05"),
        ("D MMM YYYY", "5 Okt. 2026", "2026-10-05"),
        ("YYYYMMDD", Decimal(20260131), "2026-01-31"),
        ("YYYY-MM-DD", Decimal("46053.75"), "2026-01-31"),
        ("YYYY-MM-DD", date(2026, 1, 31), "2026-01-31"),
    ],
)
def test_days_are_read_in_the_formats_named(written: str, cell: Cell, day: str) -> None:
    assert day_parser([written])(cell) == day


@pytest.mark.parametrize(
    "cell", ["31.02.2026", "2026-01-31", "1.1.2026", "31.01.26", "٣١.٠١.٢٠٢٦", "soon", "x" * 10_000]
)
def test_what_is_written_otherwise_is_no_day(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_parser(["DD.MM.YYYY"])(cell)


@pytest.mark.parametrize("cell", ["", "00.00.0000", "0000-00-00", "00000000", "00:00:00", "-", None])
def test_what_says_that_there_is_no_day_is_none(cell: str | None) -> None:
    assert day_parser(["DD.MM.YYYY"])(cell) is None


def test_the_first_format_that_fits_is_taken() -> None:
    parse = day_parser(["DD/MM/YYYY", "MM/DD/YYYY"])
    assert parse("02/03/2026") == "2026-03-02"
    assert parse("02/28/2026") == "2026-02-28"


@pytest.mark.parametrize(("cell", "day"), [("0107", "2025-07-01"), ("107", "2025-07-01"), ("3006", "2026-06-30")])
def test_a_day_without_a_year_is_in_the_financial_year(cell: str, day: str) -> None:
    assert day_parser(["DDMM"], date(2025, 7, 1))(cell) == day


def test_a_day_without_a_year_is_none_where_no_year_is_known() -> None:
    with pytest.raises(ValueError, match="0107"):
        day_parser(["DDMM"])("0107")


@pytest.mark.parametrize("written", ["", "DD.MM", "YYYY", "DD.DD.YYYY", "dd.mm.yyyy", "tomorrow", "YYYY-YY-MM-DD"])
def test_a_wrong_format_is_told(written: str) -> None:
    if written == "DD.MM":
        day_parser([written])
    else:
        with pytest.raises(SettingsError, match="no format of dates"):
            day_parser([written])


def test_texts_stand_without_blanks_around_and_numbers_without_exponent() -> None:
    assert text("  a b ") == "a b"
    assert text(" ") is None
    assert text(None) is None
    assert text(Decimal("4.5E+9")) == "4500000000"
    assert text(date(2026, 1, 31)) == "2026-01-31"


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12),
    st.sampled_from([GERMAN, ENGLISH, PLAIN, SWISS]),
)
def test_every_number_is_read_back(value: Decimal, style: tuple[str, str]) -> None:
    decimal, thousands = style
    written = f"{value:,.3f}".replace(",", "x").replace(".", decimal).replace("x", thousands)
    found = number_parser(decimal, thousands)(written)
    assert found is not None
    assert Decimal(found) == value


@given(st.text(max_size=40), st.sampled_from([GERMAN, ENGLISH, PLAIN, SWISS]))
def test_any_text_is_a_plain_number_or_refused(cell: str, style: tuple[str, str]) -> None:
    try:
        found = number_parser(*style)(cell)
    except ValueError:
        return
    assert found is None or Decimal(found).is_finite()


@given(st.text(max_size=40), st.sampled_from(["DD.MM.YYYY", "M/D/YY", "DD-MMM-YY", "YYYYMMDD"]))
def test_any_text_is_a_day_or_refused(cell: str, written: str) -> None:
    try:
        found = day_parser([written])(cell)
    except ValueError:
        return
    assert found is None or date.fromisoformat(found).isoformat() == found
