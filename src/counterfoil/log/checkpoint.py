"""Checkpoints of a transparency log (c2sp.org/tlog-checkpoint): the size and root that the log stands for, signed."""

import binascii
import re
from collections.abc import Iterable

from counterfoil.errors import ProofError
from counterfoil.log.merkle import HASH_BYTES, check_hashes
from counterfoil.log.note import Note, Signer, Verifier, decode_base64, open_note, sign_note
from counterfoil.model._base import Model

_SIZE = re.compile("0|[1-9][0-9]{0,18}", re.ASCII)
SIZE_MAX = 2**63 - 1
_TEXT_LINES_MIN = 3


class Checkpoint(Model):
    """The head of a log's tree: which log (`origin`), how many leaves, which root, and lines that say nothing to us."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The text that is signed; what `parse_checkpoint` would not read is a ProofError."""
    check_hashes([checkpoint.root])
    root = binascii.b2a_base64(checkpoint.root, newline=False).decode()
    lines = [checkpoint.origin, str(checkpoint.size), root, *checkpoint.extensions]
    text = "".join(f"{line}\n" for line in lines)
    if parse_checkpoint(text) != checkpoint:
        raise ProofError("An origin or extension of a checkpoint has a line break in it.", "Choose another origin.")
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that the text of a note states; anything but the exact form is a ProofError."""
    lines = text.split("\n")
    if lines.pop() or len(lines) < _TEXT_LINES_MIN or not all(lines):
        raise ProofError("A checkpoint needs three lines: origin, size and root.", "It may have been cut off.")
    origin, size, encoded, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > SIZE_MAX:
        raise ProofError(f"The checkpoint of {origin} states no tree size in its second line.")
    root = decode_base64(encoded)
    if root is None or len(root) != HASH_BYTES:
        raise ProofError(f"The checkpoint of {origin} at size {size} states no {HASH_BYTES}-byte root in Base64.")
    return Checkpoint(origin=origin, size=int(size), root=root, extensions=tuple(extensions))


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The checkpoint as a signed note."""
    return sign_note(format_checkpoint(checkpoint), [signer])


def open_checkpoint(
    message: bytes, log: Verifier, others: Iterable[Verifier] = (), *, origin: str | None = None
) -> Checkpoint:
    """The checkpoint if the log itself signed it, or ProofError.

    Signatures of the `others` must hold where they stand, but never replace the log's. `origin` is the log's key name
    unless told otherwise. Which of the others signed, `open_note` tells.
    """
    return checkpoint_of(open_note(message, [log, *others]), [log], origin=log.name if origin is None else origin)


def checkpoint_of(note: Note, keys: Iterable[Verifier], *, origin: str) -> Checkpoint:
    """The checkpoint of an opened note, if it is of this origin and one of the log's own keys signed it.

    Anything else is a ProofError.
    """
    own = {(key.name, key.key_id) for key in keys}
    if own.isdisjoint((line.name, line.key_id) for line in note.verified):
        raise ProofError(f"The checkpoint is not signed by {origin} itself.", "Distrust it.")
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise ProofError(f"The checkpoint is of {checkpoint.origin!r}, not of {origin!r}.", "Ask for the right log.")
    return checkpoint
