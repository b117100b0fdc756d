"""Rulebooks: one folder each, with rules as pure functions from a document to its findings."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from counterfoil.model.finding import Finding, Severity
from counterfoil.model.invoice import Invoice
from counterfoil.model.trace import Trace
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._listed import listed, with_no_more
from counterfoil.rules._rule import UBL, Breach, Rule
from counterfoil.rules._rulebook import SYNTAXES, Contents, Rulebook
from counterfoil.rules._told import customization_of, profile_of
from counterfoil.rules.en16931 import EN16931
from counterfoil.rules.factur_x import FACTUR_X
from counterfoil.rules.peppol_billing import PEPPOL_BILLING
from counterfoil.rules.peppol_billing_cii import PEPPOL_BILLING_CII
from counterfoil.rules.peppol_cen import PEPPOL_CEN
from counterfoil.rules.peppol_selfbilling import PEPPOL_SELFBILLING
from counterfoil.rules.peppol_transactions import PEPPOL_TRANSACTIONS
from counterfoil.rules.xrechnung import XRECHNUNG
from counterfoil.texts import sentence

__all__ = ["RULEBOOKS", "Breach", "Contents", "ElementRule", "Rule", "Rulebook", "check", "rulebooks_for", "valid"]

RULEBOOKS: tuple[Rulebook, ...] = (
    EN16931,
    PEPPOL_CEN,
    PEPPOL_BILLING,
    PEPPOL_SELFBILLING,
    PEPPOL_BILLING_CII,
    XRECHNUNG,
    *FACTUR_X,
    *PEPPOL_TRANSACTIONS,
)
"""In the order in which they are applied and named."""

_VALUE_CHARACTERS_MAX = 200
_Broken = tuple[Rule | ElementRule, Breach, int]
"""A rule, what breaks it, and the place of the element concerned."""


def rulebooks_for(trace: Trace | None, on: date) -> tuple[Rulebook, ...]:
    """The rulebooks that a document is checked by: of each name the version in force `on` that day.

    On a day before the first version that we know, that first one is taken. What has no trace, or a root element that
    no rulebook is written for (ZUGFeRD 1.0), has none.
    """
    if trace is None or not trace.paths:
        return ()
    return _chosen(RULEBOOKS, trace.paths[0], customization_of(trace), profile_of(trace), on)


@lru_cache(maxsize=1000)
def _chosen(
    among: tuple[Rulebook, ...], root: str, customization: str | None, profile: str | None, on: date
) -> tuple[Rulebook, ...]:
    chosen: dict[str, Rulebook] = {}
    for rulebook in among:
        if root in rulebook.roots and rulebook.applies(root, customization, profile):
            other = chosen.get(rulebook.name)
            if other is None or _better(rulebook, other, on):
                chosen[rulebook.name] = rulebook
    return tuple(chosen.values())


def _better(one: Rulebook, other: Rulebook, on: date) -> bool:
    """Of those in force the latest, and where none is yet the first."""
    if (one.valid_from <= on) != (other.valid_from <= on):
        return one.valid_from <= on
    return (one.valid_from > other.valid_from) == (one.valid_from <= on)


def check(model: Any, trace: Trace | None, rulebooks: Iterable[Rulebook]) -> tuple[Finding, ...]:
    """What the rulebooks find wrong in a document; `trace` says where, and settles what the model alone cannot know.

    A rulebook that is not written for documents with this root element finds nothing; without a trace only the rules
    over the invoice model are asked.
    """
    elements, books = Elements(trace), tuple(rulebooks)
    severities: dict[str, Severity] = {}
    customization = customization_of(elements.trace)
    for rulebook in books:
        severities |= rulebook.relevel(elements.root, customization)
    broken = ((rulebook.id, *one) for rulebook in books for one in _breaches(model, elements, rulebook))
    found = []
    for (rulebook_id, rule, breach, place), is_last in listed(broken, _rule_of):
        finding = _finding(rule, breach, rulebook_id, severities, elements, place)
        found.append(with_no_more(finding) if is_last else finding)
    elements.kept.clear()  # it leads back to the elements: the document would stay until circles are searched for
    return tuple(found)


def _rule_of(broken: tuple[str, Rule | ElementRule, Breach, int]) -> tuple[str, str]:
    return broken[0], broken[1].id


def valid(findings: Iterable[Finding], rulebooks: tuple[Rulebook, ...]) -> bool | None:
    """Whether nothing fatal was found; None where there was no rulebook to check by."""
    return all(finding.severity != Severity.FATAL for finding in findings) if rulebooks else None


def _breaches(model: Any, elements: Elements, rulebook: Rulebook) -> Iterator[_Broken]:
    """The rules that a document breaks, first those over the model, each with the place of the element concerned."""
    contents = rulebook.contents
    if contents.plans and isinstance(model, Invoice):
        syntax = SYNTAXES.get(elements.root)
        yield from _over_model(model, elements, contents, syntax) if syntax else _alone(model, elements, contents)
    if elements.root in rulebook.roots:
        for rule, path in contents.element_plan(elements.root).due(elements):
            for breach in rule.find(elements, path):
                yield rule, breach, breach.place or 0


def _over_model(model: Invoice, elements: Elements, contents: Contents, syntax: str) -> Iterator[_Broken]:
    plan, prepare = contents.plans[syntax], contents.prepare.get(syntax)
    if prepare is not None:
        model = prepare(model, elements)
    for asked in plan.due(model, elements):
        look, test = asked.look, asked.test
        for breach in asked.find(model) if look is None else look(asked.find, model, elements):
            place = elements.place_of(breach.at) if breach.place is None else breach.place
            # A part that stands nowhere is the reader's own making; what it lacks is nobody's fault.
            if place is not None and (test is None or not test(elements, place)):
                yield asked.rule, breach, place


def _alone(model: Invoice, elements: Elements, contents: Contents) -> Iterator[_Broken]:
    """By the rules over the model alone, as UBL has them: for an invoice of any other origin."""
    for asked in contents.plans[UBL].due(model):
        for breach in asked.find(model):
            yield asked.rule, breach, elements.place_of(breach.at) or 0


def _finding(
    rule: Rule | ElementRule,
    breach: Breach,
    rulebook: str,
    severities: Mapping[str, Severity],
    elements: Elements,
    place: int,
) -> Finding:
    found, expected, where = _written(breach.found), _written(breach.expected), elements.where(place)
    text = rule.text if isinstance(rule, ElementRule) else None
    about = rule.about if isinstance(rule, ElementRule) else None
    return Finding(
        rule=rule.id,
        severity=severities.get(rule.id, rule.severity),
        where=where,
        line=elements.trace.line(place),
        terms=breach.terms or rule.terms,
        found=found,
        expected=expected,
        message=sentence(text or rule.id, found=found, expected=expected, about=about, place=_element(where)),
        rulebook=rulebook,
    )


def _element(where: str) -> str:
    """The last step of an XPath, without its position."""
    return where.rpartition("/")[2].partition("[")[0]


def _written(value: object) -> str | None:
    """A value as text: decimals without exponent, long texts cut."""
    if value is None:
        return None
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _VALUE_CHARACTERS_MAX else f"{text[:_VALUE_CHARACTERS_MAX]}…"
