"""What stands in the rulebook of a profile."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._rule import CII, Rule
from counterfoil.rules._rulebook import CII_ROOT, Contents
from counterfoil.rules.en16931 import EN16931
from counterfoil.rules.factur_x._structure import structure
from counterfoil.rules.factur_x.categories import CATEGORIES
from counterfoil.rules.factur_x.extended_lines import EXTENDED_LINES
from counterfoil.rules.factur_x.extended_sums import EXTENDED_SUMS
from counterfoil.rules.factur_x.presence import PRESENCE
from counterfoil.rules.factur_x.sums import SUMS

_NUMBERS = {
    "BR-": "12 13 14 15 16 18 19 20 22 23 24 26 27 28 29 30 31 32 33 36 37 38 41 42 43 44 49 50 51 53 54 61 62 63",
    "BR-B-": "01 02",
    "BR-CO-": "04 09 10 13 14 16 19 20 21 22 23 24 26",
    "BR-DEC-": "01 02 05 06 09 10 11 12 13 14 15 16 17 18 23 24 25 27 28",
}
SHARED = frozenset(family + number for family, numbers in _NUMBERS.items() for number in numbers.split())
"""The rules that read just as those of EN 16931 for CII do; all others have their own form here."""
UNBREAKABLE = frozenset(
    {
        *("BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08", "BR-AF-09", "BR-AG-09"),  # they ask nothing
        *("BR-AF-08", "BR-AG-08"),  # for each rate beside the group, where none stands
        "CII-SR-464",  # an account is there, or it is not
    }
)
"""The rules that no document can break, by what their official tests ask."""


_OWN_WORDS = ("BR-CO-25", "CII-", "PEPPOL-")

Either = TypeVar("Either", Rule, ElementRule)


class Told(NamedTuple):
    """What `business.tsv` tells of a rule: severity, business terms, and the profiles that it is in."""

    severity: Severity
    terms: tuple[str, ...]
    profiles: frozenset[str]


def contents(profile: str, rulebook: str) -> Contents:
    """The rules of a profile, whose rulebook has this id."""
    own = {rule: told for rule, told in business().items() if profile in told.profiles}
    shared = EN16931.contents
    elements = (
        *(rule for rule in shared.elements if rule.id in SHARED and (not rule.roots or CII_ROOT in rule.roots)),
        *(*PRESENCE, *CATEGORIES, *SUMS, *EXTENDED_LINES, *EXTENDED_SUMS),
    )
    rules = (rule for rule in shared.rules if rule.id in SHARED and CII in rule.syntaxes)
    return Contents(
        rules=tuple(_of(rules, own)),
        elements=(*map(_in_own_words, _of(elements, own)), *structure(profile, rulebook)),
        prepare={CII: shared.prepare[CII]},
        looks={CII: {rule: look for rule, look in shared.looks[CII].items() if rule in SHARED}},
    )


def _of(rules: Iterable[Either], own: Mapping[str, Told]) -> Iterable[Either]:
    """Those of the profile, with the severity and the terms that it gives them."""
    return (
        replace(rule, severity=told.severity, terms=told.terms)
        for rule in rules
        if (told := own.get(rule.id)) is not None
    )


def _in_own_words(rule: ElementRule) -> ElementRule:
    """With a sentence of these rulebooks, where the id is one of other rulebooks too and reads otherwise there."""
    return replace(rule, text=f"factur-x.{rule.id}") if rule.id.startswith(_OWN_WORDS) else rule


@cache
def business() -> Mapping[str, Told]:
    """All rules of Factur-X that say more than what may stand where."""
    text = files("counterfoil.rules.factur_x").joinpath("business.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {
        rule: Told(Severity(severity), tuple(terms.split()), frozenset(profiles.split()))
        for rule, severity, terms, profiles in rows
    }
