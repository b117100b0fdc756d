"""base64url without padding (RFC 7515 appendix C), only in its one canonical spelling."""

import binascii

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")


def encode_base64url(data: bytes) -> str:
    """The text of these bytes."""
    return _encode(data).decode()


def decode_base64url(text: str) -> bytes | None:
    """The bytes, or None where the text is anything else than what `encode_base64url` would write."""
    try:
        letters = text.encode("ascii")
        data = binascii.a2b_base64(letters.translate(_FROM_URL) + b"==="[: -len(letters) % 4])
    except ValueError:
        return None
    return data if _encode(data) == letters else None


def _encode(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL, b"=")
