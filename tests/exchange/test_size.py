"""What is done for one partner, paper or request reads no more of a large record than of a small one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import ADDED, CHANGED, SIGNS_AS, drop_peer, marks_of, put_peer, signing_as
from counterfoil.exchange.halves.verify_half import verify_half
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.witnessing.published import newest_published, published_with
from counterfoil.flow.facts import FactBatch
from counterfoil.log import ed25519
from counterfoil.log.note import Verifier
from counterfoil.log.tiles import TILE_WIDTH
from exchange.network import Network, Node
from exchange.offices import Watch, office
from reads import rows_read


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def node(tmp_path: Path, clock: Watch) -> Iterator[Node]:
    made = Network().add(tmp_path, "Seller", clock)
    yield made
    made.home.store.close()


def test_what_is_proven_takes_the_same_however_often_was_published(node: Node) -> None:
    def costs(times: int) -> int:
        for _ in range(times):
            node.do()
            node.publish()
        newest = newest_published(node.home)
        assert newest is not None
        return rows_read(lambda: published_with(node.home, [newest.size - 1]))

    assert costs(5) == costs(200)


def test_what_is_recorded_takes_the_same_however_many_checkpoints_there_are(node: Node) -> None:
    """Each command begins by holding the files of the log against the database. A whole tile makes no difference."""

    def costs(times: int) -> int:
        for _ in range(times):
            node.do(TILE_WIDTH)
        return rows_read(lambda: node.do(TILE_WIDTH))

    assert costs(2) == costs(40)


@pytest.fixture
def known(tmp_path: Path, clock: Watch) -> Iterator[tuple[Office, list[Peer]]]:
    """A company and many partners of it."""
    here = office(tmp_path / "here", "Buyer", clock)
    _ = here.identity
    yield here, [stranger(number) for number in range(40)]
    here.home.store.close()


def stranger(number: int) -> Peer:
    """A partner that exists by its keys alone."""
    key, log = (ed25519.public_key(bytes([at, number]) + bytes(30)) for at in (1, 2))
    vkey = Verifier(name=f"log{number}.example", public_key=log).vkey
    return Peer(company=kid_of(key), name=f"Partner {number}", keys=(key,), logs=(vkey,), anchors=(key,))


def add(here: Office, *others: Peer) -> None:
    def put(facts: FactBatch) -> None:
        for other in others:
            put_peer(here.home.store, facts, other, ADDED)

    here.write(put)


def test_who_signed_is_found_the_same_among_many(known: tuple[Office, list[Peer]]) -> None:
    here, (first, *others) = known
    store, names = here.home.store, (first.company, "log0.example")
    add(here, first)
    alone = [rows_read(lambda name=name: list(signing_as(store, name))) for name in names]  # type: ignore[misc]
    add(here, *others)
    assert [rows_read(lambda name=name: list(signing_as(store, name))) for name in names] == alone  # type: ignore[misc]
    assert [list(signing_as(store, name)) for name in names] == [[first], [first]]


def test_a_partner_is_found_by_its_new_keys_and_not_by_those_that_went(known: tuple[Office, list[Peer]]) -> None:
    here, (first, second, *_) = known
    store = here.home.store
    add(here, first)
    changed = replace(first, keys=second.keys, logs=(*first.logs, *second.logs))
    here.write(lambda facts: put_peer(store, facts, changed, CHANGED))
    names = (first.company, second.company, "log0.example", "log1.example")
    assert [list(signing_as(store, name)) for name in names] == [[], [changed], [changed], [changed]]
    assert not list(verify_half(here.home))
    with store.writing():
        store.drop_kept(SIGNS_AS, marks_of(changed)[:1])
    assert [one.what for one in verify_half(here.home)] == ["Its row is missing from the database."]
    here.write(lambda facts: drop_peer(store, facts, changed, "a test", "Ada"))
    assert not any(list(signing_as(store, name)) for name in names)
