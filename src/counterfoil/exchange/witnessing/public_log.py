"""Our log as others may see it: static files (c2sp.org/tlog-tiles) of what is published, and nothing beyond it."""

import re

from counterfoil.exchange.reply import OCTETS, Reply, refusal
from counterfoil.exchange.witnessing.cosigning import note_cosigned
from counterfoil.exchange.witnessing.log_tree import tree_reader
from counterfoil.exchange.witnessing.published import newest_published, newest_size
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import CHECKPOINT
from counterfoil.log.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, encode_row, parse_path, read_row

_PATH_MAX = 100
"""No tile of a log that can be counted in 63 bits has a longer name."""
_COSIGNED = re.compile("cosigned/([0-9a-f]{64})", re.ASCII)


def log_file(home: Home, path: str) -> Reply:
    """`checkpoint`, with the cosignatures that were collected, or a tile or entry bundle; 404 for all else.

    A tile is served in every width up to the one that it has in the published tree: older checkpoints need those.
    Beyond what tlog-tiles has, `cosigned/<SHA-256 of a vkey>` is the last checkpoint that a witness cosigned: by that a
    witness that was brought back learns what it must not cosign behind.
    """
    if path == CHECKPOINT:
        newest = newest_published(home)
        return _note(None if newest is None else newest.note)
    if cosigned := _COSIGNED.fullmatch(path):
        return _note(note_cosigned(home, bytes.fromhex(cosigned[1])))
    tile = parse_path(path) if len(path) <= _PATH_MAX else None
    if tile is None or not _is_within(tile, newest_size(home)):
        return _missing()
    row = read_row(tile, tree_reader(home))
    return Reply(status=200, body=encode_row(tile.level, row), content_type=OCTETS)


def _is_within(tile: Tile, size: int) -> bool:
    return tile.index * TILE_WIDTH + tile.width <= size >> (TILE_HEIGHT * max(tile.level, 0))


def _note(note: bytes | None) -> Reply:
    return Reply(status=200, body=note) if note else _missing()


def _missing() -> Reply:
    return refusal(404, "There is no such file in this log.")
