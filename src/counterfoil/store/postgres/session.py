"""PostgreSQL as it is spoken to: its transactions, the writer's lock, and every statement's failure as a sentence."""

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from psycopg.pq import TransactionStatus

from counterfoil.store.lock import WAITING, Told
from counterfoil.store.postgres import connection
from counterfoil.store.postgres.failure import FAILURES, failure
from counterfoil.store.postgres.migrations import DIALECT, own
from counterfoil.store.rows import Migration
from counterfoil.store.sql.session import Columns, Parameters, Session

PAGE_ROWS = 1000
_INDEXED_BY = re.compile(r" INDEXED BY \w+")


class PostgresSession(Session):
    """A connection to a home's schema. The writer's lock is an advisory lock of the server; it ends with the block."""

    _dialect = DIALECT

    def __init__(
        self,
        dsn: str,
        home: Path,
        *,
        schema: str | None = None,
        create: bool = False,
        readonly: bool = False,
        on_wait: Told | None = None,
    ) -> None:
        super().__init__(home, readonly=readonly)
        self._on_wait = on_wait
        self._cursors = 0
        self._database, options = connection.connect(dsn, readonly=readonly)
        try:
            self._schema = connection.enter(self._database, home, options, schema, create=create and not readonly)
            self._bring_up()
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Let go of the database; a store may not be used afterwards."""
        self._originals.close()
        self._database.close()

    @contextmanager
    def _exclusive(self) -> Generator[None]:
        self._run("BEGIN")
        try:
            self._lock()
        except BaseException:
            self._undo()
            raise
        yield

    @contextmanager
    def _unchanging(self) -> Generator[None]:
        self._run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            # The state is fixed by the first read, not by BEGIN.
            self._one("SELECT 1 FROM migration LIMIT 1")
        except BaseException:
            self._undo()
            raise
        yield

    def _commit(self) -> None:
        self._run("COMMIT")

    def _undo(self) -> None:
        if not self._database.closed and self._database.info.transaction_status != TransactionStatus.IDLE:
            self._run("ROLLBACK")

    def _lock(self) -> None:
        number = int.from_bytes(sha256(f"counterfoil {self._schema}".encode()).digest()[:8], "big", signed=True)
        if self._few("SELECT pg_try_advisory_xact_lock(?)", [number]) != [(True,)]:
            if self._on_wait is not None:
                self._on_wait(WAITING)
            self._few("SELECT pg_advisory_xact_lock(?)", [number])

    def _rows(self, sql: str, parameters: Parameters = (), table: str = "") -> Iterator[Columns]:
        """Rows as they come, never all in memory: the server keeps them until they are fetched."""
        self._cursors += 1
        # Outside of a block the rows must outlive the statement's own transaction.
        hold = not (self._writing or self._reading)
        try:
            with self._database.cursor(f"rows_{self._cursors}", binary=True, withhold=hold) as cursor:
                cursor.execute(said(sql), parameters)
                while rows := cursor.fetchmany(PAGE_ROWS):
                    yield from rows
        except FAILURES as error:
            raise failure(error, table) from error

    def _few(self, sql: str, parameters: Parameters = (), table: str = "") -> list[Columns]:
        """Rows that are few, since few were asked for."""
        try:
            return self._database.execute(said(sql), parameters, binary=True).fetchall()
        except FAILURES as error:
            raise failure(error, table) from error

    def _write(self, sql: str, rows: Iterable[Parameters]) -> None:
        try:
            with self._database.cursor() as cursor:
                cursor.executemany(said(sql), rows)
        except FAILURES as error:
            raise failure(error) from error

    def _run(self, sql: str) -> None:
        try:
            self._database.execute(sql.encode())
        except FAILURES as error:
            raise failure(error) from error

    def _script(self, script: str) -> None:
        self._run(script)

    def _own(self) -> tuple[Migration, ...]:
        return own()

    def _applied(self, floor: str) -> dict[int, str]:
        rows: list[tuple[Any, ...]] = self._few("SELECT number, name FROM migration WHERE floor = ?", [floor])
        return {int(number): str(name) for number, name in rows}


@cache
def said(sql: str) -> bytes:
    """A statement as PostgreSQL says it."""
    plain = _INDEXED_BY.sub("", sql.replace("CROSS JOIN", "JOIN"))
    return plain.replace("%", "%%").replace("?", "%s").encode()
