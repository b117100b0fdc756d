"""Which invoices a changed link can touch, and all that judging them needs to see."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from counterfoil.flow.known_links import KnownLinks
from counterfoil.flow.link_rows import link_of
from counterfoil.flow.recall import Recall
from counterfoil.matching import Context, Shelf
from counterfoil.model.link import Link
from counterfoil.model.settings import Settings
from counterfoil.model.summary import Recorded
from counterfoil.store import LinkRow

_GOODS = ("bills", "ships", "receives")
_STEPS = 3
"""A receipt names a despatch advice, that an order: no chain of goods is longer."""


class Neighbourhood:
    """Looks around in the stored links, many documents at a time."""

    def __init__(
        self, links: KnownLinks, recall: Recall, settings: Settings | None = None, shelf: Shelf | None = None
    ) -> None:
        self._links, self._recall = links, recall
        self._seen: dict[str, Any] = {} if shelf is None else {"shelf": shelf}
        if settings is not None:
            self._seen |= {"certain_from": settings.certain_from, "tolerances": settings.tolerances}

    def touched(self, ids: Iterable[bytes]) -> set[bytes]:
        """The documents whose discrepancies may change when documents with these ids or their links changed."""
        start = set(ids)
        up = self._climb(start)
        down = self._sources(up, ("ships", "receives"))
        down |= self._sources(down, ("receives",))
        touched = start | self._sources(up | down, ("bills",))
        touched |= self._targets(start, ("pays", "credits", "repeats"))
        return touched | self._targets(touched, ("credits",))

    def context(self, invoices: set[bytes]) -> tuple[dict[bytes, Recorded], Context]:
        """These documents, and the context that judging them needs."""
        links: dict[bytes, LinkRow] = {}
        billed = self._take(links, self._links.links_from(invoices), "target", ("bills",))
        paid_by = self._take(links, self._links.links_to(invoices), "source", ("credits", "pays"))
        around = self._take(links, self._links.links_to(billed), "source", ("ships", "bills"))
        self._take(links, self._links.links_to(around | paid_by), "source", ())
        self._take(links, self._links.links_from(around), "target", ())
        ends = {end for row in links.values() for end in (row.source, row.target)}
        documents = self._recall.get(sorted(ends | invoices))
        outgoing: dict[bytes, list[Link]] = defaultdict(list)
        incoming: dict[bytes, list[Link]] = defaultdict(list)
        for key in sorted(links):
            link = link_of(links[key])
            outgoing[link.source.id].append(link)
            incoming[link.target.id].append(link)
        context = Context(
            documents=documents,
            links_from={key: tuple(value) for key, value in outgoing.items()},
            links_to={key: tuple(value) for key, value in incoming.items()},
            **self._seen,
        )
        return {one: documents[one] for one in sorted(invoices) if one in documents}, context

    def _climb(self, ids: set[bytes]) -> set[bytes]:
        seen, fresh = set(ids), set(ids)
        for _ in range(_STEPS):
            fresh = self._targets(fresh, _GOODS) - seen
            if not fresh:
                break
            seen |= fresh
        return seen

    def _targets(self, ids: set[bytes], names: tuple[str, ...]) -> set[bytes]:
        return {row.target for row in self._links.links_from(ids) if row.kind in names}

    def _sources(self, ids: set[bytes], names: tuple[str, ...]) -> set[bytes]:
        return {row.source for row in self._links.links_to(ids) if row.kind in names}

    def _take(
        self, links: dict[bytes, LinkRow], rows: Iterable[LinkRow], end: str, names: tuple[str, ...]
    ) -> set[bytes]:
        """Keep the rows, and give the ids at that end of those of the named kinds."""
        found = set()
        for row in rows:
            links[row.id] = row
            if row.kind in names:
                found.add(getattr(row, end))
        return found
