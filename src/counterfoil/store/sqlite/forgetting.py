"""SQLite's file written anew, so that neither it nor the log beside it holds what was removed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from counterfoil.store.sql.forgetting import Forgetting
from counterfoil.store.sqlite.failure import FAILURES, failure
from counterfoil.store.sqlite.session import SqliteSession


class SqliteForgetting(SqliteSession, Forgetting):
    """Pages that are free, and what is left over in others, still hold what was removed: only VACUUM takes it out."""

    def snapshot(self, path: Path) -> None:
        """Copy one state of the whole database into a new file, whatever others write meanwhile."""
        try:
            with closing(sqlite3.connect(path)) as copy:
                self._database.backup(copy)
                # A copy stands alone: its log would be another file.
                copy.execute("PRAGMA journal_mode = DELETE")
        except FAILURES as error:
            raise failure(error, path) from error

    def _rewritten(self) -> bool:
        with self._lock.held():
            self._run("VACUUM")
            # The log beside the file has held all of it; where others still read by it, it cannot be cut yet.
            row = self._one("PRAGMA wal_checkpoint(TRUNCATE)")
            return row is not None and row[0] == 0
