"""Whom a reader trusts: companies with their keys and logs, and the witnesses whose word counts. A file in TOML."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from counterfoil.errors import ProofError, SettingsError
from counterfoil.exchange.proof.company import is_kid
from counterfoil.log.jwk import from_jwk
from counterfoil.log.note import Verifier, parse_vkey
from counterfoil.log.quorum import Quorum
from counterfoil.log.signature_type import COSIGNATURE, ED25519
from counterfoil.model._base import Model

_MEMBERS = frozenset({"name", "id", "keys", "logs", "assurance"})
_HINT = "See the format of a dossier in the documentation."


class TrustedCompany(Model):
    """A company that a reader knows, and how (`assurance`, in the reader's own words)."""

    name: str
    id: str
    keys: frozenset[bytes]
    logs: frozenset[str]
    assurance: str


class Trust(Model):
    """The companies by id, and how many of which witnesses must have seen a checkpoint."""

    companies: Mapping[str, TrustedCompany]
    quorum: Quorum | None = None

    def owner_of_key(self, public_key: bytes) -> str | None:
        """The id of the company that is known to have this key."""
        return next((one.id for one in self.companies.values() if public_key in one.keys), None)

    def owner_of_log(self, vkey: str) -> str | None:
        """The id of the company that is known to have this log."""
        return next((one.id for one in self.companies.values() if vkey in one.logs), None)


def parse_trust(text: str) -> Trust:
    """The trust that a file states; what cannot be used is a SettingsError with the place."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The trust file is not TOML: {error}.", _HINT) from None
    except RecursionError:
        raise SettingsError("The trust file is nested too deeply.", _HINT) from None
    if unknown := sorted(told.keys() - {"company", "witnesses"}):
        raise SettingsError(f"The trust file has a part that we do not know: {unknown[0]}.", _HINT)
    listed = told.get("company", [])
    if not isinstance(listed, list):
        raise SettingsError("A company in a trust file starts with [[company]].", _HINT)
    companies = [_company(one, place) for place, one in enumerate(listed, 1)]
    _once("company", [one.id for one in companies])
    _once("log", [log for one in companies for log in one.logs])
    quorum = _quorum(told["witnesses"]) if "witnesses" in told else None
    _once("key", list(_all_keys(companies, quorum)))
    return Trust(companies={one.id: one for one in companies}, quorum=quorum)


def _company(told: Any, place: int) -> TrustedCompany:
    where = f"[[company]] number {place} of the trust file"
    if not isinstance(told, dict) or told.keys() != _MEMBERS:
        raise SettingsError(f"{where} needs just {', '.join(sorted(_MEMBERS))}.", _HINT)
    name, identity, assurance = (_text(told[member], f"{member} in {where}") for member in ("name", "id", "assurance"))
    if not is_kid(identity):
        raise SettingsError(f"id in {where} is not the id of a company.", _HINT)
    keys, logs = (_texts(told[member], f"{member} in {where}") for member in ("keys", "logs"))
    _once("key", keys)
    _once("log", logs)
    return TrustedCompany(
        name=name,
        id=identity,
        keys=frozenset(_key(one, where) for one in keys),
        logs=frozenset(_vkey(one, ED25519, where).vkey for one in logs),
        assurance=assurance,
    )


def _all_keys(companies: Sequence[TrustedCompany], quorum: Quorum | None) -> Iterator[bytes]:
    """Whoever has a key has it for one thing, under one name: else one company could count as two."""
    for one in companies:
        yield from one.keys
        yield from (parse_vkey(log).public_key for log in one.logs)
    yield from (one.public_key for one in quorum.witnesses) if quorum is not None else ()


def _quorum(told: Any) -> Quorum:
    where = "[witnesses] of the trust file"
    if not isinstance(told, dict) or told.keys() != {"threshold", "keys"} or type(told["threshold"]) is not int:
        raise SettingsError(f"{where} needs just threshold, a number, and keys.", _HINT)
    witnesses = [_vkey(one, COSIGNATURE, where) for one in _texts(told["keys"], f"keys in {where}")]
    return Quorum(threshold=told["threshold"], members=tuple(witnesses))


def _key(text: str, where: str) -> bytes:
    try:
        return from_jwk({"kty": "OKP", "crv": "Ed25519", "x": text})
    except ProofError:
        raise SettingsError(f"A key in {where} is not an Ed25519 public key in base64url.", _HINT) from None


def _vkey(text: str, algorithm: int, where: str) -> Verifier:
    """The key of a log or of a witness: neither signs as the other."""
    try:
        found = parse_vkey(text)
    except ProofError as error:
        raise SettingsError(f"A key in {where} cannot be used. {error.message}", _HINT) from None
    if found.algorithm != algorithm:
        makes = "checkpoints" if algorithm == ED25519 else "cosignatures"
        raise SettingsError(f"A key in {where} makes no {makes}.", _HINT)
    return found


def _texts(value: Any, what: str) -> Sequence[str]:
    if not isinstance(value, list):
        raise SettingsError(f"{what} is not a list.", _HINT)
    return [_text(one, what) for one in value]


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{what} is not a text.", _HINT)
    return value


def _once(what: str, values: Sequence[object]) -> None:
    if len(set(values)) != len(values):
        raise SettingsError(f"A {what} stands twice in the trust file.", "Name each once.")
