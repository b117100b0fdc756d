"""Whoever is killed while it says something: an assignee is told all of it, or it was never said."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from papers import Company, invoice

from counterfoil.exchange.answers.deciding import acknowledge, dispute
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.relying import TO_TELL
from counterfoil.exchange.nodes.notices import noticed
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, DISPUTED
from counterfoil.flow.home import open_home
from counterfoil.flow.logbook import Logbook
from counterfoil.flow.verify import verify_home
from counterfoil.store.sqlite.store import SqliteStore
from dying import cut, dies
from exchange.nodes import Net, Place
from exchange.trading import send
from trades import BILLED, BUYER, DAY, SELLER

STEPS: list[tuple[object, str]] = [
    *((SqliteStore, name) for name in ("append_facts", "keep", "put_checkpoint", "_commit")),
    *((Logbook, name) for name in ("seal", "publish")),
]
BANK = Company("Hafenbank AG", "DE129273398", "4099999000004", "DE75512108001245126199")


@pytest.fixture
def assigned(net: Net) -> tuple[Place, Place, str]:
    """The buyer, the bank, and the subject of an invoice that is approved."""
    seller, buyer = net.places
    bank = net.place(BANK)
    bank.add_peer(buyer)
    buyer.add_peer(bank)
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    subject = send(seller, "INV-1", buyer)
    net.rounds(1)
    assert acknowledge(buyer.office(), subject, "approved", "controller", "Ada")
    net.rounds(1)
    return buyer, bank, subject


def _say(path: Path, net: Net, subject: str, bank: str) -> None:
    """The assignment is acknowledged, and then there is a dispute."""
    with open_home(path, net.watch) as home:
        office = Office(home, lambda: None)
        acknowledge(office, subject, "assignment", "controller", "Ada", assignee=bank)
        dispute(office, subject, ["not-received"], "10.00", "clerk", "Ben", "so it is")


Ended = Callable[[Callable[[], None], list[tuple[object, str]], int], bool]


def _states(
    assigned: tuple[Place, Place, str], net: Net, folder: Path, way: Ended, steps: range
) -> set[tuple[int, int]]:
    """The process comes to its end at each of these steps; how many assignments and disputes were said then."""
    buyer, bank, subject = assigned
    buyer.stop()
    buyer.close_offices()
    seen = set[tuple[int, int]]()
    for at in steps:
        path = Path(shutil.copytree(buyer.path, folder / f"copy-{at}"))
        ended = way(partial(_say, path, net, subject, bank.us), STEPS, at)
        with open_home(path, net.watch) as home:
            office = Office(home, lambda: None)
            ours = office.half.chain(subject, office.us)
            assignments = sum(one.claims.get("level") == "assignment" for one in ours)
            disputes = sum(one.kind == DISPUTED for one in ours)
            assert sum(1 for _ in home.store.kept(TO_TELL, bank.us.encode())) == assignments + disputes
            assert verify_home(home).damages == ()
        seen.add((assignments, disputes))
        shutil.rmtree(path)
        if not ended:
            return seen
    return seen


@pytest.mark.parametrize("way", [dies, cut])
def test_what_is_said_is_noted_for_the_assignee_whenever_the_process_dies(
    assigned: tuple[Place, Place, str], net: Net, tmp_path: Path, way: Ended
) -> None:
    assert _states(assigned, net, tmp_path, way, range(0, 200, 5)) == {(0, 0), (1, 0), (1, 1)}


@pytest.mark.soak
@pytest.mark.parametrize("way", [dies, cut])
def test_what_is_said_is_noted_for_the_assignee_at_every_step(
    assigned: tuple[Place, Place, str], net: Net, tmp_path: Path, way: Ended
) -> None:
    assert _states(assigned, net, tmp_path, way, range(1000)) == {(0, 0), (1, 0), (1, 1)}


def test_what_the_program_says_by_itself_is_told_too(assigned: tuple[Place, Place, str], net: Net) -> None:
    buyer, bank, subject = assigned
    assert acknowledge(buyer.office(), subject, "assignment", "controller", "Ada", assignee=bank.us)
    net.rounds(1)
    assert [one.claims.get("level") for one in noticed(bank.office())] == ["assignment"]
    assert dispute(buyer.office(), subject, ["not-received"], "10.00", "clerk", "Ben", "so it is")
    net.rounds(1)
    assert {one.kind for one in noticed(bank.office())} == {ACKNOWLEDGED, DISPUTED}
