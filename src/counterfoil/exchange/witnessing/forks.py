"""Evidence against a log that shows two histories: kept, told, and recorded in our own log where it is proven."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import msgspec

from counterfoil.exchange.witnessing.witness import Evidence
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
REFUSED: Final = "exchange.refused"
"""SHA-256 of a log's origin and a size (8 bytes, big-endian) → a note that the log signed and we did not cosign."""
FORK_SEEN: Final = "exchange.fork-seen/1"
SIZE_BYTES: Final = 8
_MAX = 100
"""So much evidence against one log is enough."""
_REFUSED_MAX = 1000
"""Notes of one log that are kept though nothing is wrong with them yet."""


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
            facts.add(FORK_SEEN, digest_of(one.origin), named_claims(_claims(one)))
    if facts.rows:
        store.append_facts(facts.rows)
        logbook.seal(facts.rows, now)
    return fresh


def refused(store: Store, origin: str, note: bytes) -> list[Evidence]:
    """Keep in mind what the log signed, though we did not cosign it; a fork where it has signed another at this size.

    A request that came at the wrong time is no evidence, and yet its log stands by what it has signed in it. Call
    inside `writing()`.
    """
    checkpoint = checkpoint_in(note)
    key = digest_of(origin) + encoded(checkpoint.size)
    before = store.kept_at(REFUSED, key)
    if before is None:
        if sum(1 for _ in store.kept(REFUSED, digest_of(origin))) < _REFUSED_MAX:
            store.keep(REFUSED, [(key, note)])
        return []
    if checkpoint_in(before).root == checkpoint.root:
        return []
    return [Evidence(kind="fork", origin=origin, known=before, signed=note)]


def refused_notes(store: Store, origin: str) -> list[bytes]:
    """What a log signed and we neither cosigned nor found to contradict anything."""
    return [note for _, note in store.kept(REFUSED, digest_of(origin))]


def drop_refused(store: Store, origin: str, note: bytes) -> None:
    """Keep it in mind no more, as it is settled. Call inside `writing()`."""
    store.drop_kept(REFUSED, [digest_of(origin) + encoded(checkpoint_in(note).size)])


def belied(store: Store, origin: str, head: bytes) -> list[Evidence]:
    """Forks that show now that a head is cosigned: what was refused at its size before. Call inside `writing()`."""
    checkpoint = checkpoint_in(head)
    key, signed = digest_of(origin) + encoded(checkpoint.size), clear(store, origin, head)
    if (note := store.kept_at(REFUSED, key)) is not None:
        drop_refused(store, origin, note)
        signed.append(note)
    return [
        Evidence(kind="fork", origin=origin, known=head, signed=note)
        for note in dict.fromkeys(signed)
        if checkpoint_in(note).root != checkpoint.root
    ]


def told(evidence: Evidence, name: str) -> str:
    """A sentence for people about a log of the company with this name."""
    signed = checkpoint_in(evidence.signed).size
    known = checkpoint_in(evidence.known).size if evidence.known else 0
    if evidence.kind == "fork":
        return (
            f"{name} shows two histories of its log {evidence.origin}: it signed two states, with {known} and {signed} "
            "facts, that contradict each other. Both are kept as evidence; rely on nothing that only this log proves."
        )
    return (
        f"{name} signed a state of its log {evidence.origin} with {signed} facts that was not proven to agree with the "
        f"one with {known} facts that we know. We did not cosign it and keep it; it may be a fault on the way."
    )


def evidence_key(evidence: Evidence) -> bytes:
    """Under which key evidence is kept."""
    notes = sha256(sha256(evidence.known).digest() + sha256(evidence.signed).digest()).digest()
    return digest_of(evidence.origin) + encoded(checkpoint_in(evidence.signed).size) + notes


def evidence_in(claims: bytes) -> Evidence:
    """The fork that a fact of ours tells of."""
    told = msgspec.json.decode(claims, type=dict[str, Any])
    return Evidence(kind="fork", origin=told["origin"], known=told["known"].encode(), signed=told["signed"].encode())


def checkpoint_in(note: bytes) -> Checkpoint:
    """What a note states; ProofError where it is no checkpoint. No signature is looked at."""
    return parse_checkpoint(note_text(note))


def digest_of(origin: str) -> bytes:
    """How a log is named on shelves, and where a witness is asked."""
    return sha256(origin.encode()).digest()


def encoded(size: int) -> bytes:
    """A size as a part of a key."""
    return size.to_bytes(SIZE_BYTES, "big")


def clear(store: Store, origin: str, note: bytes) -> list[bytes]:
    """Drop what is unproven against a log at the size of this note, as it can be told now; gives what it had signed.

    Either it was the same tree, and the fault lay in the proof, or it is proven now that it was another. Call inside
    `writing()`.
    """
    signed = list[bytes]()
    for key, value in list(store.kept(SHELF, digest_of(origin) + encoded(checkpoint_in(note).size))):
        before = msgspec.json.decode(value, type=Evidence)
        if before.kind == "unproven":
            store.drop_kept(SHELF, [key])
            signed.append(before.signed)
    return signed


def _claims(fork: Evidence) -> dict[str, str | list[str]]:
    claims: dict[str, str | list[str]] = {
        "origin": fork.origin,
        "known": fork.known.decode(),
        "signed": fork.signed.decode(),
    }
    if fork.prefix:
        claims |= {"prefix": fork.prefix.hex(), "proof": [one.hex() for one in fork.proof]}
    return claims


def _put(store: Store, evidence: Evidence) -> bool:
    """Keep evidence; False where it is known, or there is enough against this log."""
    digest, key = digest_of(evidence.origin), evidence_key(evidence)
    if store.kept_at(SHELF, key) is not None or sum(1 for _ in store.kept(SHELF, digest)) >= _MAX:
        return False
    store.keep(SHELF, [(key, msgspec.json.encode(evidence))])
    return True
