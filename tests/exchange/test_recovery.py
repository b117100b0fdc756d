"""A home that is brought back from a backup asks before it speaks, and takes back what it had said."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from papers import Company, invoice, order

from counterfoil.errors import HomeError
from counterfoil.exchange.answers.deciding import acknowledge, withdraw
from counterfoil.exchange.halves.identity import revoke, rotate
from counterfoil.exchange.halves.key_history import rotation
from counterfoil.exchange.halves.sharing import Sharing
from counterfoil.exchange.halves.verify_half import verify_half
from counterfoil.exchange.nodes.key_news import tell_all
from counterfoil.exchange.nodes.node import Node
from counterfoil.exchange.nodes.notices import noticed
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.reply import Reply
from counterfoil.flow.restored import awaiting
from counterfoil.flow.verify import verify_home
from counterfoil.log.canonical import canonical_json
from exchange.backups import backed_up, bring_back
from exchange.forgetting import forget
from exchange.nodes import Net, Place
from exchange.trading import assert_alike, said, send
from trades import BILLED, BUYER, DAY, ORDERED, SELLER


@pytest.fixture
def every() -> int:
    """Nothing is published: what witnesses saw since a backup would make a home one that stays behind."""
    return 1_000_000_000


def test_what_was_said_since_the_backup_is_taken_back(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    send(buyer, "PO-1", seller)
    net.rounds(1)
    file = backed_up(buyer, tmp_path / "buyer.backup")
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    subject = send(seller, "INV-1", buyer)
    net.rounds(2)
    acknowledge(buyer.office(), subject, "approved", "controller", "Ada")
    net.rounds(1)
    before = said(seller, subject)
    assert ("they", "acknowledged", "approved") in before
    bring_back(buyer, file)
    with pytest.raises(HomeError, match="brought back"):
        send(buyer, "PO-1", seller)
    net.rounds(1)
    assert awaiting(buyer.office().home) is None
    net.watch.pass_by(4000)
    net.rounds(3)
    assert said(seller, subject) == before
    assert sorted(said(buyer, subject), key=str) == sorted(
        [("we" if who == "they" else "they", kind, level) for who, kind, level in before], key=str
    )
    assert_alike(net)


def test_nothing_is_said_until_every_partner_has_answered(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    file = backed_up(buyer, tmp_path / "buyer.backup")
    bring_back(buyer, file)
    seller.stop()
    buyer.round()
    assert awaiting(buyer.office().home) is not None
    assert any("must say first" in line for line in buyer.told)
    seller.start()
    buyer.round()
    assert awaiting(buyer.office().home) is None


def test_an_assignee_that_is_brought_back_is_told_everything_again(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    bank = net.place(Company("Hafenbank AG", "DE129273398", "4099999000004", "DE75512108001245126199"))
    bank.add_peer(buyer)
    buyer.add_peer(bank)
    net.rounds(1)
    file = backed_up(bank, tmp_path / "bank.backup")
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    subject = send(seller, "INV-1", buyer)
    net.rounds(1)

    def says(level: str, amount: str | None = None, assignee: str | None = None) -> None:
        office = buyer.office()
        fact = acknowledge(office, subject, level, "controller", "Ada", amount=amount, assignee=assignee)
        assert fact is not None
        net.rounds(1)

    says("approved")
    says("assignment", assignee=bank.us)
    assert [one.claims["level"] for one in noticed(bank.office())] == ["assignment"]
    bring_back(bank, file)
    says("approved", amount="1.00")
    net.watch.pass_by(4000)
    net.rounds(2)
    assert {one.claims["level"] for one in noticed(bank.office())} == {"assignment", "approved"}


def shown_amounts(place: Place, subject: str) -> set[str]:
    """The amounts that a company's half shows of what it said itself."""
    office = place.office()
    return {one.claims["amount"] for one in office.half.chain(subject, office.us) if "amount" in one.claims}


@pytest.mark.parametrize("who", ["the partner", "we"])
def test_what_was_forgotten_meanwhile_is_taken_back_without_what_it_says(net: Net, tmp_path: Path, who: str) -> None:
    seller, buyer = net.places
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    subject = send(seller, "INV-1", buyer)
    net.rounds(2)
    file = tmp_path / "buyer.backup"
    backed_up(buyer, file)
    acknowledge(buyer.office(), subject, "approved", "controller", "Ada")
    net.rounds(1)
    if who == "the partner":
        forget(seller, "INV-1")
    else:
        forget(buyer, "INV-1")
    before = said(seller, subject)
    bring_back(buyer, file)
    net.rounds(1)
    assert awaiting(buyer.office().home) is None
    assert [one for one in said(buyer, subject) if one[0] == "we"] == [
        ("we", kind, level) for who, kind, level in before if who == "they"
    ]
    assert shown_amounts(buyer, subject) == set()
    for place in (seller, buyer):
        office = place.office()
        assert verify_home(office.home).damages == ()
        assert list(verify_half(office.home)) == []
    # What it says from here on follows from that.
    net.watch.pass_by(4000)
    net.rounds(2)
    assert len(buyer.office().half.chain(subject, buyer.us)) == len(
        [one for one in seller.office().half.facts(subject) if one.author == buyer.us]
    )


def new_key(place: Place) -> None:
    office = place.office()
    rotate(office.home, office.identity, lambda: None, "Ada", "a year has passed")
    tell_all(place.office())


def history(place: Place) -> tuple[str, ...]:
    return place.office().known.history


def history_at(place: Place, company: str) -> tuple[str, ...]:
    """What a place knows of the keys of a partner."""
    peer = place.office().half.peer(company)
    assert peer is not None
    return peer.history


def test_a_home_from_before_a_change_of_keys_does_not_go_on_with_the_old_one(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    old = backed_up(seller, tmp_path / "old.backup")
    new_key(seller)
    net.rounds(2)
    newer = backed_up(seller, tmp_path / "newer.backup")
    known = history_at(buyer, seller.us)
    assert len(known) == 1
    bring_back(seller, old)
    net.rounds(3)
    assert awaiting(seller.office().home) is not None
    assert [
        line for line in seller.told if "a newer one of ours" in line and "Restore a backup that was made after" in line
    ]
    assert (history(seller), history_at(buyer, seller.us)) == ((), known)
    bring_back(seller, newer)
    net.watch.pass_by(4000)
    net.rounds(3)
    assert awaiting(seller.office().home) is None
    new_key(seller)
    net.rounds(2)
    assert history_at(buyer, seller.us) == history(seller)
    assert len(history(seller)) == 2
    assert_alike(net)


def test_that_a_key_was_revoked_since_the_backup_is_taken_back(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    first = seller.office().identity.key.kid
    new_key(seller)
    net.rounds(2)
    file = backed_up(seller, tmp_path / "seller.backup")
    office = seller.office()
    revoke(office.home, office.identity, first, lambda: None, "Ada", "a laptop was stolen")
    tell_all(seller.office())
    net.rounds(2)
    known = history_at(buyer, seller.us)
    assert len(known) == 2
    bring_back(seller, file)
    net.rounds(3)
    assert awaiting(seller.office().home) is None
    assert history(seller) == known
    new_key(seller)
    net.rounds(2)
    assert history_at(buyer, seller.us) == history(seller)
    assert len(history(seller)) == 3
    assert_alike(net)


@pytest.mark.parametrize("shown", ["of the partner", "of a stranger", "none", "no list"])
def test_a_history_of_keys_that_we_did_not_sign_stops_nothing(
    net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    seller, buyer = net.places
    file = backed_up(seller, tmp_path / "seller.backup")
    stranger = CompanyKey(seed=bytes(32), company=seller.us)
    keys: dict[str, Any] = {
        "of the partner": [rotation(buyer.office().identity.key, stranger.public_key, 1)],
        "of a stranger": [rotation(stranger, stranger.public_key, 1)],
        "none": ["x", 1],
        "no list": 1,
    }
    said = type(buyer.up).halves

    def halves(node: Node, company: str, body: bytes) -> Reply:
        reply = said(node, company, body)
        return replace(reply, body=canonical_json(json.loads(reply.body) | {"keys": keys[shown]}))

    monkeypatch.setattr(type(buyer.up), "halves", halves)
    bring_back(seller, file)
    net.rounds(2)
    assert awaiting(seller.office().home) is None
    assert history(seller) == ()


def test_where_both_homes_come_back_what_one_lost_is_sent_again_though_the_other_has_its_head(
    net: Net, tmp_path: Path
) -> None:
    seller, buyer = net.places
    net.rounds(1)
    before = backed_up(seller, tmp_path / "seller.backup")
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    net.rounds(2)
    after = backed_up(buyer, tmp_path / "buyer.backup")
    buyer.stop()
    bring_back(seller, before)
    buyer.start()
    seller.round()  # it asks, and is to be sent everything again
    assert awaiting(seller.office().home) is None
    bring_back(buyer, after)  # which knows nothing of that
    net.watch.pass_by(4000)
    net.rounds(3)
    assert seller.office().half.chain(subject, buyer.us)
    assert_alike(net)


def test_where_both_homes_come_back_what_one_had_given_back_is_sent_to_it_again(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    net.rounds(1)
    before = [backed_up(place, tmp_path / f"{number}.backup") for number, place in enumerate(net.places)]
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    buyer.round()
    seller.stop()  # before it has answered
    seller.start()
    bring_back(buyer, before[1])
    buyer.round()
    assert buyer.office().half.chain(subject, buyer.us)
    bring_back(seller, before[0])
    net.watch.pass_by(4000)
    net.rounds(3)
    assert seller.office().half.chain(subject, buyer.us)
    assert_alike(net)


@pytest.mark.parametrize("clock", ["right", "ahead"])
def test_what_is_taken_back_is_counted_as_both_have_signed(
    net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: str
) -> None:
    seller, buyer = net.places
    net.rounds(1)
    file = backed_up(seller, tmp_path / "seller.backup")
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, None)})
    subject = send(seller, "INV-1", buyer)
    withdraw(seller.office(), subject, "clerk", "Ben", "a mistake")  # so that the buyer has nothing to say on it
    for _ in range(3):
        net.watch.pass_by(4000)
        net.rounds(1)
    bring_back(seller, file)
    head = Sharing.head
    if clock == "ahead":
        monkeypatch.setattr(Sharing, "head", lambda self, about, to, now: head(self, about, to, now + 90_000))
    seller.round()
    monkeypatch.setattr(Sharing, "head", head)
    assert awaiting(seller.office().home) is None  # another's clock does not hold it up
    assert len(seller.office().half.chain(subject, seller.us)) == 3
    for _ in range(3):
        net.watch.pass_by(90_000)
        net.rounds(1)
    told = [line for line in (*seller.told, *buyer.told) if "do not fit" in line]
    assert bool(told) == (clock == "ahead")
    assert_alike(net)
