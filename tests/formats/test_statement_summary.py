"""What the record keeps of a statement where the bank does not tell all."""

from datetime import date

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.model.summary import StatementSummary

STATEMENT = """:20:S1
:25:20041010/0532013000
:28C:1/1
:60F:C260302EUR100,00
{entries}
:62F:C260304EUR100,00
-
"""


def booked(*entries: str, statement: str = STATEMENT) -> list[date | None]:
    data = statement.format(entries="\n".join(f":61:{entry}" for entry in entries)).encode()
    (reading,) = read(data, Limits())
    assert isinstance(reading.summary, StatementSummary)
    return [line.booked for line in reading.summary.lines]


@pytest.mark.parametrize(
    ("valued", "day"),
    [
        ("260303", date(2026, 3, 3)),
        ("260305", date(2026, 3, 4)),
        ("260227", date(2026, 3, 2)),
        ("2602270304", date(2026, 3, 4)),
        ("2603030306", date(2026, 3, 6)),
    ],
)
def test_an_entry_without_a_day_of_booking_was_booked_within_the_statement(valued: str, day: date) -> None:
    assert booked(f"{valued}C1,00NTRFNONREF") == [day]


def test_without_balances_the_value_day_is_taken() -> None:
    bare = ":20:S1\n:25:20041010/0532013000\n:28C:1/1\n{entries}\n"
    assert booked("260227C1,00NTRFNONREF", "260305D1,00NTRFNONREF", statement=bare) == [
        date(2026, 2, 27),
        date(2026, 3, 5),
    ]


def test_what_is_only_expected_was_not_booked() -> None:
    assert booked("260303EC1,00NTRFNONREF") == [None]
