"""What a rule, a breach and a rulebook are: frozen values with pure functions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
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


class Rulebook(Model):
    """The rules of one authority in one version."""

    name: str
    version: str
    valid_from: date
    rules: tuple[Rule, ...]
    applies: Callable[[str, str | None, str | None], bool]
    """Whether it is for a document of this kind (`model.summary`), customization (BT-24) and profile (BT-23)."""
    subject: type = Invoice
    """The kind of model that the rules are over."""
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
    presence: tuple["Presence", ...]

    def due(self, model: Any) -> Iterator[Asked]:
        """The rules to ask of a model."""
        lacking: set[int] = set()
        for group in self.presence:
            lacking |= group.lacking(model)
        return map(self.rules.__getitem__, sorted(lacking.union(self.always)) if lacking else self.always)


class Presence(Model):
    """Rules that ask the same parts for a value, by position."""

    parts: Parts
    whole: Callable[[Any], tuple[object, ...]]
    """All the values that are told by name, at once."""
    others: tuple[Value, ...]
    values: tuple[tuple[Value, int], ...]
    """All of them, with the position of the rule to ask where one lacks."""

    def lacking(self, model: Any) -> set[int]:
        """The positions of the rules to ask."""
        found: set[int] = set()
        for part in self.parts(model):
            try:
                complete = all(self.whole(part)) and (not self.others or all(value(part) for value in self.others))
            except AttributeError:  # something on the way to a value is None
                complete = False
            if not complete:
                found.update(position for value, position in self.values if not value(part))
        return found


def _plan(rulebook: Rulebook, syntax: str) -> Plan:
    looks = rulebook.looks.get(syntax, {})
    rules: list[Asked] = []
    always: list[int] = []
    presence: dict[Parts, list[tuple[str | Value, int]]] = {}
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
    groups = tuple(_presence(parts, values) for parts, values in presence.items())
    return Plan(rules=tuple(rules), always=tuple(always), presence=groups)


def _presence(parts: Parts, values: list[tuple[str | Value, int]]) -> Presence:
    names = [value for value, _ in values if isinstance(value, str)]
    return Presence(
        parts=parts,
        # A getter of two names or more gives a tuple, whatever they are.
        whole=attrgetter(*names, *names[:1]) if names else lambda part: (),
        others=tuple(value for value, _ in values if not isinstance(value, str)),
        values=tuple((_getter(value), position) for value, position in values),
    )


def _getter(value: str | Value) -> Value:
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
    get = _getter(value)

    def find(invoice: Invoice) -> list[Breach]:
        return [Breach(at=part) for part in parts(invoice) if not get(part)]

    return Rule(id=rule_id, find=find, terms=terms, syntaxes=syntaxes, required=(parts, value))


def each(contexts: Contexts, test: Test) -> Look:
    """A look that finds a breach at each element of a context where the test does not hold."""

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Sequence[Breach]:
        places = contexts(elements)
        return [Breach(place=place) for place in places if not test(elements, place)] if places else ()

    return look
