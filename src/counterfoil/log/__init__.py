"""The transparency log: how facts become entries, entries a tree, and the tree tiles, checkpoints and proofs.

What is handed to others (cosignatures, proof files, SD-JWT, signed documents) is imported by its module, since adding
to a record needs none of it and should start fast.
"""

from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from counterfoil.log.claims import disclosures, entry, padding_entry, payload
from counterfoil.log.disclosure import Disclosed, reveal, verify_disclosure
from counterfoil.log.growth import TileFault, check_tiles, stale_tiles, tiles_between
from counterfoil.log.merkle import EMPTY_ROOT, Frontier, leaf_hash, leaf_hashes, node_hash, root, roots_at
from counterfoil.log.note import Note, Signature, Signer, Verifier, open_note, parse_vkey, sign_note
from counterfoil.log.proof import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from counterfoil.log.tiles import (
    ENTRIES,
    ReadTile,
    Tile,
    TiledTree,
    decode_bundle,
    encode_bundle,
    parse_path,
    partial_tiles,
    root_from_tiles,
)

__all__ = [
    "EMPTY_ROOT",
    "ENTRIES",
    "Checkpoint",
    "Disclosed",
    "Frontier",
    "Json",
    "Note",
    "ReadTile",
    "Signature",
    "Signer",
    "Tile",
    "TileFault",
    "TiledTree",
    "Verifier",
    "canonical_json",
    "check_tiles",
    "consistency_proof",
    "decode_bundle",
    "disclosures",
    "encode_bundle",
    "entry",
    "format_checkpoint",
    "inclusion_proof",
    "leaf_hash",
    "leaf_hashes",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "padding_entry",
    "parse_checkpoint",
    "parse_path",
    "parse_vkey",
    "partial_tiles",
    "payload",
    "reveal",
    "root",
    "root_from_tiles",
    "roots_at",
    "sign_checkpoint",
    "sign_note",
    "stale_tiles",
    "tiles_between",
    "verify_consistency",
    "verify_disclosure",
    "verify_inclusion",
]
