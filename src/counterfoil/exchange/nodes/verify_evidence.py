"""Does what others signed, and what we signed for them, still bear these signatures where it stands beside the log?

It follows from no fact: published checkpoints, what our witness has cosigned, evidence against logs, and notices of
invoices that are assigned to us. What is gone of that nobody can tell, but for evidence that a fact of ours names.
"""

from collections.abc import Iterable, Iterator

import msgspec

from counterfoil.errors import CounterfoilError, ProofError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.identity import Known, known_identity
from counterfoil.exchange.halves.key_history import every_key
from counterfoil.exchange.halves.peers import ADDED, CHANGED, peer_in
from counterfoil.exchange.halves.relying import key_of
from counterfoil.exchange.nodes.notices import NOTICED, fact_in
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.proof.dossier import KeyOf
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.witnessing import forks, published, watching
from counterfoil.exchange.witnessing.log_tree import tree_reader
from counterfoil.exchange.witnessing.witness import Evidence, verify_fork
from counterfoil.flow.damage import Damage
from counterfoil.flow.home import Home
from counterfoil.log.checkpoint import Checkpoint, checkpoint_of
from counterfoil.log.note import Verifier, open_note, parse_vkey
from counterfoil.log.signature_type import ED25519
from counterfoil.log.tiles import root_from_tiles

_ID_CHARACTERS = 43
"""Of the id of a company."""
_BROKEN = (CounterfoilError, msgspec.MsgspecError, ValueError, KeyError, TypeError)


def verify_evidence(home: Home) -> Iterator[Damage]:
    """Every damage of what carries a signature of its own; nothing where we have exchanged nothing yet."""
    known = known_identity(home)
    if known is None:
        return
    with home.store.reading():
        peers = list(_peers(home))
        logs = _logs(peers)
        yield from _published(home)
        yield from _cosigned(home, logs)
        yield from _against_logs(home, logs)
        yield from _notices(home, known, peers)


def _peers(home: Home) -> Iterator[Peer]:
    """All partners, as they ever were: what they signed then stays. A fact of them that is wrong is told elsewhere."""
    for row in home.store.facts_of_kinds(ADDED, CHANGED):
        try:
            yield peer_in(row.claims or b"")
        except _BROKEN:
            continue


def _logs(peers: Iterable[Peer]) -> dict[str, list[Verifier]]:
    """The keys of all logs that partners ever had, by name."""
    found = dict[str, list[Verifier]]()
    for vkey in dict.fromkeys(vkey for peer in peers for vkey in peer.logs):
        key = parse_vkey(vkey)
        if key.algorithm == ED25519:
            found.setdefault(key.name, []).append(key)
    return found


def _published(home: Home) -> Iterator[Damage]:
    own, newest = parse_vkey(home.vkey()), published.newest_size(home)
    sizes = set[int]()
    for key, note in home.store.kept(published.SHELF):
        size = int.from_bytes(key, "big")
        sizes.add(size)
        try:
            checkpoint = _signed(note, [own], home.origin())
            root = root_from_tiles(size, tree_reader(home)) if size == newest else checkpoint.root
            if (checkpoint.size, checkpoint.root) != (size, root):
                raise ProofError("It is another state of the log.")
        except _BROKEN as error:
            yield Damage(where=f"published checkpoint {size}", what=str(error))
    if newest and newest not in sizes:
        yield Damage(where=f"published checkpoint {newest}", what="Its row is missing from the database.")


def _cosigned(home: Home, logs: dict[str, list[Verifier]]) -> Iterator[Damage]:
    """What our witness rests on: another head would let a log go back, or apart."""
    named = {forks.digest_of(origin): origin for origin in logs}
    for digest, head in watching.heads(home):
        try:
            checkpoint = _signed(head.note, logs[named[digest]], named[digest])
            if (checkpoint.size, checkpoint.root) != (head.size, head.root):
                raise ProofError("It is not what its log signed.")
        except _BROKEN as error:
            yield Damage(where=f"cosigned log {named.get(digest, digest.hex())}", what=str(error))
    for key, note in home.store.kept(watching.EARLIER):
        digest, size = key[: len(key) - forks.SIZE_BYTES], int.from_bytes(key[-forks.SIZE_BYTES :], "big")
        try:
            if _signed(note, logs[named[digest]], named[digest]).size != size:
                raise ProofError("It is of another size.")
        except _BROKEN as error:
            yield Damage(where=f"cosigned log {named.get(digest, digest.hex())} at {size}", what=str(error))


def _against_logs(home: Home, logs: dict[str, list[Verifier]]) -> Iterator[Damage]:
    """Evidence must prove what it is said to: else it accuses a partner of what it did not do."""
    kept = set[bytes]()
    for key, value in home.store.kept(forks.SHELF):
        try:
            one = msgspec.json.decode(value, type=Evidence)
            _check(one, logs[one.origin])
            if forks.evidence_key(one) != key:
                raise ProofError("It stands in the place of another.")
            kept.add(key)
        except _BROKEN as error:
            yield Damage(where=f"evidence {key.hex()[-16:]}", what=str(error))
    for row in home.store.facts_of_kinds(forks.FORK_SEEN):
        try:
            if forks.evidence_key(forks.evidence_in(row.claims or b"")) not in kept:
                raise ProofError("The evidence of which it tells is missing.")
        except _BROKEN as error:
            yield Damage(where=f"fact {row.index}", what=str(error))


def _check(one: Evidence, keys: list[Verifier]) -> None:
    if one.kind == "fork":
        verify_fork(one.known, one.signed, keys, one.origin, one.prefix, one.proof)
    else:
        _signed(one.signed, keys, one.origin)


def _notices(home: Home, known: Known, peers: list[Peer]) -> Iterator[Damage]:
    """What partners told us of invoices that are assigned to us, under the keys that they or we had then."""
    pairs = {(peer.company, key) for peer in peers for key in every_key(peer.anchors, peer.history)}
    ring = Keys(KeyOf(company=company, public_key=key) for company, key in sorted(pairs))
    holders = [kid_of(key) for key in every_key([known.anchor], known.history)]
    for key, body in home.store.kept(NOTICED):
        company = key[:_ID_CHARACTERS].decode("ascii", "replace")
        try:
            fact = fact_in(body, ring, holders)
            if fact.author != company or key_of(company, fact) != key:
                raise ProofError("It stands in the place of another.")
        except _BROKEN as error:
            yield Damage(where=f"notice of {company[:8]} on {key[_ID_CHARACTERS:].hex()[:8]}", what=str(error))


def _signed(note: bytes, keys: Iterable[Verifier], origin: str) -> Checkpoint:
    """The checkpoint that a log signed."""
    known = list(keys)
    return checkpoint_of(open_note(note, known), known, origin=origin)
