"""What people and programs are shown of a home.

Links, discrepancies and documents in the words of the command's contract.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.errors import UsageError
from counterfoil.flow.home import Home
from counterfoil.flow.recall import Recall
from counterfoil.model.summary import Recorded, StatementSummary, TradeSummary
from counterfoil.store import DiscrepancyRow, DocumentRow, LinkRow
from counterfoil.texts import sentence

_CHUNK = 500


def resolve(home: Home, prefix: str, kind: str) -> bytes:
    """The id of a document, link or discrepancy from its first characters.

    UsageError where that names none or several.
    """
    found = [(what, full) for what, full in home.store.resolve(prefix.strip().lower()) if what == kind]
    if len(found) == 1:
        return found[0][1]
    if not found:
        raise UsageError(f"No {kind} has an id that begins with {prefix!r}.", "Look it up with 'counterfoil list'.")
    some = ", ".join(full.hex()[:16] for _, full in found[:5])
    raise UsageError(f"Several {kind}s have an id that begins with {prefix!r}: {some}.", "Give more of it.")


def links_view(home: Home, rows: Iterable[LinkRow] | None = None) -> Iterator[dict[str, Any]]:
    """Links as the contract prints them; without `rows` all links, by id."""
    recall = Recall(home.store)
    for chunk in _chunks(home.store.links() if rows is None else rows):
        ends = {end for row in chunk for end in (row.source, row.target)}
        documents = recall.get(sorted(ends))
        recall.trim()
        for row in chunk:
            yield {
                "id": row.id.hex(),
                "kind": row.kind,
                "from": _end(documents.get(row.source), row.source, row.source_line),
                "to": _end(documents.get(row.target), row.target, row.target_line),
                "quantity": plain(row.quantity),
                "amount": plain(row.amount),
                "currency": row.currency,
                "confidence": row.confidence,
                "state": row.state,
                "evidence": list(row.evidence),
            }


def discrepancies_view(home: Home, rows: Iterable[DiscrepancyRow] | None = None) -> Iterator[dict[str, Any]]:
    """Discrepancies as the contract prints them; without `rows` all of them, by id."""
    recall = Recall(home.store)
    for chunk in _chunks(home.store.discrepancies() if rows is None else rows):
        documents = recall.get(sorted({row.document for row in chunk}))
        recall.trim()
        for row in chunk:
            document = documents.get(row.document)
            line_id = _line_id(document, row.line)
            number = document.summary.number if document is not None else None
            yield {
                "id": row.id.hex(),
                "code": row.code,
                "document": {"id": row.document.hex(), "number": number},
                "line": row.line,
                "line_id": line_id,
                "expected": row.expected,
                "found": row.found,
                "amount": plain(row.amount),
                "currency": row.currency,
                "state": "open",
                "since": row.since.isoformat() if row.since else None,
                "owner": None,
                "why": None,
                "message": discrepancy_sentence(row, number, line_id),
            }


def discrepancy_sentence(row: DiscrepancyRow, number: str | None, line_id: str | None) -> str:
    """A discrepancy as a sentence for a person."""
    return sentence(
        row.code,
        number=number or "?",
        line=line_id or row.line or "",
        expected=row.expected or "",
        found=row.found or "",
        amount=plain(row.amount) or "",
        currency=row.currency or "",
    )


def document_view(row: DocumentRow) -> dict[str, Any]:
    """A document as `list` prints it."""
    return {
        "id": row.id.hex(),
        "document": row.document,
        "number": row.number,
        "issuer": row.issuer,
        "partner": row.partner,
        "role": row.role,
        "issued": _day(row.issued),
        "due": _day(row.due),
        "currency": row.currency,
        "amount": plain(row.amount),
        "valid": row.valid,
        "format": row.format,
        "file": row.file,
    }


def plain(value: Decimal | None) -> str | None:
    """A decimal as a string without exponent."""
    return None if value is None else format(value, "f")


def _end(document: Recorded | None, id: bytes, line: str | None) -> dict[str, Any]:
    summary = document.summary if document is not None else None
    return {
        "id": id.hex(),
        "document": summary.document if summary is not None else None,
        "number": summary.number if summary is not None else None,
        "line": line,
        "line_id": _line_id(document, line),
    }


def _line_id(document: Recorded | None, line: str | None) -> str | None:
    if document is None or line is None:
        return None
    if isinstance(document.summary, TradeSummary) and line.isdigit() and int(line) <= len(document.summary.lines):
        return document.summary.lines[int(line) - 1].id
    if isinstance(document.summary, StatementSummary):
        return next((one.entry_reference for one in document.summary.lines if one.position == line), None)
    return None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
