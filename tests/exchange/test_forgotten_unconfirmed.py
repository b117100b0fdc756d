"""What is forgotten before its partner has confirmed it may have come all the same: both halves fit, whether it did."""

from pathlib import Path

import pytest
from papers import invoice, order

from counterfoil.exchange import paths
from counterfoil.exchange.answers.deciding import dispute, withdraw
from counterfoil.exchange.halves.tallies import counting
from counterfoil.exchange.proof.attested import OFFERED
from counterfoil.exchange.transport import Unreachable
from exchange.backups import backed_up, bring_back
from exchange.forgetting import forget
from exchange.nodes import Net, Place
from exchange.storms import ForgettingStorm, RestoringStorm
from exchange.trading import assert_sound, send
from trades import BILLED, BUYER, DAY, ORDERED, SELLER


@pytest.fixture
def every() -> int:
    """Nothing is published."""
    return 1_000_000_000


def lose(net: Net, what: str) -> None:
    """From now on requests from the buyer get lost, or the answers to them."""
    seller, buyer = net.places
    lost = {"request": f"{buyer.url} to {seller.url}", "answer": f"{seller.url} back to {buyer.url}"}[what]

    def on_way(where: str, path: str) -> None:
        if where == lost and path == paths.MESSAGE:
            _lost()

    net.on_way = on_way


def _lost() -> None:
    raise Unreachable("It got lost.", "Try later.")


def settled(net: Net) -> None:
    """All goes well from now on, for more than a day."""
    net.on_way = lambda _where, _path: None
    for place in net.places:
        place.told.clear()
    for _ in range(6):
        net.watch.pass_by(30_000)
        net.rounds(2)


def facts_held(place: Place) -> dict[str, set[str]]:
    half = place.office().half
    return {subject: {one.entry for one in half.facts(subject)} for subject, _ in half.subjects()}


def assert_fit(net: Net) -> None:
    """Both count the same, nobody waits for anything, nobody was told of a fault, and both homes are sound."""
    for place, other in (net.places, net.places[::-1]):
        office = place.office()
        assert counting(office.home.store, other.us).differs_since is None
        assert office.half.unsent(other.us) == []
        assert not [line for line in place.told if "fit" in line or "did not take" in line]
        assert_sound(place)


def test_what_had_come_is_counted_and_answered(net: Net) -> None:
    seller, buyer = net.places
    lose(net, "answer")
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    buyer.round()
    assert facts_held(seller).keys() == {subject}
    forget(buyer, "PO-1")
    settled(net)
    assert facts_held(buyer) == facts_held(seller)
    assert len(facts_held(buyer)[subject]) >= 2
    assert_fit(net)
    half = buyer.office().half
    said = [one.claims.get(name) for one in half.facts(subject) for name in ("number", "lines", "payable", "original")]
    assert not any(said)


def test_what_had_not_come_is_neither_sent_nor_missed(net: Net) -> None:
    seller, buyer = net.places
    lose(net, "request")
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    buyer.round()
    forget(buyer, "PO-1")
    settled(net)
    assert facts_held(seller) == {}
    assert_fit(net)
    facts = buyer.office().half.facts(subject)
    assert facts
    assert all(one.withheld for one in facts)


def test_what_comes_once_it_was_forgotten_fits_as_well(net: Net) -> None:
    seller, buyer = net.places
    lose(net, "request")
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    buyer.round()
    late = buyer.office().sharing.message(subject, buyer.office().now())
    assert late is not None
    forget(buyer, "PO-1")
    net.on_way = lambda _where, _path: None
    net.watch.pass_by(4000)
    buyer.round()
    assert seller.up.message(buyer.us, late.data).status == 200
    settled(net)
    assert facts_held(buyer) == facts_held(seller) != {}
    assert_fit(net)


def test_an_answer_that_comes_late_is_asked_for_where_the_partner_counts_more(net: Net) -> None:
    seller, buyer = net.places
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, None)})
    subject = send(seller, "INV-1", buyer)
    settled(net)
    lose(net, "request")
    office = buyer.office()
    dispute(office, subject, ["not-received"], "10.00", "clerk", "Ben", "so it is")
    late = office.sharing.message(subject, office.now())
    assert late is not None
    buyer.round()
    forget(buyer, "INV-1")
    net.on_way = lambda _where, _path: None
    net.watch.pass_by(4000)
    buyer.round()
    assert seller.up.message(buyer.us, late.data).status == 200
    settled(net)
    assert facts_held(buyer) == facts_held(seller)
    assert len(buyer.office().half.chain(subject, buyer.us)) == len(seller.office().half.chain(subject, buyer.us))
    assert_fit(net)


def test_what_was_sent_after_the_backup_and_forgotten_in_the_home_that_came_back_fits(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    net.rounds(1)  # what is published after the backup would keep it from going on
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    file = backed_up(buyer, tmp_path / "buyer.backup")
    net.rounds(2)
    bring_back(buyer, file)
    forget(buyer, "PO-1")
    assert facts_held(buyer) == {}
    settled(net)
    assert facts_held(buyer) == facts_held(seller)
    assert facts_held(buyer).keys() == {subject}
    assert_fit(net)


def test_a_partner_that_lost_what_was_forgotten_here_is_not_sent_the_rest_of_it(net: Net, tmp_path: Path) -> None:
    """It says that it lost everything; of what was forgotten only a withdrawal is left, which is about nothing."""
    seller, buyer = net.places
    net.rounds(1)
    file = backed_up(seller, tmp_path / "seller.backup")
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    net.on_way = lambda where, _: _lost() if where == f"{seller.url} to {buyer.url}" else None
    net.rounds(2)
    withdraw(buyer.office(), subject, "clerk", "Ben", "a mistake")
    net.rounds(1)
    forget(buyer, "PO-1")
    bring_back(seller, file)
    settled(net)
    assert facts_held(seller) == {}
    assert_fit(net)


def test_what_was_never_under_way_goes_whole(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    send(buyer, "PO-1", seller)
    forget(buyer, "PO-1")
    assert facts_held(buyer) == {}
    settled(net)
    assert facts_held(seller) == {}
    assert_fit(net)


@pytest.mark.parametrize("number", range(4))
def test_whatever_is_lost_and_forgotten_both_halves_fit(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_fitting(ForgettingStorm(number, tmp_path, monkeypatch).run(60))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(2000, 2200))
def test_whatever_is_lost_and_forgotten_both_halves_fit_after_many_histories(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_fitting(ForgettingStorm(number, tmp_path, monkeypatch).run(60))


@pytest.mark.parametrize("number", range(3))
def test_whoever_is_brought_back_from_whatever_backup_both_halves_fit(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_fitting(RestoringStorm(number, tmp_path, monkeypatch).run(60))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(3000, 3200))
def test_whoever_is_brought_back_from_whatever_backup_both_halves_fit_after_many_histories(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_fitting(RestoringStorm(number, tmp_path, monkeypatch).run(60))


def assert_fitting(net: Net) -> None:
    """All that either side said and the other may have heard stands on both, and is counted alike."""
    with net:
        settled(net)
        assert_fit(net)
        ours, theirs = map(facts_held, net.places)
        for here, other in ((net.places[0], theirs), (net.places[1], ours)):
            office = here.office()
            for subject, _ in office.half.subjects():
                alone = [one for one in office.half.facts(subject) if one.entry not in other.get(subject, ())]
                assert all(one.author == office.us for one in alone)
                # Nothing follows where something was forgotten before it was sent, or where both have lost what it
                # is about: one came back without it and was given its own answer, then the other came back.
                has_offer = any(one.kind == OFFERED for one in office.half.facts(subject))
                assert not alone or not has_offer or any(one.withheld for one in alone)
