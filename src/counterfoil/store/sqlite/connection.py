"""Opening the database file of a home, with the pragmas that durability and speed rest on."""

import os
import sqlite3
from pathlib import Path

from counterfoil.errors import HomeError, StoreError
from counterfoil.store.sqlite.failure import FAILURES, failure

FILE = "counterfoil.db"
APPLICATION_ID = 0x43464F4C  # "CFOL"
OLDEST = (3, 37, 0)  # the first with STRICT tables

PRAGMAS = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA cache_size = -65536;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA journal_size_limit = 67108864;
PRAGMA cell_size_check = ON;
PRAGMA trusted_schema = OFF;
"""


def connect(home: Path, *, create: bool, readonly: bool, busy_seconds: float) -> sqlite3.Connection:
    """A connection to a home's database; HomeError where there is none, StoreError where it is damaged or not ours."""
    if sqlite3.sqlite_version_info < OLDEST:
        raise StoreError(
            f"This Python comes with SQLite {sqlite3.sqlite_version}, which is too old.",
            "Use a Python with SQLite 3.37 or newer.",
        )
    path = home / FILE
    if not path.exists():
        if not create:
            raise HomeError(f"There is no record in {home}.", "Make one with `counterfoil init`, or name another home.")
        _make(home)
    try:
        database = sqlite3.connect(
            _address(path, create=create, readonly=readonly),
            uri=True,
            isolation_level=None,
            timeout=busy_seconds,
            cached_statements=256,
        )
    except FAILURES as error:
        raise failure(error, path) from error
    try:
        database.executescript(PRAGMAS)
        (identity,) = database.execute("PRAGMA application_id").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except FAILURES as error:
        database.close()
        raise failure(error, path) from error
    if tables and identity != APPLICATION_ID:
        database.close()
        raise StoreError(f"{path} is a database, but not one of Counterfoil's.", "Name another home with --home.")
    return database


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(f"The home {home} cannot be made: {error.strerror}.", "Name another with --home.") from error


def _address(path: Path, *, create: bool, readonly: bool) -> str:
    mode = "ro" if readonly else "rwc" if create else "rw"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    log = path.with_name(f"{path.name}-wal")
    # Without a log beside it and the right to make one, SQLite opens a file only if it may take it as unchanging.
    if readonly and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size):
        address += "&immutable=1"
    return address
