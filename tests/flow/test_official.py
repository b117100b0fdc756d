"""The second opinion: published rules beside ours, in agreement, in difference, without an answer, and not at hand."""

from pathlib import Path

import pytest

from cli.running import run
from counterfoil.flow import official
from counterfoil.flow.official_files import FILES
from counterfoil.rules import RULEBOOKS

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"
NAME = "EN16931-UBL-validation.xslt"
SHEET = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:svrl="http://purl.oclc.org/dsdl/svrl" xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<xsl:template match="/"><svrl:schematron-output>
<xsl:if test="not(u:Invoice/cbc:ID)"><svrl:failed-assert id="BR-02"/></xsl:if>
BODY
</svrl:schematron-output></xsl:template></xsl:stylesheet>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "deep").mkdir(parents=True)
    return tmp_path / "rules"


def published(folder: Path, body: str = "", name: str = NAME) -> None:
    (folder / "deep" / name).write_text(SHEET.replace("BODY", body), encoding="utf-8")


def without_number(tmp_path: Path) -> Path:
    text = (GOLDEN / "ubl.xml").read_text(encoding="utf-8")
    start, end = text.index("<cbc:ID>"), text.index("</cbc:ID>") + len("</cbc:ID>")
    (tmp_path / "a.xml").write_text(text[:start] + text[end:], encoding="utf-8")
    return tmp_path / "a.xml"


def test_both_agree(folder: Path, tmp_path: Path) -> None:
    published(folder)
    done = run("check", without_number(tmp_path), "--official", folder, "--json")
    assert done.row["official"] == {
        "agrees": True,
        "asked": ["en16931@1.3.16"],
        "missing": [],
        "ours_only": [],
        "official_only": [],
        "error": None,
    }
    assert "official: agrees (en16931@1.3.16)" in run("check", GOLDEN / "ubl.xml", "--official", folder).out


def test_a_difference_is_told_and_is_a_no(folder: Path, tmp_path: Path) -> None:
    published(folder, '<svrl:failed-assert id="BR-77"/><svrl:successful-report id="BR-78"/>', NAME.lower())
    done = run("check", GOLDEN / "ubl.xml", "--official", folder)
    assert done.status == 1
    assert "valid" in done.out
    assert "official: only the official found BR-77, BR-78" in done.out
    (folder / "deep" / NAME.lower()).write_text(SHEET.replace("BR-02", "BR-03").replace("BODY", ""), encoding="utf-8")
    told = run("check", without_number(tmp_path), "--official", folder, "--json").row["official"]
    assert (told["agrees"], told["ours_only"], told["official_only"]) == (False, ["BR-02"], ["BR-03"])


def test_published_rules_that_stop_give_no_answer(folder: Path) -> None:
    published(folder, '<xsl:value-of select="xs:decimal(\'x\')" xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
    done = run("check", GOLDEN / "ubl.xml", "--official", folder)
    assert done.status == 0
    assert "official: gave no answer: " in done.out


def test_rules_that_are_not_in_the_folder_are_named(folder: Path) -> None:
    published(folder)
    done = run("check", GOLDEN / "cii.xml", GOLDEN.parent / "mt940", "--official", folder, "--json")
    first, *others = [row["official"] for row in done.rows]
    assert (first["agrees"], first["asked"], first["missing"]) == (None, [], ["en16931@1.3.16"])
    assert others
    assert all(row["agrees"] is None and not row["missing"] for row in others)
    text = run("check", GOLDEN / "cii.xml", GOLDEN.parent / "mt940", "--official", folder).out
    assert text.count("official: not in the folder: en16931@1.3.16") == 1


def test_a_folder_without_published_rules_is_refused(tmp_path: Path) -> None:
    done = run("check", GOLDEN / "ubl.xml", "--official", tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "There are no published rules in" in done.err


def test_without_saxon_the_extra_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "find_spec", lambda name: None)
    done = run("check", GOLDEN / "ubl.xml", "--official", folder)
    assert done.status == 3
    assert "counterfoil[official]" in done.err


def test_every_rulebook_has_a_published_file() -> None:
    assert {book.name for book in RULEBOOKS} <= FILES.keys()
