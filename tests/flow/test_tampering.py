"""What somebody does to a home behind our back: found where it is damage, told where it is none."""

import itertools
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from counterfoil.errors import HomeError
from counterfoil.flow.facts import entry_of, padding_row
from counterfoil.flow.home import open_home
from counterfoil.flow.prepare import prepare
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import Verified, verify_home
from counterfoil.flow.verify_file import verify_file
from counterfoil.log.tiles import Tile, partial_tiles
from flow.made import TODAY, trade_intakes
from trades import Clock, made_home, trade

DATABASE = "counterfoil.db"


def add(path: Path, *numbers: int) -> None:
    """Add trades to a home, in one batch."""
    with open_home(path, Clock()) as home:
        list(Recorder(home).add(trade_intakes(*numbers)))


def verified(path: Path) -> Verified:
    with open_home(path) as home:
        return verify_home(home)


def where(path: Path) -> set[str]:
    return {damage.where for damage in verified(path).damages}


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path / DATABASE)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three states of one home, one batch after the other: below, within and beyond the first full tile."""
    home, found = made_home(tmp_path_factory.mktemp("states") / "home"), list[Path]()
    for numbers in (range(3), range(3, 8), range(8, 30)):
        add(home, *numbers)
        found.append(Path(shutil.copytree(home, home.with_name(f"state{len(found)}"))))
    return found


@pytest.fixture
def copy(states: list[Path], tmp_path: Path) -> Path:
    """A copy of the newest state."""
    return Path(shutil.copytree(states[-1], tmp_path / "home"))


def size_of(path: Path) -> int:
    return int((path / "log" / "checkpoint").read_text("utf-8").split("\n")[1])


@pytest.mark.parametrize("older", [0, 1])
def test_an_older_checkpoint_file_is_told_and_mended_by_the_next_add(
    states: list[Path], copy: Path, older: int
) -> None:
    shutil.copy(states[older] / "log" / "checkpoint", copy / "log" / "checkpoint")
    result = verified(copy)
    assert result.damages == ()
    (note,) = result.notes
    assert "behind the database" in note
    assert f"({size_of(states[older])} of {size_of(states[-1])} facts)" in note
    add(copy, 99)
    assert (verified(copy).damages, verified(copy).notes) == ((), ())


@pytest.mark.parametrize("older", [0, 1])
def test_an_older_log_folder_is_told_and_mended_by_the_next_add(states: list[Path], copy: Path, older: int) -> None:
    shutil.rmtree(copy / "log")
    shutil.copytree(states[older] / "log", copy / "log")
    assert (where(copy), len(verified(copy).notes)) == (set(), 1)
    data = trade(20)["20-invoice.xml"]
    with open_home(copy) as home:
        assert [one["number"] for one in verify_file(home, data).documents] == ["INV-20"]
    add(copy, 99)
    assert (verified(copy).damages, verified(copy).notes) == ((), ())


def test_with_an_older_log_folder_its_own_tiles_must_be_right(states: list[Path], copy: Path) -> None:
    shutil.rmtree(copy / "log")
    shutil.copytree(states[1] / "log", copy / "log")
    for tile in partial_tiles(size_of(states[1])):
        path = copy / "log" / tile.path
        kept = path.read_bytes()
        path.unlink()
        assert where(copy) == {f"log/{tile.path}"}
        path.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
        assert where(copy) == {f"log/{tile.path}"}
        path.write_bytes(kept)
    assert where(copy) == set()


@pytest.mark.parametrize("older", [0, 1])
def test_a_database_rolled_back_below_its_files_is_found_and_not_added_to(
    states: list[Path], copy: Path, older: int
) -> None:
    for end in ("", "-wal", "-shm"):
        (copy / f"{DATABASE}{end}").unlink(missing_ok=True)
    shutil.copy(states[older] / DATABASE, copy / DATABASE)
    assert "log/checkpoint" in where(copy)
    before = (copy / "log" / "checkpoint").read_bytes()
    with pytest.raises(HomeError, match="second history"):
        add(copy, 99)
    assert (copy / "log" / "checkpoint").read_bytes() == before


def test_the_last_batch_removed_from_the_database_is_found_by_the_checkpoint_file(
    states: list[Path], copy: Path
) -> None:
    size = size_of(states[1])
    sql(
        copy,
        "PRAGMA foreign_keys = OFF",
        f"DELETE FROM link WHERE fact >= {size}",
        "DELETE FROM discrepancy",
        f"DELETE FROM key WHERE document IN (SELECT no FROM document WHERE fact >= {size})",
        f"DELETE FROM document WHERE fact >= {size}",
        f"DELETE FROM fact WHERE no >= {size}",
        f"DELETE FROM checkpoint WHERE size > {size}",
    )
    assert "log/checkpoint" in where(copy)


def test_a_truncated_or_empty_checkpoint_file_is_found_and_made_anew(copy: Path) -> None:
    path = copy / "log" / "checkpoint"
    for length in (0, 1, len(path.read_bytes()) // 2, len(path.read_bytes()) - 1):
        whole = path.read_bytes()
        path.write_bytes(whole[:length])
        assert where(copy) == {"log/checkpoint"}
        add(copy, 1)
        assert path.read_bytes() == whole
        assert where(copy) == set()


def test_tiles_that_are_no_tiles_of_the_log_are_found(copy: Path) -> None:
    for name in ("tile/0/007", "tile/9/000", "tile/README", "tile/0/000.p/256"):
        path = copy / "log" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 32)
        assert where(copy) == {f"log/{name}"}
        path.unlink()
    (copy / "log" / Tile(0, 0).path).write_bytes(b"")
    assert where(copy) == {"log/tile/0/000"}


def test_strangers_among_the_originals_are_told_and_are_no_damage(copy: Path) -> None:
    (copy / "originals" / "README").write_bytes(b"x")
    stranger = copy / "originals" / "2d" / ("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_bytes(b"x")
    result = verified(copy)
    assert result.damages == ()
    (note,) = result.notes
    assert "2 of the files in originals/ (README, 2d711642" in note


def test_an_original_replaced_by_another_is_found(copy: Path) -> None:
    one, other, *_ = sorted(path for path in (copy / "originals").rglob("*") if path.is_file())
    one.chmod(0o644)
    one.write_bytes(other.read_bytes())
    assert where(copy) == {f"original {one.name}"}


def test_another_public_key_is_found(states: list[Path], copy: Path, tmp_path: Path) -> None:
    stranger = made_home(tmp_path / "stranger")
    shutil.copy(stranger / "keys" / "log.vkey", copy / "keys" / "log.vkey")
    assert where(copy) >= {"fact 0", "log/checkpoint"}
    with pytest.raises(HomeError, match="not the one of this log"):
        add(copy, 99)
    (copy / "keys" / "log.vkey").write_text("nonsense\n", "ascii")
    assert where(copy) == {"log", "log/checkpoint"}


def test_both_keys_of_another_home_are_found(copy: Path, tmp_path: Path) -> None:
    stranger = made_home(tmp_path / "stranger")
    shutil.rmtree(copy / "keys")
    shutil.copytree(stranger / "keys", copy / "keys")
    assert where(copy) >= {"fact 0", "log/checkpoint"}


def test_the_database_of_another_home_is_found(copy: Path, tmp_path: Path) -> None:
    stranger = made_home(tmp_path / "stranger")
    shutil.copy(stranger / DATABASE, copy / DATABASE)
    assert where(copy) >= {"fact 0", "log/checkpoint"}


def test_another_owner_in_the_settings_is_no_damage(copy: Path) -> None:
    path = copy / "counterfoil.toml"
    path.write_text('[owner]\nname = "Somebody Else"\n[linking]\ncertain_from = 0.5\n', "utf-8")
    assert verified(copy).damages == ()


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("key", {"key": "key + 1"}),
        ("discrepancy", {"id": "randomblob(16)"}),
        ("link", {"id": "randomblob(16)"}),
        ("document", {"no": "no + 1", "id": "randomblob(32)"}),
        ("fact", {"no": "no + 1", "entry": "randomblob(32)"}),
        ("checkpoint", {"size": "size + 1"}),
        ("checkpoint", {"size": "size - 1"}),
    ],
)
def test_a_row_that_no_fact_says_is_found(copy: Path, table: str, changed: dict[str, str]) -> None:
    with closing(sqlite3.connect(copy / DATABASE)) as database:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        chosen = ", ".join(changed.get(column, column) for column in columns)
        database.execute(f"INSERT INTO {table} SELECT {chosen} FROM {table} ORDER BY {columns[0]} DESC LIMIT 1")
        database.commit()
    assert where(copy)


def test_claims_that_are_none_are_damage_of_their_fact_and_no_crash(copy: Path) -> None:
    with open_home(copy) as home:
        facts = [fact for fact in home.store.facts() if fact.kind in ("document.received/1", "document.linked/1")]
    for fact in (facts[0], facts[-1]):
        for claims in (b"{}", b'{"links":1,"role":"buyer"}', b'{"links":[{}]}', b"[]", b"x"):
            forged = msgspec.structs.replace(fact, claims=claims)
            try:
                entry = entry_of(forged)
            except Exception:  # noqa: BLE001 - then the fact as it stood before is as good
                entry = fact.entry
            with closing(sqlite3.connect(copy / DATABASE)) as database:
                database.execute("UPDATE fact SET claims = ?, entry = ? WHERE no = ?", (claims, entry, fact.index))
                database.commit()
            assert f"fact {fact.index}" in where(copy), claims


def test_a_row_that_leads_from_a_file_to_the_fact_of_another_proves_nothing(copy: Path) -> None:
    strange = trade(77)["77-order.xml"]
    (prepared,) = prepare("x", strange, TODAY)
    with closing(sqlite3.connect(copy / DATABASE)) as database:
        database.execute("UPDATE document SET original = ? WHERE no = 1", (prepared.original,))
        database.commit()
    with open_home(copy) as home:
        result = verify_file(home, strange)
    assert result.documents == ()
    assert "came from another file" in result.damages[0]


def test_a_missing_tile_is_damage_for_a_file_too(copy: Path) -> None:
    shutil.rmtree(copy / "log" / "tile" / "0")
    with open_home(copy) as home:
        result = verify_file(home, trade(1)["1-order.xml"])
    assert result.documents == ()
    assert "is missing" in result.damages[0]


def test_verifying_while_another_program_adds_finds_no_damage(copy: Path) -> None:
    added = list(range(100, 104))

    ticks = itertools.count(1)

    def interfere(_: int) -> None:
        if next(ticks) % 150 == 0 and added:
            add(copy, added.pop())

    with open_home(copy) as home:
        result = verify_home(home, interfere)
    assert added == []
    assert (result.damages, result.notes) == ((), ())


def test_padding_is_verified_as_such(copy: Path) -> None:
    with open_home(copy) as home:
        logbook, now = home.logbook(), datetime(2026, 4, 1, tzinfo=UTC)
        with home.store.writing():
            rows = [padding_row(home.store.size() + at, now) for at in range(3)]
            home.store.append_facts(rows)
            logbook.seal(rows, now)
        assert [len(verify_home(home).notes), verify_home(home).damages] == [1, ()]
        with home.store.writing():
            logbook.publish()
        assert (verify_home(home).notes, verify_home(home).damages) == ((), ())
    sql(copy, "UPDATE fact SET secret = randomblob(32) WHERE no = (SELECT max(no) FROM fact)")
    assert len(where(copy)) == 1
