"""XRechnung: recorded verdicts of the official artefact, one change each, and what KoSIT's configuration changes."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from counterfoil.formats import read
from counterfoil.model.finding import Finding, Severity
from counterfoil.model.settings import Limits
from counterfoil.rules import check, rulebooks_for
from counterfoil.rules.xrechnung import XRECHNUNG
from counterfoil.rules.xrechnung._scenario import CIUS, CVD, EXTENSION
from counterfoil.rules.xrechnung.payment import discount_written_rightly
from rules.edits import Edit, edited, recorded
from rules.invoices import EN16931
from verdicts import documents

CASES = recorded("xrechnung.tsv")
DOCUMENTS = [f"xrechnung{profile}-{syntax}.xml" for profile in ("", "-ext", "-cvd") for syntax in ("ubl", "cii")]
ROOTS = {"ubl": {"Invoice", "CreditNote"}, "cii": {"rsm:CrossIndustryInvoice"}}
ON = date(2026, 11, 1)


def told(document: bytes) -> list[Finding]:
    (reading,) = read(document, Limits())
    return list(check(reading.model, reading.trace, (XRECHNUNG,)))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_unchanged_break_none(name: str) -> None:
    assert told(edited(name, [])) == []


@pytest.mark.parametrize(("name", "broken", "edits"), CASES, ids=[f"{case[0]} {case[2]}"[:150] for case in CASES])
def test_a_change_breaks_the_rules_that_it_breaks_officially(
    name: str, broken: frozenset[str], edits: list[Edit]
) -> None:
    assert {each.rule for each in told(edited(name, edits))} == broken


@pytest.mark.parametrize(("prefix", "broken"), [("ram", set()), ("a", {"PEPPOL-EN16931-R008"})])
def test_a_delivery_may_be_empty_by_the_usual_name_alone(prefix: str, broken: set[str]) -> None:
    # The artefact compares its name with the prefix, whatever that stands for.
    document = edited("xrechnung-cii.xml", [["remove", "//ram:ApplicableHeaderTradeDelivery/*"]])
    document = document.replace(b"xmlns:ram=", b"xmlns:%s=" % prefix.encode())
    document = re.sub(rb"(</?)ram:", rb"\1%s:" % prefix.encode(), document)
    assert {each.rule for each in told(document)} == broken


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_every_rule_is_broken_by_some_case_and_kept_by_another(syntax: str) -> None:
    cases = [broken for name, broken, _ in CASES if syntax in name]
    times = Counter(rule for broken in cases for rule in broken)
    rules = {rule.id for rule in XRECHNUNG.contents.elements if ROOTS[syntax] & set(rule.roots)}
    assert times.keys() == rules
    assert all(count < len(cases) for count in times.values())


def test_the_rules_are_those_that_are_published(corpora: Path) -> None:
    with (corpora / "verdicts" / "rules.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["rulebook"] == XRECHNUNG.id]
    published = {(row["rule"], row["syntax"].lower(), row["severity"]) for row in rows}
    ours = {
        (rule.id, syntax, rule.severity.value)
        for rule in XRECHNUNG.contents.elements
        for syntax, roots in ROOTS.items()
        if roots & set(rule.roots)
    }
    assert ours == published


def test_every_rule_says_for_which_documents_it_is() -> None:
    assert [rule.id for rule in XRECHNUNG.contents.elements if not rule.roots] == []


# --- Which documents, and with which severities -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("customization", "chosen"),
    [
        (CIUS, True),
        (EXTENSION, True),
        (CVD, True),
        ("urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_1.2", True),
        ("urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.1", True),
        ("urn:cen.eu:en16931:2017", False),
        ("urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", False),
        (None, False),
    ],
)
def test_it_is_for_documents_that_name_it_in_any_version(customization: str | None, chosen: bool) -> None:
    assert XRECHNUNG.applies("Invoice", customization, None) is chosen


def test_it_stands_beside_en16931() -> None:
    (reading,) = read(edited("xrechnung-cii.xml", []), Limits())
    assert [book.name for book in rulebooks_for(reading.trace, ON)] == ["en16931", "xrechnung"]


def test_the_levels_are_those_that_are_published(corpora: Path) -> None:
    customization = {"cius": CIUS, "ext": EXTENSION, "cvd": CVD}
    with (corpora / "verdicts" / "xrechnung-levels.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    root = {"CrossIndustryInvoice": "rsm:CrossIndustryInvoice"}
    ours = {
        (name, scenario, rule, severity.value)
        for name in ("Invoice", "CreditNote", "CrossIndustryInvoice")
        for scenario, said in customization.items()
        for rule, severity in XRECHNUNG.relevel(root.get(name, name), said).items()
    }
    assert ours == {(row["root"], row["scenario"], row["rule"], row["severity"]) for row in rows}


def test_a_scenario_changes_severities_of_en16931() -> None:
    edits = [["attribute", "//cac:PartyIdentification[1]/cbc:ID", "schemeID", "XR02"]]
    (reading,) = read(edited("xrechnung-ext-ubl.xml", edits), Limits())
    books = (EN16931, XRECHNUNG)
    severities = {each.rule: each.severity for each in check(reading.model, reading.trace, books)}
    assert severities["BR-CL-10"] == Severity.INFORMATION
    alone = {each.rule: each.severity for each in check(reading.model, reading.trace, books[:1])}
    assert alone["BR-CL-10"] == Severity.FATAL


# --- Cases of their own -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "right"),
    [
        ("", True),
        ("within 14 days", True),
        ("#SKONTO#TAGE=14#PROZENT=2.25#\n", True),
        ("#SKONTO#TAGE=14#PROZENT=2.25#\r\n", True),
        ("within 30 days\n#SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=-10.00#\n\nthank you", True),
        ("  #SKONTO#TAGE=14#PROZENT=2.25#  \n", True),
        ("#SKONTO#TAGE=14#PROZENT=2.25#", False),
        ("#SKONTO#TAGE=14#PROZENT=2.25# thank you\n", False),
        ("#SKONTO#TAGE=14#PROZENT=2.2#\n", False),
        ("#SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=10#\n", False),
        ("#Skonto#TAGE=14#PROZENT=2.25#\n", False),
        ("#VERZUG#TAGE=14#PROZENT=2.25#\n", False),
        ("#\n", False),
    ],
)
def test_discounts_have_one_form(note: str, right: bool) -> None:
    assert discount_written_rightly(note) is right


def test_sums_are_told_with_the_right_number() -> None:
    (found,) = [
        each
        for each in told(edited("xrechnung-ext-ubl.xml", [["set", "//cbc:PaidAmount", "6.00"]]))
        if each.rule == "BR-DEX-09"
    ]
    assert (found.found, found.expected) == ("96.26", "97.26")
    assert "makes 97.26" in found.message


def test_a_line_says_what_it_should_come_to() -> None:
    line = "//ram:IncludedSupplyChainTradeLineItem[1]//ram:LineTotalAmount"
    (found,) = told(edited("xrechnung-cii.xml", [["set", line, "61.00"]]))
    assert (found.rule, found.severity, found.found, found.expected) == (
        *("PEPPOL-EN16931-R120", Severity.WARNING, "61.00", "60.00"),
    )


def test_what_is_no_number_is_no_line_amount_and_no_total() -> None:
    path = "//cac:LegalMonetaryTotal/cbc:PayableAmount"
    rules = {each.rule for each in told(edited("xrechnung-ext-ubl.xml", [["set", path, "much"]]))}
    assert "BR-DEX-09" in rules
    price = "//ram:GrossPriceProductTradePrice/ram:ChargeAmount"
    rules = {each.rule for each in told(edited("xrechnung-cii.xml", [["set", price, "much"]]))}
    assert "PEPPOL-EN16931-R046" in rules


def test_what_is_not_there_is_not_asked() -> None:
    """No schema allows these, so no recorded verdict has them."""
    lines = [["remove", "//ram:AssociatedDocumentLineDocument"]]
    assert "BR-DEX-15" not in {each.rule for each in told(edited("xrechnung-ext-cii.xml", lines))}
    price = [["remove", "//ram:GrossPriceProductTradePrice/ram:ChargeAmount"]]
    assert "PEPPOL-EN16931-R046" not in {each.rule for each in told(edited("xrechnung-cii.xml", price))}


# --- The corpora ------------------------------------------------------------------------------------------------------


@cache
def judged(corpora: Path) -> list[dict[str, Any]]:
    return [
        each
        for each in documents(corpora)
        if XRECHNUNG.id in each["layers"] and each["xsd_ok"] is True and each["error"] is None
    ]


def test_official_documents_break_the_same_rules_at_the_same_severity(corpora: Path) -> None:
    different = dict(_differences(corpora))
    assert different == {}
    assert len(judged(corpora)) > 80


def _differences(corpora: Path) -> Iterator[tuple[str, object]]:
    for verdict in judged(corpora):
        name = verdict["file"]
        (reading,) = read((corpora / name).read_bytes(), Limits())
        books = rulebooks_for(reading.trace, ON)
        found = {(each.rulebook, each.rule, each.severity.value) for each in check(reading.model, reading.trace, books)}
        official = {(each["rulebook"], each["rule"], each["severity"]) for each in verdict["fired"]}
        if found != official:
            yield name, (sorted(found - official), sorted(official - found))
