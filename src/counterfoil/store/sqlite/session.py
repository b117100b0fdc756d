"""SQLite as it is spoken to: its transactions, the writer's lock, and every statement's failure as a sentence."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counterfoil.errors import HomeError, MissingPartError, StoreError
from counterfoil.store.decode import HINT_DAMAGE, unreadable
from counterfoil.store.failure import HINT_NONE
from counterfoil.store.lock import FileLock, Told
from counterfoil.store.rows import Migration
from counterfoil.store.sql.session import Columns, Parameters, Session
from counterfoil.store.sqlite import connection
from counterfoil.store.sqlite.failure import FAILURES, failure
from counterfoil.store.sqlite.migrations import DIALECT, TABLE, own, statements

PAGE_ROWS = 256
NOT_UTF8 = "Could not decode to UTF-8"


class SqliteSession(Session):
    """A connection to the file `counterfoil.db`, with the lock beside it."""

    _dialect = DIALECT

    def __init__(
        self,
        home: Path,
        *,
        create: bool = False,
        readonly: bool = False,
        on_wait: Told | None = None,
        busy_seconds: float = 60.0,
    ) -> None:
        super().__init__(home, readonly=readonly)
        self._path = home / connection.FILE
        self._lock = FileLock(home / "lock", on_wait, home / "turn.lock")
        self._database = connection.connect(home, create=create, readonly=readonly, busy_seconds=busy_seconds)
        try:
            if create and not readonly:
                self._prepare()
            elif not self._few("SELECT 1 FROM sqlite_schema LIMIT 1"):
                raise MissingPartError("database", f"The record in {home} was never finished.", HINT_NONE)
            self._bring_up()
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Let go of the database; a store may not be used afterwards."""
        self._originals.close()
        try:
            self._database.close()
        except FAILURES as error:
            raise failure(error, self._path) from error

    @contextmanager
    def _exclusive(self) -> Generator[None]:
        with self._lock.held():
            self._run("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _unchanging(self) -> Generator[None]:
        self._run("BEGIN")
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
        if self._database.in_transaction:
            self._run("ROLLBACK")

    def _rows(self, sql: str, parameters: Parameters = (), table: str = "") -> Iterator[Columns]:
        """Rows as they come, never all in memory. `table` is named where a row of it cannot be read."""
        try:
            cursor = self._database.execute(sql, parameters)
            while rows := cursor.fetchmany(PAGE_ROWS):
                yield from rows
        except FAILURES as error:
            raise self._refusal(error, sql, parameters, table) from error

    def _few(self, sql: str, parameters: Parameters = (), table: str = "") -> list[Columns]:
        """Rows that are few, since few were asked for."""
        try:
            return self._database.execute(sql, parameters).fetchall()
        except FAILURES as error:
            raise self._refusal(error, sql, parameters, table) from error

    def _write(self, sql: str, rows: Iterable[Parameters]) -> None:
        try:
            self._database.executemany(sql, rows)
        except FAILURES as error:
            raise failure(error, self._path) from error

    def _run(self, sql: str) -> None:
        try:
            self._database.execute(sql)
        except FAILURES as error:
            raise failure(error, self._path) from error

    def _script(self, script: str) -> None:
        for statement in statements(script):
            self._run(statement)

    def _own(self) -> tuple[Migration, ...]:
        return own()

    def _applied(self, floor: str) -> dict[int, str]:
        rows = self._few("SELECT number, name FROM migration WHERE floor = ?", [floor], "migration")
        for number, name in rows:
            if not (isinstance(number, int) and isinstance(name, str)):
                raise unreadable("migration", number, "it is not a number and a name")
        return dict(rows)

    def _prepare(self) -> None:
        """What must be there before the first transaction; does nothing where it is there."""
        with self._lock.held():
            self._run("PRAGMA journal_mode = WAL")
            self._run(f"PRAGMA application_id = {connection.APPLICATION_ID}")
            self._run(TABLE)

    def _refusal(self, error: Exception, sql: str, parameters: Parameters, table: str) -> StoreError | HomeError:
        if NOT_UTF8 in str(error):
            return self._text_that_is_not_utf8(sql, parameters, table)
        return failure(error, self._path)

    def _text_that_is_not_utf8(self, sql: str, parameters: Parameters, table: str) -> StoreError:
        """The error that names the row in which SQLite's text is no text; found by reading once more, leniently."""
        self._database.text_factory = _lenient
        try:
            for columns in self._database.execute(sql, parameters):
                for value in columns:
                    if isinstance(value, str) and not _sound(value):
                        return unreadable(table, columns[0], f"{value!a} is not UTF-8")
        finally:
            self._database.text_factory = str
        return StoreError(f"A text in table {table} of {self._path} is not UTF-8.", HINT_DAMAGE)


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
