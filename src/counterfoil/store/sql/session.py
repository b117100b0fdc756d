"""The open database of a home, whichever it is: blocks of writing and reading, and the ways that every statement goes.

The statements of this folder are written with `?` for a parameter and with CROSS JOIN … ON where the order of the
tables is meant; each database says them in its own way.
"""

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from counterfoil.errors import HomeError, StoreError
from counterfoil.store.encode import Origin
from counterfoil.store.migrations import RECORD, pending
from counterfoil.store.originals import KeepsOriginals, Originals
from counterfoil.store.rows import Migration

Columns = tuple[Any, ...]
Parameters = Sequence[Any]

ASKED_MAX: Final = 512


class Session(KeepsOriginals, ABC):
    """A connection with its lock; belongs to one thread."""

    def __init__(self, home: Path, *, readonly: bool) -> None:
        self._home = home
        self._readonly = readonly
        self._writing = False
        self._reading = False
        self._failed = False
        self._swept = False
        # What the block of writing knows of documents and origins: their numbers.
        self._numbers: dict[bytes, int] = {}
        self._origins: dict[Origin, int] = {}
        self._originals = Originals(home / "originals", readonly=readonly)

    @abstractmethod
    def close(self) -> None:
        """Let go of the database; a store may not be used afterwards."""

    @contextmanager
    def writing(self) -> Generator[None]:
        """Hold the writer's lock and one transaction: committed durably at the end, undone on an exception."""
        self._refuse_nesting()
        with self._exclusive():
            self._writing, self._failed = True, False
            try:
                self._sweep()
                yield
                if self._failed:
                    raise StoreError("A write failed in this block, so nothing of it was kept.")
                self._commit()
            except BaseException:
                self._undo()
                raise
            finally:
                self._writing = False
                self._numbers.clear()
                self._origins.clear()

    @contextmanager
    def reading(self) -> Generator[None]:
        """See one state of the record throughout, whatever others write meanwhile; inside `writing`, its own."""
        if self._writing or self._reading:
            yield
            return
        with self._unchanging():
            self._reading = True
            try:
                yield
            finally:
                self._reading = False
                self._undo()

    def migrate(self, floor: str, migrations: Sequence[Migration]) -> None:
        """Bring a floor's own tables to its newest migration; refuse a database that is newer than we are."""
        if not pending(floor, self._applied(floor), migrations):
            return
        if self._readonly:
            raise HomeError(
                f"The tables of {floor} in this home were made by an older version, and it is open for reading only.",
                "Run `counterfoil status` once with the right to write to it.",
            )
        with self.writing():
            # Another process may have been faster.
            for migration in pending(floor, self._applied(floor), migrations):
                script = migration.sql.get(self._dialect)
                if script is None:
                    raise StoreError(
                        f"Step {migration.number} of the tables of {floor} has no script for this database."
                    )
                self._script(script)
                self._many("INSERT INTO migration VALUES (?, ?, ?)", [(floor, migration.number, migration.name)])

    # what each database does in its own way

    _dialect: str

    @abstractmethod
    def _exclusive(self) -> AbstractContextManager[None]:
        """Hold the writer's lock, and a transaction that has begun."""

    @abstractmethod
    def _unchanging(self) -> AbstractContextManager[None]:
        """A transaction that sees one state."""

    @abstractmethod
    def _commit(self) -> None:
        """End the transaction durably."""

    @abstractmethod
    def _undo(self) -> None:
        """Undo the transaction, where there is one."""

    @abstractmethod
    def _rows(self, sql: str, parameters: Parameters = (), table: str = "") -> Iterator[Columns]:
        """Rows as they come, never all in memory. `table` is named where a row of it cannot be read."""

    @abstractmethod
    def _few(self, sql: str, parameters: Parameters = (), table: str = "") -> list[Columns]:
        """Rows that are few, since few were asked for."""

    @abstractmethod
    def _write(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run a statement once for each row of parameters."""

    @abstractmethod
    def _script(self, script: str) -> None:
        """Run the statements of a script in the open transaction."""

    @abstractmethod
    def _applied(self, floor: str) -> dict[int, str]:
        """Number and name of the migrations that a floor's tables have had."""

    @abstractmethod
    def _own(self) -> tuple[Migration, ...]:
        """The store's own migrations."""

    # what follows from it

    def _one(self, sql: str, parameters: Parameters = (), table: str = "") -> Columns | None:
        rows = self._few(sql, parameters, table)
        return rows[0] if rows else None

    def _many(self, sql: str, rows: Iterable[Parameters]) -> None:
        if not self._writing:
            raise StoreError("Nothing is written outside of `writing()`.")
        try:
            self._write(sql, rows)
        except BaseException:
            # Some of the rows may have been written.
            self._failed = True
            raise

    def _bring_up(self) -> None:
        self.migrate(RECORD, self._own())

    def _sweep(self) -> None:
        if not self._swept:
            self._originals.sweep()
            self._swept = True

    def _refuse_nesting(self) -> None:
        if self._readonly:
            raise StoreError("The home was opened for reading only.", "Open it for writing.")
        if self._writing:
            raise StoreError("This store is being written to already: `writing()` does not nest.")
        if self._reading:
            raise StoreError("Nothing can be written inside `reading()`.")


def portions(values: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Values in portions for `IN (…)`, with as many marks; of few lengths, so that statements are prepared once."""
    remaining = iter(values)
    while portion := list(islice(remaining, ASKED_MAX)):
        length = 1 << (len(portion) - 1).bit_length()
        # NULL equals nothing.
        portion += [None] * (length - len(portion))
        yield ", ".join("?" * length), portion
