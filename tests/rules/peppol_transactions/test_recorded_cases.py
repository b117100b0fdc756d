"""Changed documents of our own against what the official artefacts say of each, recorded with their edits."""

from collections import defaultdict
from datetime import date

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import Rulebook, check, rulebooks_for
from counterfoil.rules.peppol_transactions import PEPPOL_TRANSACTIONS
from counterfoil.rules.peppol_transactions._common import COMMON
from rules.edits import GOLDEN, Edit, edited, recorded

FOLDER = "peppol-transactions"
CASES = defaultdict(list)
for _document, _broken, _edits in recorded(f"{FOLDER}/cases.tsv"):
    CASES[_document].append((_broken, _edits))

UNREACHABLE = {
    "PEPPOL-T111-R005": "asks whether a comparison exists, which it does, be it false; the artefact never tells it",
}
"""Rules that no document breaks, with the reason."""


def rulebook_of(document: str) -> Rulebook:
    (reading,) = read((GOLDEN / document).read_bytes(), Limits())
    (rulebook,) = rulebooks_for(reading.trace, date(2026, 9, 1))
    return rulebook


def broken(data: bytes, rulebook: Rulebook) -> frozenset[str]:
    (reading,) = read(data, Limits())
    return frozenset(finding.rule for finding in check(reading.model, reading.trace, (rulebook,)))


def test_there_is_a_document_for_each_transaction() -> None:
    assert {rulebook_of(document).name for document in CASES} == {rulebook.name for rulebook in PEPPOL_TRANSACTIONS}


@pytest.mark.parametrize("document", CASES)
def test_a_document_with_every_element_breaks_no_rule(document: str) -> None:
    assert broken((GOLDEN / document).read_bytes(), rulebook_of(document)) == frozenset()


@pytest.mark.parametrize("document", CASES)
def test_a_changed_document_breaks_the_rules_that_it_breaks_officially(document: str) -> None:
    rulebook = rulebook_of(document)
    different: list[tuple[list[Edit], list[str], list[str]]] = []
    for official, edits in CASES[document]:
        ours = broken(edited(document, edits), rulebook)
        if ours != official:
            different.append((edits, sorted(ours - official), sorted(official - ours)))
    assert different == []


@pytest.mark.parametrize("document", CASES)
def test_each_rule_is_broken_by_some_case_or_is_known_to_be_unreachable(document: str) -> None:
    rules = {rule.id for rule in rulebook_of(document).rules}
    told = frozenset[str]().union(*(official for official, _ in CASES[document]))
    common = {rule.id for rule in COMMON}
    assert rules - told - common == UNREACHABLE.keys() & rules


def test_each_rule_of_all_transactions_is_broken_by_an_order() -> None:
    told = frozenset[str]().union(*(official for official, _ in CASES[f"{FOLDER}/order.xml"]))
    assert {rule.id for rule in COMMON} <= told
    for document in CASES:
        assert set(COMMON) <= set(rulebook_of(document).rules)
