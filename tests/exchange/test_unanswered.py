"""What follows from a record is found where something came, without a look at all that is open."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from papers import invoice

import trades
from counterfoil.exchange.answers.answering import answer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.nodes import round as rounds
from counterfoil.exchange.proof.attested import Attested
from counterfoil.flow.decisions import ACCEPTED, discrepancies_handled, links_decided
from counterfoil.flow.forgetting import Forget
from counterfoil.flow.record import Recorder
from exchange.nodes import Net, Place
from exchange.trading import assert_alike, send
from trades import BILLED, BUYER, DAY, SELLER

OURS = ("1-order.xml", "1-receipt.xml", "1-bank.xml")


def assert_all_is_said(place: Place) -> None:
    """To look at everything gives nothing that the node has not said by itself."""
    office = place.office()
    assert [fact.kind for subject in office.half.open_subjects() for fact in answer(office, subject)] == []


def accept_all(place: Place) -> None:
    home = place.office().home
    ids = [row.id for row in home.store.discrepancies()]
    Recorder(home).decide(discrepancies_handled(home.store, ids, ACCEPTED, "Ada", "Agreed by telephone."))


def undo_one(place: Place) -> None:
    home = place.office().home
    link = next(row for row in home.store.links() if row.kind == "bills")
    Recorder(home).decide(links_decided(home.store, [link.id], "Ada", "Another order.", confirmed=False))


def forget_the_payment(place: Place) -> None:
    home = place.office().home
    (row,) = [row for row in home.store.documents() if row.document == "statement"]
    Recorder(home).forget([Forget(id=row.id, person="Ada", why="A test.")])


@pytest.mark.parametrize("number", range(6))
def test_in_whatever_order_it_comes(number: int, net: Net) -> None:
    seller, buyer = net.places
    made, chance = trades.trade(), random.Random(number)
    seller.add({name: made[name] for name in ("1-invoice.xml", "1-credit.xml")})
    steps: list[Callable[[], object]] = [partial(send, seller, paper, buyer) for paper in ("INV-1", "CN-1")]
    steps += [partial(buyer.add, {name: made[name]}) for name in OURS]
    later: list[Callable[[], object]] = [partial(each, buyer) for each in (accept_all, undo_one, forget_the_payment)]
    chance.shuffle(steps)
    chance.shuffle(later)
    for step in (*steps, *later):
        step()
        net.rounds(3)
        assert_all_is_said(buyer)
        assert_all_is_said(seller)
    assert_alike(net)


def test_of_all_that_is_open_only_what_came_is_looked_at(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    looked = list[str]()

    def seen(office: Office, subject: str) -> list[Attested]:
        if office.us == buyer.us:
            looked.append(subject)
        return answer(office, subject)

    offered = [offer_invoice(seller, number, buyer) for number in range(12)]
    net.rounds(3)
    monkeypatch.setattr(rounds, "answer", seen)
    assert set(buyer.office().half.open_subjects()) == set(offered)
    fresh = offer_invoice(seller, 99, buyer)
    net.rounds(3)
    assert set(looked) == {fresh}
    net.watch.pass_by(3600)
    net.rounds(1)
    assert set(looked) == {fresh, *offered}, "with time other things may follow"


def offer_invoice(seller: Place, number: int, buyer: Place) -> str:
    lines = tuple(replace(line, price=f"{number + 1}.50") for line in BILLED)
    seller.add({f"{number}.xml": invoice(f"INV-{number}", DAY, DAY, BUYER, SELLER, lines, f"PO-{number}")})
    return send(seller, f"INV-{number}", buyer)
