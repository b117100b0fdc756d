"""The export as files: whole or not there, the same in every form, and nothing that a spreadsheet calculates."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from counterfoil.errors import HomeError, StoreError, UsageError
from counterfoil.flow import export as module
from counterfoil.flow.decisions import ACCEPTED, discrepancies_handled, links_decided
from counterfoil.flow.export import COLUMNS, CSV, PARQUET, export
from counterfoil.flow.home import Home
from counterfoil.flow.record import Recorder
from flow.made import intakes_of
from trades import trade


@pytest.fixture
def full(home: Home) -> Home:
    list(Recorder(home).add(intakes_of(trade())))
    links, found = [row.id for row in home.store.links()], [row.id for row in home.store.discrepancies()]
    Recorder(home).decide(links_decided(home.store, links[:1], "Ada", "I asked", confirmed=True))
    Recorder(home).decide(discrepancies_handled(home.store, found[:1], ACCEPTED, "Ada", "small", "Grüner"))
    return home


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


@pytest.mark.parametrize("recorded", [False, True])
def test_csv_and_parquet_agree_and_have_their_columns_without_rows_too(
    home: Home, tmp_path: Path, recorded: bool, request: pytest.FixtureRequest
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'insight' is not installed")
    if recorded:
        request.getfixturevalue("full")
    counts = export(home, tmp_path / CSV, CSV), export(home, tmp_path / PARQUET, PARQUET)
    for name, columns in COLUMNS.items():
        head, *rows = cells(tmp_path / CSV / f"{name}.csv")
        table = parquet.read_table(tmp_path / PARQUET / f"{name}.parquet")
        assert tuple(head) == columns == tuple(table.column_names)
        assert [[value or "" for value in row.values()] for row in table.to_pylist()] == rows
        assert counts[0][f"{name}.csv"] == counts[1][f"{name}.parquet"] == len(rows)
        assert bool(rows) == recorded


def test_many_rows_are_written_in_portions(full: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'insight' is not installed")
    monkeypatch.setattr(module, "_ROWS_MAX", 3)
    export(full, tmp_path / "out", PARQUET)
    assert parquet.read_table(tmp_path / "out" / "documents.parquet").num_rows == 8
    assert parquet.ParquetFile(tmp_path / "out" / "documents.parquet").num_row_groups == 3


def test_what_people_decided_is_exported_with_who_and_why(full: Home, tmp_path: Path) -> None:
    export(full, tmp_path / "out")
    link, discrepancy = map(json.loads, (tmp_path / "out" / "decisions.jsonl").read_bytes().splitlines())
    assert (link["about"], link["state"], link["owner"], link["why"]) == ("link", "confirmed", None, "I asked")
    assert (discrepancy["about"], discrepancy["state"], discrepancy["owner"]) == ("discrepancy", "accepted", "Grüner")
    assert discrepancy["kind"] in {"quantity-over-received", "short-paid"}
    assert {link["actor"], discrepancy["actor"]} == {"Ada"}
    facts = [json.loads(line) for line in (tmp_path / "out" / "facts.jsonl").read_bytes().splitlines()]
    assert facts[link["fact"]]["kind"] == "link.confirmed/1"
    assert facts[discrepancy["fact"]]["claims"]["why"] == discrepancy["why"] == "small"


def test_originals_are_named_by_their_bytes(full: Home, tmp_path: Path) -> None:
    assert export(full, tmp_path / "out", originals=True)["originals"] == 8
    for path in (tmp_path / "out" / "originals").iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    named = {json.loads(line)["original"] for line in (tmp_path / "out" / "documents.jsonl").read_bytes().splitlines()}
    assert named == {path.name for path in (tmp_path / "out" / "originals").iterdir()}


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), StoreError("x"), KeyboardInterrupt()])
def test_a_cut_off_export_leaves_nothing(
    full: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(*_: object) -> int:
        raise failure

    monkeypatch.setattr(module, "_write_originals", fail)
    (tmp_path / "in").mkdir()
    with pytest.raises((HomeError, StoreError, KeyboardInterrupt)):
        export(full, tmp_path / "in" / "out", originals=True)
    assert list((tmp_path / "in").iterdir()) == []


def test_what_another_export_writes_is_left_alone(full: Home, tmp_path: Path) -> None:
    (tmp_path / ".out.1.part").mkdir()
    (tmp_path / ".out.1.part" / "facts.jsonl").write_text("mine", "utf-8")
    export(full, tmp_path / "out")
    assert (tmp_path / ".out.1.part" / "facts.jsonl").read_text("utf-8") == "mine"


def test_places_without_a_name(full: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "in" / "here"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    for place, said in ((".", "stand in"), ("..", "not empty"), ("/", "not empty"), ("", "stand in")):
        with pytest.raises(UsageError, match=said):
            export(full, Path(place))
    export(full, Path("new/folder"))
    assert (inside / "new" / "folder" / "facts.jsonl").exists()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    export(full, tmp_path / "link")
    assert (tmp_path / "empty" / "facts.jsonl").exists()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("-12.50", "-12.50"),
        ("+4", "+4"),
        ("-", "'-"),
        ("-1+2", "'-1+2"),
        ("+49 170 1", "'+49 170 1"),
        ("-\u00b2", "'-\u00b2"),
        ("-1.2.3", "'-1.2.3"),
        ("=1", "'=1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("\uff1d1", "'\uff1d1"),
        ("", ""),
        (None, ""),
        ("a=1", "a=1"),
    ],
)
def test_a_cell_that_would_be_calculated_is_a_text(value: str | None, cell: str) -> None:
    assert module._cell(value) == cell
