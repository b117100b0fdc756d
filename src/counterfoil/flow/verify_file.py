"""Is this file in the record?

Its fact is hashed again, and an inclusion proof made from the tiles holds against the checkpoint.
"""

import hashlib
from typing import Any

from counterfoil.errors import CounterfoilError
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import CHECKPOINT, FOLDER, entry_of, tile_reader
from counterfoil.log.checkpoint import Checkpoint, open_checkpoint
from counterfoil.log.merkle import leaf_hash
from counterfoil.log.note import parse_vkey
from counterfoil.log.proof import inclusion_proof, verify_inclusion
from counterfoil.model._base import Model
from counterfoil.store import DocumentRow


class FileVerified(Model, gc=True):
    """The documents of a file that are in the record with a proof that holds, and what is damaged about others."""

    documents: tuple[dict[str, Any], ...] = ()
    damages: tuple[str, ...] = ()


def verify_file(home: Home, data: bytes) -> FileVerified:
    """Look for the documents whose original these bytes are, and prove each of them."""
    rows = home.store.documents_in(hashlib.sha256(data).digest())
    if not rows:
        return FileVerified()
    try:
        note = (home.path / FOLDER / CHECKPOINT).read_bytes()
        head = open_checkpoint(note, parse_vkey(home.vkey()))
    except (OSError, CounterfoilError) as error:
        return FileVerified(damages=(f"{FOLDER}/{CHECKPOINT}: {error}",))
    proven, damages = [], []
    for row in rows:
        try:
            proven.append(_proven(home, row, head))
        except CounterfoilError as error:
            damages.append(f"document {row.id.hex()}: {error}")
    return FileVerified(documents=tuple(proven), damages=tuple(damages))


def _proven(home: Home, row: DocumentRow, head: Checkpoint) -> dict[str, Any]:
    fact = next(home.store.facts(row.fact, row.fact + 1), None)
    if fact is None or fact.subject != row.id or entry_of(fact) != fact.entry:
        raise CounterfoilError(f"Fact {row.fact} is not what was logged.", "Run 'counterfoil verify'.")
    leaf = leaf_hash(fact.entry)
    verify_inclusion(row.fact, head.size, leaf, inclusion_proof(row.fact, head.size, tile_reader(home.path)), head.root)
    return {
        "id": row.id.hex(),
        "document": row.document,
        "number": row.number,
        "fact": row.fact,
        "size": head.size,
        "recorded": fact.recorded.isoformat(),
    }
