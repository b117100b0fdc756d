"""Peppol's transactions against the official verdicts: unit tests, example documents, and the list of rules."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import Rulebook, check, rulebooks_for, valid
from counterfoil.rules.peppol_transactions import PEPPOL_TRANSACTIONS
from verdicts import broken, documents, fired, unit_tests

BY_ID = {rulebook.id: rulebook for rulebook in PEPPOL_TRANSACTIONS}
ON = date(2026, 11, 1)


def test_every_unit_test_breaks_the_same_rules_as_severely(corpora: Path) -> None:
    different, count = [], 0
    for test in unit_tests(corpora, "poacc-*"):
        count += 1
        if broken(test["xml"].encode(), BY_ID[test["rulebooks"][0]]) != fired(test):
            different.append(test["id"])
    assert different == []
    assert count > 300


def judged(corpora: Path) -> list[dict[str, Any]]:
    return [one for one in documents(corpora) if one["error"] is None and set(one["layers"]) & BY_ID.keys()]


def test_every_document_of_the_corpora_gets_its_rulebook_and_its_verdict(corpora: Path) -> None:
    verdicts = judged(corpora)
    assert len(verdicts) > 20
    for verdict in verdicts:
        (reading,) = read((corpora / verdict["file"]).read_bytes(), Limits())
        rulebooks = rulebooks_for(reading.trace, ON)
        assert [rulebook.id for rulebook in rulebooks] == verdict["layers"], verdict["file"]
        if verdict["xsd_ok"]:
            findings = check(reading.model, reading.trace, rulebooks)
            assert {found.rule: found.severity for found in findings} == fired(verdict), verdict["file"]
            assert valid(findings, rulebooks) is verdict["valid"]


@pytest.mark.parametrize("rulebook", PEPPOL_TRANSACTIONS, ids=[rulebook.name for rulebook in PEPPOL_TRANSACTIONS])
def test_a_rulebook_has_the_official_rules_and_their_severities(corpora: Path, rulebook: Rulebook) -> None:
    with (corpora / "verdicts" / "rules.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["rulebook"] == rulebook.id]
    assert rows
    assert {rule.id: rule.severity for rule in rulebook.rules} == {row["rule"]: row["severity"] for row in rows}
    assert all(rule.terms == () for rule in rulebook.rules) is all(row["terms"] == "" for row in rows)
