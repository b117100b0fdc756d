"""Documents as linking sees them, brought back from the store and kept for a while."""

from collections import OrderedDict
from collections.abc import Iterable

from counterfoil.flow.recorded import recorded_from
from counterfoil.model.summary import Recorded
from counterfoil.store import Store

_KEPT_MAX = 4000


class Recall:
    """A cache of recorded documents; the oldest go first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[bytes, Recorded] = OrderedDict()

    def keep(self, documents: Iterable[Recorded]) -> None:
        """Keep documents that are in hand anyway."""
        for document in documents:
            self._kept[document.id] = document

    def get(self, ids: Iterable[bytes]) -> dict[bytes, Recorded]:
        """The documents with these ids; unknown ones and forgotten ones are left out."""
        found: dict[bytes, Recorded] = {}
        missing = []
        for document in ids:
            kept = self._kept.get(document)
            if kept is None:
                missing.append(document)
            else:
                found[document] = kept
        if missing:
            for document, (claims, role) in self._store.recorded(missing).items():
                found[document] = self._kept[document] = recorded_from(document, claims, role)
        return found

    def forget(self) -> None:
        """Let go of all, since what is kept may have changed."""
        self._shrink(0)

    def trim(self) -> None:
        """Let go of the oldest beyond the limit."""
        self._shrink(_KEPT_MAX)

    def _shrink(self, most: int) -> None:
        while len(self._kept) > most:
            _, document = self._kept.popitem(last=False)
            # What is noted on it leads back to it, and both would stay until the collector comes, which is seldom.
            vars(document).clear()
