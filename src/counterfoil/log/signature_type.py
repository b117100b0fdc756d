"""What the bytes of a signature line sign, by the type of its key (c2sp.org/signed-note, c2sp.org/tlog-cosignature)."""

from collections.abc import Callable, Mapping

from counterfoil.log import ed25519

ED25519 = 0x01
"""A log's key: it signs the text of the note."""
COSIGNATURE = 0x04
"""A witness's key: it signs a time and the text, under a header that keeps both kinds of signature apart."""
TIME_MAX = 2**63 - 1
_TIME_BYTES = 8


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs who saw a checkpoint's text at a time (seconds since 1970, UTC)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def encode_cosignature(time: int, signature: bytes) -> bytes:
    """The data of a witness's signature line: the time in eight bytes, big-endian, and then the signature."""
    return time.to_bytes(_TIME_BYTES, "big") + signature


def decode_cosignature(data: bytes) -> tuple[int, bytes]:
    """The reverse; a time beyond `TIME_MAX` or a signature of another length is for the caller to refuse."""
    return int.from_bytes(data[:_TIME_BYTES], "big"), data[_TIME_BYTES:]


def _signs(public_key: bytes, text: str, data: bytes) -> bool:
    return ed25519.verify(public_key, data, text.encode())


def _cosigns(public_key: bytes, text: str, data: bytes) -> bool:
    time, signature = decode_cosignature(data)
    return time <= TIME_MAX and ed25519.verify(public_key, signature, cosigned_message(text, time))


TYPES: Mapping[int, Callable[[bytes, str, bytes], bool]] = {ED25519: _signs, COSIGNATURE: _cosigns}
"""By signature type: does this data (all that follows the key id) sign the text under the public key?"""
