"""What SQLite itself finds damaged, and columns of ours that do not follow from those that they are made of."""

from collections.abc import Iterator

from counterfoil.errors import CounterfoilError
from counterfoil.store.encode import folded, head, millionths
from counterfoil.store.migrations import RECORD
from counterfoil.store.sqlite import migrations
from counterfoil.store.sqlite.session import Session
from counterfoil.store.values import decimal

GAPS = """
SELECT before + 1, no - 1 FROM (SELECT no, lag(no, 1, -1) OVER (ORDER BY no) AS before FROM fact)
WHERE no <> before + 1
"""


class Check(Session):
    """The database's own soundness; whether the rows are right is for those to say who can compute them."""

    def check(self) -> Iterator[str]:
        """Say in sentences what the database finds damaged in its files and indexes; nothing where it is sound."""
        steps = (
            *(self._integrity, self._references, self._steps, self._gaps),
            *(self._millionths, self._folded, self._heads, self._strays),
        )
        for step in steps:
            try:
                yield from step()
            except CounterfoilError as error:
                yield error.message

    def _integrity(self) -> Iterator[str]:
        for (finding,) in self._rows("PRAGMA integrity_check"):
            if finding != "ok":
                for line in str(finding).splitlines():
                    yield f"The database {self._path} is damaged: {line}."

    def _references(self) -> Iterator[str]:
        for table, row, parent, _ in self._rows("PRAGMA foreign_key_check"):
            which = "A row" if row is None else f"Row {row}"
            yield f"{which} of table {table} refers to a row of table {parent} that is missing."

    def _steps(self) -> Iterator[str]:
        names = {migration.number: migration.name for migration in migrations.own()}
        found: dict[int, str] = dict(
            self._rows("SELECT number, name FROM migration WHERE floor = ?", [RECORD], "migration")
        )
        if found != names:
            yield f"Table migration says {found} of the tables of {RECORD}, not {names}."

    def _gaps(self) -> Iterator[str]:
        for first, last in self._rows(GAPS):
            yield f"Facts {first} to {last} are missing." if first != last else f"Fact {first} is missing."

    def _millionths(self) -> Iterator[str]:
        for number, amount, found in self._rows("SELECT no, amount, millionths FROM document", (), "document"):
            if found != _millionths_of(amount):
                yield f"Row {number} of table document is damaged: its amount {amount} stands as {found} in lists."

    def _folded(self) -> Iterator[str]:
        for number, name, found in self._rows("SELECT no, name, folded FROM party", (), "party"):
            if found != folded(str(name)):
                yield f"Row {number} of table party is damaged: the name {name!a} is searched as {found!a}."

    def _heads(self) -> Iterator[str]:
        sql = "SELECT k.key, k.head, s.id FROM key k JOIN subject s ON s.no = k.document"
        for key, found, identifier in self._rows(sql, (), "key"):
            if found != head(identifier):
                yield f"A row of key {key} in table key is damaged: it is sorted as {found}."

    def _strays(self) -> Iterator[str]:
        for name in self._originals.strays():
            yield f"{self._originals.folder / name!s} is no original in its place."


def _millionths_of(amount: object) -> int | None:
    try:
        return millionths(decimal(amount)) if isinstance(amount, str) else None
    except ValueError:
        # An amount that cannot be read is told when its row is read.
        return None
