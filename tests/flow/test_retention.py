"""How long documents are kept: periods as they are written, and the day on which they end."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import SettingsError
from counterfoil.flow.retention import ended, kept_until, longest
from counterfoil.flow.settings_file import read_settings, write_settings
from counterfoil.flow.settings_retention import period_text, retention_in
from counterfoil.model import summary
from counterfoil.model.settings import RETENTION, Owner, Period, Retention, Settings
from store.made import document

HERE = Path("counterfoil.toml")
UNITS = ("years", "months", "days")


@pytest.mark.parametrize(
    ("count", "unit", "last"),
    [
        (10, "years", date(2034, 12, 31)),
        (1, "years", date(2025, 12, 31)),
        (1, "months", date(2024, 2, 29)),
        (13, "months", date(2025, 2, 28)),
        (12, "months", date(2025, 1, 31)),
        (1, "days", date(2024, 2, 1)),
        (9999, "years", date(9999, 12, 31)),
        (9999, "days", date(2051, 6, 17)),
    ],
)
def test_when_a_period_ends(count: int, unit: str, last: date) -> None:
    assert ended(Period(count=count, unit=unit), date(2024, 1, 31)) == last


@given(count=st.integers(1, 9999), unit=st.sampled_from(UNITS), day=st.dates())
def test_no_period_ends_before_it_begins(count: int, unit: str, day: date) -> None:
    assert ended(Period(count=count, unit=unit), day) >= day


def test_it_counts_from_the_day_of_issue_or_else_of_recording() -> None:
    settings = Settings(owner=Owner(name="N"))
    row = document(1, issued=date(2020, 5, 6))
    assert kept_until(settings, row, date(2024, 1, 1)) == date(2030, 12, 31)
    assert kept_until(settings, msgspec.structs.replace(row, issued=None), date(2024, 1, 1)) == date(2034, 12, 31)
    for kind in ("goods-event", "unheard-of"):
        assert kept_until(settings, msgspec.structs.replace(row, document=kind), date(2024, 1, 1)) is None


def test_every_kind_of_document_has_a_period() -> None:
    """And is known to `list --kind` by that."""
    kinds = {value for name, value in vars(summary).items() if name.isupper() and isinstance(value, str)}
    assert {one.document for one in RETENTION} == kinds


def test_of_several_the_longest_counts_that_is_not_over() -> None:
    days = [date(2024, 1, 1), None, date(2025, 1, 1), date(2024, 6, 1)]
    assert longest(days, date(2024, 7, 1)) == date(2025, 1, 1)
    assert longest(days, date(2025, 1, 1)) == date(2025, 1, 1)
    assert longest(days, date(2025, 1, 2)) is None
    assert longest([], date(2025, 1, 2)) is None


@given(count=st.integers(0, 9999), unit=st.sampled_from(UNITS))
def test_a_period_is_read_as_it_is_written(count: int, unit: str) -> None:
    period = Period(count=count, unit=unit) if count else Period(count=0)
    (found, *_) = retention_in({"invoice": period_text(period)}, HERE)
    assert found == Retention(document="invoice", period=period)


def test_periods_are_written_and_read_again(tmp_path: Path) -> None:
    assert retention_in({}, HERE) == RETENTION
    changed = tuple(
        msgspec.structs.replace(one, period=Period(count=18, unit="months")) if one.document == "order" else one
        for one in RETENTION
    )
    settings = Settings(owner=Owner(name="N"), retention=changed)
    write_settings(tmp_path, settings)
    text = (tmp_path / "counterfoil.toml").read_text("utf-8")
    assert '\norder = "18 months"\n' in text
    assert '\n# invoice = "10 years"\n' in text
    assert '\n# goods-event = "none"\n' in text
    assert read_settings(tmp_path) == settings


@pytest.mark.parametrize("value", ["10", "10 moons", "-1 years", "10000 years", 10, "", True, "1.5 years", None, []])
def test_what_is_no_period_is_told_with_its_key(value: Any) -> None:
    with pytest.raises(SettingsError, match=r"invoice in \[retention\]"):
        retention_in({"invoice": value}, HERE)


def test_a_kind_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsError, match="unknown key bill"):
        retention_in({"bill": "10 years"}, HERE)
