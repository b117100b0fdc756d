"""Opening a store by the setting, lightly."""

import subprocess
import sys
from pathlib import Path

import pytest

from counterfoil.errors import SettingsError, StoreError
from counterfoil.store.open import open_store
from counterfoil.store.sqlite import SqliteStore

# What of ours and of others may come with the database of every home.
ALLOWED = {"counterfoil", "msgspec", "sqlite3", "typing_extensions"}


def test_the_setting_names_the_database(tmp_path: Path) -> None:
    store = open_store(tmp_path / "home", "sqlite", create=True)
    assert isinstance(store, SqliteStore)
    store.close()
    assert {path.name for path in (tmp_path / "home").iterdir()} == {"counterfoil.db", "lock", "turn.lock"}


@pytest.mark.parametrize("setting", ["", "oracle", "SQLITE", "mysql://user:secret@host/db", "postgresql"])
def test_another_setting_is_told_without_what_may_be_a_password(tmp_path: Path, setting: str) -> None:
    with pytest.raises(SettingsError, match="names no database") as refused:
        open_store(tmp_path, setting)
    assert "postgresql://" in refused.value.hint
    assert "secret" not in str(refused.value)


def test_a_missing_library_is_told_with_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("counterfoil.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"counterfoil\[postgres\]"):
        open_store(tmp_path, "postgresql://localhost/x", create=True)


def test_opening_and_reading_loads_nothing_heavy(tmp_path: Path) -> None:
    open_store(tmp_path / "home", create=True).close()
    script = (
        "import sys; from pathlib import Path; before = set(sys.modules)\n"
        "from counterfoil.store.open import open_store\n"
        f"store = open_store(Path({str(tmp_path / 'home')!r}), readonly=True); store.counts(); store.close()\n"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name for name in run.stdout.split() if not name.startswith("_")} - set(sys.stdlib_module_names)
    assert loaded <= ALLOWED
    assert not {"ctypes", "asyncio", "multiprocessing", "logging"} & set(run.stdout.split())


def test_a_path_of_any_letters_is_fine(tmp_path: Path) -> None:
    home = tmp_path / "a b?c#d%41 ü"
    open_store(home, create=True).close()
    open_store(home, readonly=True).close()
    assert (home / "counterfoil.db").exists()
