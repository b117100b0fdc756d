"""Originals: unchanged, whole or not there, whoever else adds them and whatever is killed when."""

import errno
import fcntl
import io
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from counterfoil.errors import HomeError, StoreError, UnreadableError
from counterfoil.store import Store, durable
from counterfoil.store.originals import INCOMING, Originals


def named(data: bytes) -> bytes:
    return sha256(data).digest()


def put(store: Store, *contents: bytes) -> list[bytes]:
    for content in contents:
        store.put_original(named(content), content)
    store.sync_originals()
    return [named(content) for content in contents]


def content(store: Store, digest: bytes) -> bytes | None:
    file = store.open_original(digest)
    if file is None:
        return None
    with file:
        return file.read()


def test_originals_come_back_unchanged_and_in_order(store: Store) -> None:
    contents = [b"", b"one", bytes(range(256)) * 5000, b"three\r\n"]
    digests = put(store, *contents)
    assert list(store.originals()) == sorted(digests)
    assert [content(store, digest) for digest in digests] == contents
    assert store.open_original(named(b"missing")) is None


def test_an_original_is_visible_only_after_the_barrier(store: Store) -> None:
    store.put_original(named(b"one"), b"one")
    assert list(store.originals()) == []
    assert store.open_original(named(b"one")) is None
    store.sync_originals()
    assert list(store.originals()) == [named(b"one")]
    store.sync_originals()


def test_the_same_original_twice_is_one(store: Store) -> None:
    put(store, b"one", b"one")
    put(store, b"one")
    assert list(store.originals()) == [named(b"one")]


class Pieces(io.RawIOBase):
    """A stream that gives less than is asked for, and counts how much was asked for at once."""

    def __init__(self, data: bytes) -> None:
        self.data, self.largest = io.BytesIO(data), 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.largest = max(self.largest, size)
        return self.data.read(min(size, 100_001))


def test_a_stream_is_kept_without_holding_it_whole(store: Store) -> None:
    data = os.urandom(3_000_000)
    if hasattr(store, "_originals"):
        stream = Pieces(data)
        store.put_original(named(data), stream)  # type: ignore[arg-type]
        assert stream.largest <= 2**20
    else:
        store.put_original(named(data), io.BytesIO(data))
    store.sync_originals()
    assert content(store, named(data)) == data


@pytest.mark.parametrize("wrap", [bytes, io.BytesIO])
def test_bytes_that_are_not_what_they_are_called_are_refused(store: Store, wrap: Any) -> None:
    with pytest.raises(StoreError):
        store.put_original(named(b"one"), wrap(b"two"))
    store.sync_originals()
    assert list(store.originals()) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "originals"


@pytest.fixture
def originals(folder: Path) -> Iterator[Originals]:
    made = Originals(folder)
    yield made
    made.close()


def keep(originals: Originals, data: bytes) -> Path:
    originals.put(named(data), data)
    originals.sync()
    return originals.path(named(data))


def temporaries(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / INCOMING).rglob("*") if path.is_file())


def test_an_original_lies_under_its_whole_name_and_cannot_be_written(originals: Originals, folder: Path) -> None:
    path = keep(originals, b"one")
    name = named(b"one").hex()
    assert path == folder / name[:2] / name
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert path.read_bytes() == b"one"
    assert temporaries(folder) == []


def test_what_was_put_and_never_synced_is_removed_at_the_end(originals: Originals, folder: Path) -> None:
    originals.put(named(b"one"), b"one")
    assert temporaries(folder) == [named(b"one").hex()]
    originals.close()
    assert list((folder / INCOMING).iterdir()) == []


def test_two_who_add_the_same_original_are_both_right(originals: Originals, folder: Path) -> None:
    other = Originals(folder)
    for one in (originals, other):
        one.put(named(b"same"), b"same")
    originals.sync()
    other.sync()
    assert list(originals.digests()) == [named(b"same")]
    assert temporaries(folder) == []
    other.close()


def test_a_sweep_removes_what_the_dead_left_and_nothing_of_the_living(originals: Originals, folder: Path) -> None:
    dead = folder / INCOMING / "dead"
    dead.mkdir(parents=True)
    (dead / named(b"half").hex()).write_bytes(b"ha")
    originals.put(named(b"living"), b"living")
    Originals(folder).sweep()
    originals.sweep()
    assert not dead.exists()
    assert temporaries(folder) == [named(b"living").hex()]
    originals.sync()
    assert list(originals.digests()) == [named(b"living")]


def test_a_sweep_of_nothing_is_fine(originals: Originals) -> None:
    originals.sweep()
    assert list(originals.digests()) == []


def test_a_folder_that_is_swept_before_it_is_locked_is_made_anew(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between making its folder and locking it, an adder looks like a dead one."""
    swept: list[Path] = []
    real = fcntl.flock

    def flock(descriptor: int, operation: int) -> None:
        if not swept:
            swept.append(Path(f"/proc/self/fd/{descriptor}").readlink())
            swept[0].rmdir()
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)
    assert keep(originals, b"one").exists()
    assert swept
    assert not swept[0].exists()


def test_without_one_barrier_for_all_each_file_gets_its_own(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    real = durable.sync_one

    def sync_one(path: str | Path) -> None:
        synced.append(Path(path))
        real(path)

    monkeypatch.setattr(durable, "_syncfs", lambda: None)
    monkeypatch.setattr(durable, "sync_one", sync_one)
    path = keep(originals, b"one")
    assert [one.name for one in synced] == [path.name, path.name[:2], "originals"]
    assert INCOMING in synced[0].parts
    assert synced[1:] == [path.parent, originals.folder]


def test_bytes_are_durable_before_they_have_their_name(originals: Originals, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[bytes]] = []
    real = durable.sync_all

    def sync_all(folder: Path, files: Any) -> None:
        seen.append(list(originals.digests()))
        real(folder, files)

    monkeypatch.setattr(durable, "sync_all", sync_all)
    keep(originals, b"one")
    assert seen == [[], [named(b"one")]]


def test_bytes_become_durable_while_other_work_goes_on(originals: Originals, monkeypatch: pytest.MonkeyPatch) -> None:
    real, begun, go_on = durable.sync_all, Event(), Event()
    synced: list[list[str]] = []

    def sync_all(folder: Path, files: Any) -> None:
        synced.append([Path(file).name for file in files])
        if len(synced) == 1:
            begun.set()
            assert go_on.wait(10)
        real(folder, files)

    monkeypatch.setattr(durable, "sync_all", sync_all)
    originals.put(named(b"one"), b"one")
    originals.start_sync()
    assert begun.wait(10)
    assert list(originals.digests()) == []
    go_on.set()
    originals.sync()
    assert list(originals.digests()) == [named(b"one")]
    assert synced[0] == [named(b"one").hex()]
    assert [len(files) for files in synced] == [1, 2]


def test_what_comes_after_the_start_is_made_durable_too(originals: Originals, monkeypatch: pytest.MonkeyPatch) -> None:
    real = durable.sync_all
    synced: list[set[str]] = []

    def sync_all(folder: Path, files: Any) -> None:
        synced.append({Path(file).name for file in files})
        real(folder, files)

    monkeypatch.setattr(durable, "sync_all", sync_all)
    originals.start_sync()
    for data in (b"one", b"two"):
        originals.put(named(data), data)
        originals.start_sync()
    originals.sync()
    assert synced[:2] == [{named(b"one").hex()}, {named(b"one").hex(), named(b"two").hex()}]
    assert set(originals.digests()) == {named(b"one"), named(b"two")}


def test_a_failure_meanwhile_is_told_where_it_is_waited_for(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: Path, _files: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    originals.put(named(b"one"), b"one")
    with monkeypatch.context() as patch:
        patch.setattr(durable, "sync_all", full)
        originals.start_sync()
        with pytest.raises(StoreError, match="no space left"):
            originals.sync()
        assert list(originals.digests()) == []
        originals.start_sync()
        originals.close()
    assert list(originals.digests()) == []
    assert temporaries(originals.folder) == []


def test_a_failed_barrier_leaves_nothing_visible_and_can_be_tried_again(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> int:
        import ctypes

        ctypes.set_errno(errno.ENOSPC)
        return -1

    with monkeypatch.context() as patch:
        patch.setattr(durable, "_syncfs", lambda: full)
        originals.put(named(b"one"), b"one")
        with pytest.raises(StoreError, match="no space left") as failed:
            originals.sync()
        assert "Free some space" in failed.value.hint
        assert list(originals.digests()) == []
    originals.sync()
    assert list(originals.digests()) == [named(b"one")]


@pytest.mark.parametrize(
    ("code", "expected"), [(errno.ENOSPC, StoreError), (errno.EROFS, HomeError), (errno.EIO, StoreError)]
)
def test_a_write_that_fails_is_told_and_leaves_no_temporary(
    originals: Originals, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: type[Exception]
) -> None:
    def write(*_: Any) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(expected, match=r"cannot be written|no space"):
        originals.put(named(b"one"), b"one")
    assert temporaries(folder) == []


def test_a_source_that_fails_is_not_taken_for_the_home(originals: Originals, folder: Path) -> None:
    class Failing(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(UnreadableError, match="could not be read"):
        originals.put(named(b"one"), Failing())
    assert temporaries(folder) == []


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "originals").write_bytes(b"a file stands where the folder should")
    with pytest.raises(StoreError, match="cannot be written"):
        Originals(tmp_path / "originals").put(named(b"one"), b"one")


def test_only_originals_in_their_place_are_told(originals: Originals, folder: Path) -> None:
    path = keep(originals, b"one")
    other = named(b"two").hex()
    for stray in (path.parent / other, path.parent / "notes.txt", folder / "README", folder / "x" / other):
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"stray")
    assert list(originals.digests()) == [named(b"one")]
    prefix = path.parent.name
    assert sorted(originals.strays()) == sorted(["README", "x", f"{prefix}/{other}", f"{prefix}/notes.txt"])


def test_an_original_that_cannot_be_opened_is_told(originals: Originals) -> None:
    path = originals.path(named(b"one"))
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be read"):
        originals.open(named(b"one"))
