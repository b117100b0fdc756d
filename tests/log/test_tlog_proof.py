"""Proof files: written, read back, verified, and each way in which one can be wrong."""

import json
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import (
    Checkpoint,
    Signer,
    Verifier,
    format_checkpoint,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    parse_vkey,
    root,
    sign_checkpoint,
)
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.note import encode_note
from counterfoil.log.quorum import Policy, Quorum
from counterfoil.log.tlog_proof import HASHES_MAX, TlogProof, format_tlog_proof, parse_tlog_proof, verify_tlog_proof

LOG = Signer(name="example.com/log", seed=bytes(32))
WITNESS = Cosigner(name="witness.example/w1", seed=bytes(range(32)))
ENTRIES = [b"%d" % number for number in range(11)]
LEAVES = leaf_hashes(ENTRIES)
HEAD = Checkpoint(origin=LOG.name, size=11, root=root(LEAVES))
TEXT = format_checkpoint(HEAD)
CHECKPOINT = encode_note(TEXT, [LOG.sign(TEXT), WITNESS.cosign(HEAD, 1_679_315_147)])
POLICY = Policy(logs=(LOG.verifier,), quorum=Quorum(threshold=1, members=(WITNESS.verifier,)))


def proof_of(index: int, extra: bytes | None = None) -> TlogProof:
    hashes = tuple(inclusion_proof(index, 11, lambda tile: b"".join(LEAVES)))
    return TlogProof(index=index, hashes=hashes, checkpoint=CHECKPOINT, extra=extra)


GOOD = format_tlog_proof(proof_of(7))
HASH = b64encode(bytes(32)).decode()


def test_the_form() -> None:
    lines = GOOD.decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 7"]
    assert [b64decode(line) for line in lines[2:6]] == list(proof_of(7).hashes)
    assert lines[6] == ""
    assert "\n".join(lines[7:]).encode() == CHECKPOINT


@pytest.mark.parametrize("extra", [None, b"", b"\0\xff", b"vrf"])
@pytest.mark.parametrize("index", range(11))
def test_what_is_written_is_read_back_and_holds(index: int, extra: bytes | None) -> None:
    data = format_tlog_proof(proof_of(index, extra))
    proof = parse_tlog_proof(data)
    assert proof == proof_of(index, extra)
    witnessed = verify_tlog_proof(proof, LEAVES[index], POLICY)
    assert (witnessed.checkpoint, POLICY.seen(witnessed)) == (HEAD, 1_679_315_147)


def test_a_log_of_one_entry_needs_no_hash() -> None:
    head = Checkpoint(origin=LOG.name, size=1, root=LEAVES[0])
    data = format_tlog_proof(TlogProof(index=0, hashes=(), checkpoint=sign_checkpoint(head, LOG)))
    assert data.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/log\n")
    assert verify_tlog_proof(parse_tlog_proof(data), LEAVES[0], Policy(logs=(LOG.verifier,))).checkpoint == head


def test_a_proof_holds_for_its_own_leaf_and_index() -> None:
    for index, leaf in enumerate(LEAVES):
        if index != 7:
            with pytest.raises(ProofError, match="does not lead to the root"):
                verify_tlog_proof(proof_of(7), leaf, POLICY)
    moved = TlogProof(index=6, hashes=proof_of(7).hashes, checkpoint=CHECKPOINT)
    with pytest.raises(ProofError, match="does not lead to the root"):
        verify_tlog_proof(moved, LEAVES[7], POLICY)


def test_a_checkpoint_that_too_few_saw_proves_nothing() -> None:
    bare = TlogProof(index=7, hashes=proof_of(7).hashes, checkpoint=sign_checkpoint(HEAD, LOG))
    with pytest.raises(ProofError, match="Too few witnesses"):
        verify_tlog_proof(bare, LEAVES[7], POLICY)


@given(st.integers(0, len(GOOD) * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    data = bytearray(GOOD)
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofError):
        verify_tlog_proof(parse_tlog_proof(bytes(data)), LEAVES[7], POLICY)


@given(st.integers(0, len(GOOD) - 1))
def test_a_proof_that_was_cut_is_refused(length: int) -> None:
    with pytest.raises(ProofError):
        verify_tlog_proof(parse_tlog_proof(GOOD[:length]), LEAVES[7], POLICY)


@pytest.mark.parametrize(
    "head",
    {
        "empty": "",
        "no-first-line": "index 7\n",
        "another-version": "c2sp.org/tlog-proof@v2\nindex 7\n",
        "carriage-returns": "c2sp.org/tlog-proof@v1\r\nindex 7\r\n",
        "no-index": "c2sp.org/tlog-proof@v1\n",
        "extra-only": "c2sp.org/tlog-proof@v1\nextra AAAA\n",
        "extra-behind": "c2sp.org/tlog-proof@v1\nindex 7\nextra AAAA\n",
        "extra-twice": "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 7\n",
        "extra-no-base64": "c2sp.org/tlog-proof@v1\nextra %%%%\nindex 7\n",
        "extra-other-spelling": "c2sp.org/tlog-proof@v1\nextra AAB=\nindex 7\n",
        "index-empty": "c2sp.org/tlog-proof@v1\nindex \n",
        "index-negative": "c2sp.org/tlog-proof@v1\nindex -1\n",
        "index-with-zeroes": "c2sp.org/tlog-proof@v1\nindex 07\n",
        "index-in-other-digits": "c2sp.org/tlog-proof@v1\nindex ７\n",
        "index-too-large": f"c2sp.org/tlog-proof@v1\nindex {2**63 - 1}\n",
        "index-too-long": "c2sp.org/tlog-proof@v1\nindex 99999999999999999999\n",
        "hash-cut": f"c2sp.org/tlog-proof@v1\nindex 7\n{HASH[:-4]}\n",
        "hash-no-base64": f"c2sp.org/tlog-proof@v1\nindex 7\n{HASH[:-1]}%\n",
        "hash-other-spelling": f"c2sp.org/tlog-proof@v1\nindex 7\n{HASH[:-2]}B=\n",
        "two-hashes-in-a-line": f"c2sp.org/tlog-proof@v1\nindex 7\n{HASH} {HASH}\n",
        "too-many": "c2sp.org/tlog-proof@v1\nindex 7\n" + f"{HASH}\n" * (HASHES_MAX + 1),
    }.items(),
    ids=lambda item: item[0],
)
def test_malformed_proofs_are_refused(head: tuple[str, str]) -> None:
    with pytest.raises(ProofError, match=r"proof file|A proof is not of at most"):
        parse_tlog_proof(f"{head[1]}\n".encode() + CHECKPOINT)


@pytest.mark.parametrize(
    "proof",
    [
        TlogProof(index=-1, hashes=(), checkpoint=CHECKPOINT),
        TlogProof(index=2**63 - 1, hashes=(), checkpoint=CHECKPOINT),
        TlogProof(index=0, hashes=(bytes(31),), checkpoint=CHECKPOINT),
        TlogProof(index=0, hashes=(bytes(32),) * (HASHES_MAX + 1), checkpoint=CHECKPOINT),
        TlogProof(index=0, hashes=(), checkpoint=b""),
    ],
)
def test_what_could_not_be_read_is_not_written(proof: TlogProof) -> None:
    with pytest.raises(ProofError):
        format_tlog_proof(proof)


def test_the_longest_path_is_read() -> None:
    assert HASHES_MAX == 63
    longest = TlogProof(index=2**63 - 2, hashes=(bytes(32),) * HASHES_MAX, checkpoint=CHECKPOINT)
    assert parse_tlog_proof(format_tlog_proof(longest)) == longest


def test_an_entry_of_the_tessera_log(corpora: Path) -> None:
    folder = corpora / "vectors/tessera-log"
    policy = Policy(logs=(parse_vkey((folder / "vkey").read_text().strip()),))
    proof = TlogProof(
        index=11,
        hashes=tuple(inclusion_proof(11, 15, lambda tile: (folder / tile.path).read_bytes())),
        checkpoint=(folder / "checkpoint").read_bytes(),
    )
    leaf = (folder / "tile/0/000.p/15").read_bytes()[11 * 32 : 12 * 32]
    assert verify_tlog_proof(parse_tlog_proof(format_tlog_proof(proof)), leaf, policy).checkpoint.size == 15


def test_an_entry_of_rekor_as_a_proof_file(corpora: Path) -> None:
    folder = corpora / "vectors/rekor-v2"
    bundle = json.loads((folder / "a.dsse.staging-rekor-v2.txt.sigstore.json").read_bytes())
    entry = bundle["verificationMaterial"]["tlogEntries"][0]
    checkpoint = entry["inclusionProof"]["checkpoint"]["envelope"].encode()
    origin = checkpoint.partition(b"\n")[0].decode()
    logs = json.loads((folder / "staging.trusted_root.json").read_bytes())["tlogs"]
    keys = tuple(Verifier(name=origin, public_key=b64decode(log["publicKey"]["rawBytes"])[-32:]) for log in logs)
    proof = TlogProof(
        index=int(entry["logIndex"]),
        hashes=tuple(b64decode(one) for one in entry["inclusionProof"]["hashes"]),
        checkpoint=checkpoint,
    )
    leaf = leaf_hash(b64decode(entry["canonicalizedBody"]))
    read_back = parse_tlog_proof(format_tlog_proof(proof))
    assert verify_tlog_proof(read_back, leaf, Policy(logs=keys)).checkpoint.size == 4_026_479
