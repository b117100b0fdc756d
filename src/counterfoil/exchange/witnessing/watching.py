"""We as a witness of our partners' logs: what we know of each, kept before the answer that it leads to.

The judgement itself is `witness.judge`, which is pure; here is what it knows, and what becomes of it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Final, NamedTuple

import msgspec

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.reply import Reply, refusal
from counterfoil.exchange.witnessing.forks import (
    belied,
    checkpoint_in,
    digest_of,
    encoded,
    keep_evidence,
    refused,
    told,
)
from counterfoil.exchange.witnessing.witness import Evidence, Head, Watched, judge
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import Logbook
from counterfoil.flow.restored import awaiting
from counterfoil.log.add_checkpoint import parse_add_checkpoint
from counterfoil.log.checkpoint import checkpoint_of
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.note import Verifier, open_note, parse_vkey
from counterfoil.log.signature_type import ED25519, decode_cosignature
from counterfoil.model._base import Model
from counterfoil.store import Store

SHELF: Final = "exchange.watched"
"""SHA-256 of a log's origin → its head as we cosigned it, which carries our signature."""
EARLIER: Final = "exchange.watched.earlier"
"""SHA-256 of a log's origin and a size (8 bytes, big-endian) → the note that we cosigned at that size, likewise."""
BODY_MAX: Final = 65_536
"""Bytes of a request: 63 hashes and a note with 100 signatures take less."""
_EARLIER_MAX = 10_000
"""Notes that are kept of one log: a year of them and more where it publishes each hour."""
_SIGNED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
"""How a checkpoint is refused that its log did sign."""
_HEX = frozenset("0123456789abcdef")


SigningAs = Callable[[str], Iterable[Peer]]


class Heard(NamedTuple):
    """What a witness answers, and a line for people where there is something to tell."""

    reply: Reply
    told: str = ""


class _Kept(Model):
    """A log's head, and how many earlier notes of it are kept."""

    head: Head = Head()
    earlier: int = 0


def add_checkpoint(
    home: Home, logbook: Logbook, signing_as: SigningAs, cosigner: Cosigner, body: bytes, now: datetime
) -> Heard:
    """Answer a request `add-checkpoint`. When this returns, all that the answer rests on is durable.

    `signing_as` gives the partners whose log has a name. A home that was brought back answers 503 until it is caught
    up: it may have cosigned more than it knows.
    """
    if len(body) > BODY_MAX:
        return Heard(refusal(413, f"A request has at most {BODY_MAX} bytes."))
    try:
        request = parse_add_checkpoint(body)
        asked = checkpoint_in(request.checkpoint)
    except ProofError:
        return Heard(judge(body, {}, cosigner, 0).reply)
    peer = next((one for one in signing_as(asked.origin) if log_keys(one, asked.origin)), None)
    if peer is None:
        return Heard(judge(body, {}, cosigner, 0).reply)
    if awaiting(home) is not None:
        return Heard(refusal(503, "This witness was brought back, and asks first what it has cosigned."))
    with home.store.writing():
        # Between what is known and what is kept nobody else judges: else a tree that grew could be rolled back.
        kept = _kept(home.store, digest_of(asked.origin))
        watched = _watched(home.store, kept, log_keys(peer, asked.origin), asked.origin, asked.size)
        judgement = judge(body, {asked.origin: watched}, cosigner, int(now.timestamp()))
        found = [judgement.evidence] if judgement.evidence else []
        if judgement.head is not None:
            _put_head(home.store, asked.origin, kept, judgement.head)
            found += belied(home.store, asked.origin, judgement.head.note)
        elif judgement.reply.status in _SIGNED and not any(one.kind == "fork" for one in found):
            found += refused(home.store, asked.origin, request.checkpoint)
        fresh = keep_evidence(home, logbook, found, now)
    return Heard(judgement.reply, _publish_told(home, logbook, peer, fresh, now))


def witnessed(home: Home, name: str) -> Reply:
    """`<hash of an origin>/checkpoint`: the last checkpoint of a log that we cosigned, for whoever monitors it."""
    digest, _, file = name.partition("/")
    if file == "checkpoint" and len(digest) == 64 and _HEX.issuperset(digest):
        note = _kept(home.store, bytes.fromhex(digest)).head.note
        if note:
            return Reply(status=200, body=note)
    return refusal(404, "This witness has cosigned no checkpoint of such a log.")


def saw(home: Home, logbook: Logbook, peer: Peer, note: bytes, now: datetime) -> str:
    """Hold a checkpoint that came another way against what we cosigned; a line for people where the two prove a fork.

    ProofError where no log of this partner signed it.
    """
    origin = checkpoint_in(note).origin
    keys = log_keys(peer, origin)
    checkpoint = checkpoint_of(open_note(note, keys), keys, origin=origin)
    known = cosigned_note(home, origin, checkpoint.size)
    if not known or checkpoint_in(known).root == checkpoint.root:
        return ""
    return accuse(home, logbook, peer, Evidence(kind="fork", origin=origin, known=known, signed=note), now)


def accuse(home: Home, logbook: Logbook, peer: Peer, evidence: Evidence, now: datetime) -> str:
    """Keep evidence against a partner's log that came another way; a line for people where it is new."""
    with home.store.writing():
        fresh = keep_evidence(home, logbook, [evidence], now)
    return _publish_told(home, logbook, peer, fresh, now)


def head_of(home: Home, origin: str) -> Head:
    """The last checkpoint of a log that we cosigned; its note is empty where there is none."""
    return _kept(home.store, digest_of(origin)).head


def heads(home: Home) -> Iterator[tuple[bytes, Head]]:
    """The heads of all logs that we cosigned, by SHA-256 of their origins."""
    found = ((digest, msgspec.json.decode(value, type=_Kept).head) for digest, value in home.store.kept(SHELF))
    return ((digest, head) for digest, head in found if head.note)


def cosigned_note(home: Home, origin: str, size: int) -> bytes:
    """The note of a log that we cosigned at this size; empty where there was none or it is not kept."""
    return _watched(home.store, _kept(home.store, digest_of(origin)), (), origin, size).cosigned(size)


def relearn(home: Home, peer: Peer, cosigner: Cosigner, note: bytes) -> bool:
    """Take over a checkpoint of a partner's log that we cosigned and do not remember, as our own signature says.

    It is for a home that was brought back. ProofError where no log of this partner signed the note.
    """
    origin, witness = checkpoint_in(note).origin, cosigner.verifier
    keys = log_keys(peer, origin)
    opened = open_note(note, [*keys, witness])
    checkpoint = checkpoint_of(opened, keys, origin=origin)
    ours = [line for line in opened.verified if (line.name, line.key_id) == (witness.name, witness.key_id)]
    with home.store.writing():
        kept = _kept(home.store, digest_of(origin))
        if not ours or checkpoint.size <= kept.head.size:
            return False
        time, _ = decode_cosignature(ours[0].data)
        _put_head(home.store, origin, kept, Head(size=checkpoint.size, root=checkpoint.root, time=time, note=note))
    return True


def log_keys(peer: Peer, origin: str) -> tuple[Verifier, ...]:
    """The keys of a partner's log with this name; none where it has no such log."""
    keys = [parse_vkey(vkey) for vkey in peer.logs if vkey.partition("+")[0] == origin]
    return tuple(key for key in keys if key.algorithm == ED25519)


def _watched(store: Store, kept: _Kept, keys: tuple[Verifier, ...], origin: str, size: int) -> Watched:
    """What we know of a log, as far as it can matter to a checkpoint of this size."""
    note = store.kept_at(EARLIER, digest_of(origin) + encoded(size))
    return Watched(keys=keys, head=kept.head, earlier={} if note is None else {size: note})


def _kept(store: Store, digest: bytes) -> _Kept:
    value = store.kept_at(SHELF, digest)
    return _Kept() if value is None else msgspec.json.decode(value, type=_Kept)


def _put_head(store: Store, origin: str, kept: _Kept, head: Head) -> None:
    """Keep a new head, and the one before it among the earlier ones."""
    digest, count = digest_of(origin), kept.earlier
    if kept.head.note and kept.head.size != head.size:
        store.keep(EARLIER, [(digest + encoded(kept.head.size), kept.head.note)])
        count += 1
    if count > _EARLIER_MAX:
        store.drop_kept(EARLIER, [next(store.kept(EARLIER, digest))[0]])
        count -= 1
    store.keep(SHELF, [(digest, msgspec.json.encode(_Kept(head=head, earlier=count)))])


def _publish_told(home: Home, logbook: Logbook, peer: Peer, fresh: list[Evidence], now: datetime) -> str:
    """The files of our log follow where a fork was recorded; what was found, in words."""
    if any(one.kind == "fork" for one in fresh):
        with home.store.writing():
            logbook.publish(now)
    return " ".join(told(one, peer.name) for one in fresh)
