"""Cosignatures of witnesses (c2sp.org/tlog-cosignature, Ed25519): who saw which checkpoint, and when."""

from collections.abc import Iterable, Mapping, Sequence

from counterfoil.errors import ProofError
from counterfoil.log import ed25519
from counterfoil.log.checkpoint import Checkpoint, checkpoint_of, format_checkpoint
from counterfoil.log.note import Note, Signature, Verifier, encode_note, open_note
from counterfoil.log.signature_type import (
    COSIGNATURE,
    TIME_MAX,
    cosigned_message,
    decode_cosignature,
    encode_cosignature,
)
from counterfoil.model._base import Model


class Cosigner(Model):
    """A witness's Ed25519 private key (its 32-byte seed) under its name. The seed must be used for nothing else."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(name=self.name, public_key=ed25519.public_key(self.seed), algorithm=COSIGNATURE)

    def cosign(self, checkpoint: Checkpoint, time: int) -> Signature:
        """The signature line that says: at this time (seconds since 1970) this is the log's largest consistent tree."""
        if not 0 < time <= TIME_MAX:
            raise ProofError(f"A cosignature cannot be of the time {time}.", "Set the clock of this machine.")
        signature = ed25519.sign(self.seed, cosigned_message(format_checkpoint(checkpoint), time))
        return Signature(name=self.name, key_id=self.verifier.key_id, data=encode_cosignature(time, signature))

    def __repr__(self) -> str:
        """The seed must not reach a log file or a traceback."""
        return f"Cosigner(name={self.name!r})"


class Witnessed(Model):
    """A checkpoint that its log signed, and when each witness that we know saw it."""

    checkpoint: Checkpoint
    times: Mapping[Verifier, int]
    """Seconds since 1970, by witness. Each is the word of that witness."""


def open_witnessed(
    message: bytes, keys: Sequence[Verifier], witnesses: Sequence[Verifier], *, origin: str
) -> Witnessed:
    """The checkpoint if one of the log's own `keys` signed it and each cosignature of a known witness holds.

    Anything else is a ProofError. Whether the witnesses are enough is for a `Quorum` to say.
    """
    note = open_note(message, [*keys, *witnesses])
    return Witnessed(checkpoint=checkpoint_of(note, keys, origin=origin), times=_times(note, witnesses))


def attach_cosignatures(message: bytes, answer: bytes, log: Verifier, witnesses: Sequence[Verifier]) -> bytes:
    """A log's signed checkpoint with what a witness answered: the signature lines below it that hold.

    Of the same witness the newly answered line replaces the one that was there; lines of strangers are left out. A
    line of a known witness that does not hold is a ProofError, for then the witness has answered for something else.
    """
    head, _, lines = message.rpartition(b"\n\n")
    note = open_note(head + b"\n\n" + answer + lines, [log, *witnesses])
    own = [line for line in note.verified if (line.name, line.key_id) == (log.name, log.key_id)]
    return encode_note(note.text, [*own, *(line for line in note.verified if line not in own)])


def _times(note: Note, witnesses: Iterable[Verifier]) -> dict[Verifier, int]:
    by_key = {(line.name, line.key_id): line.data for line in note.verified}
    found = ((witness, by_key.get((witness.name, witness.key_id))) for witness in witnesses)
    return {witness: decode_cosignature(data)[0] for witness, data in found if data is not None}
