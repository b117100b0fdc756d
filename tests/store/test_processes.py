"""Several processes on one home, and processes that are killed."""

import contextlib
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest

from counterfoil.store import Store
from counterfoil.store.originals import INCOMING
from store import workers
from store.conftest import Place
from store.made import fill
from store.workers import BATCH

SECONDS_MAX = 60
Start = Callable[..., tuple[SpawnProcess, Connection]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a worker afresh; the process and our end of its pipe."""
    context = multiprocessing.get_context("spawn")
    started: list[tuple[SpawnProcess, Connection]] = []

    def begin(work: Callable[..., None], place: Place, *arguments: Any) -> tuple[SpawnProcess, Connection]:
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(place.home, place.setting, *arguments, theirs), daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
        return process, ours

    yield begin
    for process, pipe in started:
        process.kill()
        process.join()
        process.close()
        pipe.close()


def told(pipe: Connection) -> Any:
    assert pipe.poll(SECONDS_MAX), "the other process says nothing"
    return pipe.recv()


def whole(store: Store, home: Path) -> int:
    """Assert that the record is sound and made of whole batches; how many facts it has."""
    with store.writing():
        # A server may still be ending what a killed client had begun.
        size = store.size()
    assert size % BATCH == 0
    assert list(store.check()) == []
    facts = list(store.facts())
    assert [row.index for row in facts] == list(range(size))
    documents = list(store.documents())
    assert {row.id: row.fact for row in documents} == {row.subject: row.index for row in facts}
    assert len(list(store.links())) == len(list(store.keys())) == size
    for row in documents:
        assert (
            sha256((home / "originals" / row.original.hex()[:2] / row.original.hex()).read_bytes()).digest()
            == row.original
        )
    return size


def test_two_writers_at_once_are_both_right(place: Place, made: Store, start: Start) -> None:
    pipes = [start(workers.add_batches, place, name, 15)[1] for name in ("left", "right")]
    assert [told(pipe) for pipe in pipes] == ["ready", "ready"]
    for pipe in pipes:
        pipe.send("go")
    for pipe in pipes:
        assert [told(pipe) for _ in range(15)] == list(range(15))
        assert set(told(pipe)) <= {"Another program is writing to this home; waiting until it has finished."}
    assert whole(made, place.home) == 2 * 15 * BATCH


def test_a_writer_waits_for_another_and_says_so(place: Place, made: Store, start: Start) -> None:
    waits: list[str] = []
    store = place.open(on_wait=waits.append)
    _, holder = start(workers.hold_the_lock, place)
    assert told(holder) == "held"
    _, other = start(workers.add_batches, place, "other", 1)
    assert told(other) == "ready"
    other.send("go")
    assert not other.poll(0.3), "it wrote although another has the lock"
    assert made.size() == 0
    holder.send("let go")
    assert told(other) == 0
    assert told(other) == ["Another program is writing to this home; waiting until it has finished."]
    fill(store, BATCH)
    assert waits == []
    store.close()


def test_readers_never_wait_for_a_writer(place: Place, made: Store, start: Start) -> None:
    fill(made, BATCH)
    _, holder = start(workers.hold_the_lock, place)
    assert told(holder) == "held"
    assert len(list(made.documents())) == BATCH
    reader = place.open(readonly=True)
    assert reader.size() == BATCH
    assert list(reader.check()) == []
    reader.close()
    holder.send("let go")


def test_a_reader_meets_whole_batches_only(place: Place, made: Store, start: Start) -> None:
    _, pipe = start(workers.add_batches, place, "other", 12)
    assert told(pipe) == "ready"
    pipe.send("go")
    sizes: set[int] = set()
    while max(sizes, default=0) < 12 * BATCH:
        with made.reading():
            size = made.size()
            assert size % BATCH == 0
            assert made.counts()["documents"] == size
            assert len(list(made.keys())) == len(list(made.links())) == size
        sizes.add(size)
    assert whole(made, place.home) == 12 * BATCH


def kill_one(place: Place, start: Start, name: str, chance: random.Random) -> int:
    """Let a process add until it is killed at some moment; how many batches it had reported by then."""
    process, pipe = start(workers.add_until_killed, place, name)
    reported = told(pipe)
    time.sleep(chance.uniform(0, 0.08))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with contextlib.suppress(EOFError):
        while pipe.poll():
            reported = pipe.recv()
    return int(reported)


def kill_many(place: Place, store: Store, start: Start, rounds: int) -> None:
    chance = random.Random(rounds)
    before = 0
    for number in range(rounds):
        reported = kill_one(place, start, f"round {number}", chance)
        size = whole(store, place.home)
        # What was reported is there; at most one batch more was committed and not yet reported.
        assert size - before - reported * BATCH in {0, BATCH}
        before = size
    survivor = place.open()
    fill(survivor, BATCH)
    survivor.close()
    assert list((place.home / "originals" / INCOMING).iterdir()) == []


def test_a_kill_loses_nothing_that_was_reported(place: Place, made: Store, start: Start) -> None:
    kill_many(place, made, start, 4)


@pytest.mark.soak
def test_a_hundred_kills_lose_nothing_that_was_reported(place: Place, made: Store, start: Start) -> None:
    kill_many(place, made, start, 100)


@pytest.mark.parametrize("bytes_max", [200_000, 260_000, 330_000, 400_000])
def test_a_full_disk_leaves_whole_batches(tmp_path: Path, start: Start, bytes_max: int) -> None:
    place = Place(tmp_path / "home", "sqlite")
    store = place.open(create=True)
    _, pipe = start(workers.add_with_little_space, place, bytes_max)
    committed, kind, sentence, size = told(pipe)
    assert kind == "StoreError"
    assert "Free some space and do it again" in sentence
    assert size == committed * BATCH > 0
    assert whole(store, place.home) == committed * BATCH
    fill(store, BATCH)
    store.close()


def test_an_original_that_does_not_fit_leaves_nothing(tmp_path: Path, start: Start) -> None:
    place = Place(tmp_path / "home", "sqlite")
    place.open(create=True).close()
    _, pipe = start(workers.add_with_little_space, place, 100)
    committed, kind, sentence, size = told(pipe)
    assert (committed, kind, size) == (0, "StoreError", 0)
    assert "no space left" in sentence
    assert [path for path in (place.home / "originals").rglob("*") if path.is_file()] == []
