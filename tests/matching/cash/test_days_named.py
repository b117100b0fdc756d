"""Days and months that a text gives."""

from datetime import date

import pytest

from counterfoil.matching.cash.days_named import days_named, is_month_named

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "Rechnung vom 12.03.2026",
        "FACT DU 12/03/26",
        "factuur d.d. 12-03-2026",
        "invoice of 2026-03-12",
        "Rg. v. 12.3.2026",
        "Rechnung vom 12. März 2026",
        "facture du 12 mars 2026",
        "factura del 12 de marzo de 2026",
    ],
)
def test_a_day(text: str) -> None:
    assert days_named(text) == {DAY}


@pytest.mark.parametrize(
    "text", ["Rechnung 12.03.2026/4711", "32.13.2026", "RE-2026-03-12-1", "12.03.", "", "2026-02-30"]
)
def test_no_day(text: str) -> None:
    assert not days_named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Miete 03/2026",
        "loyer mars 2026",
        "huur maart",
        "rent for March 2026",
        "Miete 2026-03",
        "Miete 03.26",
        "huur 03/26",
        "hyra mars",
        "Affitto Marzo",
    ],
)
def test_a_month(text: str) -> None:
    has_year = "26" in text
    assert is_month_named(text, DAY, with_year=has_year)
    assert not is_month_named(text, DAY, with_year=not has_year)
    assert not is_month_named(text, date(2026, 4, 12), with_year=has_year)


@pytest.mark.parametrize(
    "text",
    ["Miete 03/2025", "vom 12.03.2026", "Marsberg", "RE-2026-03/17", "Miete 13/2026", "03.26 EUR", "3.26", "03.26.1"],
)
def test_no_month(text: str) -> None:
    assert not is_month_named(text, DAY, with_year=True)
    assert not is_month_named(text, DAY, with_year=False)
