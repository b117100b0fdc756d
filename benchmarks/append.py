"""Log appends in durable batches, against inserting the same rows plainly into SQLite.

Plainly means one table without an index, the same pragmas, `executemany` with tuples that are ready, one commit a
batch. An append is what the record does until facts are durable: rows, the tree's edge, a signed checkpoint, one
commit; tiles and checkpoint file, which are derived and can be made anew, follow once a second, as with `add`.

Two figures are asked for: at least 0.5 where the salted digest of each claim is made, and the entry out of these; and
at least 0.6 of facts whose entries are ready. For comparison stand both with the files after every batch, the second
without them, and the rows alone.
"""

import sqlite3
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import msgspec
from _homes import new_home
from _timing import scratch, told

from counterfoil.flow.collection import seldom_collected
from counterfoil.flow.facts import FactBatch, Named, named_claims
from counterfoil.flow.home import Home, open_home
from counterfoil.store import FactRow
from counterfoil.store.sqlite.connection import PRAGMAS

BATCH_ROWS = 1000
BATCHES = 100
RECORDED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

TABLE = (
    "CREATE TABLE fact (no INTEGER PRIMARY KEY, kind TEXT, subject BLOB, actor TEXT, predecessor INTEGER,"
    " recorded TEXT, reader TEXT, claims BLOB, secret BLOB, entry BLOB, salts BLOB, attested TEXT)"
)


class Given(NamedTuple):
    """A fact that is to be recorded: what its claims are, about what, and which fact it follows from."""

    kind: str
    subject: bytes
    claims: Named
    predecessor: int | None


class Batch(NamedTuple):
    """The same facts as they are given, and as rows of the log."""

    given: list[Given]
    rows: list[FactRow]


Append = Callable[[Batch], object]


def main() -> None:
    """Print how much of the plain speed is left."""
    with scratch() as folder, ExitStack() as opened:
        root = Path(folder)

        def home(name: str) -> Home:
            return opened.enter_context(open_home(new_home(root / name)))

        made, ready, made_published, ready_published, sealed, kept = compared(
            root / "plain.db",
            Appending(home("made"), make),
            Appending(home("ready")),
            Appending(home("made published"), make, often=True),
            Appending(home("ready published"), often=True),
            Appending(home("sealed")).append,
            partial(keep, home("kept")),
        )
    claim = f"log appends in batches of {BATCH_ROWS:,}, durable, against plain inserts"
    told(f"{claim}, claims digests made", made, "at least 0.5")
    told(f"{claim}, entries ready", ready, "at least 0.6")
    print(f"  with tiles and checkpoint as files after every batch: {made_published:.2f} and {ready_published:.2f}")
    print(f"  ready and without these files: {sealed:.2f}; the rows alone: {kept:.2f}")


def ready(batch: Batch) -> list[FactRow]:
    """The rows of a batch."""
    return batch.rows


def make(batch: Batch) -> list[FactRow]:
    """The rows made out of the claims, as the record makes them: with the salted digest of each."""
    facts = FactBatch(batch.rows[0].index, batch.rows[0].recorded, batch.rows[0].reader)
    for given in batch.given:
        facts.add(given.kind, given.subject, given.claims, given.predecessor)
    return facts.rows


class Appending:
    """Appends batches as the record does, and has the files follow where it is time, or `often`, after each."""

    def __init__(self, home: Home, rows: Callable[[Batch], list[FactRow]] = ready, *, often: bool = False) -> None:
        self._store, self._logbook, self._rows, self._often = home.store, home.logbook(), rows, often
        self._spent = 0.0

    def __call__(self, batch: Batch) -> None:
        """Append a batch; time is what was spent in here."""
        start = time.perf_counter()
        self.append(batch)
        now = RECORDED + timedelta(seconds=self._spent + time.perf_counter() - start)
        if self._often or self._logbook.is_due(now):
            with self._store.writing():
                self._logbook.publish(now)
        self._spent += time.perf_counter() - start

    def append(self, batch: Batch) -> None:
        """Until it is durable."""
        with self._store.writing():
            rows = self._rows(batch)
            self._store.append_facts(rows)
            self._logbook.seal(rows, rows[0].recorded)


def keep(home: Home, batch: Batch) -> None:
    """The rows alone."""
    with home.store.writing():
        home.store.append_facts(batch.rows)


def compared(plain: Path, *appends: Append) -> list[float]:
    """The speed of each way for one batch after the other, as a part of the plain speed for the same rows."""
    times: list[list[float]] = [[] for _ in range(len(appends) + 1)]
    with plainly(plain) as insert, seldom_collected():
        for number in range(BATCHES):
            batch = batch_at(number)
            works: list[Callable[[], object]] = [partial(each, batch) for each in appends]
            works.append(partial(insert, list(map(columns, batch.rows))))
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
def plainly(path: Path) -> Generator[Callable[[Sequence[tuple[Any, ...]]], None]]:
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


def batch_at(number: int) -> Batch:
    """The batch of this number. A home's log begins with the fact that opened it."""
    start = 1 + number * BATCH_ROWS
    given = [fact(index) for index in range(start, start + BATCH_ROWS)]
    facts = FactBatch(start, RECORDED + timedelta(seconds=number), "counterfoil/1")
    for one in given:
        facts.add(*one)
    return Batch(given, facts.rows)


def fact(index: int) -> Given:
    """A fact as documents make them: two for each, the first with a summary of some 700 bytes."""
    subject = sha256(b"%d" % (index // 2)).digest()
    if index % 2:
        return Given("document.checked/1", subject, named_claims({"valid": True}), index - 1)
    lines = [{"id": str(line), "quantity": "10", "price": "11.90", "name": f"Oak board {line}"} for line in range(9)]
    received = {"number": f"R-{index}", "seller": "Möbel & Söhne GmbH", "payable": "1190.00", "lines": lines}
    return Given("document.received/1", subject, named_claims(received), None)


if __name__ == "__main__":
    main()
