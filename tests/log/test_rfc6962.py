"""Roots, tiles and proofs against RFC 6962 section 2.1 written down naively: slow and easy to compare with it."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import (
    Frontier,
    ReadTile,
    Tile,
    check_tiles,
    consistency_proof,
    inclusion_proof,
    root,
    root_from_tiles,
    roots_at,
    stale_tiles,
    tiles_between,
    verify_consistency,
    verify_inclusion,
)

SIZE_MAX = 1100
ENTRIES = [sha256(b"entry %d" % index).digest() for index in range(SIZE_MAX)]
LEAVES = [sha256(b"\x00" + entry).digest() for entry in ENTRIES]
sizes = st.integers(0, SIZE_MAX)
growths = st.lists(sizes, min_size=1, max_size=6).map(lambda values: sorted({0, *values}))


def split(length: int) -> int:
    """The largest power of two smaller than `length`."""
    power = 1
    while power * 2 < length:
        power *= 2
    return power


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]), section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF(m, D[n], b), section 2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def all_tiles(size: int) -> dict[str, bytes]:
    """Every tile of a tree of this size, by the formula of c2sp.org/tlog-tiles, and the entry bundles."""
    tiles = dict[str, bytes]()
    for level in range(3):
        span = 256**level
        hashes = [mth(LEAVES[at : at + span]) for at in range(0, size - span + 1, span)]
        for index, row in enumerate(hashes[at : at + 256] for at in range(0, len(hashes), 256)):
            tiles[Tile(level, index, len(row)).path] = b"".join(row)
    for index, entries in enumerate(ENTRIES[at : min(at + 256, size)] for at in range(0, size, 256)):
        tiles[Tile(-1, index, len(entries)).path] = b"".join(b"\x00\x20" + entry for entry in entries)
    return tiles


FILES = all_tiles(SIZE_MAX)


def read_tile(tile: Tile) -> bytes:
    """From the tiles of the largest tree: a full tile stands in for the partial one of an older, smaller tree."""
    if tile.full_path in FILES:
        return FILES[tile.full_path]
    widest = next(name for name in FILES if name.startswith(tile.full_path + ".p/"))
    return FILES[widest][: 32 * tile.width]


def reader(files: dict[str, bytes]) -> ReadTile:
    return lambda tile: files[tile.path]


def grown(tree_sizes: Sequence[int]) -> dict[str, bytes]:
    """All files that a log has written when it grew through these sizes."""
    files = dict[str, bytes]()
    for old, new in pairwise(tree_sizes):
        files.update(dict(tiles_between(old, iter(ENTRIES[old:new]), reader(files))))
    return files


def damaged(values: Sequence[bytes], bit: int) -> list[bytes]:
    """The same hashes with one bit flipped, counted over all of them."""
    data = bytearray(b"".join(values))
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    return [bytes(data[at : at + 32]) for at in range(0, len(data), 32)]


@given(sizes)
def test_roots(size: int) -> None:
    assert root(LEAVES[:size]) == mth(LEAVES[:size])


@given(growths)
def test_an_edge_that_grows_in_batches_has_the_root_of_each_size(tree_sizes: list[int]) -> None:
    frontier = Frontier()
    for old, new in pairwise(tree_sizes):
        frontier = Frontier.decode(frontier.append_all(LEAVES[old:new]).encode())
        assert (frontier.size, frontier.root()) == (new, mth(LEAVES[:new]))
    assert list(roots_at(LEAVES, tree_sizes)) == [(size, mth(LEAVES[:size])) for size in tree_sizes]


@given(growths)
def test_tiles_that_grow_in_batches_are_those_made_at_once(tree_sizes: list[int]) -> None:
    files = grown(tree_sizes)
    for size in tree_sizes:
        assert all(files[name] == data for name, data in all_tiles(size).items())
        assert root_from_tiles(size, reader(files)) == mth(LEAVES[:size])
    assert set(files) == {name for size in tree_sizes for name in all_tiles(size)}


@given(growths)
def test_stale_tiles_are_needed_by_no_one(tree_sizes: list[int]) -> None:
    files = grown(tree_sizes)
    for old, new in pairwise(tree_sizes):
        for folder in stale_tiles(old, new):
            assert folder.removesuffix(".p") in files
            files = {name: data for name, data in files.items() if not name.startswith(folder + "/")}
    entries = ENTRIES[: tree_sizes[-1]]
    assert not list(check_tiles(entries, files, reader(files), tree_sizes))
    for size in tree_sizes:
        assert root_from_tiles(size, lambda tile: files.get(tile.path) or files[tile.full_path]) == mth(LEAVES[:size])


@given(growths.filter(any), st.data())
def test_a_flipped_bit_in_any_tile_is_named(tree_sizes: list[int], data: st.DataObject) -> None:
    files, size = grown(tree_sizes), tree_sizes[-1]
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    files[name] = bytes(content)
    faults = list(check_tiles(ENTRIES[:size], files, reader(files)))
    assert [(fault.path, fault.fault) for fault in faults] == [(name, "differs")]


@given(sizes.filter(bool), st.data())
def test_inclusion_proofs(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, read_tile)
    assert proof == path(index, LEAVES[:size])
    tree_root = mth(LEAVES[:size])
    verify_inclusion(index, size, LEAVES[index], proof, tree_root)
    leaf, bad_root, *bad_proof = damaged([LEAVES[index], tree_root, *proof], data.draw(st.integers(0, 10_000)))
    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf, bad_proof, bad_root)


@given(sizes.filter(bool), st.data())
def test_consistency_proofs(size2: int, data: st.DataObject) -> None:
    size1 = data.draw(st.integers(1, size2))
    proof = consistency_proof(size1, size2, read_tile)
    assert proof == subproof(size1, LEAVES[:size2])
    roots = mth(LEAVES[:size1]), mth(LEAVES[:size2])
    verify_consistency(size1, size2, proof, *roots)
    root1, root2, *bad_proof = damaged([*roots, *proof], data.draw(st.integers(0, 10_000)))
    with pytest.raises(ProofError):
        verify_consistency(size1, size2, bad_proof, root1, root2)


@pytest.mark.parametrize("size", range(1, 40))
def test_each_proof_of_each_small_tree(size: int) -> None:
    tree_root = mth(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, size, read_tile)
        verify_inclusion(index, size, LEAVES[index], proof, tree_root)
        for other in set(range(size)) - {index}:
            with pytest.raises(ProofError):
                verify_inclusion(other, size, LEAVES[index], proof, tree_root)
        verify_consistency(
            index + 1, size, consistency_proof(index + 1, size, read_tile), mth(LEAVES[: index + 1]), tree_root
        )
