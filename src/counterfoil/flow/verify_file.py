"""Is this file in the record?

Its fact is hashed again, and an inclusion proof made from the tiles holds against the checkpoint.
"""

import hashlib
from typing import Any

import msgspec

from counterfoil.errors import CounterfoilError
from counterfoil.flow.facts import entry_of
from counterfoil.flow.forgotten import GONE, sentence, told_of
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import CHECKPOINT, FOLDER, tile_reader
from counterfoil.formats import read
from counterfoil.log.checkpoint import Checkpoint, open_checkpoint
from counterfoil.log.merkle import leaf_hash, leaf_hashes, perfect_root
from counterfoil.log.note import parse_vkey
from counterfoil.log.proof import inclusion_proof, verify_inclusion
from counterfoil.log.tiles import TILE_WIDTH, ReadTile, Tile, read_row
from counterfoil.model._base import Model
from counterfoil.model.summary import GOODS_EVENT
from counterfoil.store import DocumentRow

RECEIVED = "document.received/1"


class FileVerified(Model, gc=True):
    """The documents of a file that are in the record with a proof that holds, and what is damaged about others."""

    documents: tuple[dict[str, Any], ...] = ()
    forgotten: tuple[str, ...] = ()
    """When and by whom documents of it were forgotten, or entries of them."""
    damages: tuple[str, ...] = ()


def verify_file(home: Home, data: bytes) -> FileVerified:
    """Look for the documents that stand in these bytes, and prove each of them.

    They are those whose original the bytes are, and goods events that were recorded out of another file: an event is
    the same wherever it stands, since its id is the hash of what it says.
    """
    found = _rows(home, data)
    forgotten = tuple(sentence(told) for row in found if (told := told_of(home.store, row)) is not None)
    rows = [row for row in found if row.role != GONE]
    if not rows:
        return FileVerified(forgotten=forgotten)
    try:
        head, read_tile = _head(home, max(row.fact for row in rows))
    except (OSError, CounterfoilError) as error:
        return FileVerified(forgotten=forgotten, damages=(f"{FOLDER}/{CHECKPOINT}: {error}",))
    proven, damages = [], []
    for row in rows:
        try:
            proven.append(_proven(home, row, head, read_tile))
        except CounterfoilError as error:
            damages.append(f"document {row.id.hex()}: {error}")
    return FileVerified(documents=tuple(proven), forgotten=forgotten, damages=tuple(damages))


def _rows(home: Home, data: bytes) -> list[DocumentRow]:
    rows = home.store.documents_in(hashlib.sha256(data).digest())
    if any(row.document != GOODS_EVENT for row in rows):
        return rows
    try:
        ids = [reading.identity for reading in read(data, home.settings.limits) if reading.identity is not None]
    except CounterfoilError:
        return rows
    known = {row.id: row for row in rows} | home.store.documents_by_id(ids)
    return [known[one] for one in dict.fromkeys([*(row.id for row in rows), *ids]) if one in known]


def _head(home: Home, fact: int) -> tuple[Checkpoint, ReadTile]:
    """The published checkpoint with its tiles.

    Where it does not reach to the fact yet, as after an `add` that was cut off, the last one of the database, with the
    tiles that are still to be written made from the entries.
    """
    verifier = parse_vkey(home.vkey())
    head = open_checkpoint((home.path / FOLDER / CHECKPOINT).read_bytes(), verifier)
    last = home.store.last_checkpoint()
    if head.size > fact or last is None:
        return head, tile_reader(home.path)
    return open_checkpoint(last.note.encode(), verifier), _tiles_to_come(home)


def _tiles_to_come(home: Home) -> ReadTile:
    """Gives a tile's bytes, of the lowest level from the entries, above it from the tiles below."""

    def read_tile(tile: Tile) -> bytes:
        start = tile.index * TILE_WIDTH
        if tile.level == 0:
            return b"".join(leaf_hashes(home.store.entries(start, start + tile.width)))
        below = (Tile(tile.level - 1, start + at) for at in range(tile.width))
        return b"".join(perfect_root(read_row(one, read_tile)) for one in below)

    return read_tile


def _proven(home: Home, row: DocumentRow, head: Checkpoint, read_tile: ReadTile) -> dict[str, Any]:
    fact = next(home.store.facts(row.fact, row.fact + 1), None)
    if fact is None or fact.kind != RECEIVED or fact.subject != row.id or entry_of(fact) != fact.entry:
        raise CounterfoilError(f"Fact {row.fact} is not what was logged.", "Run 'counterfoil verify'.")
    if _decode_origin(fact.claims or b"{}").original != row.original.hex():
        # The row led from the file to the fact, but only the fact is in the log.
        raise CounterfoilError(f"Fact {row.fact} says that it came from another file.", "Run 'counterfoil verify'.")
    leaf = leaf_hash(fact.entry)
    verify_inclusion(row.fact, head.size, leaf, inclusion_proof(row.fact, head.size, read_tile), head.root)
    return {
        "id": row.id.hex(),
        "document": row.document,
        "number": row.number,
        "fact": row.fact,
        "size": head.size,
        "recorded": fact.recorded.isoformat(),
    }


class _Origin(msgspec.Struct):
    original: str = ""


_decode_origin = msgspec.json.Decoder(_Origin).decode
