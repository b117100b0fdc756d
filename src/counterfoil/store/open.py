"""Opening a home's store by what its settings say."""

from pathlib import Path

from counterfoil.errors import SettingsError, StoreError
from counterfoil.store import Store
from counterfoil.store.lock import Told

SQLITE = "sqlite"
POSTGRES = ("postgresql://", "postgres://")


def open_store(
    home: Path, setting: str = SQLITE, *, create: bool = False, readonly: bool = False, on_wait: Told | None = None
) -> Store:
    """The store of a home; `setting` is "sqlite" or a PostgreSQL connection string.

    HomeError where there is no record (and `create` is not said), StoreError where the database fails.
    """
    if setting == SQLITE:
        from counterfoil.store.sqlite import SqliteStore

        return SqliteStore(home, create=create, readonly=readonly, on_wait=on_wait)
    if setting.startswith(POSTGRES):
        try:
            from counterfoil.store.postgres import PostgresStore
        except ImportError as error:
            raise StoreError(
                f"PostgreSQL cannot be used, since the library for it is missing: {error}.",
                'Install it: pip install "counterfoil[postgres]".',
            ) from error
        return PostgresStore(setting, home, create=create, readonly=readonly, on_wait=on_wait)
    raise SettingsError(
        "The setting `store` names no database that we know.",
        'Set it to "sqlite" or to a connection string that begins with postgresql://.',
    )
