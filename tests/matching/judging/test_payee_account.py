"""Accounts that nobody knows of a seller, and all the ways in which one is known."""

from datetime import date, timedelta

import pytest

from counterfoil.matching import near
from counterfoil.model import summary as kinds
from counterfoil.model.summary import MasterSummary, PartySummary, Recorded
from matching.made import OTHER, SELLER, US, Record, credit_note, id_of, invoice, party

OLD, NEW, THIRD = "DE02120300000000202051", "FR7630006000011234567890189", "NL91ABNA0417164300"
DAY = date(2026, 3, 2)


def seller(*accounts: str) -> PartySummary:
    """The seller with accounts."""
    return PartySummary(name=SELLER.name, identifiers=SELLER.identifiers, accounts=accounts)


def bill(number: str, *accounts: str, days: int = 0, **terms: object) -> Recorded:
    """An invoice that asks to pay to accounts."""
    return invoice(number, **{"seller": seller(*accounts), "issued": DAY + timedelta(days=days), **terms})


def partner(*accounts: str, of: PartySummary = SELLER) -> Recorded:
    """The seller in the master data."""
    told = PartySummary(name=of.name, identifiers=of.identifiers, accounts=accounts)
    summary = MasterSummary(document=kinds.PARTNER, number="70001", party=told)
    return Recorded(id=id_of(summary), role="neither", summary=summary)


def changed(*papers: Recorded) -> list[str]:
    """What is said of accounts."""
    return Record(*papers).faults("payee-account-changed")


def test_a_new_account_is_told_with_those_that_were_known() -> None:
    papers = [bill("INV-1", OLD), bill("INV-2", NEW, days=30)]
    assert changed(*papers) == [f"payee-account-changed INV-2 {OLD} {NEW} 100"]
    (one,) = Record(*papers).discrepancies()
    assert (one.since, one.others, one.line, one.currency) == (DAY + timedelta(days=30), (papers[0].id,), None, "EUR")
    assert one.why == (f"invoice INV-1 of 2026-03-02 names {OLD}",)


def test_of_the_first_invoice_nothing_is_said_and_what_was_asked_for_is_known() -> None:
    assert changed(bill("INV-1", OLD)) == []
    assert changed(bill("INV-1", OLD), bill("INV-2", OLD, days=1)) == []
    assert changed(bill("INV-1", OLD), bill("INV-2", NEW, days=1), bill("INV-3", NEW, days=2)) == changed(
        bill("INV-1", OLD), bill("INV-2", NEW, days=1)
    )
    assert changed(bill("INV-1"), bill("INV-2", NEW, days=1)) == []
    assert changed(bill("INV-1", OLD), bill("INV-2", days=1)) == []


def test_two_on_one_day_do_not_tell_which_was_first() -> None:
    assert changed(bill("INV-1", OLD), bill("INV-2", NEW)) == []


def test_master_data_knows_accounts() -> None:
    assert changed(partner(OLD), bill("INV-1", NEW)) == [f"payee-account-changed INV-1 {OLD} {NEW} 100"]
    (one,) = Record(partner(OLD), bill("INV-1", NEW)).discrepancies()
    assert one.why == (f"master data names {OLD}",)
    assert changed(partner(OLD, NEW), bill("INV-1", NEW)) == []
    assert changed(partner(NEW), bill("INV-1", OLD), bill("INV-2", NEW, days=1)) != changed(bill("INV-1", OLD))
    assert changed(partner(OLD, of=OTHER), bill("INV-1", NEW)) == []
    assert changed(partner(), bill("INV-1", NEW)) == []
    assert len(changed(partner(), bill("INV-1", OLD), bill("INV-2", NEW, days=1))) == 1


def test_the_account_of_one_who_collects_is_as_new_as_any() -> None:
    factor = PartySummary(name="Factor Bank AG", accounts=(NEW,))
    assert changed(bill("INV-1", OLD), bill("INV-2", days=1, payee=factor)) != []
    again = bill("INV-3", days=2, payee=factor)
    assert len(changed(bill("INV-1", OLD), bill("INV-2", days=1, payee=factor), again)) == 1


def test_of_several_accounts_the_unknown_ones_are_told() -> None:
    papers = [bill("INV-1", OLD), bill("INV-2", OLD, NEW, THIRD, days=1)]
    assert changed(*papers) == [f"payee-account-changed INV-2 {OLD} {NEW}, {THIRD} 100"]
    papers = [bill("INV-1", OLD, THIRD), bill("INV-2", NEW, days=1)]
    assert changed(*papers) == [f"payee-account-changed INV-2 {OLD}, {THIRD} {NEW} 100"]


@pytest.mark.parametrize(
    ("known", "asked", "told"),
    [
        (OLD, "DE02 1203 0000 0000 2020 51".replace(" ", "").lower(), 0),
        (OLD, "0000202051", 0),
        ("202051", OLD, 0),
        ("2051", OLD, 1),
        ("202052", OLD, 1),
        ("202051", "202052", 1),
        ("0012345678", "12345678", 0),
        ("12345678", "0087654321", 1),
        ("0012", "12", 1),
    ],
)
def test_an_account_may_be_written_otherwise(known: str, asked: str, told: int) -> None:
    assert len(changed(bill("INV-1", known), bill("INV-2", asked, days=1))) == told


def test_what_is_not_an_invoice_to_us_is_not_judged() -> None:
    first = bill("INV-1", OLD)
    assert changed(first, bill("INV-2", NEW, days=1, role="seller")) == []
    ours = bill("INV-0", THIRD, role="seller", seller=seller(THIRD), buyer=US)
    assert changed(ours, bill("INV-2", NEW, days=1)) == []
    assert changed(first, credit_note("CN-1", seller=seller(NEW), issued=DAY + timedelta(days=1))) == []
    assert changed(first, invoice("INV-2", seller=seller(NEW), issued=None)) == []
    assert changed(first, bill("INV-2", NEW, days=1, seller=party("Other KG", vat="DE129273398"))) == []
    nameless = PartySummary(accounts=(NEW,))
    assert changed(first, bill("INV-2", days=1, seller=nameless)) == []


def test_what_was_asked_for_more_than_two_years_ago_is_forgotten() -> None:
    assert changed(bill("INV-1", OLD), bill("INV-2", NEW, days=730)) != []
    assert changed(bill("INV-1", OLD), bill("INV-2", NEW, days=731)) == []


def test_an_invoice_that_comes_late_names_those_that_it_is_history_to() -> None:
    follow = [bill(f"INV-{n}", OLD, days=n) for n in range(1, 12)]
    first, other = bill("INV-0", OLD), bill("INV-20", NEW, days=20)
    desk = Record(first, other, *follow).desk
    # Those behind the next one ask for an account that the next one had asked for anyway.
    assert list(near(first, desk, {first.id})) == [follow[0].id]
    assert set(near(first, desk, {first.id, *(one.id for one in follow[:3])})) == {one.id for one in follow[:4]}
    assert list(near(other, desk, {other.id})) == []
    assert set(near(bill("INV-0", NEW), desk, ())) >= {other.id}
    master = partner(OLD)
    assert set(near(master, desk, {master.id})) == {first.id, other.id, *(one.id for one in follow)}
    latest = invoice("INV-1", seller=seller(OLD), issued=date.max)
    assert list(near(latest, desk, {latest.id})) == []


def test_to_whom_an_invoice_is_history_is_told_however_far_apart_they_are() -> None:
    first, then = (
        bill("INV-0", OLD),
        [bill(f"INV-{n}", account, days=200 * n) for n, account in ((1, NEW), (2, "DE3"), (3, "DE4"))],
    )
    desk = Record(first, *then).desk
    assert list(near(first, desk, {first.id})) == [one.id for one in then]
    same_day = [bill(f"INV-{n}", f"DE{n}", days=5) for n in range(1, 9)]
    desk = Record(first, *same_day).desk
    assert set(near(first, desk, {first.id})) == {one.id for one in same_day}
