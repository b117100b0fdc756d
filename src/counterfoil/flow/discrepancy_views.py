"""Discrepancies as people and programs are shown them: as they stand with people, on a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from counterfoil.flow.decisions import Standing, standing
from counterfoil.flow.home import Home
from counterfoil.flow.recall import Recall
from counterfoil.flow.untold import untold
from counterfoil.flow.views import chunks, line_id_of, plain
from counterfoil.model._base import Model
from counterfoil.model.summary import Recorded, StatementSummary
from counterfoil.store import DiscrepancyRow, DocumentRow
from counterfoil.texts import sentence


class DiscrepancyFilter(Model):
    """What `discrepancies` filters by; None filters nothing. `party` and `owner` are parts of names, in any case."""

    state: str | None = None
    code: str | None = None
    party: str | None = None
    owner: str | None = None


def discrepancies_view(
    home: Home,
    rows: Iterable[DiscrepancyRow] | None = None,
    on: date | None = None,
    only: DiscrepancyFilter | None = None,
) -> Iterator[dict[str, Any]]:
    """Discrepancies as the contract prints them, as they stand on a day (default: today).

    Without `rows` all that are told on that day, by id.
    """
    only, recall = only or DiscrepancyFilter(), Recall(home.store)
    for chunk in chunks(due(home, home.store.discrepancies(), on) if rows is None else rows):
        stands = standings(home, chunk)
        ids = sorted({row.document for row in chunk})
        documents = recall.get(ids)
        columns = home.store.documents_by_id(ids) if only.party is not None else {}
        recall.trim()
        for row in chunk:
            document = documents.get(row.document)
            if _is_wanted(row, stands[row.id], only) and _is_with(row, document, columns.get(row.document), only.party):
                yield _view(row, stands[row.id], document)


def due(home: Home, rows: Iterable[DiscrepancyRow], on: date | None = None) -> Iterator[DiscrepancyRow]:
    """Those that are told on a day (default: today): goods that were received have some time to be invoiced."""
    code, day = untold(home.settings, on or home.clock().date())
    return (row for row in rows if row.code != code or row.since is None or row.since <= day)


def standings(home: Home, rows: Iterable[DiscrepancyRow]) -> dict[bytes, Standing]:
    """How discrepancies stand with people, by id."""
    found = list(rows)
    handlings = {row.discrepancy: row for row in home.store.handlings([row.id for row in found])}
    return {row.id: standing(row, handlings.get(row.id)) for row in found}


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


def _view(row: DiscrepancyRow, stands: Standing, document: Recorded | None) -> dict[str, Any]:
    # What a bank calls an entry is long: people find it by its position.
    is_statement = document is not None and isinstance(document.summary, StatementSummary)
    line_id = line_id_of(document, row.line)
    number = document.summary.number if document is not None else None
    return {
        "id": row.id.hex(),
        "code": row.code,
        "document": {"id": row.document.hex(), "number": number},
        "line": row.line,
        "line_id": line_id,
        "expected": row.expected,
        "found": row.found,
        "amount": plain(row.amount),
        "currency": row.currency,
        "state": stands.state,
        "since": row.since.isoformat() if row.since else None,
        "owner": stands.owner,
        "why": stands.why,
        "message": discrepancy_sentence(row, number, None if is_statement else line_id),
    }


def _is_wanted(row: DiscrepancyRow, stands: Standing, only: DiscrepancyFilter) -> bool:
    if only.state not in (None, stands.state) or only.code not in (None, row.code):
        return False
    return only.owner is None or only.owner.casefold() in (stands.owner or "").casefold()


def _is_with(row: DiscrepancyRow, document: Recorded | None, columns: DocumentRow | None, party: str | None) -> bool:
    """Does a name of whom the document is from or with have this part?"""
    if party is None:
        return True
    names = [columns.issuer, columns.partner] if columns is not None else []
    if document is not None and isinstance(document.summary, StatementSummary):
        lines = [line for line in document.summary.lines if row.line in (None, line.position)]
        names += [line.counterparty.name for line in lines if line.counterparty is not None]
    return any(party.casefold() in name.casefold() for name in names if name)
