"""A bank statement line by line: what each entry was applied to, what is left of it, and how that settles invoices."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from counterfoil.errors import UsageError
from counterfoil.flow.forgotten import FORGOTTEN, GONE, forgotten_in
from counterfoil.flow.home import Home
from counterfoil.flow.link_rows import link_id
from counterfoil.flow.settled import Surroundings, context_of
from counterfoil.flow.views import plain, resolve
from counterfoil.matching import Context, Unit
from counterfoil.matching.cash import movements
from counterfoil.matching.cash.movements import statement_of
from counterfoil.matching.judging.settlement import Application, application_of, settlement_of
from counterfoil.model._base import Model
from counterfoil.model.link import End, Link
from counterfoil.model.summary import STATEMENT, Recorded, StatementLine, StatementSummary
from counterfoil.store import DocumentFilter, DocumentRow, LinkRow

APPLIED, PARTLY, PROPOSED, UNAPPLIED, NOT_BOOKED = "applied", "partly", "proposed", "unapplied", "not-booked"
PAID_AGAIN, TOLD_BEFORE = "paid-again", "told-before"


class Reconciled(Model):
    """A statement with its entries, and what they come to."""

    number: str | None
    account: str | None
    currency: str | None
    opening: Decimal | None
    closing: Decimal | None
    moved: Decimal
    """What all booked entries moved."""
    applied: Decimal
    """What of it goes to documents for certain."""
    charges: Decimal
    """What of it the bank took for itself."""
    unapplied: Decimal
    states: dict[str, int]
    """How many entries there are of each state."""
    entries: tuple[dict[str, Any], ...]
    forgotten: tuple[str, ...] = ()
    """The entries that were forgotten, by position."""

    @property
    def missing(self) -> Decimal | None:
        """What the entries lack to lead from the opening to the closing balance; None where these are not told."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.moved


def statement_called(home: Home, said: str) -> bytes:
    """The id of the statement that a clerk means by the start of its id, its number, or the file that it came in.

    UsageError where that is none or several; a document that is no statement is only found by its id.
    """
    rows = {row.id: row for row in home.store.documents(DocumentFilter(document=STATEMENT))}
    begun = [id for _, id in home.store.resolve(said.strip().lower(), "document") if id in rows]
    found = begun if len(begun) == 1 else [row.id for row in rows.values() if _is_called(row, said.strip())]
    if len(found) > 1:
        some = ", ".join(id.hex()[:16] for id in sorted(found)[:5])
        raise UsageError(f"Several statements have the number or file name {said!r}: {some}.", "Give the id of one.")
    return found[0] if found else resolve(home, said, "document")


def _is_called(row: DocumentRow, said: str) -> bool:
    """Is it the number, or the name of the file: whole, or without the folder or archive that it was in?"""
    return bool(said) and (said in {row.number, row.file} or row.file.endswith(f"/{said}"))


def reconciled(home: Home, statement: bytes) -> Reconciled:
    """A statement line by line. UsageError where the document is none."""
    surroundings = Surroundings(home)
    row = home.store.documents_by_id([statement]).get(statement)
    if row is not None and row.role == GONE:
        raise UsageError(f"The {row.document} {statement.hex()[:16]} was forgotten.", "See 'counterfoil show'.")
    document = surroundings.documents([statement]).get(statement)
    if document is None or not isinstance(document.summary, StatementSummary):
        hint = "Look with 'counterfoil list --kind statement'."
        raise UsageError(f"The document {statement.hex()[:16]} is no bank statement.", hint)
    found = _reconciled(home, document, document.summary, surroundings)
    return msgspec.structs.replace(found, forgotten=_forgotten(home, statement))


def _reconciled(home: Home, document: Recorded, summary: StatementSummary, surroundings: Surroundings) -> Reconciled:
    told = _told_before(document, surroundings)
    sources = {document.id, *(unit.id for unit in told.values())}
    rows = {row.id: row for row in home.store.links_from(sorted(sources)) if row.kind == "pays"}
    around = surroundings.of({row.target for row in rows.values()})
    statements = surroundings.documents(sources)
    view = _View(statements, told, rows, around, home.settings.certain_from)
    entries = tuple(view.entries(document, summary))
    booked = [one for one in entries if one["state"] != NOT_BOOKED]
    moved = sum((Decimal(one["amount"]) for one in booked), Decimal(0))
    unapplied = sum((Decimal(one["unapplied"]) for one in booked), Decimal(0))
    charges = sum((Decimal(one["charges"]) for one in booked), Decimal(0))
    states: dict[str, int] = {}
    for one in entries:
        states[one["state"]] = states.get(one["state"], 0) + 1
    return Reconciled(
        number=summary.number,
        account=summary.account,
        currency=summary.currency,
        opening=summary.opening,
        closing=summary.closing,
        moved=moved,
        applied=moved - unapplied - charges,
        charges=charges,
        unapplied=unapplied,
        states=states,
        entries=entries,
    )


def _forgotten(home: Home, statement: bytes) -> tuple[str, ...]:
    facts = home.store.facts_of(statement)
    return tuple(one for fact in facts if fact.kind == FORGOTTEN for one in forgotten_in(fact).entries)


def _told_before(document: Recorded, surroundings: Surroundings) -> dict[str, Unit]:
    """The entries that another statement, report or notification tells too, and which pay there."""
    till = surroundings.till()
    movements = statement_of(document).movements
    till.shelf.expect(offering=[movement.told_key for movement in movements.values()])
    first = {position: till.first_told(movement) for position, movement in movements.items()}
    return {position: unit for position, unit in first.items() if unit != movements[position].unit}


class _View:
    """Makes the entries of one statement."""

    def __init__(
        self,
        statements: dict[bytes, Recorded],
        told: dict[str, Unit],
        rows: dict[bytes, LinkRow],
        around: Context,
        certain_from: Decimal,
    ) -> None:
        self._told, self._rows, self._around, self._certain_from = told, rows, around, certain_from
        links = [link for each in around.links_to.values() for link in each if link.source.id in statements]
        self._own = context_of({**around.documents, **statements}, links)

    def entries(self, statement: Recorded, summary: StatementSummary) -> Iterator[dict[str, Any]]:
        """The entries in order. The details of a batch stand in the place of its entry, unless that was applied."""
        batches = {line.part_of for line in summary.lines if line.part_of is not None}
        taken = {row.source_line for row in self._rows.values() if row.source == statement.id}
        for line in summary.lines:
            if line.position not in batches or line.position in taken:
                yield self._entry(statement, summary, line)

    def _entry(self, statement: Recorded, summary: StatementSummary, line: StatementLine) -> dict[str, Any]:
        told = self._told.get(line.position)
        there = self._own.entry(End(id=told.id, line=told.line)) if told is not None else None
        application = application_of(*(there or (statement, line)), self._own, self._certain_from)
        return {
            "statement": {"id": statement.id.hex(), "number": summary.number},
            "line": line.position,
            "line_id": line.entry_reference,
            "booked": line.booked.isoformat() if line.booked else None,
            "amount": plain(line.amount),
            "currency": line.currency or summary.currency,
            "counterparty": line.counterparty.name if line.counterparty is not None else None,
            "text": " ".join(line.remittance) or None,
            "state": TOLD_BEFORE if there is not None else _state(line, application),
            "told_in": _told_in(*there) if there is not None else None,
            "applied": [self._applied(link) for link in (*application.links, *application.proposed)],
            "charges": plain(application.charges),
            "unapplied": plain(application.unapplied),
        }

    def _applied(self, link: Link) -> dict[str, Any]:
        row, target = self._rows[link_id(link)], self._around.documents.get(link.target.id)
        summary = target.summary if target is not None else None
        settled = settlement_of(target, self._around, self._certain_from) if target is not None else None
        return {
            "link": row.id.hex(),
            "to": {
                "id": link.target.id.hex(),
                "document": summary.document if summary is not None else None,
                "number": summary.number if summary is not None else None,
            },
            "amount": plain(link.amount),
            "currency": link.currency,
            "due": plain(settled.due) if settled else None,
            "credited": plain(settled.credited) if settled else None,
            "paid": plain(settled.paid) if settled else None,
            "discount": plain(settled.discount) if settled else None,
            "charges": plain(settled.charges) if settled else None,
            "open": plain(settled.open) if settled else None,
            "state": row.state,
            "confidence": row.confidence,
            "evidence": list(row.evidence),
        }


def _told_in(statement: Recorded, line: StatementLine) -> dict[str, Any]:
    return {"id": statement.id.hex(), "number": statement.summary.number, "line": line.position}


def _state(line: StatementLine, application: Application) -> str:
    if line.status in movements.NOT_BOOKED:
        return NOT_BOOKED
    links = (*application.links, *application.proposed)
    if links and not any(link.amount for link in links):
        return PAID_AGAIN
    if not application.links:
        return PROPOSED if links else UNAPPLIED
    return PARTLY if application.unapplied else APPLIED
