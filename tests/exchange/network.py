"""Homes that publish, cosign and ask one another, with a network between them that is a dictionary."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Unreachable
from counterfoil.exchange.witnessing.catching_up import Asked, catch_up
from counterfoil.exchange.witnessing.cosigning import collect
from counterfoil.exchange.witnessing.log_proofs import answer_proofs
from counterfoil.exchange.witnessing.public_log import log_file
from counterfoil.exchange.witnessing.published import Published, newest_published, publish
from counterfoil.exchange.witnessing.watching import Heard, add_checkpoint, witnessed
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.flow.home import open_home
from counterfoil.log.cosignature import open_witnessed
from counterfoil.log.note import parse_vkey
from exchange.offices import Watch, office, peer_of

PAD = 4
"""Small, so that tests are quick."""


class Node:
    """A company's home with its node, under an address."""

    def __init__(self, here: Office, url: str) -> None:
        self.office, self.home, self.url = here, here.home, url
        self.logbook = here.home.logbook()
        self.peers: list[Peer] = []
        self.told: list[str] = []

    @property
    def as_peer(self) -> Peer:
        return peer_of(self.office, self.url)

    def do(self, count: int = 1) -> None:
        """Something is done, which makes facts."""

        def make(facts: FactBatch) -> None:
            for number in range(count):
                facts.add("test.done/1", bytes(32), named_claims({"number": number}))

        self.office.write(make)

    def publish(self, pad: int = PAD) -> Published:
        return publish(self.home, self.logbook, self.home.clock(), pad)

    def collect(self, network: "Network") -> list[str]:
        return collect(self.home, network, self.peers, self.home.clock())

    def turn(self, network: "Network", pad: int = PAD) -> list[str]:
        """Publish, and have it cosigned."""
        self.publish(pad)
        return self.collect(network)

    def catch_up(self, network: "Network", *without: str) -> Asked:
        cosigner = self.office.identity.cosigner
        return catch_up(self.home, self.logbook, network, self.peers, cosigner, self.home.clock(), without)

    def hear(self, body: bytes) -> Heard:
        heard = add_checkpoint(
            self.home, self.logbook, lambda _: self.peers, self.office.identity.cosigner, body, self.home.clock()
        )
        self.told += [heard.told] if heard.told else []
        return heard

    def answer(self, path: str) -> Reply:
        match path.split("/", 2)[1:]:
            case ["log", file]:
                return log_file(self.home, file)
            case ["witness", name]:
                return witnessed(self.home, name)
            case _:
                return Reply(status=404, body=b"")

    def copy(self, path: Path, clock: Watch) -> "Node":
        """The home as files, opened elsewhere: from here on there can be two histories."""
        self.home.store.close()
        shutil.copytree(self.home.path, path)
        self.office = Office(open_home(self.home.path, clock), lambda: None, self.office.identity)
        self.home, self.logbook = self.office.home, self.office.home.logbook()
        other = Node(Office(open_home(path, clock), lambda: None, self.office.identity), self.url)
        other.peers = self.peers
        return other


class Network:
    """Reaches nodes by their addresses. `spoil` may change or drop what comes back."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.down: set[str] = set()
        self.asked: list[tuple[str, str, bytes]] = []
        self.spoil: Callable[[str, Reply], Reply] = lambda path, reply: reply

    def add(self, path: Path, name: str, clock: Watch) -> Node:
        url = f"https://{name.lower()}.example"
        node = self.nodes[url] = Node(office(path / name.lower(), name, clock), url)
        return node

    def get(self, url: str, path: str) -> Reply:
        self.asked.append((url, path, b""))
        return self.spoil(path, self._node(url).answer(path))

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        self.asked.append((peer.url, path, body))
        node = self._node(peer.url)
        if path == "/witness/add-checkpoint":
            return self.spoil(path, node.hear(body).reply)
        assert path == "/exchange/proofs"
        # Whoever is asked for proofs in these tests has one partner.
        return self.spoil(path, answer_proofs(node.home, node.peers[0].company, body, node.office.half.partner))

    def _node(self, url: str) -> Node:
        if url in self.down or url not in self.nodes:
            raise Unreachable("Its node did not answer.", "Try later.")
        return self.nodes[url]


def acquaint(*nodes: Node) -> None:
    """Each knows all others."""
    for node in nodes:
        node.peers = [other.as_peer for other in nodes if other is not node]


def changed(peer: Peer, **changes: Any) -> Peer:
    return replace(peer, **changes)


def seen_by(node: Node, *witnesses: Node) -> dict[str, int]:
    """When each witness saw the newest checkpoint of a node, by the witness's address."""
    published = newest_published(node.home)
    assert published is not None
    keys = {one.office.identity.cosigner.verifier: one.url for one in witnesses}
    log = parse_vkey(node.home.vkey())
    return {
        keys[key]: time
        for key, time in open_witnessed(published.note, [log], list(keys), origin=log.name).times.items()
    }
