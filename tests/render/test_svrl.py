"""Reports as SVRL: well-formed, one pattern a document, locations that resolve."""

import errno
from pathlib import Path

import pytest
from lxml import etree

from cli.running import run
from counterfoil.cli import _report_file
from counterfoil.render.svrl import HEAD, NAMESPACE, TAIL, document, located

GOLDEN = Path(__file__).parents[1] / "golden"
S = f"{{{NAMESPACE}}}"


def report(**values: object) -> dict[str, object]:
    return {"file": "a.xml", "rulebooks": ["r@1"], "findings": [], "error": None, "valid": True, **values}


def finding(**values: object) -> dict[str, object]:
    return {"rule": "R-1", "severity": "fatal", "where": "/Invoice/cbc:ID[1]", "message": "No.", **values}


def parsed(*reports: dict[str, object]) -> etree._Element:
    return etree.fromstring("".join((HEAD, *(piece for one in reports for piece in document(one)), TAIL)).encode())


def test_a_finding_is_a_failed_assertion_in_the_pattern_of_its_document() -> None:
    root = parsed(report(findings=[finding(), finding(rule="R-2", severity="warning")]), report(file="b.xml"))
    assert root.tag == f"{S}schematron-output"
    assert [each.tag.removeprefix(S) for each in root if "prefix" not in each.tag] == [
        "active-pattern",
        "fired-rule",
        "fired-rule",
        "failed-assert",
        "fired-rule",
        "failed-assert",
        "active-pattern",
        "fired-rule",
    ]
    first, second = root.iter(f"{S}failed-assert")
    assert dict(first.items()) == {"id": "R-1", "flag": "fatal", "location": "/*:Invoice/cbc:ID[1]", "test": "R-1"}
    assert (second.get("flag"), second.findtext(f"{S}text")) == ("warning", "No.")


@pytest.mark.parametrize(
    ("values", "name"), [({"error": "It is empty."}, "It is empty."), ({"rulebooks": []}, "no rulebook"), ({}, "r@1")]
)
def test_a_pattern_says_by_what_was_checked(values: dict[str, object], name: str) -> None:
    pattern = parsed(report(**values)).find(f"{S}active-pattern")
    assert pattern is not None
    assert pattern.get("name") == name


def test_texts_of_documents_are_escaped_and_what_xml_cannot_hold_is_replaced() -> None:
    root = parsed(report(file='<&">\x00\ud800\ufffe.xml', findings=[finding(message="a & <b> \x1b")]))
    pattern = root.find(f"{S}active-pattern")
    assert pattern is not None
    assert str(pattern.get("document")).startswith('<&">\ufffd')
    assert root.findtext(f".//{S}text") == "a & <b> \ufffd"


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("/Invoice", "/*:Invoice"),
        ("/rsm:CrossIndustryInvoice/rsm:X[1]", "/rsm:CrossIndustryInvoice/rsm:X[1]"),
        ("/", "/"),
    ],
)
def test_a_place_is_an_xpath(where: str, path: str) -> None:
    assert located(where) == path


def test_the_command_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "report.xml"
    assert run("check", GOLDEN / "rules" / "cii.xml", "--report", target).status == 0
    assert len(list(etree.parse(target).getroot().iter(f"{S}active-pattern"))) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["report.xml"]


@pytest.mark.parametrize(("name", "said"), [("r.pdf", "says neither"), ("no/where/r.xml", "There is no folder")])
def test_a_report_that_cannot_be_is_told_before_the_work(tmp_path: Path, name: str, said: str) -> None:
    done = run("check", GOLDEN / "rules" / "cii.xml", "--report", tmp_path / name)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("checked", ["in", "in/a.xml"])
def test_a_report_never_takes_the_place_of_what_is_checked(tmp_path: Path, checked: str) -> None:
    data = (GOLDEN / "rules" / "cii.xml").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_bytes(data)
    done = run("check", tmp_path / checked, "--report", tmp_path / "in" / ".." / "in" / "a.xml")
    assert done.status == 2
    assert "a report would take its place" in done.err
    assert (tmp_path / "in" / "a.xml").read_bytes() == data


def test_a_report_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "r.xml").mkdir()
    done = run("check", GOLDEN / "rules" / "cii.xml", "--report", tmp_path / "r.xml")
    assert done.status == 3
    assert "could not be written" in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["r.xml"]


def test_a_full_disk_is_told_when_all_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(_report_file, "TemporaryFile", lambda *values, **options: full())
    done = run("check", GOLDEN / "rules" / "cii.xml", GOLDEN / "rules" / "ubl.xml", "--report", tmp_path / "r.xml")
    assert done.status == 3
    assert done.out.count("valid  ") == 2
    assert "could not be written: No space left on device." in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_no_documents_gives_an_empty_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run("check", tmp_path / "in", "--report", tmp_path / "r.xml").status == 0
    assert list(etree.parse(tmp_path / "r.xml").getroot().iter(f"{S}active-pattern")) == []


@pytest.mark.parametrize("name", ["r.html", "r.xml"])
def test_a_report_among_what_is_checked_is_none_of_it_and_is_written_anew(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.xml").write_bytes((GOLDEN / "rules" / "cii.xml").read_bytes())
    for _ in range(2):
        done = run("check", tmp_path, "--report", tmp_path / name)
        assert (done.status, "\n1 checked, 0 invalid" in done.out) == (0, True)
    assert "unreadable" in run("check", tmp_path, "--report", tmp_path.parent / name).out
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    assert run("check", tmp_path, "--report", tmp_path / name).status == 2
