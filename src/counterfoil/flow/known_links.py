"""The stored links around some documents, each document asked for once."""

from collections.abc import Iterable

from counterfoil.store import LinkRow, Store

Rows = dict[bytes, dict[bytes, LinkRow]]
"""By document: its links by id."""


class KnownLinks:
    """What the store says of links from and to documents, kept while one batch is linked or judged."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._from: Rows = {}
        self._to: Rows = {}

    def new(self, ids: Iterable[bytes]) -> None:
        """Documents that were not recorded before: nothing is linked to them yet, and they need not be asked for."""
        for document in ids:
            self._from[document] = {}
            self._to[document] = {}

    def links_from(self, ids: Iterable[bytes]) -> list[LinkRow]:
        """Links whose source is one of these documents."""
        wanted = set(ids)
        missing = wanted - self._from.keys()
        if missing:
            self._from.update({document: {} for document in missing})
            for row in self._store.links_from(sorted(missing)):
                self._from[row.source][row.id] = row
        return [row for document in sorted(wanted) for row in self._from[document].values()]

    def links_to(self, ids: Iterable[bytes]) -> list[LinkRow]:
        """Links whose target is one of these documents."""
        wanted = set(ids)
        missing = wanted - self._to.keys()
        if missing:
            self._to.update({document: {} for document in missing})
            for row in self._store.links_to(sorted(missing)):
                self._to[row.target][row.id] = row
        return [row for document in sorted(wanted) for row in self._to[document].values()]

    def put(self, row: LinkRow) -> None:
        """A link that was stored."""
        if row.source in self._from:
            self._from[row.source][row.id] = row
        if row.target in self._to:
            self._to[row.target][row.id] = row

    def drop(self, row: LinkRow) -> None:
        """A link that was removed from the store."""
        self._from.get(row.source, {}).pop(row.id, None)
        self._to.get(row.target, {}).pop(row.id, None)
