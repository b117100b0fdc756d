"""base64url without padding (RFC 7515 appendix C), only in its one canonical spelling."""

import binascii

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = str.maketrans("-_", "+/")


def encode_base64url(data: bytes) -> str:
    """The text of these bytes."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL, b"=").decode()


def decode_base64url(text: str) -> bytes | None:
    """The bytes, or None where the text is anything else than what `encode_base64url` would write."""
    try:
        data = binascii.a2b_base64(text.translate(_FROM_URL) + "=" * (-len(text) % 4))
    except ValueError:
        return None
    return data if encode_base64url(data) == text else None
