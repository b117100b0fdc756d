"""What is SQLite's own: rights, locks of other programs, a file that cannot grow, its settings."""

import errno
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from counterfoil.errors import CounterfoilError, HomeError, StoreError
from counterfoil.store import DocumentFilter, Store
from counterfoil.store.lock import WAITING, FileLock
from counterfoil.store.sqlite import SqliteStore, connection
from counterfoil.store.sqlite.failure import failure
from counterfoil.store.sqlite.migrations import statements
from store.made import digest, document, fact, fill

NOBODY = 65534


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with a little record, in a place that others may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    store = SqliteStore(folder / "home", create=True)
    fill(store, 3)
    store.close()
    yield folder / "home"
    shutil.rmtree(folder)


@contextmanager
def without_rights(*paths: Path) -> Iterator[None]:
    """As somebody who may read these, and write nothing."""
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if mine == 0:
            os.seteuid(mine)
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


def attempt(act: Callable[[], object]) -> CounterfoilError:
    with pytest.raises(CounterfoilError) as refused:
        act()
    return refused.value


def test_the_file_is_set_up_to_be_durable(home: Path) -> None:
    with closing(SqliteStore(home)) as store:
        asked = ("journal_mode", "synchronous", "foreign_keys", "application_id")
        assert [store._one(f"PRAGMA {name}") for name in asked] == [("wal",), (2,), (1,), (connection.APPLICATION_ID,)]


def test_a_home_without_the_right_to_write_can_be_read(home: Path) -> None:
    with without_rights(home, *home.iterdir()), closing(SqliteStore(home, readonly=True)) as store:
        assert store.size() == 3
        assert len(list(store.documents())) == 3
        assert list(store.check()) == []


def test_a_home_without_the_right_to_write_can_be_read_while_it_is_written(home: Path) -> None:
    with closing(SqliteStore(home)) as writer:
        fill(writer, 1)
        with without_rights(home, *home.iterdir()), closing(SqliteStore(home, readonly=True)) as store:
            assert store.size() == 4


def test_a_home_without_the_right_to_write_refuses_to_be_written(home: Path) -> None:
    def write() -> None:
        with closing(SqliteStore(home)) as store:
            fill(store, 1)

    with without_rights(home, *home.iterdir()):
        error = attempt(write)
    assert isinstance(error, HomeError)
    assert "another home" in error.hint


def test_a_home_that_cannot_be_made_is_told(home: Path) -> None:
    with without_rights(home.parent):
        assert isinstance(attempt(lambda: SqliteStore(home.parent / "new", create=True)), HomeError)
    assert not (home.parent / "new").exists()


def test_a_file_where_the_home_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")
    for create in (False, True):
        assert isinstance(attempt(lambda create=create: SqliteStore(tmp_path / "home", create=create)), HomeError)  # type: ignore[misc]


def test_a_file_that_cannot_be_read_is_told(home: Path) -> None:
    (home / connection.FILE).chmod(0)
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        assert isinstance(attempt(lambda: SqliteStore(home, readonly=True)), HomeError)
    finally:
        os.seteuid(mine)


def test_another_program_that_holds_the_file_is_told(home: Path) -> None:
    with closing(SqliteStore(home, busy_seconds=0.1)) as store:
        with closing(sqlite3.connect(home / connection.FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            error = attempt(lambda: fill(store, 1))
            assert isinstance(error, StoreError)
            assert "locked by another program" in error.message
            assert store.size() == 3
        fill(store, 1)


def test_rows_that_are_still_being_read_are_told_from_a_lock(home: Path) -> None:
    with closing(SqliteStore(home)) as store, closing(SqliteStore(home)) as other:
        fill(store, 500)
        rows = store.facts()
        next(rows)
        fill(other, 1)
        error = attempt(lambda: fill(store, 1))
        assert "still being read" in error.message
        del rows
        fill(store, 1)


@pytest.mark.parametrize("pages", range(0, 12, 2))
def test_a_file_that_cannot_grow_is_told_and_nothing_is_half_written(tmp_path: Path, pages: int) -> None:
    with closing(SqliteStore(tmp_path / "home", create=True)) as store:
        fill(store, 3)
        (used,) = store._one("PRAGMA page_count") or (0,)
        store._one(f"PRAGMA max_page_count = {used + pages}")
        before = (list(store.facts()), list(store.documents()))
        error = attempt(lambda: fill(store, 1000))
        assert isinstance(error, StoreError)
        assert "no space left" in error.message
        assert (list(store.facts()), list(store.documents())) == before
        assert list(store.check()) == []
        store._one("PRAGMA max_page_count = 1000000")
        fill(store, 1000)


def test_a_store_belongs_to_one_thread(home: Path) -> None:
    errors: list[CounterfoilError] = []
    with closing(SqliteStore(home)) as store:
        thread = threading.Thread(target=lambda: errors.append(attempt(store.size)))
        thread.start()
        thread.join()
    assert len(errors) == 1
    assert "thread" in errors[0].message


def test_too_old_a_library_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert "too old" in attempt(lambda: SqliteStore(home)).message


def test_a_text_that_is_no_unicode_is_told_when_it_is_asked_for(home: Path) -> None:
    with closing(SqliteStore(home)) as store:
        assert "Unicode" in attempt(lambda: list(store.documents(DocumentFilter(number="\udc80")))).message


def test_the_statements_of_a_script_are_told_apart() -> None:
    script = (
        "CREATE TABLE a (b); -- c; d\nINSERT INTO a VALUES (';'); "
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nSELECT 1; END;\n"
    )
    assert [text.strip() for text in statements(script)] == [
        "CREATE TABLE a (b);",
        "-- c; d\nINSERT INTO a VALUES (';');",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nSELECT 1; END;",
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_IOERR_READ, "cannot do it"),
        (sqlite3.SQLITE_IOERR_WRITE, "cannot grow"),
        (sqlite3.SQLITE_FULL, "no space left"),
        (sqlite3.SQLITE_CORRUPT, "is damaged"),
        (sqlite3.SQLITE_BUSY, "locked"),
        (sqlite3.SQLITE_READONLY, "written to"),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, "refuses a row"),
        (sqlite3.SQLITE_NOMEM, "cannot do it"),
    ],
)
def test_each_failure_has_its_sentence(code: int, words: str) -> None:
    error = sqlite3.OperationalError("it")
    error.sqlite_errorcode = code
    assert words in failure(error, Path("x.db")).message


def test_a_lock_is_waited_for_and_let_go(tmp_path: Path) -> None:
    waits: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with FileLock(tmp_path / "lock", waits.append).held():
            entered.set()

    thread = threading.Thread(target=second)
    with FileLock(tmp_path / "lock").held():
        thread.start()
        assert not entered.wait(0.2)
    assert entered.wait(20)
    thread.join()
    assert waits == [WAITING]


def test_who_waits_for_a_lock_comes_before_who_takes_it_again_at_once(tmp_path: Path) -> None:
    order: list[str] = []
    waits = threading.Semaphore(0)

    def lock() -> FileLock:
        return FileLock(tmp_path / "lock", lambda _: waits.release(), tmp_path / "turn.lock")

    def other(name: str) -> None:
        with lock().held():
            order.append(name)

    threads = [threading.Thread(target=other, args=(name,)) for name in ("one", "two")]
    with lock().held():
        for thread in threads:
            thread.start()
            assert waits.acquire(timeout=20)
    with lock().held():
        order.append("again")
    for thread in threads:
        thread.join()
    assert order[0] != "again"
    assert sorted(order) == ["again", "one", "two"]


def test_a_lock_that_cannot_be_taken_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", flock)

    def take() -> None:
        with FileLock(tmp_path / "lock").held():
            pass

    assert "No locks available" in str(attempt(take))


def test_a_batch_of_one_home_is_not_mixed_with_another(tmp_path: Path) -> None:
    stores: list[Store] = [SqliteStore(tmp_path / name, create=True) for name in "ab"]
    for number, store in enumerate(stores):
        with store.writing():
            store.append_facts([fact(0, subject=digest(number))])
            store.put_documents([document(number)])
    assert [store.known([digest(0), digest(1)]) for store in stores] == [{digest(0)}, {digest(1)}]
    for store in stores:
        with suppress(StoreError):
            store.close()
