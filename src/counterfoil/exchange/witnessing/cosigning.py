"""We as a log: each published checkpoint goes to the witnesses among our partners, and their cosignatures are kept.

Nothing of the store is held while a partner is asked. What a witness says against us counts only where it shows our own
signature: then there are two histories of our log, and nothing is published any more.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.reply import TEXT, Reply
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.exchange.witnessing.log_tree import tree_reader
from counterfoil.exchange.witnessing.published import (
    Published,
    Stopped,
    newest_published,
    newest_size,
    published_at,
    put_published,
    stop,
    stopped,
)
from counterfoil.exchange.witnessing.witness import monitoring_path
from counterfoil.flow.home import Home
from counterfoil.flow.restored import check_not_behind
from counterfoil.log.add_checkpoint import format_add_checkpoint, parse_known_size
from counterfoil.log.checkpoint import Checkpoint
from counterfoil.log.cosignature import attach_cosignatures, open_witnessed
from counterfoil.log.note import encode_note, open_note, parse_vkey
from counterfoil.log.proof import consistency_proof
from counterfoil.model._base import Model

SHELF: Final = "exchange.cosigners"
"""SHA-256 of the vkey of a witness → the size of our log that it knows. It may be lost: the witness tells it again."""
_TRIES = 3
"""How often one witness is asked in a row: it may be asked by somebody else of ours meanwhile, but not for ever."""
_ANSWER_MAX = 16_384
_APART = "says that our log does not follow what it has seen of it"
_ATTACHED_MAX = 32
"""So many cosignatures are attached to a published note: it goes into every dossier, and a note holds no more than 100.

All witnesses are asked all the same: what each has seen it holds us to.
"""


class Cosigned(Model):
    """What we know of a witness: whose it is, its vkey, and up to which size of our log it has cosigned."""

    company: str
    witness: str
    size: int
    note: bytes = b""
    """The checkpoint with our signature and the witness's."""


_decode = msgspec.json.Decoder(Cosigned).decode


def collect(
    home: Home,
    transport: Transport,
    peers: Iterable[Peer],
    now: datetime,
    away: Callable[[Peer, str], object] = lambda _peer, _why: None,
) -> list[str]:
    """Ask each witness that has not cosigned the newest published checkpoint; lines for people about what failed.

    `away` is told who was not reached, and why.
    """
    lines = []
    for peer in peers:
        if not is_witness(peer) or cosigned_at(home, name_of(peer.witness)) == newest_size(home):
            continue
        published = newest_published(home)
        if published is None or stopped(home) is not None:
            break
        try:
            lines.append(_asked(home, transport, peer, published, now))
        except Unreachable as error:
            away(peer, error.message)
            lines.append(f"The node of {peer.name} was not reached for its cosignature: {error.message}")
    return [line for line in lines if line]


def cosigners(home: Home) -> dict[str, Cosigned]:
    """The witnesses that are known to have cosigned a checkpoint of ours, by vkey."""
    found = [_decode(value) for _, value in home.store.kept(SHELF)]
    return {one.witness: one for one in found}


def cosigned_at(home: Home, digest: bytes) -> int:
    """The size of the last checkpoint that the witness with this SHA-256 of its vkey has cosigned; 0 where none."""
    value = home.store.kept_at(SHELF, digest)
    return 0 if value is None else _decode(value).size


def note_cosigned(home: Home, digest: bytes) -> bytes | None:
    """The last checkpoint that this witness has cosigned, with its cosignature and our signature."""
    value = home.store.kept_at(SHELF, digest)
    return None if value is None else _decode(value).note


def name_of(vkey: str) -> bytes:
    """How a witness is named where nothing of its name shall be told: SHA-256 of its vkey."""
    return sha256(vkey.encode()).digest()


def is_witness(peer: Peer) -> bool:
    """Does this partner cosign, and can it be reached?"""
    return bool(peer.witness and peer.url)


def cosigned_by(home: Home, transport: Transport, peer: Peer) -> tuple[Checkpoint, bytes] | None:
    """The last checkpoint of our log that a partner says to have cosigned, with its note; None where it has none.

    ProofError where the note does not bear our log's signature and the partner's; Unreachable.
    """
    reply = transport.get(peer.url, f"{paths.WITNESS}/{monitoring_path(home.origin())}")
    if reply.status == 404:
        return None
    if reply.status != 200 or len(reply.body) > _ANSWER_MAX:
        raise Unreachable(f"It answered {reply.status} when asked which state of our log it knows.", "Try later.")
    log, witness = parse_vkey(home.vkey()), parse_vkey(peer.witness)
    witnessed = open_witnessed(reply.body, [log], [witness], origin=log.name)
    if witness not in witnessed.times:
        raise ProofError(f"The checkpoint that {peer.name} shows does not bear its own cosignature.", "Distrust it.")
    return witnessed.checkpoint, reply.body


def _asked(home: Home, transport: Transport, peer: Peer, published: Published, now: datetime) -> str:
    """Ask one witness, again where it knows another size than we thought; what went wrong, in words."""
    size = cosigned_at(home, name_of(peer.witness))
    size = size if size <= published.size else 0
    reply = _sent(home, transport, peer, size, published)
    for _ in range(_TRIES):
        if reply.status != 409:
            break
        try:
            asked_from, size = size, parse_known_size(reply.body)
        except ProofError as error:
            return f"{peer.name}: {error.message}"
        if size > published.size:
            says = f"says that it knows {size} facts of our log, of which we have published {published.size}"
            return _accused(home, transport, peer, says, now)
        if size == asked_from == published.size:  # so what it knows has another root
            return _accused(home, transport, peer, _APART, now)
        reply = _sent(home, transport, peer, size, published)
    match reply.status:
        case 200:
            return _accepted(home, peer, published.size, reply)
        case 422:
            return _accused(home, transport, peer, _APART, now)
        case 404:
            return f"{peer.name} does not know our log: it has not added us as a partner yet."
        case 403:
            return f"{peer.name} knows another key of our log than the one that we sign with."
        case status:
            return f"{peer.name} answered {status} when asked for its cosignature; it is asked again later."


def _sent(home: Home, transport: Transport, peer: Peer, size: int, published: Published) -> Reply:
    """The answer to our checkpoint, under our own signature alone: who else has cosigned is nothing to a witness."""
    proof = consistency_proof(size, published.size, tree_reader(home)) if size > 0 else []
    note = open_note(published.note, [parse_vkey(home.vkey())])
    body = format_add_checkpoint(size, proof, encode_note(note.text, note.verified))
    return transport.post(peer, f"{paths.WITNESS}/add-checkpoint", body, TEXT)


def _accepted(home: Home, peer: Peer, size: int, reply: Reply) -> str:
    """Keep a cosignature, also below the published note, which may have got others meanwhile."""
    log, witness = parse_vkey(home.vkey()), parse_vkey(peer.witness)
    with home.store.writing():
        published = published_at(home, size)
        try:
            if published is None or len(reply.body) > _ANSWER_MAX:
                raise ProofError("An answer is far too long.")
            ours = open_note(published.note, [log])
            note = attach_cosignatures(encode_note(ours.text, ours.verified), reply.body, log, [witness])
            if witness not in open_witnessed(note, [log], [witness], origin=log.name).times:
                raise ProofError("The cosignature is missing.")
        except ProofError as error:
            return f"{peer.name} answered with something else than its cosignature. {error.message}"
        # What stood there before was verified when it came.
        others = [one for one in ours.unknown if (one.name, one.key_id) != (witness.name, witness.key_id)]
        if len(others) < _ATTACHED_MAX:
            lines = open_note(note, [log, witness]).verified
            put_published(home, Published(size=size, note=encode_note(ours.text, [*lines, *others])))
        known = Cosigned(company=peer.company, witness=peer.witness, size=size, note=note)
        home.store.keep(SHELF, [(name_of(peer.witness), msgspec.json.encode(known))])
    return ""


def _accused(home: Home, transport: Transport, peer: Peer, says: str, now: datetime) -> str:
    """A witness says that our log has two histories. Where it can show our signature for it, publishing stops."""
    doubt = f"{peer.name} {says}, but shows nothing with our signature that proves it. Ask its people why."
    try:
        shown = cosigned_by(home, transport, peer)
    except ProofError:
        return doubt
    if shown is None:
        return doubt
    checkpoint, note = shown
    try:
        check_not_behind(home, checkpoint.size, checkpoint.root)
    except HomeError as error:
        why = f"Nothing is published any more: {peer.name} shows what our log has signed. {error.message}"
        with home.store.writing():
            stop(home, Stopped(witness=peer.witness, why=why, note=note, time=int(now.timestamp())))
        return why
    return doubt
