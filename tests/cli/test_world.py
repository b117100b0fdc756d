"""`counterfoil world` writes a world and says what to do with it."""

from pathlib import Path

import msgspec

from cli.running import run


def test_a_world_is_written_and_its_documents_can_be_read_as_it_says(tmp_path: Path) -> None:
    done = run("world", tmp_path / "world", "--seed", "2", "--size", "40", "--faults", "none")
    assert (done.status, done.err) == (0, "")
    assert "files were written to" in done.out
    mappings = [part for one in sorted((tmp_path / "world" / "mappings").iterdir()) for part in ("--mapping", one)]
    checked = run("check", tmp_path / "world" / "documents", "--json", *mappings)
    assert checked.status == 0
    assert [row["error"] for row in checked.rows if row["error"]] == []


def test_a_world_for_programs(tmp_path: Path) -> None:
    told = run("world", tmp_path / "world", "--size", "30", "--json").row
    assert told["files"] == sum(one.is_file() for one in (tmp_path / "world").rglob("*"))
    about = msgspec.json.decode((tmp_path / "world" / "truth" / "world.json").read_bytes())
    assert (told["on"], told["seed"]) == (about["on"], about["seed"])


def test_what_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for arguments in ((tmp_path,), (tmp_path / "new", "--faults", "plague"), (tmp_path / "new", "--size", "5")):
        done = run("world", *arguments)
        assert done.status == 2
        assert done.err.startswith("counterfoil: ")
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
