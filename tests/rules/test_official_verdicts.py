"""EN 16931 and Peppol's copy against the official artefact: its unit tests and every document of the corpora."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import RULEBOOKS, Rulebook, check, rulebooks_for, valid
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._rule import CII, UBL
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS
from rules.invoices import EN16931
from verdicts import broken, documents, fired, unit_tests

(PEPPOL_CEN,) = (rulebook for rulebook in RULEBOOKS if rulebook.name == "peppol-cen")
BOTH = {rulebook.id: rulebook for rulebook in (EN16931, PEPPOL_CEN)}
# The artefact looks for a currency inside of amounts, where no element can stand, so that nothing breaks these rules.
NEVER_ASKED = {("BR-DEC-13", UBL, "fatal"), ("BR-DEC-15", UBL, "fatal")}
INVOICES = {"Invoice", "CreditNote", "CrossIndustryInvoice"}
ON = date(2026, 11, 1)


@pytest.mark.parametrize("name", ["en16931-ubl-invoice", "en16931-ubl-creditnote"])
def test_every_official_unit_test_breaks_the_same_rules(corpora: Path, name: str) -> None:
    different, compared = {}, 0
    for test in unit_tests(corpora, name):
        compared += 1
        ours, told = broken(test["xml"].encode(), EN16931), fired(test)
        if ours != told:
            different[test["id"]] = (sorted(ours.items() - told.items()), sorted(told.items() - ours.items()))
    assert different == {}
    assert compared > 100


def judged(corpora: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    for verdict in documents(corpora):
        if verdict["xsd_ok"] and verdict["error"] is None and verdict["root"] in INVOICES:
            yield verdict, (corpora / verdict["file"]).read_bytes()


def test_every_document_breaks_the_same_rules(corpora: Path) -> None:
    different, compared = {}, 0
    for verdict, data in judged(corpora):
        for layer in BOTH.keys() & set(verdict["layers"]):
            compared += 1
            ours = broken(data, BOTH[layer])
            told = fired(verdict, layer)
            # XRechnung changes how grave some of these rules are; that is asked where XRechnung is.
            same = ours.keys() == told.keys() if len(verdict["layers"]) > 1 else ours == told
            if not same:
                different[verdict["file"]] = (ours, told)
            elif len(verdict["layers"]) == 1:
                (reading,) = read(data, Limits())
                findings = check(reading.model, reading.trace, (BOTH[layer],))
                assert valid(findings, (BOTH[layer],)) is verdict["valid"], verdict["file"]
    assert different == {}
    assert compared > 200


def test_the_rulebook_is_chosen_where_the_official_judges_chose_it(corpora: Path) -> None:
    for verdict, data in judged(corpora):
        (reading,) = read(data, Limits())
        chosen = {rulebook.id for rulebook in rulebooks_for(reading.trace, ON)}
        assert chosen & BOTH.keys() == BOTH.keys() & set(verdict["layers"]), verdict["file"]


def syntaxes(rule: Any) -> Iterator[str]:
    if not isinstance(rule, ElementRule):
        yield from rule.syntaxes
        return
    roots = rule.roots or (*INVOICE_ROOTS, CII_ROOT)
    if "Invoice" in roots:
        yield UBL
    if CII_ROOT in roots:
        yield CII


@pytest.mark.parametrize("rulebook", BOTH.values(), ids=BOTH)
def test_there_is_a_rule_for_each_official_one_with_its_severity(corpora: Path, rulebook: Rulebook) -> None:
    table = (corpora / "verdicts" / "rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [row.split("\t") for row in table]
    told = {(row[0], row[2], row[3]) for row in rows if row[1] == rulebook.id}
    kept = {UBL, CII} if rulebook is EN16931 else {UBL}
    built = {
        (rule.id, syntax, rule.severity.value) for rule in rulebook.rules for syntax in syntaxes(rule) if syntax in kept
    }
    assert built == told - NEVER_ASKED


def test_terms_are_those_that_the_official_text_mentions(corpora: Path) -> None:
    """Ours may say more: where the official text speaks of a country code in words only, we give its number."""
    table = (corpora / "verdicts" / "rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    told: dict[str, set[str]] = {}
    for row in (row.split("\t") for row in table):
        if row[1] == EN16931.id:
            told.setdefault(row[0], set()).update(row[6].split())
    assert [rule.id for rule in EN16931.rules if told[rule.id] and not told[rule.id] & set(rule.terms)] == []
