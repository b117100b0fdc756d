"""Facts appended to the store in durable batches, against inserting the same rows plainly into SQLite.

Plainly means one table without an index, the same pragmas, `executemany` with tuples that are ready, one commit a
batch. Both take turns batch by batch in the same run, so that whatever else the machine does hits both.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from counterfoil.store import FactRow, Store
from counterfoil.store.sqlite import SqliteStore
from counterfoil.store.sqlite.connection import PRAGMAS

BATCH_ROWS = 1000
BATCHES = 40

TABLE = (
    "CREATE TABLE fact (no INTEGER PRIMARY KEY, kind TEXT, subject BLOB, actor TEXT, predecessor INTEGER,"
    " recorded TEXT, reader TEXT, claims BLOB, secret BLOB, entry BLOB)"
)

Append = Callable[[Sequence[FactRow]], None]


def main() -> None:
    """Print how much of the plain speed is left."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "home", create=True)
        ratio = compared(Path(folder), lambda rows: append(store, rows))
        store.close()
    print(f"facts appended in batches of {BATCH_ROWS}, durable, against plain SQLite: {ratio:.2f}")


def append(store: Store, rows: Sequence[FactRow]) -> None:
    """Append a batch as the record does."""
    with store.writing():
        store.append_facts(rows)


def compared(folder: Path, act: Append, batches: int = BATCHES) -> float:
    """The speed of `act` for one batch after the other, as a part of the plain speed for the same rows."""
    ours: list[float] = []
    plain: list[float] = []
    with plainly(folder / "plain.db") as insert:
        for number in range(batches):
            rows = facts(number * BATCH_ROWS, BATCH_ROWS)
            ready = [columns(row) for row in rows]
            turns = [(ours, partial(act, rows)), (plain, partial(insert, ready))]
            # Who comes first changes, since the first may pay for what the second finds warm.
            for kept, run in turns if number % 2 else reversed(turns):
                start = time.perf_counter()
                run()
                kept.append(time.perf_counter() - start)
    return median(plain) / median(ours)


@contextmanager
def plainly(path: Path) -> Iterator[Callable[[Sequence[tuple[Any, ...]]], None]]:
    """Insert rows into one table of a new database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(PRAGMAS)
        database.execute(TABLE)

        def insert(rows: Sequence[tuple[Any, ...]]) -> None:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            database.execute("COMMIT")

        yield insert


def columns(row: FactRow) -> tuple[Any, ...]:
    """A row as SQLite takes it."""
    return tuple(str(value) if isinstance(value, datetime) else value for value in msgspec.structs.astuple(row))


def facts(start: int, count: int) -> list[FactRow]:
    """Facts as documents make them: two for each, the first with a summary of some 700 bytes."""
    return [fact(index) for index in range(start, start + count)]


def fact(index: int) -> FactRow:
    document = sha256(b"%d" % (index // 2)).digest()
    claims = {"number": f"R-{index}", "seller": "Möbel & Söhne GmbH", "payable": "1190.00", "lines": [index] * 90}
    return FactRow(
        index=index,
        kind=("document.received/1", "document.checked/1")[index % 2],
        subject=document,
        actor="counterfoil",
        predecessor=index - 1 if index % 2 else None,
        recorded=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        reader="counterfoil/1",
        claims=json.dumps(claims if index % 2 == 0 else {"valid": True}).encode(),
        secret=sha256(b"secret %d" % index).digest(),
        entry=sha256(b"entry %d" % index).digest(),
    )


if __name__ == "__main__":
    main()
