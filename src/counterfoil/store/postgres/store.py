"""The whole store in PostgreSQL, out of its parts."""

from counterfoil.store.postgres.check import PostgresCheck
from counterfoil.store.postgres.forgetting import PostgresForgetting
from counterfoil.store.sql.decisions import Decisions
from counterfoil.store.sql.documents import Documents
from counterfoil.store.sql.facts import Facts
from counterfoil.store.sql.kept import Kept
from counterfoil.store.sql.keys import Keys
from counterfoil.store.sql.links import Links
from counterfoil.store.sql.places import Places
from counterfoil.store.sql.seekers import Seekers


class PostgresStore(PostgresCheck, Facts, Documents, Keys, Seekers, Places, Links, Decisions, Kept, PostgresForgetting):
    """A home's memory in PostgreSQL, with its originals as files; implements `counterfoil.store.Store`.

    `dsn` is a connection string; the schema is the one that it names by its `options`, or that `schema` names, or is
    called after the home, and is remembered in the home's file `schema`. `create` makes what is not there yet;
    `readonly` never writes. HomeError where there is no record or it was made by a newer version, StoreError where the
    server cannot be reached. `on_wait` is told once when another process writes.
    """
