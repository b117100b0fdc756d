"""Inclusion and consistency proofs: checked as RFC 9162 section 2.1 says, and made from tiles."""

from collections.abc import Sequence

from counterfoil.errors import ProofError
from counterfoil.log.merkle import check_hashes, node_hash
from counterfoil.log.tiles import ReadTile, TiledTree

_ASK = "Ask for the proof again, and distrust the log if it stays wrong."


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf is at `index` in the tree of `size` leaves with this root, or raise ProofError (2.1.3.2)."""
    check_hashes([leaf_hash, root, *proof])
    if not 0 <= index < size:
        raise ProofError(f"A tree of {size} leaves has none at index {index}.", _ASK)
    node, last, result = index, size - 1, leaf_hash
    for sibling in proof:
        if not last:
            raise ProofError(f"The inclusion proof for index {index} is too long for a tree of {size} leaves.", _ASK)
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    if last or result != root:
        raise ProofError(f"The inclusion proof for index {index} does not lead to the root of {size} leaves.", _ASK)


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    """Check that the tree of `size1` leaves begins the one of `size2`, or raise ProofError (2.1.4.2)."""
    if not 0 < size1 <= size2:
        raise ProofError(f"There is no consistency proof from {size1} to {size2} leaves.", _ASK)
    if size1 == size2:
        # Nothing is hashed here, so any two roots may be compared; a vector of transparency-dev/merkle counts on it.
        if proof or root1 != root2:
            raise ProofError(f"Two trees of {size1} leaves have different roots or a proof too many.", _ASK)
        return
    check_hashes([root1, root2, *proof])
    # A tree of a power of two is itself the first subtree of the larger one, so its root is left out of the proof.
    path = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    results = _consistent_roots(size1, size2, path)
    if results != (root1, root2):
        raise ProofError(f"The consistency proof from {size1} to {size2} leaves does not lead to the roots.", _ASK)


def inclusion_proof(index: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """The proof that the leaf at `index` is in the tree of `size` leaves, from the leaf up (RFC 9162 2.1.3.1)."""
    if not 0 <= index < size:
        raise ProofError(f"A tree of {size} leaves has none at index {index}.")
    siblings, start, end = list[tuple[int, int]](), 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return _hashes(siblings, size, read_tile)


def consistency_proof(size1: int, size2: int, read_tile: ReadTile) -> list[bytes]:
    """The proof that the tree of `size1` leaves begins the one of `size2` (RFC 9162 2.1.4.1)."""
    if not 0 < size1 <= size2:
        raise ProofError(f"There is no consistency proof from {size1} to {size2} leaves.")
    ranges, start, end = list[tuple[int, int]](), 0, size2
    while size1 != end:
        middle = start + _split(end - start)
        if size1 <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return _hashes([*ranges, (start, end)] if start else ranges, size2, read_tile)


def _consistent_roots(size1: int, size2: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a path leads to; None where its length does not fit."""
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not path:
        return None
    result1 = result2 = path[0]
    for sibling in path[1:]:
        if not last:
            return None
        if node & 1 or node == last:
            result1, result2 = node_hash(sibling, result1), node_hash(sibling, result2)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result2 = node_hash(result2, sibling)
        node, last = node >> 1, last >> 1
    return None if last else (result1, result2)


def _hashes(ranges: Sequence[tuple[int, int]], size: int, read_tile: ReadTile) -> list[bytes]:
    tree = TiledTree(size, read_tile)
    return [tree.range_hash(start, end) for start, end in reversed(ranges)]


def _split(length: int) -> int:
    """The largest power of two that is smaller than `length`, for a length of at least 2."""
    return 1 << ((length - 1).bit_length() - 1)
