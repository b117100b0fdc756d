"""Golden documents of the five profiles with something changed: the rules say what the official artefacts say of them.

Each golden document has nearly every element that its profile knows, so that all its rules are silent there.
"""

from collections import Counter

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import Rulebook, check
from counterfoil.rules.factur_x import FACTUR_X
from counterfoil.rules.factur_x.contents import UNBREAKABLE, business
from rules.edits import Edit, edited, recorded

NO_ID = "(no id)"
CASES = recorded("factur-x.tsv")
PROFILES = {rulebook.name.removeprefix("factur-x-"): rulebook for rulebook in FACTUR_X}

STOPPED = {
    *("FX-SCH-A-000190", "FX-SCH-A-000191", "FX-SCH-A-000193", "FX-SCH-A-000290", "FX-SCH-A-000382"),
    *("FX-SCH-A-000558", "FX-SCH-A-000561", "FX-SCH-A-000564"),
}
"""Where they would be broken, the official artefact stops with an error: others read the text of two elements."""
STOPPED_IN_EXTENDED = {"FX-SCH-A-000042"}
TOLD_BY_CODE = {
    *("FX-SCH-A-000559", "FX-SCH-A-000562", "FX-SCH-A-000565"),
    *("FX-SCH-A-000640", "FX-SCH-A-000643", "FX-SCH-A-000647"),
}
"""They ask for a code that their context already asks for."""


def profile_of(document: str) -> str:
    return document.removeprefix("factur-x/").removesuffix(".xml")


def broken(rulebook: Rulebook, data: bytes) -> Counter[str]:
    (reading,) = read(data, Limits())
    return Counter(finding.rule for finding in check(reading.model, reading.trace, (rulebook,)))


@pytest.mark.parametrize("profile", PROFILES)
def test_the_document_of_a_profile_breaks_no_rule(profile: str) -> None:
    assert broken(PROFILES[profile], edited(f"factur-x/{profile}.xml", [])) == {}


@pytest.mark.parametrize(("document", "told", "edits"), CASES, ids=[f"{number}" for number in range(len(CASES))])
def test_a_change_breaks_the_rules_that_it_breaks_officially(
    document: str, told: frozenset[str], edits: list[Edit]
) -> None:
    found = broken(PROFILES[profile_of(document)], edited(document, edits))
    # Rules without an id are told apart by nothing but how often they are broken.
    unnamed = {f"no-id×{found[NO_ID]}"} if NO_ID in found else set()
    assert (found.keys() - {NO_ID}) | unnamed == told


@pytest.mark.parametrize("profile", PROFILES)
def test_every_rule_of_a_profile_is_broken_by_some_change(profile: str) -> None:
    told = {rule for document, rules, _ in CASES for rule in rules if profile_of(document) == profile}
    seen = {NO_ID if rule.startswith("no-id") else rule for rule in told}
    there = {rule.id for rule in PROFILES[profile].rules}
    reviewed = STOPPED | TOLD_BY_CODE | (STOPPED_IN_EXTENDED if profile == "extended" else set())
    assert there - seen <= reviewed
    assert seen <= there


def test_what_cannot_be_broken_has_no_rule() -> None:
    """Their tests are always true: they say "true()", or ask an account and no account, or rates where none is."""
    built = {rule.id for rulebook in FACTUR_X for rule in rulebook.rules}
    assert not built & UNBREAKABLE
    for profile, rulebook in PROFILES.items():
        official = {rule for rule, told in business().items() if profile in told.profiles}
        assert official - {rule.id for rule in rulebook.rules} <= UNBREAKABLE
