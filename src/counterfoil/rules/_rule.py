"""What a rule, a breach and a rulebook are: frozen values with pure functions."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.model.invoice import Invoice
from counterfoil.model.trace import Trace

# The syntaxes that EN 16931 is bound to; official rules of one id may differ between them.
UBL = "UBL"
CII = "CII"
BOTH = (UBL, CII)


class Breach(Model):
    """One place where a document breaks a rule. It holds facts only: the sentence stands in `texts`, by rule id."""

    at: Any = None
    """The part of the model concerned; None for the document."""
    found: Any = None
    expected: Any = None
    terms: tuple[str, ...] = ()
    """Business terms concerned, where they are not simply those of the rule."""


class Rule(Model):
    """One rule, by its official id. A rule that reads differently in UBL and CII is two rules of one id."""

    id: str
    find: Callable[..., Iterator[Breach]]
    """Give the breaches of a model, or of a model and its trace where `traced`."""
    severity: Severity = Severity.FATAL
    terms: tuple[str, ...] = ()
    syntaxes: tuple[str, ...] = BOTH
    traced: bool = False
    written: tuple[str, ...] = ()
    """Paths below the place of a breach. Where an element (or "@attribute") stands at one of them, nothing is missing:
    the model leaves out what is empty, and the rule is content with an element that is there."""


class Rulebook(Model):
    """The rules of one authority in one version."""

    name: str
    version: str
    valid_from: date
    rules: tuple[Rule, ...]
    applies: Callable[[str, str | None, str | None], bool]
    """Whether it is for a document of this kind (`model.summary`), customization (BT-24) and profile (BT-23)."""
    relevel: Callable[[str | None], dict[str, Severity]] = lambda customization: {}
    """Severities that are not the rule's own for this customization."""

    @property
    def id(self) -> str:
        """Name and version: "en16931@1.3.16"."""
        return f"{self.name}@{self.version}"


Find = Callable[[Invoice], Iterator[Breach]]
TracedFind = Callable[[Invoice, Trace], Iterator[Breach]]


def rule(
    rule_id: str,
    *,
    terms: tuple[str, ...] = (),
    severity: Severity = Severity.FATAL,
    syntaxes: tuple[str, ...] = BOTH,
    written: tuple[str, ...] = (),
) -> Callable[[Find], Rule]:
    """Make a rule of a function from an invoice to its breaches."""

    def made(find: Find) -> Rule:
        return Rule(id=rule_id, find=find, severity=severity, terms=terms, syntaxes=syntaxes, written=written)

    return made


def traced_rule(
    rule_id: str, *, terms: tuple[str, ...] = (), severity: Severity = Severity.FATAL, syntaxes: tuple[str, ...] = BOTH
) -> Callable[[TracedFind], Rule]:
    """Make a rule of a function that also looks at what stood in the document."""

    def made(find: TracedFind) -> Rule:
        return Rule(id=rule_id, find=find, severity=severity, terms=terms, syntaxes=syntaxes, traced=True)

    return made


def required(
    rule_id: str,
    parts: Callable[[Invoice], Iterable[Any]],
    value: Callable[[Any], Any],
    terms: tuple[str, ...],
    *,
    syntaxes: tuple[str, ...] = BOTH,
    written: tuple[str, ...] = (),
) -> Rule:
    """Make a rule that is broken by each of the parts whose value is missing."""

    def find(invoice: Invoice) -> Iterator[Breach]:
        for part in parts(invoice):
            if not value(part):
                yield Breach(at=part)

    return Rule(id=rule_id, find=find, terms=terms, syntaxes=syntaxes, written=written)
