"""PostgreSQL's tables written anew, so that no dead row of them holds what was removed."""

from pathlib import Path

from counterfoil.errors import HomeError
from counterfoil.store.postgres.session import PostgresSession
from counterfoil.store.sql.forgetting import Forgetting

TABLES = ("fact", "document", "party", "key", "place", "link", "discrepancy", "decision", "handling", "kept")


class PostgresForgetting(PostgresSession, Forgetting):
    """What the server archives of its own log, and its backups, are for those who keep the server."""

    def snapshot(self, path: Path) -> None:
        """A server is backed up by those who keep it."""
        raise HomeError(
            f"The record of this home is in PostgreSQL (schema {self._schema}), which {path.name} cannot hold.",
            "Back it up by the means of the database (pg_dump), and copy the home's folder after it.",
        )

    def _rewritten(self) -> bool:
        for table in TABLES:
            self._run(f"VACUUM (FULL) {table}")
        return True
