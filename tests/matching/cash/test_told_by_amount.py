"""A payment that says nothing, of just the amount of an open invoice: what else is open there is not looked at."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from counterfoil.matching import CASH, FILINGS, INFERENCES, MATCHERS, Desk, Unit
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, StatementLine
from matching.made import DAY, OTHER, SELLER, entry, invoice, statement, told


def due(number: str, amount: str, **terms: object) -> Recorded:
    """An invoice over an amount, a month before the payments."""
    return invoice(number, **{"payable": amount, "issued": DAY - timedelta(days=30), **terms})


def paid(amount: str = "-500.10", *texts: str, **terms: Any) -> StatementLine:
    """A payment to the seller."""
    return entry(amount, *texts, **{"counterparty": SELLER, **terms})


OTHERS = [due(f"R-{7000 + n}", f"{1000 + n}.35") for n in range(40)]
OPEN = due("R-6999", "500.10")


class Listing(Desk):
    """A desk that counts the open invoices that it lists of partners."""

    listed = 0

    def placed(self, key: str, first: date, last: date, limit: int) -> Sequence[Recorded]:
        found = super().placed(key, first, last, limit)
        self.listed += len(found) if key.startswith("payable|") else 0
        return found


def listed(*documents: Recorded, undone: tuple[Link, ...] = ()) -> int:
    """How many invoices of partners are listed to answer for the first entry of the statement that comes last."""
    decided = [(link, False) for link in undone]
    desk = Listing([*OTHERS, *documents], MATCHERS, INFERENCES, decided, FILINGS)
    CASH.links([Unit(documents[-1].id, "1")], desk)
    return desk.listed


@pytest.mark.parametrize("text", [(), ("Zahlung",), ("Kunde 4711",)])
def test_nothing_else_of_the_partner_is_listed(text: tuple[str, ...]) -> None:
    assert listed(OPEN, statement(paid("-500.10", *text))) == 0
    assert told([*OTHERS, OPEN, statement(paid("-500.10", *text))], "pays") == ["pays S-1:1 R-6999 500.10?"]


@pytest.mark.parametrize("text", ["2 Rechnungen", "Teilzahlung", "Rechnung 9001 u.a."])
def test_who_says_more_is_looked_up_among_all(text: str) -> None:
    assert listed(OPEN, statement(paid("-500.10", text))) > len(OTHERS)


@pytest.mark.parametrize(
    "other",
    [
        due("R-6999", "500.11"),
        due("R-6999", "500.10", seller=OTHER),
        due("R-6999", "500.10", currency="USD"),
        due("R-6999", "500.10", role="seller", seller=None, buyer=SELLER),
        due("R-6999", "500.10", issued=None),
    ],
)
def test_only_an_open_invoice_of_the_partner_tells(other: Recorded) -> None:
    assert listed(other, statement(paid())) > 0


def test_an_invoice_that_is_paid_tells_nothing() -> None:
    named = statement(paid("-500.10", "Rechnung R-6999"), number="S-0")
    assert listed(OPEN, named, statement(paid(booked=DAY + timedelta(days=2)))) > len(OTHERS)


def test_what_a_person_undid_tells_nothing() -> None:
    silent = statement(paid())
    link = Link(kind="pays", source=End(id=silent.id, line="1"), target=End(id=OPEN.id))
    assert listed(OPEN, silent, undone=(link,)) > len(OTHERS)


def test_of_two_payments_of_one_amount_either_may_be_for_something_else() -> None:
    again = statement(paid(booked=DAY + timedelta(days=9)), number="S-0")
    assert listed(OPEN, again, statement(paid())) > len(OTHERS)
    told_again = statement(paid(), number="S-0")
    assert listed(OPEN, told_again, statement(paid())) == 0


def test_a_payment_without_a_day_is_not_told_by_its_amount() -> None:
    assert listed(OPEN, statement(paid(booked=None), issued=None)) == 0
