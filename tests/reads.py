"""How much is read of a store: rows are counted, since what grows with the whole record is slow one day."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from counterfoil.store.sql.session import Columns
from counterfoil.store.sqlite.session import SqliteSession


def rows_read(what: Callable[[], object]) -> int:
    """How many rows come out of the database while something is done."""
    count, rows, few = 0, SqliteSession._rows, SqliteSession._few

    def counted(session: SqliteSession, *asked: Any) -> Iterator[Columns]:
        nonlocal count
        for row in rows(session, *asked):
            count += 1
            yield row

    def counted_few(session: SqliteSession, *asked: Any) -> list[Columns]:
        nonlocal count
        found = few(session, *asked)
        count += len(found)
        return found

    with patch.object(SqliteSession, "_rows", counted), patch.object(SqliteSession, "_few", counted_few):
        what()
    return count
