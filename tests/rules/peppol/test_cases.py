"""Each rule of Peppol's billing by documents of our own that were judged by the official artefacts beforehand."""

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import Rulebook, check
from counterfoil.rules.peppol_billing import PEPPOL_BILLING
from counterfoil.rules.peppol_billing_cii import PEPPOL_BILLING_CII
from counterfoil.rules.peppol_selfbilling import PEPPOL_SELFBILLING
from rules.peppol import cases_cii, cases_countries, cases_extensions, cases_ubl
from rules.peppol.edits import SETTINGS, SETTINGS_IN_CII, Case, cii, ubl

IN_UBL = [*cases_ubl.CASES, *cases_countries.CASES, *cases_extensions.CASES]
BILLING = [case for case in IN_UBL if "self" not in case.setting]
SELF_BILLING = [case for case in IN_UBL if "self" in case.setting]

UNREACHABLE = {"PEPPOL-EN16931-P0100"}
"""In CII: the artefact asks it of a TypeCode below ram:ExchangedDocument, but that element's namespace is rsm."""

# What billing and self-billing ask differently: kinds of documents, and the currency of a group's tax.
OTHERWISE = {"PEPPOL-EN16931-P0100", "PEPPOL-EN16931-P0101", "PEPPOL-EN16931-P0112"}


def broken(document: str, rulebook: Rulebook) -> set[str]:
    (reading,) = read(document.encode(), Limits())
    findings = check(reading.model, reading.trace, (rulebook,))
    assert all(finding.message and "{" not in finding.message for finding in findings)
    return {finding.rule for finding in findings}


def named(case: Case) -> str:
    return f"{case.setting}-{case.rules or 'nothing'}"


@pytest.mark.parametrize("case", BILLING, ids=named)
def test_an_invoice_breaks_what_the_artefact_says(case: Case) -> None:
    assert broken(ubl(case.setting, case.edits), PEPPOL_BILLING) == set(case.rules.split())


@pytest.mark.parametrize("case", SELF_BILLING, ids=named)
def test_a_self_billed_invoice_breaks_what_the_artefact_says(case: Case) -> None:
    assert broken(ubl(case.setting, case.edits), PEPPOL_SELFBILLING) == set(case.rules.split())


@pytest.mark.parametrize("case", cases_cii.CASES, ids=named)
def test_an_invoice_in_cii_breaks_what_the_artefact_says(case: Case) -> None:
    assert broken(cii(case.setting, case.edits), PEPPOL_BILLING_CII) == set(case.rules.split())


@pytest.mark.parametrize("case", [case for case in cases_ubl.CASES if case.setting in {"", "credit"}], ids=named)
def test_self_billing_asks_what_billing_asks(case: Case) -> None:
    document = ubl(case.setting, case.edits)
    expected = set(case.rules.split()) - OTHERWISE
    if cases_ubl.GROUP_TAX.replace("EUR", "USD") in document:
        expected.remove("PEPPOL-EN16931-R051")
    found = broken(document.replace("poacc:billing:", "poacc:selfbilling:"), PEPPOL_SELFBILLING)
    assert found - OTHERWISE == expected


@pytest.mark.parametrize("setting", [*SETTINGS, "credit", "danish credit", "german credit", "dutch credit"])
def test_an_invoice_between_parties_of_a_country_can_be_right(setting: str) -> None:
    assert broken(ubl(setting), PEPPOL_BILLING) == set()


@pytest.mark.parametrize("setting", ["self", "credit self"])
def test_a_self_billed_invoice_can_be_right(setting: str) -> None:
    assert broken(ubl(setting), PEPPOL_SELFBILLING) == set()


@pytest.mark.parametrize("setting", SETTINGS_IN_CII)
def test_an_invoice_in_cii_can_be_right(setting: str) -> None:
    assert broken(cii(setting), PEPPOL_BILLING_CII) == set()


def stated(cases: list[Case]) -> set[str]:
    return {rule for case in cases for rule in case.rules.split()}


def test_every_rule_has_a_case() -> None:
    assert {rule.id for rule in PEPPOL_BILLING.rules} == stated(BILLING)
    assert {rule.id for rule in PEPPOL_SELFBILLING.rules} <= stated(IN_UBL)
    assert {rule.id for rule in PEPPOL_BILLING_CII.rules} - stated(cases_cii.CASES) == UNREACHABLE
