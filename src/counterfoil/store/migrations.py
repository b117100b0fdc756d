"""Which numbered migrations a floor's tables still need, in any database."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from counterfoil.errors import HomeError, MissingPartError, StoreError
from counterfoil.store.rows import Migration

RECORD = "record"
"""The floor of the store's own tables."""

FILE = re.compile(r"(\d{4})_(\w+)\.sql")


def scripts(folder: Path, dialect: str) -> tuple[Migration, ...]:
    """The store's own migrations: the files NNNN_name.sql of a folder, in order."""
    found: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        if match := FILE.fullmatch(path.name):
            sql = {dialect: path.read_text(encoding="utf-8")}
            found.append(Migration(number=int(match[1]), name=match[2], sql=sql))
    return tuple(found)


def pending(floor: str, applied: Mapping[int, str], ours: Sequence[Migration]) -> list[Migration]:
    """The migrations still to be run; HomeError where the database is newer than we are or is not of our line.

    A newer one has had all of our steps. Where one of them is missing, what says so is damaged, too: MissingPartError.
    """
    if [migration.number for migration in ours] != list(range(1, len(ours) + 1)):
        raise StoreError(f"The migrations of {floor} are not numbered 1, 2, 3, …")
    newest = max(applied, default=0)
    for migration in ours[:newest]:
        found = applied.get(migration.number)
        if found != migration.name:
            raise MissingPartError(
                "database",
                f"Step {migration.number} of the tables of {floor} is {'missing' if found is None else repr(found)} "
                f"in this home, but {migration.name!r} here.",
                "It was made by another line of versions, or is damaged: use the one that made it, or a backup.",
            )
    if newest > len(ours):
        raise HomeError(
            f"This home was made by a newer version: its tables of {floor} are at step {newest}, we know {len(ours)}.",
            "Install the newest version of counterfoil.",
        )
    return list(ours[newest:])
