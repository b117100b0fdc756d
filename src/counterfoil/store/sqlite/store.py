"""The whole store in SQLite, out of its parts."""

from counterfoil.store.sql.decisions import Decisions
from counterfoil.store.sql.documents import Documents
from counterfoil.store.sql.facts import Facts
from counterfoil.store.sql.kept import Kept
from counterfoil.store.sql.keys import Keys
from counterfoil.store.sql.links import Links
from counterfoil.store.sql.places import Places
from counterfoil.store.sql.seekers import Seekers
from counterfoil.store.sqlite.check import SqliteCheck
from counterfoil.store.sqlite.forgetting import SqliteForgetting


class SqliteStore(SqliteCheck, Facts, Documents, Keys, Seekers, Places, Links, Decisions, Kept, SqliteForgetting):
    """A home's memory in SQLite; implements `counterfoil.store.Store`.

    `create` makes the home and its database where they are not there yet; `readonly` never writes. HomeError where
    there is no record or it was made by a newer version, StoreError where it is damaged. `on_wait` is told once when
    another process writes.
    """
