"""The rules against the official artefact: its unit tests and every valid or invalid document of the corpora."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import check, rulebooks_for, valid
from rules.invoices import EN16931

BUILT = {rule.id for rule in EN16931.rules}
OFFICIAL = re.compile(r"BR-(?:CO-)?[0-9]+")
INVOICES = {"Invoice", "CreditNote", "CrossIndustryInvoice"}
ON = date(2026, 11, 1)

# What differs, and why it is right that it does. Whoever adds a line has compared the document with the artefact.
LIMITS = {
    "test/CreditNote-unit-UBL/BR-CL-18.xml#0": "an InvoiceLine inside a CreditNote: no schema allows it",
    "test/CreditNote-unit-UBL/BR-CL-18.xml#1": "an InvoiceLine inside a CreditNote: no schema allows it",
}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def official(verdict: dict[str, Any]) -> set[str]:
    return {entry["rule"] for entry in verdict["fired"] if OFFICIAL.fullmatch(entry["rule"])}


@cache
def fired(data: bytes) -> frozenset[str]:
    (reading,) = read(data, Limits())
    return frozenset(finding.rule for finding in check(reading.model, reading.trace, (EN16931,)))


@pytest.mark.parametrize("name", ["en16931-ubl-invoice", "en16931-ubl-creditnote"])
def test_every_official_unit_test_breaks_the_same_rules(corpora: Path, name: str) -> None:
    different = {}
    for test in lines(corpora / "verdicts" / "unit" / f"{name}.jsonl"):
        found, told = fired(test["xml"].encode()), official(test)
        if found != told:
            different[test["id"]] = (sorted(found - told), sorted(told - found))
    assert different.keys() == {key for key in LIMITS if ("CreditNote" in key) == ("creditnote" in name)}, different


def judged(corpora: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    for verdict in lines(corpora / "verdicts" / "documents.jsonl"):
        if verdict["xsd_ok"] and verdict["error"] is None and verdict["root"] in INVOICES:
            yield verdict, (corpora / verdict["file"]).read_bytes()


def by_the_standard(verdict: dict[str, Any]) -> bool:
    """Whether it was judged by these rules, or by the copy of them that Peppol publishes."""
    return any(layer.startswith(("en16931@", "peppol-cen@")) for layer in verdict["layers"])


def test_every_document_breaks_the_same_rules(corpora: Path) -> None:
    different, compared = {}, 0
    for verdict, data in judged(corpora):
        if by_the_standard(verdict):
            compared += 1
            if fired(data) != official(verdict):
                different[verdict["file"]] = (sorted(fired(data)), sorted(official(verdict)))
    assert different == {}
    assert compared > 200


def test_the_rulebook_is_chosen_where_the_official_judges_chose_it(corpora: Path) -> None:
    for verdict, data in judged(corpora):
        (reading,) = read(data, Limits())
        chosen = rulebooks_for(reading.document, reading.model, ON, reading.trace)
        assert bool(chosen) == by_the_standard(verdict), verdict["file"]


def test_severities_are_the_official_ones(corpora: Path) -> None:
    for verdict, data in judged(corpora):
        told = {entry["rule"]: entry["severity"] for entry in verdict["fired"] if OFFICIAL.fullmatch(entry["rule"])}
        if told:
            (reading,) = read(data, Limits())
            findings = check(reading.model, reading.trace, (EN16931,))
            assert {finding.rule: finding.severity.value for finding in findings} == told
            assert valid(findings, (EN16931,)) is not ("fatal" in told.values())


def test_there_is_a_rule_for_each_official_one_with_its_severity(corpora: Path) -> None:
    table = (corpora / "verdicts" / "rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [row.split("\t") for row in table]
    told = {
        (row[0], row[2], row[3])
        for row in rows
        if row[1].startswith("en16931@") and OFFICIAL.fullmatch(row[0]) and row[2] in {"UBL", "CII"}
    }
    built = {(rule.id, syntax, rule.severity.value) for rule in EN16931.rules for syntax in rule.syntaxes}
    assert built == told
    assert f"en16931@{EN16931.version}" in {row[1] for row in rows}


def test_terms_are_those_that_the_official_text_mentions(corpora: Path) -> None:
    """Ours may say more: where the official text speaks of a country code in words only, we give its number."""
    table = (corpora / "verdicts" / "rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    told: dict[str, set[str]] = {}
    for row in (row.split("\t") for row in table):
        if row[1].startswith("en16931@"):
            told.setdefault(row[0], set()).update(row[6].split())
    assert [rule.id for rule in EN16931.rules if told[rule.id] and not told[rule.id] & set(rule.terms)] == []
