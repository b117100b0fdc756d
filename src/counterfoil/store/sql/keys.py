"""Blocking keys: which documents could be linked with which."""

from collections.abc import Iterable, Iterator, Sequence

from counterfoil.store.decode import unreadable
from counterfoil.store.encode import head
from counterfoil.store.sql.numbers import Numbers
from counterfoil.store.sql.session import portions

# Of each key the offers up to the head of the last one that is wanted: equal heads are told apart by the id afterwards.
OFFERING = """
WITH asked (key) AS (VALUES {marks})
SELECT a.key, d.id, d.millionths FROM asked a
CROSS JOIN key k ON k.key = a.key AND k.side = 0 AND k.head <= coalesce(
    (SELECT o.head FROM key o WHERE o.key = a.key AND o.side = 0 ORDER BY o.head LIMIT 1 OFFSET ?), 2147483647)
CROSS JOIN document d ON d.no = k.document
"""

HELD = """
WITH asked (key, side, head, document) AS (VALUES {marks})
SELECT a.key, a.side, a.document FROM asked a
CROSS JOIN key k ON k.key = a.key AND k.side = a.side AND k.head = a.head AND k.document = a.document
"""
_NO_ROW = (None, None, None, None)


class Keys(Numbers):
    """The blocking keys."""

    def put_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Add (key, side, document id); the key is a signed 64-bit integer, side 0 offers, 1 seeks."""
        self._many("INSERT INTO key VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", self._key_columns(rows))

    def drop_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Remove (key, side, document id)."""
        sql = "DELETE FROM key WHERE key = ? AND side = ? AND head = ? AND document = ?"
        self._many(sql, self._key_columns(rows))

    def clear_keys(self) -> None:
        """Remove all keys, and all places on timelines."""
        self._many("DELETE FROM key", [()])
        self._many("DELETE FROM place", [()])

    def offering(self, keys: Sequence[int], limit: int) -> dict[int, list[bytes]]:
        """For each key the documents that offer it: at most limit + 1 of them, smallest ids first."""
        return {key: [one for one, _ in found] for key, found in self.amounts(keys, limit).items()}

    def amounts(self, keys: Sequence[int], limit: int) -> dict[int, list[tuple[bytes, int | None]]]:
        """The same with the amount of each, in millionths, rounded down; None where it has none."""
        found: dict[int, list[tuple[bytes, int | None]]] = {}
        for marks, portion in portions(set(keys)):
            sql = OFFERING.format(marks=marks.replace("?", "(?)"))
            for key, identifier, amount in self._few(sql, [*portion, limit], "key"):
                found.setdefault(key, []).append((identifier, amount))
        # Ids are different, so that amounts are never compared.
        return {key: sorted(told)[: limit + 1] for key, told in found.items()}

    def held_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> set[tuple[int, int, bytes]]:
        """Those of these rows (key, side, document id) that are there."""
        asked = set(rows)
        ids = {number: one for one, number in self._existing({one for _, _, one in asked}).items()}
        found: set[tuple[int, int, bytes]] = set()
        for marks, portion in portions(self._key_columns(asked)):
            sql = HELD.format(marks=marks.replace("?", "(?, ?, ?, ?)"))
            values = [value for row in portion for value in row or _NO_ROW]
            found.update((key, side, ids[number]) for key, side, number in self._few(sql, values, "key"))
        return found

    def seeking(self, keys: Sequence[int]) -> set[bytes]:
        """The documents that seek one of these keys."""
        found: set[bytes] = set()
        for marks, portion in portions(set(keys)):
            sql = f"SELECT d.id FROM key k JOIN document d ON d.no = k.document WHERE k.side = 1 AND k.key IN ({marks})"
            found.update(identifier for (identifier,) in self._few(sql, portion, "key"))
        return found

    def _key_columns(self, rows: Iterable[tuple[int, int, bytes]]) -> list[tuple[int, ...]]:
        """In the order of the table, so that each page of it is touched once."""
        rows = list(rows)
        ids = {identifier for _, _, identifier in rows}
        numbers = self._existing(ids)
        places = {identifier: (head(identifier), numbers[identifier]) for identifier in ids}
        return sorted((key, side, *places[identifier]) for key, side, identifier in rows)

    def keys(self) -> Iterator[tuple[int, int, bytes]]:
        """All of (key, side, document id), in this order."""
        sql = "SELECT k.key, k.side, d.id FROM key k LEFT JOIN document d ON d.no = k.document ORDER BY 1, 2, 3"
        for key, side, identifier in self._rows(sql, (), "key"):
            if not (isinstance(key, int) and isinstance(side, int) and isinstance(identifier, bytes)):
                raise unreadable("key", key, "it is not a number, a side and a document")
            yield key, side, identifier
