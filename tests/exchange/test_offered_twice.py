"""A paper that was offered to a partner before: one of both offers is withdrawn, and nothing waits for ever."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from papers import invoice, order

from counterfoil.exchange.answers.deciding import acknowledge, withdraw
from counterfoil.exchange.answers.offering import offer_on
from counterfoil.exchange.halves.message import Message, parse_message
from counterfoil.exchange.nodes.node import Node
from counterfoil.exchange.reply import Reply
from counterfoil.flow.home import open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from counterfoil.log.canonical import canonical_json
from exchange.forgetting import forget
from exchange.nodes import Net, Place
from exchange.trading import assert_alike, said, send
from trades import BILLED, BUYER, DAY, ORDERED, SELLER, written

ORDER = {"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)}
INVOICE = {"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, None)}


def add_again(place: Place, papers: dict[str, bytes]) -> None:
    """A person adds what was forgotten, knowingly."""
    with open_home(place.path, place.net.watch) as home:
        found = intakes([written(place.path.parent / "again", papers)], Options(on=home.clock().date(), us=home.us))
        assert [one.error for one in Recorder(home).add(found, even_forgotten=True)] == [None]


def offered_anew(net: Net) -> tuple[str, str]:
    """The buyer's order came, was forgotten, and is sent again; gives both subjects."""
    seller, buyer = net.places
    buyer.add(ORDER)
    first = send(buyer, "PO-1", seller)
    net.rounds(2)
    forget(buyer, "PO-1")
    add_again(buyer, ORDER)
    return first, send(buyer, "PO-1", seller)


def stands(place: Place, *subjects: str) -> list[bool]:
    return [offer_on(place.office(), subject) is not None for subject in subjects]


def test_a_forgotten_paper_that_is_offered_anew_takes_the_place_of_the_first_offer(net: Net) -> None:
    buyer = net.places[1]
    first, second = offered_anew(net)
    assert first != second
    buyer.round()
    assert buyer.told[-1] == (
        "order PO-1 was offered to Sägewerk Tannhof KG before: what was offered first is forgotten here, and withdrawn."
    )
    assert not [line for line in buyer.told if "did not take" in line]
    for place in net.places:
        assert stands(place, first, second) == [False, True]
    net.rounds(2)
    assert ("they", "acknowledged", "received") in said(buyer, second)
    assert_alike(net)


def test_where_somebody_relies_on_the_first_offer_it_stands(net: Net) -> None:
    seller, buyer = net.places
    seller.add(INVOICE)
    first = send(seller, "INV-1", buyer)
    net.rounds(2)
    for level, who in (("approved", None), ("assignment", "A" * 43)):
        acknowledge(buyer.office(), first, level, "controller", "Ada", assignee=who)
    net.rounds(2)
    forget(seller, "INV-1")
    add_again(seller, INVOICE)
    second = send(seller, "INV-1", buyer)
    seller.round()
    assert f"the offer on {first[:8]} stands, and this one is withdrawn." in seller.told[-1]
    for place in net.places:
        assert stands(place, first, second) == [True, False]
    net.rounds(2)
    assert_alike(net)


def test_an_assignment_that_has_not_come_yet_keeps_the_first_offer_too(net: Net) -> None:
    """Here nobody relies on it yet, so it is withdrawn; there it stands all the same."""
    seller, buyer = net.places
    seller.add(INVOICE)
    first = send(seller, "INV-1", buyer)
    net.rounds(2)
    acknowledge(buyer.office(), first, "approved", "controller", "Ada")
    acknowledge(buyer.office(), first, "assignment", "controller", "Ada", assignee="A" * 43)
    forget(seller, "INV-1")
    add_again(seller, INVOICE)
    second = send(seller, "INV-1", buyer)
    for _ in range(3):
        net.watch.pass_by(30_000)
        seller.round()
    assert stands(seller, first, second) == [False, False]
    net.rounds(2)
    assert seller.office().half.unsent(buyer.us) == []
    assert_alike(net)


def test_what_two_have_offered_at_once_stands_once(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    buyer.add(ORDER)
    first = send(buyer, "PO-1", seller)
    monkeypatch.setattr("counterfoil.exchange.answers.offering._shared_of_file", lambda *_: None)
    second = send(buyer, "PO-1", seller)
    monkeypatch.undo()
    net.rounds(2)
    assert sorted(stands(buyer, first, second)) == sorted(stands(seller, first, second)) == [False, True]
    assert_alike(net)


def test_a_withdrawal_that_did_not_arrive_is_not_made_twice(net: Net) -> None:
    seller, buyer = net.places
    first, second = offered_anew(net)
    withdraw(buyer.office(), first, "clerk", "Ben", "offered anew")
    buyer.office().half.sent(seller.us, first)
    buyer.office().half.ask_again(seller.us, [first])
    for _ in range(3):
        net.watch.pass_by(30_000)
        net.rounds(2)
    assert stands(buyer, first, second) == [False, True]
    assert_alike(net)


ANSWERS: dict[str, Callable[[Reply, Message], Reply]] = {
    "another paper of ours": lambda reply, other: Reply(status=200, body=other.data),
    "nothing": lambda reply, _: Reply(status=200, body=Message(facts=(), head=parse_message(reply.body).head).data),
    "no message": lambda _reply, _: Reply(status=200, body=b"{}"),
    "it knows no such question": lambda _reply, _: Reply(status=400, body=b"?"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_partner_cannot_have_another_offer_withdrawn(answer: str, net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    buyer.add({"other.xml": order("PO-2", DAY, BUYER, SELLER, ORDERED)})
    other = send(buyer, "PO-2", seller)
    first, second = offered_anew(net)
    token = seller.up.halves(buyer.us, canonical_json({"subject": other, "from": 1}))
    facts = parse_message(token.body)
    halves = Node.halves

    def told(node: Node, company: str, body: bytes) -> Reply:
        return ANSWERS[answer](halves(node, company, body), replace(facts, facts=facts.facts[:1]))

    monkeypatch.setattr(Node, "halves", told)
    buyer.round()
    assert "offered already, on another subject" in buyer.told[-1]
    assert stands(buyer, first, second, other) == [True, True, True]


def test_only_to_who_offered_it_a_paper_s_offer_is_given_back(net: Net) -> None:
    seller, buyer = net.places
    buyer.add(ORDER)
    subject = send(buyer, "PO-1", seller)
    net.rounds(2)
    original = buyer.office().half.facts(subject)[0].claims["original"]
    question = canonical_json({"original": original})
    assert len(parse_message(seller.up.halves(buyer.us, question).body).facts) == 1
    assert buyer.up.halves(seller.us, question).status == 400
    assert seller.up.halves(buyer.us, canonical_json({"original": "00" * 32})).status == 400
    assert seller.up.halves(buyer.us, canonical_json({"original": original, "x": 1})).status == 400
    assert seller.up.halves(buyer.us, canonical_json({"original": "x"})).status == 400
