"""What is said of entries that pay twice or fit nothing, of invoices that were paid too much; and how all stands."""

from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching.judging.entries import near
from counterfoil.matching.judging.settlement import Settlement, application_of, credited_by, settlement_of
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, StatementSummary
from matching.made import DAY, OTHER, SELLER, US, Record, credit_note, entry, invoice, order, party, ref, statement

PAYEE: dict[str, Any] = {"counterparty": SELLER}
PAPER = invoice("RE-2026-1001", payable="119.37", issued=DAY)


def faults(*documents: Recorded, code: str) -> list[str]:
    """The discrepancies of one code."""
    return [one.removeprefix(f"{code} ") for one in Record(*documents).faults() if one.startswith(code)]


def test_too_much_was_paid() -> None:
    assert faults(PAPER, statement(entry("-130", "RE-2026-1001", **PAYEE)), code="over-paid") == [
        "RE-2026-1001 119.37 130.00 10.63"
    ]
    back = entry("10.63", "Erstattung RE-2026-1001", position="2", **PAYEE)
    assert faults(PAPER, statement(entry("-130", "RE-2026-1001", **PAYEE), back), code="over-paid") == []
    note = credit_note("GS-2026-1", payable="19.37", references=(ref(kinds.INVOICE, "RE-2026-1001"),))
    assert faults(PAPER, note, statement(entry("-119.37", "RE-2026-1001", **PAYEE)), code="over-paid") == []


def test_what_was_paid_twice_stands_on_the_later_entry() -> None:
    lines = [entry("-119.37", "RE-2026-1001", position=str(n), **PAYEE) for n in (1, 2)]
    record = Record(PAPER, statement(*lines))
    assert record.faults() == ["duplicate-payment S-1:2 None 119.37 119.37"]
    (one,) = record.discrepancies()
    assert one.others == (PAPER.id,)
    assert "it was paid before" in one.why


def test_a_number_that_is_paid_again_is_not_taken_for_the_next_of_the_same_amount() -> None:
    papers = [invoice(f"RE-2026-100{n}", payable="119.37", issued=DAY) for n in (1, 2)]
    lines = [entry("-119.37", "RE-2026-1001", position=str(n), **PAYEE) for n in (1, 2)]
    record = Record(*papers, statement(*lines))
    assert record.told("pays") == [
        "pays S-1:1 RE-2026-1001 119.37",
        "pays S-1:2 RE-2026-1001 0?",
        "pays S-1:2 RE-2026-1002 119.37?",
    ]
    assert "duplicate-payment S-1:2 None 119.37 119.37" in record.faults()


@pytest.mark.parametrize(("role", "sign"), [("buyer", "-"), ("seller", ""), ("neither", "-")])
def test_of_a_list_only_what_went_nowhere_is_twice(role: str, sign: str) -> None:
    terms: dict[str, Any] = {"role": role, **({"seller": US, "buyer": SELLER} if role == "seller" else {})}
    papers = [invoice(f"RE-2026-100{n}", payable="50.5", **terms) for n in (1, 2)]
    lines = (
        entry(f"{sign}50.5", "RE-2026-1001", **PAYEE),
        entry(f"{sign}101", "RE-2026-1001 RE-2026-1002", position="2", **PAYEE),
    )
    record = Record(*papers, statement(*lines))
    found = [one for one in record.discrepancies() if one.code == "duplicate-payment"]
    assert [(one.line, one.others, one.amount) for one in found] == [("2", (papers[0].id,), Decimal(101))]
    (held,) = record.faults("duplicate-payment", certain_from=Decimal("0.9"))
    assert held.endswith(" 50.5")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (entry("-77.77", "Rechnung 8815", counterparty=OTHER), True),
        (entry("-77.77", "RG-2024-00439"), True),
        (entry("-77.77", "Sammler"), False),
        (entry("-77.77", "Lohn Maerz", counterparty=OTHER), False),
        (entry("-77.77", "Kartenzahlung girocard 4711", counterparty=OTHER), False),
        (entry("77.77", "Rückgabe", counterparty=OTHER), False),
        (entry("-119.37", "RE-2026-1001", counterparty=OTHER), False),
    ],
)
def test_what_looks_like_trade_and_fits_nothing(line: Any, said: bool) -> None:
    found = faults(PAPER, statement(line), code="unmatched-payment")
    assert found == ([f"S-1:1 None {abs(line.amount)} {abs(line.amount)}"] if said else [])


def test_a_movement_that_is_told_twice_is_unmatched_once() -> None:
    line = entry("-77.77", "Rechnung 8815", counterparty=OTHER)
    report = statement(line, number="R-1")
    whole = statement(line, number="S-2", opening=Decimal(0), closing=Decimal("-77.77"))
    record = Record(report, whole)
    assert record.faults() == ["unmatched-payment S-2:1 None 77.77 77.77"]
    assert list(near(whole, record.desk, ())) == [report.id]
    assert list(near(PAPER, record.desk, ())) == []


def test_how_an_invoice_stands() -> None:
    note = credit_note("GS-2026-1", payable="19.37", references=(ref(kinds.INVOICE, "RE-2026-1001"),))
    record = Record(PAPER, note, statement(entry("-60", "RE-2026-1001", **PAYEE)))
    due, credited, paid, nothing, left = map(Decimal, ("119.37", "19.37", "60", "0", "40.00"))
    assert settlement_of(PAPER, record.context()) == Settlement(due, credited, paid, nothing, nothing, left, "EUR")
    assert settlement_of(note, record.context()) is not None
    assert credited_by(PAPER, record.context()) == {note.id}
    assert credited_by(order(), record.context()) == frozenset()
    other = credit_note("GS-2026-2", payable="5", currency="USD", references=(ref(kinds.INVOICE, "RE-2026-1001"),))
    assert credited_by(PAPER, Record(PAPER, other).context()) == frozenset()
    assert settlement_of(order(), record.context()) is None
    assert settlement_of(invoice("X", payable=None), record.context()) is None


@pytest.mark.parametrize(
    ("terms", "line", "open_"),
    [
        ({"payment_terms": "2 % 10 Tage / 30 netto"}, entry("-116.98", "RE-2026-1001", **PAYEE), "0.00"),
        ({}, entry("-114.37", "RE-2026-1001", charges="5", **PAYEE), "0.00"),
        ({}, entry("-150", "RE-2026-1001", **PAYEE), "-30.63"),
        ({}, entry("-119.37", "Zahlung"), "119.37"),
    ],
)
def test_what_explains_a_difference(terms: dict[str, Any], line: Any, open_: str) -> None:
    paper = invoice("RE-2026-1001", payable="119.37", **terms)
    found = settlement_of(paper, Record(paper, statement(line)).context())
    assert found is not None
    assert str(found.open) == open_


def test_a_credit_note_that_was_set_off() -> None:
    note = credit_note("GS-2026-1", payable="19.37")
    record = Record(PAPER, note, statement(entry("-100", "RE-2026-1001 GS-2026-1", **PAYEE)))
    found = settlement_of(note, record.context())
    assert found is not None
    assert (found.paid, found.open) == (Decimal("19.37"), Decimal(0))


def test_what_cash_in_another_currency_leaves_open_is_not_known() -> None:
    paper = invoice("RE-2026-1001", payable="119.37", currency="USD")
    line = entry("-100", "RE-2026-1001", instructed="119.37", instructed_currency="USD", **PAYEE)
    found = settlement_of(paper, Record(paper, statement(line)).context())
    assert found is not None
    assert found.open == 0


def test_what_an_entry_was_applied_to() -> None:
    ours = invoice("R-5001", payable="30.5", role="seller", seller=US, buyer=SELLER)
    other = invoice("N-7001", payable="12.5", role="neither", seller=party("A"), buyer=party("B"))
    bank = statement(
        entry("-130", "RE-2026-1001", **PAYEE),
        entry("30.5", "R-5001", position="2", **PAYEE),
        entry("12.5", "N-7001", position="3"),
        entry("-8.5", "nichts", position="4"),
    )
    record = Record(PAPER, ours, other, bank)
    assert isinstance(bank.summary, StatementSummary)
    found = [application_of(bank, line, record.context()) for line in bank.summary.lines]
    assert [one.unapplied for one in found] == [0, 0, 0, Decimal("-8.5")]
    assert [len(one.links) for one in found] == [1, 1, 1, 0]
    assert found[3].proposed == ()
