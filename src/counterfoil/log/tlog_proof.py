"""A proof file (c2sp.org/tlog-proof): that an entry is in a log, for somebody who is offline."""

import re

from counterfoil.errors import ProofError
from counterfoil.log.checkpoint import SIZE_MAX
from counterfoil.log.cosignature import Witnessed
from counterfoil.log.merkle import HASH_BYTES, check_hashes
from counterfoil.log.note import decode_base64, encode_base64
from counterfoil.log.proof import verify_inclusion
from counterfoil.log.quorum import Policy
from counterfoil.model._base import Model

FIRST_LINE = "c2sp.org/tlog-proof@v1"
HASHES_MAX = 63
"""A tree has at most 2^63 - 1 leaves, so no path in it is longer."""
_INDEX = re.compile("index (0|[1-9][0-9]{0,18})", re.ASCII)
_HINT = "It may have been cut off or changed on the way."


class TlogProof(Model):
    """Where an entry stands, the hashes from there up to the root, and the signed checkpoint, byte by byte.

    Nothing protects `extra`: it may help to find what the entry is, and proves nothing.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def format_tlog_proof(proof: TlogProof) -> bytes:
    """The proof as a file; what `parse_tlog_proof` would not read is a ProofError."""
    check_hashes(proof.hashes)
    lines = [FIRST_LINE]
    if proof.extra is not None:
        lines.append(f"extra {encode_base64(proof.extra)}")
    lines += [f"index {proof.index}", *map(encode_base64, proof.hashes)]
    data = "".join(f"{line}\n" for line in lines).encode() + b"\n" + proof.checkpoint
    parse_tlog_proof(data)
    return data


def parse_tlog_proof(data: bytes) -> TlogProof:
    """The proof that a file holds. Anything but the exact form is a ProofError; nothing is verified."""
    head, blank, checkpoint = data.partition(b"\n\n")
    first, *lines = head.decode("ascii", "replace").split("\n")
    if first != FIRST_LINE or not blank or not checkpoint:
        raise ProofError(f"A proof file is not of the form {FIRST_LINE}.", _HINT)
    extra = _extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else None
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None or int(index[1]) >= SIZE_MAX:
        raise ProofError("A proof file states no index of an entry.", _HINT)
    return TlogProof(index=int(index[1]), hashes=parse_hashes(lines), checkpoint=checkpoint, extra=extra)


def verify_tlog_proof(proof: TlogProof, leaf_hash: bytes, policy: Policy) -> Witnessed:
    """The checkpoint that holds this leaf, with who saw it when; or ProofError where anything does not hold."""
    witnessed = policy.open(proof.checkpoint)
    head = witnessed.checkpoint
    verify_inclusion(proof.index, head.size, leaf_hash, proof.hashes, head.root)
    return witnessed


def parse_hashes(lines: list[str]) -> tuple[bytes, ...]:
    """The hashes of a proof that is written one a line in Base64; too many or anything else is a ProofError."""
    hashes = [decode_base64(line) for line in lines]
    found = tuple(one for one in hashes if one is not None and len(one) == HASH_BYTES)
    if len(found) != len(lines) or len(found) > HASHES_MAX:
        raise ProofError(f"A proof is not of at most {HASHES_MAX} lines with a hash each.", _HINT)
    return found


def _extra(line: str) -> bytes:
    data = decode_base64(line.removeprefix("extra "))
    if data is None:
        raise ProofError("The extra data of a proof file is not Base64.", _HINT)
    return data
