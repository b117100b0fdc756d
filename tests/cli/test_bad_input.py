"""Bad input: each piece is a sentence of its own that says what, where and what to do, and the rest goes on."""

import os
import re
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from papers import invoice

from archives import zipped
from cli.running import Ran, run
from counterfoil.flow.prepare import NO_MEMORY, OUR_FAULT
from counterfoil.formats import _xml as xml
from counterfoil.formats._container import Source, content
from counterfoil.model.settings import Limits
from trades import BILLED, BUYER, DAY, SELLER, made_home, trade, written

GOOD = trade()["1-invoice.xml"]
ORDER = trade()["1-order.xml"]
HEAD = b"<?xml version='1.0'?>\n"
UBL = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
CAMT = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'


def among_good(tmp_path: Path, name: str, data: bytes, *, json: bool = True) -> Ran:
    """Add a folder in which this file stands between two good ones; the good ones must be recorded."""
    home = made_home(tmp_path / "home")
    folder = written(tmp_path / "in", {"a.xml": GOOD, name: data, "z.xml": ORDER})
    ran = run("--home", home, "add", *(["--json"] if json else []), folder)
    assert run("--home", home, "verify").status == 0
    return ran


def refused(ran: Ran, good: int = 2) -> str:
    """The one sentence of what was refused; everything else was recorded."""
    assert (ran.status, ran.err) == (1, "")
    errors = [row["error"] for row in ran.rows if row["status"] == "refused"]
    assert [row["status"] for row in ran.rows].count("recorded") == good
    (error,) = errors
    return sentence(error)


def sentence(text: str) -> str:
    """It is one line, ends as sentences do, and is no confession of a fault of ours."""
    assert "\n" not in text
    assert text.endswith((".", "!", "?", ")"))
    assert OUR_FAULT.split("(")[0] not in text
    assert "Traceback" not in text
    return text


def encrypted() -> bytes:
    """An archive whose members say that they are encrypted."""
    data = bytearray(zipped({"a.xml": GOOD}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def bomb() -> bytes:
    return zipped({"bomb.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})


def amount(text: bytes) -> bytes:
    return GOOD.replace(b'<cbc:PayableAmount currencyID="EUR">602.14', b'<cbc:PayableAmount currencyID="EUR">' + text)


XXE = HEAD + b'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + UBL + b"<ID>&x;</ID></Invoice>"
LAUGHS = (
    HEAD
    + b"<!DOCTYPE lolz [<!ENTITY l0 'lol'>"
    + b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
    + UBL
    + b"<ID>&l9;</ID></Invoice>"
)
REFUSED: dict[str, tuple[bytes, str]] = {
    "xxe": (XXE, "DTD|DOCTYPE|document type"),
    "entity-bomb": (LAUGHS, "DTD|DOCTYPE|document type"),
    "external-dtd": (
        HEAD + b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">' + UBL + b"</Invoice>",
        "DTD|document type",
    ),
    "deep-xml": (UBL + b"<a>" * 5000 + b"</a>" * 5000 + b"</Invoice>", "depth_max"),
    "deep-json": (b'{"@context":[],"type":"EPCISDocument","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "."),
    "unfinished-cdata": (UBL + b"<![CDATA[one\ntwo\nthree", "CData section not finished"),
    "tags-that-cross": (UBL + b"<depth></Invoice>", "depth line 1 and Invoice"),
    "truncated-xml": (GOOD[: len(GOOD) // 2], "well-formed"),
    "truncated-zip": (zipped({"a.xml": GOOD})[:-30], "archive|ZIP"),
    "truncated-pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "PDF"),
    "truncated-mt940": (b":20:X\r\n:25:DE89370400440532013000\r\n:28C:1/1\r\n:60F:C2603", "."),
    "encrypted-zip": (encrypted(), "encrypted|password"),
    "empty": (b"", "empty"),
    "blank": (b" \n\t ", "empty"),
    "no-document": (b"Dear Sir or Madam", "no format that we read"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "no format that we read"),
    "another-xml": (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "html"),
    "wrong-encoding": (GOOD.replace("Sägewerk".encode(), "Sägewerk".encode("latin-1")), "encod|UTF-8|well-formed"),
    "unknown-encoding": (GOOD.replace(b"UTF-8", b"KLINGON"), "encod|KLINGON"),
    "nul-in-xml": (GOOD.replace(b"purchasing", b"a\0b"), "well-formed"),
    "empty-camt": (CAMT + b"</Document>", "."),
    "epcis-without-events": (b'{"@context":[],"type":"EPCISDocument","epcisBody":{"eventList":[]}}', "."),
    "epcis-with-odd-numbers": (
        b'{"type":"EPCISDocument","epcisBody":{"eventList":[{"type":"ObjectEvent","a":NaN}]}}',
        ".",
    ),
    "zip-bomb": (bomb(), "expansion_ratio_max"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_a_sentence_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    data, says = REFUSED[name]
    error = refused(among_good(tmp_path, "bad.bin", data))
    assert re.search(says, error), error
    assert "root:" not in error


@pytest.mark.parametrize("name", ["xxe", "zip-bomb", "empty"])
def test_people_get_what_where_and_what_to_do_on_a_line_of_its_own(tmp_path: Path, name: str) -> None:
    ran = among_good(tmp_path, "bad.bin", REFUSED[name][0], json=False)
    (line,) = (line for line in ran.out.splitlines() if line.startswith("refused"))
    assert str(tmp_path / "in" / "bad.bin") in line
    assert line.count(". ") >= 1
    assert "2 recorded" in ran.out


def test_check_goes_on_as_well(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.xml": GOOD, **{f"b{n}": data for n, (data, _) in enumerate(REFUSED.values())}})
    ran = run("check", "--json", folder)
    assert ran.status == 1
    assert len(ran.rows) == len(REFUSED) + 1
    assert [row["valid"] for row in ran.rows if row["error"] is None] == [True]
    for row in ran.rows[1:]:
        sentence(row["error"])


def test_check_has_no_answer_where_a_file_cannot_be_had(tmp_path: Path) -> None:
    """A 'no' is about documents; here the system gives us none of one, and of the others all is told."""
    folder = written(tmp_path, {"a.xml": GOOD, "b.xml": REFUSED["truncated-xml"][0]})
    ran = run("check", "--json", folder / "a.xml", tmp_path / "missing.xml", folder / "b.xml")
    assert (ran.status, ran.err, len(ran.rows)) == (3, "", 3)
    assert [row["valid"] for row in ran.rows] == [True, None, None]
    assert "There is no file" in sentence(ran.rows[1]["error"])
    assert run("check", folder).status == 1


def test_a_name_that_begins_with_a_dash_is_told_how_to_be_named(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(tmp_path, {"-x.xml": GOOD}))
    ran = run("--home", fresh, "add", "-x.xml")
    assert (ran.status, ran.out) == (2, "")
    assert "-x.xml is a file: put -- before names that begin with a dash, or write ./-x.xml." in ran.err
    assert "is a file" not in run("--home", fresh, "add", "-y.xml").err
    assert run("--home", fresh, "add", "--json", "--", "-x.xml").row["status"] == "recorded"


# --- documents that say odd things: they are recorded, and the rules name what is wrong -------------------------------


@pytest.mark.parametrize(
    "text", [b"NaN", b"INF", b"-Infinity", b"1e400", b"1E999999999", b"0x10", b"1,5", "١٢".encode(), b"", b"9" * 4000]
)
def test_amounts_that_are_none_are_findings_and_never_a_fault(tmp_path: Path, text: bytes) -> None:
    ran = among_good(tmp_path, "bad.xml", amount(text))
    (row,) = (row for row in ran.rows if row["file"].endswith("bad.xml"))
    if row["status"] == "refused":
        sentence(row["error"])
    else:
        assert row["valid"] is False
        home = tmp_path / "home"
        (listed,) = (one for one in run("--home", home, "list", "--json").rows if one["id"] == row["id"])
        assert listed["amount"] is None or set(listed["amount"]) <= set("0123456789.-")
        for verb in (["show", row["id"]], ["discrepancies"], ["links"], ["ageing", "--items"], ["verify"]):
            assert run("--home", home, *verb).status == 0
        assert run("--home", home, "export", tmp_path / "out").status == 0


@pytest.mark.parametrize(
    "day", ["2026-02-30", "0000-00-00", "9999-12-31", "12026-01-01", "tomorrow", "2026-03-02+99:99", ""]
)
def test_impossible_dates_are_findings_and_never_a_fault(tmp_path: Path, day: str) -> None:
    bad = GOOD.replace(b"<cbc:IssueDate>2026-03-02", b"<cbc:IssueDate>" + day.encode())
    ran = among_good(tmp_path, "bad.xml", bad)
    (row,) = (row for row in ran.rows if row["file"].endswith("bad.xml"))
    if row["status"] == "refused":
        sentence(row["error"])
    else:
        assert run("--home", tmp_path / "home", "show", row["id"]).status == 0
    for verb in ("list", "discrepancies", "ageing"):
        assert run("--home", tmp_path / "home", verb).status == 0


def test_a_text_of_50_megabytes_is_read(tmp_path: Path) -> None:
    long = GOOD.replace(b"purchasing", b"x" * 50_000_000)
    ran = among_good(tmp_path, "long.xml", long)
    assert (ran.status, [row["status"] for row in ran.rows]) == (0, ["recorded"] * 3)


def test_the_limits_are_settings(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    with (home / "counterfoil.toml").open("a", encoding="utf-8") as file:
        file.write("document_bytes_max = 3000\n")
    folder = written(tmp_path / "in", {"big.xml": GOOD, "small.xml": trade()["1-reply.xml"]})
    ran = run("--home", home, "add", "--json", folder)
    assert "document_bytes_max" in refused(ran, good=1)
    assert run("check", folder).status == 0
    assert "document_bytes_max" in run("check", "--home", home, folder).out


# --- archives ---------------------------------------------------------------------------------------------------------


def test_names_in_archives_lead_nowhere_outside(tmp_path: Path) -> None:
    data = zipped({"../../evil.xml": GOOD, "/etc/evil.xml": ORDER, "C:\\evil.xml": trade(2)["2-order.xml"]})
    ran = among_good(tmp_path, "b.zip", data)
    assert ran.status == 0
    inside = [row["file"].partition("b.zip!/")[2] for row in ran.rows if "!/" in row["file"]]
    assert inside == ["evil.xml", "etc/evil.xml", "evil.xml"]
    assert not list(tmp_path.rglob("evil.xml"))


def test_one_bad_member_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(
        zipped({"good.xml": trade(2)["2-order.xml"], "bad.xml": trade(3)["3-order.xml"]}, zipfile.ZIP_STORED)
    )
    data[data.index(b"PO-3")] ^= 1
    assert "damaged" in refused(among_good(tmp_path, "b.zip", bytes(data)), good=3)


def test_archives_within_archives_end_somewhere(tmp_path: Path) -> None:
    data = GOOD
    for depth in range(6):
        data = zipped({f"{depth}.zip" if depth else "a.xml": data}, zipfile.ZIP_STORED)
    assert "archive_depth_max" in refused(among_good(tmp_path, "b.zip", data))


def test_an_archive_that_lies_about_its_sizes_is_held_to_them(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.xml": trade(2)["2-order.xml"] + b" " * 1_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + at, 10)
    assert "more than the archive says" in refused(among_good(tmp_path, "b.zip", bytes(data)))


def test_a_gzip_file_is_told(tmp_path: Path) -> None:
    compressor = zlib.compressobj(wbits=31)
    data = compressor.compress(GOOD) + compressor.flush()
    assert "of no format" in refused(among_good(tmp_path, "a.xml.gz", data))


# --- the file system --------------------------------------------------------------------------------------------------


def pipe(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def folder_loop(path: Path) -> None:
    path.symlink_to(".")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (pipe, "It is a named pipe"),
        (loop, "leads back to itself"),
        (dangling, "no file or folder of this name"),
        (folder_loop, "a folder that it is in itself"),
        (device, "It is a device"),
        (listening, "It is a socket"),
    ],
    ids=lambda of: getattr(of, "__name__", ""),
)
def test_what_is_no_file_is_told_and_nothing_waits(tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    home = made_home(tmp_path / "home")
    folder = written(tmp_path / "in", {"a.xml": GOOD, "z.xml": ORDER})
    make(folder / "m")
    found: list[Ran] = []
    thread = threading.Thread(target=lambda: found.append(run("--home", home, "add", "--json", folder)), daemon=True)
    thread.start()
    thread.join(30)
    (ran,) = found
    assert told in refused(ran)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    folder = written(tmp_path / "in", {"a.xml": GOOD, "m.xml": ORDER, "z.xml": ORDER})
    (folder / "m.xml").chmod(0)
    assert "permission" in refused(run("--home", home, "add", "--json", folder))


def test_what_the_system_refuses_to_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = made_home(tmp_path / "home")
    folder = written(tmp_path / "in", {"a.xml": GOOD, "m.xml": b"<x/>", "z.xml": ORDER})
    open_really = os.open

    def forbidden(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(path).endswith("m.xml"):
            raise PermissionError(13, "Permission denied", path)
        return open_really(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", forbidden)
    assert "permission" in refused(run("--home", home, "add", "--json", folder))


def test_a_file_that_goes_away_meanwhile_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large one: what is small is read as soon as it is found."""
    home = made_home(tmp_path / "home")
    folder = written(tmp_path / "in", {"a.xml": GOOD, "m.xml": ORDER + b" " * 1_000_000, "z.xml": ORDER})

    def read(source: Source, limits: Limits) -> bytes:
        if source.name.endswith("m.xml"):
            Path(source.name).unlink()
        return content(source, limits)

    monkeypatch.setattr("counterfoil.flow.intake.content", read)
    assert "no file or folder of this name" in refused(run("--home", home, "add", "--json", folder))


def test_a_path_that_is_not_there_is_told(fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(GOOD)
    ran = run("--home", fresh, "add", "--json", tmp_path / "missing", tmp_path / "a.xml")
    assert "name" in refused(ran, good=1)


@pytest.mark.parametrize("name", ["x" * 300, "a/b/" * 2000, "\0"])
def test_names_that_cannot_be_are_told(fresh: Path, name: str) -> None:
    ran = run("--home", fresh, "add", "--json", name)
    assert ran.status == 1
    sentence(ran.row["error"])


def test_several_processes_refuse_as_one_does(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {"a.xml": GOOD, **{f"b{n}": bad for n, (bad, _) in enumerate(REFUSED.values())}})
    one, two = made_home(tmp_path / "one"), made_home(tmp_path / "two")
    assert run("--home", one, "add", "--json", folder) == run("--home", two, "add", "--json", "--jobs", "3", folder)


def test_no_bad_input_is_a_fault_of_ours(tmp_path: Path) -> None:
    everything = [data for data, _ in REFUSED.values()] + [amount(b"NaN"), invoice("", DAY, DAY, BUYER, SELLER, BILLED)]
    for number, data in enumerate(everything):
        (tmp_path / f"{number}").write_bytes(data)
    assert "fault of ours" not in run("check", tmp_path).out


def test_too_little_memory_is_not_blamed_on_the_sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(root: object) -> None:
        raise MemoryError

    monkeypatch.setattr(xml, "_HAS_TOO_MANY_ATTRIBUTES", no_memory)
    long = written(
        tmp_path / "in", {"a.xml": GOOD.replace(b"</cbc:ID>", b" " * 10_000 + b"</cbc:ID>", 1), "b.xml": GOOD}
    )
    ran = run("check", "--json", long)
    assert ran.status == 3
    assert [row["error"] for row in ran.rows] == [NO_MEMORY, None]


STATEMENT = b":20:S1\n:25:DE89370400440532013000\n:28C:1\n:60F:C260101EUR100,00\n:61:2601020102C50,00NTRFNONREF\n"


def test_a_statement_that_is_cut_off_within_a_line_is_refused(tmp_path: Path) -> None:
    said = refused(among_good(tmp_path, "m.sta", STATEMENT + b":86:166?20for RE"))
    assert "ends within its line 6, before the closing balance" in said


def test_a_statement_that_ends_before_its_closing_balance_or_lacks_entries_is_told(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    short = STATEMENT + b":62F:C260103EUR175,00\n"
    folder = written(tmp_path / "in", {"cut.sta": STATEMENT, "short.sta": short, "x.xml": GOOD})
    ran = run("--home", home, "add", folder)
    assert (ran.status, ran.err) == (0, "")
    cut, short_of_it = (line for line in ran.out.splitlines() if line.startswith(" " * 10))
    assert "no closing one" in cut
    assert "make 150.00" in short_of_it
    number = run("--home", home, "list", "--kind", "statement", "--json").rows[0]["id"]
    assert "STATEMENT-END" in run("--home", home, "show", number).out + run("check", folder).out
    assert run("--home", home, "verify").status == 0
    assert all(row["valid"] is None for row in run("check", "--json", folder / "cut.sta").rows)
