"""Invoices that were paid with less than was due, and everything that explains or hides the difference."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching.cash.discount import discount_agreed
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.settlement import over_paid, short_paid
from counterfoil.model import summary as kinds
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import Recorded, Reference, StatementLine, TradeSummary
from matching.made import DAY, OTHER, SELLER, US, Record, credit_note, entry, invoice, item, ref, statement, trade

INV_1 = (ref(kinds.INVOICE, "INV-1"),)
TO: dict[str, Any] = {"counterparty": SELLER}


def paid(*amounts: str, number: str = "S-1", **terms: object) -> Recorded:
    """A statement with payments to the seller that name INV-1."""
    lines = [entry(amount, "INV-1", position=str(n), **{**TO, **terms}) for n, amount in enumerate(amounts, 1)]
    return statement(*lines, number=number)


def short(*papers: Recorded) -> list[str]:
    """What is short, among these and the invoice INV-1 over 100."""
    return [one.removeprefix("short-paid ") for one in Record(invoice("INV-1"), *papers).faults() if "short" in one]


def test_less_was_paid_than_is_due() -> None:
    bank = paid("-90")
    record = Record(invoice("INV-1"), bank)
    assert record.faults() == ["short-paid INV-1 100 90 10"]
    (one,) = record.discrepancies()
    assert (one.currency, one.since, one.others) == ("EUR", DAY, (bank.id,))
    assert one.why == ("names INV-1 as remittance text", "the other side of the entry is the partner")


@pytest.mark.parametrize("amounts", [("-100",), ("-60", "-40"), ("-130",), ("-60", "-60"), ()])
def test_paid_in_full_in_excess_or_not_at_all_is_not_short(amounts: tuple[str, ...]) -> None:
    assert short(paid(*amounts)) == []


def test_two_payments_are_added() -> None:
    assert short(paid("-60", "-30")) == ["INV-1 100 90 10"]
    assert short(paid("-60"), paid("-30.50", number="S-2")) == ["INV-1 100 90.50 9.50"]


def test_a_customer_pays_us_short() -> None:
    ours = invoice("R-100", role="seller", seller=US, buyer=OTHER)
    assert Record(ours, statement(entry("80", "R-100", counterparty=OTHER))).faults() == ["short-paid R-100 100 80 20"]


def test_a_credit_note_takes_off_what_is_due() -> None:
    note = credit_note("CN-1", references=INV_1)
    assert short(paid("-80"), note) == []
    assert short(paid("-75"), note) == ["INV-1 80 75 5"]
    (one,) = Record(invoice("INV-1"), paid("-75"), note).discrepancies()
    assert set(one.others) == {note.id, paid("-75").id}


def test_a_credit_note_that_was_sent_twice_takes_off_once() -> None:
    notes = [credit_note("CN-1", references=INV_1, issued=DAY + timedelta(days=n)) for n in (0, 1)]
    assert short(paid("-60"), *notes) == ["INV-1 80 60 20"]


def test_a_credit_note_that_was_set_off_or_paid_out_takes_nothing_off_again() -> None:
    note = credit_note("CN-1", references=INV_1)
    both = statement(entry("-70", "INV-1 CN-1", **TO))
    assert short(both, note) == ["INV-1 100 90 10"]
    refund = statement(entry("20", "CN-1"), entry("-85", "INV-1", position="2", **TO))
    assert short(refund, note) == ["INV-1 100 85 15"]
    partly = statement(entry("5", references=(Reference(document="document", number="CN-1"),)), paid_line("-81"))
    assert short(partly, note) == ["INV-1 85 81 4"]


def paid_line(amount: str) -> StatementLine:
    """A second entry."""
    return entry(amount, "INV-1", position="2", **TO)


def test_a_credit_note_names_lines_and_still_takes_off_all_that_it_is_worth() -> None:
    note = credit_note("CN-1", item("1", "2", ref(kinds.INVOICE, "INV-1", "1"), amount="17"))
    record = Record(invoice("INV-1", item("1")), note, paid("-80"))
    assert record.told("credits") == ["credits CN-1:1 INV-1:1"]
    assert record.faults() == []


@pytest.mark.parametrize(
    "note",
    [
        credit_note("CN-1", references=(*INV_1, ref(kinds.INVOICE, "INV-2"))),
        credit_note("CN-1", references=INV_1, payable=None),
        credit_note("CN-1", references=INV_1, currency="USD"),
    ],
)
def test_nothing_is_said_where_a_credit_note_is_unclear(note: Recorded) -> None:
    assert short(paid("-50"), note) == []


def test_nothing_is_said_of_an_invoice_that_was_corrected() -> None:
    correction = invoice("INV-2", payable="90", type_code="384", references=INV_1)
    assert short(paid("-90"), correction) == []


@pytest.mark.parametrize(
    "bank",
    [
        statement(entry("-90", "INV-1")),  # nothing but the number speaks for it
        statement(entry("-90", "INV-1 INV-2", **TO)),  # it may be split in another way
    ],
)
def test_nothing_is_said_where_a_payment_may_be_meant_for_another(bank: Recorded) -> None:
    record = Record(invoice("INV-1"), invoice("INV-2"), bank)
    assert record.told("pays") != []
    assert record.faults() == []


def test_what_was_instructed_in_the_currency_of_the_invoice_tells_what_was_paid() -> None:
    bank = statement(entry("-90", "INV-1", instructed="95", instructed_currency="USD", **TO), number="S-1")
    assert Record(invoice("INV-1", currency="USD"), bank).faults() == ["short-paid INV-1 100 95 5"]
    more = statement(entry("-90", "INV-1", instructed="105", instructed_currency="USD", **TO), number="S-1")
    assert Record(invoice("INV-1", currency="USD"), more).faults("over-paid") == ["over-paid INV-1 100 105 5"]


@pytest.mark.parametrize("instructed", [{}, {"instructed": "95", "instructed_currency": "DKK"}])
def test_nothing_is_said_of_cash_at_an_unknown_rate(instructed: dict[str, str]) -> None:
    bill, bank = invoice("INV-1", currency="USD"), statement(entry("-90", "INV-1", **instructed, **TO), number="S-1")
    link = Link(
        kind="pays",
        source=End(id=bank.id, line="1"),
        target=End(id=bill.id),
        amount=Decimal(90),
        currency="EUR",
        confidence=Decimal(1),
        basis=Basis.DECISION,
    )
    near = Context(
        documents={one.id: one for one in (bill, bank)}, links_from={bank.id: (link,)}, links_to={bill.id: (link,)}
    )
    assert isinstance(bill.summary, TradeSummary)
    assert [*short_paid(bill, bill.summary, near), *over_paid(bill, bill.summary, near)] == []


def test_what_is_for_further_invoices_too_is_not_over_paid() -> None:
    def over(text: str) -> list[str]:
        return Record(invoice("INV-1"), statement(entry("-130", text, **TO))).faults("over-paid")

    assert over("INV-1") == ["over-paid INV-1 100 130 30"]
    assert over("INV-1, IN") == []


def test_bank_charges_explain_a_difference_up_to_their_amount() -> None:
    assert short(paid("-95", charges="5")) == []
    assert short(paid("-94", charges="5")) == ["INV-1 100 94 6"]


def test_a_payment_that_came_back_was_none() -> None:
    lines = (entry("-90", "INV-1", **TO), entry("90", "INV-1", position="2", reversal=True, **TO))
    assert short(statement(*lines)) == []
    assert short(statement(*lines, entry("-70", "INV-1", position="3", **TO))) == ["INV-1 100 70 30"]


def test_one_movement_in_report_notification_and_statement_counts_once() -> None:
    told = [paid("-50", number=f"S-{n}", entry_reference="BANK-77") for n in (1, 2, 3)]
    assert short(*told) == ["INV-1 100 50 50"]
    other = paid("-50", number="S-4", entry_reference="BANK-78")
    assert short(*told, other) == []


def test_movements_that_look_alike_are_one_told_twice_but_for_those_of_one_statement_and_of_other_days() -> None:
    assert short(paid("-40", number="S-1"), paid("-40", number="S-2")) == ["INV-1 100 40 60"]
    assert short(paid("-40", number="S-1", entry_reference="BANK-77"), paid("-40", number="S-2")) == ["INV-1 100 40 60"]
    assert short(paid("-40", "-40")) == ["INV-1 100 80 20"]
    later = paid("-40", number="S-2", booked=DAY + timedelta(days=1))
    assert short(paid("-40", number="S-1"), later) == ["INV-1 100 80 20"]


def test_a_payment_without_a_day_leaves_the_day_open() -> None:
    assert [one.since for one in Record(invoice("INV-1"), paid("-40", booked=None)).discrepancies()] == [None]


@pytest.mark.parametrize(
    ("payable", "faults"),
    [(None, ["unmatched-payment S-1:1 None 10 10"]), ("0", ["unmatched-payment S-1:1 None 10 10"]), ("-20", [])],
)
def test_an_invoice_with_nothing_due_is_never_short(payable: str | None, faults: list[str]) -> None:
    line = entry("10", "INV-1", **TO)
    assert Record(invoice("INV-1", payable=payable), statement(line)).faults() == faults


def test_a_neighbourhood_with_holes_says_nothing() -> None:
    record = Record(invoice("INV-1"), paid("-60"))
    assert record.faults() != []
    del record.documents[paid("-60").id]
    assert record.faults() == []


TERMS = "#SKONTO#TAGE=7#PROZENT=3.00#\n#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=90.00#\n"


@pytest.mark.parametrize(("day", "amount", "fault"), [(7, "-97", []), (8, "-97", ["INV-1 100 97 3"])])
def test_a_discount_that_was_agreed_and_taken_in_time_is_not_short(day: int, amount: str, fault: list[str]) -> None:
    bank = paid(amount, booked=DAY + timedelta(days=day))
    faults = Record(invoice("INV-1", payment_terms=TERMS), bank).faults()
    assert [one.removeprefix("short-paid ") for one in faults] == fault


@pytest.mark.parametrize(
    ("terms", "issued", "paid_on", "allowed"),
    [
        (None, DAY, DAY, "0"),
        ("2 % within 10 days", DAY, DAY, "0"),
        (TERMS, DAY, DAY + timedelta(days=10), "1.80"),
        (TERMS, DAY, DAY + timedelta(days=15), "0"),
        (TERMS, None, DAY, "3.00"),
        (TERMS, DAY, None, "3.00"),
    ],
)
def test_discount_agreed(terms: str | None, issued: date | None, paid_on: date | None, allowed: str) -> None:
    document = invoice("INV-1", payment_terms=terms, issued=issued)
    due = document.summary.payable  # type: ignore[union-attr]
    assert str(discount_agreed(document.summary, due, paid_on)) == allowed  # type: ignore[arg-type]


def test_an_instalment_after_which_more_will_come_is_not_short() -> None:
    assert short(statement(entry("-40", "INV-1 1. Rate", **TO))) == []
    assert short(statement(entry("-40", "Teilzahlung INV-1", **TO))) == ["INV-1 100 40 60"]
    rest = entry("-50", "INV-1 Rest", position="2", booked=date(2026, 4, 2), **TO)
    assert short(statement(entry("-40", "INV-1 1. Rate", **TO), rest)) == ["INV-1 100 90 10"]


def test_an_open_item_is_paid_short_or_too_much_like_the_invoice_that_it_stands_for() -> None:
    one = trade(kinds.OPEN_ITEM, "INV-1", payable="100")
    assert Record(one, paid("-90")).faults() == ["short-paid INV-1 100 90 10"]
    assert Record(one, paid("-110")).faults() == ["over-paid INV-1 100 110 10"]
    assert Record(one, paid("-100")).faults() == []
