"""The transparency log: how facts become entries, entries a tree, and the tree tiles, checkpoints and proofs."""

from counterfoil.log.add_checkpoint import AddCheckpoint, format_add_checkpoint, parse_add_checkpoint, parse_known_size
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from counterfoil.log.claims import disclosures, entry, padding_entry, payload
from counterfoil.log.cosignature import Cosigner, Witnessed, attach_cosignatures, open_witnessed
from counterfoil.log.data_integrity import sign_document, verify_document
from counterfoil.log.disclosure import Disclosed, reveal, verify_disclosure
from counterfoil.log.growth import TileFault, check_tiles, stale_tiles, tiles_between
from counterfoil.log.key_binding import Challenge, bind, holder_of, verify_binding
from counterfoil.log.merkle import EMPTY_ROOT, Frontier, leaf_hash, leaf_hashes, node_hash, root, roots_at
from counterfoil.log.note import Note, Signature, Signer, Verifier, open_note, parse_vkey, sign_note
from counterfoil.log.proof import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from counterfoil.log.quorum import Policy, Quorum, parse_policy
from counterfoil.log.sd_jwt import SdJwt, issue_sd_jwt, parse_sd_jwt, verify_sd_jwt
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
from counterfoil.log.tlog_proof import TlogProof, format_tlog_proof, parse_tlog_proof, verify_tlog_proof

__all__ = [
    "EMPTY_ROOT",
    "ENTRIES",
    "AddCheckpoint",
    "Challenge",
    "Checkpoint",
    "Cosigner",
    "Disclosed",
    "Frontier",
    "Json",
    "Note",
    "Policy",
    "Quorum",
    "ReadTile",
    "SdJwt",
    "Signature",
    "Signer",
    "Tile",
    "TileFault",
    "TiledTree",
    "TlogProof",
    "Verifier",
    "Witnessed",
    "attach_cosignatures",
    "bind",
    "canonical_json",
    "check_tiles",
    "consistency_proof",
    "decode_bundle",
    "disclosures",
    "encode_bundle",
    "entry",
    "format_add_checkpoint",
    "format_checkpoint",
    "format_tlog_proof",
    "holder_of",
    "inclusion_proof",
    "issue_sd_jwt",
    "leaf_hash",
    "leaf_hashes",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "open_witnessed",
    "padding_entry",
    "parse_add_checkpoint",
    "parse_checkpoint",
    "parse_known_size",
    "parse_path",
    "parse_policy",
    "parse_sd_jwt",
    "parse_tlog_proof",
    "parse_vkey",
    "partial_tiles",
    "payload",
    "reveal",
    "root",
    "root_from_tiles",
    "roots_at",
    "sign_checkpoint",
    "sign_document",
    "sign_note",
    "stale_tiles",
    "tiles_between",
    "verify_binding",
    "verify_consistency",
    "verify_disclosure",
    "verify_document",
    "verify_inclusion",
    "verify_sd_jwt",
    "verify_tlog_proof",
]
