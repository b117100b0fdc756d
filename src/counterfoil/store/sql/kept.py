"""Rows of floors above the record, by shelf and key."""

from collections.abc import Iterable, Iterator, Sequence

from counterfoil.store.decode import to_kept
from counterfoil.store.encode import texts
from counterfoil.store.sql.session import Session


class Kept(Session):
    """What upper floors keep."""

    def keep(self, shelf: str, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Put (key, value) on a shelf, in the place of what stands there under the same key."""
        texts("kept", shelf, shelf)
        sql = "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (shelf, key) DO UPDATE SET value = excluded.value"
        self._many(sql, [(shelf, key, value) for key, value in rows])

    def drop_kept(self, shelf: str, keys: Sequence[bytes]) -> None:
        """Remove what stands on a shelf under these keys."""
        self._many("DELETE FROM kept WHERE shelf = ? AND key = ?", [(shelf, key) for key in keys])

    def kept_at(self, shelf: str, key: bytes) -> bytes | None:
        """What stands on a shelf under a key; None where nothing does."""
        row = self._one("SELECT key, value FROM kept WHERE shelf = ? AND key = ?", [shelf, key], "kept")
        return None if row is None else to_kept(row)[1]

    def kept(
        self, shelf: str, prefix: bytes = b"", *, after: bytes = b"", backwards: bool = False
    ) -> Iterator[tuple[bytes, bytes]]:
        """All of (key, value) on a shelf whose keys begin so, by key or backwards; read as they are asked for.

        Where a key is given that they come `after`, only those behind it.
        """
        sql, asked = "SELECT key, value FROM kept WHERE shelf = ? AND key >= ?", [shelf, prefix]
        if after and after >= prefix:
            sql, asked = "SELECT key, value FROM kept WHERE shelf = ? AND key > ?", [shelf, after]
        if end := _behind(prefix):
            sql, asked = f"{sql} AND key < ?", [*asked, end]
        return map(to_kept, self._rows(f"{sql} ORDER BY key{' DESC' if backwards else ''}", asked, "kept"))


def _behind(prefix: bytes) -> bytes:
    """The smallest key that is larger than all that begin so; empty where there is none."""
    trimmed = prefix.rstrip(b"\xff")
    return trimmed[:-1] + bytes([trimmed[-1] + 1]) if trimmed else b""
