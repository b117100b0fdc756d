"""How tiles change as a log grows, and whether tiles are what the entries make of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from counterfoil.log.merkle import leaf_hashes, perfect_root
from counterfoil.log.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    ReadTile,
    Tile,
    encode_row,
    parse_path,
    partial_tiles,
    read_row,
)
from counterfoil.model._base import Model

_Place = tuple[int, int]
"""Level and index of a tile."""


class Hashed(NamedTuple):
    """What is hashed already of entries that come: each as a leaf, and the roots of the tiles that they fill."""

    leaves: Sequence[bytes]
    roots: Sequence[bytes]


class TileFault(Model):
    """A tile or entry bundle that is not as the entries make it, by its path below the log's prefix."""

    path: str
    fault: Literal["missing", "differs", "unexpected"]


def tiles_between(
    old_size: int, entries: Iterable[bytes], read_tile: ReadTile, known: Hashed | None = None
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each bundle and tile, full or partial, that a log has after `entries` and not at `old_size`.

    `read_tile` is asked for the partial tiles of the old size only, so never for a log that starts at 0. `entries` may
    be a stream: no more than the hashes of full tiles (a 256th) is kept. `known` spares to hash them once more.
    """
    for tile, row in _rebuild(old_size, entries, read_tile, known):
        yield tile.path, encode_row(tile.level, row)


def stale_tiles(old_size: int, new_size: int) -> Iterator[str]:
    """The folders of partial tiles (such as `tile/0/000.p`) that may go, as their tile became full in between."""
    for level in (ENTRIES, *range(new_size.bit_length() // TILE_HEIGHT)):
        shift = TILE_HEIGHT * (max(level, 0) + 1)
        for index in range(old_size >> shift, new_size >> shift):
            yield Tile(level, index).full_path + ".p"


def check_tiles(
    entries: Iterable[bytes], paths: Iterable[str], read_tile: ReadTile, sizes: Iterable[int] = ()
) -> Iterator[TileFault]:
    """Rebuild every tile from the entries and name each one that is missing, differs, or should not be there.

    `paths` are the files that lie below the log's prefix in `tile/`; older partial tiles among them are compared too.
    `sizes` are those of the published checkpoints: their partial tiles must be there until the full ones are.
    """
    present, strangers = _by_place(paths)
    needed, _ = _by_place(tile.path for size in sizes for tile in partial_tiles(size))
    for tile, row in _rebuild(0, entries, read_tile):
        place = (tile.level, tile.index)
        there = present.pop(place, set())
        needs = {tile.width} if tile.width == TILE_WIDTH else {tile.width, *needed[place]}
        for width in sorted(there | needs):
            fault = _fault(Tile(tile.level, tile.index, width), row, there, read_tile)
            if fault is not None:
                yield fault
    strangers += [Tile(*place, width).path for place, widths in present.items() for width in widths]
    for path in sorted(strangers):
        yield TileFault(path=path, fault="unexpected")


def _fault(tile: Tile, row: list[bytes], there: set[int], read_tile: ReadTile) -> TileFault | None:
    if tile.width > len(row):
        # A checkpoint that promises more than the entries hold is the caller's finding: here only files count.
        return TileFault(path=tile.path, fault="unexpected") if tile.width in there else None
    if tile.width not in there:
        return TileFault(path=tile.path, fault="missing")
    same = read_tile(tile) == encode_row(tile.level, row[: tile.width])
    return None if same else TileFault(path=tile.path, fault="differs")


def _by_place(paths: Iterable[str]) -> tuple[defaultdict[_Place, set[int]], list[str]]:
    """The widths at each place, and the paths that name no tile."""
    widths, strangers = defaultdict[_Place, set[int]](set), list[str]()
    for path in paths:
        tile = parse_path(path)
        if tile is None:
            strangers.append(path)
        else:
            widths[tile.level, tile.index].add(tile.width)
    return widths, strangers


def _rebuild(
    size: int, entries: Iterable[bytes], read_tile: ReadTile, known: Hashed | None = None
) -> Iterator[tuple[Tile, list[bytes]]]:
    """Bundles and level-0 tiles while the entries pass, then the levels above out of the tiles that became full."""
    roots = list[bytes]()
    leaves, filled = map(iter, known or Hashed((), ()))
    for bundle, row in _rows(ENTRIES, size, entries, read_tile):
        yield bundle, row
        old = len(row) if known is None else max(0, size - TILE_WIDTH * bundle.index)
        tile, hashes = Tile(0, bundle.index, bundle.width), leaf_hashes(row[:old])
        hashes += islice(leaves, len(row) - old)
        yield tile, hashes
        if tile.width == TILE_WIDTH:
            roots.append(next(filled, None) or perfect_root(hashes))
    level = 0
    while roots:
        level, size, below, roots = level + 1, size // TILE_WIDTH, roots, []
        for tile, row in _rows(level, size, below, read_tile):
            yield tile, row
            if tile.width == TILE_WIDTH:
                roots.append(perfect_root(row))


def _rows(level: int, size: int, added: Iterable[bytes], read_tile: ReadTile) -> Iterator[tuple[Tile, list[bytes]]]:
    """One level's tiles that change when `added` come behind the `size` hashes (entries) that it has."""
    index, width = divmod(size, TILE_WIDTH)
    row, source = list[bytes](), iter(added)
    if fresh := list(islice(source, TILE_WIDTH - width)):
        row = read_row(Tile(level, index, width), read_tile) if width else row
    while fresh:
        row = row + fresh
        yield Tile(level, index, len(row)), row
        index, row, fresh = index + 1, [], list(islice(source, TILE_WIDTH))
