"""The export, read back with other programs' readers: nothing is lost, and a spreadsheet calculates nothing."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from papers import Company, invoice

from cli.running import run
from counterfoil.cli import main
from trades import BILLED, BUYER, DAY, SELLER, made_home, written


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_json_lines_hold_what_the_command_prints(recorded: Path, tmp_path: Path) -> None:
    ran = run("--home", recorded, "export", tmp_path / "out", "--json")
    assert ran.status == 0
    counts = ran.row["rows"]
    out = tmp_path / "out"
    assert lines(out / "links.jsonl") == run("--home", recorded, "links", "--json").rows
    assert lines(out / "discrepancies.jsonl") == run("--home", recorded, "discrepancies", "--json").rows
    listed = run("--home", recorded, "list", "--json").rows
    documents = lines(out / "documents.jsonl")
    assert [{name: one[name] for name in listed[0]} for one in documents] == listed
    assert all(one["summary"]["type"] in {"trade", "statement"} for one in documents)
    assert {one["verdict"]["valid"] for one in documents if one["verdict"]} == {True}
    facts = lines(out / "facts.jsonl")
    assert [fact["index"] for fact in facts] == list(range(len(facts)))
    assert counts == {path.name: len(lines(path) if path.suffix == ".jsonl" else table(path)) for path in out.iterdir()}


def test_csv_holds_the_same_rows(recorded: Path, tmp_path: Path) -> None:
    assert run("--home", recorded, "export", tmp_path / "out").status == 0
    rows = table(tmp_path / "out" / "links.csv")
    expected = run("--home", recorded, "links", "--json").rows
    assert [(row["id"], row["from_number"], row["to_line_id"], row["amount"]) for row in rows] == [
        (one["id"], one["from"]["number"] or "", one["to"]["line_id"] or "", one["amount"] or "") for one in expected
    ]
    bought = [row for row in table(tmp_path / "out" / "lines.csv") if row["number"] == "INV-1"]
    assert [(row["line"], row["name"], row["quantity"], row["amount"]) for row in bought] == [
        ("1", "Oak board", "10", "415.00"),
        ("2", "Beech panel", "5", "91.00"),
    ]
    paid = [row for row in table(tmp_path / "out" / "lines.csv") if row["number"] == "S-1"]
    assert [(row["amount"], row["counterparty"]) for row in paid] == [("-300.00", SELLER.name)]


def test_parquet_holds_what_csv_holds(recorded: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'insight' is not installed")
    assert run("--home", recorded, "export", tmp_path / "csv").status == 0
    assert run("--home", recorded, "export", tmp_path / "parquet", "--tables", "parquet").status == 0
    for name in ("documents", "lines", "links", "discrepancies"):
        rows = parquet.read_table(tmp_path / "parquet" / f"{name}.parquet").to_pylist()
        plain = [{column: value or "" for column, value in row.items()} for row in rows]
        assert plain == [
            {column: value.removeprefix("'") for column, value in row.items()}
            for row in table(tmp_path / "csv" / f"{name}.csv")
        ]


def test_originals_come_along_unchanged(recorded: Path, papers: Path, tmp_path: Path) -> None:
    assert run("--home", recorded, "export", tmp_path / "out", "--originals").status == 0
    there = {path.read_bytes() for path in (tmp_path / "out" / "originals").iterdir()}
    assert there == {path.read_bytes() for path in papers.iterdir()}


def test_an_empty_record_gives_files_without_rows(fresh: Path, tmp_path: Path) -> None:
    assert run("--home", fresh, "export", tmp_path / "out").status == 0
    assert lines(tmp_path / "out" / "links.jsonl") == []
    pytest.importorskip("pyarrow", reason="the extra 'insight' is not installed")
    assert run("--home", fresh, "export", tmp_path / "more", "--tables", "parquet").status == 0


def test_a_spreadsheet_calculates_nothing_and_breaks_no_row(fresh: Path, tmp_path: Path) -> None:
    texts = ["=HYPERLINK('x')", "+1+cmd", "-1+2", "@SUM(1)", 'a "quoted", one', "two\nlines; and more", "\ttab"]
    papers = {
        f"{n}.xml": invoice(f"N-{n}", DAY, DAY, BUYER, Company(text.strip("\t"), f"DE{n}", f"{n}", "DE1"), BILLED)
        for n, text in enumerate(texts)
    }
    assert run("--home", fresh, "add", written(tmp_path / "in", papers)).status == 0
    assert run("--home", fresh, "export", tmp_path / "out").status == 0
    rows = table(tmp_path / "out" / "documents.csv")
    assert len(rows) == len(texts)
    assert not any(value[:1] in ("=", "+", "-", "@", "\t") for row in rows for value in row.values())
    issuers = {row["issuer"].removeprefix("'") for row in rows}
    assert issuers == {row["issuer"] for row in run("--home", fresh, "list", "--json").rows}


@pytest.mark.parametrize("inside", ["file", "folder with a file"])
def test_nothing_that_is_there_is_overwritten(recorded: Path, tmp_path: Path, inside: str) -> None:
    out = tmp_path / "out"
    if inside == "file":
        out.write_text("mine", "utf-8")
    else:
        out.mkdir()
        (out / "mine").write_text("mine", "utf-8")
    ran = run("--home", recorded, "export", out)
    assert (ran.status, ran.out) == (2, "")
    assert "not empty" in ran.err
    assert (out if inside == "file" else out / "mine").read_text("utf-8") == "mine"


def test_an_export_that_fails_leaves_nothing(recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("counterfoil.flow.export._write_csv", full)
    ran = run("--home", recorded, "export", tmp_path / "out")
    assert ran.status == 3
    assert "No space left on device" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_command_is_what_the_tests_run(tmp_path: Path) -> None:
    assert main(["--home", str(made_home(tmp_path / "h")), "export", str(tmp_path / "out")]) == 0
