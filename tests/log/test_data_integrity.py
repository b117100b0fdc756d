"""Documents signed in place: the vectors of the W3C, and each way in which one can be changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log import canonical_json, ed25519
from counterfoil.log.data_integrity import hash_data, sign_document, verify_document
from counterfoil.log.multikey import decode_multibase, encode_multibase, format_multikey, parse_multikey

SEED = bytes(range(32))
KEY = ed25519.public_key(SEED)
PURPOSE = "assertionMethod"
OPTIONS: dict[str, Any] = {"verificationMethod": "did:web:seller.example#company", "proofPurpose": PURPOSE}
DOCUMENT: dict[str, Any] = {"id": "did:web:seller.example", "controller": ["did:web:seller.example"], "n": 1}
GOOD = sign_document(DOCUMENT, OPTIONS, SEED)


@pytest.fixture
def vectors(corpora: Path) -> Path:
    return corpora / "vectors/eddsa-jcs-2022"


def text(vectors: Path, name: str) -> str:
    return (vectors / name).read_text().strip()


def parsed(vectors: Path, name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text(vectors, name))
    return value


def test_each_step_of_the_vectors(vectors: Path) -> None:
    document, config = parsed(vectors, "unsigned.json"), parsed(vectors, "proofConfigJCS.json")
    assert canonical_json(document).decode() == text(vectors, "canonDocJCS.txt")
    assert canonical_json(config).decode() == text(vectors, "proofCanonJCS.txt")
    combined = hash_data(document, config).hex()
    assert combined == text(vectors, "combinedHashJCS.txt")
    assert combined == text(vectors, "proofHashJCS.txt") + text(vectors, "docHashJCS.txt")
    signature = decode_multibase(text(vectors, "sigBTC58JCS.txt"))
    assert signature.hex() == text(vectors, "sigHexJCS.txt")
    assert encode_multibase(signature) == text(vectors, "sigBTC58JCS.txt")


def test_the_vectors_are_signed_and_verified(vectors: Path) -> None:
    pair, signed = parsed(vectors, "keyPair.json"), parsed(vectors, "signedJCS.json")
    private = decode_multibase(pair["privateKeyMultibase"])
    assert private[:2] == b"\x80\x26"
    seed, key = private[2:], parse_multikey(pair["publicKeyMultibase"])
    assert ed25519.public_key(seed) == key
    assert format_multikey(key) == pair["publicKeyMultibase"]

    document = parsed(vectors, "unsigned.json")
    options = {name: value for name, value in signed["proof"].items() if name not in {"proofValue", "@context"}}
    assert sign_document(document, options, seed) == signed
    assert verify_document(signed, key, PURPOSE) == document


def test_a_context_may_be_added_behind_and_nowhere_else(vectors: Path) -> None:
    key = parse_multikey(parsed(vectors, "keyPair.json")["publicKeyMultibase"])
    signed = parsed(vectors, "signedJCS.json")
    first, second = signed["@context"]
    longer = {**signed, "@context": [first, second, "https://example.com/more"]}
    assert verify_document(longer, key, PURPOSE) == parsed(vectors, "unsigned.json")
    for context in ([first], [second, first], [first, "https://example.com/more", second], first, [], None):
        with pytest.raises(ProofError, match="another context"):
            verify_document({**signed, "@context": context}, key, PURPOSE)


def test_sign_and_verify() -> None:
    assert verify_document(GOOD, KEY, PURPOSE) == DOCUMENT
    with pytest.raises(ProofError, match="does not hold"):
        verify_document(GOOD, ed25519.public_key(bytes(32)), PURPOSE)


def test_a_context_is_one_text_or_many() -> None:
    single = sign_document({**DOCUMENT, "@context": "https://example.com"}, OPTIONS, SEED)
    assert verify_document(single, KEY, PURPOSE)["@context"] == "https://example.com"


def test_a_proof_is_for_one_purpose() -> None:
    with pytest.raises(ProofError, match="not signed by eddsa-jcs-2022 for authentication"):
        verify_document(GOOD, KEY, "authentication")


changes = st.sampled_from(["id", "controller", "n", "proof", "new"])


@given(changes, st.sampled_from(["x", 2, None, [], {}]))
def test_a_changed_document_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ProofError):
        verify_document({**GOOD, name: value}, KEY, PURPOSE)


@given(st.sampled_from(["verificationMethod", "created", "expires", "domain", "nonce"]), st.text(max_size=5))
def test_a_changed_proof_is_refused(name: str, value: str) -> None:
    proof: Any = GOOD["proof"]
    with pytest.raises(ProofError, match="does not hold"):
        verify_document({**GOOD, "proof": {**proof, name: value}}, KEY, PURPOSE)


@pytest.mark.parametrize("name", ["type", "cryptosuite", "proofPurpose", "proofValue"])
def test_a_proof_says_what_it_is(name: str) -> None:
    proof: Any = GOOD["proof"]
    without = {key: value for key, value in proof.items() if key != name}
    for wrong in (without, {**proof, name: 1}, {**proof, name: "other"}):
        with pytest.raises(ProofError, match=r"carries no proof|not signed by eddsa-jcs-2022 for|base58btc"):
            verify_document({**GOOD, "proof": wrong}, KEY, PURPOSE)


def test_a_set_of_proofs_is_none_of_ours() -> None:
    with pytest.raises(ProofError, match="carries no proof"):
        verify_document({**GOOD, "proof": [GOOD["proof"]]}, KEY, PURPOSE)


def test_without_a_proof_it_is_no_signed_document() -> None:
    with pytest.raises(ProofError, match="carries no proof"):
        verify_document(DOCUMENT, KEY, PURPOSE)


def test_floats_have_no_place_in_what_is_signed() -> None:
    with pytest.raises(UnreadableError, match="Write decimals as strings"):
        sign_document({"amount": 1.5}, OPTIONS, SEED)
    with pytest.raises(ProofError, match="no canonical form"):
        verify_document({**GOOD, "amount": 1.5}, KEY, PURPOSE)


@given(st.binary(max_size=80))
def test_multibase_goes_round(data: bytes) -> None:
    assert decode_multibase(encode_multibase(data)) == data


@pytest.mark.parametrize(("data", "encoded"), [(b"", "z"), (b"\0\0", "z11"), (b"Hello World!", "z2NEpo7TZRRrLZSi2U")])
def test_multibase_examples(data: bytes, encoded: str) -> None:
    assert encode_multibase(data) == encoded


@pytest.mark.parametrize("wrong", ["", "1", "m2NEpo7", "z0", "zO", "zl", "z ", "zé", "z" + "2" * 200])
def test_what_is_not_base58_is_refused(wrong: str) -> None:
    with pytest.raises(ProofError, match="not written in base58btc"):
        decode_multibase(wrong)


@pytest.mark.parametrize("data", [b"", b"\xed\x01", b"\x80\x26" + KEY, b"\xed\x01" + bytes(32), b"\xed\x01" + KEY[:-1]])
def test_another_kind_of_key_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError, match="A Multikey is not an Ed25519 public key"):
        parse_multikey(encode_multibase(data))
