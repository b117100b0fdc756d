"""Nodes that reach one another without a network: what one hands to the transport, the other answers."""

from collections.abc import Callable
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from papers import Company

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import ADDED, put_peer
from counterfoil.exchange.nodes.node import Node
from counterfoil.exchange.partners.introduction import meet, peer_of
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.flow.home import init_home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from counterfoil.model.settings import Owner, Settings
from exchange.offices import Watch
from trades import written


class Place:
    """A company: its home, where its node is, and what it has to tell people."""

    def __init__(self, net: "Net", path: Path, company: Company) -> None:
        self.net, self.path, self.company = net, path, company
        self.url = f"http://127.0.0.1:{8000 + len(net.places)}"
        self.told: list[str] = []
        self.open = net.open.enter_context(ExitStack())
        owner = Owner(name=company.name, vat=company.vat, gln=company.gln, ibans=(company.iban,))
        if not path.exists():
            init_home(path, Settings(owner=owner), None, unencrypted=True, clock=net.watch)
        self.node: Node | None = None
        self.start()
        self.us = self.office().us

    def start(self) -> None:
        self.node = Node(self.path, self.url, lambda: None, self.told.append, self.net.watch, every=self.net.every)

    def stop(self) -> None:
        if self.node is not None:
            self.node.close()
        self.node = None

    @property
    def up(self) -> Node:
        assert self.node is not None
        return self.node

    def office(self) -> Office:
        """A second process at the same home, as a command is. It is closed with the net."""
        return Office(self.open.enter_context(open_home(self.path, self.net.watch)), lambda: None)

    def close_offices(self) -> None:
        self.open.close()

    def add(self, papers: dict[str, bytes]) -> None:
        """Record papers."""
        folder = written(self.path.parent / f"{self.path.name}-papers-{len(self.told)}-{len(papers)}", papers)
        with open_home(self.path, self.net.watch) as home:
            options = Options(on=home.clock().date(), us=home.us)
            for one in Recorder(home).add(intakes([folder], options)):
                assert one.error is None, one.error

    def add_peer(self, other: "Place") -> None:
        """A person here adds the other's node."""
        office = self.office()
        told = meet(self.net.transport(self), other.url, office.now())
        office.write(lambda facts: put_peer(office.home.store, facts, peer_of(told, ("added by us",)), ADDED))

    def round(self) -> None:
        self.up.round(self.net.transport(self))


class Net:
    """The places and the way between them. `on_way` may lose a request or an answer by raising.

    `every` is how often logs are published, in seconds. When that falls differs from log to log.
    """

    def __init__(self, folder: Path, every: int = 3600) -> None:
        self.every = every
        self.folder, self.watch, self.places = folder, Watch(), list[Place]()
        self.open = ExitStack()
        self.on_way: Callable[[str, str], None] = lambda _where, _path: None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for place in self.places:
            place.stop()
        self.open.close()

    def place(self, company: Company) -> Place:
        place = Place(self, self.folder / f"home-{len(self.places)}", company)
        self.places.append(place)
        return place

    def transport(self, sender: Place) -> Transport:
        return _Way(self, sender)

    def acquainted(self, *companies: Company) -> list[Place]:
        """Places for these companies, who all know one another."""
        places = [self.place(one) for one in companies]
        for one, other in permutations(places, 2):
            one.add_peer(other)
        return places

    def rounds(self, times: int = 3) -> None:
        for _ in range(times):
            self.watch.pass_by(5)
            for place in self.places:
                place.round()


class _Way:
    def __init__(self, net: Net, sender: Place) -> None:
        self._net, self._sender = net, sender

    def get(self, url: str, path: str) -> Reply:
        node = self._reached(url)
        parts = urlsplit(path)
        match parts.path.split("/", 2)[1:]:
            case [".well-known", "did.json"]:
                return node.did()
            case ["identity"]:
                return node.identity(parse_qs(parts.query)["nonce"][0])
            case ["log", file]:
                return node.log_file(file)
            case ["witness", name]:
                return node.witnessed(name)
            case other:
                raise AssertionError(other)

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        node, us = self._reached(peer.url), self._sender.us
        self._net.on_way(f"{self._sender.url} to {peer.url}", path)
        match path.split("/")[1:]:
            case ["witness", "add-checkpoint"]:
                reply = node.add_checkpoint(body)
            case ["exchange", "message"]:
                reply = node.message(us, body)
            case ["exchange", "keys"]:
                own = self._sender.node.key() if self._sender.node is not None else self._sender.office().identity.key
                reply = node.keys(body, own.public_key.__eq__)
            case ["exchange", "proofs"]:
                reply = node.proofs(us, body)
            case ["exchange", "halves"]:
                reply = node.halves(us, body)
            case ["exchange", "tally"]:
                reply = node.tally(us, body)
            case ["exchange", "notice"]:
                reply = node.notice(us, body)
            case other:
                raise AssertionError(other)
        self._net.on_way(f"{peer.url} back to {self._sender.url}", path)
        return reply

    def _reached(self, url: str) -> Node:
        place = next((one for one in self._net.places if one.url == url), None)
        if place is None or place.node is None:
            raise Unreachable("Nobody answers.", "Try later.")
        return place.node
