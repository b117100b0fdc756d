"""What to say when SQLite refuses."""

import sqlite3
from pathlib import Path

from counterfoil.errors import DamagedStoreError, HomeError, StoreError
from counterfoil.store.failure import HINT_FORBIDDEN, HINT_FULL

HINT_DAMAGED = "Stop writing to this home, keep a copy of it, and restore it from a backup."
HINT_DISK = "Look after the disk, then do it again."

FAILURES = (sqlite3.Error, OverflowError, UnicodeError)
"""What SQLite's module raises for a database, a number or a text that it cannot work with."""

# All our statements are fixed, so one that has an error in it (SQLITE_ERROR) finds other tables than we made.
DAMAGED = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_ERROR,
}
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH}


def failure(error: Exception, path: Path) -> StoreError | HomeError:
    """The sentence for a failure of the database file."""
    if isinstance(error, OverflowError):
        return StoreError("A number has more than 64 bits, so the database cannot keep it.")
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"A text is not valid Unicode, so the database cannot know it: {error.object!a}.")
    if isinstance(error, UnicodeError):
        return DamagedStoreError(f"The database {path} is damaged: a text of its own is not UTF-8.", HINT_DAMAGED)
    extended = getattr(error, "sqlite_errorcode", None)
    # The low byte is the primary code.
    code = None if extended is None else extended & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StoreError(f"There is no space left to write to the database {path}.", HINT_FULL)
    if extended == sqlite3.SQLITE_IOERR_WRITE:
        return StoreError(f"The database {path} cannot grow: the disk is full, limited or failing.", HINT_FULL)
    if code in DAMAGED:
        return DamagedStoreError(f"The database {path} is damaged: {error}.", HINT_DAMAGED)
    if extended == sqlite3.SQLITE_BUSY_SNAPSHOT:
        return StoreError(
            "Another process wrote to the home while rows were still being read here, so nothing can be written now.",
            "Read to the end before writing, then do it again.",
        )
    if code in BUSY:
        return StoreError(f"The database {path} is locked by another program.", "Close what has it open.")
    if code in UNWRITABLE:
        return HomeError(f"The database {path} cannot be opened or written to: {error}.", HINT_FORBIDDEN)
    if extended == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return StoreError("A row names a document or a fact that is not recorded.")
    if code == sqlite3.SQLITE_CONSTRAINT:
        return StoreError(f"The database refuses a row: {error}.")
    return StoreError(f"The database {path} cannot do it: {error}.", HINT_DISK)
