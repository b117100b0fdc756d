"""What a rule, a breach and a rulebook are: frozen values with pure functions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.model.invoice import Invoice
from counterfoil.rules._elements import Contexts, Elements, Test

# The syntaxes that EN 16931 is bound to; official rules of one id may differ between them.
UBL = "UBL"
CII = "CII"
BOTH = (UBL, CII)


class Breach(Model):
    """One place where a document breaks a rule. It holds facts only: the sentence stands in `texts`, by rule id."""

    at: Any = None
    """The part of the model concerned; None for the document."""
    place: int | None = None
    """The element concerned, by its index in the trace, where a look at the elements knows it."""
    found: Any = None
    expected: Any = None
    terms: tuple[str, ...] = ()
    """Business terms concerned, where they are not simply those of the rule."""


Find = Callable[[Invoice], Iterator[Breach]]
"""A rule over the model."""
Look = Callable[[Find, Invoice, Elements], Iterator[Breach]]
"""A rule over the elements, or over the model with a second look at the elements. Gets the rule over the model too."""


class Rule(Model):
    """One rule, by its official id. Where it reads differently in UBL and CII, there are two rules of one id."""

    id: str
    find: Find
    severity: Severity = Severity.FATAL
    terms: tuple[str, ...] = ()
    syntaxes: tuple[str, ...] = BOTH


class Rulebook(Model):
    """The rules of one authority in one version."""

    name: str
    version: str
    valid_from: date
    rules: tuple[Rule, ...]
    applies: Callable[[str, str | None, str | None], bool]
    """Whether it is for a document of this kind (`model.summary`), customization (BT-24) and profile (BT-23)."""
    relevel: Callable[[str | None], Mapping[str, Severity]] = lambda customization: {}
    """Severities that are not the rule's own for this customization."""
    prepare: Mapping[str, Callable[[Invoice, Elements], Invoice]] = {}
    """For each syntax: the invoice as the official artefacts see it, such as without taxes that are not VAT."""
    looks: Mapping[str, Mapping[str, Look]] = {}
    """For each syntax and rule id: what is asked in place of the rule over the model, where there are elements to ask,
    since the model keeps no empty and no second elements."""

    @property
    def id(self) -> str:
        """Name and version: "en16931@1.3.16"."""
        return f"{self.name}@{self.version}"


def rule(
    rule_id: str,
    *,
    terms: tuple[str, ...] = (),
    severity: Severity = Severity.FATAL,
    syntaxes: tuple[str, ...] = BOTH,
) -> Callable[[Find], Rule]:
    """Make a rule of a function from an invoice to its breaches."""

    def made(find: Find) -> Rule:
        return Rule(id=rule_id, find=find, severity=severity, terms=terms, syntaxes=syntaxes)

    return made


def required(
    rule_id: str,
    parts: Callable[[Invoice], Iterable[Any]],
    value: Callable[[Any], Any],
    terms: tuple[str, ...],
    *,
    syntaxes: tuple[str, ...] = BOTH,
) -> Rule:
    """Make a rule that is broken by each of the parts whose value is missing."""

    def find(invoice: Invoice) -> Iterator[Breach]:
        for part in parts(invoice):
            if not value(part):
                yield Breach(at=part)

    return Rule(id=rule_id, find=find, terms=terms, syntaxes=syntaxes)


def unless(test: Test) -> Look:
    """A look that drops those breaches of the rule over the model at whose element the test holds."""

    def look(find: Find, invoice: Invoice, elements: Elements) -> Iterator[Breach]:
        for breach in find(invoice):
            place = elements.place_of(breach.at)
            if place is None or not test(elements, place):
                yield breach

    return look


def each(contexts: Contexts, test: Test) -> Look:
    """A look that finds a breach at each element of a context where the test does not hold."""

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
        for place in contexts(elements):
            if not test(elements, place):
                yield Breach(place=place)

    return look
