"""Columns of ours that do not follow from those that they are made of, and facts that are missing."""

from abc import abstractmethod
from collections.abc import Iterator

from counterfoil.errors import CounterfoilError
from counterfoil.store.encode import folded, head, millionths
from counterfoil.store.migrations import RECORD
from counterfoil.store.sql.session import Session
from counterfoil.store.values import decimal

GAPS = """
SELECT before + 1, no - 1 FROM (SELECT no, lag(no, 1, ?) OVER (ORDER BY no) AS before FROM {table}) AS pair
WHERE no <> before + 1 ORDER BY no
"""
FIRST_NUMBERS = {"fact": 0, "origin": 1, "party": 1, "document": 1}
"""Tables whose rows are numbered without a gap, since none is ever removed."""


class Check(Session):
    """The database's own soundness; whether the rows are right is for those to say who can compute them."""

    def check(self) -> Iterator[str]:
        """Say in sentences what the database finds damaged in its files and indexes; nothing where it is sound."""
        steps = (
            *(self._integrity, self._references, self._steps, self._gaps),
            *(self._amounts_in_lists, self._names_in_searches, self._orders_of_keys, self._waiting_or_not),
        )
        for step in steps:
            try:
                yield from step()
            except CounterfoilError as error:
                yield error.message

    @abstractmethod
    def _integrity(self) -> Iterator[str]:
        """What the database finds damaged in its own files and indexes."""

    @abstractmethod
    def _references(self) -> Iterator[str]:
        """Rows that refer to rows that are missing."""

    def _steps(self) -> Iterator[str]:
        names = {migration.number: migration.name for migration in self._own()}
        found = self._applied(RECORD)
        if found != names:
            yield f"Table migration says {found} of the tables of {RECORD}, not {names}."

    def _gaps(self) -> Iterator[str]:
        for table, first in FIRST_NUMBERS.items():
            for begin, end in self._rows(GAPS.format(table=table), [first - 1], table):
                if begin > end:
                    yield f"Row {end + 1} of table {table} has a number that none can have."
                else:
                    rows = f"Rows {begin} to {end}" if begin < end else f"Row {begin}"
                    yield f"{rows} of table {table} {'are' if begin < end else 'is'} missing."

    def _amounts_in_lists(self) -> Iterator[str]:
        for number, amount, found in self._rows("SELECT no, amount, millionths FROM document", (), "document"):
            if found != _millionths_of(amount):
                yield f"Row {number} of table document is damaged: its amount {amount} stands as {found} in lists."

    def _names_in_searches(self) -> Iterator[str]:
        for number, name, found in self._rows("SELECT no, name, folded FROM party", (), "party"):
            if found != folded(str(name)):
                yield f"Row {number} of table party is damaged: the name {name!a} is searched as {found!a}."

    def _orders_of_keys(self) -> Iterator[str]:
        sql = "SELECT k.key, k.head, d.id FROM key k JOIN document d ON d.no = k.document"
        for key, found, identifier in self._rows(sql, (), "key"):
            if not isinstance(identifier, bytes) or found != head(identifier):
                yield f"A row of key {key} in table key is damaged: it is sorted as {found}."

    def _waiting_or_not(self) -> Iterator[str]:
        for number, found in self._rows("SELECT no, unlinked FROM document", (), "document"):
            if type(found) is not int or found not in (0, 1):
                yield f"Row {number} of table document is damaged: whether it waits to be linked is said by {found!a}."


def _millionths_of(amount: object) -> int | None:
    try:
        return millionths(decimal(amount)) if isinstance(amount, str) else None
    except ValueError:
        # An amount that cannot be read is told when its row is read.
        return None
