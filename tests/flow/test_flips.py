"""A thousand single bits of a record flipped, one at a time: every one is found, and what can be named is named."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counterfoil.errors import HomeError, StoreError
from counterfoil.flow.home import open_home
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from flow.made import trade_intakes
from trades import Clock, made_home

DATABASE = "counterfoil.db"
FLIPS_OF_FILES = 150
FLIPS_OF_A_COLUMN = 8


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with twelve trades in four batches: enough for a full tile and for partial ones."""
    path = made_home(tmp_path_factory.mktemp("flips") / "home")
    with open_home(path, Clock()) as home:
        for start in range(0, 12, 3):
            assert len(list(Recorder(home).add(trade_intakes(*range(start, start + 3))))) == 24
    return path


def found(home: Path) -> list[str]:
    """Where damage is found; a home that cannot even be opened or read is found damaged too."""
    try:
        with open_home(home) as opened:
            return [damage.where for damage in verify_home(opened).damages]
    except (HomeError, StoreError) as error:
        return [str(error)]


def flip_in_file(path: Path, chance: random.Random) -> None:
    """Flip one bit of a file."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.chmod(0o644)
    path.write_bytes(data)


def files(home: Path, pattern: str) -> list[Path]:
    return sorted(path for path in home.glob(pattern) if path.is_file())


@pytest.mark.soak
@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("originals/??/*", lambda path, home: f"original {path.name}"),
        ("log/tile/**/*", lambda path, home: path.relative_to(home).as_posix()),
        ("log/checkpoint", lambda path, home: "log/checkpoint"),
    ],
    ids=["originals", "tiles", "checkpoint"],
)
def test_every_flipped_bit_of_a_file_is_found_and_named(
    record: Path, tmp_path: Path, pattern: str, name: Callable[[Path, Path], str]
) -> None:
    chance = random.Random(pattern)
    home = Path(shutil.copytree(record, tmp_path / "home"))
    assert found(home) == []
    for _ in range(FLIPS_OF_FILES):
        path = chance.choice(files(home, pattern))
        before = path.read_bytes()
        flip_in_file(path, chance)
        assert found(home) == [name(path, home)]
        path.write_bytes(before)
    assert found(home) == []


def tables(home: Path) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
    """Each table of the database with its columns: name, type, part of the key or not."""
    with closing(sqlite3.connect(home / DATABASE)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            columns = database.execute(f"PRAGMA table_info({table})").fetchall()
            yield table, [(name, kind, bool(key)) for _, name, kind, _, _, key in columns]


def flip_in_row(path: Path, table: str, column: str, keys: list[str], chance: random.Random) -> bool:
    """Flip one bit of one value; False where no row has a value, or a constraint of the database forbids the other."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        where = " AND ".join(f"{key} IS ?" for key in keys)
        rows = database.execute(
            f"SELECT typeof({column}), CAST({column} AS BLOB), {column}, {', '.join(keys)} FROM {table}"
            f" WHERE {column} IS NOT NULL AND {column} IS NOT ''"
        ).fetchall()
        if not rows:
            return False
        kind, raw, value, *identity = chance.choice(rows)
        if kind == "integer":
            setter, changed = "?", value ^ (1 << chance.randrange(16))
        else:
            data = bytearray(raw)
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            setter, changed = ("CAST(? AS TEXT)" if kind == "text" else "?"), bytes(data)
        try:
            count = database.execute(f"UPDATE {table} SET {column} = {setter} WHERE {where}", (changed, *identity))
        except sqlite3.IntegrityError:
            return False
        database.commit()
        return count.rowcount == 1


@pytest.mark.soak
def test_every_flipped_bit_of_every_column_is_found(record: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(record, tmp_path / "home"))
    before = (home / DATABASE).read_bytes()
    chance, flipped, missed = random.Random(4), 0, []
    for table, columns in tables(home):
        keys = [name for name, _, is_key in columns if is_key] or ["rowid"]
        for column, _, _ in columns:
            for _ in range(FLIPS_OF_A_COLUMN):
                if flip_in_row(home / DATABASE, table, column, keys, chance):
                    flipped += 1
                    if not found(home):
                        missed.append(f"{table}.{column}")
                for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
                    (home / name).unlink(missing_ok=True)
                (home / DATABASE).write_bytes(before)
    print(f"{flipped} bits of rows were flipped, {len(missed)} were missed")
    assert missed == []
    assert flipped > 300
    assert found(home) == []
