"""A home that was brought back: it publishes and cosigns nothing before its witnesses say that it is not behind."""

import shutil
from pathlib import Path

import pytest

from counterfoil.errors import HomeError
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.witnessing.published import EVERY, is_asked_for, newest_published, newest_size, publish_due
from counterfoil.flow.backup import back_up
from counterfoil.flow.home import open_home
from counterfoil.flow.restored import CAUGHT_UP, awaiting
from counterfoil.flow.restoring import restore
from counterfoil.flow.verify import verify_home
from counterfoil.log.canonical import read_canonical
from exchange.network import Network, Node, changed
from exchange.offices import Watch

Nodes = tuple[Node, Node, Node]


def brought_back(node: Node, file: Path, clock: Watch) -> None:
    """The home goes up in smoke, and a backup takes its place."""
    node.home.store.close()
    path = node.home.path
    shutil.rmtree(path)
    restore(file, path, "Ada", clock=clock)
    node.office = Office(open_home(path, clock), lambda: None)
    node.home, node.logbook = node.office.home, node.office.home.logbook()


@pytest.fixture
def file(nodes: Nodes, network: Network, tmp_path: Path) -> Path:
    """A backup of the seller, made after its first checkpoint was cosigned."""
    for node in nodes:
        node.turn(network)
    back_up(nodes[0].home, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def test_a_home_that_was_never_brought_back_asks_nobody(nodes: Nodes, network: Network) -> None:
    assert nodes[0].catch_up(network) == (True, ())
    assert network.asked == []


def test_what_is_not_behind_goes_on(nodes: Nodes, network: Network, file: Path, clock: Watch) -> None:
    seller, buyer, carrier = nodes
    brought_back(seller, file, clock)
    assert awaiting(seller.home) is not None
    clock.pass_by(EVERY)
    assert not publish_due(seller.home, clock())
    assert not is_asked_for(seller.home, clock(), seller.home.store.size() - 1)
    with pytest.raises(HomeError, match="was brought back"):
        seller.publish()
    done, told = seller.catch_up(network)
    assert done
    assert told[-1].startswith("2 witnesses were asked")
    assert awaiting(seller.home) is None
    (fact,) = [row for row in seller.home.store.facts() if row.kind == CAUGHT_UP]
    assert read_canonical(fact.claims or b"") == {"witnesses": [one.as_peer.witness for one in (buyer, carrier)]}
    assert publish_due(seller.home, clock())
    assert seller.turn(network) == []
    verified = verify_home(seller.home)
    assert (verified.damages, verified.notes) == ((), ())


def test_what_is_behind_is_refused_for_good(nodes: Nodes, network: Network, file: Path, clock: Watch) -> None:
    seller, *_ = nodes
    seller.turn(network)
    brought_back(seller, file, clock)
    for _ in range(2):
        with pytest.raises(HomeError, match="second history"):
            seller.catch_up(network)
    assert awaiting(seller.home) is not None
    with pytest.raises(HomeError, match="was brought back"):
        seller.publish()


def test_one_witness_that_has_seen_more_is_enough(nodes: Nodes, network: Network, file: Path, clock: Watch) -> None:
    seller, buyer, carrier = nodes
    seller.peers = [carrier.as_peer]
    seller.turn(network)
    seller.peers = [buyer.as_peer, carrier.as_peer]
    brought_back(seller, file, clock)
    with pytest.raises(HomeError, match="second history"):
        seller.catch_up(network)


def test_all_witnesses_must_answer_or_be_left_out_knowingly(
    nodes: Nodes, network: Network, file: Path, clock: Watch
) -> None:
    seller, buyer, _ = nodes
    brought_back(seller, file, clock)
    network.down.add(buyer.url)
    done, told = seller.catch_up(network)
    assert not done
    assert "Buyer was not reached, and may have seen more" in told[-1]
    assert awaiting(seller.home) is not None
    done, told = seller.catch_up(network, buyer.office.us)
    assert done
    assert told[-1].startswith("1 witnesses were asked")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=404, body=b""), "Seller has cosigned this log, and says now that it has not"),
        (Reply(status=500, body=b""), "It answered 500"),
        (Reply(status=200, body=b""), "what it has seen of this log"),
        (Reply(status=200, body=b"x" * 100_000), "It answered 200"),
    ],
)
def test_an_answer_that_says_nothing_is_none(
    nodes: Nodes, network: Network, tmp_path: Path, file: Path, clock: Watch, reply: Reply, words: str
) -> None:
    seller, *_ = nodes
    brought_back(seller, file, clock)
    network.spoil = lambda path, answer: reply if path.startswith("/witness/") else answer
    done, told = seller.catch_up(network)
    assert not done
    assert any(words.replace("Seller", "Buyer") in line for line in told)


def test_the_note_must_bear_the_cosignature_of_the_witness(
    nodes: Nodes, network: Network, file: Path, clock: Watch
) -> None:
    """An older note that the partner got from our public log is not its word as a witness."""
    seller, *_ = nodes
    published = newest_published(seller.home)
    assert published is not None
    bare = published.note.partition(b"\n\n")[0] + b"\n\n" + published.note.partition(b"\n\n")[2].split(b"\n")[0] + b"\n"
    brought_back(seller, file, clock)
    network.spoil = lambda path, answer: Reply(status=200, body=bare) if path.startswith("/witness/") else answer
    done, told = seller.catch_up(network)
    assert not done
    assert any("does not bear its own cosignature" in line for line in told)


def test_a_witness_that_never_cosigned_must_answer_too(
    nodes: Nodes, network: Network, tmp_path: Path, clock: Watch
) -> None:
    seller, buyer, carrier = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    back_up(seller.home, tmp_path / "backup.zip")
    seller.peers = [buyer.as_peer, carrier.as_peer]
    brought_back(seller, tmp_path / "backup.zip", clock)
    network.down.add(carrier.url)
    assert not seller.catch_up(network).done
    network.down.clear()
    assert seller.catch_up(network).done


def test_partners_without_a_witness_or_an_address_are_no_hindrance(
    nodes: Nodes, network: Network, file: Path, clock: Watch
) -> None:
    seller, buyer, carrier = nodes
    brought_back(seller, file, clock)
    seller.peers = [changed(buyer.as_peer, url=""), changed(carrier.as_peer, witness="")]
    network.down.add(carrier.url)
    done, told = seller.catch_up(network)
    assert done
    assert told[-1].startswith("0 witnesses")


def test_a_witness_that_was_brought_back_learns_what_it_has_cosigned(
    nodes: Nodes, network: Network, tmp_path: Path, clock: Watch
) -> None:
    """Else it could be led to cosign a second history behind what it has forgotten."""
    seller, buyer, _ = nodes
    seller.turn(network)
    buyer.turn(network)
    back_up(buyer.home, tmp_path / "backup.zip")
    seller.turn(network)
    brought_back(buyer, tmp_path / "backup.zip", clock)
    seller.publish()
    (line,) = seller.collect(network)
    assert "Buyer answered 503" in line
    done, told = buyer.catch_up(network)
    assert done
    assert "We had cosigned more of the log of Seller" in told[0]
    assert seller.collect(network) == []
    assert newest_size(seller.home) == 12
