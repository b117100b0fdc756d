"""Our trees and proofs before somebody else's eyes: PyPI's scitt-cose, which shares no code with ours."""

from hypothesis import given
from hypothesis import strategies as st
from scitt_cose import merkle

from counterfoil.log import (
    consistency_proof,
    entry,
    inclusion_proof,
    leaf_hashes,
    payload,
    root,
    verify_consistency,
    verify_inclusion,
)

ENTRIES = [entry(payload({"kind": "received/1"}, {"number": str(n)}, frozenset(), bytes(32))) for n in range(200)]
LEAVES = leaf_hashes(ENTRIES)
TOLD = [one.hex() for one in ENTRIES]

sizes = st.integers(1, len(ENTRIES))


def ours(size: int) -> bytes:
    return b"".join(LEAVES[:size])


@given(sizes, st.data())
def test_an_entry_is_in_the_tree_to_others_and_theirs_to_us(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, head = inclusion_proof(index, size, lambda tile: ours(size)), root(LEAVES[:size])
    assert merkle.merkle_root(TOLD[:size]) == head.hex()
    assert merkle.inclusion_proof(TOLD[:size], index) == [one.hex() for one in proof]
    assert merkle.verify_inclusion(TOLD[index], index, size, [one.hex() for one in proof], head.hex())
    verify_inclusion(index, size, LEAVES[index], proof, head)


@given(sizes, st.data())
def test_a_tree_that_grew_has_grown_to_others_too(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(old, size, lambda tile: ours(size))
    before, after = root(LEAVES[:old]), root(LEAVES[:size])
    assert merkle.consistency_proof(TOLD, old, size) == [one.hex() for one in proof]
    assert merkle.verify_consistency(before.hex(), after.hex(), old, size, [one.hex() for one in proof])
    verify_consistency(old, size, proof, before, after)


@given(sizes, st.data())
def test_what_we_refuse_others_refuse(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = [one.hex() for one in inclusion_proof(index, size, lambda tile: ours(size))]
    other = data.draw(st.integers(0, len(ENTRIES) - 1).filter(lambda number: number != index))
    assert not merkle.verify_inclusion(TOLD[other], index, size, proof, root(LEAVES[:size]).hex())
