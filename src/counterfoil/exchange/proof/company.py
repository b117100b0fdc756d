"""Who a company is to others: the id that stays, and the Ed25519 key that signs for it now."""

from collections.abc import Iterable
from hashlib import sha256

from counterfoil.log import ed25519
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.canonical import canonical_json
from counterfoil.log.jwk import to_jwk
from counterfoil.log.jws import sign_jws
from counterfoil.log.sd_jwt import SdJwt, issue_sd_jwt
from counterfoil.model._base import Model

_KID_BYTES = 32


def kid_of(public_key: bytes) -> str:
    """The thumbprint of a key (RFC 7638): SHA-256 of its JSON Web Key, in base64url."""
    return encode_base64url(sha256(canonical_json(to_jwk(public_key))).digest())


def is_kid(text: object) -> bool:
    """Could this be a thumbprint, and so the id of a company?"""
    return isinstance(text, str) and len(decode_base64url(text) or b"") == _KID_BYTES


class CompanyKey(Model):
    """The private key (its 32-byte seed) that a company signs with; `company` is its id, the kid of its first key."""

    seed: bytes
    company: str

    @classmethod
    def first(cls, seed: bytes) -> "CompanyKey":
        """The first key of a company, which its id comes from."""
        return cls(seed=seed, company=kid_of(ed25519.public_key(seed)))

    @property
    def public_key(self) -> bytes:
        """The public half, 32 bytes."""
        return ed25519.public_key(self.seed)

    @property
    def kid(self) -> str:
        """The thumbprint of the public half."""
        return kid_of(self.public_key)

    def token(self, payload: bytes, typ: str) -> str:
        """A token of this type over the payload."""
        return sign_jws(payload, self.seed, typ, {"kid": self.kid})

    def credential(self, payload: bytes, typ: str, disclosures: Iterable[str] = ()) -> SdJwt:
        """A token of this type that is shown with these disclosures."""
        return issue_sd_jwt(payload, self.seed, disclosures, typ, {"kid": self.kid})

    def __repr__(self) -> str:
        """The seed must not reach a log file or a traceback."""
        return f"CompanyKey(company={self.company!r})"
