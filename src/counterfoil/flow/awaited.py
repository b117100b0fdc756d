"""Which documents are asked again because of new ones that offer what they wait for?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterfoil.flow.blocking import OFFERS, KeyRow, beside_of
from counterfoil.flow.shelf import StoredShelf
from counterfoil.matching import Beside, Matcher
from counterfoil.model.summary import Recorded
from counterfoil.store import Store


def offered_by(keys: Iterable[KeyRow], fresh: Mapping[bytes, Recorded]) -> dict[int, list[Recorded]]:
    """For each key the new documents that offer it."""
    found: dict[int, list[Recorded]] = defaultdict(list)
    for key, side, id in keys:
        if side == OFFERS:
            found[key].append(fresh[id])
    return found


class Awaited:
    """What the documents of a batch are to those that wait for their keys."""

    def __init__(
        self,
        store: Store,
        shelf: StoredShelf,
        heard: Mapping[int, Sequence[bytes]],
        offered: Mapping[int, Sequence[Recorded]],
    ) -> None:
        """`heard`: for each key that new documents offer, who waits for it; `offered`: which of them do."""
        self._store, self._hashed, self._offered = store, shelf.hashed, offered
        self._heard: dict[bytes, set[int]] = defaultdict(set)
        for key, ids in heard.items():
            for id in ids:
                self._heard[id].add(key)

    def asked_again(self, matcher: Matcher, waiting: Mapping[bytes, Recorded]) -> dict[bytes, Recorded]:
        """Those of the documents that wait on behalf of a matcher and may get other links by it."""
        sought = {id: self._heard_of(id, matcher.seeks(one)) for id, one in waiting.items()}
        if matcher.beside is None:
            return {id: one for id, one in waiting.items() if sought[id]}
        stirred, others = {}, {}
        for id, one in waiting.items():
            if self._is_stirred(one, sought[id], matcher.beside):
                stirred[id] = one
            elif sought[id]:
                others[id] = one
        return stirred | self._weighing(others)

    def _heard_of(self, id: bytes, keys: Iterable[str]) -> list[int]:
        heard = self._heard[id]
        return [number for key in keys if (number := self._hashed(key)) in heard]

    def _is_stirred(self, document: Recorded, sought: Iterable[int], beside: Beside) -> bool:
        """Does something new stand beside it, which it looks at, or is there something new to weigh?"""
        if self._heard_of(document.id, beside.seeks(document)):
            return True
        return any(beside.stirs(document, new) for key in sought for new in self._offered[key])

    def _weighing(self, documents: Mapping[bytes, Recorded]) -> dict[bytes, Recorded]:
        """Those that weigh something already, or might: they look at what stands beside them."""
        first = {id: beside_of(one, self._hashed)[:1] for id, one in documents.items()}
        held = self._store.held_keys(row for rows in first.values() for row in rows)
        return {id: one for id, one in documents.items() if held.issuperset(first[id])}
