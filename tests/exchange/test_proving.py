"""A dossier out of a home: asked for, refreshed, put together, and read by somebody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfoil.errors import HomeError, UsageError
from counterfoil.exchange.choosing import parse_choice
from counterfoil.exchange.deciding import acknowledge
from counterfoil.exchange.gathering import gather
from counterfoil.exchange.office import Office
from counterfoil.exchange.proving import Proven, disclose, dossier_of, invoice_subject, prove, remedy
from counterfoil.exchange.reader import DAY as A_DAY
from counterfoil.exchange.reader import Reader
from counterfoil.exchange.refreshing import refresh
from counterfoil.exchange.verification import verify_dossier
from counterfoil.log.key_binding import Challenge
from exchange.nodes import Net, Place
from exchange.test_node import trade
from trades import BUYER, SELLER

CHALLENGE = Challenge(audience="bank.example", nonce="n-1")


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    with Net(tmp_path) as net:
        net.place(SELLER)
        net.place(BUYER)
        net.everybody_meets()
        yield net


def proven(place: Place, net: Net, subject: str, *names: str) -> Proven:
    office = place.office()
    told = refresh(office, gather(office, subject).subjects, net.transport(place))
    assert told == []
    return prove(office, disclose(office, gather(office, subject).facts, parse_choice(names)), CHALLENGE)


def test_an_approved_invoice_reaches_the_fourth_level(net: Net) -> None:
    seller, buyer = net.places
    subjects = trade(net)
    acknowledge(buyer.office(), subjects["invoice"], "approved", "controller", "Ada")
    net.rounds(1)
    net.watch.pass_by(3600)
    net.rounds(2)
    found = proven(seller, net, subjects["invoice"])
    assert (found.verified.level, found.verified.missing) == (4, "that the buyer acknowledges an assignment")
    assert found.unwitnessed is None
    read = verify_dossier(found.dossier.data, Reader(now=seller.office().now(), audience="bank.example", nonce="n-1"))
    assert read.consistent
    print(len(found.dossier.data), len(found.dossier.credentials), found.verified.withheld)
