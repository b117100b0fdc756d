"""Ed25519 keys as JSON Web Keys (RFC 8037), as they stand in `cnf` and in an identity document."""

from counterfoil.errors import ProofError
from counterfoil.log import ed25519
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.strict_json import Value


def to_jwk(public_key: bytes) -> dict[str, str]:
    """The public key as a JSON Web Key."""
    return {"crv": "Ed25519", "kty": "OKP", "x": encode_base64url(public_key)}


def from_jwk(jwk: Value) -> bytes:
    """The public key of a JSON Web Key; members that we do not know are passed over, another kind is a ProofError."""
    match jwk:
        case {"kty": "OKP", "crv": "Ed25519", "x": str() as x} if ed25519.is_key(key := decode_base64url(x) or b""):
            return key
        case _:
            raise ProofError("A JSON Web Key is not an Ed25519 public key.", "Ask its owner for an Ed25519 key.")
