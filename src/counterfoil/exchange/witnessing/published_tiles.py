"""The tiles of a partner's log as everybody may see them, by which it shows by itself that it only grew."""

from counterfoil.errors import ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.log.tiles import Tile


class PublishedTiles:
    """Reads tiles of one partner's log, each of which is fetched once; a node that is away is not asked for more."""

    def __init__(self, transport: Transport, peer: Peer) -> None:
        self._transport, self._peer = transport, peer
        self._read, self._away = dict[Tile, bytes](), False

    def __call__(self, tile: Tile) -> bytes:
        """The bytes of a tile; ProofError where the log does not have it, Unreachable."""
        if tile not in self._read:
            self._read[tile] = self._fetched(tile)
        return self._read[tile]

    def _fetched(self, tile: Tile) -> bytes:
        if self._away:
            raise Unreachable(f"The node of {self._peer.name} is away.", "Try later.")
        self._away = True
        reply = self._transport.get(self._peer.url, f"{paths.LOG}/{tile.path}")
        self._away = reply.status not in {200, 404}
        if self._away:
            raise Unreachable(f"It answered {reply.status}.", "Try later.")
        if reply.status == 404:
            raise ProofError(f"{tile.path} of the log of {self._peer.name} is not there.")
        return reply.body
