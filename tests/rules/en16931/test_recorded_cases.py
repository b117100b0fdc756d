"""Every rule against the official artefact: one thing put into, taken from or changed in a valid document, recorded."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from lxml import etree

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import RULEBOOKS, Rulebook, check
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._rulebook import CII_ROOT, SYNTAXES
from rules.edits import GOLDEN, PREFIXES, Edit, edited, recorded
from rules.invoices import EN16931

(PEPPOL_CEN,) = (rulebook for rulebook in RULEBOOKS if rulebook.name == "peppol-cen")
ROOTS = {"ubl": "Invoice", "cii": CII_ROOT}

_STOPS = "the artefact stops with a type error before it gets there: another of its rules cannot take two of these"
_ALWAYS = "the test of the artefact always holds"
_HIDDEN = "an earlier rule of the artefact takes every element that this one is for"
_RATE = "the artefact looks for the rate beside the group, where none stands, so that there is nothing to ask"
UNREACHABLE = {
    "ubl": {
        **dict.fromkeys(("BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08"), _ALWAYS),
        **dict.fromkeys(("UBL-SR-09", "UBL-SR-15", "UBL-SR-22", "UBL-SR-27"), _STOPS),
    },
    "cii": {
        **dict.fromkeys(("BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08", "BR-AF-09", "BR-AG-09"), _ALWAYS),
        **dict.fromkeys(("BR-AF-08", "BR-AG-08"), _RATE),
        **dict.fromkeys(("CII-DT-010", "CII-DT-011", "CII-DT-012"), _HIDDEN),
        **dict.fromkeys((f"CII-SR-{number}" for number in (*range(477, 483), 484, 487)), _STOPS),
    },
}
"""Rules that no document breaks officially, each with the reason that the official artefact gives for it."""


def broken(document: bytes, rulebook: Rulebook = EN16931) -> frozenset[str]:
    (reading,) = read(document, Limits())
    return frozenset(finding.rule for finding in check(reading.model, reading.trace, (rulebook,)))


# --- Elements: what takes more than a row to say, and simple cases of the rest ----------------------------------------

ELEMENTS = recorded("en16931/elements.tsv") + recorded("en16931/extensions.tsv")


@pytest.mark.parametrize(("syntax", "told", "edits"), ELEMENTS, ids=[f"{case[0]} {case[2][0]}" for case in ELEMENTS])
def test_a_change_breaks_the_rules_that_it_breaks_officially(
    syntax: str, told: frozenset[str], edits: list[Edit]
) -> None:
    assert broken(edited(f"{syntax}.xml", edits)) == told


# --- VAT categories ---------------------------------------------------------------------------------------------------

VatCase = tuple[str, str, frozenset[str], list[Edit]]


@cache
def vat_cases() -> tuple[dict[str, list[Edit]], list[VatCase]]:
    """How the documents become ones of a category, and what is changed in them then."""
    settings: dict[str, list[Edit]] = {}
    cases: list[VatCase] = []
    for line in (GOLDEN / "en16931" / "vat.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            category, name, told, edits = line.split("\t")
            if name == "setting":
                settings[category] = json.loads(edits)
            else:
                cases.append((category, name, frozenset(told.split()), json.loads(edits)))
    return settings, cases


@pytest.mark.parametrize(
    ("category", "name", "told", "edits"), vat_cases()[1], ids=[f"{case[0]}: {case[1]}" for case in vat_cases()[1]]
)
def test_a_category_is_judged_as_officially(category: str, name: str, told: frozenset[str], edits: list[Edit]) -> None:
    syntax = category.split(maxsplit=1)[0]
    assert broken(edited(f"{syntax}.xml", [*vat_cases()[0][category], *edits])) == told, name


# --- Tables -----------------------------------------------------------------------------------------------------------

TableCase = tuple[str, str, str, int, frozenset[str]]


def table_cases() -> Iterator[TableCase]:
    for line in (GOLDEN / "en16931" / "tables.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            syntax, path, attribute, times, told = line.split("\t")
            yield syntax, path, attribute, int(times), frozenset(told.split())


def put(root: Any, path: str, attribute: str, times: int) -> None:
    """Put elements at a path, or an attribute on the first element there, with all that is lacking on the way."""
    *above, last = [f"{{{PREFIXES[step.split(':')[0]]}}}{step.split(':')[1]}" for step in path.split("/")]
    for step in above:
        root = found if (found := root.find(step)) is not None else etree.SubElement(root, step)
    if attribute:
        element = found if (found := root.find(last)) is not None else _one(root, last)
        element.set(attribute, "x")
        return
    for _ in range(times):
        _one(root, last)


def _one(root: Any, tag: str) -> Any:
    element = etree.SubElement(root, tag)
    element.text = "1"
    return element


@pytest.mark.parametrize("syntax", ROOTS)
def test_what_is_put_in_breaks_the_rules_that_it_breaks_officially(syntax: str) -> None:
    different = {}
    for case, path, attribute, times, told in table_cases():
        if case == syntax:
            root = etree.fromstring(edited(f"{syntax}.xml", []))
            if path:
                put(root, path, attribute, times)
            else:
                root.set(attribute, "x")
            found = broken(etree.tostring(root))
            if found != told:
                different[path, attribute] = (sorted(found - told), sorted(told - found))
    assert different == {}


# --- Every rule -------------------------------------------------------------------------------------------------------


def all_cases(syntax: str) -> Iterator[frozenset[str]]:
    """The rules that each of the recorded cases breaks, those of other files of tests too."""
    yield from (told for case, told, _ in ELEMENTS if case == syntax)
    yield from (told for category, _, told, _ in vat_cases()[1] if category.startswith(syntax))
    yield from (told for case, _, _, _, told in table_cases() if case == syntax)
    yield from (told for case, told, _ in recorded("codes.tsv") if case == syntax)
    changes = tomllib.loads((GOLDEN / f"{syntax}.toml").read_text(encoding="utf-8"))
    yield from (frozenset(case["fired"]) for case in changes["case"])


def rules_of(rulebook: Rulebook, syntax: str) -> set[str]:
    root = ROOTS[syntax]
    return {
        rule.id
        for rule in rulebook.rules
        if (not rule.roots or root in rule.roots if isinstance(rule, ElementRule) else SYNTAXES[root] in rule.syntaxes)
    }


@pytest.mark.parametrize("syntax", ROOTS)
def test_every_rule_is_broken_by_some_case_and_kept_by_another_or_out_of_reach(syntax: str) -> None:
    cases = list(all_cases(syntax))
    times = Counter(rule for told in cases for rule in told)
    # The artefact looks for a currency inside of amounts, where no element can stand.
    beyond = {"BR-DEC-13", "BR-DEC-15"} if syntax == "ubl" else set()
    assert rules_of(EN16931, syntax) - times.keys() - beyond == UNREACHABLE[syntax].keys()
    assert times.keys() <= rules_of(EN16931, syntax)
    assert all(count < len(cases) for count in times.values())


def test_the_copy_of_peppol_has_the_rules_for_ubl_and_no_others() -> None:
    assert rules_of(PEPPOL_CEN, "ubl") == rules_of(EN16931, "ubl") == {rule.id for rule in PEPPOL_CEN.rules}
    for _, told, edits in (case for case in ELEMENTS if case[0] == "ubl"):
        assert broken(edited("ubl.xml", edits), PEPPOL_CEN) == told
