"""Names and bytes of tiles as c2sp.org/tlog-tiles has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import (
    EMPTY_ROOT,
    ENTRIES,
    Tile,
    decode_bundle,
    encode_bundle,
    parse_path,
    partial_tiles,
    root_from_tiles,
)

tiles = st.builds(Tile, st.integers(ENTRIES, 63), st.integers(0, 10**12), st.integers(1, 256))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(63, 7, 1), "tile/63/007.p/1"),
        (Tile(1, 1234, 255), "tile/1/x001/234.p/255"),
        (Tile(ENTRIES, 0, 15), "tile/entries/000.p/15"),
        (Tile(ENTRIES, 1234067), "tile/entries/x001/x234/067"),
    ],
)
def test_paths(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@given(tiles)
def test_a_path_tells_its_tile(tile: Tile) -> None:
    assert parse_path(tile.path) == tile


@given(st.text("0123456789/x.pentrisl", max_size=30).map("tile/".__add__))
def test_a_tile_has_one_path(path: str) -> None:
    tile = parse_path(path)
    assert tile is None or tile.path == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/99/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/999",
        "tile/0/000.p/1/2",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "/tile/0/000",
        "../tile/0/000",
        "tile/entry/000",
    ],
)
def test_other_paths_name_no_tile(path: str) -> None:
    assert parse_path(path) is None


def test_partial_tiles_of_the_example_in_the_specification() -> None:
    assert partial_tiles(70_000) == [Tile(ENTRIES, 273, 112), Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert partial_tiles(256) == [Tile(1, 0, 1)]
    assert partial_tiles(0) == []
    assert partial_tiles(2**63) == [Tile(7, 0, 128)]


@given(st.lists(st.binary(max_size=300)))
def test_bundles(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == entries


def test_an_entry_has_its_length_before_it() -> None:
    assert encode_bundle([b"", b"ab", bytes(65535)]) == b"\x00\x00\x00\x02ab\xff\xff" + bytes(65535)


def test_an_entry_too_long_for_a_bundle_is_refused() -> None:
    with pytest.raises(ProofError, match="longer than"):
        encode_bundle([bytes(65536)])


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x01", b"\x00\x02a", b"\x00\x01a\x00"])
def test_a_torn_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError, match="ends within an entry"):
        decode_bundle(data)


def test_a_tree_without_leaves_needs_no_tile() -> None:
    assert root_from_tiles(0, lambda tile: pytest.fail(tile.path)) == EMPTY_ROOT


def test_a_full_tile_is_as_good_as_the_partial_one() -> None:
    full = bytes(range(256)) * 32
    assert root_from_tiles(3, lambda _: full) == root_from_tiles(3, lambda _: full[:96])


@pytest.mark.parametrize("length", [0, 32, 128, 95, 8160, 8224])
def test_a_tile_of_another_width_is_refused(length: int) -> None:
    with pytest.raises(ProofError, match=r"tile/0/000.p/3 holds|not a whole number"):
        root_from_tiles(3, lambda _: bytes(length))
