"""Logs of other people: their checkpoints, tiles and proofs pass ours, and ours builds theirs."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from counterfoil.errors import ProofError
from counterfoil.log import (
    Frontier,
    Tile,
    Verifier,
    check_tiles,
    consistency_proof,
    decode_bundle,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    open_checkpoint,
    open_note,
    parse_vkey,
    root_from_tiles,
    roots_at,
    tiles_between,
    verify_consistency,
    verify_inclusion,
)

SIZES = range(1, 16)


@pytest.fixture
def tessera(corpora: Path) -> Path:
    return corpora / "vectors/tessera-log"


@pytest.fixture
def tessera_roots(tessera: Path) -> list[bytes]:
    verifier = parse_vkey((tessera / "vkey").read_text().strip())
    heads = [open_checkpoint((tessera / f"checkpoint.{size}").read_bytes(), verifier) for size in (0, *SIZES)]
    assert [head.size for head in heads] == [0, *SIZES]
    assert open_checkpoint((tessera / "checkpoint").read_bytes(), verifier) == heads[15]
    return [head.root for head in heads]


@pytest.fixture
def tessera_entries(tessera: Path) -> list[bytes]:
    return decode_bundle((tessera / Tile(-1, 0, 15).path).read_bytes())


def test_each_tessera_checkpoint_fits_its_tile_and_its_bundle(tessera: Path, tessera_roots: list[bytes]) -> None:
    def read_tile(tile: Tile) -> bytes:
        return (tessera / tile.path).read_bytes()

    for size in SIZES:
        entries = decode_bundle(read_tile(Tile(-1, 0, size)))
        assert b"".join(leaf_hashes(entries)) == read_tile(Tile(0, 0, size))
        assert root_from_tiles(size, read_tile) == tessera_roots[size]
        assert Frontier().append_all(leaf_hashes(entries)).root() == tessera_roots[size]


def test_the_tessera_log_is_whole(tessera: Path, tessera_roots: list[bytes], tessera_entries: list[bytes]) -> None:
    paths = [file.relative_to(tessera).as_posix() for file in tessera.glob("tile/**/*") if file.is_file()]
    assert len(paths) == 30
    assert not list(check_tiles(tessera_entries, paths, lambda tile: (tessera / tile.path).read_bytes(), SIZES))
    assert [root for _, root in roots_at(leaf_hashes(tessera_entries), range(16))] == tessera_roots


def test_we_would_have_written_the_tessera_log(tessera: Path, tessera_entries: list[bytes]) -> None:
    for size in SIZES:
        added = tiles_between(
            size - 1, tessera_entries[size - 1 : size], lambda tile: (tessera / tile.path).read_bytes()
        )
        assert {path: (tessera / path).read_bytes() for path, _ in added} == dict(
            tiles_between(0, tessera_entries[:size], lambda tile: pytest.fail(tile.path))
        )


def test_proofs_out_of_the_tessera_log(tessera: Path, tessera_roots: list[bytes], tessera_entries: list[bytes]) -> None:
    def read_tile(tile: Tile) -> bytes:
        return (tessera / tile.path).read_bytes()

    for size in SIZES:
        for index in range(size):
            proof = inclusion_proof(index, size, read_tile)
            verify_inclusion(index, size, leaf_hash(tessera_entries[index]), proof, tessera_roots[size])
            proof = consistency_proof(index + 1, size, read_tile)
            verify_consistency(index + 1, size, proof, tessera_roots[index + 1], tessera_roots[size])


def test_a_checkpoint_of_the_go_checksum_database(corpora: Path) -> None:
    folder = corpora / "vectors/go-sumdb"
    verifier = parse_vkey((folder / "vkey").read_text().strip())
    head = open_checkpoint((folder / "checkpoint").read_bytes(), verifier, origin="go.sum database tree")
    assert head.size == 35_225_469
    with pytest.raises(ProofError, match=r"not of 'sum.golang.org'"):
        open_checkpoint((folder / "checkpoint").read_bytes(), verifier)


def rekor_verifiers(folder: Path) -> dict[str, Verifier]:
    """By key id of the log (RFC 8032 keys only)."""
    logs = json.loads((folder / "staging.trusted_root.json").read_bytes())["tlogs"]
    return {
        log["logId"]["keyId"]: Verifier(
            name=log["baseUrl"].removeprefix("https://"), public_key=b64decode(log["publicKey"]["rawBytes"])[-32:]
        )
        for log in logs
        if log["publicKey"]["keyDetails"] == "PKIX_ED25519"
    }


@pytest.mark.parametrize("name", ["staging-rekor-v2.txt", "a.dsse.staging-rekor-v2.txt"])
def test_an_entry_of_rekor_is_in_its_log(corpora: Path, name: str) -> None:
    folder = corpora / "vectors/rekor-v2"
    bundle = json.loads((folder / f"{name}.sigstore.json").read_bytes())
    entry: dict[str, Any] = bundle["verificationMaterial"]["tlogEntries"][0]
    proof = entry["inclusionProof"]
    verifier = rekor_verifiers(folder)[entry["logId"]["keyId"]]
    assert verifier.key_id == b64decode(entry["logId"]["keyId"])[:4]

    message = proof["checkpoint"]["envelope"].encode()
    head = open_checkpoint(message, verifier)
    assert len(open_note(message, [verifier]).unknown) == message.count(b"\n\xe2\x80\x94") - 1
    assert (head.size, head.root) == (int(proof["treeSize"]), b64decode(proof["rootHash"]))

    leaf, index = leaf_hash(b64decode(entry["canonicalizedBody"])), int(entry["logIndex"])
    siblings = [b64decode(sibling) for sibling in proof["hashes"]]
    verify_inclusion(index, head.size, leaf, siblings, head.root)
    with pytest.raises(ProofError):
        verify_inclusion(index - 1, head.size, leaf, siblings, head.root)
