"""What a node does, apart from HTTP: bytes in, a Reply out. `exchange.nodes.node.Node` is one; tests have others."""

from typing import Protocol

from counterfoil.exchange.nodes.key_news import HasSigned
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Transport


class Handlers(Protocol):
    """Each call may come from any thread. What is not expected is a Reply too; exceptions are faults of ours."""

    def did(self) -> Reply:
        """The did:web document."""
        ...

    def identity(self, nonce: str) -> Reply:
        """A signed token of who we are, over this nonce."""
        ...

    def log_file(self, path: str) -> Reply:
        """A file of the published log: a tile by its name (c2sp.org/tlog-tiles), `checkpoint`, or `cosigned/<hex>`."""
        ...

    def add_checkpoint(self, body: bytes) -> Reply:
        """The answer of our witness (c2sp.org/tlog-witness)."""
        ...

    def witnessed(self, name: str) -> Reply:
        """The last checkpoint that our witness cosigned of a log: `<SHA-256 of its origin in hex>/checkpoint`."""
        ...

    def signer_of(self, kid: str) -> tuple[str, bytes] | None:
        """The company, and the public key, that a kid is of; None where it is no peer's."""
        ...

    def message(self, company: str, body: bytes) -> Reply:
        """A message of this peer, whose signature holds."""
        ...

    def keys(self, body: bytes, has_signed: HasSigned) -> Reply:
        """A history of keys, which leads to the key that has signed the request: nobody else may name it as its own."""
        ...

    def proofs(self, company: str, body: bytes) -> Reply:
        """A request for proofs of this peer, whose signature holds."""
        ...

    def halves(self, company: str, body: bytes) -> Reply:
        """A request of this peer for what we hold of its own facts: its home was brought back from a backup."""
        ...

    def tally(self, company: str, body: bytes) -> Reply:
        """How this peer, whose signature holds, counts what both hold."""
        ...

    def notice(self, company: str, body: bytes) -> Reply:
        """A notice of this peer, whose signature holds."""
        ...

    def round(self, transport: Transport) -> None:
        """Do what is due: publish, collect cosignatures, send, renew."""
        ...
