"""Which documents are asked again because of new ones that offer what they wait for?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterfoil.flow.blocking import OFFERS, SEEKS, KeyRow
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
        beside = matcher.beside
        if beside is None:
            return {id: one for id, one in waiting.items() if self._is_heard(one, matcher)}
        first = {id: self._first(one, beside) for id, one in waiting.items()}
        held = self._store.held_keys(row for row in first.values() if row is not None)
        return {
            id: one
            for id, one in waiting.items()
            if first[id] in held
            or self._is_stirred(one, beside)
            or (first[id] is None and self._is_heard(one, matcher))
        }

    def _first(self, document: Recorded, beside: Beside) -> KeyRow | None:
        """One of the keys of what stands beside a document: it is kept where there is something to weigh."""
        for key in beside.seeks(document):
            return self._hashed(key), SEEKS, document.id
        return None

    def _is_stirred(self, document: Recorded, beside: Beside) -> bool:
        """Is there something new to weigh for it?"""
        return any(beside.stirs(document, new) for key in self._heard[document.id] for new in self._offered[key])

    def _is_heard(self, document: Recorded, matcher: Matcher) -> bool:
        heard = self._heard[document.id]
        return any(self._hashed(key) in heard for key in matcher.seeks(document))
