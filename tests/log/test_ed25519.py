"""Ed25519 checked strictly: the edge cases of C2SP/CCTV, and signatures that could be written in two ways."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.log import ed25519

SEED = bytes(range(32))
KEY = ed25519.public_key(SEED)
MESSAGE = b"message"
SIGNATURE = ed25519.sign(SEED, MESSAGE)
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19

LENIENT = {"low_order_component_A", "low_order_component_R"}
"""The two flags that `verify_strict` of ed25519-dalek lets pass, by the README of the vectors."""


def test_the_edge_cases_have_the_verdicts_of_strict_readers(corpora: Path) -> None:
    vectors = json.loads((corpora / "vectors/ed25519/ed25519vectors.json").read_bytes())
    assert len(vectors) == 914
    accepted = 0
    for vector in vectors:
        key, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
        holds = ed25519.verify(key, signature, vector["msg"].encode())
        assert holds is LENIENT.issuperset(vector["flags"] or []), vector
        accepted += holds
    assert accepted == 43


def test_an_honest_signature_holds_for_its_message_only() -> None:
    assert ed25519.verify(KEY, SIGNATURE, MESSAGE)
    assert not ed25519.verify(KEY, SIGNATURE, b"another")


@given(st.integers(0, 64 * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[bit // 8] ^= 1 << bit % 8
    assert not ed25519.verify(KEY, bytes(changed), MESSAGE)


def test_a_signature_has_one_spelling() -> None:
    """RFC 8032 section 5.1.7: a scalar that is larger than the group's order is refused."""
    scalar = int.from_bytes(SIGNATURE[32:], "little") + GROUP_ORDER
    assert not ed25519.verify(KEY, SIGNATURE[:32] + scalar.to_bytes(32, "little"), MESSAGE)


@pytest.mark.parametrize("signature", [b"", SIGNATURE[:-1], SIGNATURE + b"\0"])
def test_a_signature_has_one_length(signature: bytes) -> None:
    assert not ed25519.verify(KEY, signature, MESSAGE)


@pytest.mark.parametrize("sign_bit", [0, 1 << 255])
@pytest.mark.parametrize("y", [0, 1, PRIME - 1, PRIME, PRIME + 1, PRIME + 3, 2**255 - 1])
def test_what_no_honest_key_is(y: int, sign_bit: int) -> None:
    key = (y | sign_bit).to_bytes(32, "little")
    assert not ed25519.is_key(key)
    assert not ed25519.verify(key, SIGNATURE, MESSAGE)


def test_a_key_has_one_length() -> None:
    assert ed25519.is_key(KEY)
    assert not ed25519.is_key(KEY[:-1])
    assert not ed25519.is_key(KEY + b"\0")


def test_what_is_no_point_of_the_curve_signs_nothing() -> None:
    assert not ed25519.verify((2).to_bytes(32, "little"), SIGNATURE, MESSAGE)
