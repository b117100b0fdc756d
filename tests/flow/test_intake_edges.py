"""Odd things on their way in: files with several documents, the same document from elsewhere, large, empty, many."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest
from demo_world import SALES_1, shipped
from papers_bank import Entry, camt

from counterfoil.errors import CounterfoilError
from counterfoil.flow import intake as intake_module
from counterfoil.flow import record as record_module
from counterfoil.flow.check import verdict_on
from counterfoil.flow.evidence import document_report
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.intake import intakes, shown
from counterfoil.flow.prepare import Intake, prepare
from counterfoil.flow.record import Added, Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.flow.verify_file import verify_file
from counterfoil.model.settings import Limits
from flow.made import TODAY, intakes_of
from trades import BUYER, DAY, SELLER, Clock, made_home, trade, written


def add(home: Home, *files: tuple[str, bytes]) -> list[Added]:
    """Add files in one batch."""
    return list(Recorder(home).add([one for name, data in files for one in intakes_of({name: data})]))


def statements(*numbers: str) -> bytes:
    """One camt file with several statements."""
    whole = [camt(number, BUYER, DAY, "100.00", (Entry("-1.00", DAY, SELLER, number),)).decode() for number in numbers]
    inner = [text[text.index("<Stmt>") : text.index("</Stmt>") + len("</Stmt>")] for text in whole]
    return whole[0].replace(inner[0], "".join(inner)).encode()


def originals(home: Home) -> set[bytes]:
    return set(home.store.originals())


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def test_the_same_file_under_two_names_is_one_document(home: Home) -> None:
    data = trade()["1-order.xml"]
    assert [one.status for one in add(home, ("a.xml", data), ("b.xml", data))] == ["recorded", "already-recorded"]
    assert [row.file for row in home.store.documents()] == ["a.xml"]


def test_a_file_with_two_documents_is_one_original(home: Home) -> None:
    data = statements("S-1", "S-2")
    assert [(one.file, one.status) for one in add(home, ("a.xml", data))] == [
        ("a.xml", "recorded"),
        ("a.xml#2", "recorded"),
    ]
    assert originals(home) == {digest(data)}
    assert [one["number"] for one in verify_file(home, data).documents] == ["S-1", "S-2"]
    assert [one.status for one in add(home, ("b.xml", data))] == ["already-recorded"] * 2
    assert verify_home(home).damages == ()


def test_a_file_of_which_one_document_was_cut_off_gets_the_other(home: Home) -> None:
    data = statements("S-1", "S-2", "S-3")
    first, second, third = intakes_of({"a.xml": data})
    list(Recorder(home).add([second]))
    assert [one.status for one in Recorder(home).add([first, second, third])] == [
        "recorded",
        "already-recorded",
        "recorded",
    ]
    assert [row.position for row in home.store.documents_in(digest(data))] == [1, 2, 3]
    result = verify_home(home)
    assert (result.damages, result.notes, result.originals) == ((), (), 1)


def test_an_event_that_came_in_another_file_is_known(home: Home) -> None:
    one = shipped(7, "PO-7", "LS-7", SALES_1, 3)
    other = one.replace(b'"creationDate": "', b'"creationDate":  "')
    assert one != other
    assert [added.status for added in add(home, ("a.json", one))] == ["recorded"]
    assert [added.status for added in add(home, ("b.json", other))] == ["already-recorded"]
    assert originals(home) == {digest(one)}
    assert (verify_home(home).damages, verify_home(home).notes) == ((), ())


def test_an_event_twice_in_one_batch_keeps_the_original_of_the_first(home: Home) -> None:
    one = shipped(7, "PO-7", "LS-7", SALES_1, 3)
    other = one + b"\n"
    assert [a.status for a in add(home, ("a.json", one), ("b.json", other))] == ["recorded", "already-recorded"]
    assert originals(home) == {digest(one)}


def test_what_another_process_records_meanwhile_is_reported_as_known(home: Home) -> None:
    papers = list(trade().items())
    real = type(home.store).sync_originals

    def slow(store: object) -> None:
        real(home.store)
        with pytest.MonkeyPatch.context() as undo, open_home(home.path, Clock()) as other:
            undo.setattr(type(home.store), "sync_originals", real)
            add(other, *papers[:3])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(home.store), "sync_originals", slow)
        added = add(home, *papers)
    assert [one.status for one in added] == ["already-recorded"] * 3 + ["recorded"] * 5
    assert verify_home(home).damages == ()


def test_a_large_original_is_kept_in_a_batch_of_its_own(home: Home) -> None:
    data = trade()["1-order.xml"] + b"\n" * 60_000_000
    small = trade(2)
    added = add(home, ("a.xml", data), *small.items())
    assert [one.status for one in added] == ["recorded"] * 9
    assert [one["number"] for one in verify_file(home, data).documents] == ["PO-1"]
    assert verify_home(home).damages == ()


def test_a_large_original_is_read_as_it_comes(home: Home) -> None:
    data = trade()["1-order.xml"]
    opened = 0

    def opener() -> BinaryIO:
        nonlocal opened
        opened += 1
        return BytesIO(data)

    (prepared,) = prepare("a.xml", data, TODAY)
    list(Recorder(home).add([Intake(prepared=prepared, original=opener)]))
    assert (opened, originals(home)) == (1, {digest(data)})


def test_an_original_that_changed_since_it_was_read_is_never_recorded(home: Home) -> None:
    data = trade()["1-order.xml"]
    (prepared,) = prepare("a.xml", data, TODAY)
    before = home.store.size()
    with pytest.raises(CounterfoilError, match="changed while it was read"):
        list(Recorder(home).add([Intake(prepared=prepared, original=lambda: BytesIO(data + b" "))]))
    assert (home.store.size(), originals(home)) == (before, set())
    assert verify_home(home).damages == ()


def test_empty_files_are_refused_and_the_rest_goes_on(home: Home, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {"0.xml": b"", "1.zip": b"", "2 ": b" \n", **trade()})
    added = list(Recorder(home).add(intakes([folder], TODAY)))
    assert [one.error for one in added if one.status == "refused" and "empty" not in (one.error or "")] == []
    assert sum(one.status == "recorded" for one in added) == 8


def test_many_documents_in_one_archive(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_module, "_BATCH_DOCUMENTS", 100)
    _many_in_an_archive(home, tmp_path, 300)


@pytest.mark.soak
def test_five_thousand_documents_in_one_archive(home: Home, tmp_path: Path) -> None:
    _many_in_an_archive(home, tmp_path, 5000)


def _many_in_an_archive(home: Home, folder: Path, number: int) -> None:
    order = trade()["1-order.xml"]
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for n in range(number):
            archive.writestr(f"{n % 7}/{n}.xml", order.replace(b"PO-1<", b"PO-%d<" % n))
    added = list(Recorder(home).add(intakes([folder / "many.zip"], TODAY)))
    assert [one.status for one in added] == ["recorded"] * number
    result = verify_home(home)
    assert (result.damages, result.documents, result.originals) == ((), number, number)


ODD = [b"caf\xe9", b"\xff\xfe", b"new\nline", b"-rf", b"\xf0\x9f\xaa\x91", b"a\x1b[31m", b"a'\"\\", b"x!", b"#2"]


def test_a_home_and_files_of_odd_names(tmp_path: Path) -> None:
    for place, name in enumerate(ODD):
        folder = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118 - it is no UTF-8
        home_path = made_home(folder / "home")
        papers = folder / "papers"
        papers.mkdir()
        for number, odd in enumerate(ODD):
            Path(os.fsdecode(os.fsencode(papers) + b"/" + odd + b".xml")).write_bytes(
                trade(number)[f"{number}-order.xml"]
            )
        with open_home(home_path, Clock()) as home:
            added = list(Recorder(home).add(intakes([papers], TODAY)))
            assert [one.status for one in added] == ["recorded"] * len(ODD), place
            assert all(one.file.encode() for one in added)
            assert verify_home(home).damages == ()
            assert verify_file(home, trade(0)["0-order.xml"]).documents


def test_a_name_that_is_no_text_is_shown_escaped() -> None:
    assert shown(os.fsdecode(b"caf\xe9/\xff")) == "caf\\xe9/\\xff"
    assert shown("café") == "café"


def test_a_name_in_an_archive_is_shown_where_the_system_has_no_such_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsencode", lambda name: name.encode("iso8859-1", "surrogateescape"))
    assert shown("a.zip!/Łódź.xml") == "a.zip!/Łódź.xml"
    assert shown("Gr\u00c3\u00b6\u00c3\u009fe.xml") == "Größe.xml"


def test_a_reading_process_that_is_killed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Iterator[Intake]:
        raise BrokenProcessPool("A process in the process pool was terminated abruptly")

    monkeypatch.setattr(intake_module, "_many", broken)
    with pytest.raises(CounterfoilError, match="was ended from outside") as refused:
        list(intakes([tmp_path], TODAY, jobs=2))
    assert "--jobs" in refused.value.hint


def test_a_fault_of_ours_in_one_document_costs_no_other(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(reading: object, *arguments: object) -> object:
        if getattr(reading, "document", "") == "order":
            raise ZeroDivisionError("division by zero")
        return verdict_on(reading, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("counterfoil.flow.prepare.verdict_on", faulty)
    added = add(home, *trade().items())
    (refused,) = (one.error or "" for one in added if one.status == "refused")
    assert "A fault of ours kept it from being read (ZeroDivisionError: division by zero)." in refused
    assert sum(one.status == "recorded" for one in added) == 7


def test_a_limit_refuses_one_file_and_not_the_others(home: Home, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {**trade(), "large.xml": b"<a>" + b" " * 50_000 + b"</a>"})
    options = msgspec.structs.replace(TODAY, limits=Limits(document_bytes_max=40_000))
    added = list(Recorder(home).add(intakes([folder], options)))
    assert [Path(one.file).name for one in added if one.status == "refused"] == ["large.xml"]


def test_all_of_a_document_is_told(home: Home) -> None:
    add(home, *trade().items())
    row = next(row for row in home.store.documents() if row.document == "invoice")
    report = document_report(home, row.id)
    assert report["number"] == "INV-1"
    assert {fact["kind"] for fact in report["facts"]} == {
        "document.received/1",
        "document.checked/1",
        "document.linked/1",
    }
    numbers: list[str] = []

    def walk(node: dict[str, object]) -> None:
        numbers.append(str(node["number"]))
        later = node["later"]
        assert isinstance(later, list)
        for one in later:
            walk(one)

    for root in report["chain"]:
        walk(root)
    assert {"PO-1", "DA-1", "RA-1", "INV-1", "CN-1", "S-1", "OR-1", "IR-1"} <= set(numbers)
