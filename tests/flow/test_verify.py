"""Verification finds what was changed, and names it."""

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_world import shipped

from counterfoil.errors import HomeError, StoreError
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.record import ALREADY, RECORDED, Recorder
from counterfoil.flow.verify import Verified, verify_home
from counterfoil.flow.verify_file import verify_file
from flow.made import intakes_of, trade_intakes
from trades import Clock, made_home, trade

DATABASE = "counterfoil.db"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with forty trades, in several batches; copy it before you damage it."""
    path = made_home(tmp_path_factory.mktemp("sound") / "home")
    with open_home(path, Clock()) as home:
        recorder = Recorder(home)
        for start in (1, 5, 6):
            assert len(list(recorder.add(trade_intakes(*range(start, start + 14))))) == 14 * 8
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    """A copy of the sound home."""
    return Path(shutil.copytree(sound, tmp_path / "home"))


def verified(path: Path) -> Verified:
    """Verify a home that may be damaged in any way."""
    with open_home(path) as home:
        return verify_home(home)


def flip(path: Path, position: int, bit: int) -> None:
    """Flip one bit of a file."""
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[position] ^= 1 << bit
    path.write_bytes(data)


def test_a_sound_home_is_sound(sound: Path) -> None:
    result = verified(sound)
    assert result.damages == ()
    assert result.documents == 19 * 8
    assert result.checkpoints == 4
    assert result.root is not None


def test_a_flipped_bit_in_any_original_is_found_and_named(copy: Path) -> None:
    chance = random.Random(1)
    originals = sorted(path for path in (copy / "originals").rglob("*") if path.is_file())
    for path in originals[::5]:
        flip(path, chance.randrange(path.stat().st_size), chance.randrange(8))
    damages = verified(copy).damages
    assert {damage.where for damage in damages} == {f"original {path.name}" for path in originals[::5]}


def test_a_missing_original_is_found_and_named(copy: Path) -> None:
    path = next(path for path in sorted((copy / "originals").rglob("*")) if path.is_file())
    path.unlink()
    (damage,) = verified(copy).damages
    assert damage.where == f"original {path.name}"
    assert "missing" in damage.what


def test_a_flipped_bit_in_any_tile_is_found_and_named(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(2)
    tiles = sorted(path.relative_to(sound) for path in (sound / "log" / "tile").rglob("*") if path.is_file())
    assert len(tiles) >= 6
    copy = Path(shutil.copytree(sound, tmp_path / "home"))
    for tile in tiles:
        before = (copy / tile).read_bytes()
        flip(copy / tile, chance.randrange(len(before)), chance.randrange(8))
        (damage,) = verified(copy).damages
        assert damage.where == tile.as_posix()
        (copy / tile).write_bytes(before)


def test_a_missing_tile_is_found_and_named(copy: Path) -> None:
    tile = next(path for path in sorted((copy / "log" / "tile").rglob("*")) if path.is_file())
    tile.unlink()
    (damage,) = verified(copy).damages
    assert damage.where == tile.relative_to(copy).as_posix()


def test_every_flipped_bit_in_the_checkpoint_is_found(sound: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(sound, tmp_path / "home"))
    path = copy / "log" / "checkpoint"
    before = path.read_bytes()
    for position in range(0, len(before), 3):
        flip(path, position, position % 8)
        damages = verified(copy).damages
        assert [damage.where for damage in damages] == ["log/checkpoint"], position
        path.write_bytes(before)


def test_a_missing_checkpoint_is_found(copy: Path) -> None:
    (copy / "log" / "checkpoint").unlink()
    assert [damage.where for damage in verified(copy).damages] == ["log/checkpoint"]


def columns() -> Iterator[tuple[str, str]]:
    """Every column of every table of the database."""
    from counterfoil.store import sqlite as package

    with sqlite3.connect(":memory:") as database:
        for script in sorted(Path(str(package.__file__)).parent.glob("0*.sql")):
            database.executescript(script.read_text(encoding="utf-8"))
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f"PRAGMA table_info({table})"):
                yield table, row[1]


@pytest.mark.parametrize(("table", "column"), list(columns()))
def test_a_changed_column_of_any_table_is_found(sound: Path, tmp_path: Path, table: str, column: str) -> None:
    changed = 0
    for seed in range(2):
        copy = Path(shutil.copytree(sound, tmp_path / f"home{seed}"))
        done = _change_cell(copy / DATABASE, table, column, random.Random(seed))
        changed += done
        if done:
            assert verified(copy).damages, f"{table}.{column}"
    if not changed:
        pytest.skip(f"no row has a {table}.{column} that can be changed by itself")


def test_a_removed_row_of_any_table_is_found(sound: Path, tmp_path: Path) -> None:
    for table in sorted({table for table, _ in columns()}):
        copy = Path(shutil.copytree(sound, tmp_path / table))
        with sqlite3.connect(copy / DATABASE) as database:
            database.execute("PRAGMA foreign_keys = OFF")
            keys = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[5]] or ["rowid"]
            row = database.execute(f"SELECT {', '.join(keys)} FROM {table} LIMIT 1 OFFSET 1").fetchone()
            where = " AND ".join(f"{key} IS ?" for key in keys)
            gone = database.execute(f"DELETE FROM {table} WHERE {where}", row).rowcount if row is not None else 0
        if gone:
            assert verified(copy).damages, table


def test_a_flipped_bit_anywhere_in_the_database_file_never_escapes_as_an_exception(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    found = 0
    for round_ in range(12):
        copy = Path(shutil.copytree(sound, tmp_path / str(round_)))
        size = (copy / DATABASE).stat().st_size
        flip(copy / DATABASE, chance.randrange(size), chance.randrange(8))
        try:
            found += bool(verified(copy).damages)
        except (HomeError, StoreError):
            found += 1
    assert found


def test_a_file_of_the_record_is_proven_and_a_stranger_is_not(home: Home) -> None:
    papers = trade()
    list(Recorder(home).add(intakes_of(papers)))
    proven = verify_file(home, papers["1-invoice.xml"])
    assert [one["number"] for one in proven.documents] == ["INV-1"]
    assert proven.damages == ()
    assert verify_file(home, papers["1-invoice.xml"] + b" ").documents == ()


def test_a_goods_event_that_came_in_another_file_is_proven(home: Home) -> None:
    first = shipped(31, "WW-1", "LS-1", (), 1)
    both = json.loads(first)
    both["epcisBody"]["eventList"] += json.loads(shipped(32, "WW-2", "LS-2", (), 2))["epcisBody"]["eventList"]
    alone = json.dumps(json.loads(first), indent=3).encode()
    other = shipped(33, "WW-3", "LS-3", (), 3)
    whole = json.dumps(both).encode()
    files = {"first.json": first, "alone.json": alone, "both.json": whole}
    assert [one.status for one in Recorder(home).add(intakes_of(files))] == [RECORDED, ALREADY, ALREADY, RECORDED]
    (event,) = verify_file(home, first).documents
    assert verify_file(home, alone).documents == (event,)
    assert {one["id"] for one in verify_file(home, whole).documents} > {event["id"]}
    assert len(verify_file(home, whole).documents) == 2
    assert verify_file(home, other).documents == ()
    assert verify_file(home, b"not,a,file").documents == ()


def _change_cell(path: Path, table: str, column: str, chance: random.Random) -> int:
    """Flip a bit in one cell (or change its number); gives how many cells were changed."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("PRAGMA ignore_check_constraints = ON")
        values = [
            value
            for (value,) in database.execute(f"SELECT DISTINCT {column} FROM {table}")
            if value not in (None, b"", "")
        ]
        if not values:
            return 0
        value = chance.choice(values)
        keys = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[5]] or ["rowid"]
        row = database.execute(
            f"SELECT {', '.join(keys)} FROM {table} WHERE {column} IS ? LIMIT 1", (value,)
        ).fetchone()
        where = " AND ".join(f"{key} IS ?" for key in keys)
        try:
            return database.execute(
                f"UPDATE {table} SET {column} = ? WHERE {where}", (_changed(value, chance), *row)
            ).rowcount
        except sqlite3.IntegrityError:
            return 0


def _changed(value: object, chance: random.Random) -> object:
    if isinstance(value, bytes):
        place = chance.randrange(len(value))
        return value[:place] + bytes([value[place] ^ (1 << chance.randrange(8))]) + value[place + 1 :]
    if isinstance(value, str):
        place = chance.randrange(len(value))
        return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]
    if isinstance(value, int):
        return value ^ 1
    raise AssertionError(f"a column holds {type(value).__name__}")
