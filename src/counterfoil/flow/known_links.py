"""The stored links around some documents, each document asked for once, with the changes of the batch in them."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from counterfoil.store import LinkRow, Store

Rows = dict[bytes, dict[bytes, LinkRow]]
"""By document: its links by id."""


class KnownLinks:
    """What the store says of links from and to documents, while one batch is linked and judged.

    A change counts from the moment that it is told here, whether it is stored already or not.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._from: Rows = {}
        self._to: Rows = {}
        self._changed: dict[bytes, LinkRow | None] = {}
        self._put_to: Rows = defaultdict(dict)
        self._put_from: Rows = defaultdict(dict)

    def new(self, ids: Iterable[bytes]) -> None:
        """Documents that were not recorded before: nothing is linked to them yet, and they need not be asked for."""
        for document in ids:
            self._from[document] = {}
            self._to[document] = {}

    def links_from(self, ids: Iterable[bytes]) -> list[LinkRow]:
        """Links whose source is one of these documents."""
        return self._asked(ids, self._from, self._put_from, self._store.links_from, _source)

    def links_to(self, ids: Iterable[bytes]) -> list[LinkRow]:
        """Links whose target is one of these documents."""
        return self._asked(ids, self._to, self._put_to, self._store.links_to, _target)

    def put(self, row: LinkRow) -> None:
        """A link that came or became another."""
        self._changed[row.id] = row
        self._put_from[row.source][row.id] = self._put_to[row.target][row.id] = row
        if row.source in self._from:
            self._from[row.source][row.id] = row
        if row.target in self._to:
            self._to[row.target][row.id] = row

    def drop(self, row: LinkRow) -> None:
        """A link that went."""
        self._changed[row.id] = None
        for rows, end in ((self._put_from, row.source), (self._put_to, row.target)):
            rows[end].pop(row.id, None)
        self._from.get(row.source, {}).pop(row.id, None)
        self._to.get(row.target, {}).pop(row.id, None)

    def _asked(
        self,
        ids: Iterable[bytes],
        known: Rows,
        put: Rows,
        ask: Callable[[list[bytes]], list[LinkRow]],
        end: Callable[[LinkRow], bytes],
    ) -> list[LinkRow]:
        wanted = sorted(set(ids))
        # Not by `wanted - known.keys()`, which goes through all that is known.
        missing = [document for document in wanted if document not in known]
        if missing:
            known.update({document: dict(put.get(document, ())) for document in missing})
            for row in ask(missing):
                if row.id not in self._changed:
                    known[end(row)][row.id] = row
        return [row for document in wanted for row in known[document].values()]


def _source(row: LinkRow) -> bytes:
    return row.source


def _target(row: LinkRow) -> bytes:
    return row.target
