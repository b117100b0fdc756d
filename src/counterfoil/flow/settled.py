"""What settles invoices: the payments and credit notes around them, as they were on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from counterfoil.flow.home import Home
from counterfoil.flow.known_links import KnownLinks
from counterfoil.flow.link_rows import link_of
from counterfoil.flow.recall import Recall
from counterfoil.flow.shelf import StoredShelf
from counterfoil.matching import Context
from counterfoil.matching.cash.till import Till
from counterfoil.model.link import Link
from counterfoil.model.summary import Recorded, StatementSummary
from counterfoil.store import LinkRow


class Surroundings:
    """Looks up what settles many documents at a time; with a day, only what had happened until then."""

    def __init__(self, home: Home, on: date | None = None) -> None:
        self._store, self._certain_from, self._on = home.store, home.settings.certain_from, on
        self._recall = Recall(home.store)
        self._booked: dict[bytes, dict[str, date | None]] = {}

    def of(self, ids: Iterable[bytes]) -> Context:
        """These documents with the payments and certain credit notes to them, and the payments to these notes."""
        wanted = sorted(set(ids))
        rows = [row for row in self._store.links_to(wanted) if row.kind in ("pays", "credits")]
        rows += [row for row in self._store.links_from(wanted) if row.kind in ("credits", "repeats", "changes")]
        notes = {row.source for row in rows if row.kind == "credits"} - set(wanted)
        rows += [row for row in self._store.links_to(sorted(notes)) if row.kind == "pays"]
        documents = self.documents({end for row in rows for end in (row.source, row.target)} | set(wanted))
        links = {row.id: link_of(row) for row in rows if self._counts(row, documents)}
        return context_of(documents, links.values())

    def till(self) -> Till:
        """What cash application looks up: of which item one stands for another, and what is told twice."""
        return Till(StoredShelf(self._store, self._recall, KnownLinks(self._store)))

    def documents(self, ids: Iterable[bytes]) -> dict[bytes, Recorded]:
        """Documents by id."""
        self._recall.trim()
        return self._recall.get(sorted(ids))

    def _counts(self, row: LinkRow, documents: dict[bytes, Recorded]) -> bool:
        """Is it certain, but for payments, of which those are told apart elsewhere, and had it come by the day?"""
        if row.kind != "pays" and row.confidence < self._certain_from:
            return False
        source = documents.get(row.source)
        if self._on is None or source is None:
            return True
        day = self._day(source, row.source_line)
        return day is None or day <= self._on

    def _day(self, document: Recorded, line: str | None) -> date | None:
        """The day on which cash was booked, or a document was issued."""
        summary = document.summary
        if not isinstance(summary, StatementSummary):
            return getattr(summary, "issued", None)
        if document.id not in self._booked:
            self._booked[document.id] = {one.position: one.booked or one.valued for one in summary.lines}
        return self._booked[document.id].get(line or "") or summary.end or summary.issued


def context_of(documents: dict[bytes, Recorded], links: Iterable[Link]) -> Context:
    """A context out of documents and links."""
    outgoing: dict[bytes, list[Link]] = defaultdict(list)
    incoming: dict[bytes, list[Link]] = defaultdict(list)
    for link in links:
        outgoing[link.source.id].append(link)
        incoming[link.target.id].append(link)
    return Context(
        documents=documents,
        links_from={id: tuple(found) for id, found in outgoing.items()},
        links_to={id: tuple(found) for id, found in incoming.items()},
    )
