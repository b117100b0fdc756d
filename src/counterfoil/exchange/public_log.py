"""Our log as others may see it: static files (c2sp.org/tlog-tiles) of what is published, and nothing beyond it."""

from functools import cache
from pathlib import Path

from counterfoil.exchange.published import newest_published, newest_size
from counterfoil.exchange.transport import Reply
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import CHECKPOINT, FOLDER
from counterfoil.log.merkle import HASH_BYTES, leaf_hashes, perfect_root, split_hashes
from counterfoil.log.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    ReadTile,
    Tile,
    encode_row,
    parse_path,
    read_row,
)

OCTETS = "application/octet-stream"
_PATH_MAX = 100
"""No tile of a log that can be counted in 63 bits has a longer name."""


def log_file(home: Home, path: str) -> Reply:
    """`checkpoint`, with the cosignatures that were collected, or a tile or entry bundle; 404 for all else.

    A tile is served in every width up to the one that it has in the published tree: older checkpoints need those.
    """
    if path == CHECKPOINT:
        published = newest_published(home)
        return _missing() if published is None else Reply(status=200, body=published.note)
    tile = parse_path(path) if len(path) <= _PATH_MAX else None
    if tile is None or not _is_within(tile, newest_size(home)):
        return _missing()
    row = read_row(tile, tree_reader(home))
    return Reply(status=200, body=encode_row(tile.level, row), content_type=OCTETS)


def tree_reader(home: Home) -> ReadTile:
    """Gives the bytes of any tile of the log, whatever the size that is asked for; each is read once.

    Leaves come out of the database, which is the truth. Higher tiles come from their files, where they may be wider
    than asked for, or are made of those below. What is proven by them is to be checked before it is handed out.
    """

    @cache
    def read_tile(tile: Tile) -> bytes:
        if tile.level <= 0:
            start = tile.index * TILE_WIDTH
            entries = home.store.entries(start, start + tile.width)
            return encode_row(tile.level, entries if tile.level == ENTRIES else leaf_hashes(entries))
        return _filed(home.path / FOLDER, tile) or b"".join(
            perfect_root(split_hashes(read_tile(Tile(tile.level - 1, tile.index * TILE_WIDTH + at))))
            for at in range(tile.width)
        )

    return read_tile


def _is_within(tile: Tile, size: int) -> bool:
    return tile.index * TILE_WIDTH + tile.width <= size >> (TILE_HEIGHT * max(tile.level, 0))


def _filed(folder: Path, tile: Tile) -> bytes | None:
    """The first hashes of a tile's file, full or partial; None where none is as long as its name says."""
    full = folder / tile.full_path
    try:
        partial = [int(file.name) for file in full.with_name(f"{full.name}.p").glob("[0-9]*")]
    except (OSError, ValueError):
        partial = []
    for width, file in ((TILE_WIDTH, full), *((one, full.with_name(f"{full.name}.p") / str(one)) for one in partial)):
        try:
            data = file.read_bytes() if width >= tile.width else b""
        except OSError:
            continue
        if width >= tile.width and len(data) == width * HASH_BYTES:
            return data[: tile.width * HASH_BYTES]
    return None


def _missing() -> Reply:
    return Reply(status=404, body=b"There is no such file in this log.\n")
