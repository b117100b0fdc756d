"""Forgetting: claims and secrets leave their rows, documents keep their id alone, and the database's files follow."""

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path

from counterfoil.store.encode import of_document
from counterfoil.store.rows import DocumentRow
from counterfoil.store.sql.numbers import Numbers

CHANGED = (
    *("original", "position", "file", "document", "format", "number", "issuer", "partner", "role", "issued", "due"),
    *("currency", "amount", "millionths", "valid", "fact", "checked", "forgotten"),
)
"""All columns of a document but its number and id, in the order of the table."""
NAMELESS = (
    "NOT EXISTS (SELECT 1 FROM document d WHERE d.issuer = party.no)"
    " AND NOT EXISTS (SELECT 1 FROM document d WHERE d.partner = party.no)"
)
SCRUB = "scrub"
"""The step that is unfinished until nothing that was removed is left in the files of the database."""


class Forgetting(Numbers):
    """What takes things out of the record."""

    def change_documents(self, rows: Sequence[DocumentRow]) -> None:
        """Give recorded documents these columns in the place of all that they had."""
        numbers = self._existing([row.id for row in rows])
        parties = self._parties({name for row in rows for name in (row.issuer, row.partner) if name is not None})
        columns = (of_document(row, numbers[row.id], parties[row.issuer], parties[row.partner]) for row in rows)
        self._many(
            f"UPDATE document SET {', '.join(f'{column} = ?' for column in CHANGED)} WHERE no = ?",
            [(*values, number) for number, _, *values in columns],
        )

    def forget_facts(self, indexes: Sequence[int]) -> None:
        """Erase claims, secret and salts of facts; kind, subject, actor, time and entry stay."""
        sql = "UPDATE fact SET claims = NULL, secret = NULL, salts = NULL WHERE no = ?"
        self._many(sql, [(index,) for index in indexes])
        self._unfinish()

    def reduce_fact(self, index: int, claims: bytes, salts: bytes) -> None:
        """Leave these claims of a fact, with their salts in the place of its secret."""
        sql = "UPDATE fact SET claims = ?, secret = NULL, salts = ? WHERE no = ?"
        self._many(sql, [(claims, salts, index)])
        self._unfinish()

    def forget_names(self) -> None:
        """Erase names of companies that no document has any more; their numbers stay, so that none is missing."""
        rows = self._few(f"SELECT no FROM party WHERE {NAMELESS}", (), "party")
        names = [(f"forgotten {number}", number) for (number,) in rows]
        self._many("UPDATE party SET name = ?, folded = ? WHERE no = ?", [(name, name, no) for name, no in names])

    def drop_decisions(self, links: Sequence[bytes]) -> None:
        """Remove decisions about links by the ids of these."""
        self._many("DELETE FROM decision WHERE link = ?", [(identifier,) for identifier in links])

    def drop_handlings(self, ids: Sequence[bytes]) -> None:
        """Remove handlings of discrepancies by the ids of these."""
        self._many("DELETE FROM handling WHERE discrepancy = ?", [(identifier,) for identifier in ids])

    def is_scrubbed(self) -> bool:
        """Is nothing left in the files of the database of what was removed from its rows?"""
        return not self._few("SELECT 1 FROM unfinished WHERE step = ?", [SCRUB], "unfinished")

    def scrub(self) -> bool:
        """Write the files of the database anew, without what was removed. False where readers keep it from its end."""
        self._refuse_nesting()
        if not self._rewritten():
            return False
        with self.writing():
            self._many("DELETE FROM unfinished WHERE step = ?", [(SCRUB,)])
        return True

    @abstractmethod
    def snapshot(self, path: Path) -> None:
        """Copy one state of the whole database into a new file; HomeError where that is for others to do."""

    @abstractmethod
    def _rewritten(self) -> bool:
        """Write the files anew; False where that must be done once more."""

    def _unfinish(self) -> None:
        self._many("INSERT INTO unfinished VALUES (?) ON CONFLICT DO NOTHING", [(SCRUB,)])
