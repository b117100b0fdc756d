"""Forgetting a document, or entries of a statement: claims, secrets, links and what people said of it, in one step.

What is left is the entry in the log, the id, the kind, and the fact that it was forgotten. All that others are linked
to is what it would be had it never come.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import msgspec

from counterfoil.errors import StoreError, UsageError
from counterfoil.flow.decisions import decided_again
from counterfoil.flow.erasing import Subject, Telling
from counterfoil.flow.facts import FactBatch, left_of, named_claims, write_left
from counterfoil.flow.forgotten import FORGOTTEN, GONE, Forgotten, forgotten_in, gone_row
from counterfoil.flow.home import Home
from counterfoil.flow.leaving import Leaving
from counterfoil.flow.link_change import LinkChange
from counterfoil.flow.link_facts import LINKED, UNLINKED, write_links_anew
from counterfoil.flow.originals import originals_holding
from counterfoil.flow.recall import Recall
from counterfoil.flow.retention import kept_until, longest
from counterfoil.log.erasure import without, without_claims
from counterfoil.model._base import Model
from counterfoil.model.summary import Recorded, StatementSummary
from counterfoil.store import DecisionRow, DocumentRow, FactRow, LinkRow

DONE, ALREADY, REFUSED = "forgotten", "already-forgotten", "refused"
_APART = frozenset({FORGOTTEN, LINKED, UNLINKED})
"""Facts about a document that are not erased with its own: links go with those of others, and this fact stays."""


class Forget(Model):
    """What shall be forgotten, by whom and why."""

    id: bytes
    why: str
    person: str
    entries: tuple[str, ...] = ()
    """Entries of a statement, or details of them, by position; none where the whole document shall be."""
    override: bool = False
    """Also where it is to be kept still."""
    again: bool = False
    """It was forgotten before, and has come back with a backup."""


class Forgot(Model):
    """What became of it."""

    id: bytes
    document: str
    status: str
    entries: tuple[str, ...] = ()
    fact: int | None = None
    """Index of the fact that it was forgotten."""
    facts: int = 0
    """How many facts were erased."""
    originals: tuple[bytes, ...] = ()
    """The originals that go."""
    others: int = 0
    """How many other documents stand in these originals and lose them."""
    kept_until: date | None = None
    """The day until which it is, or was, to be kept."""
    error: str | None = None


Going = Mapping[int, Sequence[str] | None]
"""Facts by index, and which claims of each go; None: all of it."""
LookElsewhere = Callable[[Home, DocumentRow], Going]
"""Finds what upper floors recorded of a document under subjects of their own.

It is asked inside the block of writing, before anything goes.
"""


class Forgetting:
    """Forgets inside one block of writing; the originals and the database's files follow in `finish`."""

    def __init__(self, home: Home, recall: Recall, facts: FactBatch, look: LookElsewhere | None = None) -> None:
        self._home, self._store, self._recall, self._facts = home, home.store, recall, facts
        self._look = look or (lambda _home, _row: {})

    def forget(self, ask: Forget) -> Forgot:
        """Forget, unless it is to be kept. UsageError where there is no such document or entry."""
        row = self._store.documents_by_id([ask.id]).get(ask.id)
        if row is None:
            raise UsageError(f"There is no document {ask.id.hex()}.", "Look it up with 'counterfoil list'.")
        if row.role == GONE:
            return Forgot(id=row.id, document=row.document, status=ALREADY, fact=row.forgotten)
        document = self._recall.get([row.id]).get(row.id)
        if document is None:
            raise StoreError(f"The claims of document {row.id.hex()} are missing.", "Run 'counterfoil verify'.")
        entries = _entries(document, ask.entries)
        if ask.entries and not entries:
            return self._none_left(row, ask)
        originals = originals_holding(self._home, row)
        others = {one.id: one for each in originals for one in self._store.documents_in(each) if one.role != GONE}
        kept = longest((self._kept(one) for one in (row, *others.values())), self._home.clock().date())
        others.pop(row.id, None)
        if kept is not None and not ask.override:
            return Forgot(id=row.id, document=row.document, status=REFUSED, kept_until=kept, error=_refusal(row, kept))
        erased, fact = self._forget(ask, row, document, entries, originals, kept)
        return Forgot(
            id=row.id,
            document=row.document,
            status=DONE,
            entries=tuple(entries),
            fact=fact,
            facts=erased,
            originals=tuple(originals),
            others=len(others),
            kept_until=kept,
        )

    def _forget(
        self,
        ask: Forget,
        row: DocumentRow,
        document: Recorded,
        entries: Sequence[str],
        originals: Sequence[bytes],
        kept: date | None,
    ) -> tuple[int, int]:
        """How many facts were erased, and which fact tells of it."""
        store = self._store
        elsewhere: Going = {} if entries else self._look(self._home, row)
        subject = Subject(id=row.id, entries=frozenset(entries), names=_names(row, document, entries))
        telling = Telling(store, subject)
        leaving = Leaving(document, self._links_of(subject), store, self._recall, self._home.settings)
        leaving.take_out()
        erased = set[int]() if entries else self._own_facts(row.id)
        erased |= {index for index, names in elsewhere.items() if names is None}
        erased |= self._decisions(telling, leaving)
        if entries:
            self._reduce(row, document, entries)
        else:
            store.forget_facts(sorted(erased))
        self._recall.forget()
        if entries:
            leaving.put_back(self._recall.get([row.id])[row.id])
        changes = leaving.linked()
        touched = leaving.touched(changes)
        erased |= self._links_anew(telling, changes, row.id)
        if not entries:
            store.replace_discrepancies([row.id], [])
            touched -= {row.id}
        leaving.judge(touched, changes)
        erased |= self._handlings(telling, touched)
        store.forget_facts(sorted(erased))
        said = Forgotten(
            document=row.document,
            facts=tuple(sorted(erased)),
            originals=tuple(one.hex() for one in originals),
            why=ask.why,
            entries=tuple(entries),
            reduced=row.fact if entries else None,
            elsewhere=self._without(elsewhere),
            kept_until=kept.isoformat() if kept is not None else None,
            again=ask.again,
        )
        return len(erased) + len(said.elsewhere), self._told(ask, row, said)

    def _links_of(self, subject: Subject) -> list[LinkRow]:
        """The links that end at what is forgotten."""
        around = [*self._store.links_from([subject.id]), *self._store.links_to([subject.id])]
        return [
            one
            for one in {one.id: one for one in around}.values()
            if subject.is_end(one.source, one.source_line) or subject.is_end(one.target, one.target_line)
        ]

    def _links_anew(self, telling: Telling, changes: Sequence[LinkChange], id: bytes) -> set[int]:
        """Write the links around it anew, under facts that do not tell of it; gives the facts that did."""
        store = self._store
        ends = {one.source for change in changes for one in (change.old, change.new) if one is not None}
        sources = telling.sources | ends | {id}
        telling_of_it = set(telling.links_of(sources))
        store.drop_links([change.old.id for change in changes if change.old is not None and change.new is None])
        stand = {one.id: one for one in store.links_from(sorted(sources))}
        stand |= {change.new.id: change.new for change in changes if change.new is not None}
        write_links_anew(store, stand.values(), self._facts)
        return telling_of_it

    def _handlings(self, telling: Telling, touched: Collection[bytes]) -> set[int]:
        """Take out how discrepancies were handled that tell of it; gives the facts that said so."""
        handled = [one.discrepancy for one in telling.handlings(self._store, self._store.handlings(), touched)]
        self._store.drop_handlings(handled)
        return set(telling.said_of(handled))

    def _told(self, ask: Forget, row: DocumentRow, said: Forgotten) -> int:
        """The fact that it was forgotten, and the columns that follow from it."""
        store, before = self._store, len(self._facts.rows)
        index = self._facts.add(FORGOTTEN, row.id, named_claims(said), row.fact, ask.person)
        store.append_facts(self._facts.rows[before:])
        if said.entries:
            (columns,) = store.documents_by_id([row.id]).values()
            store.change_documents([msgspec.structs.replace(columns, forgotten=index)])
        else:
            store.change_documents([gone_row(self._facts.rows[-1], said)])
        store.forget_names()
        return index

    def _own_facts(self, id: bytes) -> set[int]:
        """All that was recorded about the document itself, whichever floor did so."""
        return {one.index for one in self._store.facts_of(id) if one.claims is not None and one.kind not in _APART}

    def _decisions(self, telling: Telling, leaving: Leaving) -> set[int]:
        """Take out what people decided about its links; what they decided about others is told without its number."""
        store, before = self._store, len(self._facts.rows)
        gone, told_again = telling.decisions(store.decisions())
        again: list[DecisionRow] = []
        for row in told_again:
            again.append(decided_again(self._facts, row, telling.actors[row.fact]))
            leaving.also(row.source)
        store.append_facts(self._facts.rows[before:])
        store.drop_decisions([row.link for row in gone])
        store.put_decisions(again)
        return set(telling.said_of([row.link for row in (*gone, *told_again)]))

    def _reduce(self, row: DocumentRow, document: Recorded, entries: Collection[str]) -> None:
        """Take entries out of the claims of a statement; all the others can still be proven by the same fact."""
        (fact,) = self._store.facts(row.fact, row.fact + 1)
        places = [at for at, one in enumerate(_lines(document)) if one in entries]
        claims, salts = write_left(without(left_of(fact), "lines", places))
        self._store.reduce_fact(fact.index, claims, salts)

    def _without(self, going: Going) -> tuple[int, ...]:
        """Take claims out of facts; gives those of which that took something."""
        gone = list[int]()
        for index, names in sorted(going.items()):
            if names is None:
                continue
            (fact,) = self._store.facts(index, index + 1)
            before = left_of(fact)
            after = without_claims(before, names)
            if after != before:
                self._store.reduce_fact(index, *write_left(after))
                gone.append(index)
        return tuple(gone)

    def _none_left(self, row: DocumentRow, ask: Forget) -> Forgot:
        """No entry is left of those that were named: they were forgotten before, or were never there."""
        before = {one for fact in self._facts_of_forgetting(row.id) for one in forgotten_in(fact).entries}
        if missing := [one for one in ask.entries if one not in before]:
            raise UsageError(
                f"The {row.document} {row.number or row.id.hex()[:12]} has no entry {', '.join(missing)}.",
                "Entries of a statement can be forgotten, by their position in 'counterfoil show'.",
            )
        entries = tuple(ask.entries)
        return Forgot(id=row.id, document=row.document, status=ALREADY, entries=entries, fact=row.forgotten)

    def _facts_of_forgetting(self, id: bytes) -> list[FactRow]:
        return [fact for fact in self._store.facts_of(id) if fact.kind == FORGOTTEN]

    def _kept(self, row: DocumentRow) -> date | None:
        (fact,) = self._store.facts(row.fact, row.fact + 1)
        return kept_until(self._home.settings, row, fact.recorded.date())


def _lines(document: Recorded) -> list[str]:
    """The positions of the entries of a statement, and of their details."""
    summary = document.summary
    return [one.position for one in summary.lines] if isinstance(summary, StatementSummary) else []


def _entries(document: Recorded, asked: Collection[str]) -> list[str]:
    """The entries that are asked for, with all details of them, as far as they are there."""
    return [one for one in _lines(document) if any(one == each or one.startswith(f"{each}.") for each in asked)]


def _names(row: DocumentRow, document: Recorded, entries: Collection[str]) -> tuple[str, ...]:
    """The numbers by which texts elsewhere may name it."""
    if not entries:
        return (row.number,) if row.number else ()
    lines = document.summary.lines if isinstance(document.summary, StatementSummary) else ()
    told = [
        (one.entry_reference, one.end_to_end_id, one.creditor_reference) for one in lines if one.position in entries
    ]
    return tuple(sorted({name for names in told for name in names if name}))


def _refusal(row: DocumentRow, kept: date) -> str:
    named = f"The {row.document} {row.number}" if row.number else f"The {row.document} {row.id.hex()[:12]}"
    return (
        f"{named}, or a document in the same original, is to be kept until {kept.isoformat()} by the settings "
        "([retention]). To forget it all the same, say --override-retention; that is recorded."
    )
