"""Tables on their way into a record: mappings of home and command, streams, archives, and `counterfoil map`."""

import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from counterfoil.cli import main
from counterfoil.errors import SettingsError, UnreadableError, UsageError
from counterfoil.flow.home import Home
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import guess_mapping, load_mappings, mapping_place, write_mapping
from counterfoil.flow.prepare import Options, Prepared
from counterfoil.flow.record import Recorder
from counterfoil.model.settings import Limits
from trades import made_home

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "tables"
MAPPING = """
document = "invoice"
us = "buyer"
[columns]
No = "number"
Day = "issued"
Seller = "seller.name"
Total = "payable"
"""
TABLE = "No,Day,Seller,Total\n7,2026-01-31,Nord,10\n8,2026-02-01,Nord,x\n9,2026-02-01,Nord,12\n"
DAY = date(2026, 3, 1)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "m.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def options(mapping: Path, **limits: int) -> Options:
    return Options(on=DAY, mappings=load_mappings([mapping]), limits=Limits(**limits))


def prepared(path: Path, opts: Options, jobs: int = 1) -> list[Prepared]:
    return [intake.prepared for intake in intakes([path], opts, jobs)]


def test_a_table_gives_its_documents_and_refusals_in_order(table: Path, mapping: Path) -> None:
    found = prepared(table, options(mapping))
    assert [(one.file, one.position, one.error is None) for one in found] == [
        (str(table), 1, True),
        (f"{table}#2", 2, False),
        (f"{table}#3", 3, True),
    ]
    assert "Row 3, column 'Total': 'x' is no number" in (found[1].error or "")
    assert {one.original for one in found} == {hashlib.sha256(table.read_bytes()).digest()}
    assert [(one.valid, one.rulebooks) for one in found] == [(None, ())] * 3


def test_several_processes_give_the_same(tmp_path: Path, table: Path, mapping: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing", encoding="utf-8")
    assert prepared(tmp_path, options(mapping), 2) == prepared(tmp_path, options(mapping), 1)


def test_a_table_in_an_archive_is_the_same(tmp_path: Path, table: Path, mapping: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(table, "in/table.csv")
    inside = prepared(tmp_path / "a.zip", options(mapping))
    assert [one.id for one in inside] == [one.id for one in prepared(table, options(mapping))]
    assert inside[0].file == f"{tmp_path / 'a.zip'}!/in/table.csv"


def test_a_large_table_is_streamed_whatever_the_limit_of_documents(tmp_path: Path, mapping: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("w", encoding="utf-8") as file:
        file.write("No,Day,Seller,Total\n")
        for number in range(300_000):
            file.write(f"R-{number // 3:07d},2026-01-31,Nord Company,{number // 3}\n")
    first, *_ = intakes([large], options(mapping, document_bytes_max=100))
    assert callable(first.original)
    assert first.prepared.error is None
    refused = prepared(large, options(mapping, table_bytes_max=1000))
    assert [one.error is not None for one in refused] == [True]
    assert "table_bytes_max" in (refused[0].error or "")


def test_what_is_no_table_is_refused_as_before(tmp_path: Path, mapping: Path) -> None:
    (tmp_path / "prose.txt").write_text("Dear all, we meet on Monday, as ever.\nKind regards, Us\n", encoding="utf-8")
    (only,) = prepared(tmp_path / "prose.txt", options(mapping))
    assert "no format that we read" in (only.error or "")
    packed = tmp_path / "x.gz"
    packed.write_bytes(gzip.compress(TABLE.encode()))
    assert prepared(packed, options(mapping))[0].error is not None


def test_a_table_is_recorded_once_and_verified(home: Home, table: Path, mapping: Path) -> None:
    recorder = Recorder(home)
    opts = Options(on=DAY, mappings=load_mappings([mapping]), us=home.us)
    assert [added.status for added in recorder.add(intakes([table], opts))] == ["recorded", "refused", "recorded"]
    again = table.with_name("again.csv")
    again.write_text("Total;Seller;No;Day\n12.00;Nord;9;2026-02-01\n", encoding="utf-8")
    assert [added.status for added in recorder.add(intakes([again], opts))] == ["already-recorded"]
    row = next(iter(home.store.documents()))
    assert (row.format, row.role) == ("table", "buyer")
    with home.store.open_original(row.original) as original:  # type: ignore[union-attr]
        assert original.read() == table.read_bytes()


def test_a_large_table_keeps_its_original(home: Home, tmp_path: Path, mapping: Path) -> None:
    large = tmp_path / "large.csv"
    remark = "x" * 4000
    rows = (f"R-{number},2026-01-31,Nord,1,{remark}\n" for number in range(2200))
    large.write_text("No,Day,Seller,Total,Remark\n" + "".join(rows), encoding="utf-8")
    opts = Options(on=DAY, mappings=load_mappings([mapping]))
    assert sum(added.status == "recorded" for added in Recorder(home).add(intakes([large], opts))) == 2200
    assert list(home.store.originals()) == [hashlib.sha256(large.read_bytes()).digest()]


# --- Mappings ---------------------------------------------------------------------------------------------------------


def test_mappings_named_come_before_those_of_the_home(tmp_path: Path, mapping: Path) -> None:
    assert load_mappings([], tmp_path / "nowhere") == ()
    folder = tmp_path / "home" / "mappings"
    folder.mkdir(parents=True)
    for name in ("b.toml", "a.toml", "ignored.txt"):
        (folder / name).write_text(MAPPING, encoding="utf-8")
    found = load_mappings([mapping, mapping], tmp_path / "home")
    assert [Path(each.name).name for each in found] == ["m.toml", "a.toml", "b.toml"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), (b"\xff\xfe", "not in UTF-8"), (b"a" * 1_000_001, "too large"), (b"a", "no valid TOML")],
)
def test_a_mapping_that_cannot_be_used_is_told(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=said) as refused:
        load_mappings([path])
    assert "x.toml" in str(refused.value)


def test_a_mapping_is_never_overwritten_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    write_mapping(path, "a = 1\n")
    with pytest.raises(UsageError, match="there already"):
        write_mapping(path, "a = 2\n")
    assert path.read_text("utf-8") == "a = 1\n"
    write_mapping(path, "a = 3\n", force=True)
    assert path.read_text("utf-8") == "a = 3\n"
    with pytest.raises(SettingsError, match="cannot be written"):
        write_mapping(tmp_path / "none" / "m.toml", "a")
    assert [each.name for each in tmp_path.iterdir()] == ["m.toml"]


def test_the_place_of_a_mapping_in_a_home() -> None:
    assert mapping_place(Path("h"), "x/My Export (1).CSV") == Path("h/mappings/my-export--1.toml")
    assert mapping_place(Path("h"), "...") == Path("h/mappings/table.toml")


def test_what_is_no_table_has_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(UnreadableError, match="is no table"):
        guess_mapping(tmp_path / "a.txt", Limits())
    with pytest.raises(UnreadableError, match="no file"):
        guess_mapping(tmp_path / "b.txt", Limits())
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="holds 0 files"):
        guess_mapping(tmp_path / "folder", Limits())


# --- The command ------------------------------------------------------------------------------------------------------


def test_map_prints_writes_and_is_used_from_the_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = GOLDEN / "sap-orders.csv"
    assert main(["map", str(table)]) == 0
    assert 'document = "order"' in capsys.readouterr().out
    home = made_home(tmp_path / "home")
    assert main(["--home", str(home), "map", str(table)]) == 0
    assert (home / "mappings" / "sap-orders.toml").exists()
    assert main(["--home", str(home), "map", str(table)]) == 2
    assert main(["--home", str(home), "map", "--force", "--json", str(table)]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["columns"]["Einkaufsbeleg"] == ["number"]
    assert told["mapping"] == str(home / "mappings" / "sap-orders.toml")
    assert main(["--home", str(home), "add", "--json", str(table)]) == 0
    added = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["number"], one["status"]) for one in added] == [("4500017823", "recorded"), ("4500017831", "recorded")]


def test_check_reads_tables_by_the_mappings_named(
    table: Path, mapping: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--json", "--mapping", str(mapping), str(table)]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["document"], row["format"], row["valid"]) for row in rows] == [
        ("invoice", "table", None),
        (None, None, None),
        ("invoice", "table", None),
    ]
    assert main(["check", "--json", str(table)]) == 1
    assert "counterfoil map FILE" in capsys.readouterr().out


@pytest.mark.parametrize("name", [path.name for path in sorted(GOLDEN.iterdir())])
def test_every_golden_export_goes_from_map_to_check(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "m.toml"
    assert main(["map", str(GOLDEN / name), "-o", str(place)]) == 0
    assert main(["check", "--mapping", str(place), str(GOLDEN / name)]) == 0


MEASURE = """
import resource, sys
from pathlib import Path
from counterfoil.flow.mapping import load_mappings
from counterfoil.formats.table import Table, Unread, read_table, survey
from counterfoil.model.settings import Limits

path, rows = Path(sys.argv[1]), int(sys.argv[3])
with path.open("w") as file:
    file.write("No,Day,Seller,Total\\n")
    for row in range(rows):  # the two rows of a document stand as far apart as can be
        file.write(f"R-{row % (rows // 2):07d},2026-01-31,Seller {row % 977},{row % (rows // 2)}\\n")
mappings = load_mappings([sys.argv[2]])
limits = Limits()
opened = lambda: path.open("rb")
table = Table(opened, survey(opened, limits.table_bytes_max), limits)
count = sum(not isinstance(one, Unread) for one in read_table(table, mappings))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measured(tmp_path: Path, rows: int) -> tuple[int, int]:
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING.replace("seller.name", "note"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, tmp_path / "t.csv", mapping, str(rows)],
        capture_output=True,
        text=True,
        check=True,
    )
    count, peak = done.stdout.split()
    return int(count), int(peak)


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes on Linux only")
@pytest.mark.parametrize("rows", [200_000, pytest.param(1_000_000, marks=pytest.mark.soak)])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, rows: int) -> None:
    few, most = measured(tmp_path, 2_000), measured(tmp_path, rows)
    assert (few[0], most[0]) == (1_000, rows // 2)
    assert most[1] - few[1] < 60_000


def test_a_guess_that_knows_no_column_is_not_in_the_way(tmp_path: Path, table: Path, mapping: Path) -> None:
    home = made_home(tmp_path / "home")
    odd = tmp_path / "odd.csv"
    odd.write_text("Ποσό;Περιγραφή\n10,00;x\n11,00;y\n", encoding="utf-8")
    assert main(["--home", str(home), "map", str(odd)]) == 0
    place = mapping_place(home, odd)
    assert '# "Ποσό" = ""' in place.read_text(encoding="utf-8")
    assert load_mappings([mapping], home) == load_mappings([mapping])
    with pytest.raises(SettingsError, match="no \\[columns\\]"):
        load_mappings([place], home)
    place.write_text(MAPPING.replace("[columns]", "[column]"), encoding="utf-8")
    with pytest.raises(SettingsError, match="unknown"):
        load_mappings([], home)
