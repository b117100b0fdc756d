"""Every official verdict of the corpora, end to end: what is chosen, the verdict, the fatal rules and all rules."""

from datetime import date
from itertools import islice
from pathlib import Path

import pytest

import counterfoil
from counterfoil import Report
from counterfoil.rules import RULEBOOKS
from verdicts import documents, fired, unit_tests

ON = date(2026, 11, 1)
LEFT_OUT = {"peppol-t19@2026.5", "peppol-t58@2026.5", "peppol-t77@2026.5"}
"""Catalogues and punch-out, which are none of the documents that we read."""
IMPOSSIBLE = {
    "test/CreditNote-unit-UBL/BR-CL-18.xml#0": "an InvoiceLine inside a CreditNote: no schema allows it",
    "test/CreditNote-unit-UBL/BR-CL-18.xml#1": "an InvoiceLine inside a CreditNote: no schema allows it",
}
"""Unit tests whose sets of rules differ, each with the reason why that is right."""


def found(report: Report) -> dict[str, str]:
    """The rules of rulebooks that were broken; the structure is another question."""
    return {one.rule: one.severity.value for one in report.findings if one.rulebook}


@pytest.mark.parametrize("number", range(4))
def test_every_official_unit_test_breaks_the_same_rules(corpora: Path, number: int) -> None:
    different, compared = {}, 0
    for test in islice(unit_tests(corpora), number, None, 4):
        report = counterfoil.check(test["xml"].encode(), on=ON, rulebooks=test["rulebooks"])
        compared += 1
        ours, theirs = found(report), fired(test)
        if ours != theirs and test["id"] not in IMPOSSIBLE:
            different[test["id"]] = (sorted(ours.keys() - theirs.keys()), sorted(theirs.keys() - ours.keys()))
        assert report.valid is ("fatal" not in theirs.values()), test["id"]
    assert different == {}
    assert compared > 200


def test_every_document_gets_the_official_verdict(corpora: Path) -> None:
    different, compared = {}, 0
    for verdict in documents(corpora):
        if verdict["xsd_ok"] is None:
            continue
        report = counterfoil.check((corpora / verdict["file"]).read_bytes(), on=ON)
        if not verdict["xsd_ok"]:
            assert report.valid is False, verdict["file"]
        elif verdict["error"] is None:
            compared += 1
            ours = (list(report.rulebooks), report.valid, found(report))
            if ours != (verdict["layers"], verdict["valid"], fired(verdict)):
                different[verdict["file"]] = (ours, verdict["layers"], verdict["valid"], fired(verdict))
    assert different == {}
    assert compared > 260


UNBREAKABLE = {
    ("peppol-cen@2026.5", "BR-DEC-13"): "looks for the currency inside of the amount",
    ("peppol-cen@2026.5", "BR-DEC-15"): "looks for the currency inside of the amount",
    **{
        (f"factur-x-{profile}@1.09.2", rule): why
        for profile, rules in {
            "basicwl": ("BR-AF-09", "BR-AG-09", "BR-CO-05", "BR-CO-06", "CII-SR-464"),
            "basic": (
                *("BR-AF-08", "BR-AF-09", "BR-AG-08", "BR-AG-09", "CII-SR-464"),
                *("BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08"),
            ),
            "en16931": (
                *("BR-AF-08", "BR-AF-09", "BR-AG-08", "BR-AG-09", "CII-SR-464"),
                *("BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08"),
            ),
            "extended": ("BR-AF-09", "BR-AG-09", "BR-CO-05", "BR-CO-07", "CII-SR-464"),
        }.items()
        for rule in rules
        for why in ["no document can break it as it is written in this artefact"]
    },
}
"""Official rules that we have no code for, as nothing can break them (see the tests of each rulebook)."""


def test_every_official_rule_is_there_with_its_severity(corpora: Path) -> None:
    table = (corpora / "verdicts" / "rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [row.split("\t") for row in table]
    official = {(row[1], row[0], row[3]) for row in rows if row[1] not in LEFT_OUT}
    ours = {(book.id, rule.id, rule.severity.value) for book in RULEBOOKS for rule in book.rules}
    assert ours <= official
    assert {(book, rule) for book, rule, _ in official - ours} == UNBREAKABLE.keys()
