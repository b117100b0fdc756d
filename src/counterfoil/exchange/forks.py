"""Evidence against a log that shows two histories: kept, told, and recorded in our own log where it is proven."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from counterfoil.exchange.witness import Evidence
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.flow.home import READER, Home
from counterfoil.flow.logbook import Logbook
from counterfoil.log.checkpoint import Checkpoint, parse_checkpoint
from counterfoil.log.note import note_text
from counterfoil.store import Store

SHELF: Final = "exchange.evidence"
"""SHA-256 of a log's origin, size of its checkpoint (8 bytes, big-endian), SHA-256 of both notes → the evidence.

It carries the signatures of the log that it is against.
"""
FORK_SEEN: Final = "exchange.fork-seen/1"
_MAX = 100
"""So much evidence against one log is enough."""


def evidence_against(home: Home, origin: str = "") -> Iterator[Evidence]:
    """What we keep against a log, or against any."""
    prefix = digest_of(origin) if origin else b""
    return (msgspec.json.decode(value, type=Evidence) for _, value in home.store.kept(SHELF, prefix))


def keep_evidence(home: Home, logbook: Logbook, found: Iterable[Evidence], now: datetime) -> list[Evidence]:
    """Keep what is new of it, and log what is proven; gives what was new. Call inside `writing()`.

    What is unproven may be a fault on the way, so it does not get into our log.
    """
    store = home.store
    fresh = [one for one in found if _put(store, one)]
    facts = FactBatch(store.size(), now, READER)
    for one in fresh:
        if one.kind == "fork":
            claims = {"origin": one.origin, "known": one.known.decode(), "signed": one.signed.decode()}
            facts.add(FORK_SEEN, digest_of(one.origin), named_claims(claims))
    if facts.rows:
        store.append_facts(facts.rows)
        logbook.seal(facts.rows, now)
    return fresh


def belied(store: Store, origin: str, head: bytes) -> list[Evidence]:
    """Forks that show now: what the log signed at the size of its new head and could not prove. Inside `writing()`."""
    checkpoint, forks = checkpoint_in(head), list[Evidence]()
    for key, value in list(store.kept(SHELF, digest_of(origin) + encoded(checkpoint.size))):
        before = msgspec.json.decode(value, type=Evidence)
        if before.kind == "unproven":
            # Either it was the same tree, and the fault lay in the proof, or it is proven now that it was another.
            store.drop_kept(SHELF, [key])
            if checkpoint_in(before.signed).root != checkpoint.root:
                forks.append(Evidence(kind="fork", origin=origin, known=head, signed=before.signed))
    return forks


def told(evidence: Evidence, name: str) -> str:
    """A sentence for people about a log of the company with this name."""
    signed = checkpoint_in(evidence.signed).size
    if evidence.kind == "fork":
        return (
            f"{name} shows two histories of its log {evidence.origin}: it signed two different states with {signed} "
            "facts. Both are kept as evidence; rely on nothing that only this log proves."
        )
    known = checkpoint_in(evidence.known).size if evidence.known else 0
    return (
        f"{name} sent a state of its log {evidence.origin} with {signed} facts that was not proven to follow the one "
        f"with {known} facts that we know. We did not cosign it and keep it; it may be a fault on the way."
    )


def checkpoint_in(note: bytes) -> Checkpoint:
    """What a note states; ProofError where it is no checkpoint. No signature is looked at."""
    return parse_checkpoint(note_text(note))


def digest_of(origin: str) -> bytes:
    """How a log is named on shelves, and where a witness is asked."""
    return sha256(origin.encode()).digest()


def encoded(size: int) -> bytes:
    """A size as a part of a key."""
    return size.to_bytes(8, "big")


def _put(store: Store, evidence: Evidence) -> bool:
    """Keep evidence; False where it is known, or there is enough against this log."""
    digest = digest_of(evidence.origin)
    notes = sha256(sha256(evidence.known).digest() + sha256(evidence.signed).digest()).digest()
    key = digest + encoded(checkpoint_in(evidence.signed).size) + notes
    if store.kept_at(SHELF, key) is not None or sum(1 for _ in store.kept(SHELF, digest)) >= _MAX:
        return False
    store.keep(SHELF, [(key, msgspec.json.encode(evidence))])
    return True
