"""A whole home in one file, and back: one state, checked, without what was forgotten since."""

import json
import os
import shutil
import stat
import threading
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterfoil.errors import HomeError, KeyFileError, StoreError, UsageError
from counterfoil.flow import backup as backup_module
from counterfoil.flow.backup import MANIFEST, Manifest, back_up
from counterfoil.flow.forgotten_list import BACKUPS, LIST, list_beside, read_list, remembered
from counterfoil.flow.home import Home, init_home, open_home
from counterfoil.flow.keys import PASSPHRASE
from counterfoil.flow.record import Recorder
from counterfoil.flow.restored import RESTORED, awaiting, caught_up, check_not_behind
from counterfoil.flow.restoring import Return, brought_back_otherwise, restore
from counterfoil.flow.verify import verify_home
from counterfoil.model.settings import Owner, Settings
from flow.forgetting import SECRET, add, assert_sound, forget, holding, traded, with_salary
from trades import Clock, trade


def brought_back(file: Path, directory: Path, *lists: Path) -> Return:
    return restore(file, directory, "Bob", lists, clock=Clock())


def rewritten(file: Path, changes: dict[str, bytes | None]) -> Path:
    """The same archive with members changed, left out (None) or added."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = changes.get(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name] or b"")
    return other


def manifest_of(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        found: dict[str, Any] = json.loads(archive.read(MANIFEST))
    return found


def everything(home: Home) -> list[str]:
    store = home.store
    parts = (store.facts(), store.documents(), store.links(), store.discrepancies(), store.checkpoints())
    return [*map(str, (row for part in parts for row in part)), *map(str, store.originals())]


@pytest.fixture
def file(home: Home, tmp_path: Path) -> Path:
    """A backup of a home with a trade and a statement with a salary."""
    with_salary(home)
    back_up(home, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def test_a_home_comes_back_as_it_was(home: Home, tmp_path: Path) -> None:
    with_salary(home)
    (home.path / "mappings" / "m.toml").write_text("# a mapping\n", "utf-8")
    written = back_up(home, tmp_path / "backup.zip")
    assert (written.damages, written.without_passphrase) == ((), False)
    before = everything(home)
    back = brought_back(tmp_path / "backup.zip", tmp_path / "again")
    assert (back.log, back.size, back.forgotten, back.verified.damages) == (home.vkey(), home.store.size(), (), ())
    with open_home(tmp_path / "again", Clock()) as again:
        last = list(again.store.facts())[-1]
        assert (last.kind, last.actor) == (RESTORED, "Bob")
        assert set(before) <= set(everything(again))
        assert (again.settings, again.vkey()) == (home.settings, home.vkey())
        assert (again.path / "mappings" / "m.toml").read_text("utf-8") == "# a mapping\n"
        assert stat.S_IMODE((again.path / "keys" / "log.key").stat().st_mode) == 0o600
        assert stat.S_IMODE((again.path / "keys").stat().st_mode) == 0o700
        add(again, **{"2-order": trade(2)["2-order.xml"]})
        assert_sound(again)


def test_the_same_state_gives_the_same_file(home: Home, tmp_path: Path) -> None:
    with_salary(home)
    files = [tmp_path / "a.zip", tmp_path / "b.zip"]
    manifests = [back_up(home, file).manifest for file in files]
    assert manifests[0] == manifests[1]
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as archive:
        names = archive.namelist()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    paths = [member.path for member in manifests[0].members]
    assert names == [*paths, MANIFEST]
    assert {"counterfoil.db", "counterfoil.toml", "keys/log.key", "keys/log.vkey", "log/checkpoint"} <= set(paths)


def test_others_may_go_on_adding_meanwhile(home: Home, tmp_path: Path) -> None:
    traded(home)
    stop = threading.Event()

    def go_on() -> None:
        with open_home(home.path, Clock()) as other:
            for number in range(2, 40):
                if stop.is_set():
                    return
                add(other, **trade(number))

    adding = threading.Thread(target=go_on)
    adding.start()
    try:
        for number in range(3):
            assert back_up(home, tmp_path / f"{number}.zip").damages == ()
    finally:
        stop.set()
        adding.join()
    for number in range(3):
        assert brought_back(tmp_path / f"{number}.zip", tmp_path / f"home{number}").verified.damages == ()


def test_a_backup_does_not_overwrite_and_leaves_nothing_half_written(home: Home, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        back_up(home, file)
    assert file.read_bytes() == before
    with pytest.raises(HomeError, match="could not be written"):
        back_up(home, tmp_path / "missing" / "backup.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"home", "backup.zip", "backup.zip.forgotten"}


def test_what_is_damaged_is_told_and_backed_up_as_it_is(home: Home, tmp_path: Path) -> None:
    ids = traded(home)
    kinds = ("invoice", "order")
    paths = [home.path / "originals" / ids[kind].hex()[:2] / ids[kind].hex() for kind in kinds]
    paths[0].unlink()
    paths[1].chmod(0o644)
    paths[1].write_bytes(b"changed")
    written = back_up(home, tmp_path / "backup.zip")
    assert written.damages == (
        f"The original {ids['invoice'].hex()} is missing.",
        f"The bytes of the original {ids['order'].hex()} have changed.",
    )
    back = brought_back(tmp_path / "backup.zip", tmp_path / "again")
    assert len(back.verified.damages) == 2


def test_the_passphrase_is_left_out_unless_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init_home(tmp_path / "home", Settings(owner=Owner(name="N")), None)
    with open_home(tmp_path / "home", Clock()) as home:
        assert back_up(home, tmp_path / "without.zip").without_passphrase
        assert not back_up(home, tmp_path / "with.zip", with_passphrase=True).without_passphrase
        passphrase = (home.path / PASSPHRASE).read_text("utf-8").strip()
    with pytest.raises(KeyFileError, match="needs its passphrase"):
        brought_back(tmp_path / "without.zip", tmp_path / "again")
    assert not (tmp_path / "again").exists()
    brought_back(tmp_path / "with.zip", tmp_path / "with")
    monkeypatch.setenv("COUNTERFOIL_PASSPHRASE", passphrase)
    brought_back(tmp_path / "without.zip", tmp_path / "again")
    assert not (tmp_path / "again" / PASSPHRASE).exists()


# --- What was forgotten does not come back --------------------------------------------------------------------------


def test_what_was_forgotten_after_the_backup_is_forgotten_in_it_too(home: Home, file: Path, tmp_path: Path) -> None:
    rows = {row.document: row.id for row in home.store.documents() if row.number in ("INV-1", "S-7")}
    assert remembered(home.path) == [file]
    assert list(read_list(list_beside(file))) == []
    forget(home, rows["invoice"])
    forget(home, rows["statement"], "2")
    assert len(list(read_list(list_beside(file)))) == 2
    back = brought_back(file, tmp_path / "again")
    assert {(one.document, one.entries) for one in back.forgotten} == {("invoice", ()), ("statement", ("2",))}
    assert holding(tmp_path / "again", SECRET.name, "778899") == []
    with open_home(tmp_path / "again", Clock()) as again:
        assert again.store.documents_by_id([rows["invoice"]])[rows["invoice"]].role == "forgotten"
        assert [one.actor for one in verify_home(again).forgotten] == ["Bob", "Bob"]
        assert list(read_list(again.path / LIST)) != []
        assert_sound(again)


def test_a_list_that_is_kept_elsewhere_is_applied(home: Home, file: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.zip"
    file.rename(moved)
    invoice = next(row.id for row in home.store.documents() if row.number == "INV-1")
    forget(home, invoice)
    lists = [tmp_path / "list", tmp_path / "other"]
    shutil.copy(home.path / LIST, lists[0])
    entry = {"log": home.origin(), "id": invoice.hex(), "recorded": "2026-03-03T08:00:00Z", "entries": ["1"]}
    foreign = {**entry, "log": "another.example/log"}
    unknown = {**entry, "id": "00" * 32}
    lists[1].write_text("".join(json.dumps(one) + "\n" for one in (foreign, entry, unknown)), "utf-8")
    assert brought_back(moved, tmp_path / "without").forgotten == ()
    (one,) = brought_back(moved, tmp_path / "again", *lists).forgotten
    assert (one.id, one.entries) == (invoice, ())
    # From now on it is known there too.
    assert len(list(read_list(list_beside(moved)))) == 1


def test_a_list_that_is_none_is_told_before_anything_is_made(file: Path, tmp_path: Path) -> None:
    for text in ("{", '{"id": "x"}'):
        (tmp_path / "list").write_text(text, "utf-8")
        with pytest.raises(HomeError, match="no list of what was forgotten"):
            brought_back(file, tmp_path / "again", tmp_path / "list")
    assert not (tmp_path / "again").exists()


def test_a_home_that_was_brought_back_otherwise_honours_the_lists(home: Home, tmp_path: Path) -> None:
    ids = traded(home)
    shutil.copytree(home.path, tmp_path / "snapshot")
    forget(home, ids["invoice"])
    shutil.copy(home.path / LIST, tmp_path / "snapshot" / LIST)
    with open_home(tmp_path / "snapshot", Clock()) as again:
        back = brought_back_otherwise(again, "Bob")
        assert [one.id for one in back.forgotten] == [ids["invoice"]]
        assert awaiting(again) is not None
        assert_sound(again)
        assert brought_back_otherwise(again, "Bob").forgotten == ()


def test_what_is_forgotten_while_it_is_copied_is_not_in_the_backup(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = with_salary(home)
    real, done = backup_module._written, list[str]()

    def step(archive: zipfile.ZipFile, path: str, opened: backup_module.Open) -> backup_module.Member:
        if path == MANIFEST and not done:
            done.append(path)
            with open_home(home.path, Clock()) as other:
                forget(other, id)
        return real(archive, path, opened)

    monkeypatch.setattr(backup_module, "_written", step)
    back_up(home, tmp_path / "backup.zip")
    monkeypatch.undo()
    back = brought_back(tmp_path / "backup.zip", tmp_path / "again")
    assert (back.forgotten, len(back.verified.forgotten)) == ((), 1)
    assert holding(tmp_path / "again", SECRET.name) == []


def test_memory_of_backups_that_cannot_be_read_is_no_memory(home: Home) -> None:
    (home.path / BACKUPS).write_text("{", "utf-8")
    assert remembered(home.path) == []


# --- What is no backup ----------------------------------------------------------------------------------------------


def test_a_damaged_backup_makes_no_home(file: Path, tmp_path: Path) -> None:
    manifest = manifest_of(file)
    outside = {"path": "../outside", "size": 1, "sha256": "00" * 32}
    bad = [b"", b"no archive", file.read_bytes()[:-30]]
    changed: tuple[dict[str, bytes | None], ...] = (
        {"counterfoil.toml": b"changed"},
        {"counterfoil.toml": None},
        {"counterfoil.db": b"x" * (1 << 21)},
        {MANIFEST: None},
        {MANIFEST: b"{}"},
        {MANIFEST: json.dumps({**manifest, "format": "counterfoil-backup/9"}).encode()},
        {MANIFEST: json.dumps({**manifest, "members": [outside]}).encode(), "../outside": b"x"},
        {MANIFEST: json.dumps({**manifest, "log": "another+key"}).encode()},
    )
    bad += [rewritten(file, changes).read_bytes() for changes in changed]
    for data in bad:
        broken = tmp_path / "broken.zip"
        broken.write_bytes(data)
        with pytest.raises(StoreError):
            brought_back(broken, tmp_path / "again")
        assert not (tmp_path / "again").exists()
        assert not (tmp_path / "outside").exists()
    with pytest.raises(HomeError, match="not there"):
        brought_back(tmp_path / "missing.zip", tmp_path / "again")


def test_a_folder_that_is_not_empty_is_left_alone(file: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="not empty"):
        brought_back(file, tmp_path / "full")
    assert os.listdir(tmp_path / "full") == ["mine"]  # noqa: PTH208 - names are enough


# --- Behind what others have seen -----------------------------------------------------------------------------------


def test_a_restored_home_knows_that_it_may_be_behind(home: Home, file: Path, tmp_path: Path) -> None:
    assert awaiting(home) is None
    size, root = home.store.size(), home.store.last_checkpoint()
    assert root is not None
    check_not_behind(home, size, root.root)
    add(home, **{"2-order": trade(2)["2-order.xml"]})
    newer = home.store.last_checkpoint()
    assert newer is not None
    brought_back(file, tmp_path / "again")
    with open_home(tmp_path / "again", Clock()) as again:
        back = awaiting(again)
        assert back is not None
        assert (back.size, back.root) == (size, root.root.hex())
        check_not_behind(again, size, root.root)
        own = again.store.last_checkpoint()
        assert own is not None
        for seen, at in ((newer.size, newer.root), (size, bytes(32)), (own.size, own.root)):
            with pytest.raises(HomeError, match="second history"):
                check_not_behind(again, seen, at)
        Recorder(again).decide(caught_up(again, ("witness.example/w1",)))
        assert awaiting(again) is None
        size_now = again.store.size()
        Recorder(again).decide(caught_up(again, ()))
        assert again.store.size() == size_now
        assert_sound(again)


def test_the_manifest_says_of_which_state_it_is(home: Home, file: Path) -> None:
    last = home.store.last_checkpoint()
    assert last is not None
    manifest = msgspec.convert(manifest_of(file), Manifest)
    assert (manifest.size, manifest.root, manifest.log) == (last.size, last.root.hex(), home.vkey())
