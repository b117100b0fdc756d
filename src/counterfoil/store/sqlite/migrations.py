"""The store's own migrations for SQLite, and the table that says which were run."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from counterfoil.store.migrations import scripts
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


def statements(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would commit first."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip("; \n"):
                yield statement
            statement = ""
