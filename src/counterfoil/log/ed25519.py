"""Ed25519 (RFC 8032), checked strictly: what one reader refuses, no other may accept.

`cryptography` accepts keys and commitments of small order and some encodings that RFC 8032 section 5.1.3 forbids. A
signature under such a key can hold for more than one message, so it would bind nobody. It is imported where a key is
used, since most of what the program does needs none and should start fast.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32
SIGNATURE_BYTES = 64
_PRIME = 2**255 - 19
_SIGN_BIT = 1 << 255
_ORDER_EIGHT = 2707385501144840649318225287225658788936804267575313519463743609750303402022
"""The y of two of the four points of order eight; the other two have -y."""
_SMALL_ORDER = frozenset({0, 1, _PRIME - 1, _ORDER_EIGHT, _PRIME - _ORDER_EIGHT})
"""The y of the eight points whose order divides the cofactor: two points have one y, and both have one order."""


def is_key(public_key: bytes) -> bool:
    """Whether these bytes could be an honest key: 32 of them, canonical, and of no small order.

    Whether they are a point of the curve at all shows when a signature is checked.
    """
    return len(public_key) == KEY_BYTES and _is_sound(public_key)


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this signs the message. The key and the commitment must be canonical and of no small order."""
    from cryptography.exceptions import InvalidSignature

    if not (is_key(public_key) and len(signature) == SIGNATURE_BYTES and _is_sound(signature[:KEY_BYTES])):
        return False
    try:
        _public(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def sign(seed: bytes, message: bytes) -> bytes:
    """The signature over a message by the key of this seed (RFC 8032 section 5.1.6)."""
    return _private(seed).sign(message)


def public_key(seed: bytes) -> bytes:
    """The public half of the key of this seed."""
    return _private(seed).public_key().public_bytes_raw()


def _is_sound(point: bytes) -> bool:
    y = int.from_bytes(point, "little") & ~_SIGN_BIT
    return y < _PRIME and y not in _SMALL_ORDER


@lru_cache(maxsize=8)
def _private(seed: bytes) -> "Ed25519PrivateKey":
    """The key of a seed; to work it out takes as long as to sign."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(public_key: bytes) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public_key)
