"""What is sent to a witness (c2sp.org/tlog-witness): a checkpoint, and the proof that it follows the last one."""

import re
from collections.abc import Sequence

from counterfoil.errors import ProofError
from counterfoil.log.checkpoint import SIZE_MAX
from counterfoil.log.note import encode_base64
from counterfoil.log.tlog_proof import parse_hashes
from counterfoil.model._base import Model

_OLD = re.compile("old (0|[1-9][0-9]{0,18})", re.ASCII)
_SIZE = re.compile("(0|[1-9][0-9]{0,18})\n", re.ASCII)
_HINT = "See c2sp.org/tlog-witness."


class AddCheckpoint(Model):
    """The size that the witness is thought to know, the consistency proof from there, and the signed checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


def format_add_checkpoint(old_size: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """The body of the request."""
    lines = [f"old {old_size}", *map(encode_base64, proof)]
    return "".join(f"{line}\n" for line in lines).encode() + b"\n" + checkpoint


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """The request that a body holds. Anything but the exact form is a ProofError; nothing is verified."""
    head, _, checkpoint = body.partition(b"\n\n")
    first, *lines = head.decode("ascii", "replace").split("\n")
    old = _OLD.fullmatch(first)
    if old is None or int(old[1]) > SIZE_MAX or not checkpoint:
        raise ProofError("A request to a witness states no old size, or comes without a checkpoint.", _HINT)
    return AddCheckpoint(old_size=int(old[1]), proof=parse_hashes(lines), checkpoint=checkpoint)


def parse_known_size(body: bytes) -> int:
    """The size that a witness knows, out of its answer 409; anything else is a ProofError."""
    size = _SIZE.fullmatch(body.decode("ascii", "replace"))
    if size is None or int(size[1]) > SIZE_MAX:
        raise ProofError("A witness answered with a conflict and did not say which size it knows.", _HINT)
    return int(size[1])
