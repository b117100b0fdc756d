"""What a rule and a breach are, and how a rule is made of a function or of a value that must be there."""

from collections.abc import Callable, Iterable, Sequence
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


Find = Callable[[Invoice], Iterable[Breach]]
"""A rule over the model."""
Look = Callable[[Find, Invoice, Elements], Iterable[Breach]]
"""A rule over the elements, or over the model with a second look at the elements. Gets the rule over the model too."""
Parts = Callable[[Invoice], Iterable[Any]]
Value = Callable[[Any], Any]


class Rule(Model):
    """One rule, by its official id. Where it reads differently in UBL and CII, there are two rules of one id."""

    id: str
    find: Find | None
    """None where no program can tell."""
    severity: Severity = Severity.FATAL
    terms: tuple[str, ...] = ()
    syntaxes: tuple[str, ...] = BOTH
    required: tuple[Parts, str | Value] | None = None
    """For a rule that parts have a value: which parts, and the value. Such rules are asked together, in one pass."""


class Unless(Model):
    """A second look: a breach of the rule over the model does not count where the test holds at its element."""

    test: Test


class Where(Model):
    """A look that finds nothing where a document has none of these elements, which are told by their paths alone."""

    look: Look
    contexts: Contexts


Second = Look | Unless | Where


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
    parts: Parts,
    value: str | Value,
    terms: tuple[str, ...],
    *,
    syntaxes: tuple[str, ...] = BOTH,
) -> Rule:
    """Make a rule that is broken by each of the parts whose value is missing; "item.name" names a value."""
    get = getter(value)

    def find(invoice: Invoice) -> list[Breach]:
        return [Breach(at=part) for part in parts(invoice) if not get(part)]

    return Rule(id=rule_id, find=find, terms=terms, syntaxes=syntaxes, required=(parts, value))


def each(contexts: Contexts, test: Test) -> Where:
    """A look that finds a breach at each element of a context where the test does not hold."""

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Sequence[Breach]:
        return [Breach(place=place) for place in contexts(elements) if not test(elements, place)]

    return Where(look=look, contexts=contexts)


def getter(value: str | Value) -> Value:
    """What gives a value by its name ("item.name"), and None where something on the way is None."""
    if not isinstance(value, str):
        return value
    names = value.split(".")

    def get(part: Any) -> Any:
        for name in names:
            if part is None:
                return None
            part = getattr(part, name)
        return part

    return get
