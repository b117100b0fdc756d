"""Recording: batches of prepared documents become originals, facts, links and a checkpoint, behind one barrier."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from counterfoil.flow.admission import Admission, admissions
from counterfoil.flow.collection import seldom_collected
from counterfoil.flow.columns import document_row, issuer_of
from counterfoil.flow.decisions import Decide, Decided
from counterfoil.flow.facts import FactBatch
from counterfoil.flow.finishing import finish
from counterfoil.flow.forgetting import Forget, Forgetting, Forgot, LookElsewhere
from counterfoil.flow.home import READER, Home
from counterfoil.flow.keys import Ask
from counterfoil.flow.link_facts import write_links
from counterfoil.flow.linking import Linker
from counterfoil.flow.logbook import Logbook
from counterfoil.flow.prepare import Intake
from counterfoil.flow.readmission import Readmission
from counterfoil.flow.recall import Recall
from counterfoil.flow.relinking import Relinking, is_settled
from counterfoil.model._base import Model
from counterfoil.store import DocumentRow

RECORDED, ALREADY, REFUSED = "recorded", "already-recorded", "refused"
_BATCH_DOCUMENTS = 1000
_BATCH_DOCUMENTS_MIN = 200
"""Of fewer, each costs more: to judge what they touch costs the same for few."""
_BATCH_BYTES = 64_000_000
_BATCH_TIME = timedelta(seconds=5)
"""How long others who want to write are kept waiting, such as a node with a message of a partner, who waits for 30."""


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
    remarks: tuple[str, ...] = ()
    """What does not add up in a document that there are no official rules for, such as a bank statement."""


class Recorder:
    """Adds documents to a home, batch by batch; what `add` yields is durable.

    Who gives a `logbook` records more with it soon, and finishes its files at the end; else they are each time.
    """

    def __init__(self, home: Home, ask: Ask | None = None, logbook: Logbook | None = None) -> None:
        self._home, self._logbook = home, logbook or home.logbook(ask)
        self._is_last = logbook is None
        self._recall = Recall(home.store)
        self._readmission = Readmission(home.store, knowingly=False)

    def decide(self, decide: Decide) -> Decided:
        """Record what a person decided, durably, with all that follows from it for links and discrepancies."""
        self._catch_up()
        store = self._home.store
        now = self._home.clock()
        with store.writing():
            facts = FactBatch(store.size(), now, READER)
            decided = decide(facts)
            if facts.rows:
                store.append_facts(facts.rows)
                store.put_decisions(decided.decisions)
                store.put_handlings(decided.handlings)
                linker = Linker(store, self._recall, self._home.settings)
                changes = linker.decided(decided.decisions)
                write_links(store, changes, facts)
                linker.judge((), changes)
                self._logbook.seal(facts.rows, now)
        self._publish()
        return decided

    def forget(self, asks: Sequence[Forget], look: LookElsewhere | None = None) -> list[Forgot]:
        """Forget documents or entries, durably and with all that follows; each that is to be kept is refused.

        `look` finds what upper floors recorded of them elsewhere.
        """
        self._catch_up()
        store, now = self._home.store, self._home.clock()
        with store.writing():
            facts = FactBatch(store.size(), now, READER)
            forgetting = Forgetting(self._home, self._recall, facts, look)
            forgot = [forgetting.forget(ask) for ask in asks]
            if facts.rows:
                self._logbook.seal(facts.rows, now)
        self._recall.forget()
        finish(self._home)
        self._publish()
        return forgot

    def add(self, intakes: Iterable[Intake], *, even_forgotten: bool = False) -> Iterator[Added]:
        """Record documents. Each is reported after the batch that it stands in is durable, in the order given.

        The files of the log follow about once a second, and before the last batch is reported. What was forgotten is
        refused, unless a person knowingly lets it back in.
        """
        self._catch_up()
        self._readmission = Readmission(self._home.store, knowingly=even_forgotten)
        with seldom_collected():
            yield from self._batches(intakes)

    def _batches(self, intakes: Iterable[Intake]) -> Iterator[Added]:
        batch: list[Intake] = []
        held, size, documents_max = b"", 0, _BATCH_DOCUMENTS
        for intake in intakes:
            if len(batch) >= documents_max or size >= _BATCH_BYTES:
                began = self._home.clock()
                reports = self._commit(batch)
                ended = self._home.clock()
                documents_max = _next_batch(len(batch), ended - began)
                self._logbook.follow(ended)
                yield from reports
                batch, held, size = [], b"", 0
            batch.append(intake)
            if intake.prepared.original != held and isinstance(intake.original, bytes):
                # The documents of one original follow one another, and hold its bytes together.
                held, size = intake.prepared.original, size + len(intake.original)
        reports = self._commit(batch)
        self._recall.forget()
        finish(self._home)
        self._publish()
        yield from reports

    def _catch_up(self) -> None:
        """Finish what was cut off, write files of the log that are behind, make links by the settings as they are."""
        finish(self._home)
        self._logbook.catch_up(self._home.clock())
        if not is_settled(self._home):
            self._settle()

    def _publish(self) -> None:
        now = self._home.clock()
        if self._is_last:
            self._logbook.finish(now)
        else:
            self._logbook.follow(now)

    def _commit(self, batch: Sequence[Intake]) -> Iterator[Added]:
        """Record a batch durably; gives what is to be reported of it."""
        store, readmission = self._home.store, self._readmission
        good = {one.prepared.id: one for one in reversed(batch) if one.prepared.error is None}
        known = store.known(sorted(good))
        refused = readmission.refused({one: good[one] for one in known})
        fresh = (good.keys() - known) | readmission.revived(known)
        if fresh or readmission.untold(()):
            self._keep_originals([good[one] for one in sorted(fresh)])
            ready = admissions([good[one].prepared for one in _in_order(batch, fresh)], self._home.us)
            store.sync_originals()
            now = self._home.clock()
            with store.writing():
                # Another process may have recorded some of them since.
                fresh -= store.known(sorted(fresh)) - readmission.revived(fresh)
                self._write([one for one in ready if one.id in fresh], now)
        self._recall.trim()
        return _reports(batch, fresh, refused)

    def _keep_originals(self, intakes: Sequence[Intake]) -> None:
        for digest, original in {one.prepared.original: one.original for one in intakes}.items():
            if not self._readmission.is_kept(digest):
                continue
            if isinstance(original, bytes):
                self._home.store.put_original(digest, original)
            else:
                with original() as file:
                    self._home.store.put_original(digest, file)
        # The disk is waited for later.
        self._home.store.start_sync_of_originals()

    def _write(self, ready: Sequence[Admission], now: datetime) -> None:
        """All rows of a batch: documents and links with their facts, then discrepancies, then the checkpoint."""
        store = self._home.store
        facts = FactBatch(store.size(), now, READER)
        rows: list[DocumentRow] = []
        for one in ready:
            received = facts.add("document.received/1", one.id, one.received)
            checked = None
            if one.checked is not None:
                checked = facts.add("document.checked/1", one.id, one.checked, received)
            rows.append(document_row(one.id, one.document.summary, one.origin, (received, checked), one.valid))
        # Facts come before what refers to them, or the database would look for that with each fact.
        store.append_facts(facts.rows)
        revived = self._readmission.revived([row.id for row in rows])
        store.put_documents([row for row in rows if row.id not in revived])
        store.change_documents([row for row in rows if row.id in revived])
        if revived:
            # They go from the lists of what was forgotten.
            store.forget_facts(())
        linker = Linker(store, self._recall, self._home.settings)
        changes = linker.changes([one.document for one in ready])
        write_links(store, changes, facts)
        linker.judge([one.id for one in ready], changes)
        self._readmission.tell(facts, self._readmission.untold(one.original for one in ready))
        if facts.rows:
            self._logbook.seal(facts.rows, now)

    def _settle(self) -> None:
        """Make all links and discrepancies again by the settings as they are now."""
        store, now = self._home.store, self._home.clock()
        # What is recalled on the way has roles that hold only if all of it is kept.
        recall = Recall(store)
        with store.writing():
            if is_settled(self._home):
                return  # another process was faster
            facts = FactBatch(store.size(), now, READER)
            relinking = Relinking(self._home, recall, facts)
            relinking.settle()
            for linker, ids in relinking.linkers():
                write_links(store, linker.again(ids), facts)
            for linker, ids in relinking.linkers():
                linker.judge(ids)
            self._logbook.seal(facts.rows, now)
        self._recall.forget()


def _next_batch(documents: int, took: timedelta) -> int:
    """How many documents to record together after so many took so long."""
    if took <= timedelta(0):
        return _BATCH_DOCUMENTS
    return min(_BATCH_DOCUMENTS, max(_BATCH_DOCUMENTS_MIN, int(documents * (_BATCH_TIME / took))))


def _in_order(batch: Sequence[Intake], fresh: set[bytes]) -> list[bytes]:
    return list(dict.fromkeys(one.prepared.id for one in batch if one.prepared.id in fresh))


def _reports(batch: Sequence[Intake], fresh: set[bytes], refused: Mapping[bytes, str]) -> Iterator[Added]:
    """The first of the same documents in a batch is recorded, the others were already."""
    open_ids = set(fresh)
    for one in batch:
        prepared = one.prepared
        if prepared.error is not None:
            yield Added(file=prepared.file, status=REFUSED, error=prepared.error)
            continue
        status = RECORDED if prepared.id in open_ids else REFUSED if prepared.id in refused else ALREADY
        open_ids.discard(prepared.id)
        yield Added(
            file=prepared.file,
            status=status,
            id=prepared.id,
            document=prepared.document,
            number=getattr(prepared.summary, "number", None),
            issuer=issuer_of(prepared.summary),
            valid=prepared.valid,
            error=refused.get(prepared.id),
            remarks=tuple(one.message for one in prepared.findings) if prepared.valid is None else (),
        )
