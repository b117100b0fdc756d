"""BR-CL and BR-DEC: what the official artefact says of one change each, recorded; and what a person is told."""

import re
from collections import Counter

import pytest

from counterfoil.formats import read
from counterfoil.model.finding import Finding
from counterfoil.model.settings import Limits
from counterfoil.rules import check
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules.codes import meant
from counterfoil.rules.en16931.code_lists import CODE_LISTS
from counterfoil.rules.en16931.decimals import DECIMALS
from rules.edits import Edit, edited, recorded
from rules.invoices import EN16931

CASES = recorded("codes.tsv")
RULES = {rule.id for rule in (*CODE_LISTS, *DECIMALS)}
FAMILY = re.compile("BR-(CL|DEC)-")
# The artefact looks for the currency of the document inside of the amount, where no element can stand.
UNREACHABLE = {("ubl", "BR-DEC-13"), ("ubl", "BR-DEC-15")}


def told(document: bytes) -> list[Finding]:
    (reading,) = read(document, Limits())
    found = check(reading.model, reading.trace, (EN16931,))
    return [each for each in found if FAMILY.match(each.rule)]


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_the_documents_unchanged_break_none(syntax: str) -> None:
    assert told(edited(f"codes-{syntax}.xml", [])) == []


@pytest.mark.parametrize(("syntax", "broken", "edits"), CASES, ids=[f"{case[0]} {case[2][0]}" for case in CASES])
def test_a_change_breaks_the_rules_that_it_breaks_officially(
    syntax: str, broken: frozenset[str], edits: list[Edit]
) -> None:
    assert {each.rule for each in told(edited(f"codes-{syntax}.xml", edits))} == broken


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_every_rule_is_broken_by_some_case_and_kept_by_another(syntax: str) -> None:
    cases = [broken for case, broken, _ in CASES if case == syntax]
    times = Counter(rule for broken in cases for rule in broken)
    assert times.keys() == {rule for rule in RULES if (syntax, rule) not in UNREACHABLE}
    assert all(count < len(cases) for count in times.values())
    assert len(RULES) == 23 + 21


@pytest.mark.parametrize("syntax", ["UBL", "CII"])
def test_rules_mean_the_lists_that_the_table_of_codes_says(syntax: str) -> None:
    roots = {CII_ROOT} if syntax == "CII" else {"Invoice", "CreditNote"}
    asked = {rule.id for rule in CODE_LISTS if set(rule.roots) == roots}
    assert len(asked) == 23
    assert all(meant("en16931@1.3.16", syntax, rule) for rule in asked)


def test_a_code_is_told_with_its_place() -> None:
    (found,) = told(edited("codes-ubl.xml", [["set", "//cac:OriginCountry/cbc:IdentificationCode", "xx"]]))
    assert found.where == "/Invoice/cac:InvoiceLine[1]/cac:Item[1]/cac:OriginCountry[1]/cbc:IdentificationCode[1]"
    assert (found.found, found.terms) == ("xx", ("BT-159",))
    assert found.message.startswith("The country of origin (BT-159) is xx, which is no code of ISO 3166-1")


@pytest.mark.parametrize(
    ("note", "broken"),
    [
        ("#SUR#as agreed", False),
        ("as agreed #SUR#", False),
        ("#XXX#as agreed", True),
        ("#sur#", True),
        ("#AAAA#", False),
        ("#SUR", False),
        ("SUR", False),
        ("##", False),
        # Three letters across two neighbours of the list.
        ("#A A#", False),
        ("#   #", True),
    ],
)
def test_a_subject_stands_between_signs_in_a_note(note: str, broken: bool) -> None:
    rules = [each.rule for each in told(edited("codes-ubl.xml", [["set", "/*/cbc:Note", note]]))]
    assert rules == ["BR-CL-08"] * broken


def test_a_scheme_is_found_among_other_attributes() -> None:
    path = "//cac:AccountingCustomerParty//cac:PartyIdentification/cbc:ID"
    edits = [["strip", path, "schemeID"], ["attribute", path, "schemeName", "x"]]
    assert told(edited("codes-ubl.xml", edits)) == []
    (found,) = told(edited("codes-ubl.xml", [*edits, ["attribute", path, "schemeID", "XX"]]))
    assert (found.rule, found.found) == ("BR-CL-10", "XX")


def test_decimals_are_told_as_written() -> None:
    (found,) = told(edited("codes-cii.xml", [["set", "//ram:RoundingAmount", "0.020"]]))
    assert (found.found, found.expected) == ("0.020", "2")
    assert "is written 0.020; at most 2 digits" in found.message


def test_a_tax_total_in_the_accounting_currency_may_be_lacking_altogether() -> None:
    summation = "//ram:SpecifiedTradeSettlementHeaderMonetarySummation"
    (found,) = told(edited("codes-cii.xml", [["remove", f"{summation}/ram:TaxTotalAmount[2]"]]))
    assert (found.rule, found.found) == ("BR-DEC-15", None)
    assert "is missing: where there is an accounting currency" in found.message


def test_numbers_that_are_none_are_not_in_cents() -> None:
    path = "//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount"
    for written in ("much", "1" + "0" * 310):
        edits = [["remove", f"{path}[2]"], ["set", path, written]]
        assert {each.rule for each in told(edited("codes-cii.xml", edits))} == {"BR-DEC-13", "BR-DEC-15"}


def test_contents_list_the_families() -> None:
    assert {rule.id for rule in EN16931.contents.elements} >= RULES
