"""What a witness answers to `add-checkpoint` (c2sp.org/tlog-witness): it cosigns what follows, and keeps what forks."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Literal

from counterfoil.errors import ProofError
from counterfoil.exchange.reply import LOG_SIZE, Reply, refusal
from counterfoil.log.add_checkpoint import AddCheckpoint, parse_add_checkpoint
from counterfoil.log.checkpoint import Checkpoint, checkpoint_of, parse_checkpoint
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.merkle import EMPTY_ROOT
from counterfoil.log.note import Note, Verifier, encode_note, note_text, open_note
from counterfoil.log.proof import verify_consistency
from counterfoil.model._base import Model

_AHEAD_MAX = 86_400
"""Seconds by which a clock may have been ahead and what was cosigned then still counts as said."""


class Head(Model):
    """The last checkpoint of a log that we cosigned, and when we did; `note` has the log's signature and ours."""

    size: int = 0
    root: bytes = EMPTY_ROOT
    time: int = 0
    note: bytes = b""


class Watched(Model):
    """A log that we are a witness of: its keys, and what we know of it."""

    keys: tuple[Verifier, ...]
    head: Head = Head()
    earlier: Mapping[int, bytes] = {}
    """The notes of earlier heads by size, as many as are kept: a fork that lies back shows against them."""

    def cosigned(self, size: int) -> bytes:
        """The note that we cosigned at this size; empty where there was none or it is not kept."""
        return self.head.note if size == self.head.size else self.earlier.get(size, b"")


class Evidence(Model):
    """What a log has signed and we did not cosign.

    A `fork` is proven to anyone who knows the log's key: by the two notes alone where they have one size and two roots,
    else with what the larger tree begins with. Where the request is `unproven`, its proof did not hold, which may also
    be a fault on the way.
    """

    kind: Literal["fork", "unproven"]
    origin: str
    known: bytes
    """The note that we had cosigned."""
    signed: bytes
    """The note that came now."""
    prefix: bytes = b""
    """Where the notes have two sizes: the root, at the smaller size, of what the larger tree begins with."""
    proof: tuple[bytes, ...] = ()
    """And the proof that it does."""


class Judgement(Model):
    """The answer, and what must be on the disk before it is sent."""

    reply: Reply
    origin: str = ""
    """The log that it is about; empty where the request could not be read."""
    head: Head | None = None
    """The log's new head; None where nothing changes."""
    evidence: Evidence | None = None


def judge(body: bytes, logs: Mapping[str, Watched], cosigner: Cosigner, now: int) -> Judgement:
    """Judge a request by what is known of the logs, which are named by origin. `now` is in seconds since 1970.

    Between reading what is known and keeping what comes back, no other request for the same log may be judged: else a
    tree that has grown could be rolled back.
    """
    try:
        request = parse_add_checkpoint(body)
        checkpoint = parse_checkpoint(note_text(request.checkpoint))
    except ProofError as error:
        return Judgement(reply=refusal(HTTPStatus.BAD_REQUEST, error.message))
    origin, watched = checkpoint.origin, logs.get(checkpoint.origin)
    if watched is None:
        return Judgement(reply=refusal(HTTPStatus.NOT_FOUND, "This witness does not know the log."), origin=origin)
    try:
        note = open_note(request.checkpoint, watched.keys)
    except ProofError as error:
        return Judgement(reply=refusal(HTTPStatus.FORBIDDEN, error.message), origin=origin)
    if refused := _refuse(request, checkpoint, watched.head):
        evidence = _evidence(refused.status, request, checkpoint, watched)
        return Judgement(reply=refused, origin=origin, evidence=evidence)
    return _cosign(note, checkpoint, watched.head, cosigner, now)


def monitoring_path(origin: str) -> str:
    """Where a witness serves the last checkpoint of a log that it cosigned, below its monitoring prefix."""
    return f"{sha256(origin.encode()).hexdigest()}/checkpoint"


def verify_fork(
    one: bytes,
    other: bytes,
    keys: Iterable[Verifier],
    origin: str,
    prefix: bytes = b"",
    proof: Sequence[bytes] = (),
) -> None:
    """Check that two notes prove a fork: both signed by the log itself, with one size and two roots; or ProofError.

    Two notes of two sizes prove it where the larger tree is shown to begin with another one (`prefix`, by the
    consistency `proof`) than the smaller note has.
    """
    known = list(keys)
    notes = [checkpoint_of(open_note(note, known), known, origin=origin) for note in (one, other)]
    first, second = sorted(notes, key=lambda note: note.size)
    if prefix and first.size < second.size:
        verify_consistency(first.size, second.size, proof, prefix, second.root)
        forks = prefix != first.root
    else:
        forks = first.size == second.size and first.root != second.root
    if not forks:
        raise ProofError(f"Two checkpoints of {origin} do not contradict each other.", "They prove no fork.")


def _refuse(request: AddCheckpoint, checkpoint: Checkpoint, head: Head) -> Reply | None:
    """The refusal of what does not follow the head, in the order of the protocol's text; None where it does."""
    if request.old_size > checkpoint.size:
        return refusal(HTTPStatus.BAD_REQUEST, "The old size is larger than the checkpoint's.")
    conflict = Reply(status=HTTPStatus.CONFLICT, body=f"{head.size}\n".encode(), content_type=LOG_SIZE)
    if request.old_size != head.size:
        return conflict
    if request.proof and request.old_size in (0, checkpoint.size):
        return refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "There is nothing to prove from size 0 or to the same size.")
    if request.old_size == checkpoint.size:
        return None if checkpoint.root == head.root else conflict
    if not request.old_size:
        return None
    try:
        verify_consistency(request.old_size, checkpoint.size, request.proof, head.root, checkpoint.root)
    except ProofError as error:
        return refusal(HTTPStatus.UNPROCESSABLE_ENTITY, error.message)
    return None


def _cosign(note: Note, checkpoint: Checkpoint, head: Head, cosigner: Cosigner, now: int) -> Judgement:
    # A clock that was set back must not make us say that a smaller tree was the largest at a later time. One that was
    # days ahead said so of a time that has not come: no reader counts that, and none of ours would count until then.
    time = now if head.time - now > _AHEAD_MAX else max(now, head.time)
    cosignature = cosigner.cosign(checkpoint, time)
    served = encode_note(note.text, [*note.verified, cosignature])
    return Judgement(
        reply=Reply(status=HTTPStatus.OK, body=cosignature.line.encode()),
        origin=checkpoint.origin,
        head=Head(size=checkpoint.size, root=checkpoint.root, time=time, note=served),
    )


def _evidence(status: int, request: AddCheckpoint, checkpoint: Checkpoint, watched: Watched) -> Evidence | None:
    """What a refused checkpoint, which its log did sign, tells about the log."""
    cosigned = watched.cosigned(checkpoint.size)
    forks = bool(cosigned) and parse_checkpoint(note_text(cosigned)).root != checkpoint.root
    if not forks and status != HTTPStatus.UNPROCESSABLE_ENTITY:
        return None
    return Evidence(
        kind="fork" if forks else "unproven",
        origin=checkpoint.origin,
        known=cosigned if forks else watched.head.note,
        signed=request.checkpoint,
    )
