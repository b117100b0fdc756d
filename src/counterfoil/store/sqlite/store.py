"""The whole store in SQLite, out of its parts."""

from counterfoil.store.originals import KeepsOriginals
from counterfoil.store.sqlite.check import Check
from counterfoil.store.sqlite.documents import Documents
from counterfoil.store.sqlite.facts import Facts
from counterfoil.store.sqlite.keys import Keys
from counterfoil.store.sqlite.links import Links


class SqliteStore(Facts, Documents, Keys, Links, Check, KeepsOriginals):
    """A home's memory in SQLite; implements `counterfoil.store.Store`.

    `create` makes the home and its database where they are not there yet; `readonly` never writes. HomeError where
    there is no record or it was made by a newer version, StoreError where it is damaged. `on_wait` is told once when
    another process writes.
    """
