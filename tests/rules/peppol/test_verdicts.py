"""The rulebooks of Peppol's billing against the official verdicts, and for which invoices they are chosen."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import Rulebook, check, rulebooks_for
from counterfoil.rules.peppol_billing import PEPPOL_BILLING
from counterfoil.rules.peppol_billing_cii import PEPPOL_BILLING_CII
from counterfoil.rules.peppol_selfbilling import PEPPOL_SELFBILLING
from rules.peppol.edits import cii, ubl

ON = date(2026, 11, 1)
RULEBOOKS = (PEPPOL_BILLING, PEPPOL_SELFBILLING, PEPPOL_BILLING_CII)
COUNTRIES = ("", "-de", "-dk", "-gr", "-it", "-nl", "-no", "-se")


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def fired(data: bytes, rulebook: Rulebook) -> dict[str, str]:
    (reading,) = read(data, Limits())
    return {finding.rule: finding.severity.value for finding in check(reading.model, reading.trace, (rulebook,))}


def told(verdict: dict[str, Any]) -> dict[str, str]:
    return {entry["rule"]: entry["severity"] for entry in verdict["fired"]}


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_official_unit_test_breaks_the_same_rules(corpora: Path, country: str) -> None:
    different = {}
    for syntax, rulebook in (("ubl", PEPPOL_BILLING), ("cii", PEPPOL_BILLING_CII)):
        file = corpora / "verdicts" / "unit" / f"peppol-{syntax}{country}.jsonl"
        if country in {"-de", "-gr"} and syntax == "cii":
            continue
        for test in lines(file):
            assert test["rulebooks"] == [rulebook.id]
            if (found := fired(test["xml"].encode(), rulebook)) != told(test):
                different[test["id"]] = (found, told(test))
    assert different == {}


def test_every_document_breaks_the_same_rules(corpora: Path) -> None:
    compared = 0
    for verdict in lines(corpora / "verdicts" / "documents.jsonl"):
        if PEPPOL_BILLING.id in verdict["layers"] and verdict["xsd_ok"] and verdict["error"] is None:
            compared += 1
            official = {
                entry["rule"]: entry["severity"] for entry in verdict["fired"] if entry["rulebook"] == PEPPOL_BILLING.id
            }
            assert fired((corpora / verdict["file"]).read_bytes(), PEPPOL_BILLING) == official, verdict["file"]
    assert compared > 30


def test_rules_and_severities_are_those_of_the_official_table(corpora: Path) -> None:
    rows = (corpora / "verdicts" / "rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = [row.split("\t") for row in rows]
    for rulebook in RULEBOOKS:
        official = {(row[0], row[3]) for row in table if row[1] == rulebook.id}
        assert {(rule.id, rule.severity.value) for rule in rulebook.rules} == official


def chosen(document: str) -> set[str]:
    (reading,) = read(document.encode(), Limits())
    return {rulebook.name for rulebook in rulebooks_for(reading.trace, ON)} & {book.name for book in RULEBOOKS}


def test_each_is_chosen_for_the_invoices_that_name_it() -> None:
    assert chosen(ubl("")) == chosen(ubl("credit")) == {"peppol-billing"}
    assert chosen(ubl("", {"poacc:billing:3.0": "poacc:billing:3.0#conformant#urn:boards.example"})) == {
        "peppol-billing"
    }
    assert chosen(ubl("self")) == chosen(ubl("credit self")) == {"peppol-selfbilling"}
    assert chosen(cii("")) == {"peppol-billing-cii"}


def test_an_invoice_that_only_follows_the_process_is_not_chosen() -> None:
    other = {"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0": "urn:cen.eu:en16931:2017"}
    assert chosen(ubl("", other)) == chosen(cii("", other)) == set()
