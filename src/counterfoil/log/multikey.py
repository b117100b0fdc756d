"""Keys and signatures as W3C documents write them (Multikey and Multibase, Controlled Identifiers 1.0)."""

from counterfoil.errors import ProofError
from counterfoil.log import ed25519

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_BASE58 = "z"
_ED25519_PUBLIC = b"\xed\x01"
_CHARACTERS_MAX = 200
"""More than a signature needs; the time to decode grows with the square."""


def format_multikey(public_key: bytes) -> str:
    """The key as it stands in `publicKeyMultibase`."""
    return encode_multibase(_ED25519_PUBLIC + public_key)


def parse_multikey(text: str) -> bytes:
    """The reverse; another kind of key is a ProofError."""
    data = decode_multibase(text)
    if not data.startswith(_ED25519_PUBLIC) or not ed25519.is_key(data[len(_ED25519_PUBLIC) :]):
        raise ProofError("A Multikey is not an Ed25519 public key.", "Ask its owner for an Ed25519 key.")
    return data[len(_ED25519_PUBLIC) :]


def encode_multibase(data: bytes) -> str:
    """The letter z and base58btc, in which each zero byte in front is a 1."""
    number, letters = int.from_bytes(data, "big"), list[str]()
    while number:
        number, value = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[value])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return _BASE58 + _ALPHABET[0] * zeros + "".join(reversed(letters))


def decode_multibase(text: str) -> bytes:
    """The reverse; anything else is a ProofError."""
    letters = text.removeprefix(_BASE58)
    if letters == text or len(text) > _CHARACTERS_MAX or not _VALUES.keys() >= set(letters):
        raise ProofError("A key or signature is not written in base58btc.", "It may have been cut off.")
    number = 0
    for letter in letters:
        number = number * len(_ALPHABET) + _VALUES[letter]
    zeros = len(letters) - len(letters.lstrip(_ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
