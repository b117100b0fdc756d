"""Tiles of a transparency log (c2sp.org/tlog-tiles): their names, their bytes, and hashes read out of them."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from counterfoil.errors import ProofError
from counterfoil.log.merkle import EMPTY_ROOT, fold, perfect_root, split_hashes
from counterfoil.model._base import Model

TILE_WIDTH = 256
TILE_HEIGHT = 8
ENTRIES = -1
"""The level that stands for entry bundles, which are named and grow as the tiles of level 0 do."""
ENTRY_BYTES_MAX = 0xFFFF
_LEVEL_MAX = 63
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)((?:/x[0-9]{3})*/[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


class Tile(Model, kw_only=False):
    """The place of a tile: `level` (or ENTRIES), `index` within the level, and `width`, 256 where it is full."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The name below the log's prefix, such as `tile/0/x001/234` or `tile/entries/000.p/7`."""
        return self.full_path if self.width == TILE_WIDTH else f"{self.full_path}.p/{self.width}"

    @property
    def full_path(self) -> str:
        """The name of the full tile at this place."""
        groups = f"{self.index:0{-(-len(str(self.index)) // 3) * 3}d}"
        parts = [groups[at : at + 3] for at in range(0, len(groups), 3)]
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/" + "".join(f"x{part}/" for part in parts[:-1]) + parts[-1]


ReadTile = Callable[[Tile], bytes]
"""How the bytes of a tile are had. For a partial tile, those of the full one in its place are as good."""


def parse_path(path: str) -> Tile | None:
    """The tile that a path names, or None where it is no name of a tile."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    level, groups, width = match.groups()
    index = int(groups.replace("/x", "").replace("/", ""))
    tile = Tile(ENTRIES if level == "entries" else int(level), index, int(width) if width else TILE_WIDTH)
    # One spelling for each tile: to compare refuses x000/001 and, as a full tile has none, the width 256.
    return tile if tile.path == path and tile.level <= _LEVEL_MAX and tile.width <= TILE_WIDTH else None


def partial_tiles(size: int) -> list[Tile]:
    """The partial tiles, entry bundle first, at the right edge of a tree of this size."""
    levels = [ENTRIES, *takewhile(lambda level: size >> (TILE_HEIGHT * level), range(_LEVEL_MAX + 1))]
    tiles = [Tile(level, *divmod(size >> (TILE_HEIGHT * max(level, 0)), TILE_WIDTH)) for level in levels]
    return [tile for tile in tiles if tile.width]


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one behind the other, each after its length in two bytes, big-endian."""
    lengths = set(map(len, entries))
    if lengths and max(lengths) > ENTRY_BYTES_MAX:
        raise ProofError(f"An entry is longer than the {ENTRY_BYTES_MAX} bytes that an entry bundle can hold.")
    if len(lengths) == 1:  # as those of facts are
        length = lengths.pop().to_bytes(2, "big")
        return length + length.join(entries)
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def decode_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle; a torn bundle is a ProofError."""
    entries, at = list[bytes](), 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        entries.append(data[start:at])
    if at != len(data):
        raise ProofError(f"An entry bundle of {len(data)} bytes ends within an entry.")
    return entries


def encode_row(level: int, row: Sequence[bytes]) -> bytes:
    """The bytes of a tile out of its hashes, or of a bundle out of its entries."""
    return encode_bundle(row) if level == ENTRIES else b"".join(row)


def read_row(tile: Tile, read_tile: ReadTile) -> list[bytes]:
    """The hashes (entries) of a tile as read; too few of them are a ProofError, and more only pass as a full tile."""
    data = read_tile(tile)
    row = decode_bundle(data) if tile.level == ENTRIES else split_hashes(data)
    if len(row) not in (tile.width, TILE_WIDTH):
        raise ProofError(f"{tile.path} holds {len(row)} hashes or entries instead of {tile.width}.")
    return row[: tile.width]


class TiledTree:
    """A tree of `size` leaves seen through its tiles, each of which is read once at most."""

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        self.size = size
        self._read_tile = read_tile
        self._rows: dict[tuple[int, int], list[bytes]] = {}

    def root(self) -> bytes:
        """The root of the whole tree."""
        return self.range_hash(0, self.size) if self.size else EMPTY_ROOT

    def range_hash(self, start: int, end: int) -> bytes:
        """The hash over the leaves from `start` to before `end`: RFC 6962's MTH(D[start:end]) as proofs need it.

        `start` must be a multiple of the smallest power of two that is not less than the length, as in every subtree.
        """
        peaks, at = list[bytes](), start
        while at < end:
            height = (end - at).bit_length() - 1
            peaks.append(self._subtree(height, at >> height))
            at += 1 << height
        return fold(peaks)

    def _subtree(self, height: int, index: int) -> bytes:
        """The hash of the `index`-th perfect subtree of this height; it always lies within one tile."""
        level, depth = divmod(height, TILE_HEIGHT)
        tile_index, first = divmod(index << depth, TILE_WIDTH)
        return perfect_root(self._row(level, tile_index)[first : first + (1 << depth)])

    def _row(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._rows:
            width = min(TILE_WIDTH, (self.size >> (TILE_HEIGHT * level)) - TILE_WIDTH * index)
            self._rows[level, index] = read_row(Tile(level, index, width), self._read_tile)
        return self._rows[level, index]


def root_from_tiles(size: int, read_tile: ReadTile) -> bytes:
    """The root of a tree of this size out of the tiles at its right edge."""
    return TiledTree(size, read_tile).root()
