"""A home that came back without a word, as from a snapshot of its disk, finds that out before it signs twice."""

import shutil
from pathlib import Path

import pytest
from papers import invoice

from counterfoil.errors import HomeError
from counterfoil.exchange import paths
from counterfoil.exchange.answers.deciding import acknowledge
from counterfoil.exchange.halves.tallies import TALLIES
from counterfoil.exchange.nodes.behind import found_behind
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.witnessing.forks import evidence_against
from counterfoil.exchange.witnessing.published import stopped
from counterfoil.flow.restored import awaiting
from counterfoil.flow.verify import verify_home
from exchange.nodes import Net, Place
from exchange.trading import assert_alike, said, send
from trades import BILLED, BUYER, DAY, SELLER

NEVER = 1_000_000_000
"""Logs are published so seldom."""
REPLIES = [
    Reply(status=400, body=b"A tally is called for by saying how one counts."),
    Reply(status=200, body=b"{}"),
    Reply(status=200, body=b'{"format":"counterfoil-tally/1","last":["x","y"]}'),
]


def snapshot(place: Place, folder: Path) -> Path:
    """A copy of the home as it stands on the disk."""
    place.stop()
    place.close_offices()
    copied = Path(shutil.copytree(place.path, folder))
    place.start()
    return copied


def put_back(place: Place, folder: Path) -> None:
    """The copy takes the home's place, and its node starts; nobody tells the home."""
    place.stop()
    place.close_offices()
    shutil.rmtree(place.path)
    shutil.copytree(folder, place.path)
    place.start()


@pytest.fixture
def subject(net: Net, tmp_path: Path) -> str:
    """The subject of an invoice that is approved, by a home that is then put back to before."""
    seller, buyer = net.places
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    shared = send(seller, "INV-1", buyer)
    net.rounds(2)
    folder = snapshot(buyer, tmp_path / "snapshot")
    assert acknowledge(buyer.office(), shared, "approved", "controller", "Ada")
    for _ in range(2):
        net.watch.pass_by(4000)
        net.rounds(2)
    put_back(buyer, folder)
    return shared


@pytest.mark.parametrize("every", [NEVER])
def test_what_both_counted_tells_a_home_that_it_is_old(net: Net, subject: str) -> None:
    seller, buyer = net.places
    before = said(seller, subject)
    net.rounds(1)
    assert any("it was brought back from an older state" in line for line in buyer.told)
    net.watch.pass_by(4000)
    net.rounds(3)
    assert awaiting(buyer.office().home) is None
    assert said(seller, subject) == before
    assert ("we", "acknowledged", "approved") in said(buyer, subject)
    assert_alike(net)
    for place in net.places:
        assert verify_home(place.office().home).damages == ()


@pytest.mark.parametrize("every", [60])
def test_what_a_witness_has_seen_stops_a_home_before_it_makes_a_second_history(net: Net, subject: str) -> None:
    seller, buyer = net.places
    for _ in range(3):
        with pytest.raises(HomeError, match="this home does not hold"):
            buyer.round()
        seller.round()
        net.watch.pass_by(4000)
    home = buyer.office().home
    assert stopped(home) is not None
    assert awaiting(home) is not None
    assert list(evidence_against(seller.office().home)) == []
    with pytest.raises(HomeError, match="brought back"):
        acknowledge(buyer.office(), subject, "approved", "controller", "Ben", amount="1.00")


@pytest.mark.parametrize("every", [NEVER])
def test_a_partner_that_is_away_is_asked_when_it_comes(net: Net, subject: str) -> None:
    seller, buyer = net.places
    seller.stop()
    buyer.round()
    assert awaiting(buyer.office().home) is None
    seller.start()
    net.watch.pass_by(60)
    buyer.round()
    assert any("it was brought back" in line for line in buyer.told)
    net.watch.pass_by(4000)
    net.rounds(2)
    assert ("we", "acknowledged", "approved") in said(buyer, subject)


@pytest.mark.parametrize("every", [NEVER])
@pytest.mark.parametrize("reply", REPLIES)
def test_a_partner_cannot_make_a_home_old_by_its_word(
    net: Net, subject: str, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, buyer = net.places
    way = net.transport(buyer)
    monkeypatch.setattr(way, "post", lambda *_: reply)
    (peer,) = buyer.office().peers()
    assert found_behind(buyer.office(), way, peer) is None
    assert awaiting(buyer.office().home) is None


def test_who_holds_all_is_asked_once_and_goes_on(net: Net) -> None:
    seller, buyer = net.places
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    shared = send(seller, "INV-1", buyer)
    for _ in range(2):
        net.watch.pass_by(4000)
        net.rounds(2)
    office = buyer.office()
    with office.home.store.writing():
        office.home.store.drop_kept(TALLIES, [seller.us.encode()])  # the answer with the last tally was lost
    buyer.stop()
    buyer.start()
    asked = list[str]()
    net.on_way = lambda _where, path: asked.append(path)
    buyer.round()
    assert asked[:1] == [paths.TALLY]
    assert office.home.store.kept_at(TALLIES, seller.us.encode()) is not None
    asked.clear()
    buyer.round()
    assert paths.TALLY not in asked
    assert awaiting(office.home) is None
    assert ("they", "offered", "") in said(buyer, shared)
