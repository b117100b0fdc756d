"""Stories of invoices paid in equal parts, of which only the first names the number."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.matching import INFERENCES, MATCHERS, Desk
from counterfoil.model.summary import Recorded
from matching.made import DAY, SELLER, credit_note, entry, invoice, statement


def bought(number: str, payable: str) -> Recorded:
    """An invoice to us."""
    return invoice(number, payable=payable, issued=DAY, due=DAY + timedelta(days=30))


def rate(number: int, days: int, amount: str, text: str) -> Recorded:
    """A payment to the seller."""
    booked = DAY + timedelta(days=days)
    return statement(entry(f"-{amount}", text, booked=booked, counterparty=SELLER), number=f"S-{number}")


def told(*documents: Recorded) -> list[str]:
    """Number and cash of each payment, with a question mark where a person is asked."""
    number = {one.id: one.summary.number for one in documents}
    pays = [one for one in Desk(documents, MATCHERS, INFERENCES).link_all() if one.kind == "pays"]
    return sorted(
        f"{number[one.target.id]} {one.amount}{'' if one.confidence >= Decimal('0.95') else '?'}" for one in pays
    )


INVOICE, OTHER_INVOICE = bought("R-4711", "1000.00"), bought("R-4712", "640.00")
FIRST = rate(1, 20, "333.33", "Rate 1/3 R-4711")


@pytest.mark.parametrize(("second", "third"), [("Rate 2", "Rate 3"), ("termijn 2", "termijn 3"), ("rata", "saldo")])
def test_further_equal_parts_are_known_by_their_amount(second: str, third: str) -> None:
    entries = [FIRST, rate(2, 50, "333.33", second), rate(3, 80, "333.34", third)]
    assert told(INVOICE, OTHER_INVOICE, *entries) == ["R-4711 333.33", "R-4711 333.33", "R-4711 333.34"]


def test_a_part_of_another_size_is_left_to_a_person() -> None:
    assert told(INVOICE, OTHER_INVOICE, FIRST, rate(2, 50, "310.00", "Rate 2")) == ["R-4711 333.33"]


def test_what_does_not_say_that_it_is_a_part_is_left_to_a_person() -> None:
    assert told(INVOICE, OTHER_INVOICE, FIRST, rate(2, 50, "333.33", "Überweisung")) == ["R-4711 333.33"]


def test_of_an_invoice_without_a_first_part_nobody_knows_how_many_there_are() -> None:
    assert told(INVOICE, OTHER_INVOICE, rate(2, 50, "333.33", "Rate 2")) == []


def test_of_two_invoices_in_equal_parts_none_is_sure() -> None:
    twin, first = bought("R-4713", "1000.00"), rate(4, 20, "333.33", "Rate 1/3 R-4713")
    found = told(INVOICE, twin, FIRST, first, rate(2, 50, "333.33", "Rate 2"))
    assert len(found) == 3
    assert sum(one.endswith("?") for one in found) == 1


def test_what_was_paid_before_by_its_short_number_is_not_surely_another_of_the_same_amount() -> None:
    papers = (bought("1079", "386.24"), bought("1081", "386.24"))
    found = told(*papers, rate(1, 20, "386.24", "RG 1081"), rate(2, 34, "386.24", "RG 1081"))
    assert [one for one in found if not one.endswith("?")] == ["1081 386.24"]


def test_less_than_is_due_in_another_currency_may_be_less_a_credit_note() -> None:
    paper = invoice("R-4711", payable="114.78", currency="GBP", issued=DAY, due=DAY + timedelta(days=30))
    note = credit_note("G-815", payable="100.48", currency="GBP", issued=DAY + timedelta(days=9))
    less = entry(
        "-16.62", "R-4711", booked=DAY + timedelta(days=20), counterparty=SELLER,
        instructed=Decimal("14.30"), instructed_currency="GBP",
    )  # fmt: skip
    assert "R-4711 16.62" not in told(paper, note, statement(less))
    assert "R-4711 16.62" in told(paper, statement(less))
