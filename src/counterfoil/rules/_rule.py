"""What a rule, a breach and a rulebook are: frozen values with pure functions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    required: tuple[Parts, Value] | None = None
    """For a rule that parts have a value: which parts, and the value. Such rules are asked together, in one pass."""


class Unless(Model):
    """A second look: a breach of the rule over the model does not count where the test holds at its element."""

    test: Test


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
    looks: Mapping[str, Mapping[str, Look | Unless]] = {}
    """For each syntax and rule id: what is asked in place of the rule over the model, or after it, where there are
    elements to ask, since the model keeps no empty and no second elements."""
    plans: dict[str, "Plan"] = {}
    """For each syntax, how its rules are asked; put together once."""

    def __post_init__(self) -> None:
        self.plans.update((syntax, _plan(self, syntax)) for syntax in BOTH)

    @property
    def id(self) -> str:
        """Name and version: "en16931@1.3.16"."""
        return f"{self.name}@{self.version}"


class Asked(Model):
    """A rule as it is asked in one syntax."""

    rule: Rule
    find: Find
    look: Look | None = None
    test: Test | None = None
    """Where it holds, a breach does not count."""


class Plan(Model):
    """How the rules of one syntax are asked, so that a document with nothing wrong costs little."""

    rules: tuple[Asked, ...]
    """All that a program can ask, in order."""
    always: tuple[int, ...]
    """Those to ask of every document, by position."""
    presence: tuple[tuple[Parts, tuple[tuple[Value, int], ...]], ...]
    """For each group of parts: the values that they must have, and the position of the rule to ask where one lacks."""

    def due(self, model: Any) -> Iterator[Asked]:
        """The rules to ask of a model."""
        lacking: set[int] = set()
        for parts, values in self.presence:
            for part in parts(model):
                for value, position in values:
                    if not value(part):
                        lacking.add(position)
        return map(self.rules.__getitem__, sorted(lacking.union(self.always)) if lacking else self.always)


def _plan(rulebook: Rulebook, syntax: str) -> Plan:
    looks = rulebook.looks.get(syntax, {})
    rules: list[Asked] = []
    always: list[int] = []
    presence: dict[Parts, list[tuple[Value, int]]] = {}
    for rule in rulebook.rules:
        if syntax not in rule.syntaxes or rule.find is None:
            continue
        look = looks.get(rule.id)
        if rule.required is None or not (look is None or isinstance(look, Unless)):
            always.append(len(rules))
        else:
            parts, value = rule.required
            presence.setdefault(parts, []).append((value, len(rules)))
        second = (None, look.test) if isinstance(look, Unless) else (look, None)
        rules.append(Asked(rule=rule, find=rule.find, look=second[0], test=second[1]))
    groups = tuple((parts, tuple(values)) for parts, values in presence.items())
    return Plan(rules=tuple(rules), always=tuple(always), presence=groups)


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
    value: Value,
    terms: tuple[str, ...],
    *,
    syntaxes: tuple[str, ...] = BOTH,
) -> Rule:
    """Make a rule that is broken by each of the parts whose value is missing."""

    def find(invoice: Invoice) -> list[Breach]:
        return [Breach(at=part) for part in parts(invoice) if not value(part)]

    return Rule(id=rule_id, find=find, terms=terms, syntaxes=syntaxes, required=(parts, value))


def each(contexts: Contexts, test: Test) -> Look:
    """A look that finds a breach at each element of a context where the test does not hold."""

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Sequence[Breach]:
        places = contexts(elements)
        return [Breach(place=place) for place in places if not test(elements, place)] if places else ()

    return look
