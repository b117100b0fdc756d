"""All documents on one desk: links of a whole set, from scratch. What a store answers piece by piece, told at once."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from counterfoil.matching._matcher import NO_LIMIT, Filing, Inference, Keys, Matcher
from counterfoil.matching.amounts import amount_due, smallest
from counterfoil.matching.once import once
from counterfoil.model.link import Link
from counterfoil.model.summary import Recorded

T = TypeVar("T")

CANDIDATES_MAX = 64
"""More documents than this under one key cannot be told apart by it: then the key links none of them."""

Decided = tuple[Link, bool]
"""A link that a person decided on, and whether it was confirmed (or else undone)."""

_Ends = tuple[str, bytes, str | None, bytes, str | None]


def ends_of(link: Link) -> _Ends:
    """What makes two links the same: kind and ends."""
    return link.kind, link.source.id, link.source.line, link.target.id, link.target.line


class Desk:
    """A shelf in memory, over documents and decisions; `link_all` gives every link that holds."""

    def __init__(
        self,
        documents: Iterable[Recorded],
        matchers: Sequence[Matcher],
        inferences: Sequence[Inference],
        decisions: Iterable[Decided] = (),
        filings: Sequence[Filing] = (),
        new: Collection[bytes] = (),
    ) -> None:
        """`new` are those of the documents that came last, for who asks what may have changed since the others."""
        self._documents = {one.id: one for one in sorted(documents, key=lambda one: one.id)}
        self._matchers, self._inferences, self._filings = matchers, inferences, filings
        self._new = frozenset(new)
        decided = {ends_of(link): (link, confirmed) for link, confirmed in decisions}
        self._undone = {ends for ends, (_, confirmed) in decided.items() if not confirmed}
        self._confirmed = {ends: link for ends, (link, confirmed) in decided.items() if confirmed}
        self._kept: dict[Hashable, Any] = {}
        self._from: dict[bytes, list[Link]] = defaultdict(list)
        self._to: dict[bytes, list[Link]] = defaultdict(list)
        for link in self._referred():
            self._from[link.source.id].append(link)
            self._to[link.target.id].append(link)

    def link_all(self) -> list[Link]:
        """Every link that holds."""
        links = {ends_of(link): link for each in self._from.values() for link in each}
        for inference in self._inferences:
            units = [unit for one in self._documents.values() for unit in inference.near(one, self)]
            for link in inference.links(units, self)[1]:
                if not self.is_undone(link):
                    links.setdefault(ends_of(link), link)
        return list(links.values())

    def get(self, id: bytes) -> Recorded | None:
        """The document with that id."""
        return self._documents.get(id)

    def offering(self, key: str) -> Sequence[Recorded]:
        """The documents that offer a key; none where there are too many."""
        found = self._offers.get(key, ())
        return found if len(found) <= CANDIDATES_MAX else ()

    def seeking(self, key: str) -> Sequence[Recorded]:
        """The documents that seek a key."""
        return self._seeks.get(key, ())

    def outnumbered(self, key: str) -> Sequence[Recorded]:
        """The documents that offered a key until the last that came made them too many."""
        found = self._offers.get(key, ())
        before = [one for one in found if not self.is_new(one.id)] if len(found) > CANDIDATES_MAX else ()
        return before if len(before) <= CANDIDATES_MAX else ()

    def amounts(self, key: str) -> Sequence[tuple[bytes, int]]:
        """What is to be paid for the documents that offer a key."""
        found = ((one.id, amount_due(one.summary)) for one in self.offering(key))
        return [(id, told) for id, due in found if due is not None and (told := smallest(due)) is not None]

    def placed(self, key: str, first: date, last: date, limit: int) -> Sequence[Recorded]:
        """The latest documents on a timeline between two days."""
        places = self._places.get(key, ())
        start, end = bisect_left(places, (first, b"")), bisect_right(places, (last, b"\xff" * 33))
        return [self._documents[id] for _, id in places[max(start, end - limit) : end]]

    def unlinked(self, key: str, first: date, last: date) -> Sequence[Recorded]:
        """All documents on a timeline between two days."""
        return self.placed(key, first, last, NO_LIMIT)

    def links_from(self, id: bytes) -> Sequence[Link]:
        """Links by reference or decision from a document."""
        return self._from.get(id, ())

    def links_to(self, id: bytes) -> Sequence[Link]:
        """Links by reference or decision to a document."""
        return self._to.get(id, ())

    def confirmed(self, kind: str) -> Sequence[Link]:
        """The links of a kind that people confirmed."""
        return [link for ends, link in sorted(self._confirmed.items(), key=repr) if ends[0] == kind]

    def is_undone(self, link: Link) -> bool:
        """Has a person undone this link?"""
        return ends_of(link) in self._undone

    def is_new(self, id: bytes) -> bool:
        """Did this document come last?"""
        return id in self._new

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for the key before; nothing changes here."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[no-any-return] # each key has its own type

    def expect(
        self,
        *,
        offering: Iterable[str] = (),
        seeking: Iterable[str] = (),
        amounts: Iterable[str] = (),
        linked: Iterable[bytes] = (),
    ) -> None:
        """Nothing needs to be fetched."""

    @once
    def _offers(self) -> Mapping[str, Sequence[Recorded]]:
        return self._under([*(one.offers for one in self._matchers), *(one.offers for one in self._filed())])

    @once
    def _seeks(self) -> Mapping[str, Sequence[Recorded]]:
        return self._under([*(one.seeks for one in self._matchers), *(one.seeks for one in self._filed())])

    @once
    def _places(self) -> Mapping[str, Sequence[tuple[date, bytes]]]:
        places: dict[str, set[tuple[date, bytes]]] = defaultdict(set)
        for filing in self._filed():
            for one in self._documents.values():
                for key, day in filing.places(one):
                    places[key].add((day, one.id))
        return {key: sorted(found) for key, found in places.items()}

    def _filed(self) -> Sequence[Filing]:
        return (*self._inferences, *self._filings)

    def _under(self, ways: Sequence[Keys]) -> Mapping[str, Sequence[Recorded]]:
        """The documents under their keys, each once."""
        found: dict[str, list[Recorded]] = {}
        for one in self._documents.values():
            alone = [one]  # one list for all keys that no other document has, as most are
            for way in ways:
                for key in way(one):
                    there = found.setdefault(key, alone)
                    if there[-1] is not one:
                        if len(there) == 1:
                            found[key] = [*there, one]
                        else:
                            there.append(one)
        return found

    def _referred(self) -> Iterable[Link]:
        links = dict(self._confirmed)
        for one in self._documents.values():
            for matcher in self._matchers:
                for link in matcher.links(one, self.offering):
                    if not self.is_undone(link):
                        links.setdefault(ends_of(link), link)
        return links.values()
