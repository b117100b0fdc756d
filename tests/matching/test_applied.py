"""How invoices were settled, and what the entries of a statement were applied to."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec

from counterfoil.matching import Context
from counterfoil.matching.judging.settlement import Application, Settlement, application_of, credited_by, settlement_of
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, StatementLine, StatementSummary
from matching.made import DAY, OTHER, SELLER, US, credit_note, entry, invoice, order, ref, statement

SKONTO = "#SKONTO#TAGE=10#PROZENT=2.00#"


def pays(bank: Recorded, item: Recorded, amount: str | None, line: str = "1", **terms: Any) -> Link:
    told: dict[str, Any] = {"currency": "EUR", "confidence": Decimal(1), **terms}
    cash = None if amount is None else Decimal(amount)
    return Link(kind="pays", source=End(id=bank.id, line=line), target=End(id=item.id), amount=cash, **told)


def credits(note: Recorded, item: Recorded) -> Link:
    return Link(kind="credits", source=End(id=note.id), target=End(id=item.id))


def context(documents: tuple[Recorded, ...], *links: Link) -> Context:
    sources = {link.source.id for link in links}
    targets = {link.target.id for link in links}
    return Context(
        documents={one.id: one for one in documents},
        links_from={id: tuple(link for link in links if link.source.id == id) for id in sources},
        links_to={id: tuple(link for link in links if link.target.id == id) for id in targets},
    )


def settled(item: Recorded, *others: Recorded, links: tuple[Link, ...] = ()) -> dict[str, str]:
    """What a settlement says beside nothing and the sum itself."""
    found = settlement_of(item, context((item, *others), *links))
    assert isinstance(found, Settlement)
    assert found.currency == "EUR"
    values = found._asdict()
    del values["currency"]
    return {name: format(value, "f") for name, value in values.items() if value}


def the_entry(bank: Recorded) -> StatementLine:
    assert isinstance(bank.summary, StatementSummary)
    return bank.summary.lines[0]


def applied(bank: Recorded, *others: Recorded, links: tuple[Link, ...]) -> Application:
    return application_of(bank, the_entry(bank), context((bank, *others), *links))


def test_an_invoice_that_nobody_paid_is_open() -> None:
    assert settled(invoice("INV-1")) == {"due": "100", "open": "100"}


def test_what_was_paid_leaves_less_and_too_much_less_than_nothing() -> None:
    bank, bill = statement(entry("-90", "INV-1"), entry("-15", "INV-1", position="2")), invoice("INV-1")
    assert settled(bill, bank, links=(pays(bank, bill, "90"),)) == {"due": "100", "paid": "90", "open": "10"}
    both = (pays(bank, bill, "90"), pays(bank, bill, "15", "2"))
    assert settled(bill, bank, links=both) == {"due": "100", "paid": "105", "open": "-5"}
    assert settled(bill, bank, links=(pays(bank, bill, None),)) == {"due": "100", "open": "100"}


def test_what_is_only_proposed_pays_nothing() -> None:
    bank, bill = statement(entry("-100", "INV-1")), invoice("INV-1")
    link = pays(bank, bill, "100", confidence=Decimal("0.94"))
    assert settled(bill, bank, links=(link,)) == {"due": "100", "open": "100"}
    found = settlement_of(bill, context((bill, bank), link), Decimal("0.9"))
    assert found is not None
    assert found.open == 0


def test_a_discount_that_was_agreed_and_taken_in_time_leaves_nothing_open() -> None:
    bill = invoice("INV-1", payment_terms=SKONTO)
    for days, expected in ((10, {"discount": "2.00"}), (11, {"open": "2"})):
        bank = statement(entry("-98", "INV-1", booked=DAY + timedelta(days=days)))
        found = settled(bill, bank, links=(pays(bank, bill, "98"),))
        assert {name: Decimal(value) for name, value in found.items()} == {
            "due": 100,
            "paid": 98,
            **{name: Decimal(value) for name, value in expected.items()},
        }


def test_charges_that_the_bank_took_off_explain_what_is_missing_up_to_their_amount() -> None:
    bill, bank = invoice("INV-1"), statement(entry("-95", "INV-1", charges=Decimal(5)))
    assert settled(bill, bank, links=(pays(bank, bill, "95"),)) == {"due": "100", "paid": "95", "charges": "5"}
    less = statement(entry("-94", "INV-1", charges=Decimal(5)))
    assert settled(bill, less, links=(pays(less, bill, "94"),)) == {"due": "100", "paid": "94", "open": "6"}


def test_a_credit_note_is_taken_off_as_far_as_it_was_not_paid_out_itself() -> None:
    bill, note = invoice("INV-1"), credit_note("CN-1", references=(ref(kinds.INVOICE, "INV-1"),))
    link = credits(note, bill)
    assert settled(bill, note, links=(link,)) == {"due": "100", "credited": "20", "open": "80"}
    assert credited_by(bill, context((bill, note), link)) == {note.id}
    bank = statement(entry("20", "CN-1"))
    back = (link, pays(bank, note, "-20"))
    assert settled(bill, note, bank, links=back) == {"due": "100", "open": "100"}
    assert credited_by(bill, context((bill, note, bank), *back)) == frozenset()
    assert settled(note, bank, links=(pays(bank, note, "-20"),)) == {"due": "20", "paid": "20"}


def test_a_credit_note_on_several_invoices_is_taken_off_none() -> None:
    two = (ref(kinds.INVOICE, "INV-1"), ref(kinds.INVOICE, "INV-2"))
    bill, note = invoice("INV-1"), credit_note("CN-1", references=two)
    assert settled(bill, note, links=(credits(note, bill),)) == {"due": "100", "open": "100"}
    assert credited_by(bill, context((bill, note), credits(note, bill))) == frozenset()


def test_cash_in_another_currency_is_taken_to_pay_all_that_is_left() -> None:
    bank, bill = statement(entry("-92", "INV-1")), invoice("INV-1")
    assert settled(bill, bank, links=(pays(bank, bill, "92", currency="USD"),)) == {"due": "100", "paid": "100"}
    assert settled(bill, bank, links=(pays(bank, bill, "0", currency="USD"),)) == {"due": "100", "open": "100"}


def test_what_asks_for_nothing_is_not_settled() -> None:
    bank = statement(entry("-1", "x"))
    assert settlement_of(order(), context(())) is None
    assert settlement_of(bank, context(())) is None
    assert credited_by(bank, context(())) == frozenset()


def test_an_entry_is_applied_to_what_its_links_say() -> None:
    ours, sold = invoice("INV-1"), invoice("R-1", role="seller", seller=US, buyer=OTHER)
    out, into = statement(entry("-100", "INV-1")), statement(entry("100", "R-1"))
    strange = msgspec.structs.replace(ours, role="neither")
    for bank, item, left in ((out, ours, "0"), (into, sold, "0"), (out, strange, "0"), (into, strange, "0")):
        found = applied(bank, item, links=(pays(bank, item, "100"),))
        assert (found.cash, found.unapplied) == (the_entry(bank).amount, Decimal(left))
        assert (len(found.links), found.proposed) == (1, ())
    assert applied(out, links=(pays(out, ours, "60"),)).unapplied == Decimal(-40)
    assert applied(out, ours, links=(pays(out, ours, None),)).unapplied == Decimal(-100)
    assert applied(out, ours, links=()) == Application(Decimal(-100), (), (), Decimal(-100))


def test_what_is_set_off_and_what_comes_back_adds_up() -> None:
    bill, note = invoice("INV-1"), credit_note("CN-1")
    bank = statement(entry("-80", "INV-1 less CN-1"))
    found = applied(bank, bill, note, links=(pays(bank, bill, "100"), pays(bank, note, "-20")))
    assert found.unapplied == 0
    back = statement(entry("100", "INV-1", reversal=True, counterparty=SELLER))
    assert applied(back, bill, links=(pays(back, bill, "-100"),)).unapplied == 0


def test_what_is_proposed_is_not_applied_and_other_entries_do_not_count() -> None:
    bill = invoice("INV-1")
    bank = statement(entry("-100", "INV-1"), entry("-100", "INV-1", position="2"))
    link, other = pays(bank, bill, "100", confidence=Decimal("0.6")), pays(bank, bill, "100", "2")
    found = applied(bank, bill, links=(link, other))
    assert (found.links, found.proposed, found.unapplied) == ((), (link,), Decimal(-100))
