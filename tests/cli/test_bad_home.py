"""A full disk, and homes that are read-only, incomplete, damaged or too new: a sentence, and nothing is lost."""

import errno
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

import pytest

from cli.running import Ran, run
from trades import made_home, trade, written

Patching = Callable[[], Any]
READING = ("status", "list", "links", "discrepancies", "verify")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Papers that make several batches of three."""
    return written(tmp_path / "in", {**trade(1), **trade(2)})


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.flow.record._BATCH_DOCUMENTS", 3)


def told(ran: Ran, status: int = 3) -> str:
    """The message on stderr: what is wrong on the first line, what to do on the second."""
    assert ran.status == status
    what, hint = ran.err.splitlines()
    assert what.startswith("counterfoil: ")
    assert what.endswith(".")
    assert re.fullmatch(r"  \S.*", hint)
    assert "fault of ours" not in what
    return what + hint


def no_space(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a file")


def after(calls: int, target: str) -> Patching:
    """Let a function work so often, and then have the disk full."""

    @contextmanager
    def patching() -> Iterator[None]:
        real = resolve_name(target)
        count = 0

        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            return no_space() if count > calls else real(*args, **kwargs)

        with patch(target, call):
            yield

    return patching


def pages(most: int) -> Patching:
    """Have the disk full for the database after so many pages."""
    from counterfoil.store.sqlite import connection

    return lambda: patch.object(connection, "PRAGMAS", f"{connection.PRAGMAS}PRAGMA max_page_count = {most};\n")


FULL: dict[str, Patching] = {
    "first original": after(0, "counterfoil.store.originals._write"),
    "fifth original": after(4, "counterfoil.store.originals._write"),
    "barrier of the originals": after(2, "counterfoil.store.durable.sync_all"),
    "database at once": pages(1),
    "database later": pages(24),
    "first tile": after(0, "counterfoil.store.files.write_all"),
    "later tile": after(4, "counterfoil.store.files.write_all"),
    "putting a tile in place": after(5, "counterfoil.flow.logbook.put_in_place"),
}


@pytest.mark.parametrize("where", FULL)
def test_a_full_disk_loses_nothing_that_was_reported(fresh: Path, papers: Path, where: str) -> None:
    with FULL[where]():
        ran = run("--home", fresh, "add", "--json", papers)
    assert "space" in told(ran)
    reported = {row["id"] for row in ran.rows}
    assert len(reported) < 16
    recorded = {row["id"] for row in run("--home", fresh, "list", "--json").rows}
    assert reported <= recorded
    assert run("--home", fresh, "verify").status == 0
    # There is room again.
    again = run("--home", fresh, "add", "--json", papers)
    assert again.status == 0
    assert {row["id"] for row in again.rows if row["status"] == "already-recorded"} == recorded
    verified = run("--home", fresh, "verify", "--json").row
    assert (verified["sound"], verified["documents"], verified["originals"]) == (True, 16, 16)
    one = run("--home", fresh, "verify", papers / "1-invoice.xml")
    assert one.status == 0


@pytest.mark.parametrize("where", ["first tile", "later tile"])
def test_the_files_of_the_log_follow_as_soon_as_there_is_room(fresh: Path, papers: Path, where: str) -> None:
    with FULL[where]():
        assert run("--home", fresh, "add", papers).status == 3
    known = written(papers.parent / "known", {"1-bank.xml": trade(1)["1-bank.xml"]})
    assert run("--home", fresh, "add", known).out.startswith("known")
    assert run("--home", fresh, "verify", known / "1-bank.xml").status == 0


@pytest.mark.parametrize("limit", [20_000, 100_000, 200_000])
def test_a_limit_on_files_is_told_and_harms_nothing(fresh: Path, papers: Path, limit: int) -> None:
    """The real thing: the system itself refuses to let a file grow."""
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "from counterfoil.flow import record; record._BATCH_DOCUMENTS = 3\n"
        "from counterfoil.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "--home", str(fresh), "add", "--json", str(papers)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode in {0, 3}
    assert b"Traceback" not in done.stderr
    if done.returncode == 3:
        assert re.match(rb"counterfoil: .*(space|grow|disk)", done.stderr)
    assert run("--home", fresh, "verify").status == 0
    assert run("--home", fresh, "add", papers).status == 0
    assert run("--home", fresh, "verify", "--json").row["documents"] == 16


@pytest.mark.parametrize(
    "where",
    [
        after(0, "counterfoil.flow.keys._write_secret"),
        after(1, "counterfoil.flow.keys._write_secret"),
        pages(2),
        after(0, "counterfoil.store.files.write_all"),
        after(0, "counterfoil.flow.home.write_settings"),
    ],
    ids=["passphrase", "key", "database", "log", "settings"],
)
def test_an_init_that_fails_leaves_nothing_and_can_be_done_again(tmp_path: Path, where: Patching) -> None:
    home = tmp_path / "new" / "home"
    with where():
        told(run("init", "--home", home, "--name", "N"))
    assert not (tmp_path / "new").exists()
    assert run("init", "--home", home, "--name", "N").status == 0
    assert run("--home", home, "verify").status == 0


def test_a_failed_init_leaves_alone_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with FULL["first tile"]():
        told(run("init", "--home", tmp_path, "--name", "N"))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "log").mkdir()
    assert "log" in told(run("init", "--home", tmp_path, "--name", "N"))
    assert (tmp_path / "log").is_dir()


def test_a_home_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("mine", "utf-8")
    told(run("init", "--home", tmp_path / "home", "--name", "N"))
    told(run("init", "--home", tmp_path / "home" / "inside", "--name", "N"))
    assert (tmp_path / "home").read_text("utf-8") == "mine"


# --- what is missing or damaged ---------------------------------------------------------------------------------------


@pytest.fixture
def filled(fresh: Path, papers: Path) -> Path:
    """A home with documents in it."""
    assert run("--home", fresh, "add", papers).status == 0
    return fresh


def remove(name: str) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        (home / name).rename(home.parent / "elsewhere")

    return change


def write(name: str, data: bytes) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        (home / name).unlink(missing_ok=True)
        (home / name).write_bytes(data)
        (home / name).chmod(0o600)

    return change


def newer(home: Path) -> None:
    database = sqlite3.connect(home / "counterfoil.db")
    database.execute("INSERT INTO migration VALUES ('record', 999, 'of the future')")
    database.commit()
    database.close()


def changed(sql: str) -> Callable[[Path], None]:
    """Change the database behind our back."""

    def change(home: Path) -> None:
        with closing(sqlite3.connect(home / "counterfoil.db", isolation_level=None)) as database:
            database.execute(sql)

    return change


def not_ours(home: Path) -> None:
    (home / "counterfoil.db").unlink()
    database = sqlite3.connect(home / "counterfoil.db")
    database.execute("CREATE TABLE mine (a)")
    database.close()


NO_HOME: dict[str, tuple[Callable[[Path], None], str]] = {
    "no settings": (remove("counterfoil.toml"), "counterfoil.toml"),
    "settings that are no TOML": (write("counterfoil.toml", b"[owner\nname = "), "TOML"),
    "settings that are no text": (write("counterfoil.toml", b"\xff\xfe\x00"), "UTF-8|read"),
    "settings without a name": (write("counterfoil.toml", b"[limits]\n"), "name"),
    "settings of a later version": (write("counterfoil.toml", b"[owner]\nname='N'\n[future]\n"), "future"),
    "a limit that is none": (write("counterfoil.toml", b"[owner]\nname='N'\n[limits]\ndepth_max='no'\n"), "depth_max"),
    "an unknown database": (write("counterfoil.toml", b"[owner]\nname='N'\n[store]\ndatabase='oracle'\n"), "store"),
    "a database of others": (not_ours, "not one of Counterfoil"),
    "a newer home": (newer, "newer"),
}


INCOMPLETE: dict[str, tuple[Callable[[Path], None], str]] = {
    "no log": (remove("log"), "log"),
    "no keys": (remove("keys"), "keys"),
    "no originals": (remove("originals"), "originals"),
    "no database": (remove("counterfoil.db"), "init"),
    "a database that is none": (write("counterfoil.db", b"nothing of the kind" * 100), "damaged|database"),
    "a database that breaks off": (lambda home: os.truncate(home / "counterfoil.db", 5000), "damaged"),
    "a database with another application id": (changed("PRAGMA application_id = 7"), "application id"),
    "a database without its first step": (changed("DELETE FROM migration WHERE number = 1"), "Step 1 .* is missing"),
    "a database without its last step": (changed("DELETE FROM migration WHERE number = 7"), "already exists"),
    "a database with a step beyond": (changed("UPDATE migration SET number = 4611 WHERE number = 7"), "Step 7"),
    "a database with a step by another name": (changed("UPDATE migration SET name = 'x' WHERE number = 1"), "'x'"),
    "an empty database": (write("counterfoil.db", b""), "init|finished"),
}


@pytest.mark.parametrize("what", INCOMPLETE)
def test_a_part_that_is_missing_is_damage_to_who_verifies(filled: Path, what: str) -> None:
    INCOMPLETE[what][0](filled)
    ran = run("--home", filled, "verify", "--json")
    assert (ran.status, ran.err) == (1, "")
    assert (ran.row["sound"], ran.row["root"]) == (False, None)
    (damage,) = ran.row["damages"]
    assert damage["where"] == ("database" if "database" in what else what.split()[1])
    said = run("--home", filled, "verify")
    assert said.status == 1
    assert said.out.startswith(f"DAMAGED  {damage['where']}: {damage['what']}\n")
    assert "1 damaged or missing." in said.out


@pytest.mark.parametrize("what", NO_HOME | INCOMPLETE)
def test_a_home_that_cannot_be_used_is_told_by_every_verb(filled: Path, papers: Path, what: str) -> None:
    break_it, says = (NO_HOME | INCOMPLETE)[what]
    break_it(filled)
    for arguments in ([READING[0]], [READING[1], "--json"], *([verb] for verb in READING[2:]), ["show", "a"]):
        if arguments == ["verify"] and what in INCOMPLETE:
            continue
        ran = run("--home", filled, *arguments)
        assert ran.out == ""
        assert re.search(says, told(ran)), (arguments, ran.err)
    assert re.search(says, told(run("--home", filled, "add", papers)))
    assert re.search(says, told(run("--home", filled, "export", filled.parent / "out")))
    assert not (filled.parent / "out").exists()


NO_KEY: dict[str, tuple[Callable[[Path], None], str]] = {
    "no key": (remove("keys/log.key"), "log.key.*missing.*backup"),
    "a damaged key": (
        write("keys/log.key", b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"),
        "damaged",
    ),
    "a key that is none": (write("keys/log.key", b"nothing"), "passphrase|damaged"),
    "a key that others can read": (lambda home: (home / "keys/log.key").chmod(0o644), "chmod 600"),
    "no public key": (remove("keys/log.vkey"), "log.vkey.*backup"),
    "a public key of others": (write("keys/log.vkey", b"x+ab+AAAA\n"), "keys|key"),
}


@pytest.mark.parametrize("what", NO_KEY)
def test_without_its_key_nothing_is_added_but_all_can_be_looked_at(filled: Path, papers: Path, what: str) -> None:
    break_it, says = NO_KEY[what]
    before = run("--home", filled, "list", "--json")
    break_it(filled)
    more = written(papers.parent / "more", trade(3))
    ran = run("--home", filled, "add", more)
    assert ran.out == ""
    assert re.search(says, told(ran))
    assert run("--home", filled, "list", "--json") == before
    assert run("--home", filled, "links").status == 0


def test_the_key_of_another_log_is_not_signed_with(filled: Path, tmp_path: Path, papers: Path) -> None:
    other = made_home(tmp_path / "other")
    (filled / "keys" / "log.key").write_bytes((other / "keys" / "log.key").read_bytes())
    assert "not the one of this log" in told(run("--home", filled, "add", papers))


# --- read-only --------------------------------------------------------------------------------------------------------


@pytest.fixture
def readonly(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that may not be written to; root, whom nothing is forbidden, is told so by the one question asked."""
    allowed = os.access

    def access(path: Any, mode: int, **more: Any) -> bool:
        return allowed(path, mode, **more) and not (mode & os.W_OK and Path(path) == filled)

    monkeypatch.setattr(os, "access", access)
    return filled


def test_a_read_only_home_can_be_looked_at_and_not_added_to(readonly: Path, papers: Path) -> None:
    for verb in READING:
        assert run("--home", readonly, verb).status == 0, verb
    more = written(papers.parent / "more", trade(3))
    ran = run("--home", readonly, "add", more)
    assert ran.out == ""
    assert "read" in told(ran)
    assert run("--home", readonly, "status", "--json").row["documents"] == 16


def test_a_home_on_a_disk_that_turned_read_only_is_told(filled: Path, papers: Path) -> None:
    def refuse(*_: object, **__: object) -> Any:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    more = written(papers.parent / "more", trade(3))
    with patch("counterfoil.store.originals._write", refuse):
        ran = run("--home", filled, "add", more)
    assert "Read-only" in told(ran)
