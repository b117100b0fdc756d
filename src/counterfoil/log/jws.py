"""Signed tokens (JWS compact serialization, RFC 7515) with Ed25519 and nothing else, so there is nothing to confuse."""

from collections.abc import Mapping

from counterfoil.errors import ProofError
from counterfoil.log import ed25519
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model

ALGORITHM = "EdDSA"
"""As RFC 8037 has it, which every library reads."""
ALGORITHMS = frozenset({ALGORITHM, "Ed25519"})
"""RFC 9864 has the newer name for the same."""
_HINT = "Distrust what it says."


class Jws(Model):
    """A token taken apart. Nothing in it counts before `verify` said so."""

    header: dict[str, Value]
    payload: bytes
    signed: bytes
    """The bytes that the signature is over."""
    signature: bytes

    def verify(self, public_key: bytes, typ: str) -> bytes:
        """The payload, if this key signed it as a token of this type; or ProofError.

        The key is always one that the reader knows already: keys and addresses in the header are never looked at.
        """
        if self.header.get("alg") not in ALGORITHMS or "crit" in self.header:
            raise ProofError("A token is not signed with Ed25519, or in a way that we do not know.", _HINT)
        if self.header.get("typ") != typ:
            raise ProofError(f"A token is not of the type {typ}.", _HINT)
        if not ed25519.verify(public_key, self.signature, self.signed):
            raise ProofError(f"The signature of a token ({typ}) does not hold.", _HINT)
        return self.payload


def sign_jws(payload: bytes, seed: bytes, typ: str, others: Mapping[str, Json] | None = None) -> str:
    """A token of this type over the payload; `others` are further members of its header, such as `kid`."""
    header = canonical_json({**(others or {}), "alg": ALGORITHM, "typ": typ})
    signed = f"{encode_base64url(header)}.{encode_base64url(payload)}"
    return f"{signed}.{encode_base64url(ed25519.sign(seed, signed.encode()))}"


def parse_jws(token: str) -> Jws:
    """The parts of a token; anything but three parts in base64url with an object in front is a ProofError."""
    parts = [decode_base64url(part) for part in token.split(".")]
    match parts:
        case [bytes() as header, bytes() as payload, bytes() as signature]:
            signed = token.rpartition(".")[0].encode()
            header_object = read_object(header, "The header of a token")
            return Jws(header=header_object, payload=payload, signed=signed, signature=signature)
        case _:
            raise ProofError("A token is not of three parts in base64url.", "It may have been cut off.")
