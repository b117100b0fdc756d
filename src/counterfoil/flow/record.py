"""Recording: batches of prepared documents become originals, facts, links and a checkpoint, behind one barrier."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

import msgspec

from counterfoil.flow.columns import document_row, issuer_of
from counterfoil.flow.home import READER, Home
from counterfoil.flow.keys import Ask
from counterfoil.flow.linking import LinkChange, Linker, link_claims
from counterfoil.flow.logbook import claims_of, fact_row
from counterfoil.flow.prepare import Prepared, checked_claims, provenance, received_claims
from counterfoil.flow.recall import Recall
from counterfoil.matching import role_in
from counterfoil.model._base import Model
from counterfoil.model.fact import Fact
from counterfoil.model.summary import Recorded
from counterfoil.store import DocumentRow, FactRow, LinkRow

RECORDED, ALREADY, REFUSED = "recorded", "already-recorded", "refused"
_BATCH_DOCUMENTS = 1000
_BATCH_BYTES = 64_000_000


class Intake(Model):
    """A prepared document on its way in, with its original: bytes, or for a large file what opens it."""

    prepared: Prepared
    original: bytes | Callable[[], BinaryIO] = b""


class Added(Model):
    """What `add` reports for a document, once it is durable."""

    file: str
    status: str
    id: bytes | None = None
    document: str | None = None
    number: str | None = None
    issuer: str | None = None
    valid: bool | None = None
    error: str | None = None


class Recorder:
    """Adds documents to a home, batch by batch; what `add` yields is durable."""

    def __init__(self, home: Home, ask: Ask | None = None) -> None:
        self._home, self._logbook = home, home.logbook(ask)
        self._recall = Recall(home.store)

    def add(self, intakes: Iterable[Intake]) -> Iterator[Added]:
        """Record documents. Each is reported after the batch that it stands in is durable, in the order given."""
        if self._logbook.behind():
            with self._home.store.writing():
                self._logbook.publish()
        batch: list[Intake] = []
        held, size = b"", 0
        for intake in intakes:
            batch.append(intake)
            if intake.prepared.original != held and isinstance(intake.original, bytes):
                # The documents of one original follow one another, and hold its bytes together.
                held, size = intake.prepared.original, size + len(intake.original)
            if len(batch) >= _BATCH_DOCUMENTS or size >= _BATCH_BYTES:
                yield from self._commit(batch)
                batch, held, size = [], b"", 0
        yield from self._commit(batch)

    def _commit(self, batch: Sequence[Intake]) -> Iterator[Added]:
        store = self._home.store
        good = {one.prepared.id: one for one in reversed(batch) if one.prepared.error is None}
        fresh = good.keys() - store.known(sorted(good))
        if fresh:
            self._keep_originals([good[one] for one in sorted(fresh)])
            now = self._home.clock()
            with store.writing():
                # Another process may have recorded some of them since.
                fresh -= store.known(sorted(fresh))
                if fresh:
                    self._write([good[one].prepared for one in _in_order(batch, fresh)], now)
            with store.writing():
                self._logbook.publish()
        self._recall.trim()
        yield from _reports(batch, fresh)

    def _keep_originals(self, intakes: Sequence[Intake]) -> None:
        for digest, original in {one.prepared.original: one.original for one in intakes}.items():
            if isinstance(original, bytes):
                self._home.store.put_original(digest, original)
            else:
                with original() as file:
                    self._home.store.put_original(digest, file)
        self._home.store.sync_originals()

    def _write(self, prepared: Sequence[Prepared], now: datetime) -> None:
        """All rows of a batch: documents and links with their facts, then discrepancies, then the checkpoint."""
        store, start = self._home.store, self._home.store.size()
        facts: list[FactRow] = []
        rows: list[DocumentRow] = []
        documents: list[Recorded] = []
        for one in prepared:
            if one.summary is None:
                raise AssertionError("a document without an error has a summary")
            role = role_in(one.summary, self._home.us)
            received = start + len(facts)
            facts.append(_fact(received, "document.received/1", one.id, received_claims(one, role), now))
            checked = None
            if one.valid is not None:
                checked = received + 1
                facts.append(_fact(checked, "document.checked/1", one.id, checked_claims(one), now, received))
            rows.append(document_row(one.id, one.summary, provenance(one, role), (received, checked), one.valid))
            documents.append(Recorded(id=one.id, role=role, summary=one.summary))
        store.append_facts(facts)
        store.put_documents(rows)
        linker = Linker(store, self._recall, self._home.settings.certain_from)
        changes = linker.changes(documents)
        link_facts = self._write_links(changes, start + len(facts), now)
        linker.judge(documents, changes)
        self._logbook.seal([*facts, *link_facts], now)

    def _write_links(self, changes: Sequence[LinkChange], index: int, now: datetime) -> list[FactRow]:
        """One fact for each document whose links came or changed, and one for each whose links no longer hold."""
        facts: list[FactRow] = []
        made: list[LinkRow] = []
        for source, rows in _by_source(change.new for change in changes):
            place = index + len(facts)
            facts.append(
                _fact(place, "document.linked/1", source, claims_of({"links": list(map(link_claims, rows))}), now)
            )
            made.extend(msgspec.structs.replace(row, fact=place) for row in rows)
        gone = [change.old for change in changes if change.new is None]
        for source, rows in _by_source(gone):
            claims = claims_of({"links": list(map(link_claims, rows))})
            facts.append(_fact(index + len(facts), "document.unlinked/1", source, claims, now))
        self._home.store.append_facts(facts)
        self._home.store.drop_links([row.id for row in gone if row is not None])
        self._home.store.put_links(made)
        return facts


def _by_source(rows: Iterable[LinkRow | None]) -> list[tuple[bytes, list[LinkRow]]]:
    """Links by the document that they start from, both in the order of ids."""
    found: dict[bytes, list[LinkRow]] = {}
    for row in rows:
        if row is not None:
            found.setdefault(row.source, []).append(row)
    return [(source, sorted(found[source], key=lambda row: row.id)) for source in sorted(found)]


def _fact(
    index: int, kind: str, subject: bytes, claims: bytes, now: datetime, predecessor: int | None = None
) -> FactRow:
    fact = Fact(kind=kind, subject=subject, claims=claims, recorded=now, predecessor=predecessor, reader=READER)
    return fact_row(index, fact)


def _in_order(batch: Sequence[Intake], fresh: set[bytes]) -> list[bytes]:
    return list(dict.fromkeys(one.prepared.id for one in batch if one.prepared.id in fresh))


def _reports(batch: Sequence[Intake], fresh: set[bytes]) -> Iterator[Added]:
    """The first of the same documents in a batch is recorded, the others were already."""
    open_ids = set(fresh)
    for one in batch:
        prepared = one.prepared
        if prepared.error is not None:
            yield Added(file=prepared.file, status=REFUSED, error=prepared.error)
            continue
        status = RECORDED if prepared.id in open_ids else ALREADY
        open_ids.discard(prepared.id)
        yield Added(
            file=prepared.file,
            status=status,
            id=prepared.id,
            document=prepared.document,
            number=getattr(prepared.summary, "number", None),
            issuer=issuer_of(prepared.summary),
            valid=prepared.valid,
        )
