"""Key binding (RFC 9901 section 4.3): the holder signs what is shown, for one reader and one occasion."""

from collections.abc import Mapping

import msgspec

from counterfoil.errors import ProofError
from counterfoil.log.canonical import canonical_json
from counterfoil.log.jwk import from_jwk
from counterfoil.log.jws import parse_jws, sign_jws
from counterfoil.log.sd_claims import digest
from counterfoil.log.sd_jwt import SdJwt
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model

TYP = "kb+jwt"
SKEW = 60
"""Seconds by which the holder's clock may be ahead of the reader's."""
_HINT = "It may have been made for somebody else, or be an old one shown again."


class Challenge(Model):
    """What a reader asks a holder to sign: who the reader is, and a text that was never used before."""

    audience: str
    nonce: str


def bind(credential: SdJwt, seed: bytes, challenge: Challenge, time: int) -> SdJwt:
    """The credential with the holder's token over it; `time` is in seconds since 1970."""
    claims = canonical_json(
        {"aud": challenge.audience, "iat": time, "nonce": challenge.nonce, "sd_hash": digest(credential.shown)}
    )
    return msgspec.structs.replace(credential, binding=sign_jws(claims, seed, TYP))


def verify_binding(credential: SdJwt, holder: bytes, challenge: Challenge, *, now: int, age_max: int) -> int:
    """When the holder's key signed exactly what is shown for this challenge, in seconds since 1970.

    Anything else, or a token that is older than `age_max` seconds, is a ProofError (section 7.3 step 5).
    """
    if credential.binding is None:
        raise ProofError("A credential comes without its holder's token.", "Ask its holder to show it.")
    token = parse_jws(credential.binding).verify(holder, TYP)
    match read_object(token, "The holder's token"):
        case {"aud": str() as audience, "nonce": str() as nonce, "iat": int() as time, "sd_hash": str() as bound}:
            _check(challenge == Challenge(audience=audience, nonce=nonce), "is for another reader or occasion")
            _check(bound == digest(credential.shown), "is over something else than what is shown")
            _check(now - age_max <= time <= now + SKEW, "is too old, or of a time to come")
            return time
        case _:
            raise ProofError("The holder's token does not say whom it is for, when and over what.", _HINT)


def holder_of(claims: Mapping[str, Value]) -> bytes:
    """The key that a credential says its holder has (`cnf`, RFC 7800 section 3.2), or ProofError."""
    match claims.get("cnf"):
        case {"jwk": jwk}:
            return from_jwk(jwk)
        case _:
            raise ProofError("A credential names no key of its holder.", "Ask its issuer for one that does.")


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ProofError(f"The holder's token {otherwise}.", _HINT)
