"""A dossier as a file: one JSON object, read strictly, so that every reader sees the same in it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn, TypeGuard, TypeVar

import msgspec

from counterfoil.exchange.company import is_kid, kid_of
from counterfoil.exchange.refusal import RefusedError, refusing
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.jwk import from_jwk, to_jwk
from counterfoil.log.note import decode_base64, encode_base64
from counterfoil.log.strict_json import Value, read_json
from counterfoil.model._base import Model

FORMAT = "counterfoil-dossier/1"
BYTES_MAX = 20_000_000
KEYS_MAX, LOGS_MAX, SUBJECTS_MAX, CREDENTIALS_MAX, ORIGINALS_MAX = 64, 16, 256, 1024, 256
NUMBER_MAX = 2**53 - 1
"""The largest number, wherever one stands."""
DEPTH_MAX = 64
"""Within how many lists and objects a value may stand."""
_HASH_BYTES, _HASHES_MAX = 32, 63
_HEX = re.compile("[0-9a-f]{64}", re.ASCII)
_MEMBERS = ("binding", "credentials", "format", "keys", "logs", "originals", "subjects")

T = TypeVar("T")


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


class Dossier(Model):
    """All of a dossier."""

    keys: tuple[KeyOf, ...]
    logs: tuple[LogOf, ...]
    subjects: tuple[Subject, ...]
    credentials: tuple[Credential, ...]
    originals: tuple[bytes, ...]
    binding: str = ""

    @property
    def content(self) -> bytes:
        """What the holder's presentation is over: the canonical JSON of everything but itself."""
        return canonical_json({name: value for name, value in _members(self).items() if name != "binding"})

    @property
    def data(self) -> bytes:
        """The dossier as a file."""
        return canonical_json(_members(self))


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
    _require(len(data) <= BYTES_MAX, f"The file has more than {BYTES_MAX:,} bytes")
    with refusing("form", None):
        told = _object(read_json(data, "The file"), None, *_MEMBERS)
    _require(told["format"] == FORMAT, f"The file is not of the format {FORMAT}")
    dossier = Dossier(
        keys=_listed(told, "keys", KEYS_MAX, _key),
        logs=_listed(told, "logs", LOGS_MAX, _log),
        subjects=_listed(told, "subjects", SUBJECTS_MAX, _subject),
        credentials=_listed(told, "credentials", CREDENTIALS_MAX, _credential),
        originals=_listed(told, "originals", ORIGINALS_MAX, _original),
        binding=_text(told["binding"], None),
    )
    _require(bool(dossier.subjects), "There is no subject")
    _once("keys", [one.public_key for one in dossier.keys])
    _once("logs", [one.vkey for one in dossier.logs])
    _once("subjects", [one.id for one in dossier.subjects])
    return dossier


def _members(dossier: Dossier) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "keys": [{"company": one.company, "jwk": to_jwk(one.public_key)} for one in dossier.keys],
        "logs": [msgspec.structs.asdict(one) for one in dossier.logs],
        "subjects": [{"id": one.id, "heads": one.heads} for one in dossier.subjects],
        "credentials": [
            {
                "sd_jwt": one.sd_jwt,
                "proofs": [
                    {"log": proof.log, "index": proof.index, "hashes": list(map(encode_base64, proof.hashes))}
                    for proof in one.proofs
                ],
            }
            for one in dossier.credentials
        ],
        "originals": list(map(encode_base64, dossier.originals)),
        "binding": dossier.binding,
    }


def _key(value: Value, where: str) -> KeyOf:
    told = _object(value, where, "company", "jwk")
    _object(told["jwk"], where, "crv", "kty", "x")
    with refusing("form", None):
        return KeyOf(company=_company(told["company"], where), public_key=from_jwk(told["jwk"]))


def _log(value: Value, where: str) -> LogOf:
    told = _object(value, where, "company", "vkey", "checkpoint")
    company, vkey, checkpoint = told["company"], told["vkey"], told["checkpoint"]
    return LogOf(company=_company(company, where), vkey=_text(vkey, where), checkpoint=_text(checkpoint, where))


def _subject(value: Value, where: str) -> Subject:
    told = _object(value, where, "id", "heads")
    _require(is_hex(told["id"]), "The id of a subject is not 64 hex digits", where)
    heads = _list(told["heads"], CREDENTIALS_MAX, where)
    return Subject(id=_text(told["id"], where), heads=tuple(_text(head, where) for head in heads))


def _credential(value: Value, where: str) -> Credential:
    told = _object(value, where, "sd_jwt", "proofs")
    proofs = tuple(_proof(one, where) for one in _list(told["proofs"], LOGS_MAX, where))
    _once(where, [one.log for one in proofs])
    return Credential(sd_jwt=_text(told["sd_jwt"], where), proofs=proofs)


def _proof(value: Value, where: str) -> InLog:
    told = _object(value, where, "log", "index", "hashes")
    hashes = [decode_base64(_text(one, where)) for one in _list(told["hashes"], _HASHES_MAX, where)]
    found = tuple(one for one in hashes if one is not None and len(one) == _HASH_BYTES)
    _require(len(found) == len(hashes), "A hash is not 32 bytes in Base64", where)
    return InLog(log=_number(told["log"], where), index=_number(told["index"], where), hashes=found)


def _original(value: Value, where: str) -> bytes:
    data = decode_base64(_text(value, where))
    if data is None:
        _refuse("An original is not Base64", where)
    return data


def _object(value: Value, where: str | None, *names: str) -> dict[str, Value]:
    if not isinstance(value, dict) or sorted(value) != sorted(names):
        _refuse(f"An object does not have just the members {', '.join(names)}", where)
    return value


def _listed(told: dict[str, Value], name: str, most: int, read: Callable[[Value, str], T]) -> tuple[T, ...]:
    values = _list(told[name], most, name)
    return tuple(read(value, f"{name}[{place}]") for place, value in enumerate(values))


def _list(value: Value, most: int, where: str) -> list[Value]:
    if not isinstance(value, list) or len(value) > most:
        _refuse(f"What should be a list of at most {most} is not", where)
    return value


def _text(value: Value, where: str | None) -> str:
    if not isinstance(value, str):
        _refuse("What should be a text is not", where)
    return value


def _company(value: Value, where: str) -> str:
    _require(is_kid(value), "The id of a company is not a SHA-256 in base64url", where)
    return _text(value, where)


def _within(value: dict[Any, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _number(value: Value, where: str) -> int:
    if not is_number(value):
        _refuse("A number is none from 0 to 2^53 - 1", where)
    return value


def _once(where: str, values: Sequence[object]) -> None:
    _require(len(set(values)) == len(values), "The same stands there twice", where)


def _require(holds: bool, message: str, where: str | None = None) -> None:
    if not holds:
        _refuse(message, where)


def _refuse(message: str, where: str | None) -> NoReturn:
    raise RefusedError("form", None, f"{message}: {where}." if where else f"{message}.")
