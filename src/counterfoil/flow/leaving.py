"""What may change in links and discrepancies when a document leaves the record, or says less than before.

Linking is a pure function of what is recorded. A document that comes names all that could see it (`near`); one that
leaves could be seen by the same: so it is asked while it is still there, and what it named is linked again without it.
"""

from collections.abc import Collection, Iterable

from counterfoil.flow.blocking import beside_of, keys_of, offered, places_of
from counterfoil.flow.known_links import KnownLinks
from counterfoil.flow.link_change import LinkChange
from counterfoil.flow.linking import Linker
from counterfoil.flow.neighbourhood import Neighbourhood
from counterfoil.flow.recall import Recall
from counterfoil.flow.shelf import StoredShelf
from counterfoil.matching import CANDIDATES_MAX, INFERENCES, near
from counterfoil.model.settings import Settings
from counterfoil.model.summary import Recorded
from counterfoil.store import LinkRow, Store


class Leaving:
    """Looks around a document while it is still there; `linked` and `touched` come when it has left the tables.

    `gone` are those of its links that leave with it.
    """

    def __init__(
        self, document: Recorded, gone: Collection[LinkRow], store: Store, recall: Recall, settings: Settings
    ) -> None:
        self._document, self._gone, self._store, self._recall = document, gone, store, recall
        links = KnownLinks(store)
        shelf = StoredShelf(store, recall, links)
        waiting = store.seeking(offered(keys_of(document)))
        around = [*links.links_from([document.id]), *links.links_to([document.id])]
        decided = store.decisions([document.id])
        ends = {end for row in around for end in (row.source, row.target)}
        ends |= {end for row in decided for end in (row.source, row.target)}
        self._affected = (waiting | ends) - {document.id}
        crowding = self._crowding()
        seen = recall.get(sorted({document.id} | ends | waiting | crowding)).values()
        self._units = {
            inference.id: {
                unit: None for one in seen for unit in inference.near(one, shelf) if unit.id != document.id
            }.keys()
            for inference in INFERENCES
        }
        there = recall.get(sorted({document.id} | crowding)).values()
        self._judged = {document.id} | ends | crowding | {id for one in there for id in near(one, shelf, {document.id})}
        self._linker = Linker(store, recall, settings)

    def _crowding(self) -> set[bytes]:
        """The documents that will be found by a key again which too many offer, until this one is gone."""
        one_more = CANDIDATES_MAX + 1
        offering = self._store.offering(offered(keys_of(self._document)), one_more)
        return {id for ids in offering.values() if len(ids) == one_more for id in ids} - {self._document.id}

    def also(self, document: bytes) -> None:
        """This document's links are made again too: what people said of them is told in other words."""
        self._affected |= {document}

    def take_out(self) -> None:
        """Take the document's keys and places out of the store."""
        self._store.drop_keys((*keys_of(self._document), *beside_of(self._document)))
        self._store.drop_places(places_of(self._document))

    def put_back(self, document: Recorded) -> None:
        """Keep what is left of it under the keys and places that are left."""
        self._store.put_keys(keys_of(document))
        self._store.put_places(places_of(document))
        self.also(document.id)

    def linked(self) -> list[LinkChange]:
        """What changes in the links of all others, and of what is left. Nothing of it is stored yet."""
        gone = sorted(self._gone, key=lambda row: row.id)
        return self._linker.without(self._document.id, gone, self._affected, self._units)

    def touched(self, changes: Iterable[LinkChange]) -> set[bytes]:
        """The documents to be judged again; called before the changes are stored, since old links lead to them too."""
        ends = {end for one in changes for row in (one.old, one.new) if row for end in (row.source, row.target)}
        return Neighbourhood(KnownLinks(self._store), self._recall).touched(ends | self._judged)

    def judge(self, touched: Iterable[bytes], changes: Collection[LinkChange]) -> None:
        """Bring the discrepancies of these documents up to date, when the changes are stored."""
        self._linker.judge(touched, tuple(changes))
