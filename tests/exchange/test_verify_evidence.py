"""What others signed and what we signed for them stands beside the log: a change of it is found and named."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from papers import Company, invoice

from counterfoil.exchange.answers.deciding import acknowledge, dispute
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.identity import rotate
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import ADDED, put_peer
from counterfoil.exchange.halves.shelves import PUBLISHING
from counterfoil.exchange.nodes.key_news import tell_all
from counterfoil.exchange.nodes.notices import NOTICED, noticed
from counterfoil.exchange.nodes.verify_evidence import verify_evidence
from counterfoil.exchange.witnessing import forks, published, watching
from counterfoil.exchange.witnessing.forks import evidence_against
from counterfoil.exchange.witnessing.watching import saw
from counterfoil.exchange.witnessing.witness import Evidence, monitoring_path
from counterfoil.flow.home import Home
from exchange.network import Network, Node
from exchange.nodes import Net
from exchange.offices import Watch
from exchange.trading import send
from trades import BILLED, BUYER, DAY, SELLER

BANK = Company("Hafenbank AG", "DE129273398", "4099999000004", "DE75512108001245126199")


@pytest.fixture
def watcher(nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch) -> Home:
    """A home that has published, has cosigned two states of a partner's log, and holds evidence of its fork."""
    seller, buyer, carrier = nodes
    for here in (buyer, carrier):
        _record(here, seller.as_peer)
    seller.turn(network)
    buyer.turn(network)
    other = seller.copy(tmp_path / "other", clock)
    for node, witness in ((seller, buyer), (other, carrier)):
        node.do()
        node.peers = [witness.as_peer]
        assert node.turn(network) == []
    note = carrier.answer(f"/witness/{monitoring_path(seller.home.origin())}").body
    assert "two histories" in saw(buyer.home, buyer.logbook, seller.as_peer, note, clock())
    other.home.store.close()
    assert list(verify_evidence(buyer.home)) == []
    return buyer.home


def _record(here: Node, peer: Peer) -> None:
    here.office.write(lambda facts: put_peer(here.home.store, facts, peer, ADDED))


@pytest.mark.parametrize("shelf", [published.SHELF, watching.SHELF, watching.EARLIER, forks.SHELF])
@pytest.mark.parametrize("change", ["altered", "moved"])
def test_what_is_signed_is_held_against_its_signature(watcher: Home, shelf: str, change: str) -> None:
    (key, value), *_ = watcher.store.kept(shelf)
    with watcher.store.writing():
        if change == "moved":
            watcher.store.drop_kept(shelf, [key])
            key = key[:-1] + bytes([key[-1] ^ 1])
        else:
            value = _altered(value)
        watcher.store.keep(shelf, [(key, value)])
    assert list(verify_evidence(watcher))


def _altered(value: bytes) -> bytes:
    """With another letter in the first line of the first note, which rows of JSON have in Base64."""
    at = (value.index(b"Y291bnRlcmZvaWw") if value.startswith(b"{") else 0) + 5
    return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]


def test_a_head_of_another_size_than_its_log_signed_would_let_it_go_back(watcher: Home) -> None:
    (key, value), *_ = watcher.store.kept(watching.SHELF)
    told = msgspec.json.decode(value)
    told["head"]["size"] -= 1
    with watcher.store.writing():
        watcher.store.keep(watching.SHELF, [(key, msgspec.json.encode(told))])
    (damage,) = verify_evidence(watcher)
    assert damage.where.startswith("cosigned log counterfoil.local/")
    assert "not what its log signed" in damage.what


def test_evidence_that_is_gone_is_missed_by_the_fact_that_tells_of_it(watcher: Home) -> None:
    with watcher.store.writing():
        watcher.store.drop_kept(forks.SHELF, [key for key, _ in watcher.store.kept(forks.SHELF)])
    (damage,) = verify_evidence(watcher)
    assert damage.where.startswith("fact ")
    assert "is missing" in damage.what


@pytest.mark.parametrize("kind", ["fork", "unproven"])
def test_evidence_that_proves_nothing_accuses_nobody(watcher: Home, kind: str) -> None:
    """Two notes of one history, or one that the log did not sign: somebody put them there."""
    (one,) = evidence_against(watcher)
    made = replace(one, kind=kind, signed=one.known if kind == "fork" else _altered(one.signed))
    with watcher.store.writing():
        watcher.store.keep(forks.SHELF, [(forks.evidence_key(made), msgspec.json.encode(made))])
    (damage,) = verify_evidence(watcher)
    assert damage.where.startswith("evidence ")


def test_what_is_unproven_is_kept_as_the_log_signed_it(watcher: Home) -> None:
    (one,) = evidence_against(watcher)
    unproven = Evidence(kind="unproven", origin=one.origin, known=b"", signed=one.signed)
    with watcher.store.writing():
        watcher.store.keep(forks.SHELF, [(forks.evidence_key(unproven), msgspec.json.encode(unproven))])
    assert list(verify_evidence(watcher)) == []


def test_a_published_checkpoint_that_is_gone_is_missed(watcher: Home) -> None:
    with watcher.store.writing():
        watcher.store.drop_kept(published.SHELF, [key for key, _ in watcher.store.kept(published.SHELF)])
    (damage,) = verify_evidence(watcher)
    assert damage.what == "Its row is missing from the database."
    with watcher.store.writing():
        watcher.store.drop_kept(PUBLISHING, [key for key, _ in watcher.store.kept(PUBLISHING)])
    assert list(verify_evidence(watcher)) == []


def test_a_notice_that_was_changed_is_told_and_not_passed_over(net: Net) -> None:
    seller, buyer = net.places
    bank = net.place(BANK)
    bank.add_peer(buyer)
    buyer.add_peer(bank)
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    subject = send(seller, "INV-1", buyer)
    net.rounds(1)
    office = buyer.office()
    acknowledge(office, subject, "approved", "controller", "Ada")
    acknowledge(office, subject, "assignment", "controller", "Ada", assignee=bank.us)
    dispute(office, subject, ["not-received"], "10.00", "clerk", "Ben", "so it is")
    net.rounds(2)
    here = bank.office()
    assert len(list(noticed(here))) == 2
    _assert_each_change_is_found(here)
    # Whoever changes its key, or we: what was signed before is there still.
    for place in (buyer, bank):
        rotate(place.office().home, place.office().identity, lambda: None, "Ada", "every year")
        tell_all(place.office())
        net.rounds(2)
    assert list(verify_evidence(bank.office().home)) == []


def _assert_each_change_is_found(here: Office) -> None:
    store, rows = here.home.store, list(here.home.store.kept(NOTICED))
    assert list(verify_evidence(here.home)) == []
    (first, body), (second, other) = rows
    for changed in ([(first, other), (second, body)], [(first, body[:-40] + b"A" + body[-39:]), rows[1]]):
        with store.writing():
            store.keep(NOTICED, changed)
        assert len(list(verify_evidence(here.home))) == sum(one not in rows for one in changed)
        with store.writing():
            store.keep(NOTICED, rows)
