"""The open database of a home: transactions, the writer's lock, and every statement's failure as a sentence."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from counterfoil.errors import HomeError, StoreError
from counterfoil.store.decode import HINT_DAMAGE, unreadable
from counterfoil.store.lock import FileLock, Told
from counterfoil.store.migrations import RECORD, pending
from counterfoil.store.originals import Originals
from counterfoil.store.rows import Migration
from counterfoil.store.sqlite import connection
from counterfoil.store.sqlite.failure import FAILURES, failure
from counterfoil.store.sqlite.migrations import applied, own, run

Columns = tuple[Any, ...]
Parameters = Sequence[Any]

PAGE_ROWS = 256
ASKED_MAX: Final = 512
NOT_UTF8 = "Could not decode to UTF-8"


class Session:
    """A connection with its lock; belongs to one thread."""

    def __init__(
        self,
        home: Path,
        *,
        create: bool = False,
        readonly: bool = False,
        on_wait: Told | None = None,
        busy_seconds: float = 60.0,
    ) -> None:
        self._home = home
        self._path = home / connection.FILE
        self._readonly = readonly
        self._writing = False
        self._reading = False
        self._swept = False
        self._numbers: dict[bytes, int] = {}
        self._originals = Originals(home / "originals", readonly=readonly)
        self._lock = FileLock(home / "lock", on_wait)
        self._database = connection.connect(home, create=create, readonly=readonly, busy_seconds=busy_seconds)
        try:
            self._bring_up(create=create)
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
    def writing(self) -> Generator[None]:
        """Hold the writer's lock and one transaction: committed durably at the end, undone on an exception."""
        self._refuse_nesting()
        with self._lock.held():
            if not self._swept:
                self._originals.sweep()
                self._swept = True
            self._run("BEGIN IMMEDIATE")
            self._writing = True
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                self._undo()
                raise
            finally:
                self._writing = False
                self._numbers.clear()

    @contextmanager
    def reading(self) -> Generator[None]:
        """See one state of the record throughout, whatever others write meanwhile; inside `writing`, its own."""
        if self._writing or self._reading:
            yield
            return
        self._run("BEGIN")
        self._reading = True
        try:
            # The state is fixed by the first read, not by BEGIN.
            self._one("SELECT 1 FROM migration LIMIT 1")
            yield
        finally:
            self._reading = False
            self._undo()

    def migrate(self, floor: str, migrations: Sequence[Migration]) -> None:
        """Bring a floor's own tables to its newest migration; refuse a database that is newer than we are."""
        if not self._pending(floor, migrations):
            return
        if self._readonly:
            raise HomeError(
                f"The tables of {floor} in this home were made by an older version, and it is open for reading only.",
                "Run `counterfoil status` once with the right to write to it.",
            )
        with self.writing():
            try:
                run(self._database, floor, migrations)
            except FAILURES as error:
                raise failure(error, self._path) from error

    # every statement goes through one of these

    def _rows(self, sql: str, parameters: Parameters = (), table: str = "") -> Iterator[Columns]:
        """Rows as they come; never all in memory. `table` is named where a text in it is not UTF-8."""
        try:
            cursor = self._database.execute(sql, parameters)
            while rows := cursor.fetchmany(PAGE_ROWS):
                yield from rows
        except FAILURES as error:
            if NOT_UTF8 in str(error):
                raise self._text_that_is_not_utf8(sql, parameters, table) from error
            raise failure(error, self._path) from error

    def _one(self, sql: str, parameters: Parameters = ()) -> Columns | None:
        try:
            row: Columns | None = self._database.execute(sql, parameters).fetchone()
        except FAILURES as error:
            raise failure(error, self._path) from error
        return row

    def _run(self, sql: str, parameters: Parameters = ()) -> None:
        try:
            self._database.execute(sql, parameters)
        except FAILURES as error:
            raise failure(error, self._path) from error

    def _many(self, sql: str, rows: Iterable[Parameters]) -> None:
        if not self._writing:
            raise StoreError("Nothing is written outside of `writing()`.")
        try:
            self._database.executemany(sql, rows)
        except FAILURES as error:
            raise failure(error, self._path) from error

    def _undo(self) -> None:
        try:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
        except FAILURES as error:
            raise failure(error, self._path) from error

    def _refuse_nesting(self) -> None:
        if self._readonly:
            raise StoreError("The home was opened for reading only.", "Open it for writing.")
        if self._writing:
            raise StoreError("This store is being written to already: `writing()` does not nest.")
        if self._reading:
            raise StoreError("Nothing can be written inside `reading()`.")

    def _pending(self, floor: str, ours: Sequence[Migration]) -> list[Migration]:
        try:
            return pending(floor, applied(self._database, floor), ours)
        except FAILURES as error:
            raise failure(error, self._path) from error

    def _bring_up(self, *, create: bool) -> None:
        """Make the tables of a new home, or those that a newer version brings."""
        if not create and self._one("SELECT 1 FROM sqlite_schema") is None:
            raise HomeError(f"The record in {self._home} was never finished.", "Make it with `counterfoil init`.")
        if create and not self._readonly:
            with self._lock.held():
                self._run("PRAGMA journal_mode = WAL")
                self._run(f"PRAGMA application_id = {connection.APPLICATION_ID}")
        self.migrate(RECORD, own())

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


def portions(values: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Values in portions for `IN (…)`, with as many marks; of few lengths, so that statements are prepared once."""
    remaining = iter(values)
    while portion := list(islice(remaining, ASKED_MAX)):
        length = 1 << (len(portion) - 1).bit_length()
        # NULL equals nothing.
        portion += [None] * (length - len(portion))
        yield ", ".join("?" * length), portion
