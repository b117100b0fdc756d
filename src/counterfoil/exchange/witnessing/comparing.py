"""Witnesses compare what they have cosigned: a log that shows each of them another history is caught by any two."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import SystemRandom

from counterfoil.errors import ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.exchange.witnessing.cosigning import is_witness
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
_QUESTIONS_MAX = 1000
"""In one go. Where logs and witnesses make more, it is left to chance which: nobody can foresee who asks whom, and of
those who watch a log somebody asks soon."""
_AT_ONCE = 20
"""Of what we refused of one log, so much is looked at again in one go."""


def compare(
    home: Home,
    logbook: Logbook,
    transport: Transport,
    peers: Sequence[Peer],
    now: datetime,
    away: Iterable[str] = (),
) -> list[str]:
    """Hold what we cosigned against what else the logs that we watch have signed; lines for people.

    The other witnesses among our partners are asked what they have cosigned, but for those that are known to be `away`
    (ids of companies), and what we refused ourselves is looked at again. Where sizes differ, the log itself must show,
    by its published tiles, that one tree begins the other. Who does not answer is asked another time.
    """
    watched = [(peer, origin) for peer in peers for origin in _logs_of(peer) if head_of(home, origin).note]
    comparisons = [_Comparison(home, logbook, transport, *one, now) for one in watched]
    lines = [one.settled(note) for one in comparisons for note in refused_notes(home.store, one.origin)[:_AT_ONCE]]
    witnesses = [peer for peer in peers if is_witness(peer)]
    questions = [(one, witness) for one in comparisons for witness in witnesses if witness is not one.peer]
    if len(questions) > _QUESTIONS_MAX:
        questions = SystemRandom().sample(questions, _QUESTIONS_MAX)
    silent = set(away)
    for one, witness in questions:
        try:
            lines.append(one.asked(witness) if witness.company not in silent else "")
        except Unreachable:
            silent.add(witness.company)
    return [line for line in lines if line]


def _logs_of(peer: Peer) -> Iterable[str]:
    return dict.fromkeys(vkey.partition("+")[0] for vkey in peer.logs)


class _Comparison:
    """One log, with its tiles, each of which is fetched once."""

    def __init__(
        self, home: Home, logbook: Logbook, transport: Transport, peer: Peer, origin: str, now: datetime
    ) -> None:
        self._home, self._logbook, self._transport, self._now = home, logbook, transport, now
        self.peer, self.origin, self._read_tile = peer, origin, PublishedTiles(transport, peer)

    def asked(self, witness: Peer) -> str:
        """Ask a witness for the last checkpoint that it cosigned; Unreachable where it is away."""
        reply = self._transport.get(witness.url, f"{paths.WITNESS}/{monitoring_path(self.origin)}")
        if reply.status != 200 or len(reply.body) > _NOTE_MAX:
            return ""
        keys, known = log_keys(self.peer, self.origin), [parse_vkey(witness.witness)]
        try:
            if not open_witnessed(reply.body, keys, known, origin=self.origin).times:
                raise ProofError("It does not bear its own cosignature.")
        except ProofError as error:
            return f"{witness.name} shows a false checkpoint of the log of {self.peer.name}. {error.message}"
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
            drop_refused(self._home.store, self.origin, note)
            if evidence is None:
                clear(self._home.store, self.origin, note)
        return told

    def _accused(self, evidence: Evidence | None) -> str:
        return "" if evidence is None else accuse(self._home, self._logbook, self.peer, evidence, self._now)

    def _against(self, note: bytes) -> Evidence | None:
        """A note of the log held against what we know of it; Unreachable where nobody can say now."""
        known = cosigned_note(self._home, self.origin, checkpoint_in(note).size)
        return _contradiction(known or head_of(self._home, self.origin).note, note, self._read_tile)


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
