"""Two companies with their nodes: from the order to the approved invoice, both halves alike at every step."""

from papers import invoice, order

from counterfoil.exchange.answers.deciding import acknowledge, dispute, withdraw
from counterfoil.flow.home import open_home
from counterfoil.flow.verify import verify_home
from exchange.nodes import Net, Place
from exchange.offices import exchange
from exchange.trading import assert_alike, said, send, trade
from trades import BILLED, BUYER, DAY, ORDERED, SELLER


def test_an_invoice_is_matched_by_machine_and_approved_by_a_role(net: Net) -> None:
    seller, buyer = net.places
    subjects = trade(net)
    kinds = {(kind, level) for _, kind, level in said(seller, subjects["invoice"])}
    assert kinds == {("offered", ""), ("checked", ""), ("acknowledged", "received"), ("acknowledged", "matched")}
    office = buyer.office()
    fact = acknowledge(office, subjects["invoice"], "approved", "controller", "Ada")
    assert fact is not None
    assert {one["subject"] for one in fact.claims["refers"]} == {subjects["order"], subjects["receipt"]}
    net.rounds(1)
    assert ("they", "acknowledged", "approved") in said(seller, subjects["invoice"])
    assert_alike(net)


def test_nothing_is_said_twice_in_later_rounds(net: Net) -> None:
    subjects = trade(net)
    before = {name: said(net.places[0], subject) for name, subject in subjects.items()}
    net.rounds(3)
    assert {name: said(net.places[0], subject) for name, subject in subjects.items()} == before
    assert_alike(net)


def test_a_partner_that_is_down_gets_all_of_it_later(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subject = send(buyer, "PO-1", seller)
    seller.stop()
    net.places.remove(seller)
    net.rounds(2)
    assert any("could not be reached" in line for line in buyer.told)
    net.places.insert(0, seller)
    seller.start()
    net.watch.pass_by(4000)
    net.rounds(2)
    assert ("we", "acknowledged", "received") in said(seller, subject)
    assert_alike(net)


def test_the_files_of_the_log_follow_messages_with_the_next_round_and_at_the_end(net: Net) -> None:
    seller, buyer = net.places
    net.every = 10**9
    for stopping in (False, True):
        buyer.add({f"order-{stopping}.xml": order(f"PO-{stopping}", DAY, BUYER, SELLER, ORDERED)})
        send(buyer, f"PO-{stopping}", seller)
        buyer.round()
        assert behind(seller) == ["log/checkpoint"]
        net.watch.pass_by(1)
        if stopping:
            seller.stop()
        else:
            seller.round()
        assert behind(seller) == []


def behind(place: Place) -> list[str]:
    """The files of a home that its database is ahead of."""
    with open_home(place.path, place.net.watch) as home:
        result = verify_home(home)
    assert result.damages == ()
    return [note.partition(" ")[0] for note in result.notes]


def test_that_a_partner_is_away_is_told_once_a_day(net: Net) -> None:
    _, buyer = net.places
    seller = net.places.pop(0)
    seller.stop()
    for days in (1, 2):
        for _ in range(12):
            net.watch.pass_by(4000)
            net.rounds(2)
        away = [line for line in buyer.told if "could not be reached" in line]
        assert len(away) == days
        net.watch.pass_by(90_000)


def test_a_dispute_names_what_does_not_fit(net: Net) -> None:
    seller, buyer = net.places
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED[:1])})
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    subject = send(seller, "INV-1", buyer)
    net.rounds(2)
    assert ("they", "acknowledged", "matched") not in said(seller, subject)
    fact = dispute(buyer.office(), subject, (), None, "clerk", "Ben", "The second line was never ordered.")
    assert fact is not None
    assert "not-ordered" in fact.claims["codes"]
    net.rounds(2)
    assert ("they", "disputed", "") in said(seller, subject)
    assert_alike(net)


def test_a_paper_that_was_withdrawn_and_offered_again_may_come_in_any_order(net: Net) -> None:
    seller, buyer = net.places
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    first = send(seller, "INV-1", buyer)
    withdraw(seller.office(), first, "clerk", "Ben", "The wrong partner.")
    second = send(seller, "INV-1", buyer)
    assert first != second
    for subject in (second, first):
        exchange(seller.office(), buyer.office(), subject)
    for place in net.places:
        office = place.office()
        (row,) = [row for row in office.home.store.documents() if row.number == "INV-1"]
        peer = next(office.half.subjects())[1]
        assert office.half.subject_of(row.original, peer) == second
    assert send(seller, "INV-1", buyer) == second
    net.rounds(2)
    assert_alike(net)
