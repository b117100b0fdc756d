"""Timelines: which documents stand under a key between two days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from counterfoil.store.decode import unreadable
from counterfoil.store.sql.numbers import Numbers
from counterfoil.store.sql.session import portions

PLACED = """
SELECT day, document FROM place WHERE key = ? AND day BETWEEN ? AND ? ORDER BY day DESC, document DESC LIMIT ?
"""
# Nearly all documents are linked, and the index tells so without a look at their rows.
UNLINKED = """
SELECT p.day, p.document FROM place p CROSS JOIN document d INDEXED BY document_unlinked ON d.id = p.document
WHERE p.key = ? AND p.day BETWEEN ? AND ? AND d.unlinked = 1 ORDER BY p.day, p.document
"""


class Places(Numbers):
    """The timelines."""

    def put_places(self, rows: Iterable[tuple[int, date, bytes]]) -> None:
        """Add (key, day, document id); the key is a signed 64-bit integer."""
        self._many("INSERT INTO place VALUES (?, ?, ?) ON CONFLICT DO NOTHING", self._place_columns(rows))

    def drop_places(self, rows: Iterable[tuple[int, date, bytes]]) -> None:
        """Remove (key, day, document id)."""
        self._many("DELETE FROM place WHERE key = ? AND day = ? AND document = ?", self._place_columns(rows))

    def placed(self, key: int, first: date, last: date, limit: int) -> list[tuple[date, bytes]]:
        """(day, document id) under a key between two days, both included, in this order; at most limit, the latest."""
        found = self._few(PLACED, [key, first.toordinal(), last.toordinal(), limit], "place")
        return [(date.fromordinal(day), identifier) for day, identifier in reversed(found)]

    def unlinked(self, key: int, first: date, last: date) -> list[tuple[date, bytes]]:
        """The same without a limit, of documents that were not said to be linked."""
        found = self._few(UNLINKED, [key, first.toordinal(), last.toordinal()], "place")
        return [(date.fromordinal(day), identifier) for day, identifier in found]

    def put_unlinked(self, rows: Mapping[bytes, bool]) -> None:
        """Whether these documents have lines that no link explains yet; a new one has."""
        numbers = self._existing(rows.keys())
        values = [(int(rows[identifier]), number) for identifier, number in numbers.items() if identifier in rows]
        self._many("UPDATE document SET unlinked = ? WHERE no = ?", values)

    def said_linked(self, ids: Sequence[bytes]) -> set[bytes]:
        """Which of these documents were said to be linked."""
        found: set[bytes] = set()
        for marks, portion in portions(set(ids)):
            sql = f"SELECT id FROM document WHERE id IN ({marks}) AND unlinked = 0"
            found.update(identifier for (identifier,) in self._few(sql, portion, "document"))
        return found

    def _place_columns(self, rows: Iterable[tuple[int, date, bytes]]) -> list[tuple[int, int, bytes]]:
        rows = list(rows)
        self._existing({identifier for _, _, identifier in rows})
        return sorted((key, day.toordinal(), identifier) for key, day, identifier in rows)

    def places(self) -> Iterator[tuple[int, date, bytes]]:
        """All of (key, day, document id), in this order."""
        sql = "SELECT key, day, document FROM place ORDER BY 1, 2, 3"
        for key, day, identifier in self._rows(sql, (), "place"):
            if not (isinstance(key, int) and isinstance(day, int) and isinstance(identifier, bytes)):
                raise unreadable("place", key, "it is not a number, a day and a document")
            try:
                yield key, date.fromordinal(day), identifier
            except (ValueError, OverflowError) as error:
                raise unreadable("place", key, f"{day} is no day") from error
