"""Log appends in durable batches, against inserting the same rows plainly into SQLite: at least 0.6.

Plainly means one table without an index, the same pragmas, `executemany` with tuples that are ready, one commit a
batch. An append is what the record does with facts that are ready until they are durable: rows, the tree's edge, a
signed checkpoint, one commit; tiles and checkpoint file, which are derived and can be made anew, follow once a second.
For comparison stand: the same without these files, and with them after every batch; that with the making of each entry
out of its claims, too; and the rows alone.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any

import msgspec
from _homes import new_home
from _timing import scratch, told

from counterfoil.flow.facts import claims_of, fact_row
from counterfoil.flow.home import open_home
from counterfoil.flow.logbook import Logbook
from counterfoil.model.fact import Fact
from counterfoil.store import FactRow, Store
from counterfoil.store.sqlite import SqliteStore
from counterfoil.store.sqlite.connection import PRAGMAS

BATCH_ROWS = 1000
BATCHES = 100
RECORDED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

TABLE = (
    "CREATE TABLE fact (no INTEGER PRIMARY KEY, kind TEXT, subject BLOB, actor TEXT, predecessor INTEGER,"
    " recorded TEXT, reader TEXT, claims BLOB, secret BLOB, entry BLOB, salts BLOB, attested TEXT)"
)

Append = Callable[[Sequence[FactRow]], object]


def main() -> None:
    """Print how much of the plain speed is left."""
    with scratch() as folder:
        root = Path(folder)
        store = SqliteStore(root / "store", create=True)
        with (
            open_home(new_home(root / "durable")) as durable,
            open_home(new_home(root / "timed")) as timed,
            open_home(new_home(root / "home")) as home,
            open_home(new_home(root / "making")) as making,
        ):
            ratios = compared(
                root / "plain.db",
                Following(timed.store, timed.logbook()),
                partial(append, durable.store, durable.logbook()),
                partial(append_and_publish, home.store, home.logbook()),
                partial(append_made, making.store, making.logbook()),
                partial(keep, store),
            )
        store.close()
    followed, sealed, published, made, kept = ratios
    told(f"log appends in batches of {BATCH_ROWS:,}, durable, against plain inserts", followed, "at least 0.6")
    print(f"  without tiles and checkpoint as files: {sealed:.2f}; with them after every batch: {published:.2f}")
    print(f"  and with the making of each entry out of its claims: {made:.2f}; the rows alone: {kept:.2f}")


def append(store: Store, logbook: Logbook, rows: Sequence[FactRow]) -> None:
    """Append a batch of facts that are ready, as the record does, until they are durable."""
    with store.writing():
        store.append_facts(rows)
        logbook.seal(rows, rows[0].recorded)


class Following:
    """The same, and the files where it is time for them, as `add` does it; time is what was spent in here."""

    def __init__(self, store: Store, logbook: Logbook) -> None:
        self._store, self._logbook, self._spent = store, logbook, 0.0

    def __call__(self, rows: Sequence[FactRow]) -> None:
        """Append a batch."""
        start = time.perf_counter()
        append(self._store, self._logbook, rows)
        now = RECORDED + timedelta(seconds=self._spent + time.perf_counter() - start)
        if self._logbook.is_due(now):
            with self._store.writing():
                self._logbook.publish(now)
        self._spent += time.perf_counter() - start


def append_and_publish(store: Store, logbook: Logbook, rows: Sequence[FactRow]) -> None:
    """The same, and the files."""
    append(store, logbook, rows)
    with store.writing():
        logbook.publish()


def append_made(store: Store, logbook: Logbook, rows: Sequence[FactRow]) -> None:
    """The same out of facts that are not: with the salted digest of every claim."""
    append_and_publish(store, logbook, [made(row) for row in rows])


def keep(store: Store, rows: Sequence[FactRow]) -> None:
    """The rows alone."""
    with store.writing():
        store.append_facts(rows)


def compared(plain: Path, *appends: Append) -> list[float]:
    """The speed of each way for one batch after the other, as a part of the plain speed for the same rows."""
    times: list[list[float]] = [[] for _ in range(len(appends) + 1)]
    with plainly(plain) as insert:
        for number in range(BATCHES):
            # A home's log begins with the fact that opened it.
            rows = [fact(1 + number * BATCH_ROWS + place, number) for place in range(BATCH_ROWS)]
            shifted = [msgspec.structs.replace(row, index=row.index - 1, predecessor=None) for row in rows]
            works: list[Callable[[], object]] = [partial(each, rows) for each in appends[:-1]]
            works += [partial(appends[-1], shifted), partial(insert, [columns(row) for row in rows])]
            turns = list(zip(times, works, strict=True))
            # Who comes first changes, since the first may pay for what the second finds warm.
            for kept, run in turns if number % 2 else reversed(turns):
                start = time.perf_counter()
                run()
                kept.append(time.perf_counter() - start)
    # Means, as the files that follow once a second fall on few of the batches.
    means = list(map(fmean, times))
    return [means[-1] / mean for mean in means[:-1]]


@contextmanager
def plainly(path: Path) -> Iterator[Callable[[Sequence[tuple[Any, ...]]], None]]:
    """Insert rows into one table of a new database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(PRAGMAS)
        database.execute(TABLE)

        def insert(rows: Sequence[tuple[Any, ...]]) -> None:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            database.execute("COMMIT")

        yield insert


def columns(row: FactRow) -> tuple[Any, ...]:
    """A row as SQLite takes it."""
    return tuple(str(value) if isinstance(value, datetime) else value for value in msgspec.structs.astuple(row))


def fact(index: int, batch: int) -> FactRow:
    """A fact as documents make them: two for each, the first with a summary of some 700 bytes."""
    lines = [{"id": str(line), "quantity": "10", "price": "11.90", "name": f"Oak board {line}"} for line in range(9)]
    received = {"number": f"R-{index}", "seller": "Möbel & Söhne GmbH", "payable": "1190.00", "lines": lines}
    row = FactRow(
        index=index,
        kind=("document.received/1", "document.checked/1")[index % 2],
        subject=sha256(b"%d" % (index // 2)).digest(),
        actor="counterfoil",
        predecessor=index - 1 if index % 2 else None,
        recorded=RECORDED + timedelta(seconds=batch),
        reader="counterfoil/1",
        claims=claims_of({"valid": True} if index % 2 else received),
        secret=sha256(b"secret %d" % index).digest(),
        entry=b"",
    )
    return made(row)


def made(row: FactRow) -> FactRow:
    """The fact with its entry."""
    assert row.claims is not None
    fact = Fact(
        kind=row.kind,
        subject=row.subject,
        claims=row.claims,
        recorded=row.recorded,
        actor=row.actor,
        predecessor=row.predecessor,
        reader=row.reader,
    )
    return fact_row(row.index, fact, row.secret)


if __name__ == "__main__":
    main()
