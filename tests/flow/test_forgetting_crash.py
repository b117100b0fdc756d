"""The process dies at every step of a `forget`: it is forgotten whole or not at all, and the next start finishes it."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from papers_bank import Entry, camt

from counterfoil.flow import finishing, forgotten_list
from counterfoil.flow import logbook as logbook_module
from counterfoil.flow.forgetting import Forget
from counterfoil.flow.forgotten_list import LIST, read_list
from counterfoil.flow.home import open_home
from counterfoil.flow.logbook import Logbook
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.store.originals import Originals
from counterfoil.store.sqlite.store import SqliteStore
from dying import Steps, cut, dies
from flow.forgetting import OTHER, SALARY, SECRET, holding
from flow.made import intakes_of
from trades import BUYER, DAY, SELLER, Clock, made_home, trade

CHANGES = ("forget_facts", "reduce_fact", "change_documents", "forget_names", "drop_decisions", "drop_handlings")
STEPS: Steps = [
    *((SqliteStore, name) for name in (*CHANGES, "append_facts", "put_links", "drop_links", "put_checkpoint")),
    *((SqliteStore, name) for name in ("_commit", "_rewritten", "scrub", "remove_original")),
    *((Logbook, name) for name in ("seal", "publish")),
    (Originals, "remove"),
    (logbook_module, "_write"),
    (forgotten_list, "_write"),
    (finishing, "write_lists"),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, bytes]:
    """A home with a trade and a statement with a salary; the ids of the invoice and of the statement."""
    path = made_home(tmp_path_factory.mktemp("sound") / "home")
    bank = camt("S-7", BUYER, DAY, "9000.00", (OTHER, SALARY, Entry("-12.00", DAY, SELLER, "Porto")))
    papers = {**trade(1), "bank": bank}
    with open_home(path, Clock()) as home:
        ids = {one.file: one.id or b"" for one in Recorder(home).add(intakes_of(papers))}
    return path, ids["1-invoice.xml"], ids["bank"]


def forget(path: Path, invoice: bytes, statement: bytes) -> None:
    with open_home(path, Clock()) as home:
        whole = Forget(id=invoice, why="asked to", person="Ada", override=True)
        Recorder(home).forget(
            [whole, Forget(id=statement, why="asked to", person="Ada", entries=("2",), override=True)]
        )


def assert_whole_or_not_at_all(path: Path, invoice: bytes, statement: bytes) -> bool:
    with open_home(path, Clock()) as home:
        verified = verify_home(home)
        assert (verified.damages, home.store.is_scrubbed()) == ((), True)
        rows = home.store.documents_by_id([invoice, statement])
        is_forgotten = rows[invoice].role == "forgotten"
        assert (rows[statement].forgotten is not None) == is_forgotten == (len(verified.forgotten) == 2)
        there = bool(holding(path, SECRET.name, "4711.13"))
        assert there != is_forgotten
        assert (invoice in set(home.store.originals())) != is_forgotten
        if is_forgotten:
            assert {one.id for one in read_list(path / LIST)} == {invoice.hex(), statement.hex()}
        made = intakes_of({"next": trade(2)["2-order.xml"]})
        assert [one.status for one in Recorder(home).add(made)] == ["recorded"]
    if not is_forgotten:
        forget(path, invoice, statement)
    with open_home(path, Clock()) as home:
        last = verify_home(home)
        assert (last.damages, last.notes, len(last.forgotten)) == ((), (), 2)
        assert holding(path, SECRET.name, "4711.13") == []
    return is_forgotten


def rounds(sound: tuple[Path, bytes, bytes], folder: Path, way: Callable[..., bool], numbers: range) -> tuple[int, int]:
    """How often it had come to an end with nothing forgotten, and with all of it."""
    ends = [0, 0]
    for at in numbers:
        path = Path(shutil.copytree(sound[0], folder / str(at)))
        if not way(partial(forget, path, *sound[1:]), STEPS, at):
            break
        ends[assert_whole_or_not_at_all(path, *sound[1:])] += 1
        shutil.rmtree(path)
    return ends[0], ends[1]


def test_a_process_that_dies_at_some_steps_forgets_all_or_nothing(
    sound: tuple[Path, bytes, bytes], tmp_path: Path
) -> None:
    assert min(rounds(sound, tmp_path, dies, range(0, 200, 5))) > 2


def test_a_process_that_is_interrupted_at_some_steps_forgets_all_or_nothing(
    sound: tuple[Path, bytes, bytes], tmp_path: Path
) -> None:
    assert min(rounds(sound, tmp_path, cut, range(3, 200, 9))) > 1


@pytest.mark.soak
def test_a_process_that_dies_at_any_step_forgets_all_or_nothing(
    sound: tuple[Path, bytes, bytes], tmp_path: Path
) -> None:
    assert min(rounds(sound, tmp_path, dies, range(1000))) > 10
