"""Opening the database file of a home, with the pragmas that durability and speed rest on."""

import sqlite3
from pathlib import Path

from counterfoil.errors import DamagedStoreError, HomeError, MissingPartError, StoreError
from counterfoil.store.failure import HINT_NONE
from counterfoil.store.sqlite.failure import FAILURES, HINT_DAMAGED, failure

FILE = "counterfoil.db"
APPLICATION_ID = 0x43464F4C  # "CFOL"
OURS = {"migration", "fact", "document"}
"""Tables by which a database is told to be ours where its application id is another."""
OLDEST = (3, 37, 0)  # the first with STRICT tables

STATEMENTS_MAX = 256

PRAGMAS = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA cache_size = -49152;
PRAGMA wal_autocheckpoint = 8000;
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
            raise MissingPartError("database", f"There is no record in {home}.", HINT_NONE)
        _make(home)
    try:
        database = _opened(_address(path, "ro" if readonly else "rwc" if create else "rw"), busy_seconds)
    except FAILURES as error:
        if not readonly or _has_log(path):
            raise failure(error, path) from error
        database = _unchanging(path, busy_seconds)
    try:
        (identity,) = database.execute("PRAGMA application_id").fetchone()
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}
    except FAILURES as error:
        database.close()
        raise failure(error, path) from error
    if tables and identity != APPLICATION_ID:
        database.close()
        if tables >= OURS:
            raise DamagedStoreError(f"The database {path} is damaged: its application id is not ours.", HINT_DAMAGED)
        raise StoreError(f"{path} is a database, but not one of Counterfoil's.", "Name another home with --home.")
    return database


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(f"The home {home} cannot be made: {error.strerror}.", "Name another with --home.") from error


def _unchanging(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """Open a file that has no log in a folder where none can be made: SQLite must be told that nobody writes to it."""
    try:
        return _opened(f"{_address(path, 'ro')}&immutable=1", busy_seconds)
    except FAILURES as error:
        raise failure(error, path) from error


def _opened(address: str, busy_seconds: float) -> sqlite3.Connection:
    database = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=busy_seconds, cached_statements=STATEMENTS_MAX
    )
    try:
        database.executescript(PRAGMAS)
    except BaseException:
        database.close()
        raise
    return database


def _address(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0
