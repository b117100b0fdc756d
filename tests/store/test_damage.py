"""Whatever is changed behind our back is found: as another row, a sentence of `check`, or an error that names it."""

import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counterfoil.errors import CounterfoilError, HomeError, StoreError
from counterfoil.store.sqlite import SqliteStore
from store.conftest import Place
from store.made import (
    digest,
    document,
    fact,
    fill_all_tables,
    seen,
)

FILE = "counterfoil.db"
DAY = date(2026, 3, 1)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    here = Place(tmp_path / "home", "sqlite")
    store = here.open(create=True)
    fill_all_tables(store)
    store.close()
    return here


@contextmanager
def raw(home: Path) -> Iterator[sqlite3.Connection]:
    """The file as any program could change it: without our constraints, and without types where they are taken off."""
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as database:
        database.text_factory = bytes
        yield database


def without_types(home: Path) -> None:
    with raw(home) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT, ', ') '), ') STRICT', ')')")


def others(value: Any) -> list[tuple[str, Sequence[Any]]]:
    """What could stand there instead, as SQL with parameters."""
    anything: list[tuple[str, Sequence[Any]]] = [
        ("NULL", ()),
        ("?", (5,)),
        ("?", (2**62,)),
        ("?", (0.5,)),
        ("?", ("x",)),
        ("?", ("",)),
        ("?", (b"\x00\xff",)),
        ("?", (bytes(32),)),
        ("CAST(x'41ff42' AS TEXT)", ()),
    ]
    if isinstance(value, int):
        anything += [("?", (value + 1,)), ("?", (-value - 1,)), ("?", (str(value),))]
    if isinstance(value, bytes):
        flipped = bytes([value[0] ^ 1]) + value[1:] if value else b"\x00"
        anything += [("?", (flipped,)), ("?", (value + b" ",)), ("?", (value[:-1],))]
        anything += [("CAST(? AS TEXT)", (flipped,)), ("CAST(? AS TEXT)", (value + b"0",))]
    return anything


def detected(home: Path, before: str) -> str:
    """How a change was found; empty where it was not. Nothing but our own errors may come out."""
    try:
        store = SqliteStore(home)
    except CounterfoilError as error:
        return str(error)
    with closing(store):
        findings = list(store.check())
        try:
            if seen(store) != before:
                findings.append("another row")
        except StoreError as error:
            findings.append(error.message)
    return " ".join(findings)


def all_columns() -> list[tuple[str, str]]:
    """Read from the scripts themselves, so that a new column is never left out.

    The table `unfinished` is no part of the record: it says what is still to be done.
    """
    folder = Path(__file__).parents[2] / "src/counterfoil/store/sqlite"
    with closing(sqlite3.connect(":memory:")) as database:
        for script in sorted(folder.glob("*.sql")):
            database.executescript(script.read_text("utf-8"))
        tables = [
            name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        ]
        tables.remove("unfinished")
        found = [(table, row[1]) for table in tables for row in database.execute(f"PRAGMA table_info({table})")]
    return [*found, ("migration", "floor"), ("migration", "number"), ("migration", "name")]


def dump(home: Path, table: str) -> list[str]:
    """All values of a table with their types."""
    with raw(home) as database:
        rows = database.execute(f"SELECT * FROM {table}").fetchall()
        types = ", ".join(f"typeof({column})" for name, column in all_columns() if name == table)
        shapes = database.execute(f"SELECT {types} FROM {table}").fetchall()
    return sorted(map(repr, zip(rows, shapes, strict=True)))


def key_of(database: sqlite3.Connection, table: str) -> str:
    """The columns by which one row can be told from others."""
    found = database.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0").fetchall()
    return ", ".join(name.decode() for (name,) in found) or "rowid"


def change(home: Path, table: str, column: str, expression: str, parameters: Sequence[Any]) -> bool:
    """Change a column of a table's first row; whether SQLite lets it."""
    with raw(home) as database:
        key = key_of(database, table)
        row = f"({key}) = (SELECT {key} FROM {table} LIMIT 1)"
        try:
            database.execute(f"UPDATE {table} SET {column} = {expression} WHERE {row}", parameters)
        except sqlite3.Error:
            return False
    return True


@pytest.mark.parametrize(("table", "column"), all_columns())
@pytest.mark.parametrize("typed", [True, False], ids=["typed", "untyped"])
def test_a_change_in_any_column_is_found(tmp_path: Path, place: Place, table: str, column: str, typed: bool) -> None:
    store = place.open()
    before, rows = seen(store), dump(place.home, table)
    store.close()
    if not typed:
        without_types(place.home)
    with raw(place.home) as database:
        (old,) = database.execute(f"SELECT {column} FROM {table} LIMIT 1").fetchone()
    tried = 0
    for at, (expression, parameters) in enumerate(others(old)):
        home = tmp_path / str(at)
        shutil.copytree(place.home, home)
        if change(home, table, column, expression, parameters) and dump(home, table) != rows:
            tried += 1
            assert detected(home, before), f"{table}.{column} = {expression} {parameters}"
    assert tried


@pytest.mark.parametrize(("table", "column"), [("document", "no"), ("origin", "no"), ("party", "no"), ("fact", "no")])
@pytest.mark.parametrize("number", [-1, 0, 4, 99])
def test_a_number_that_nothing_else_refers_to_is_still_watched(
    place: Place, table: str, column: str, number: int
) -> None:
    store = place.open()
    with store.writing():
        store.put_documents([document(50, checked=None), document(51, issuer="alone", checked=None)])
        store.append_facts([fact(5, actor="alone")])
    before = seen(store)
    store.close()
    with raw(place.home) as database:
        (last,) = database.execute(f"SELECT max({column}) FROM {table}").fetchone()
        with suppress(sqlite3.IntegrityError):
            database.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (last + number + 1, last))
            assert number == -1 or detected(place.home, before)


@pytest.mark.parametrize("table", sorted({table for table, _ in all_columns()} - {"migration"}))
def test_a_row_that_is_gone_is_found(place: Place, table: str) -> None:
    store = place.open()
    before = seen(store)
    store.close()
    with raw(place.home) as database:
        key = key_of(database, table)
        database.execute(f"DELETE FROM {table} WHERE ({key}) = (SELECT {key} FROM {table} LIMIT 1)")
    assert detected(place.home, before)


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4])
def test_missing_facts_are_named(place: Place, index: int) -> None:
    with raw(place.home) as database:
        database.execute("DELETE FROM fact WHERE no = ?", (index,))
    with closing(place.open()) as store:
        sentences = list(store.check())
    assert (f"Row {index} of table fact is missing." in sentences) == (index < 4)
    assert any("missing" in sentence for sentence in sentences)


def test_a_missing_run_of_facts_is_one_sentence(place: Place) -> None:
    with raw(place.home) as database:
        database.execute("DELETE FROM fact WHERE no IN (1, 2)")
    with closing(place.open()) as store:
        assert "Rows 1 to 2 of table fact are missing." in list(store.check())


def test_an_unreadable_row_is_named_with_its_table(place: Place) -> None:
    without_types(place.home)
    with raw(place.home) as database:
        database.execute("UPDATE document SET amount = 'ten' WHERE number = 'R-0002'")
        database.execute("UPDATE checkpoint SET note = CAST(x'c3' AS TEXT)")
        database.execute("UPDATE key SET side = 'one' WHERE key = -6")
        database.execute("UPDATE discrepancy SET since = '2024-1-1'")
    with closing(place.open()) as store:
        for read, words in (
            (store.documents, f"Row {digest(2).hex()} of table document cannot be read: 'ten' is not a number"),
            (store.checkpoints, "Row 4 of table checkpoint cannot be read: '.*' is not UTF-8"),
            (store.keys, "Row -6 of table key cannot be read"),
            (store.discrepancies, "of table discrepancy cannot be read: .*2024-1-1"),
        ):
            with pytest.raises(StoreError, match=words) as refused:
                list(read())
            assert "counterfoil verify" in refused.value.hint
        # What is sound around it can still be read.
        assert len(store.facts_of(digest(0))) == 1


def test_a_file_that_is_no_database_is_told(place: Place) -> None:
    (place.home / FILE).write_bytes(b"PK\x03\x04" + bytes(5000))
    with pytest.raises(StoreError, match="is damaged: file is not a database") as refused:
        place.open()
    assert "backup" in refused.value.hint


@pytest.mark.parametrize("what", ["table kept", "index document_list"])
def test_a_table_or_index_that_is_missing_is_named(place: Place, what: str) -> None:
    with raw(place.home) as database:
        database.execute(f"DROP {what}")
    with closing(place.open(readonly=True)) as store:
        assert f"The {what} of the database is missing." in list(store.check())


def test_another_program_s_database_is_told(place: Place) -> None:
    (place.home / FILE).unlink()
    with raw(place.home) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match="not one of Counterfoil's"):
        place.open()


@pytest.mark.parametrize("content", [b"", None])
def test_a_record_that_was_never_finished_is_told_and_can_be_made(place: Place, content: bytes | None) -> None:
    shutil.rmtree(place.home)
    if content is not None:
        place.home.mkdir()
        (place.home / FILE).write_bytes(content)
    with pytest.raises(HomeError, match=r"never finished|no record"):
        place.open()
    place.open(create=True).close()
    place.open().close()


def test_a_missing_part_of_the_file_is_told(place: Place) -> None:
    path = place.home / FILE
    size = path.stat().st_size
    for kept in (size // 2, size - 4096, 4096, 100):
        path.write_bytes(path.read_bytes()[:kept])
        assert detected(place.home, "")


def test_empty_pages_are_told_in_sentences(tmp_path: Path, place: Place) -> None:
    data = (place.home / FILE).read_bytes()
    with closing(place.open()) as store:
        before = seen(store)
    for start in range(0, len(data), 4096):
        home = tmp_path / str(start)
        shutil.copytree(place.home, home)
        (home / FILE).write_bytes(data[:start] + bytes(4096) + data[start + 4096 :])
        assert detected(home, before), f"page at {start}"


def flip_bits(tmp_path: Path, place: Place, rounds: int) -> None:
    """Flip a bit anywhere: only our own errors may come out, and whatever rows are still told must be rows."""
    data = (place.home / FILE).read_bytes()
    chance = random.Random(rounds)
    home = tmp_path / "flipped"
    for _ in range(rounds):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(place.home, home)
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (home / FILE).write_bytes(flipped)
        detected(home, "")


def test_flipped_bits_never_crash(tmp_path: Path, place: Place) -> None:
    flip_bits(tmp_path, place, 150)


@pytest.mark.soak
def test_many_flipped_bits_never_crash(tmp_path: Path, place: Place) -> None:
    flip_bits(tmp_path, place, 20_000)


def test_strange_files_among_the_originals_are_told(place: Place) -> None:
    (place.home / "originals" / "ab").mkdir(parents=True)
    (place.home / "originals" / "ab" / "notes.txt").write_bytes(b"")
    with closing(place.open()) as store:
        assert list(store.strays()) == ["ab/notes.txt"]
        assert list(store.check()) == []
