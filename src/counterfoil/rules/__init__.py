"""Rulebooks: one folder each, with rules as pure functions from a document to its findings."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.model.finding import Finding, Severity
from counterfoil.model.trace import Trace
from counterfoil.rules._rule import CII, UBL, Breach, Rule, Rulebook
from counterfoil.rules.en16931 import EN16931
from counterfoil.texts import sentence

__all__ = ["RULEBOOKS", "Breach", "Rule", "Rulebook", "check", "rulebooks_for", "valid"]

RULEBOOKS: tuple[Rulebook, ...] = (EN16931,)

_CII_ROOT = "rsm:CrossIndustryInvoice"
_NO_TRACE = Trace()
_FOUND_CHARACTERS_MAX = 200


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
    stood = trace if trace is not None else _NO_TRACE
    syntax = CII if stood.paths and stood.paths[0] == _CII_ROOT else UBL
    findings: list[Finding] = []
    for rulebook in rulebooks:
        levels = rulebook.relevel(getattr(model, "customization", None))
        for rule in rulebook.rules:
            if syntax in rule.syntaxes:
                breaches = rule.find(model, stood) if rule.traced else rule.find(model)
                findings.extend(
                    _finding(rule, breach, levels.get(rule.id, rule.severity), stood)
                    for breach in breaches
                    if not rule.written or not _stands(stood, breach.at, rule.written)
                )
    return tuple(findings)


def valid(findings: Iterable[Finding], rulebooks: tuple[Rulebook, ...]) -> bool | None:
    """Whether nothing fatal was found; None where there was no rulebook to check by."""
    return all(finding.severity != Severity.FATAL for finding in findings) if rulebooks else None


def _stands(trace: Trace, part: Any, written: tuple[str, ...]) -> bool:
    """Whether an element or attribute stands at one of these paths below a part of the model."""
    if not trace.paths:
        return False
    place = trace.place_of(part)
    top = trace.paths[place]
    wanted = {f"{top}/{path}".partition("/@")[0]: f"{top}/{path}".partition("/@")[2] for path in written}
    index, parents = place, trace.parents
    while index < len(parents) and (index == place or parents[index] >= place):
        attribute = wanted.get(trace.paths[index])
        if attribute == "" or (attribute and attribute in dict(trace.attributes.get(index, ()))):
            return True
        index += 1
    return False


def _finding(rule: Rule, breach: Breach, severity: Severity, trace: Trace) -> Finding:
    found, expected = _written(breach.found), _written(breach.expected)
    return Finding(
        rule=rule.id,
        severity=severity,
        where=trace.where(trace.place_of(breach.at)) if trace.paths else "/",
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
    return text if len(text) <= _FOUND_CHARACTERS_MAX else f"{text[:_FOUND_CHARACTERS_MAX]}…"
