"""Which documents a changed link can touch, and all that judging them needs to see."""

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

_GOODS = ("bills", "ships", "receives")
_WORDS = ("changes", "answers", "cancels")
_STEPS = 5
"""A credit note names an invoice, that a receipt, that a despatch advice, that an order: no chain is longer."""


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
        """The documents whose discrepancies may change when documents with these ids or their links changed.

        All that is about the same goods; and of payments the invoices, and the statements that pay these too.
        """
        start = set(ids)
        goods = self._up(start, (*_GOODS, *_WORDS, "credits"))
        goods |= self._down(goods)
        paid = self._targets(start, ("pays", "credits", "repeats"))
        paid |= self._targets(paid, ("credits",))
        return goods | paid | self._sources(start | paid, ("pays",))

    def context(self, judged: set[bytes]) -> tuple[dict[bytes, Recorded], Context]:
        """These documents, and the context that judging them needs."""
        paid = judged | self._targets(judged, ("pays",))
        around = self._up(judged, _GOODS) | paid
        around |= self._down(around)
        said = around | self._sources(around, (*_WORDS, "credits"))
        links = {row.id: row for row in self._links.links_from(said)}
        links |= {row.id: row for row in self._links.links_to(around | self._sources(around, ("changes",)))}
        links |= {row.id: row for row in self._links.links_to(self._sources(paid, ("credits",)))}
        ends = {end for row in links.values() for end in (row.source, row.target)}
        documents = self._recall.get(sorted(ends | judged))
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
        return {one: documents[one] for one in sorted(judged) if one in documents}, context

    def _up(self, ids: set[bytes], names: tuple[str, ...]) -> set[bytes]:
        """These documents and all that links of these kinds lead to from them."""
        seen, fresh = set(ids), set(ids)
        for _ in range(_STEPS):
            fresh = self._targets(fresh, names) - seen
            if not fresh:
                break
            seen |= fresh
        return seen

    def _down(self, ids: set[bytes]) -> set[bytes]:
        """All that ships, receives or bills what these documents are about."""
        seen, fresh = set[bytes](), set(ids)
        for _ in range(_STEPS):
            fresh = self._sources(fresh, _GOODS) - seen
            if not fresh:
                break
            seen |= fresh
        return seen

    def _targets(self, ids: set[bytes], names: tuple[str, ...]) -> set[bytes]:
        return {row.target for row in self._links.links_from(ids) if row.kind in names}

    def _sources(self, ids: set[bytes], names: tuple[str, ...]) -> set[bytes]:
        return {row.source for row in self._links.links_to(ids) if row.kind in names}
