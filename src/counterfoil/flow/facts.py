"""Facts as rows of the log: claims in canonical JSON, a secret, and the entry that follows from both."""

import secrets
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

from counterfoil.errors import StoreError
from counterfoil.log import claims as log_claims
from counterfoil.log.erasure import Left, Salts, is_whole, payload_left, salts_of
from counterfoil.model.fact import Fact
from counterfoil.store import FactRow

BY_ELEMENT = frozenset({"lines", "findings", "links"})
"""Claims whose elements are disclosed one by one."""
PADDING = "padding"
PROGRAM = "counterfoil"
"""The actor of what the program does by itself."""

Named: TypeAlias = "dict[str, msgspec.Raw | list[msgspec.Raw]]"
"""Claims by name, each in canonical JSON; those that are disclosed element by element are lists of such texts."""

_encode = msgspec.json.Encoder(order="sorted", decimal_format="string").encode
_by_name = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_salts = msgspec.json.Decoder(Salts).decode


def claims_of(*parts: Any) -> bytes:
    """The claims that Structs or dicts make together, in canonical JSON (RFC 8785): no floats, names in ASCII."""
    return _encode(parts[0] if len(parts) == 1 else named_claims(*parts))


def named_claims(*parts: Any) -> Named:
    """The same by name, ready to be digested."""
    named: Named = {}
    for part in parts:
        named.update(_split(_encode(part)))
    return named


def canonical(value: Any) -> msgspec.Raw:
    """One claim or element in canonical JSON."""
    return msgspec.Raw(_encode(value))


class FactBatch:
    """The facts of one batch, made one after the other. All have one time and one reader."""

    def __init__(self, start: int, recorded: datetime, reader: str) -> None:
        self.rows: list[FactRow] = []
        self._start, self._recorded, self._reader, self._written = start, recorded, reader, recorded.isoformat()

    def add(self, kind: str, subject: bytes, named: Named, predecessor: int | None = None, actor: str = PROGRAM) -> int:
        """Make a fact, by the program where no person is its actor; gives its index."""
        index, secret = self._start + len(self.rows), secrets.token_bytes(log_claims.SECRET_BYTES)
        envelope = _envelope(kind, subject, actor, self._written, self._reader, predecessor)
        self.rows.append(
            FactRow(
                index=index,
                kind=kind,
                subject=subject,
                actor=actor,
                predecessor=predecessor,
                recorded=self._recorded,
                reader=self._reader,
                claims=_encode(named),
                secret=secret,
                entry=log_claims.entry(log_claims.payload(envelope, named, BY_ELEMENT, secret)),
            )
        )
        return index

    def hold(self, row: FactRow) -> int:
        """Take in a fact of another company, whose index and time of recording follow from the batch; its index."""
        index = self._start + len(self.rows)
        self.rows.append(replace(row, index=index, recorded=self._recorded))
        return index


def fact_row(index: int, fact: Fact, secret: bytes | None = None) -> FactRow:
    """A fact at its index, with a fresh secret and the entry that follows from both."""
    secret = secret or secrets.token_bytes(log_claims.SECRET_BYTES)
    return FactRow(
        index=index,
        kind=fact.kind,
        subject=fact.subject,
        actor=fact.actor,
        predecessor=fact.predecessor,
        recorded=fact.recorded,
        reader=fact.reader,
        claims=fact.claims,
        secret=secret,
        entry=log_claims.entry(payload_of(fact, fact.claims, secret)),
    )


def padding_row(index: int, recorded: datetime) -> FactRow:
    """An entry that stands for nothing and looks from outside like all others."""
    secret = secrets.token_bytes(log_claims.SECRET_BYTES)
    return FactRow(
        index=index,
        kind=PADDING,
        subject=secrets.token_bytes(log_claims.SECRET_BYTES),
        actor="",
        predecessor=None,
        recorded=recorded,
        reader="",
        claims=None,
        secret=secret,
        entry=log_claims.padding_entry(secret),
    )


def entry_of(row: FactRow) -> bytes | None:
    """The entry that a row must have by what it holds; None where it was forgotten, so that only the entry is left."""
    if row.secret is None and row.salts is None:
        return None
    if row.kind == PADDING and row.secret is not None:
        return log_claims.padding_entry(row.secret)
    if row.claims is None:
        return None
    if row.salts is not None:
        return log_claims.entry(payload_left(envelope_of(row), left_of(row)))
    return log_claims.entry(payload_of(row, row.claims, row.secret or b""))


def left_of(row: FactRow) -> Left:
    """The claims of a fact with a salt for each, whether some of them were forgotten before or none.

    StoreError where all of them were.
    """
    if row.claims is None or (row.secret is None and row.salts is None):
        raise StoreError(f"Fact {row.index} was forgotten.", "Nothing of it is left but its entry in the log.")
    claims = _split(row.claims)
    if row.salts is not None:
        return Left(dict(claims), _salts(row.salts))
    return Left(dict(claims), salts_of(claims, BY_ELEMENT, row.secret or b""))


def is_reduced(row: FactRow) -> bool:
    """Were elements of it forgotten? Of a fact of our own this shows by its salts, since it had a secret before."""
    return row.salts is not None and (row.attested is None or not is_whole(left_of(row)))


def write_left(left: Left) -> tuple[bytes, bytes]:
    """Claims and salts as they are kept."""
    return _encode(left.claims), _encode(left.salts)


def payload_of(fact: Fact | FactRow, claims: bytes, secret: bytes) -> bytes:
    """What a fact's entry is the hash of: the envelope open, every claim a salted digest."""
    return log_claims.payload(envelope_of(fact), _split(claims), BY_ELEMENT, secret)


def payload_of_row(row: FactRow) -> bytes:
    """The payload of a fact in the log, whole or as far as it is left; StoreError where it was forgotten."""
    return payload_left(envelope_of(row), left_of(row))


def envelope_of(fact: Fact | FactRow) -> dict[str, str | int]:
    """What stands open in the payload of a fact."""
    recorded = (isinstance(fact, FactRow) and fact.attested) or fact.recorded
    return _envelope(fact.kind, fact.subject, fact.actor, recorded.isoformat(), fact.reader, fact.predecessor)


def _split(claims: bytes) -> Named:
    named: Named = dict(_by_name(claims))
    for name in BY_ELEMENT.intersection(named):
        named[name] = _elements(named[name])  # type: ignore[arg-type] # it is Raw, as all were until here
    return named


def _envelope(
    kind: str, subject: bytes, actor: str, recorded: str, reader: str, predecessor: int | None
) -> dict[str, str | int]:
    envelope: dict[str, str | int] = {
        "kind": kind,
        "subject": subject.hex(),
        "actor": actor,
        "recorded": recorded,
        "reader": reader,
    }
    if predecessor is not None:
        envelope["predecessor"] = predecessor
    return envelope
