"""The record as inferences look at it, out of the store; what is asked for once is kept while a batch is linked."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from counterfoil.flow.blocking import OFFERS, KeyRow
from counterfoil.flow.known_links import KnownLinks
from counterfoil.flow.link_rows import ends_of_decision, link_of, link_of_decision
from counterfoil.flow.recall import Recall
from counterfoil.flow.timelines import Timelines
from counterfoil.matching import CANDIDATES_MAX, ends_of, hashed
from counterfoil.model.link import Basis, Link
from counterfoil.model.summary import Recorded
from counterfoil.store import DecisionRow, LinkRow, Store

T = TypeVar("T")

_INFERENCE = Basis.INFERENCE.value
_MILLIONTHS = 100
"""In a ten-thousandth."""


class StoredShelf:
    """A `matching.Shelf` over a store, its links as they are in the batch being linked."""

    def __init__(self, store: Store, recall: Recall, links: KnownLinks) -> None:
        self._store, self._recall, self._links = store, recall, links
        self._hashes: dict[str, int] = {}
        self._offering: dict[int, tuple[bytes, ...]] = {}
        self._seeking: dict[int, tuple[bytes, ...]] = {}
        self._outnumbered: dict[int, Sequence[bytes]] = {}
        self._amounts: dict[int, Sequence[tuple[bytes, int]]] = {}
        self._timelines = Timelines(store, recall)
        self._from: dict[bytes, Sequence[Link]] = {}
        self._to: dict[bytes, Sequence[Link]] = {}
        self._kept: dict[Hashable, Any] = {}
        self._new: Collection[bytes] = ()
        self._decided: dict[tuple[object, ...], DecisionRow] | None = None

    def get(self, id: bytes) -> Recorded | None:
        """The document with that id."""
        return self._recall.get((id,)).get(id)

    def documents(self, ids: Iterable[bytes]) -> list[Recorded]:
        """The documents with these ids that are there, in their order."""
        wanted = tuple(ids)
        found = self._recall.get(wanted)
        return [found[one] for one in wanted if one in found]

    def offering(self, key: str) -> Sequence[Recorded]:
        """The documents that offer a key; none where there are too many."""
        number = self.hashed(key)
        if number not in self._offering:
            self._ask_offering([number])
        return self.documents(self._offering[number])

    def seeking(self, key: str) -> Sequence[Recorded]:
        """The documents that seek a key."""
        number = self.hashed(key)
        if number not in self._seeking:
            self._ask_seeking([number])
        return self.documents(self._seeking[number])

    def outnumbered(self, key: str) -> Sequence[Recorded]:
        """The documents that offered a key until those that came made them too many."""
        return self.documents(self._outnumbered.get(self.hashed(key), ()) if self._outnumbered else ())

    def amounts(self, key: str) -> Sequence[tuple[bytes, int]]:
        """What is to be paid for the documents that offer a key; none where there are too many."""
        number = self.hashed(key)
        if number not in self._amounts:
            self._ask_amounts([number])
        return self._amounts[number]

    def placed(self, key: str, first: date, last: date, limit: int) -> Sequence[Recorded]:
        """The latest documents on a timeline between two days."""
        return self._timelines.placed(self.hashed(key), first, last, limit)

    def unlinked(self, key: str, first: date, last: date) -> Sequence[Recorded]:
        """The documents on a timeline between two days that wait for what else could be meant."""
        return self.documents(id for _, id in self._store.unlinked(self.hashed(key), first, last))

    def links_from(self, id: bytes) -> Sequence[Link]:
        """Links by reference or decision from a document."""
        found = self._from.get(id)
        if found is None:
            found = self._from[id] = self._told(self._links.links_from((id,)))
        return found

    def links_to(self, id: bytes) -> Sequence[Link]:
        """Links by reference or decision to a document."""
        found = self._to.get(id)
        if found is None:
            found = self._to[id] = self._told(self._links.links_to((id,)))
        return found

    def confirmed(self, kind: str) -> Sequence[Link]:
        """The links of a kind that people confirmed."""
        return [link_of_decision(row) for row in self._decisions().values() if row.confirmed and row.kind == kind]

    def is_undone(self, link: Link) -> bool:
        """Has a person undone this link?"""
        row = self._decisions().get(ends_of(link))
        return row is not None and not row.confirmed

    def is_new(self, id: bytes) -> bool:
        """Did this document come with those that are being linked?"""
        return id in self._new

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for the key since the last change."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[no-any-return] # each key has its own type

    def came(self, new: Collection[bytes]) -> None:
        """These documents are being linked for the first time."""
        self._new = new

    def filed(self, keys: Collection[KeyRow], before: Mapping[int, Sequence[bytes]]) -> dict[int, Sequence[bytes]]:
        """New documents were filed under these keys, which others offered `before`: who was waiting for which of them?

        What the store was asked for that needs not be asked again. Under a key that too many offered before, one more
        makes no difference.
        """
        offering: dict[int, set[bytes]] = {}
        for key, side, document in keys:
            if side == OFFERS:
                offering.setdefault(key, set(before.get(key, ()))).add(document)
        for key, ids in offering.items():
            self._offering[key] = tuple(sorted(ids)) if len(ids) <= CANDIDATES_MAX else ()
        heard = [key for key in sorted(offering) if len(before.get(key, ())) <= CANDIDATES_MAX]
        self._outnumbered = {key: before.get(key, ()) for key in heard if not self._offering[key]}
        self._ask_seeking(heard)
        self._recall.get({one for key, side, _ in keys if side != OFFERS for one in self._offering.get(key, ())})
        return {key: self._seeking[key] for key in heard if self._seeking[key]}

    def let_go(self) -> None:
        """Drop what was kept, which looks at the shelf itself: it goes at once, and not when the collector comes."""
        self.changed()

    def changed(self) -> None:
        """Documents came, or links by reference or decision are others."""
        self._kept.clear()
        self._from.clear()
        self._to.clear()

    def expect(
        self,
        *,
        offering: Iterable[str] = (),
        seeking: Iterable[str] = (),
        amounts: Iterable[str] = (),
        linked: Iterable[bytes] = (),
    ) -> None:
        """Ask the store at once for what will be asked for."""
        keys = {number for key in offering if (number := self.hashed(key)) not in self._offering}
        if keys:
            self._ask_offering(sorted(keys))
            self._recall.get({one for key in keys for one in self._offering[key]})
        keys = {number for key in seeking if (number := self.hashed(key)) not in self._seeking}
        if keys:
            self._ask_seeking(sorted(keys))
            self._recall.get({one for key in keys for one in self._seeking[key]})
        keys = {number for key in amounts if (number := self.hashed(key)) not in self._amounts}
        if keys:
            self._ask_amounts(sorted(keys))
        ids = set(linked)
        self._links.links_from(one for one in ids if one not in self._from)
        self._links.links_to(one for one in ids if one not in self._to)

    def hashed(self, key: str) -> int:
        """The number that a key is kept under."""
        found = self._hashes.get(key)
        if found is None:
            found = self._hashes[key] = hashed(key)
        return found

    def pinned(self, sources: Iterable[bytes]) -> list[Link]:
        """The links from these documents that people confirmed."""
        decisions = self._decisions()
        if not decisions:
            return []
        wanted = set(sources)
        return [link_of_decision(row) for row in decisions.values() if row.confirmed and row.source in wanted]

    def _ask_offering(self, keys: Sequence[int]) -> None:
        offering = self._store.offering(keys, CANDIDATES_MAX)
        for key in keys:
            ids = offering.get(key, [])
            self._offering[key] = tuple(ids) if len(ids) <= CANDIDATES_MAX else ()

    def _ask_seeking(self, keys: Sequence[int]) -> None:
        seeking = self._store.seekers(keys)
        for key in keys:
            self._seeking[key] = tuple(seeking.get(key, ()))

    def _ask_amounts(self, keys: Sequence[int]) -> None:
        amounts = self._store.amounts(keys, CANDIDATES_MAX)
        for key in keys:
            found = amounts.get(key, [])
            told = found if len(found) <= CANDIDATES_MAX else []
            self._amounts[key] = [(id, amount // _MILLIONTHS) for id, amount in told if amount is not None]

    @staticmethod
    def _told(rows: Sequence[LinkRow]) -> list[Link]:
        return [link_of(row) for row in rows if row.basis != _INFERENCE]

    def _decisions(self) -> dict[tuple[object, ...], DecisionRow]:
        """People decide on few links: all of them fit into memory."""
        if self._decided is None:
            self._decided = {ends_of_decision(row): row for row in self._store.decisions()}
        return self._decided
