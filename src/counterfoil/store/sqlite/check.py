"""What SQLite itself finds damaged."""

from collections.abc import Iterator

from counterfoil.store.sql.check import Check
from counterfoil.store.sqlite.session import SqliteSession


class SqliteCheck(SqliteSession, Check):
    """The database's own soundness."""

    def _integrity(self) -> Iterator[str]:
        for (finding,) in self._rows("PRAGMA integrity_check"):
            if finding != "ok":
                for line in str(finding).splitlines():
                    yield f"The database {self._path} is damaged: {line}."

    def _references(self) -> Iterator[str]:
        for table, row, parent, _ in self._rows("PRAGMA foreign_key_check"):
            which = "A row" if row is None else f"Row {row}"
            yield f"{which} of table {table} refers to a row of table {parent} that is missing."
