"""The tiles of our own log, in every width, out of the database and the files that follow from it."""

from functools import cache
from pathlib import Path

from counterfoil.flow.home import Home
from counterfoil.flow.logbook import FOLDER
from counterfoil.log.merkle import HASH_BYTES, leaf_hashes, perfect_root, split_hashes
from counterfoil.log.tiles import ENTRIES, TILE_WIDTH, ReadTile, Tile, encode_row


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
