"""Rows as columns, the same for every database; what no database can keep is refused here, by name."""

from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from counterfoil.errors import StoreError
from counterfoil.store.rows import (
    CheckpointRow,
    DecisionRow,
    DiscrepancyRow,
    DocumentRow,
    FactRow,
    HandlingRow,
    LinkRow,
)
from counterfoil.store.values import DIGEST_BYTES, ID_BYTES, json_text, key_text, moment_text

Columns = tuple[Any, ...]
Origin = tuple[str, str, datetime, str]

SUBJECT_BYTES_MAX = 64

MILLIONTHS_MAX = 2**63 - 1
MILLIONTH = Decimal("0.000001")


def origin_of(row: FactRow) -> Origin:
    """What a fact has in common with others of its batch."""
    return (row.kind, row.actor, row.recorded, row.reader)


def of_origin(number: int, origin: Origin) -> Columns:
    """Columns of the table `origin`."""
    kind, actor, recorded, reader = origin
    texts("origin", number, kind, actor, reader)
    return (number, kind, actor, moment_text(recorded), reader)


def of_fact(row: FactRow, origin: int) -> Columns:
    """Columns of the table `fact`; there are very many facts, so this is short."""
    if len(row.entry) != DIGEST_BYTES or (row.secret is not None and len(row.secret) != DIGEST_BYTES):
        lengths("fact", row.index, entry=(row.entry, DIGEST_BYTES), secret=(row.secret, DIGEST_BYTES))
    if not 0 < len(row.subject) <= SUBJECT_BYTES_MAX:
        raise StoreError(f"The subject of fact {row.index} is {len(row.subject)} bytes long.")
    attested = None if row.attested is None else moment_text(row.attested)
    return (row.index, row.entry, row.subject, origin, row.predecessor, row.secret, row.claims, row.salts, attested)


def of_checkpoint(row: CheckpointRow) -> Columns:
    """Columns: size, root, frontier, note, recorded."""
    lengths("checkpoint", row.size, root=(row.root, DIGEST_BYTES))
    texts("checkpoint", row.size, row.note)
    return (row.size, row.root, row.frontier, row.note, moment_text(row.recorded))


def of_document(row: DocumentRow, number: int, issuer: int | None, partner: int | None) -> Columns:
    """Columns of the table `document`; names stand as their numbers."""
    lengths("document", row.id, id=(row.id, DIGEST_BYTES), original=(row.original, DIGEST_BYTES))
    texts("document", row.id, row.file, row.document, row.format, row.number, row.role, row.currency)
    return (
        number,
        row.id,
        row.original,
        row.position,
        row.file,
        row.document,
        row.format,
        row.number,
        issuer,
        partner,
        row.role,
        None if row.issued is None else row.issued.isoformat(),
        None if row.due is None else row.due.isoformat(),
        row.currency,
        None if row.amount is None else str(row.amount),
        millionths(row.amount),
        None if row.valid is None else int(row.valid),
        row.fact,
        row.checked,
        row.forgotten,
    )


def of_link(row: LinkRow, source: int, target: int) -> Columns:
    """Columns of the table `link`; documents stand as their numbers."""
    lengths("link", row.id, id=(row.id, ID_BYTES))
    told = (row.kind, row.source_line, row.target_line, row.unit, row.currency, row.state, row.basis, *row.evidence)
    texts("link", row.id, *told)
    return (
        row.id,
        row.kind,
        source,
        row.source_line,
        target,
        row.target_line,
        None if row.quantity is None else str(row.quantity),
        row.unit,
        None if row.amount is None else str(row.amount),
        row.currency,
        str(row.confidence),
        row.state,
        json_text(row.evidence),
        row.fact,
        row.basis,
    )


def of_discrepancy(row: DiscrepancyRow, document: int) -> Columns:
    """Columns of the table `discrepancy`; the document stands as its number."""
    lengths("discrepancy", row.id, id=(row.id, ID_BYTES))
    for other in row.others:
        lengths("discrepancy", row.id, others=(other, DIGEST_BYTES))
    texts("discrepancy", row.id, row.code, row.line, row.expected, row.found, row.currency, *row.why)
    return (
        row.id,
        row.code,
        document,
        row.line,
        row.expected,
        row.found,
        None if row.amount is None else str(row.amount),
        row.currency,
        None if row.since is None else row.since.isoformat(),
        json_text(tuple(other.hex() for other in row.others)),
        json_text(row.why),
    )


def of_decision(row: DecisionRow, source: int, target: int) -> Columns:
    """Columns of the table `decision`; documents stand as their numbers."""
    lengths("decision", row.link, link=(row.link, ID_BYTES))
    told = (row.kind, row.source_line, row.target_line, row.unit, row.currency, row.why, *row.evidence)
    texts("decision", row.link, *told)
    return (
        row.link,
        int(row.confirmed),
        row.kind,
        source,
        row.source_line,
        target,
        row.target_line,
        None if row.quantity is None else str(row.quantity),
        row.unit,
        None if row.amount is None else str(row.amount),
        row.currency,
        str(row.confidence),
        json_text(row.evidence),
        row.why,
        row.fact,
    )


def of_handling(row: HandlingRow) -> Columns:
    """Columns of the table `handling`, in the order of its row's fields."""
    lengths("handling", row.discrepancy, discrepancy=(row.discrepancy, ID_BYTES))
    texts("handling", row.discrepancy, row.state, row.owner, row.why, row.expected, row.found)
    return (
        row.discrepancy,
        row.state,
        row.owner,
        row.why,
        row.expected,
        row.found,
        None if row.amount is None else str(row.amount),
        row.fact,
    )


def millionths(amount: Decimal | None) -> int | None:
    """An amount in whole millionths, rounded down, for range filters; beyond 64 bits the outermost number stands."""
    if amount is None or amount.is_nan():
        return None
    if not amount:
        return 0
    if amount.is_infinite() or amount.adjusted() > 13:
        return MILLIONTHS_MAX if amount > 0 else -MILLIONTHS_MAX
    whole = int(amount.quantize(MILLIONTH, ROUND_FLOOR).scaleb(6))
    return max(-MILLIONTHS_MAX, min(MILLIONTHS_MAX, whole))


def folded(name: str) -> str:
    """A name as it is searched: without regard to case in any script."""
    return name.casefold()


def head(identifier: bytes) -> int:
    """The first four bytes of an id as a signed number that sorts as the id does."""
    return int.from_bytes(identifier[:4], "big") - 2**31


def lengths(table: str, key: object, **values: tuple[bytes | None, int]) -> None:
    """StoreError where an id, a digest or a secret does not have its length."""
    for name, (value, length) in values.items():
        if value is not None and len(value) != length:
            raise StoreError(f"The {name} of {table} {key_text(key)} is {len(value)} bytes long, not {length}.")


def texts(table: str, key: object, *values: str | None) -> None:
    """StoreError where a text holds what databases cannot keep: a zero character or half of a surrogate pair."""
    together = "".join(filter(None, values))
    if together.isascii() and "\0" not in together:
        return
    for value in values:
        if value is not None and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise StoreError(f"A text of {table} {key_text(key)} is not valid Unicode: {value!a}.") from error
        if value is not None and "\0" in value:
            raise StoreError(f"A text of {table} {key_text(key)} contains a zero character: {value!a}.")
