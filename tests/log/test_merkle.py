"""Hashes, the edge of a tree and its stored form."""

from hashlib import sha256

import pytest

from counterfoil.errors import ProofError
from counterfoil.log import EMPTY_ROOT, Frontier, leaf_hash, leaf_hashes, node_hash, root, roots_at

HASHES = leaf_hashes(b"%d" % index for index in range(11))


def test_hashes_of_rfc_6962() -> None:
    assert sha256(b"").digest() == EMPTY_ROOT == root([]) == Frontier().root()
    assert leaf_hash(b"L") == sha256(b"\x00L").digest() == leaf_hashes([b"L"])[0]
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert node_hash(left, right) == sha256(b"\x01" + left + right).digest() == root([left, right])


def test_nothing_appended_changes_nothing() -> None:
    frontier = Frontier().append_all(HASHES)
    assert frontier.append_all([]) == frontier
    assert Frontier().append_all([]) == Frontier()


def test_peaks_are_the_perfect_subtrees_the_largest_first() -> None:
    frontier = Frontier().append_all(HASHES)
    assert frontier.peaks == (root(HASHES[:8]), root(HASHES[8:10]), HASHES[10])


@pytest.mark.parametrize("size", range(12))
@pytest.mark.parametrize("height", range(5))
def test_an_edge_tells_which_subtrees_became_whole(size: int, height: int) -> None:
    width, before = 1 << height, Frontier().append_all(HASHES[:size])
    after, whole = before.grown(HASHES[size:], height)
    starts = [at for at in range(0, len(HASHES), width) if size < at + width <= len(HASHES)]
    assert whole == [root(HASHES[at : at + width]) for at in starts]
    assert after == before.append_all(HASHES[size:]) == Frontier().append_all(HASHES)


def test_an_edge_is_stored_as_size_and_peaks() -> None:
    frontier = Frontier().append_all(HASHES)
    assert frontier.encode() == (11).to_bytes(8, "big") + b"".join(frontier.peaks)
    assert Frontier.decode(frontier.encode()) == frontier
    assert Frontier.decode(bytes(8)) == Frontier()


@pytest.mark.parametrize(
    "data",
    [b"", bytes(7), bytes(9), bytes(40), (1).to_bytes(8, "big"), (3).to_bytes(8, "big") + bytes(32), b"\xff" * 72],
    ids=["empty", "short-size", "torn", "peak-of-nothing", "no-peak", "peak-missing", "huge-size"],
)
def test_a_stored_edge_of_a_wrong_length_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError, match="does not fit"):
        Frontier.decode(data)


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)])
def test_only_hashes_of_32_bytes_are_appended(wrong: bytes) -> None:
    with pytest.raises(ProofError, match="instead of 32"):
        Frontier().append_all([HASHES[0], wrong])


def test_roots_stop_where_the_leaves_stop() -> None:
    assert list(roots_at(iter(HASHES), [0, 0, 3, 3, 12, 13])) == [
        (0, EMPTY_ROOT),
        (0, EMPTY_ROOT),
        (3, root(HASHES[:3])),
        (3, root(HASHES[:3])),
    ]


def test_sizes_that_go_down_have_no_roots() -> None:
    assert list(roots_at(HASHES, [3, 2])) == [(3, root(HASHES[:3]))]
