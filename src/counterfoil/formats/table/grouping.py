"""Rows gathered into documents in bounded memory: beyond some thousand they wait in a temporary file.

Documents come in the order of their first rows, and the rows of each in theirs, wherever in the table they stand.
"""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from counterfoil.errors import UnreadableError

_IN_MEMORY_BYTES = 8_000_000
_RUN_ROWS = 1000
_BATCH_RUNS = 2000
_CACHE_KIBIBYTES = 16_000
Record = bytes
"""A row as it waits: any bytes without a line feed."""


class Grouping:
    """Takes rows with the key of their document; then gives the rows of one document after the other."""

    def __init__(self, in_memory_bytes: int = _IN_MEMORY_BYTES) -> None:
        self._limit, self._held = in_memory_bytes, 0
        self._groups: dict[bytes, tuple[int, list[Record]]] = {}
        self._spill: _Spill | None = None

    def add(self, key: bytes, row: int, record: Record) -> None:
        """Take a row; rows come by rising number."""
        if self._spill is not None:
            self._spill.add(key, row, record)
            return
        group = self._groups.get(key)
        if group is None:
            self._groups[key] = (row, [record])
            self._held += 200
        else:
            group[1].append(record)
        self._held += len(record) + len(key) + 80
        if self._held > self._limit:
            self._spill = _Spill()
            for each, (first, records) in self._groups.items():
                self._spill.add_run(each, first, records)
            self._groups = {}

    def documents(self) -> Iterator[Iterator[Record]]:
        """The rows of each document; take those of one before asking for the next."""
        if self._spill is None:
            for _, records in self._groups.values():
                yield iter(records)
            return
        yield from self._spill.documents()

    def close(self) -> None:
        """Give the temporary file back."""
        if self._spill is not None:
            self._spill.close()


class _Spill:
    """Runs of rows of one document in a nameless database of SQLite, which removes it when it is closed."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._run: tuple[bytes, int, list[Record]] | None = None
        self._batch: list[tuple[int, bytes, bytes]] = []
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "temp_store = FILE",
            f"cache_size = -{_CACHE_KIBIBYTES}",
        ):
            self._database.execute(f"PRAGMA {pragma}")
        # The first row of a run is unique, since every row is in one run.
        self._database.execute("CREATE TABLE runs (row INTEGER PRIMARY KEY, key BLOB, records BLOB)")

    def add(self, key: bytes, row: int, record: Record) -> None:
        run = self._run
        if run is not None and run[0] == key and len(run[2]) < _RUN_ROWS:
            run[2].append(record)
            return
        if run is not None:
            self.add_run(run[0], run[1], run[2])
        self._run = (key, row, [record])

    def add_run(self, key: bytes, row: int, records: list[Record]) -> None:
        self._batch.append((row, key, b"\n".join(records)))
        if len(self._batch) >= _BATCH_RUNS:
            self._write()

    def documents(self) -> Iterator[Iterator[Record]]:
        if self._run is not None:
            self.add_run(*self._run)
            self._run = None
        self._write()
        try:
            # The places alone are sorted; the rows are fetched in that order, which is mostly the one that they lie in.
            self._database.execute(
                "CREATE TEMP TABLE places AS SELECT min(row) OVER (PARTITION BY key) AS first, row FROM runs"
                " ORDER BY first, row"
            )
            found = self._database.execute(
                "SELECT first, records FROM places CROSS JOIN runs USING (row) ORDER BY places.rowid"
            )
            for _, runs in groupby(found, key=itemgetter(0)):
                yield (record for _, records in runs for record in records.split(b"\n"))
        except sqlite3.Error as error:
            raise _failure(error) from None

    def close(self) -> None:
        self._database.close()

    def _write(self) -> None:
        try:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO runs VALUES (?, ?, ?)", self._batch)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            raise _failure(error) from None
        self._batch.clear()


def _failure(error: sqlite3.Error) -> UnreadableError:
    return UnreadableError(
        f"The rows of the table could not be sorted in a temporary file: {error}.",
        "Make room for temporary files, or set TMPDIR to a larger place.",
    )
