"""Attacks by what a partner answers, or asks for, played (docs/threats.md): answers that never end, and lies."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from papers import order

from counterfoil.errors import ProofError
from counterfoil.exchange.answers.overview import papers, word_of
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.message import Message
from counterfoil.exchange.nodes import sending
from counterfoil.exchange.nodes.recovery import take_back
from counterfoil.exchange.partners.outbox import waiting
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.heads import TYP as HEAD
from counterfoil.exchange.proof.heads import SubjectHead, sign_head
from counterfoil.exchange.reply import Reply
from counterfoil.log.canonical import canonical_json
from counterfoil.log.jws import sign_jws
from counterfoil.log.strict_json import read_object
from exchange.hostile import Attacker
from exchange.made import seed
from exchange.nodes import Net
from exchange.trading import assert_sound, send
from trades import BUYER, DAY, ORDERED, SELLER

ORDER = order("PO-1", DAY, BUYER, SELLER, ORDERED)


class Liar:
    """Reaches one partner, which answers everything with 200 and whatever it likes."""

    def __init__(self, answer: Callable[[str], bytes]) -> None:
        self.answer, self.count = answer, 0

    def get(self, url: str, path: str) -> Reply:
        return Reply(status=404, body=b"")

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        self.count += 1
        assert self.count < 100, "it would have gone on for ever"
        return Reply(status=200, body=self.answer(path))


def test_a_partner_whose_answers_tell_nothing_does_not_keep_us_sending(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": ORDER})
    subject = send(buyer, "PO-1", seller)
    attacker = Attacker(seller, buyer)
    liar = Liar(lambda _: attacker.head(subject, {}).encode())
    office = buyer.office()
    (peer,) = office.peers()
    assert sending.send(office, liar, peer, buyer.told.append) == [
        f"{peer.name} did not take what was sent: Its answer does not tell of what it was sent."
    ]
    assert office.half.unsent(seller.us) == [subject]
    assert waiting(office.home.store, peer).failures == 1


def test_a_partner_whose_answers_go_back_and_forth_does_not_either(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": ORDER})
    subject = send(buyer, "PO-1", seller)
    office = buyer.office()
    first = office.half.chain(subject, buyer.us)[0]
    attacker, turns = Attacker(seller, buyer), iter(range(1, 1000))

    def to_and_fro(_: str) -> bytes:
        turn = next(turns)
        ours = {buyer.us: (1, first.entry)} if turn % 2 else {}
        return attacker.head(subject, ours | {seller.us: (10 * turn, "0" * 64)}).encode()

    monkeypatch.setattr("counterfoil.exchange.halves.sharing.FACTS_MAX", 1)
    (peer,) = office.peers()
    assert sending.send(office, Liar(to_and_fro), peer, buyer.told.append)
    assert office.half.unsent(seller.us) == [subject]


def test_whoever_took_over_the_address_of_a_partner_cannot_answer_for_it(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": ORDER})
    subject = send(buyer, "PO-1", seller)
    office = buyer.office()
    sent = office.half.chain(subject, buyer.us)[0]
    thief = CompanyKey.first(seed("took over"))
    chains, (peer,) = {buyer.us: (1, sent.entry)}, office.peers()
    for signer in (thief.company, seller.us):
        head = SubjectHead(signer=signer, subject=subject, time=office.now(), chains=chains)
        token = sign_head(head, replace(thief, company=signer))
        liar = Liar(lambda _, token=token: token.encode())  # type: ignore[misc]
        told = sending.send(office, liar, peer, buyer.told.append)
        assert ["signed with a key" in line for line in told] == [True]
    # Under the partner's own key id, which anybody may name.
    payload = canonical_json({"iss": seller.us, "iat": office.now(), "sub": subject, "chains": {}})
    named = sign_jws(payload, thief.seed, HEAD, {"kid": seller.office().identity.key.kid}).encode()
    assert len(sending.send(office, Liar(lambda _: named), peer, buyer.told.append)) == 1
    assert office.half.unsent(seller.us) == [subject]
    assert office.half.head_of(subject, seller.us) is None


def test_a_slow_partner_holds_up_no_other_for_long(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    for n in range(4):
        buyer.add({f"{n}.xml": order(f"PO-{n}", DAY, BUYER, SELLER, ORDERED)})
        send(buyer, f"PO-{n}", seller)
    clock = iter(range(0, 10_000, 40))
    monkeypatch.setattr(sending, "monotonic", lambda: next(clock))  # 40 seconds for each message
    left = []
    while office_left := len(buyer.office().half.unsent(seller.us)):
        left.append(office_left)
        net.rounds(1)
    assert left == [4, 3, 2, 1]


def test_an_answer_on_another_subject_is_none(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"other.xml": order("PO-2", DAY, BUYER, SELLER, ORDERED)})
    shared = send(buyer, "PO-2", seller)
    net.rounds(2)
    buyer.add({"order.xml": ORDER})
    subject = send(buyer, "PO-1", seller)
    attacker = Attacker(seller, buyer)
    office = buyer.office()
    (peer,) = office.peers()
    for other in (seed("other").hex(), shared):
        liar = Liar(lambda _, other=other: attacker.head(other, {}).encode())  # type: ignore[misc]
        told = sending.send(office, liar, peer, buyer.told.append)
        assert ["another subject" in line for line in told] == [True]
    assert office.half.unsent(seller.us) == [subject]
    assert_sound(buyer)


def test_what_a_partner_answers_reaches_no_terminal_raw(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": ORDER})
    send(buyer, "PO-1", seller)

    class Rude(Liar):
        def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
            return Reply(status=400, body=b"\x1b]0;owned\x07\x1b[2J\r\n\xe2\x80\xae" + b"x" * 100_000)

    office = buyer.office()
    (peer,) = office.peers()
    (line,) = sending.send(office, Rude(lambda _: b""), peer, buyer.told.append)
    assert line.isprintable()
    assert len(line) < 500


def test_that_nothing_is_answered_is_no_acceptance(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": ORDER})
    subject = send(buyer, "PO-1", seller)
    net.places.remove(seller)
    seller.stop()
    net.rounds(2)
    net.watch.pass_by(20 * 86_400)
    (paper,) = papers(buyer.office())
    assert (paper.subject, paper.is_unsent) == (subject, True)
    assert word_of(seller.us, paper.offered, buyer.office().half.facts(subject)).level is None


def test_whoever_says_to_have_lost_everything_is_not_given_it_all_the_time(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": ORDER})
    send(buyer, "PO-1", seller)
    net.rounds(1)
    lost = canonical_json({"after": ""})
    assert buyer.up.halves(seller.us, lost).status == 200
    assert len(buyer.office().half.unsent(seller.us)) == 1
    assert buyer.up.halves(seller.us, lost).status == 200  # it has taken nothing since
    net.rounds(1)
    assert buyer.up.halves(seller.us, lost).status == 503
    assert buyer.office().half.unsent(seller.us) == []
    net.watch.pass_by(601)
    assert buyer.up.halves(seller.us, lost).status == 200


def test_a_partner_that_claims_to_hold_what_it_does_not_show_is_named(net: Net) -> None:
    seller, buyer = net.places
    office, empty = buyer.office(), Attacker(seller, buyer).head(seed("x").hex(), {})
    (peer,) = office.peers()

    class Claimer(Liar):
        def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
            match read_object(body, ""):
                case {"after": ""}:
                    return Reply(status=200, body=canonical_json({"subjects": [[seed("x").hex(), 2**53 - 1]]}))
                case {"after": _}:
                    return Reply(status=200, body=canonical_json({"subjects": []}))
                case _:
                    return Reply(status=200, body=Message(facts=(), head=empty).data)

    with pytest.raises(ProofError, match="shows nothing"):
        take_back(office, Claimer(lambda _: b""), peer)
