"""Documents signed in place (W3C Data Integrity, cryptosuite eddsa-jcs-2022), such as an identity document."""

from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log import ed25519
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.multikey import decode_multibase, encode_multibase
from counterfoil.log.strict_json import Value

CRYPTOSUITE = "eddsa-jcs-2022"
_TYPE = "DataIntegrityProof"
_CONTEXT = "@context"
_HINT = "Distrust what it says."


def sign_document(document: Mapping[str, Value], options: Mapping[str, Value], seed: bytes) -> dict[str, Value]:
    """The document with a proof in it (section 3.3.1).

    `options` say what the proof is for: `verificationMethod`, `proofPurpose` and, where it is to be told, `created`.
    A document that holds floats is an UnreadableError: decimals are written as strings here.
    """
    proof = {**options, "type": _TYPE, "cryptosuite": CRYPTOSUITE}
    if _CONTEXT in document:
        proof[_CONTEXT] = document[_CONTEXT]
    signature = ed25519.sign(seed, hash_data(document, proof))
    return {**document, "proof": {**proof, "proofValue": encode_multibase(signature)}}


def verify_document(document: Mapping[str, Value], public_key: bytes, purpose: str) -> dict[str, Value]:
    """The document without its proof, if this key signed it for this purpose (section 3.3.2); or ProofError.

    The key is one that the reader knows already; which one the document names is in its `verificationMethod`.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict) or not isinstance(value := proof.get("proofValue"), str):
        raise ProofError("A document carries no proof.", _HINT)
    if (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose")) != (_TYPE, CRYPTOSUITE, purpose):
        raise ProofError(f"A document is not signed by {CRYPTOSUITE} for {purpose}.", _HINT)
    options = {name: item for name, item in proof.items() if name != "proofValue"}
    bare = {name: item for name, item in document.items() if name != "proof"}
    if _CONTEXT in options:
        bare[_CONTEXT] = _common_context(bare.get(_CONTEXT), options[_CONTEXT])
    try:
        message = hash_data(bare, options)
    except UnreadableError as error:
        raise ProofError(f"A signed document has no canonical form. {error.message}", _HINT) from error
    if not ed25519.verify(public_key, decode_multibase(value), message):
        raise ProofError("The signature in a document does not hold.", _HINT)
    return bare


def hash_data(document: Mapping[str, Value], options: Mapping[str, Value]) -> bytes:
    """What is signed: the hash of the proof without its value, and then that of the document (section 3.3.4)."""
    # What must not stand in canonical JSON, a float, is refused there.
    return b"".join(sha256(canonical_json(cast("Json", part))).digest() for part in (options, document))


def _common_context(document: Value, proof: Value) -> Value:
    """The context that was signed; the document may have more behind it, but nothing before or between."""
    ours, signed = (value if isinstance(value, list) else [value] for value in (document, proof))
    if ours[: len(signed)] != signed:
        raise ProofError("A document is of another context than its proof.", _HINT)
    return proof
