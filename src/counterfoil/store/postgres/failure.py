"""What to say when PostgreSQL refuses."""

import psycopg
from psycopg import errors

from counterfoil.errors import DamagedStoreError, HomeError, StoreError
from counterfoil.store.failure import HINT_FULL

HINT_SERVER = "See whether the database server runs and the setting `store` names it, then do it again."
HINT_DAMAGED = "Stop writing to this home, and restore the database from a backup."

FAILURES = (psycopg.Error, UnicodeError)
"""What psycopg raises for a database or a text that it cannot work with."""


def failure(error: Exception, table: str = "") -> StoreError | HomeError:
    """The sentence for a failure of the database, or of one table."""
    what = f"Table {table} of the database" if table else "The database"
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"A text is not valid Unicode, so the database cannot know it: {error.object!a}.")
    match error:
        case errors.DiskFull():
            return StoreError("The database server has no space left.", HINT_FULL)
        case (
            errors.DataCorrupted()
            | errors.IndexCorrupted()
            | errors.CharacterNotInRepertoire()
            # All our statements are fixed, so these find other tables than we made.
            | errors.UndefinedTable()
            | errors.UndefinedColumn()
            | errors.DuplicateTable()
        ):
            return DamagedStoreError(f"{what} is damaged: {_said(error)}.", HINT_DAMAGED)
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            return HomeError(f"{what} cannot be written to: {_said(error)}.", "Ask for the right to write to it.")
        case errors.ForeignKeyViolation():
            return StoreError("A row names a document or a fact that is not recorded.")
        case errors.IntegrityError():
            return StoreError(f"{what} refuses a row: {_said(error)}.")
        case errors.NumericValueOutOfRange():
            return StoreError("A number has more than 64 bits, so the database cannot keep it.")
        case errors.OperationalError():
            return StoreError(f"The database server cannot be worked with: {_said(error)}.", HINT_SERVER)
        case _:
            return StoreError(f"{what} cannot do it: {_said(error)}.")


def _said(error: Exception) -> str:
    """The server's own sentence, without the rows that it quotes."""
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return " ".join((primary or str(error)).split()).rstrip(".?")
