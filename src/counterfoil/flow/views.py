"""What people and programs are shown of a home.

Links, discrepancies and documents in the words of the command's contract.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from heapq import merge
from typing import Any, TypeVar

import msgspec

from counterfoil.errors import UsageError
from counterfoil.flow.decisions import undone_link
from counterfoil.flow.forgotten import GONE
from counterfoil.flow.home import Home
from counterfoil.flow.recall import Recall
from counterfoil.model._base import Model
from counterfoil.model.link import LinkState
from counterfoil.model.summary import Recorded, StatementSummary, TradeSummary
from counterfoil.store import DecisionRow, DocumentRow, LinkRow

Row = TypeVar("Row")
_CHUNK = 500
_MANY = {"discrepancy": "discrepancies"}


class LinkFilter(Model):
    """What `links` filters by; None filters nothing."""

    document: bytes | None = None
    """One of the ends."""
    kind: str | None = None
    state: str | None = None
    below: Decimal | None = None
    """Of less confidence than this."""


def resolve(home: Home, prefix: str, kind: str) -> bytes:
    """The id of a document, link or discrepancy from its first characters.

    UsageError where that names none or several.
    """
    found = [full for _, full in home.store.resolve(prefix.strip().lower(), kind)]
    if len(found) == 1:
        return found[0]
    many = _MANY.get(kind, f"{kind}s")
    if not found:
        if others := {what for what, _ in home.store.resolve(prefix.strip().lower())}:
            said = " or a ".join(sorted(others))
            raise UsageError(f"{prefix!r} begins the id of a {said}, not of a {kind}.", "Name the right one.")
        listed = "list" if kind == "document" else many
        raise UsageError(
            f"No {kind} has an id that begins with {prefix!r}.", f"Look it up with 'counterfoil {listed}'."
        )
    some = ", ".join(full.hex()[:16] for full in found[:5])
    raise UsageError(f"Several {many} have an id that begins with {prefix!r}: {some}.", "Give more of it.")


def links_view(
    home: Home, rows: Iterable[LinkRow] | None = None, only: LinkFilter | None = None
) -> Iterator[dict[str, Any]]:
    """Links as the contract prints them, with what people decided; without `rows` all links and undone ones, by id."""
    only = only or LinkFilter()
    decided = {row.link: row for row in home.store.decisions()}
    recall = Recall(home.store)
    chosen = (row for row in (_links(home, only, decided) if rows is None else rows) if _is_wanted(row, only))
    for chunk in chunks(chosen):
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
                "evidence": [*row.evidence, *_said(home, decided.get(row.id))],
            }


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
        "forgotten": row.role == GONE,
        "format": row.format,
        "file": row.file,
    }


def decisions_view(home: Home) -> Iterator[dict[str, Any]]:
    """What people last said of links and discrepancies, in this order and by id; what they said before is in facts."""
    said = [("link", row.link, "confirmed" if row.confirmed else "undone", row.fact) for row in home.store.decisions()]
    said += [("discrepancy", row.discrepancy, row.state, row.fact) for row in home.store.handlings()]
    for about, id, state, index in said:
        for fact in home.store.facts(index, index + 1):
            claims = msgspec.json.decode(fact.claims or b"{}")
            yield {
                "about": about,
                "id": id.hex(),
                "kind": claims.get("code") or claims.get("link"),
                "document_id": claims.get("document") or claims.get("source"),
                "line": claims.get("line") or claims.get("source_line"),
                "state": state,
                "owner": claims.get("owner"),
                "why": claims.get("why"),
                "actor": fact.actor,
                "recorded": fact.recorded.isoformat(),
                "fact": index,
            }


def plain(value: Decimal | None) -> str | None:
    """A decimal as a string without exponent."""
    return None if value is None else format(value, "f")


def _links(home: Home, only: LinkFilter, decided: dict[bytes, DecisionRow]) -> Iterable[LinkRow]:
    """All links that could be wanted and those that people have undone, by id."""
    store, undone = home.store, [undone_link(decided[id]) for id in sorted(decided) if not decided[id].confirmed]
    if only.document is not None:
        around = {row.id: row for row in (*store.links_from([only.document]), *store.links_to([only.document]))}
        around |= {row.id: row for row in undone if only.document in (row.source, row.target)}
        return (around[id] for id in sorted(around))
    if only.state == LinkState.UNDONE:
        return undone
    return merge(store.links(), undone, key=lambda row: row.id)


def _is_wanted(row: LinkRow, only: LinkFilter) -> bool:
    wanted = (only.kind in (None, row.kind), only.state in (None, row.state))
    return all(wanted) and (only.below is None or row.confidence < only.below)


def _said(home: Home, decision: DecisionRow | None) -> Iterator[str]:
    """Who decided on a link, when and why."""
    if decision is not None:
        what = "confirmed" if decision.confirmed else "undone"
        why = f": {decision.why}" if decision.why else ""
        for fact in home.store.facts(decision.fact, decision.fact + 1):
            yield f"{what} by {fact.actor} on {fact.recorded.date().isoformat()}{why}"


def _end(document: Recorded | None, id: bytes, line: str | None) -> dict[str, Any]:
    summary = document.summary if document is not None else None
    return {
        "id": id.hex(),
        "document": summary.document if summary is not None else None,
        "number": summary.number if summary is not None else None,
        "line": line,
        "line_id": line_id_of(document, line),
    }


def line_id_of(document: Recorded | None, line: str | None) -> str | None:
    """The written id of the line at a position."""
    if document is None or line is None:
        return None
    if isinstance(document.summary, TradeSummary) and line.isdigit() and int(line) <= len(document.summary.lines):
        return document.summary.lines[int(line) - 1].id
    if isinstance(document.summary, StatementSummary):
        return next((one.entry_reference for one in document.summary.lines if one.position == line), None)
    return None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in portions, for each of which the database is asked once."""
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
