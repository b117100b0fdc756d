"""The hash tree of RFC 6962 section 2.1 (RFC 9162 section 2.1): leaf and node hashes, roots, and the right edge."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

from counterfoil.errors import ProofError
from counterfoil.model._base import Model

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
_SIZE_BYTES = 8


class Frontier(Model):
    """The right edge of a tree (its compact range): all that is needed to append and to tell the root.

    `peaks` are the hashes of the perfect subtrees that cover the leaves from left to right, so the largest comes first
    and there is one for each bit that is set in `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append_all(self, hashes: Sequence[bytes]) -> "Frontier":
        """The edge after these leaf hashes."""
        return self.grown(hashes)[0]

    def grown(self, hashes: Sequence[bytes], height: int = 0) -> tuple["Frontier", list[bytes]]:
        """The edge after these leaf hashes, and the roots of the subtrees of that height that they made whole.

        Each level is hashed whole, which is what makes large batches fast.
        """
        check_hashes(hashes)
        older, position, level, peaks = list(self.peaks), self.size, list(hashes), list[bytes]()
        whole, reached = list[bytes](), 0
        while level:
            if reached == height:
                whole = level.copy()
            if position & 1:
                level.insert(0, older.pop())
            if len(level) & 1:
                peaks.append(level.pop())
            level = _parents(level)
            position, reached = position >> 1, reached + 1
        return Frontier(size=self.size + len(hashes), peaks=(*older, *reversed(peaks))), whole

    def root(self) -> bytes:
        """The root of the tree: the peaks folded from the right."""
        if not self.peaks:
            return EMPTY_ROOT
        return fold(self.peaks)

    def encode(self) -> bytes:
        """The size in eight bytes, big-endian, and then the peaks, the largest first."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.peaks)

    @staticmethod
    def decode(data: bytes) -> "Frontier":
        """The reverse of `encode`; a length that does not fit the size is a ProofError."""
        size = int.from_bytes(data[:_SIZE_BYTES], "big")
        if len(data) != _SIZE_BYTES + HASH_BYTES * size.bit_count():
            raise ProofError(
                f"The stored edge of the tree has {len(data)} bytes, which does not fit its size of {size} leaves.",
                "Rebuild it from the entries of the log.",
            )
        return Frontier(size=size, peaks=tuple(split_hashes(data[_SIZE_BYTES:])))


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one log entry as a leaf: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """`leaf_hash` of each entry."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes; of none it is SHA-256 of the empty string."""
    return Frontier().append_all(hashes).root()


def roots_at(hashes: Iterable[bytes], sizes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The root at each of these sizes (ascending, in one pass), to compare a log with all the checkpoints it ever made.

    It stops at the first size that the leaf hashes do not reach, so a caller sees the missing ones by their absence.
    """
    frontier, source = Frontier(), iter(hashes)
    for size in sizes:
        frontier = frontier.append_all(list(islice(source, max(0, size - frontier.size))))
        if frontier.size != size:
            return
        yield size, frontier.root()


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root over neighbouring perfect subtrees, the largest first; at least one."""
    result = peaks[-1]
    for peak in reversed(peaks[:-1]):
        result = node_hash(peak, result)
    return result


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def split_hashes(data: bytes) -> list[bytes]:
    """The hashes that lie one behind the other in `data`; a torn last one is a ProofError."""
    if len(data) % HASH_BYTES:
        raise ProofError(f"{len(data)} bytes are not a whole number of {HASH_BYTES}-byte hashes.")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def check_hashes(hashes: Iterable[bytes]) -> None:
    """Refuse with a ProofError what is not 32 bytes long."""
    if wrong := set(map(len, hashes)) - {HASH_BYTES}:
        raise ProofError(f"A hash has {min(wrong)} bytes instead of {HASH_BYTES}.")


def _parents(level: Sequence[bytes]) -> list[bytes]:
    """The next level up of an even number of nodes; written out, as a call for each node would double the time."""
    nodes = iter(level)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(nodes, nodes, strict=True)]
