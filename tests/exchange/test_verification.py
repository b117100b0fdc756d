"""What a dossier proves to whom, and up to which level."""

import random
from collections.abc import Callable
from functools import cached_property

import pytest
from msgspec.structs import replace

from counterfoil.exchange.proof.about import About
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CHECKED, CREDITED, OFFERED, PAID
from counterfoil.exchange.proof.evidence import COUNTERPARTY, SELF, THIRD_PARTY, UNKNOWN
from counterfoil.exchange.proof.trust import Trust
from counterfoil.exchange.proof.verification import Verified, verify_dossier
from exchange.attestations import (
    ATTESTED,
    NAMED,
    approval_withdrawn_before_the_assignment,
    order_withdrawn_after_the_assignment,
)
from exchange.damage import damaged
from exchange.made import CHALLENGE, NOW, Trade, early, full, regretted, subject

SAMPLE = 400
"""Damaged dossiers here; `make soak` takes 10,000."""


def verified(trade: Trade, **changes: object) -> Verified:
    found = verify_dossier(trade.data, trade.reader(**changes))
    assert found.consistent, (found.reason, found.where, found.message)
    return found


def attested(found: Verified) -> set[tuple[str, str]]:
    return {(one.evidence, one.by) for one in found.evidence}


def test_a_whole_trade_reaches_the_top() -> None:
    found = verified(full())
    assert (found.level, found.missing, found.signers, found.withheld) == (5, None, "known", 0)
    assert attested(found) == {
        ("valid", SELF),
        ("ordered", COUNTERPARTY),
        ("delivered", COUNTERPARTY),
        ("acknowledged", COUNTERPARTY),
        ("assignment acknowledged", COUNTERPARTY),
    }
    assert {one.assurance for one in found.evidence} == {"controls this domain"}
    assert all(len(one.logs) == 2 for one in found.evidence)
    assert {one.check for one in found.checks} == {
        "form",
        "binding",
        "checkpoint",
        "fact",
        "subject",
        "original",
        "trust",
    }


@pytest.mark.parametrize(("attest", "level"), ATTESTED)
def test_the_level_counts_what_others_attest(attest: Callable[[Trade], object], level: int) -> None:
    trade = Trade()
    attest(trade)
    found = verified(trade)
    assert found.level == level
    assert (found.missing is None) == (level == 5)


def test_what_others_rely_on_is_disputed_and_not_withdrawn() -> None:
    found = verified(regretted())
    assert found.level == 3
    assert {("disputed", SELF), ("disputed", COUNTERPARTY), ("assignment acknowledged", COUNTERPARTY)} <= attested(
        found
    )
    assert found.missing == "the buyer's approval, and no dispute of either side"


def test_the_papers_that_an_assignment_names_are_disputed_and_not_withdrawn() -> None:
    trade = Trade()
    order_withdrawn_after_the_assignment(trade)
    found = verified(trade)
    assert {("ordered", COUNTERPARTY), ("delivered", COUNTERPARTY), ("disputed", COUNTERPARTY)} <= attested(found)
    assert found.missing == "the buyer's approval, and no dispute of either side"
    trade.withheld = {"refers"}
    # What names no paper binds none.
    assert ("disputed", COUNTERPARTY) not in attested(verified(trade))


@pytest.mark.parametrize(
    ("withheld", "level", "missing"),
    [
        ({"number", "payable"}, 5, None),
        ({"amount"}, 3, "the accepted amount is withheld, or what is set off against it"),
        ({"currency"}, 3, "the accepted amount is withheld, or what is set off against it"),
        ({"set_off"}, 3, "the accepted amount is withheld, or what is set off against it"),
        ({"role"}, 5, None),
        ({"assignee"}, 4, "who is to be paid is withheld"),
    ],
)
def test_what_is_withheld_of_an_approval_decides(withheld: set[str], level: int, missing: str | None) -> None:
    trade = Trade()
    trade.acknowledged("approved", amount="1190.00", currency="EUR", set_off="500.00", role="controller")
    trade.acknowledged("assignment", **trade.whole("assignment"), set_off="500.00")
    trade.withheld = withheld
    found = verified(trade)
    assert (found.level, found.missing) == (level, missing)


def test_a_withheld_claim_could_be_a_set_off() -> None:
    trade = Trade()
    trade.acknowledged("approved", amount="1190.00", currency="EUR", role="controller")
    trade.withheld = {"role"}
    found = verified(trade)
    assert (found.level, [one.withheld for one in found.evidence if one.level]) == (3, [1])


def test_a_withdrawal_in_time_is_no_dispute() -> None:
    trade = Trade()
    approval_withdrawn_before_the_assignment(trade)
    assert not {one for one, _ in attested(verified(trade))} & {"disputed"}


@pytest.mark.parametrize(("attest", "level"), NAMED)
def test_only_the_buyer_names_papers_for_an_invoice_that_names_none(
    attest: Callable[[Trade], object], level: int
) -> None:
    trade = Trade(named=())
    attest(trade)
    assert verified(trade).level == level


@pytest.mark.parametrize(
    ("named", "level"),
    [
        ({"bills": ["order"], "receives": ["receipt"]}, 4),
        ({"bills": ["order", "receipt"]}, 4),
        ({"bills": ["order", "carried"]}, 4),
        ({"bills": ["order"], "receives": ["carried"]}, 4),
        ({"bills": ["order"], "ships": ["receipt"]}, 2),
        ({"receives": ["order", "receipt"]}, 1),
    ],
)
def test_an_invoice_before_the_goods_is_matched_by_the_buyers_word(named: dict[str, list[str]], level: int) -> None:
    assert verified(early(**named)).level == level


def test_what_only_the_seller_attests_gives_no_level_above_one() -> None:
    trade = Trade()
    trade.says(trade.seller, OFFERED, "own order", document="order")
    trade.says(trade.seller, OFFERED, "own receipt", document="receipt-advice")
    trade.says(trade.seller, OFFERED, "despatch", document="despatch-advice")
    names = ("own order", "own receipt", "despatch")
    refers = [{"kind": "bills", "subject": subject(name)} for name in names]
    invoice = trade.says(trade.seller, OFFERED, "second", document="invoice", refers=refers)
    trade.says(trade.seller, CHECKED, "second", of=invoice.entry.hex(), valid=True)
    trade.says(trade.seller, ACKNOWLEDGED, "second", of=invoice.entry.hex(), level="undertaking")
    trade.subjects.sort(key=lambda one: one != subject("second"))
    found = verified(trade)
    assert (found.level, {one.by for one in found.evidence}) == (1, {SELF})
    assert ("ordered", SELF) in attested(found)
    assert ("delivered", SELF) in attested(found)


def test_a_carrier_attests_the_delivery() -> None:
    trade = Trade()
    trade.says(trade.carrier, OFFERED, "carried", document="despatch-advice")
    refers = [{"kind": "bills", "subject": subject(name)} for name in ("order", "carried")]
    invoice = trade.says(trade.seller, OFFERED, "second", document="invoice", refers=refers)
    trade.says(trade.seller, CHECKED, "second", of=invoice.entry.hex(), valid=True)
    trade.subjects.sort(key=lambda one: one != subject("second"))
    found = verified(trade)
    assert found.level == 3
    assert ("delivered", THIRD_PARTY) in attested(found)


def test_credits_and_payments_are_told_with_their_amounts() -> None:
    trade = full()
    trade.about(trade.seller, CREDITED, amount="90.00", currency="EUR", credit_note=subject("credit"))
    trade.about(trade.buyer, PAID, amount="1100.00", currency="EUR", date="2027-01-14")
    told = {(one.evidence, one.by, one.amount) for one in verified(trade).evidence if one.amount}
    assert told == {
        ("credited", SELF, "90.00"),
        ("paid", COUNTERPARTY, "1100.00"),
        ("acknowledged", COUNTERPARTY, "1190.00"),
    }


def test_set_off_and_who_is_to_be_paid_are_told() -> None:
    trade = Trade()
    trade.acknowledged("approved", amount="1190.00", currency="EUR", set_off="500.00")
    trade.acknowledged("assignment", assignee=trade.carrier.key.company)
    told = [(one.evidence, one.set_off, one.assignee) for one in verified(trade).evidence if one.level]
    bank = trade.carrier.key.company
    assert told == [
        ("acknowledged", "500.00", None),
        ("acknowledged", None, bank),
        ("assignment acknowledged", None, bank),
    ]
    trade.withheld = {"set_off", "assignee"}
    assert {(one.set_off, one.assignee) for one in verified(trade).evidence} == {(None, None)}


def test_what_it_is_about_is_told() -> None:
    trade = full()
    whole = About(
        number="INV-1",
        issued="2026-12-14",
        due="2027-01-28",
        currency="EUR",
        payable="1190.00",
        seller="Seller",
        buyer="Buyer",
    )
    assert verified(trade).about == whole
    trade.withheld = {"seller", "due"}
    assert verified(trade).about == replace(whole, seller=None, due=None)
    refused = verify_dossier(trade.data, trade.reader(now=NOW + 400 * 86_400))
    assert refused.about is None


def test_without_trust_all_signers_are_unknown() -> None:
    found = verified(full(), trust=None)
    assert (found.level, found.signers) == (0, "unknown")
    assert {one.by for one in found.evidence} == {UNKNOWN}


@pytest.mark.parametrize(("left_out", "level"), [("Seller", 0), ("Buyer", 1)])
def test_a_made_up_partner_attests_nothing(left_out: str, level: int) -> None:
    trade = full()
    trust = trade.reader().trust
    assert trust is not None
    known = {id: one for id, one in trust.companies.items() if one.name != left_out}
    found = verified(trade, trust=replace(trust, companies=known))
    assert (found.level, found.signers) == (level, "unknown" if level == 0 else "known")


def test_who_sells_to_itself_is_no_counterparty() -> None:
    trade = Trade()
    offer = trade.seller.says(OFFERED, subject("self"), trade.seller, document="invoice")
    trade.seller.says(ACKNOWLEDGED, subject("self"), trade.seller, of=offer.entry.hex(), level="approved")
    trade.said += trade.seller.chains[subject("self")]
    trade.subjects.insert(0, subject("self"))
    assert attested(verified(trade)) == {("acknowledged", SELF)}


def test_what_is_withheld_is_counted() -> None:
    trade = full()
    trade.withheld = {"payable", "lines/1", "number"}
    found = verified(trade)
    # Two numbers of the buyer's papers, and number, payable and the second line of the invoice.
    assert (found.level, found.withheld) == (5, 5)
    invoice = next(one for one in found.facts if one.claims.get("document") == "invoice")
    assert "payable" not in invoice.claims
    assert len(invoice.claims["lines"]) == 1


def test_without_witnesses_nobody_says_when_a_log_was_seen() -> None:
    trade = full()
    trust = trade.reader().trust
    assert trust is not None
    found = verified(trade, trust=replace(trust, quorum=None))
    says = [one.says for one in found.checks if one.check == "checkpoint"]
    assert says
    assert all("no witness" in one for one in says)


def test_what_was_not_asked_of_the_holder_is_not_checked() -> None:
    found = verified(full(), audience=None, nonce=None)
    assert "did not both ask" in next(one.says for one in found.checks if one.check == "binding")


def test_a_dossier_of_ten_facts_is_small() -> None:
    trade = full()
    trade.about(trade.buyer, PAID, amount="1190.00", currency="EUR")
    trade.about(trade.seller, CREDITED, amount="0.00", currency="EUR")
    assert len(trade.said) == 10
    assert len(trade.data) <= 60_000


class Kept(Trade):
    """A trade whose dossier is made once."""

    @cached_property
    def data(self) -> bytes:
        return super().data


def kept(trade: Trade) -> Kept:
    trade.__class__ = Kept
    return trade  # type: ignore[return-value]


def test_no_damage_makes_a_dossier_prove_more() -> None:
    trade, other = kept(full()), Trade()
    other.acknowledged("approved")
    kept(other)
    reader = trade.reader()
    whole = verify_dossier(trade.data, reader)
    told = {(one.evidence, one.by, one.id, one.level, one.amount) for one in whole.evidence}
    seen = set[str | None]()
    for number in range(SAMPLE):
        how, data = damaged(random.Random(number), trade, other)
        found = verify_dossier(data, reader)
        seen.add(found.reason)
        assert found.level <= whole.level, (number, how)
        proven = {(one.evidence, one.by, one.id, one.level, one.amount) for one in found.evidence}
        assert proven <= told, (number, how)
    assert len(seen) > 10


def test_nothing_is_left_of_a_dossier_that_does_not_hold() -> None:
    trade = full()
    found = verify_dossier(trade.data, trade.reader(now=NOW + 400 * 86_400))
    assert (found.consistent, found.reason, found.level, found.evidence) == (False, "age", 0, ())


def test_an_empty_trust_file_trusts_nobody() -> None:
    found = verified(full(), trust=Trust(companies={}), audience=CHALLENGE.audience)
    assert (found.level, found.signers) == (0, "unknown")
