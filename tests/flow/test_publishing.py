"""The files of the log follow the database about once a second, and are mended where they are damaged."""

import errno
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counterfoil.errors import StoreError
from counterfoil.flow import logbook as logbook_module
from counterfoil.flow import record
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.prepare import Intake
from counterfoil.flow.record import Added, Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.flow.verify_file import verify_file
from counterfoil.log.tiles import partial_tiles
from flow.made import trade_intakes
from trades import Clock, made_home, trade

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
BATCH = len(trade())


class Hand:
    """A clock that somebody sets by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def home(tmp_path: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home to which each trade is added as a batch of its own."""
    monkeypatch.setattr(record, "_BATCH_DOCUMENTS", BATCH)
    with open_home(made_home(tmp_path / "home"), clock) as opened:
        yield opened


def intakes(numbers: Iterable[int]) -> Iterator[Intake]:
    return (one for number in numbers for one in trade_intakes(number))


def published(home: Home) -> int:
    return int((home.path / "log" / "checkpoint").read_text("utf-8").split("\n")[1])


def sizes(home: Home) -> list[int]:
    return [row.size for row in home.store.checkpoints()]


def test_batches_within_a_second_are_published_together_and_all_at_the_end(home: Home, clock: Hand) -> None:
    seen = []
    for place, _ in enumerate(Recorder(home).add(intakes(range(5)))):
        if place % BATCH == 0:
            seen.append(published(home))
            clock.now += timedelta(seconds=0.4)
    first, second, third, fourth, fifth = sizes(home)[1:]
    assert (seen, second < third) == ([first, first, first, fourth, fifth], True)
    assert (verify_home(home).damages, verify_home(home).notes) == ((), ())


@pytest.mark.parametrize("step", [timedelta(seconds=1), timedelta(days=-1), timedelta(days=400)])
def test_each_batch_is_published_where_a_second_has_passed_or_the_clock_is_set_back(
    home: Home, clock: Hand, step: timedelta
) -> None:
    for place, _ in enumerate(Recorder(home).add(intakes(range(4)))):
        if place % BATCH == 0:
            assert published(home) == sizes(home)[-1]
            clock.now += step


@pytest.mark.parametrize("count", [4 * BATCH, 4 * BATCH - 1, 3 * BATCH + 1])
def test_before_the_last_batch_is_reported_it_is_published(home: Home, count: int) -> None:
    adding = Recorder(home).add(list(intakes(range(9)))[:count])
    for _ in range((count - 1) // BATCH * BATCH + 1):
        next(adding)
    assert (published(home), len(sizes(home))) == (sizes(home)[-1], 5)


def test_what_is_reported_and_not_published_yet_is_proven(home: Home) -> None:
    adding = Recorder(home).add(intakes(range(4)))
    for _ in range(3 * BATCH):
        next(adding)
    assert published(home) < sizes(home)[-1]
    with open_home(home.path) as other:
        verified = verify_home(other)
        assert verified.damages == ()
        assert [note for note in verified.notes if "behind the database" in note] == list(verified.notes)
        for name, data in trade(2).items():
            assert len(verify_file(other, data).documents) == 1, name
    assert len(list(adding)) == BATCH
    assert (verify_home(home).damages, verify_home(home).notes) == ((), ())


def test_another_add_in_between_is_right_and_so_is_the_first(home: Home) -> None:
    adding = Recorder(home).add(intakes(range(6)))
    for _ in range(3 * BATCH):
        next(adding)
    with open_home(home.path, Clock()) as other:
        assert len(list(Recorder(other).add(intakes([2, 20])))) == 2 * BATCH
        assert published(other) == sizes(other)[-1]
        assert (verify_home(other).damages, verify_home(other).notes) == ((), ())
    assert len(list(adding)) == 3 * BATCH
    result = verify_home(home)
    assert (result.damages, result.notes, result.documents) == ((), (), 7 * BATCH)


def test_an_add_that_was_left_in_the_middle_is_finished_by_the_next(home: Home) -> None:
    adding = Recorder(home).add(intakes(range(6)))
    for _ in range(3 * BATCH):
        next(adding)
    adding.close()  # type: ignore[attr-defined] # it is a generator
    assert published(home) < sizes(home)[-1]
    assert list(Recorder(home).add([])) == []
    assert published(home) == sizes(home)[-1]
    assert (verify_home(home).damages, verify_home(home).notes) == ((), ())


@pytest.mark.parametrize("damage", ["gone", "flipped", "short", "longer"])
def test_an_add_mends_the_tiles_that_grow_even_if_it_adds_nothing(home: Home, damage: str) -> None:
    list(Recorder(home).add(intakes(range(40))))
    tiles = partial_tiles(published(home))
    assert {tile.level for tile in tiles} == {-1, 0, 1}
    for tile in tiles:
        path = home.path / "log" / tile.path
        kept = path.read_bytes()
        path.unlink()
        if damage != "gone":
            path.write_bytes({"flipped": bytes([kept[0] ^ 1]) + kept[1:], "short": kept[:-32]}.get(damage, kept * 300))
        assert verify_home(home).damages != ()
        list(Recorder(home).add(intakes([1])))
        assert path.read_bytes() == kept
        assert verify_home(home).damages == ()


def test_batches_are_no_longer_than_others_can_wait_and_grow_again(
    home: Home, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "_BATCH_DOCUMENTS_MIN", 2)
    seconds, sizes_seen = iter([20, 2.5, 100, 2.5, 0, 0]), list[int]()
    commit = Recorder._commit

    def slow(self: Recorder, batch: Sequence[Intake]) -> Iterator[Added]:
        sizes_seen.append(len(batch))
        clock.now += timedelta(seconds=next(seconds))
        return commit(self, batch)

    monkeypatch.setattr(Recorder, "_commit", slow)
    assert len(list(Recorder(home).add(intakes(range(3))))) == 3 * BATCH
    assert sizes_seen == [8, 2, 4, 2, 4, 4]


def test_who_records_more_soon_has_the_files_follow_once_a_second(home: Home, clock: Hand) -> None:
    logbook = home.logbook()
    seen = []
    for number in range(4):
        list(Recorder(home, logbook=logbook).add(intakes([number])))
        seen.append(published(home))
        clock.now += timedelta(seconds=0.4)
    first, _, third, fourth = sizes(home)[1:]
    # After a second, what was left is the first that follows.
    assert (seen, first < third < fourth) == ([first, first, first, third], True)
    logbook.finish(clock())
    assert published(home) == sizes(home)[-1]
    assert (verify_home(home).damages, verify_home(home).notes) == ((), ())


def test_a_checkpoint_file_stands_only_for_tiles_that_are_durable(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published(home)
    kept = {path for path in (home.path / "log").rglob("*") if path.is_file()}
    told = list[Path]()

    def barrier(folder: Path, files: list[str]) -> None:
        told.extend(map(Path, files))
        assert folder == home.path / "log"
        assert published(home) == before

    monkeypatch.setattr(logbook_module, "sync_all", barrier)
    list(Recorder(home).add(intakes([1])))
    assert published(home) == sizes(home)[-1] > before
    there = {path for path in (home.path / "log" / "tile").rglob("*") if path.is_file()}
    assert there - kept <= set(told)
    assert {path.parent for path in there - kept} <= set(told)


def test_where_the_disk_is_full_at_the_barrier_the_older_checkpoint_stays(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(home)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(logbook_module, "sync_all", full)
        with pytest.raises(StoreError, match="no space left"):
            list(Recorder(home).add(intakes([1])))
    assert published(home) == before < sizes(home)[-1]
    assert list((home.path / "log").rglob(".*")) == []
    assert verify_home(home).damages == ()
    assert {one.status for one in Recorder(home).add(intakes([1]))} == {record.ALREADY}
    assert (verify_home(home).damages, verify_home(home).notes) == ((), ())


def test_a_batch_that_was_undone_leaves_nothing_in_the_tiles(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(home)
    list(recorder.add(intakes(range(3))))

    def full(*_: object) -> None:
        raise StoreError("full")

    for number in (3, 4):
        with monkeypatch.context() as patch:
            patch.setattr(type(home.store), "_commit", full)
            with pytest.raises(StoreError, match="full"):
                list(recorder.add(intakes([number])))
        with open_home(home.path, Clock()) as other:
            list(Recorder(other).add(intakes([number + 10] * (number == 4))))
    assert {one.status for one in recorder.add(intakes([3, 4, 5]))} == {record.RECORDED}
    result = verify_home(home)
    assert (result.damages, result.notes, result.documents) == ((), (), 7 * BATCH)


def test_many_entries_are_read_from_the_database_rather_than_held(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook_module, "_SEALED_MAX", 20)
    list(Recorder(home).add(intakes(range(12))))
    assert (verify_home(home).damages, verify_home(home).notes) == ((), ())
