"""Days as XPath compares them: by when they begin."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.rules._days import instant


@given(st.dates(), st.dates())
def test_days_are_in_the_order_of_the_calendar(one: date, other: date) -> None:
    first, second = instant(one.isoformat()), instant(other.isoformat())
    assert first is not None
    assert second is not None
    assert first - second == (one - other).days * 24 * 60


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "2026-1-1",
        "02026-01-01",
        "20260101",
        "2026-01-01+15:00",
        "2026-01-01+01:60",
        "+2026-01-01",
        "1900-02-29",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert instant(text) is None


def test_a_day_begins_by_its_zone() -> None:
    here = instant("2026-01-01")
    assert here is not None
    assert instant("2026-01-01Z") == here
    assert instant(" 2026-01-01+01:30\n") == here - 90
    assert instant("2026-01-01-14:00") == here + 14 * 60
    assert instant("2000-02-29") is not None
    assert instant("-0001-12-31") == (instant("0000-01-01") or 0) - 24 * 60
    assert (instant("12026-01-01") or 0) > here


def test_a_day_with_much_white_space_around_it_is_a_day() -> None:
    assert instant(f"\n{' ' * 40}2026-01-01\n{' ' * 38}") == instant("2026-01-01")
