"""What SQLite itself finds damaged, and what of our tables and indexes is not there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from counterfoil.store.sql.check import Check
from counterfoil.store.sqlite.migrations import DIALECT, own, statements
from counterfoil.store.sqlite.session import SqliteSession

_OBJECTS = "SELECT type, name FROM sqlite_schema"


class SqliteCheck(SqliteSession, Check):
    """The database's own soundness."""

    def _integrity(self) -> Iterator[str]:
        for (finding,) in self._rows("PRAGMA integrity_check"):
            if finding != "ok":
                for line in str(finding).splitlines():
                    yield f"The database {self._path} is damaged: {line}."
        for kind, name in sorted(_made() - set(self._rows(_OBJECTS))):
            yield f"The {kind} {name} of the database is missing."

    def _references(self) -> Iterator[str]:
        for table, row, parent, _ in self._rows("PRAGMA foreign_key_check"):
            which = "A row" if row is None else f"Row {row}"
            yield f"{which} of table {table} refers to a row of table {parent} that is missing."


def _made() -> set[tuple[str, str]]:
    """The tables, indexes and triggers that our migrations make, by kind and name."""
    with closing(sqlite3.connect(":memory:")) as database:
        for migration in own():
            for statement in statements(migration.sql[DIALECT]):
                database.execute(statement)
        return set(database.execute(_OBJECTS))
