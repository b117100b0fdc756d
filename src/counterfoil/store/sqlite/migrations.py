"""Running numbered migrations on SQLite, each floor's in one transaction."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterfoil.errors import StoreError
from counterfoil.store.decode import unreadable
from counterfoil.store.migrations import pending, scripts
from counterfoil.store.rows import Migration

DIALECT = "sqlite"

TABLE = """
CREATE TABLE IF NOT EXISTS migration (
    floor TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (floor, number)
) STRICT, WITHOUT ROWID
"""


def own() -> tuple[Migration, ...]:
    """The store's own migrations."""
    return scripts(Path(__file__).parent, DIALECT)


def applied(database: sqlite3.Connection, floor: str) -> dict[int, str]:
    """Number and name of the migrations that a floor's tables have had."""
    if database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").fetchone() is None:
        return {}
    rows = database.execute("SELECT number, name FROM migration WHERE floor = ?", (floor,)).fetchall()
    for number, name in rows:
        if not (isinstance(number, int) and isinstance(name, str)):
            raise unreadable("migration", number, "it is not a number and a name")
    return dict(rows)


def run(database: sqlite3.Connection, floor: str, migrations: Sequence[Migration]) -> None:
    """Run what is pending; to be called inside a transaction."""
    database.execute(TABLE)
    for migration in pending(floor, applied(database, floor), migrations):
        script = migration.sql.get(DIALECT)
        if script is None:
            raise StoreError(f"Step {migration.number} of the tables of {floor} has no script for SQLite.")
        for statement in _statements(script):
            database.execute(statement)
        database.execute("INSERT INTO migration VALUES (?, ?, ?)", (floor, migration.number, migration.name))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would commit first."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip("; \n"):
        yield statement
