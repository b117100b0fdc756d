"""The store's own migrations for PostgreSQL, and the table that says which were run."""

from pathlib import Path

from counterfoil.store.migrations import scripts
from counterfoil.store.rows import Migration

DIALECT = "postgres"

TABLE = """
CREATE TABLE IF NOT EXISTS migration (
    floor text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    PRIMARY KEY (floor, number)
)
"""


def own() -> tuple[Migration, ...]:
    """The store's own migrations."""
    return scripts(Path(__file__).parent, DIALECT)
