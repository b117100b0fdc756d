"""The rulebooks of Peppol's billing against the official verdicts, and for which invoices they are chosen."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import rulebooks_for
from counterfoil.rules.peppol_billing import PEPPOL_BILLING
from counterfoil.rules.peppol_billing_cii import PEPPOL_BILLING_CII
from counterfoil.rules.peppol_selfbilling import PEPPOL_SELFBILLING
from rules.peppol.edits import cii, ubl
from verdicts import broken, documents, fired, unit_tests

ON = date(2026, 11, 1)
RULEBOOKS = (PEPPOL_BILLING, PEPPOL_SELFBILLING, PEPPOL_BILLING_CII)
COUNTRIES = ("", "-de", "-dk", "-gr", "-it", "-nl", "-no", "-se")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_official_unit_test_breaks_the_same_rules(corpora: Path, country: str) -> None:
    different, compared = {}, Counter[str]()
    for syntax, rulebook in (("ubl", PEPPOL_BILLING), ("cii", PEPPOL_BILLING_CII)):
        for test in unit_tests(corpora, f"peppol-{syntax}{country}"):
            assert test["rulebooks"] == [rulebook.id]
            compared[syntax] += 1
            if (found := broken(test["xml"].encode(), rulebook)) != fired(test):
                different[test["id"]] = (found, fired(test))
    assert different == {}
    assert compared.keys() == ({"ubl"} if country in {"-de", "-gr"} else {"ubl", "cii"})


def test_every_document_breaks_the_same_rules(corpora: Path) -> None:
    compared = 0
    for verdict in documents(corpora):
        if PEPPOL_BILLING.id in verdict["layers"] and verdict["xsd_ok"] and verdict["error"] is None:
            compared += 1
            ours = broken((corpora / verdict["file"]).read_bytes(), PEPPOL_BILLING)
            assert ours == fired(verdict, PEPPOL_BILLING.id), verdict["file"]
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
