"""The lists of codes: well-formed files, each used, each named, each with codes that are known to be (not) in it."""

import os
import re
from pathlib import Path

import pytest
from code_lists import ARTEFACTS, COLUMNS, lists_of

from counterfoil.rules.codes import codes, meant, written

FOLDER = Path(__file__).resolve().parents[3] / "src" / "counterfoil" / "rules" / "codes"
FILES = sorted(FOLDER.glob("*.txt"))
ROWS = [line.split("\t") for line in (FOLDER / "lists.tsv").read_text("utf-8").splitlines()]
READINGS = {"word", "words", "written-words", "token", "exact", "exact-or-empty", "part"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_what_it_holds_and_holds_each_code_once(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    head, body = lines[:4], lines[4:]
    assert re.fullmatch(rf"# list: {re.escape(path.stem.partition('@')[0])} \(.+\)", head[0])
    assert re.fullmatch(r"# authority: .+", head[1])
    assert re.fullmatch(r"# release: [a-z0-9-]+@[0-9.]+, published 20\d\d-\d\d(-\d\d)?", head[2])
    assert re.fullmatch(r"# source: .+", head[3])
    found = " ".join(body).split()
    assert found
    assert len(found) == len(set(found))
    assert codes(path.stem) == set(found)
    assert written(path.stem).split() == found


def test_the_table_names_each_file_and_no_other() -> None:
    assert tuple(ROWS[0]) == COLUMNS
    assert {row[3] for row in ROWS[1:]} == {path.stem for path in FILES}


def test_the_table_is_whole_and_in_order() -> None:
    assert all(len(row) == len(COLUMNS) and all(row[:5]) for row in ROWS[1:])
    assert {row[4] for row in ROWS[1:]} == READINGS
    assert {row[1] for row in ROWS[1:]} == {"UBL", "CII"}
    assert ROWS[1:] == sorted(ROWS[1:])


def test_no_two_files_of_one_list_are_alike() -> None:
    alike = [
        (one.stem, other.stem)
        for one in FILES
        for other in FILES
        if one < other
        and one.stem.partition("@")[0] == other.stem.partition("@")[0]
        and (codes(one.stem), written(one.stem)) == (codes(other.stem), written(other.stem))
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("name", "size", "inside", "outside"),
    [
        ("currencies@en16931-1.3.16", 178, ["EUR", "XCG", "STD"], ["eur", "BGN", "HRK", ""]),
        ("currencies@peppol-2026.5", 178, ["EUR", "STN"], ["STD"]),
        ("currencies@peppol-billing-cii-3.0.19", 178, ["EUR", "ANG", "BGN"], ["XCG"]),
        ("countries@en16931-1.3.16", 251, ["DE", "GR", "XI", "1A"], ["EL", "UK", "de"]),
        ("countries@en16931-1.3.16-cii", 251, ["DE", "AN"], ["EL"]),
        ("vat-prefixes@en16931-1.3.16", 252, ["EL", "GR", "XI", "1A"], ["UK"]),
        ("units@en16931-1.3.16", 2162, ["C62", "XPP", "H87"], ["PCE", "c62"]),
        ("vat-categories@en16931-1.3.16", 10, ["AE", "B", "L", "M"], ["A", "H"]),
        ("eas@en16931-1.3.16", 104, ["0088", "0204", "9930"], ["XR01"]),
        ("eas@peppol-2026.5", 82, ["0088", "0225"], ["0037"]),
        ("eas@xrechnung-3.0.2", 103, ["XR01", "0204"], ["XR04"]),
        ("icd@en16931-1.3.16", 243, ["0002", "0088", "0244"], ["9930", "SEPA"]),
        ("icd@xrechnung-3.0.2", 241, ["0243", "XR03"], ["0244"]),
        ("payment-means@en16931-1.3.16", 84, ["1", "30", "58", "ZZZ"], ["0", "030"]),
        ("invoice-types@en16931-1.3.16", 50, ["380", "326"], ["381", "0380"]),
        ("credit-note-types@en16931-1.3.16", 13, ["381", "261"], ["380"]),
        ("tax-point-dates@en16931-1.3.16", 3, ["3", "35", "432"], ["5", "29"]),
        ("due-date-types@en16931-1.3.16", 3, ["5", "29", "72"], ["3"]),
        ("mime-types@en16931-1.3.16", 6, ["application/pdf", "text/csv"], ["image/tiff", "application/xml"]),
        ("mime-types@xrechnung-3.0.2", 7, ["application/xml"], ["image/tiff"]),
        ("greek-document-types@peppol-2026.5", 6, ["1.1"], [""]),
        ("packages@peppol-2026.5", 406, ["1A"], ["X1A"]),
    ],
)
def test_lists_hold_what_is_known_of_them(name: str, size: int, inside: list[str], outside: list[str]) -> None:
    assert len(codes(name)) == size
    assert set(inside) <= codes(name)
    assert not set(outside) & codes(name)


def test_a_rule_means_the_list_of_its_own_rulebook_and_syntax() -> None:
    assert meant("en16931@1.3.16", "UBL", "BR-CL-14") == ("countries@en16931-1.3.16",)
    assert meant("en16931@1.3.16", "CII", "BR-CL-14") == ("countries@en16931-1.3.16-cii",)
    assert meant("en16931@1.3.16", "UBL", "BR-CL-01") == (
        "credit-note-types@en16931-1.3.16",
        "invoice-types@en16931-1.3.16",
    )
    assert meant("en16931@1.3.16", "UBL", "BR-01") == ()


@pytest.mark.parametrize("artefact", ARTEFACTS)
def test_the_lists_are_those_of_the_artefact(artefact: str) -> None:
    """COUNTERFOIL_ARTEFACTS names the folder of downloaded artefacts, as tools/code_lists.py takes them."""
    folder = os.environ.get("COUNTERFOIL_ARTEFACTS")
    if not folder:
        pytest.skip("COUNTERFOIL_ARTEFACTS names no folder of downloaded artefacts")
    cii = artefact.endswith("-cii") or artefact.startswith("factur-x")
    rulebook = re.sub("-(ubl|cii)$", "", artefact) if not artefact.startswith("peppol") else artefact
    syntax = "CII" if cii else "UBL"
    ours = {
        (row[2], row[3].partition("@")[0], codes(row[3]), row[4], row[5])
        for row in ROWS[1:]
        if row[0].partition("@")[0] == rulebook and row[1] == syntax
    }
    theirs = {
        (rule, found.name, frozenset(found.codes), found.reading, found.comment)
        for rule, found in lists_of(Path(folder) / f"{artefact}.xslt", syntax)
    }
    assert ours == theirs
    assert theirs
