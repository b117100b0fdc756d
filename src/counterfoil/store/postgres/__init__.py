"""The store in PostgreSQL: one schema for each home."""

from counterfoil.store.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
