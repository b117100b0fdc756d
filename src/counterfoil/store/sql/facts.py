"""Facts, log entries and checkpoints."""

from collections.abc import Collection, Iterator, Sequence

from counterfoil.errors import StoreError
from counterfoil.store.decode import to_checkpoint, to_fact, unreadable
from counterfoil.store.encode import Origin, of_checkpoint, of_fact, of_origin, origin_of
from counterfoil.store.rows import CheckpointRow, FactRow
from counterfoil.store.sql.numbers import Numbers
from counterfoil.store.sql.session import portions
from counterfoil.store.values import DIGEST_BYTES

FACT = (
    "SELECT f.no, f.entry, f.subject, o.kind, o.actor, f.predecessor, o.recorded, o.reader, f.secret, f.claims,"
    " f.salts, f.attested FROM fact f LEFT JOIN origin o ON o.no = f.origin"
)
STRETCH_BITS = 14
CHECKPOINT = "SELECT size, root, frontier, note, recorded FROM checkpoint"


class Facts(Numbers):
    """The log's rows."""

    def size(self) -> int:
        """How many facts there are."""
        row = self._one("SELECT max(no) FROM fact")
        return 0 if row is None or row[0] is None else int(row[0]) + 1

    def append_facts(self, rows: Sequence[FactRow]) -> None:
        """Append facts at the next free indexes, which the rows must carry."""
        free = self.size()
        for index, row in enumerate(rows, free):
            if row.index != index:
                raise StoreError(f"Fact {row.index} cannot be appended: the next free index is {index}.")
        # The time of a batch is one object, and a time is slow to compare.
        alike = [(row.kind, row.actor, id(row.recorded), row.reader) for row in rows]
        origins = {key: origin_of(row) for key, row in dict(zip(alike, rows, strict=True)).items()}
        known = self._numbered_origins(dict.fromkeys(origins.values()))
        numbers = {key: known[origin] for key, origin in origins.items()}
        columns = [of_fact(row, numbers[key]) for row, key in zip(rows, alike, strict=True)]
        self._many("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", columns)

    def facts(self, start: int = 0, end: int | None = None) -> Iterator[FactRow]:
        """Facts by index, end exclusive."""
        sql = f"{FACT} WHERE f.no >= ?{'' if end is None else ' AND f.no < ?'} ORDER BY f.no"
        return map(to_fact, self._rows(sql, [start] if end is None else [start, end], "fact"))

    def facts_of(self, subject: bytes) -> list[FactRow]:
        """Facts about one subject, by index."""
        found: list[FactRow] = []
        for marks, portion in portions(range((self.size() >> STRETCH_BITS) + 1)):
            sql = f"{FACT} WHERE f.no >> {STRETCH_BITS} IN ({marks}) AND substr(f.subject, 1, 4) = ? AND f.subject = ?"
            found += map(to_fact, self._few(sql, [*portion, subject[:4], subject], "fact"))
        return sorted(found, key=lambda row: row.index)

    def facts_of_kinds(self, *kinds: str) -> Iterator[FactRow]:
        """Facts of these kinds, by index."""
        # NULL equals nothing.
        marks = ", ".join("?" * len(kinds)) or "NULL"
        sql = f"{FACT} WHERE f.origin IN (SELECT no FROM origin WHERE kind IN ({marks})) ORDER BY f.no"
        return map(to_fact, self._rows(sql, kinds, "fact"))

    def entries(self, start: int, end: int) -> list[bytes]:
        """Log entries by index, end exclusive."""
        rows = self._few("SELECT no, entry FROM fact WHERE no >= ? AND no < ? ORDER BY no", [start, end], "fact")
        for index, entry in rows:
            if not isinstance(entry, bytes) or len(entry) != DIGEST_BYTES:
                raise unreadable("fact", index, "its entry is not 32 bytes long")
        return [entry for _, entry in rows]

    def put_checkpoint(self, row: CheckpointRow) -> None:
        """Keep a checkpoint."""
        self._many("INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?)", [of_checkpoint(row)])

    def last_checkpoint(self) -> CheckpointRow | None:
        """The checkpoint of the largest size."""
        row = self._one(f"{CHECKPOINT} ORDER BY size DESC LIMIT 1", (), "checkpoint")
        return None if row is None else to_checkpoint(row)

    def checkpoint_at(self, size: int) -> CheckpointRow | None:
        """The checkpoint of this size."""
        row = self._one(f"{CHECKPOINT} WHERE size = ?", [size], "checkpoint")
        return None if row is None else to_checkpoint(row)

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """All checkpoints by size."""
        return map(to_checkpoint, self._rows(f"{CHECKPOINT} ORDER BY size", (), "checkpoint"))

    def _numbered_origins(self, wanted: Collection[Origin]) -> dict[Origin, int]:
        """Numbers of origins; those that this block does not know yet are added."""
        new = [origin for origin in wanted if origin not in self._origins]
        if new:
            pairs = list(enumerate(new, self._next("origin")))
            self._many("INSERT INTO origin VALUES (?, ?, ?, ?, ?)", [of_origin(*pair) for pair in pairs])
            self._origins.update((origin, number) for number, origin in pairs)
        return self._origins
