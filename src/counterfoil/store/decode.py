"""Columns as rows, the same for every database; a column that is not as we write it is an error that names its row."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from counterfoil.errors import DamagedStoreError
from counterfoil.store.rows import (
    CheckpointRow,
    DecisionRow,
    DiscrepancyRow,
    DocumentRow,
    FactRow,
    HandlingRow,
    LinkRow,
)
from counterfoil.store.values import DIGEST_BYTES, ID_BYTES, day, decimal, identity, key_text, moment, strings, truth

T = TypeVar("T")
Columns = tuple[Any, ...]
Types = Sequence[type | tuple[type, ...]]

HINT_DAMAGE = "Run `counterfoil verify` to see all that is damaged, and restore the home from a backup."

TEXT = str
MAYBE_TEXT = (str, type(None))
MAYBE_INT = (int, type(None))
MAYBE_BYTES = (bytes, type(None))

FACT = (int, bytes, bytes, TEXT, TEXT, MAYBE_INT, TEXT, TEXT, MAYBE_BYTES, MAYBE_BYTES, MAYBE_BYTES, MAYBE_TEXT)
CHECKPOINT = (int, bytes, bytes, TEXT, TEXT)
DOCUMENT = (
    *(bytes, bytes, int, TEXT, TEXT, TEXT, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, TEXT),
    *(MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, MAYBE_INT, int, MAYBE_INT, MAYBE_INT),
)
LINK = (
    *(bytes, TEXT, bytes, MAYBE_TEXT, bytes, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT),
    *(MAYBE_TEXT, MAYBE_TEXT, TEXT, TEXT, TEXT, int, TEXT),
)
DISCREPANCY = (
    *(bytes, TEXT, bytes, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT),
    *(MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, TEXT, TEXT),
)
DECISION = (
    *(bytes, int, TEXT, bytes, MAYBE_TEXT, bytes, MAYBE_TEXT, MAYBE_TEXT),
    *(MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, TEXT, TEXT, MAYBE_TEXT, int),
)
KEPT = (bytes, bytes)
HANDLING = (bytes, TEXT, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, int)

SOUND: dict[str, set[tuple[type, ...]]] = {}
"""Combinations of column types that were found to be right, by table: one look-up a row, not one check a column."""


def to_fact(columns: Columns) -> FactRow:
    """A fact from its row's fields: entry behind the index, then in order, without the entry."""
    return read("fact", FACT, columns, _fact)


def to_checkpoint(columns: Columns) -> CheckpointRow:
    """A checkpoint from: size, root, frontier, note, recorded."""
    return read("checkpoint", CHECKPOINT, columns, _checkpoint)


def to_document(columns: Columns) -> DocumentRow:
    """A document from its row's fields in order."""
    return read("document", DOCUMENT, columns, _document)


def to_link(columns: Columns) -> LinkRow:
    """A link from its row's fields in order."""
    return read("link", LINK, columns, _link)


def to_discrepancy(columns: Columns) -> DiscrepancyRow:
    """A discrepancy from its row's fields in order."""
    return read("discrepancy", DISCREPANCY, columns, _discrepancy)


def to_decision(columns: Columns) -> DecisionRow:
    """A decision from its row's fields in order."""
    return read("decision", DECISION, columns, _decision)


def to_handling(columns: Columns) -> HandlingRow:
    """A handling from its row's fields in order."""
    return read("handling", HANDLING, columns, _handling)


def to_kept(columns: Columns) -> tuple[bytes, bytes]:
    """A key and its value."""
    return read("kept", KEPT, columns, _kept)


def read(table: str, expected: Types, columns: Columns, make: Callable[[Columns], T]) -> T:
    """Make a row; DamagedStoreError names table and row where a column is not as we write it."""
    try:
        shape = tuple(map(type, columns))
        if shape not in SOUND.setdefault(table, set()):
            check_types(expected, columns)
            SOUND[table].add(shape)
        return make(columns)
    except ValueError as error:
        raise unreadable(table, columns[0], str(error)) from error


def check_types(expected: Types, columns: Columns) -> None:
    """ValueError where a column is of a type that we never write there."""
    for position, (types, value) in enumerate(zip(expected, columns, strict=True), 1):
        if not isinstance(value, types):
            raise ValueError(f"value {position} of it is of type {type(value).__name__}")


def unreadable(table: str, key: object, why: str) -> DamagedStoreError:
    """The error that names a row whose columns are not as we write them."""
    return DamagedStoreError(f"Row {key_text(key)} of table {table} cannot be read: {why}.", HINT_DAMAGE)


def _fact(columns: Columns) -> FactRow:
    index, entry, subject, kind, actor, predecessor, recorded, reader, secret, claims, salts, attested = columns
    if len(entry) != DIGEST_BYTES or (secret is not None and len(secret) != DIGEST_BYTES):
        raise ValueError("its entry or secret is not 32 bytes long")
    return FactRow(
        index=index,
        kind=kind,
        subject=subject,
        actor=actor,
        predecessor=predecessor,
        recorded=moment(recorded),
        reader=reader,
        claims=claims,
        secret=secret,
        entry=entry,
        salts=salts,
        attested=None if attested is None else moment(attested),
    )


def _kept(columns: Columns) -> tuple[bytes, bytes]:
    key, value = columns
    return key, value


def _checkpoint(columns: Columns) -> CheckpointRow:
    size, root, frontier, note, recorded = columns
    if len(root) != DIGEST_BYTES:
        raise ValueError("its root is not 32 bytes long")
    return CheckpointRow(size=size, root=root, frontier=frontier, note=note, recorded=moment(recorded))


def _document(columns: Columns) -> DocumentRow:
    identifier, original, position, file, document, form, number, issuer, partner, role = columns[:10]
    issued, due, currency, amount, valid, fact, checked, forgotten = columns[10:]
    if len(identifier) != DIGEST_BYTES or len(original) != DIGEST_BYTES:
        raise ValueError("its id or original is not 32 bytes long")
    return DocumentRow(
        id=identifier,
        original=original,
        position=position,
        file=file,
        document=document,
        format=form,
        number=number,
        issuer=issuer,
        partner=partner,
        role=role,
        issued=None if issued is None else day(issued),
        due=None if due is None else day(due),
        currency=currency,
        amount=None if amount is None else decimal(amount),
        valid=None if valid is None else truth(valid),
        fact=fact,
        checked=checked,
        forgotten=forgotten,
    )


def _link(columns: Columns) -> LinkRow:
    identifier, kind, source, source_line, target, target_line, quantity, unit = columns[:8]
    amount, currency, confidence, state, evidence, fact, basis = columns[8:]
    if len(identifier) != ID_BYTES or len(source) != DIGEST_BYTES or len(target) != DIGEST_BYTES:
        raise ValueError("an id in it has a wrong length")
    return LinkRow(
        id=identifier,
        kind=kind,
        source=source,
        source_line=source_line,
        target=target,
        target_line=target_line,
        quantity=None if quantity is None else decimal(quantity),
        unit=unit,
        amount=None if amount is None else decimal(amount),
        currency=currency,
        confidence=decimal(confidence),
        state=state,
        evidence=strings(evidence),
        fact=fact,
        basis=basis,
    )


def _discrepancy(columns: Columns) -> DiscrepancyRow:
    identifier, code, document, line, expected, found, amount, currency, since, others, why = columns
    if len(identifier) != ID_BYTES or len(document) != DIGEST_BYTES:
        raise ValueError("an id in it has a wrong length")
    return DiscrepancyRow(
        id=identifier,
        code=code,
        document=document,
        line=line,
        expected=expected,
        found=found,
        amount=None if amount is None else decimal(amount),
        currency=currency,
        since=None if since is None else day(since),
        others=tuple(map(identity, strings(others))),
        why=strings(why),
    )


def _decision(columns: Columns) -> DecisionRow:
    identifier, confirmed, kind, source, source_line, target, target_line, quantity = columns[:8]
    unit, amount, currency, confidence, evidence, why, fact = columns[8:]
    if len(identifier) != ID_BYTES or len(source) != DIGEST_BYTES or len(target) != DIGEST_BYTES:
        raise ValueError("an id in it has a wrong length")
    return DecisionRow(
        link=identifier,
        confirmed=truth(confirmed),
        kind=kind,
        source=source,
        source_line=source_line,
        target=target,
        target_line=target_line,
        quantity=None if quantity is None else decimal(quantity),
        unit=unit,
        amount=None if amount is None else decimal(amount),
        currency=currency,
        confidence=decimal(confidence),
        evidence=strings(evidence),
        why=why,
        fact=fact,
    )


def _handling(columns: Columns) -> HandlingRow:
    identifier, state, owner, why, expected, found, amount, fact = columns
    if len(identifier) != ID_BYTES:
        raise ValueError("its id has a wrong length")
    return HandlingRow(
        discrepancy=identifier,
        state=state,
        owner=owner,
        why=why,
        expected=expected,
        found=found,
        amount=None if amount is None else decimal(amount),
        fact=fact,
    )
