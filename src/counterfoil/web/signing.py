"""Requests signed by a company's key: HTTP Message Signatures (RFC 9421) over a digest of the body (RFC 9530).

The library reads the headers and builds what is signed; whether a signature holds is judged where all of ours are
(`log/ed25519.py`). Exactly one form is accepted (docs/reference/node.md), since whatever is not covered by the
signature could be changed on the way.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from http_message_signatures.algorithms import ED25519  # pyright: ignore[reportPrivateImportUsage] - it is public
from http_message_signatures.algorithms import HTTPSignatureAlgorithm as Algorithm  # pyright: ignore[reportPrivateImportUsage]
from http_message_signatures.digests import ContentDigest
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from http_message_signatures.resolvers import HTTPSignatureKeyResolver
from http_message_signatures.signatures import HTTPMessageSigner, HTTPMessageVerifier

from counterfoil.errors import ProofError
from counterfoil.exchange.proof.company import CompanyKey, is_kid
from counterfoil.log import ed25519
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.key_binding import SKEW
from counterfoil.model._base import Model

TAG = "counterfoil"
COVERED = ("@method", "@target-uri", "content-digest", "content-type")
FIELDS = ("signature-input", "signature", "content-digest", "content-type")
"""The header fields that a signature needs, each of them once."""
LIFETIME = 300
"""Seconds that a signature may hold for at most."""
SEEN_WITHIN = LIFETIME + 2 * SKEW
"""A signature that is accepted now is accepted for so many seconds at most: for so long its nonce is remembered."""
_NONCE_BYTES = 24
_NONCE_BYTES_MIN, _NONCE_BYTES_MAX = 16, 64
_PARAMETERS = {"created", "expires", "nonce", "keyid", "tag"}
_CLOCKS = "If it was new, one of the two clocks is wrong by so much: set it."
_HINT = "See docs/reference/node.md for how a request is signed."

Headers = Iterable[tuple[bytes, bytes]]


@dataclass
class _Message:
    """A request as the library sees it."""

    method: str
    url: str
    headers: dict[str, str]


class Claim(Model):
    """What a request says about itself. It is worth nothing until its signature `holds`."""

    kid: str
    nonce: str
    created: int
    digest: str
    """The Content-Digest that the body must have."""
    base: bytes
    signature: bytes

    def holds(self, public_key: bytes) -> bool:
        """Whether this key has signed it."""
        return ed25519.verify(public_key, self.signature, self.base)

    def is_over(self, body: bytes) -> bool:
        """Whether this is the body that it speaks of."""
        return self.digest == ContentDigest.create(body)


def sign_request(key: CompanyKey, url: str, body: bytes, content_type: str, now: int) -> dict[str, str]:
    """The headers of a POST of this body to this address, signed at this time (seconds since 1970)."""
    message = _Message("POST", url, {"Content-Type": content_type})
    created = datetime.fromtimestamp(now, UTC)
    signer = HTTPMessageSigner(signature_algorithm=ED25519)
    prepared = signer.prepare(
        message,
        key_id=key.kid,
        created=created,
        expires=created + timedelta(seconds=LIFETIME),
        nonce=encode_base64url(secrets.token_bytes(_NONCE_BYTES)),
        label=TAG,
        tag=TAG,
        include_alg=False,
        covered_component_ids=COVERED,
        body=body,
    )
    signer.apply(message, prepared, ed25519.sign(key.seed, prepared.signature_base))
    return message.headers


def read_claim(url: str, headers: Headers, now: int) -> Claim:
    """What a POST to this address, which is ours as partners know it, claims by its headers.

    ProofError where they are not exactly of the form, or not of now.
    """
    message = _Message("POST", url, _fields(headers))
    capture = _Capture()
    try:
        (result,) = _Reader(signature_algorithm=_Captured, key_resolver=_Known(capture)).verify(message, max_age=None)
    except HTTPMessageSignaturesException as error:
        raise ProofError(f"The request is not signed as it must be: {error}.", _HINT) from None
    except ValueError:
        raise ProofError("The request is not signed as it must be.", _HINT) from None
    covered = set(result.covered_components) - {'"@signature-params"'}
    if covered != {f'"{name}"' for name in COVERED}:
        raise ProofError(f"The request is not signed over exactly {' '.join(COVERED)}.", _HINT)
    parameters = result.parameters
    if set(parameters) - {"alg"} != _PARAMETERS or parameters["tag"] != TAG:
        raise ProofError(f'The signature does not say exactly created, expires, nonce, keyid and tag="{TAG}".', _HINT)
    _check_time(int(parameters["created"]), int(parameters["expires"]), now)
    kid, nonce = str(parameters["keyid"]), str(parameters["nonce"])
    if not is_kid(kid) or not _NONCE_BYTES_MIN <= len(decode_base64url(nonce) or b"") <= _NONCE_BYTES_MAX:
        raise ProofError("The signature's keyid is no thumbprint, or its nonce not 16 to 64 bytes in base64url.", _HINT)
    return Claim(
        kid=kid,
        nonce=nonce,
        created=int(parameters["created"]),
        digest=result.covered_components['"content-digest"'],
        base=capture.base,
        signature=capture.signature,
    )


def _fields(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        field = name.decode("latin-1").lower()
        if field in FIELDS:
            if field in found:
                raise ProofError(f"The request has {field} twice.", _HINT)
            found[field] = value.decode("latin-1")
    for field in FIELDS:
        if field not in found:
            raise ProofError(f"The request has no {field}.", _HINT)
    return found


def _check_time(created: int, expires: int, now: int) -> None:
    if not 0 < expires - created <= LIFETIME:
        raise ProofError(f"The signature is to hold for no time, or for more than {LIFETIME} seconds.", _HINT)
    if created > now + SKEW:
        raise ProofError(f"The signature is of a time to come, {_apart(created - now)} ahead.", _CLOCKS)
    if expires < now - SKEW:
        raise ProofError(
            f"The signature has expired: it was made {_apart(now - created)} ago.", f"Sign anew. {_CLOCKS}"
        )


def _apart(seconds: int) -> str:
    """How far two clocks are apart, as a person looks for the reason: whole hours are a zone, days a wrong date."""
    minutes = round(seconds / 60)
    days, hours = divmod(minutes // 60, 24)
    return ", ".join(f"{count:,} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes % 60, "min")) if count)


class _Capture:
    """What is to be judged, once the library has come that far: empty holds under no key."""

    base = b""
    signature = b""


class _Known(HTTPSignatureKeyResolver):
    """Stands for whatever key is named: which one it is, and whether it is a partner's, is asked afterwards."""

    def __init__(self, capture: _Capture) -> None:
        self.capture = capture

    def resolve_public_key(self, key_id: str) -> Any:  # noqa: ARG002 - the library's signature, as below
        return self.capture


class _Captured(Algorithm):
    """Takes down what is signed and the signature; it judges neither."""

    algorithm_id = "ed25519"

    def __init__(self, public_key: Any = None, private_key: Any = None) -> None:  # noqa: ARG002
        self.capture: _Capture = public_key

    def verify(self, signature: bytes, message: bytes) -> None:
        self.capture.base, self.capture.signature = message, signature


class _Reader(HTTPMessageVerifier):
    """The library's reader, without its clock: the times are judged by ours, once all else is read."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:  # noqa: ARG002
        return
