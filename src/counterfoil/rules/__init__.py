"""Rulebooks: one folder each, with rules as pure functions from a document to its findings."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.model.finding import Finding, Severity
from counterfoil.model.trace import Trace
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import CII, UBL, Breach, Rule, Rulebook
from counterfoil.rules.en16931 import EN16931
from counterfoil.texts import sentence

__all__ = ["RULEBOOKS", "Breach", "Rule", "Rulebook", "check", "rulebooks_for", "valid"]

RULEBOOKS: tuple[Rulebook, ...] = (EN16931,)

_CII_ROOT = "rsm:CrossIndustryInvoice"
_VALUE_CHARACTERS_MAX = 200


def rulebooks_for(document: str, model: Any, on: date) -> tuple[Rulebook, ...]:
    """The rulebooks that a document is checked by: of each name the version in force `on` that day.

    On a day before the first version that we know, that first one is taken. Documents of other kinds have none.
    """
    customization, profile = getattr(model, "customization", None), getattr(model, "profile", None)
    chosen: dict[str, Rulebook] = {}
    for rulebook in sorted(RULEBOOKS, key=lambda book: book.valid_from):
        if rulebook.applies(document, customization, profile) and (
            rulebook.valid_from <= on or rulebook.name not in chosen
        ):
            chosen[rulebook.name] = rulebook
    return tuple(chosen.values())


def check(model: Any, trace: Trace | None, rulebooks: Iterable[Rulebook]) -> tuple[Finding, ...]:
    """What the rulebooks find wrong in a model; `trace` says where, and settles what the model alone cannot know."""
    elements = Elements(trace)
    syntax = CII if elements.root == _CII_ROOT else UBL
    return tuple(finding for rulebook in rulebooks for finding in _findings(model, elements, rulebook, syntax))


def valid(findings: Iterable[Finding], rulebooks: tuple[Rulebook, ...]) -> bool | None:
    """Whether nothing fatal was found; None where there was no rulebook to check by."""
    return all(finding.severity != Severity.FATAL for finding in findings) if rulebooks else None


def _findings(model: Any, elements: Elements, rulebook: Rulebook, syntax: str) -> list[Finding]:
    plan = rulebook.plans[syntax]
    if not elements:
        return [
            _finding(asked.rule, breach, rulebook, model, "/")
            for asked in plan.due(model)
            for breach in asked.find(model)
        ]
    prepare = rulebook.prepare.get(syntax)
    if prepare is not None:
        model = prepare(model, elements)
    findings = []
    for asked in plan.due(model):
        look, test = asked.look, asked.test
        for breach in asked.find(model) if look is None else look(asked.find, model, elements):
            place = elements.place_of(breach.at) if breach.place is None else breach.place
            # A part that stands nowhere is the reader's own making; what it lacks is nobody's fault.
            if place is not None and (test is None or not test(elements, place)):
                findings.append(_finding(asked.rule, breach, rulebook, model, elements.trace.where(place)))
    return findings


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
