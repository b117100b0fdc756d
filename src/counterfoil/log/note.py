"""Signed notes (c2sp.org/signed-note): text with signatures below it, and the keys that make and check them."""

import binascii
import re
from collections.abc import Iterable
from hashlib import sha256

from counterfoil.errors import ProofError
from counterfoil.log import ed25519
from counterfoil.log.signature_type import ED25519, TYPES
from counterfoil.model._base import Model

SIGNATURES_MAX = 100
_KEY_ID_BYTES = 4
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


class Signature(Model):
    """One signature line: who signed, with which key, and the bytes that follow the key id."""

    name: str
    key_id: bytes
    data: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, newline included."""
        return f"\N{EM DASH} {self.name} {encode_base64(self.key_id + self.data)}\n"


class Note(Model):
    """A note that was opened: its text, the signatures that hold, and those of keys that we were not told of."""

    text: str
    verified: tuple[Signature, ...]
    unknown: tuple[Signature, ...] = ()


class Verifier(Model):
    """A public key that checks signatures under its name. `algorithm` is the signature type byte."""

    name: str
    public_key: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name || 0x0A || algorithm || public key)."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public_key).digest()[:_KEY_ID_BYTES]

    @property
    def vkey(self) -> str:
        """The verifier key as people pass it on: name, key id in hex, and type byte and key in Base64."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.algorithm]) + self.public_key)}"


class Signer(Model):
    """An Ed25519 private key (its 32-byte seed, RFC 8032 section 5.1.5) that signs notes under a name."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(name=self.name, public_key=ed25519.public_key(self.seed))

    def sign(self, text: str) -> Signature:
        """The signature line of this key under a note's text."""
        return Signature(name=self.name, key_id=self.verifier.key_id, data=ed25519.sign(self.seed, text.encode()))

    def __repr__(self) -> str:
        """The seed must not reach a log file or a traceback."""
        return f"Signer(name={self.name!r})"


def parse_vkey(vkey: str) -> Verifier:
    """The verifier that a `vkey` string names; a wrong key id, type or length is a ProofError."""
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    material = decode_base64(encoded)
    if not _is_name(name) or not material:
        raise ProofError("A verifier key is not of the form name+keyid+base64.", "Copy the whole key again.")
    verifier = Verifier(name=name, algorithm=material[0], public_key=material[1:])
    if verifier.key_id.hex() != key_id:
        raise ProofError(f"The verifier key of {name} does not fit its own key id.", "Copy the whole key again.")
    if verifier.algorithm not in TYPES or not ed25519.is_key(verifier.public_key):
        raise ProofError(f"The verifier key of {name} is not an Ed25519 key.", "Ask its owner for an Ed25519 key.")
    return verifier


def sign_note(text: str, signers: Iterable[Signer]) -> bytes:
    """A signed note. The text must end in a newline and hold no other control character."""
    return encode_note(text, [signer.sign(text) for signer in signers])


def encode_note(text: str, signatures: Iterable[Signature]) -> bytes:
    """A note out of its text and at least one signature, such as one that was opened and is signed once more."""
    lines = list(signatures)
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ProofError("The text of a note must end in a newline and hold no control character.")
    if not lines or not all(_is_name(line.name) for line in lines):
        raise ProofError("A note needs a signature, and key names hold no space, plus sign or control character.")
    return (text + "\n" + "".join(line.line for line in lines)).encode()


def open_note(message: bytes, verifiers: Iterable[Verifier]) -> Note:
    """The note if it is well-formed, each signature of a known key holds, and there is at least one; or ProofError.

    Signatures of other keys are ignored, and a second one of the same key counts once.
    """
    text, signatures = _parse_note(message)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    verified = dict[tuple[str, bytes], Signature]()
    unknown = list[Signature]()
    for signature in signatures:
        key = (signature.name, signature.key_id)
        if key not in known:
            unknown.append(signature)
            continue
        if not TYPES[known[key].algorithm](known[key].public_key, text, signature.data):
            raise ProofError(f"The signature of {signature.name} under a note does not hold.", "Distrust the note.")
        verified.setdefault(key, signature)
    if not verified:
        raise ProofError("A note carries no signature of a key that we know.", "Check which key should have signed it.")
    return Note(text=text, verified=tuple(verified.values()), unknown=tuple(unknown))


def note_text(message: bytes) -> str:
    """The text of a note, without a look at its signature lines; what is no note is a ProofError."""
    return _split_note(message)[0]


def decode_base64(text: str) -> bytes | None:
    """Standard Base64 with padding and nothing else in it, only in its one canonical spelling; None for the rest."""
    try:
        data = binascii.a2b_base64(text)
    except ValueError:
        return None
    return data if encode_base64(data) == text else None


def encode_base64(data: bytes) -> str:
    """Standard Base64 with padding, in one line."""
    return binascii.b2a_base64(data, newline=False).decode()


def _parse_note(message: bytes) -> tuple[str, list[Signature]]:
    text, lines = _split_note(message)
    signatures = [_parse_signature(line) for line in lines]
    if len(signatures) > SIGNATURES_MAX:
        raise ProofError(f"A note carries more than {SIGNATURES_MAX} signatures.")
    return text, signatures


def _split_note(message: bytes) -> tuple[str, list[str]]:
    try:
        content = message.decode()
    except UnicodeDecodeError as error:
        raise ProofError("A note is not UTF-8.") from error
    text, blank, lines = content.rpartition("\n\n")
    if not blank or not lines.endswith("\n") or _CONTROL.search(content):
        raise ProofError("A note is not text, an empty line and signature lines.", "It may have been cut off.")
    return text + "\n", lines[:-1].split("\n")


def _parse_signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    blob = decode_base64(encoded)
    if dash != "\N{EM DASH}" or not _is_name(name) or blob is None or len(blob) <= _KEY_ID_BYTES:
        raise ProofError("A signature line of a note is malformed.", "It may have been changed on the way.")
    return Signature(name=name, key_id=blob[:_KEY_ID_BYTES], data=blob[_KEY_ID_BYTES:])


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name) and not _CONTROL.search(name)
