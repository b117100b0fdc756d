"""A node that only remembers what it was asked, behind real sockets on this machine."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Thread
from time import time

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.nodes.key_news import HasSigned
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Transport
from counterfoil.flow.addresses import Listen
from counterfoil.web.bounds import Bounds
from counterfoil.web.client import HttpTransport, Patience
from counterfoil.web.serving import Door, Listening, Serving


def key(name: str) -> CompanyKey:
    """The key of a company of this name."""
    return CompanyKey.first(sha256(name.encode()).digest())


class Remembering:
    """A node that is asked and says what it was asked; `raises` is raised by every call instead."""

    def __init__(self, *peers: CompanyKey) -> None:
        self.peers = {one.kid: (one.company, one.public_key) for one in peers}
        self.rounds = 0
        self.forget()

    def forget(self) -> None:
        """Be as at the start."""
        self.asked: list[tuple[object, ...]] = []
        self.raises: Exception | None = None
        self.reply = Reply(status=200, body=b"said\n", content_type="application/json")

    def _told(self, *asked: object) -> Reply:
        if self.raises:
            raise self.raises
        self.asked.append(asked)
        return self.reply

    def did(self) -> Reply:
        return self._told("did")

    def identity(self, nonce: str) -> Reply:
        return self._told("identity", nonce)

    def log_file(self, path: str) -> Reply:
        return self._told("log_file", path)

    def add_checkpoint(self, body: bytes) -> Reply:
        return self._told("add_checkpoint", body)

    def witnessed(self, name: str) -> Reply:
        return self._told("witnessed", name)

    def signer_of(self, kid: str) -> tuple[str, bytes] | None:
        return self.peers.get(kid)

    def message(self, company: str, body: bytes) -> Reply:
        return self._told("message", company, body)

    def keys(self, body: bytes, has_signed: HasSigned) -> Reply:
        (kid,) = (one.kid for one in map(key, "ABCD") if has_signed(one.public_key))
        return self._told("keys", kid, body)

    def proofs(self, company: str, body: bytes) -> Reply:
        return self._told("proofs", company, body)

    def halves(self, company: str, body: bytes) -> Reply:
        return self._told("halves", company, body)

    def notice(self, company: str, body: bytes) -> Reply:
        return self._told("notice", company, body)

    def tally(self, company: str, body: bytes) -> Reply:
        return self._told("tally", company, body)

    def round(self, transport: Transport) -> None:
        self.rounds += 1
        if self.raises:
            raise self.raises


class Served:
    """A node that listens, what it said about itself, and how to reach it."""

    def __init__(self, node: Remembering, serving: Serving, listening: Listening, said: list[str]) -> None:
        self.node, self.serving, self.said = node, serving, said
        self.url, self.address = listening.url, listening.address
        self.port = int(listening.address.rpartition(":")[2])

    def peer(self) -> Peer:
        return Peer(company="x", name="Node", keys=(), url=self.url)


@contextmanager
def served(
    node: Remembering,
    *,
    every: float = 3600,
    bounds: Bounds | None = None,
    certificate: Path | None = None,
    key_file: Path | None = None,
    behind_proxy: bool = False,
    url: str = "",
) -> Generator[Served]:
    """A node on a free port of this machine, until the block ends."""
    door = Door(
        listen=Listen(host="127.0.0.1", port=0),
        url=url or ("https://node.example" if behind_proxy else ""),
        certificate=certificate,
        key=key_file,
        behind_proxy=behind_proxy,
    )
    said: list[str] = []
    with client("nobody") as transport, Listening(door) as listening:
        serving = Serving(node, listening, transport, every=every, say=said.append, bounds=bounds)
        thread = Thread(target=serving.run)
        thread.start()
        try:
            yield Served(node, serving, listening, said)
        finally:
            serving.stop()
            thread.join(30)
            assert not thread.is_alive()


@contextmanager
def client(
    name: str,
    *,
    authorities: Path | None = None,
    patience: Patience | None = None,
    now: Callable[[], float] = time,
) -> Generator[HttpTransport]:
    """The client of a company of this name."""
    with HttpTransport(lambda: key(name), authorities=authorities, patience=patience, now=now) as made:
        yield made
