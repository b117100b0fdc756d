"""The process dies at every single step of an `add` and of an `init`: what was reported is there, and all goes on."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from counterfoil.errors import HomeError, StoreError
from counterfoil.flow import home as home_module
from counterfoil.flow import keys as keys_module
from counterfoil.flow import logbook as logbook_module
from counterfoil.flow.home import init_home, open_home
from counterfoil.flow.logbook import Logbook
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.flow.verify_file import verify_file
from counterfoil.model.settings import Owner, Settings
from counterfoil.store.originals import Originals
from counterfoil.store.sqlite.store import SqliteStore
from dying import Steps, cut, dies
from flow.made import trade_intakes
from trades import Clock, made_home

STORE = (
    *("put_original", "start_sync_of_originals", "sync_originals", "append_facts", "put_documents"),
    *("put_keys", "put_links", "drop_links"),
)
STEPS: Steps = [
    *((SqliteStore, name) for name in (*STORE, "replace_discrepancies", "put_checkpoint", "_commit")),
    *((Originals, name) for name in ("_place",)),
    *((Logbook, name) for name in ("seal", "publish")),
    *((logbook_module, name) for name in ("_write", "_remove_folder")),
]
INIT_STEPS: Steps = [
    *((SqliteStore, name) for name in ("_prepare", "append_facts", "put_checkpoint", "_commit")),
    *((Logbook, name) for name in ("seal", "publish")),
    (logbook_module, "_write"),
    (home_module, "write_settings"),
    (keys_module, "_write_secret"),
    (Path, "mkdir"),
]


def add(path: Path, reported: Path, *numbers: int) -> None:
    """Add trades in a batch each, and write the ids that were reported to a file."""
    with open_home(path, Clock()) as home, reported.open("ab", buffering=0) as told:
        recorder = Recorder(home)
        for number in numbers:
            for added in recorder.add(trade_intakes(number)):
                assert added.id is not None
                told.write(added.id)


def assert_sound_and_goes_on(path: Path, reported: Path) -> None:
    promised = reported.read_bytes() if reported.exists() else b""
    with open_home(path, Clock()) as home:
        first = verify_home(home)
        assert first.damages == ()
        there = {row.id: row.original for row in home.store.documents()}
        assert {promised[at : at + 32] for at in range(0, len(promised), 32)} <= there.keys()
        for one in trade_intakes(14, 15):
            if one.prepared.id in there:
                assert isinstance(one.original, bytes)
                assert verify_file(home, one.original).damages == ()
                assert len(verify_file(home, one.original).documents) == 1
        assert len({added.id for added in Recorder(home).add(trade_intakes(14, 15, 16))}) == 24
        last = verify_home(home)
        assert (last.damages, last.notes) == ((), ())
        assert (last.documents, last.originals) == (17 * 8, 17 * 8)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home just below a full tile of facts: the batches to come fill it and go beyond."""
    path = made_home(tmp_path_factory.mktemp("sound") / "home")
    with open_home(path, Clock()) as home:
        list(Recorder(home).add(trade_intakes(*range(14))))
    return path


def rounds(sound: Path, folder: Path, way: Callable[..., bool], numbers: range) -> int:
    """Add two trades with the end at each of these steps; gives at how many it came to an end."""
    ends = 0
    for at in numbers:
        path = Path(shutil.copytree(sound, folder / str(at)))
        reported = folder / f"reported{at}"
        ended = way(partial(add, path, reported, 14, 15), STEPS, at)
        if not ended:
            break
        ends += 1
        assert_sound_and_goes_on(path, reported)
        shutil.rmtree(path)
    return ends


def test_a_process_that_dies_at_some_steps_loses_nothing(sound: Path, tmp_path: Path) -> None:
    assert rounds(sound, tmp_path, dies, range(0, 170, 17)) > 6


def test_a_process_that_is_interrupted_at_some_steps_loses_nothing(sound: Path, tmp_path: Path) -> None:
    assert rounds(sound, tmp_path, cut, range(5, 170, 21)) > 5


@pytest.mark.soak
def test_a_process_that_dies_at_any_step_loses_nothing(sound: Path, tmp_path: Path) -> None:
    assert rounds(sound, tmp_path, dies, range(1000)) > 60


@pytest.mark.soak
def test_a_process_that_is_interrupted_at_any_step_loses_nothing(sound: Path, tmp_path: Path) -> None:
    assert rounds(sound, tmp_path, cut, range(1000)) > 60


@pytest.mark.parametrize("name", ["seal", "publish", "_write"])
@pytest.mark.parametrize("error", [StoreError("full"), MemoryError(), RuntimeError("a fault of ours")])
def test_the_same_recorder_goes_on_after_a_failure(sound: Path, tmp_path: Path, name: str, error: Exception) -> None:
    path = Path(shutil.copytree(sound, tmp_path / "home"))
    with open_home(path, Clock()) as home:
        recorder = Recorder(home)
        with pytest.MonkeyPatch.context() as patch:

            def fail(*_: object) -> None:
                raise error

            patch.setattr(logbook_module if name == "_write" else Logbook, name, fail)
            with pytest.raises(type(error)):
                list(recorder.add(trade_intakes(14, 15)))
        assert verify_home(home).damages == ()
        assert len(list(recorder.add(trade_intakes(14, 15, 16)))) == 24
        last = verify_home(home)
        assert (last.damages, last.notes, last.documents) == ((), (), 17 * 8)


OWNER = Settings(owner=Owner(name="N"))


def test_an_init_that_dies_leaves_a_home_or_says_what_to_remove(tmp_path: Path) -> None:
    for at in range(200):
        path = tmp_path / str(at)
        if not dies(partial(init_home, path, OWNER, None), INIT_STEPS, at):
            break
        if (path / "counterfoil.toml").exists():
            with open_home(path) as home:
                assert verify_home(home).damages == ()
            continue
        if path.exists() and list(path.iterdir()):
            with pytest.raises(HomeError, match="remove it") as refused:
                init_home(path, OWNER, None)
            left = refused.value.message.split(" has ")[1].split(" in it")[0]
            assert (path / left).exists()
            shutil.rmtree(path)
        init_home(path, OWNER, None)
    else:
        pytest.fail("it never came to its end")
    assert at > 20


def test_an_init_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    for at in range(200):
        (tmp_path / str(at)).mkdir()
        (tmp_path / str(at) / "mine").write_text("mine", "utf-8")
        path = tmp_path / str(at) / "new" / "home"
        if not cut(partial(init_home, path, OWNER, None), INIT_STEPS[:-1], at):
            break
        assert [one.name for one in (tmp_path / str(at)).iterdir()] == ["mine"]
    else:
        pytest.fail("it never came to its end")
    assert at > 20
