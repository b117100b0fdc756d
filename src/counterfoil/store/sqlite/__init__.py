"""The store in SQLite: one file, `counterfoil.db`, in the home."""

from counterfoil.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
