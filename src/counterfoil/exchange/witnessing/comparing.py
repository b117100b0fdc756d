"""Witnesses compare what they have cosigned: a log that shows each of them another history is caught by any two."""

from collections.abc import Sequence
from datetime import datetime

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.exchange.witnessing.cosigning import PATH, is_witness
from counterfoil.exchange.witnessing.forks import checkpoint_in, clear, drop_refused, refused_notes
from counterfoil.exchange.witnessing.published_tiles import PublishedTiles
from counterfoil.exchange.witnessing.watching import accuse, cosigned_note, head_of, log_keys
from counterfoil.exchange.witnessing.witness import Evidence, monitoring_path
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import Logbook
from counterfoil.log.checkpoint import Checkpoint
from counterfoil.log.cosignature import open_witnessed
from counterfoil.log.note import parse_vkey
from counterfoil.log.proof import consistency_proof, verify_consistency
from counterfoil.log.tiles import ReadTile, TiledTree

_NOTE_MAX = 65_536
_AT_ONCE = 20
"""Of what we refused of one log, so much is looked at again in one go."""


def compare(home: Home, logbook: Logbook, transport: Transport, peers: Sequence[Peer], now: datetime) -> list[str]:
    """Hold what we cosigned against what else the logs that we watch have signed; lines for people.

    The other witnesses among our partners are asked what they have cosigned, and what we refused ourselves is looked at
    again. Where sizes differ, the log itself must show, by its published tiles, that one tree begins the other. Who
    does not answer is asked another time.
    """
    lines = list[str]()
    for peer in peers:
        for origin in dict.fromkeys(vkey.partition("+")[0] for vkey in peer.logs):
            if head_of(home, origin).note:
                comparison = _Comparison(home, logbook, transport, peer, origin, now)
                lines += map(comparison.settled, refused_notes(home.store, origin)[:_AT_ONCE])
                lines += [comparison.asked(other) for other in peers if other is not peer and is_witness(other)]
    return [line for line in lines if line]


class _Comparison:
    """One log, with its tiles, each of which is fetched once."""

    def __init__(
        self, home: Home, logbook: Logbook, transport: Transport, peer: Peer, origin: str, now: datetime
    ) -> None:
        self._home, self._logbook, self._transport, self._now = home, logbook, transport, now
        self._peer, self._origin, self._read_tile = peer, origin, PublishedTiles(transport, peer)

    def asked(self, witness: Peer) -> str:
        """Ask a witness for the last checkpoint that it cosigned."""
        try:
            reply = self._transport.get(witness.url, f"{PATH}/{monitoring_path(self._origin)}")
        except Unreachable:
            return ""
        if reply.status != 200 or len(reply.body) > _NOTE_MAX:
            return ""
        keys, known = log_keys(self._peer, self._origin), [parse_vkey(witness.witness)]
        try:
            if not open_witnessed(reply.body, keys, known, origin=self._origin).times:
                raise ProofError("It does not bear its own cosignature.")
        except ProofError as error:
            return f"{witness.name} shows a false checkpoint of the log of {self._peer.name}. {error.message}"
        try:
            return self._accused(self._against(reply.body))
        except Unreachable:
            return ""

    def settled(self, note: bytes) -> str:
        """Look again at what the log signed and we refused; what can be told now need not be kept in mind."""
        try:
            evidence = self._against(note)
        except Unreachable:
            return ""
        told = self._accused(evidence)
        with self._home.store.writing():
            drop_refused(self._home.store, self._origin, note)
            if evidence is None:
                clear(self._home.store, self._origin, note)
        return told

    def _accused(self, evidence: Evidence | None) -> str:
        return "" if evidence is None else accuse(self._home, self._logbook, self._peer, evidence, self._now)

    def _against(self, note: bytes) -> Evidence | None:
        """A note of the log held against what we know of it; Unreachable where nobody can say now."""
        known = cosigned_note(self._home, self._origin, checkpoint_in(note).size)
        return _contradiction(known or head_of(self._home, self._origin).note, note, self._read_tile)


def _contradiction(known: bytes, signed: bytes, read_tile: ReadTile) -> Evidence | None:
    """What shows that the smaller tree does not begin the larger one, or that the log cannot show that it does."""
    smaller, larger = sorted((checkpoint_in(known), checkpoint_in(signed)), key=lambda one: one.size)
    if not smaller.size:
        return None
    if smaller.size == larger.size:
        fork = Evidence(kind="fork", origin=larger.origin, known=known, signed=signed)
        return fork if smaller.root != larger.root else None
    try:
        prefix, proof = _beginning(smaller.size, larger, read_tile)
    except ProofError:
        return Evidence(kind="unproven", origin=larger.origin, known=known, signed=signed)
    if prefix == smaller.root:
        return None
    return Evidence(kind="fork", origin=larger.origin, known=known, signed=signed, prefix=prefix, proof=proof)


def _beginning(size: int, larger: Checkpoint, read_tile: ReadTile) -> tuple[bytes, tuple[bytes, ...]]:
    """The root of the first leaves of a larger tree, with the proof that they are; ProofError where it is not shown."""
    prefix = TiledTree(larger.size, read_tile).range_hash(0, size)
    proof = tuple(consistency_proof(size, larger.size, read_tile))
    verify_consistency(size, larger.size, proof, prefix, larger.root)
    return prefix, proof
