"""Rulebooks: one folder each, with rules as pure functions from a document to its findings."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.model.finding import Finding, Severity
from counterfoil.model.trace import Trace
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import CII, UBL, Breach, Rule
from counterfoil.rules._rulebook import Rulebook
from counterfoil.rules.en16931 import EN16931
from counterfoil.texts import sentence

__all__ = ["RULEBOOKS", "Breach", "Rule", "Rulebook", "check", "rulebooks_for", "valid"]

RULEBOOKS: tuple[Rulebook, ...] = (EN16931,)

_SYNTAXES = {"Invoice": UBL, "CreditNote": UBL, "rsm:CrossIndustryInvoice": CII}
"""The syntaxes that the rules are written for, by root element."""
_VALUE_CHARACTERS_MAX = 200


def rulebooks_for(document: str, model: Any, on: date, trace: Trace | None = None) -> tuple[Rulebook, ...]:
    """The rulebooks that a document is checked by: of each name the version in force `on` that day.

    On a day before the first version that we know, that first one is taken. Documents of other kinds have none, and
    where `trace` shows a syntax that no rulebook is written for (ZUGFeRD 1.0), there is none either.
    """
    if trace is not None and trace.paths and trace.paths[0] not in _SYNTAXES:
        return ()
    customization, profile = getattr(model, "customization", None), getattr(model, "profile", None)
    chosen: dict[str, Rulebook] = {}
    for rulebook in sorted(RULEBOOKS, key=lambda book: book.valid_from):
        if rulebook.applies(document, customization, profile) and (
            rulebook.valid_from <= on or rulebook.name not in chosen
        ):
            chosen[rulebook.name] = rulebook
    return tuple(chosen.values())


def check(model: Any, trace: Trace | None, rulebooks: Iterable[Rulebook]) -> tuple[Finding, ...]:
    """What the rulebooks find wrong in a model; `trace` says where, and settles what the model alone cannot know.

    A rulebook for another kind of model finds nothing.
    """
    elements = Elements(trace)
    findings: list[Finding] = []
    for rulebook in rulebooks:
        if isinstance(model, rulebook.subject):
            findings += _findings(model, elements, rulebook)
    return tuple(findings)


def valid(findings: Iterable[Finding], rulebooks: tuple[Rulebook, ...]) -> bool | None:
    """Whether nothing fatal was found; None where there was no rulebook to check by."""
    return all(finding.severity != Severity.FATAL for finding in findings) if rulebooks else None


def _findings(model: Any, elements: Elements, rulebook: Rulebook) -> list[Finding]:
    syntax = _SYNTAXES.get(elements.root)
    if syntax is None:
        return _findings_over_model(model, elements, rulebook)
    plan, prepare = rulebook.plans[syntax], rulebook.prepare.get(syntax)
    if prepare is not None:
        model = prepare(model, elements)
    findings = []
    for asked in plan.due(model):
        look, test = asked.look, asked.test
        for breach in asked.find(model) if look is None else look(asked.find, model, elements):
            place = elements.place_of(breach.at) if breach.place is None else breach.place
            # A part that stands nowhere is the reader's own making; what it lacks is nobody's fault.
            if place is not None and (test is None or not test(elements, place)):
                findings.append(_finding(asked.rule, breach, rulebook, model, elements.where(place)))
    return findings


def _findings_over_model(model: Any, elements: Elements, rulebook: Rulebook) -> list[Finding]:
    """By the rules over the model alone, as UBL has them: for an invoice of any other origin."""
    return [
        _finding(asked.rule, breach, rulebook, model, elements.where(elements.place_of(breach.at) or 0))
        for asked in rulebook.plans[UBL].due(model)
        for breach in asked.find(model)
    ]


def _finding(rule: Rule, breach: Breach, rulebook: Rulebook, model: Any, where: str) -> Finding:
    found, expected = _written(breach.found), _written(breach.expected)
    return Finding(
        rule=rule.id,
        severity=rulebook.relevel(model.customization).get(rule.id, rule.severity),
        where=where,
        terms=breach.terms or rule.terms,
        found=found,
        expected=expected,
        message=sentence(rule.id, found=found, expected=expected),
    )


def _written(value: object) -> str | None:
    """A value as text: decimals without exponent, long texts cut."""
    if value is None:
        return None
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _VALUE_CHARACTERS_MAX else f"{text[:_VALUE_CHARACTERS_MAX]}…"
