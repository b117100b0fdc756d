"""How partners are reached: a request goes out, a reply comes back. HTTP does it (web/client.py), or a test does."""

from typing import Protocol

from counterfoil.errors import CounterfoilError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.reply import Reply


class Unreachable(CounterfoilError):  # noqa: N818 - it is a state of the partner's, which passes
    """No answer was had of a node: it is away, too slow, has too much to do (429, 503), or is not at its address."""


class Transport(Protocol):
    """Reaches nodes. Whatever a node answered is a Reply, an error of its too; Unreachable where it did not answer."""

    def get(self, url: str, path: str) -> Reply:
        """Ask the node at this address for what lies at the path below it. Not signed."""
        ...

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        """Hand this to a peer's node; signed by our company's key where the path lies below `paths.SIGNED`."""
        ...
