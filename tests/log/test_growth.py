"""Which tiles change, which may go, and what a check finds. The properties stand in test_rfc6962."""

from collections.abc import Callable
from hashlib import sha256

import pytest

from counterfoil.errors import ProofError
from counterfoil.log import (
    Frontier,
    ReadTile,
    check_tiles,
    encode_bundle,
    leaf_hashes,
    root,
    root_from_tiles,
    stale_tiles,
    tiles_between,
)
from counterfoil.log.growth import Hashed
from counterfoil.log.tiles import TILE_HEIGHT

ENTRIES = [sha256(b"%d" % index).digest() for index in range(70_000)]


def no_tile(tile: object) -> bytes:
    pytest.fail(f"{tile} was read")


def reader(files: dict[str, bytes]) -> ReadTile:
    return lambda tile: files[tile.path]


def faults(files: dict[str, bytes], count: int, sizes: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    found = check_tiles(ENTRIES[:count], files, reader(files), sizes)
    return [(fault.path, fault.fault) for fault in found]


def test_the_example_of_the_specification() -> None:
    files = dict(tiles_between(0, ENTRIES, no_tile))
    full = [name for name in files if ".p/" not in name]
    assert sum(name.startswith("tile/0/") for name in full) == 273
    assert sum(name.startswith("tile/entries/") for name in full) == 273
    assert {name for name in files if not name.startswith(("tile/0/", "tile/entries/"))} == {
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    }
    assert len(files["tile/0/273.p/112"]) == 112 * 32
    assert files["tile/entries/273.p/112"] == encode_bundle(ENTRIES[-112:])
    assert root_from_tiles(70_000, reader(files)) == root(leaf_hashes(ENTRIES))
    assert faults(files, 70_000) == []


def test_growth_across_two_levels_writes_only_what_changes() -> None:
    old = dict(tiles_between(0, ENTRIES[:65_535], no_tile))
    new = dict(tiles_between(65_535, ENTRIES[65_535:65_537], reader(old)))
    assert list(new) == [
        "tile/entries/255",
        "tile/0/255",
        "tile/entries/256.p/1",
        "tile/0/256.p/1",
        "tile/1/000",
        "tile/2/000.p/1",
    ]
    assert list(stale_tiles(65_535, 65_537)) == ["tile/entries/255.p", "tile/0/255.p", "tile/1/000.p"]


def test_no_entries_change_no_tile() -> None:
    assert list(tiles_between(300, [], no_tile)) == []
    assert list(stale_tiles(300, 300)) == []
    assert list(stale_tiles(300, 511)) == []


def test_a_partial_tile_of_another_width_stops_growth() -> None:
    with pytest.raises(ProofError, match=r"tile/entries/001.p/44 holds 43"):
        list(tiles_between(300, ENTRIES[300:301], lambda _: encode_bundle(ENTRIES[256:299])))


@pytest.mark.parametrize("old", [0, 3, 255, 256, 300])
@pytest.mark.parametrize("new", [301, 512, 600])
def test_leaf_hashes_that_are_known_give_the_same_tiles(old: int, new: int) -> None:
    files = dict(tiles_between(0, ENTRIES[:old], no_tile))
    leaves = leaf_hashes(ENTRIES[old:new])
    _, roots = Frontier().append_all(leaf_hashes(ENTRIES[:old])).grown(leaves, TILE_HEIGHT)
    known = tiles_between(old, ENTRIES[old:new], reader(files), Hashed(leaves, roots))
    assert dict(known) == dict(tiles_between(old, ENTRIES[old:new], reader(files)))


def three_sizes() -> dict[str, bytes]:
    """A log that was published at 3, 300 and 600 entries."""
    files = dict[str, bytes]()
    for old, new in [(0, 3), (3, 300), (300, 600)]:
        files.update(dict(tiles_between(old, ENTRIES[old:new], reader(files))))
    return files


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: void(files.pop(name))


def with_file(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({name: b""})


def void(_: object) -> None:
    """Nothing: `dict.pop` gives what it took."""


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (without("tile/0/001"), ("tile/0/001", "missing")),
        (without("tile/entries/000"), ("tile/entries/000", "missing")),
        (without("tile/entries/002.p/88"), ("tile/entries/002.p/88", "missing")),
        (without("tile/1/000.p/2"), ("tile/1/000.p/2", "missing")),
        (without("tile/1/000.p/1"), ("tile/1/000.p/1", "missing")),
        (with_file("tile/1/000.p/3"), ("tile/1/000.p/3", "unexpected")),
        (with_file("tile/1/000"), ("tile/1/000", "unexpected")),
        (with_file("tile/1/001"), ("tile/1/001", "unexpected")),
        (with_file("tile/2/000.p/1"), ("tile/2/000.p/1", "unexpected")),
        (with_file("tile/0/003"), ("tile/0/003", "unexpected")),
        (with_file("tile/0/000.tmp"), ("tile/0/000.tmp", "unexpected")),
        (with_file("tile/0/000.p/3"), ("tile/0/000.p/3", "differs")),
        (with_file("tile/entries/001"), ("tile/entries/001", "differs")),
        (with_file("tile/1/000.p/1"), ("tile/1/000.p/1", "differs")),
    ],
)
def test_each_fault_is_named(damage: Callable[[dict[str, bytes]], None], expected: tuple[str, str]) -> None:
    files = three_sizes()
    assert faults(files, 600, (3, 300, 600)) == []
    damage(files)
    assert faults(files, 600, (3, 300, 600)) == [expected]


def test_partial_tiles_that_were_published_may_go_only_with_the_full_one() -> None:
    files = three_sizes()
    for stale in ("tile/0/000.p/3", "tile/entries/000.p/3", "tile/0/001.p/44", "tile/entries/001.p/44"):
        del files[stale]
    assert faults(files, 600, (3, 300, 600)) == []
    del files["tile/1/000.p/1"]
    assert faults(files, 600) == []
    assert faults(files, 600, (3, 300, 600)) == [("tile/1/000.p/1", "missing")]


def test_a_size_beyond_the_entries_asks_for_no_tile() -> None:
    assert faults(three_sizes(), 600, (3, 300, 600, 601, 70_000)) == []


def test_a_log_without_entries() -> None:
    assert faults({}, 0) == []
    assert faults({"tile/0/000.p/1": b""}, 0) == [("tile/0/000.p/1", "unexpected")]
