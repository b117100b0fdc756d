"""Proofs against the vectors of transparency-dev/merkle, and questions that have no proof."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from counterfoil.errors import ProofError
from counterfoil.log import consistency_proof, inclusion_proof, leaf_hashes, root, verify_consistency, verify_inclusion

HASHES = leaf_hashes(b"%d" % index for index in range(8))


def vectors(folder: Path) -> list[dict[str, Any]]:
    found = [json.loads(file.read_bytes()) for file in sorted(folder.rglob("*.json"))]
    assert len(found) == 98
    return found


def hashes(vector: dict[str, Any], *names: str) -> list[bytes]:
    return [b64decode(vector[name]) for name in names]


def siblings(vector: dict[str, Any]) -> list[bytes]:
    return [b64decode(sibling) for sibling in vector["proof"] or []]


def answer(verify: Any, *arguments: Any) -> bool:
    try:
        verify(*arguments)
    except ProofError:
        return False
    return True


def test_inclusion_vectors(corpora: Path) -> None:
    for vector in vectors(corpora / "vectors/merkle/inclusion"):
        leaf, tree_root = hashes(vector, "leafHash", "root")
        holds = answer(verify_inclusion, vector["leafIdx"], vector["treeSize"], leaf, siblings(vector), tree_root)
        assert holds is not vector["wantErr"], vector["desc"]


def test_consistency_vectors(corpora: Path) -> None:
    for vector in vectors(corpora / "vectors/merkle/consistency"):
        roots = hashes(vector, "root1", "root2")
        holds = answer(verify_consistency, vector["size1"], vector["size2"], siblings(vector), *roots)
        assert holds is not vector["wantErr"], vector["desc"]


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 8), (8, 8), (9, 8), (0, -1)])
def test_there_is_no_proof_for_an_index_outside_of_the_tree(index: int, size: int) -> None:
    with pytest.raises(ProofError, match="has none at index"):
        inclusion_proof(index, size, lambda tile: pytest.fail(tile.path))
    with pytest.raises(ProofError, match="has none at index"):
        verify_inclusion(index, size, HASHES[0], [], HASHES[0])


@pytest.mark.parametrize(("size1", "size2"), [(0, 0), (0, 8), (9, 8), (-1, 8)])
def test_there_is_no_proof_from_nothing_or_backwards(size1: int, size2: int) -> None:
    with pytest.raises(ProofError, match="no consistency proof"):
        consistency_proof(size1, size2, lambda tile: pytest.fail(tile.path))
    with pytest.raises(ProofError, match="no consistency proof"):
        verify_consistency(size1, size2, [], HASHES[0], HASHES[0])


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_hash_of_another_length_is_refused_wherever_it_stands(wrong: bytes, place: int) -> None:
    good = [HASHES[0], root(HASHES[:2]), HASHES[1]]
    verify_inclusion(0, 2, good[0], [good[2]], good[1])
    good[place] = wrong
    with pytest.raises(ProofError, match="instead of 32"):
        verify_inclusion(0, 2, good[0], [good[2]], good[1])
    with pytest.raises(ProofError, match="instead of 32"):
        verify_consistency(1, 2, [good[2]], good[0], good[1])


@pytest.mark.parametrize("size1", [1, 2, 3, 5])
def test_a_consistency_proof_cut_or_continued_anywhere_is_refused(size1: int) -> None:
    data = b"".join(HASHES[:7])
    proof = consistency_proof(size1, 7, lambda _: data)
    roots = root(HASHES[:size1]), root(HASHES[:7])
    verify_consistency(size1, 7, proof, *roots)
    for wrong in (*(proof[:length] for length in range(len(proof))), [*proof, HASHES[7]], [HASHES[7], *proof]):
        with pytest.raises(ProofError):
            verify_consistency(size1, 7, wrong, *roots)
