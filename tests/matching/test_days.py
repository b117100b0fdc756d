"""Days before and after others, up to the first and last that there are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching import INFERENCES, MATCHERS, Desk
from counterfoil.matching.days import numbered, shifted
from counterfoil.model import summary as kinds
from matching.made import SELLER, credit_note, entry, invoice, item, order, receipt, ref, statement, trade


@given(st.dates(), st.integers(-4_000_000, 4_000_000))
def test_days_are_shifted_as_far_as_there_are_days(day: date, days: int) -> None:
    found = shifted(day, days)
    if 1 <= day.toordinal() + days <= date.max.toordinal():
        assert found == day + timedelta(days=days)
    else:
        assert found == (date.max if days > 0 else date.min)


def test_numbers_of_days_that_there_are_not_are_the_nearest() -> None:
    assert [numbered(number) for number in (-5, 0, 1)] == [date.min] * 3
    assert numbered(10**9) == date.max


@pytest.mark.parametrize("day", [date.min, date.max])
def test_papers_of_the_first_and_last_day_are_linked_like_others(day: date) -> None:
    lines = (item("1", "10", ref(kinds.ORDER, "PO-1", "1"), name="Oak board"), item("2", "3", name="Beech panel"))
    papers = [
        order("PO-1", item("1", name="Oak board"), item("2", "3", name="Beech panel"), issued=day),
        trade(kinds.DESPATCH_ADVICE, "DA-1", *lines, issued=day),
        receipt("RA-1", *lines, issued=day),
        invoice("INV-1", *lines, issued=day, due=day, payment_terms="#SKONTO#TAGE=10#PROZENT=2.00#"),
        invoice("INV-2", *lines, issued=day),
        credit_note("CN-1", issued=day),
        statement(entry("-100", "INV-1", booked=day), entry("-98", position="2", booked=day, counterparty=SELLER)),
    ]
    links = Desk(papers, MATCHERS, INFERENCES).link_all()
    assert {link.kind for link in links} >= {"bills", "ships", "receives", "pays"}
