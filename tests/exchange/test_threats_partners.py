"""Attacks of a partner on a node, played (docs/threats.md): facts that break programs, endless answers, floods."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from papers import Company, order

from counterfoil.errors import UsageError
from counterfoil.exchange.answers.answering import answer
from counterfoil.exchange.answers.deciding import acknowledge, dispute, withdraw
from counterfoil.exchange.answers.overview import papers
from counterfoil.exchange.halves.message import Message
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.stored_half import CONTRADICTED
from counterfoil.exchange.limits import Rate
from counterfoil.exchange.nodes import notices
from counterfoil.exchange.nodes import round as rounds
from counterfoil.exchange.nodes.node import Node
from counterfoil.exchange.nodes.notices import FORMAT, noticed
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, DISPUTED, OFFERED, PAID, WITHDRAWN
from counterfoil.exchange.proof.credentials import credential_of
from counterfoil.exchange.reply import Reply
from counterfoil.log.canonical import canonical_json
from counterfoil.log.strict_json import read_object
from exchange.hostile import Attacker
from exchange.made import seed
from exchange.nodes import Net, Place
from exchange.trading import assert_sound, said, send
from trades import BUYER, DAY, ORDERED, SELLER

BANK = Company("Hafenbank AG", "DE129273398", "4099999000004", "DE75512108001245126199")
ORDER = order("PO-1", DAY, BUYER, SELLER, ORDERED)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Net]:
    with Net(tmp_path) as net:
        net.acquainted(SELLER, BUYER, BANK)
        yield net


POISON: dict[str, tuple[str, dict[str, Any]]] = {
    "codes that are a number": (DISPUTED, {"codes": 7}),
    "codes that are no texts": (DISPUTED, {"codes": [["a"]]}),
    "a role that is an object": (ACKNOWLEDGED, {"level": "approved", "role": {"a": 1}}),
    "an amount that no computer adds": (PAID, {"amount": "9" * 1_000_001, "currency": "EUR"}),
    "lines that are a text": (ACKNOWLEDGED, {"level": "received", "lines": "x"}),
    "lines that are texts": (ACKNOWLEDGED, {"level": "received", "lines": ["x"]}),
    "a number without end in a line": (ACKNOWLEDGED, {"level": "received", "lines": [{"amount": "9" * 5000}]}),
    "links that are an object": (ACKNOWLEDGED, {"level": "received", "links": {}}),
    "an amount for ever": (PAID, {"amount": "0." + "1" * 100_000}),
    "a day that is none": (PAID, {"amount": "1.00", "date": "\x1b[2J"}),
    "a text without end": (ACKNOWLEDGED, {"level": "received", "role": "x" * 100_000}),
    "findings that are none": ("exchange.checked/1", {"valid": True, "findings": [1]}),
    "a time before all times": (DISPUTED, {"envelope": {"recorded": "0001-01-01T00:00:00+23:59"}}),
    "no time": (DISPUTED, {"envelope": {"recorded": None}}),
    "an actor that is a list": (DISPUTED, {"envelope": {"actor": ["x"]}}),
    "a name more in the envelope": (DISPUTED, {"envelope": {"extra": "x"}}),
    "a number without end": (DISPUTED, {"seq": 2**53 - 1}),
}


@pytest.mark.parametrize("name", POISON)
def test_a_fact_that_we_could_not_work_with_is_not_taken_nor_its_paper(name: str, net: Net) -> None:
    seller, buyer = net.places
    attacker = Attacker(buyer, seller)
    kind, claims = POISON[name]
    offer = attacker.offer("poison", "order", ORDER, number="PO-1")
    claims = {"seq": 2} | claims
    bad = attacker.fact(kind, offer.subject, previous=offer.entry, of=offer.entry, **claims)
    before = seller.office().home.store.size()
    reply = attacker.send(offer, bad, originals=[ORDER], chains={})
    if name == "a number without end":  # a gap: what comes before it may be on its way
        assert reply.status == 200
    else:
        assert (reply.status, seller.office().home.store.size()) == (400, before)
        assert list(seller.office().home.store.originals()) == []
    net.rounds(1)
    assert len(list(papers(seller.office()))) <= 1
    assert_sound(seller)


@pytest.mark.parametrize("fault", [ArithmeticError("too large"), UsageError("No partner would take that.", "Wait.")])
def test_a_fault_of_ours_on_one_subject_stops_nothing_else(
    net: Net, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    seller, buyer = net.places
    attacker = Attacker(buyer, seller)
    bad = attacker.offer("bad", "order", ORDER, number="PO-1")
    attacker.send(bad, originals=[ORDER])

    def fails(office: Any, subject: str) -> Any:
        if subject == bad.subject:
            raise fault
        return answer(office, subject)

    monkeypatch.setattr(rounds, "answer", fails)
    seller.add({"order.xml": order("PO-2", DAY, SELLER, BUYER, ORDERED)})
    subject = send(seller, "PO-2", buyer)
    net.rounds(2)
    assert ("they", "acknowledged", "received") in said(seller, subject)
    assert any("is not answered" in line for line in seller.told)


# Whose subject is it?


def test_a_stranger_to_a_subject_can_say_nothing_on_it_and_learns_nothing_of_it(three: Net) -> None:
    seller, buyer, bank = three.places
    buyer.add({"order.xml": ORDER})
    subject = send(buyer, "PO-1", seller)
    three.rounds(1)
    attacker = Attacker(bank, seller)
    taken = attacker.fact(OFFERED, subject, document="order")
    assert attacker.send(taken).status == 400
    assert seller.up.halves(bank.us, canonical_json({"subject": subject, "from": 1})).status == 400
    listed = seller.up.halves(bank.us, canonical_json({"after": ""}))
    assert read_object(listed.body, "") == {"subjects": []}
    three.watch.pass_by(4000)
    three.rounds(1)
    proofs = seller.up.proofs(bank.us, canonical_json({"subjects": [subject]}))
    assert read_object(proofs.body, "")["proofs"] == []
    head_alone = Message(facts=(), head=attacker.head(subject, {}))
    assert seller.up.message(bank.us, head_alone.data).status == 400
    assert_sound(seller)


def test_whoever_takes_a_subject_first_has_it_with_us_alone(three: Net) -> None:
    seller, buyer, bank = three.places
    buyer.add({"order.xml": ORDER})
    subject = send(buyer, "PO-1", seller)
    attacker = Attacker(bank, seller)
    assert attacker.send(attacker.fact(OFFERED, subject, document="order")).status == 200
    three.rounds(1)
    # The buyer is told, loses nothing, and offers it again on another subject.
    assert any("another company" in line for line in buyer.told)
    assert buyer.office().half.unsent(seller.us) == [subject]
    assert_sound(seller)
    assert_sound(buyer)


def test_a_subject_that_is_the_id_of_something_else_is_refused(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": ORDER})
    send(buyer, "PO-1", seller)
    net.rounds(1)
    (row,) = seller.office().home.store.documents()
    attacker = Attacker(buyer, seller)
    assert attacker.send(attacker.fact(OFFERED, row.id.hex(), document="order")).status == 400
    ours = attacker.fact(OFFERED, seed("x").hex(), document="order", original=seed("x").hex())
    assert attacker.send(ours).status == 400


def test_a_credential_that_was_made_for_somebody_else_is_refused(three: Net) -> None:
    seller, buyer, bank = three.places
    attacker = Attacker(buyer, seller)
    for_bank = attacker.fact(OFFERED, seed("1").hex(), holder=bank.office().identity.key.kid, document="order")
    to_bank = attacker.fact(OFFERED, seed("2").hex(), document="order", to=bank.us)
    for one in (for_bank, to_bank):
        assert attacker.send(one).status == 400
    # What the buyer signed is not taken from the bank.
    stolen = attacker.offer("3", "order")
    assert seller.up.message(bank.us, attacker.message(stolen)).status == 400


# Notices.


def assigned(net: Net, *assignees: Place) -> str:
    """The buyer approves an order and acknowledges that it was assigned, which is enough for a notice."""
    seller, buyer, *_ = net.places
    seller.add({"order.xml": order("PO-7", DAY, SELLER, BUYER, ORDERED)})
    subject = send(seller, "PO-7", buyer)
    net.rounds(1)
    assert acknowledge(buyer.office(), subject, "approved", "controller", "Ada")
    for one in assignees:
        assert acknowledge(buyer.office(), subject, "assignment", "controller", "Ada", assignee=one.us, anyway=True)
        net.rounds(1)
    return subject


def test_who_is_assigned_twice_is_known_to_both(three: Net) -> None:
    fourth = three.place(Company("Zweite Bank AG", "DE111111125", "4088888000005", "DE44500105175407324931"))
    buyer = three.places[1]
    for one, other in ((fourth, buyer), (buyer, fourth)):
        one.add_peer(other)
    bank = three.places[2]
    assigned(three, bank, fourth)
    three.rounds(1)
    for one in (bank, fourth):
        told = {fact.claims["assignee"] for fact in noticed(one.office())}
        assert told == {bank.us, fourth.us}, one.company.name


def test_a_seller_cannot_put_its_own_word_in_the_place_of_the_buyers_dispute(three: Net) -> None:
    seller, buyer, bank = three.places
    subject = assigned(three, bank)
    assert dispute(buyer.office(), subject, ["not-received"], "10.00", "clerk", "Ben", "so it is")
    three.rounds(1)
    before = list(noticed(bank.office()))
    assert DISPUTED in {one.kind for one in before}
    (stolen,) = [one for one in seller.office().half.chain(subject, buyer.us) if one.kind == DISPUTED]
    attacker = Attacker(seller, bank)
    again = credential_of(stolen.payload, stolen.disclosures, attacker.key, attacker.holder)
    body = canonical_json({"format": FORMAT, "fact": again.text, "head": attacker.head(subject, {})})
    assert bank.up.notice(seller.us, body).status == 400  # it is a fact for the seller, by the seller
    assert {one.entry for one in noticed(bank.office()) if one.author == buyer.us} == {one.entry for one in before}


def test_notices_are_of_partners_for_us_and_of_a_bounded_number(three: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, _, bank = three.places
    attacker = Attacker(seller, bank)

    def notice(number: int, **changes: Any) -> Reply:
        subject = seed(str(number)).hex()
        claims = {"to": three.places[1].us, "of": "0" * 64, "level": "assignment", "assignee": bank.us} | changes
        fact = attacker.fact(ACKNOWLEDGED, subject, **claims)
        body = canonical_json({"format": FORMAT, "fact": fact.text, "head": attacker.head(subject, {})})
        return bank.up.notice(seller.us, body)

    monkeypatch.setattr(notices, "_NOTICES_MAX", 3)
    assert [notice(n).status for n in (1, 1, 2, 3, 4, 1)] == [200, 200, 200, 200, 400, 200]
    assert len(bank.told) == 3
    assert notice(5, codes=7).status == 400
    assert bank.up.notice(three.places[1].us, b"{}").status == 400
    assert bank.up.notice("A" * 43, b"{}").status == 403


def test_a_notice_is_of_an_invoice_that_is_assigned_to_us_and_only_its_author_withdraws(three: Net) -> None:
    seller, buyer, bank = three.places
    subject = assigned(three, bank)
    fact = dispute(buyer.office(), subject, ["not-received"], "10.00", "clerk", "Ben", "so it is")
    assert fact is not None
    three.rounds(1)

    def notice(kind: str, seq: int, by: Place = seller, of: str = "0" * 64, **claims: Any) -> int:
        attacker = Attacker(by, bank)
        made = attacker.fact(kind, subject, seq, to="A" * 43, previous="0" * 64, of=of, **claims)
        body = canonical_json({"format": FORMAT, "fact": made.text, "head": attacker.head(subject, {})})
        return bank.up.notice(by.us, body).status

    assert notice(DISPUTED, 2) == 400
    assert notice(ACKNOWLEDGED, 2, level="assignment", assignee="A" * 43) == 400
    assert notice(ACKNOWLEDGED, 2, level="approved", assignee=bank.us) == 400
    assert notice(OFFERED, 9, buyer, document="invoice") == 400
    # The seller says that it is assigned to the bank; still it withdraws nothing that the buyer said.
    assert notice(ACKNOWLEDGED, 2, level="assignment", assignee=bank.us) == 200
    assert notice(WITHDRAWN, 3, of=fact.entry) == 200
    told = list(noticed(bank.office()))
    assert len(told) == 4
    assert notices.read_together(told) == (set(), {})
    withdraw(buyer.office(), subject, "clerk", "Ben", "settled", "dispute")
    three.rounds(1)
    gone, withdrawals = notices.read_together(list(noticed(bank.office())))
    assert (gone, {*withdrawals.values()}) == ({fact.entry}, {"taken back"})


# Floods.


def test_a_partner_brings_no_more_than_its_share_and_others_are_heard(three: Net) -> None:
    seller, buyer, bank = three.places
    seller.stop()
    with Node(
        seller.path, seller.url, lambda: None, seller.told.append, three.watch, Rate(burst=200_000, a_second=100)
    ) as node:
        seller.node = node
        attacker, statuses = Attacker(bank, seller), list[int]()
        for n in range(20):
            statuses.append(attacker.send(attacker.offer(str(n), "order")).status)
        assert {*statuses} == {200, 429}
        assert (statuses == sorted(statuses), statuses.count(200)) == (True, 10)
        assert sum("more than a partner may" in line for line in seller.told) == 1
        assert Attacker(buyer, seller).send(Attacker(buyer, seller).offer("other", "order")).status == 200
        three.watch.pass_by(20_000)
        assert attacker.send(attacker.offer("later", "order")).status == 200
        seller.node = None


def test_evidence_against_one_partner_does_not_fill_our_log(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    attacker = Attacker(buyer, seller)
    monkeypatch.setattr("counterfoil.exchange.halves.stored_half._CONTRADICTIONS_MAX", 3)
    offer = attacker.offer("twice", "order")
    assert attacker.send(offer).status == 200
    for n in range(6):
        other = attacker.fact(OFFERED, offer.subject, document="order", number=str(n))
        assert attacker.send(other).status == 409
    facts = seller.office().home.store.facts_of(bytes.fromhex(offer.subject))
    assert sum(one.kind == CONTRADICTED for one in facts) == 3
    assert_sound(seller)


def test_a_chain_is_no_longer_than_could_be_shown(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    attacker = Attacker(buyer, seller)
    monkeypatch.setattr("counterfoil.exchange.halves.admitting.FACTS_MAX", 3)
    chain = [attacker.offer("long", "order")]
    for seq in range(2, 6):
        chain.append(
            attacker.fact(DISPUTED, chain[0].subject, seq, previous=chain[-1].entry, of=chain[0].entry, codes=[])
        )
    assert attacker.send(*chain[:3]).status == 200
    assert attacker.send(chain[3]).status == 400


def test_a_paper_that_takes_long_holds_up_nothing_public(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    reading, end = Event(), Event()

    def takes_long(*_: object) -> None:
        reading.set()
        assert end.wait(30)

    monkeypatch.setattr(Office, "_receive", takes_long)
    attacker = Attacker(buyer, seller)
    body = attacker.message(attacker.offer("long", "order", ORDER), originals=[ORDER])
    with ThreadPoolExecutor(2) as threads:
        message = threads.submit(seller.up.message, buyer.us, body)
        assert reading.wait(30)
        shown = threads.submit(
            lambda: (seller.up.did().status, seller.up.log_file("checkpoint").status, seller.up.signer_of("x"))
        )
        try:
            assert shown.result(20) == (200, 404, None)
            assert not message.done()
        finally:
            end.set()
        assert message.result(30).status == 200
