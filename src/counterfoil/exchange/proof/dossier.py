"""A dossier as a file: one JSON object, read strictly, so that every reader sees the same in it.

An update of dossiers (`update.py`) is made of the same parts, which are read and written here.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any, ClassVar, NoReturn, TypeGuard, TypeVar

import msgspec

from counterfoil.exchange.proof.company import is_kid, kid_of
from counterfoil.exchange.proof.refusal import RefusedError, refusing
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.jwk import from_jwk, to_jwk
from counterfoil.log.note import decode_base64, encode_base64
from counterfoil.log.strict_json import Value, read_json
from counterfoil.model._base import Model

FORMAT = "counterfoil-dossier/1"
BYTES_MAX = 20_000_000
KEYS_MAX, LOGS_MAX, SUBJECTS_MAX, CREDENTIALS_MAX, ORIGINALS_MAX = 64, 16, 256, 1024, 256
PROOFS_MAX, HEADS_MAX = 16, 1024
"""Of one credential, and of one subject."""
NUMBER_MAX = 2**53 - 1
"""The largest number, wherever one stands."""
DEPTH_MAX = 64
"""Within how many lists and objects a value may stand."""
_HASH_BYTES, _HASHES_MAX = 32, 63
_HEX = re.compile("[0-9a-f]{64}", re.ASCII)
MEMBERS = ("binding", "credentials", "format", "keys", "logs", "originals", "subjects")

T = TypeVar("T")
P = TypeVar("P", bound="Parts")


class KeyOf(Model):
    """A public key, and the id of the company that it signs for."""

    company: str
    public_key: bytes

    @property
    def kid(self) -> str:
        """Its thumbprint."""
        return kid_of(self.public_key)


class LogOf(Model):
    """The log of a company: its key as text, and a signed checkpoint."""

    company: str
    vkey: str
    checkpoint: str


class Subject(Model):
    """A paper of trade under the id that both sides share, and how far the facts on it go by the word of each."""

    id: str
    heads: tuple[str, ...]


class InLog(Model):
    """Where in a log (by its place in the dossier) an entry stands, and the hashes from there to the root."""

    log: int
    index: int
    hashes: tuple[bytes, ...]


class Credential(Model):
    """A fact as it is shown, and where it is in logs."""

    sd_jwt: str
    proofs: tuple[InLog, ...]


class Parts(Model):
    """What is shown: facts with their proofs and heads, all that it takes to check them, and who shows it."""

    FORMAT: ClassVar[str]
    TYP: ClassVar[str]
    """Of the first token of its presentation."""

    keys: tuple[KeyOf, ...]
    logs: tuple[LogOf, ...]
    subjects: tuple[Subject, ...]
    credentials: tuple[Credential, ...]
    originals: tuple[bytes, ...]
    binding: str = ""

    @property
    def members(self) -> dict[str, Json]:
        """All of it as JSON values."""
        return {
            "format": self.FORMAT,
            "keys": [{"company": one.company, "jwk": to_jwk(one.public_key)} for one in self.keys],
            "logs": [msgspec.structs.asdict(one) for one in self.logs],
            "subjects": [{"id": one.id, "heads": one.heads} for one in self.subjects],
            "credentials": [
                {"sd_jwt": one.sd_jwt, "proofs": list(map(_in_log, one.proofs))} for one in self.credentials
            ],
            "originals": list(map(encode_base64, self.originals)),
            "binding": self.binding,
        }

    @property
    def content(self) -> bytes:
        """What the holder's presentation is over: the canonical JSON of everything but itself."""
        return canonical_json({name: value for name, value in self.members.items() if name != "binding"})

    @property
    def digest(self) -> str:
        """Of the content: what the presentation says, and what an update knows the file by."""
        return encode_base64url(sha256(self.content).digest())

    @property
    def data(self) -> bytes:
        """The whole as a file."""
        return canonical_json(self.members)


class Dossier(Parts):
    """What is shown of one invoice, which the first subject is."""

    FORMAT: ClassVar[str] = FORMAT
    TYP: ClassVar[str] = "counterfoil-dossier+sd-jwt"


class Limits(Model):
    """How many of its parts a file may have."""

    keys: int
    logs: int
    subjects: int
    credentials: int
    originals: int


_LIMITS = Limits(
    keys=KEYS_MAX, logs=LOGS_MAX, subjects=SUBJECTS_MAX, credentials=CREDENTIALS_MAX, originals=ORIGINALS_MAX
)


def is_hex(value: object) -> bool:
    """Is this the hex of a hash, or of an id of 32 bytes, in lower case?"""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def is_number(value: object, least: int = 0) -> TypeGuard[int]:
    """Is this a whole number that every reader keeps exactly?"""
    return type(value) is int and least <= value <= NUMBER_MAX


def is_deep(value: object) -> bool:
    """Does anything here stand within more lists and objects than readers have to follow?"""
    level, depth = [value], 0
    while level and depth <= DEPTH_MAX:
        level, depth = [item for one in level if isinstance(one, dict | list) for item in _within(one)], depth + 1
    return bool(level)


def parse_dossier(data: bytes) -> Dossier:
    """The dossier in a file; anything but the exact form is refused. No signature is looked at."""
    return read_dossier(read_file(data))


def read_dossier(told: Value) -> Dossier:
    """The dossier that a file holds."""
    return read_parts(Dossier, read_members(told, FORMAT, MEMBERS), _LIMITS)


def read_file(data: bytes) -> Value:
    """The JSON in a file, which is not larger than it may be."""
    require_form(len(data) <= BYTES_MAX, f"The file has more than {BYTES_MAX:,} bytes")
    with refusing("form", None):
        return read_json(data, "The file")


def read_members(value: Value, form: str, names: Sequence[str]) -> dict[str, Value]:
    """The members of a file of this format."""
    told = read_object(value, None, *names)
    require_form(told["format"] == form, f"The file is not of the format {form}")
    return told


def read_parts(kind: type[P], told: dict[str, Value], most: Limits, **more: Any) -> P:
    """What a file holds, with what a format has beyond these parts."""
    found = kind(
        keys=read_each(told, "keys", most.keys, _key),
        logs=read_each(told, "logs", most.logs, _log),
        subjects=read_each(told, "subjects", most.subjects, _subject),
        credentials=read_each(told, "credentials", most.credentials, _credential),
        originals=read_each(told, "originals", most.originals, _original),
        binding=read_text(told["binding"], None),
        **more,
    )
    require_form(bool(found.subjects), "There is no subject")
    require_once("keys", [one.public_key for one in found.keys])
    require_once("logs", [one.vkey for one in found.logs])
    require_once("subjects", [one.id for one in found.subjects])
    return found


def read_each(told: dict[str, Value], name: str, most: int, read: Callable[[Value, str], T]) -> tuple[T, ...]:
    """The values of a member that is a list."""
    values = _list(told[name], most, name)
    return tuple(read(value, f"{name}[{place}]") for place, value in enumerate(values))


def read_object(value: Value, where: str | None, *names: str) -> dict[str, Value]:
    """An object with just these members."""
    if not isinstance(value, dict) or sorted(value) != sorted(names):
        _refuse(f"An object does not have just the members {', '.join(names)}", where)
    return value


def read_text(value: Value, where: str | None) -> str:
    """A text."""
    if not isinstance(value, str):
        _refuse("What should be a text is not", where)
    return value


def read_number(value: Value, where: str) -> int:
    """A whole number that every reader keeps exactly."""
    if not is_number(value):
        _refuse("A number is none from 0 to 2^53 - 1", where)
    return value


def read_hashes(value: Value, where: str) -> tuple[bytes, ...]:
    """The hashes of a proof."""
    hashes = [decode_base64(read_text(one, where)) for one in _list(value, _HASHES_MAX, where)]
    found = tuple(one for one in hashes if one is not None and len(one) == _HASH_BYTES)
    require_form(len(found) == len(hashes), "A hash is not 32 bytes in Base64", where)
    return found


def require_once(where: str, values: Sequence[object]) -> None:
    """Refuse a file in which one of these stands twice."""
    require_form(len(set(values)) == len(values), "The same stands there twice", where)


def require_form(holds: bool, message: str, where: str | None = None) -> None:
    """Refuse a file of another form unless this holds."""
    if not holds:
        _refuse(message, where)


def _in_log(proof: InLog) -> Json:
    return {"log": proof.log, "index": proof.index, "hashes": list(map(encode_base64, proof.hashes))}


def _key(value: Value, where: str) -> KeyOf:
    told = read_object(value, where, "company", "jwk")
    read_object(told["jwk"], where, "crv", "kty", "x")
    with refusing("form", None):
        return KeyOf(company=_company(told["company"], where), public_key=from_jwk(told["jwk"]))


def _log(value: Value, where: str) -> LogOf:
    told = read_object(value, where, "company", "vkey", "checkpoint")
    company, vkey, checkpoint = told["company"], told["vkey"], told["checkpoint"]
    return LogOf(company=_company(company, where), vkey=read_text(vkey, where), checkpoint=read_text(checkpoint, where))


def _subject(value: Value, where: str) -> Subject:
    told = read_object(value, where, "id", "heads")
    require_form(is_hex(told["id"]), "The id of a subject is not 64 hex digits", where)
    heads = _list(told["heads"], HEADS_MAX, where)
    return Subject(id=read_text(told["id"], where), heads=tuple(read_text(head, where) for head in heads))


def _credential(value: Value, where: str) -> Credential:
    told = read_object(value, where, "sd_jwt", "proofs")
    proofs = tuple(_proof(one, where) for one in _list(told["proofs"], PROOFS_MAX, where))
    require_once(where, [one.log for one in proofs])
    return Credential(sd_jwt=read_text(told["sd_jwt"], where), proofs=proofs)


def _proof(value: Value, where: str) -> InLog:
    told = read_object(value, where, "log", "index", "hashes")
    index, hashes = read_number(told["index"], where), read_hashes(told["hashes"], where)
    return InLog(log=read_number(told["log"], where), index=index, hashes=hashes)


def _original(value: Value, where: str) -> bytes:
    data = decode_base64(read_text(value, where))
    if data is None:
        _refuse("An original is not Base64", where)
    return data


def _list(value: Value, most: int, where: str) -> list[Value]:
    if not isinstance(value, list) or len(value) > most:
        _refuse(f"What should be a list of at most {most} is not", where)
    return value


def _company(value: Value, where: str) -> str:
    require_form(is_kid(value), "The id of a company is not a SHA-256 in base64url", where)
    return read_text(value, where)


def _within(value: dict[Any, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _refuse(message: str, where: str | None) -> NoReturn:
    raise RefusedError("form", None, f"{message}: {where}." if where else f"{message}.")
