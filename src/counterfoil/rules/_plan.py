"""How the rules of one syntax are asked, so that a document with nothing wrong costs little."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from counterfoil.model._base import Model
from counterfoil.rules._elements import Contexts, Elements, Test
from counterfoil.rules._rule import Find, Look, Parts, Rule, Second, Unless, Value, Where, getter


class Asked(Model):
    """A rule as it is asked in one syntax."""

    rule: Rule
    find: Find
    look: Look | None = None
    test: Test | None = None
    """Where it holds, a breach does not count."""
    contexts: Contexts | None = None
    """Elements without which it cannot be broken."""


class Presence(Model):
    """Rules that ask the same parts for a value."""

    parts: Parts
    whole: Callable[[Any], tuple[object, ...]]
    """All the values that are told by name, at once."""
    others: tuple[Value, ...]
    values: tuple[tuple[Value, int], ...]
    """All of them, with the position of the rule to ask where one lacks."""


class Plan(Model):
    """The rules of a syntax: those that are asked of every document, and those that only a missing value calls for."""

    rules: tuple[Asked, ...]
    always: tuple[int, ...]
    """Positions among the rules."""
    presence: tuple[Presence, ...]
    key: Hashable
    """By what a layout keeps those of `always` that documents laid out so can break."""

    def due(self, model: Any, elements: Elements | None = None) -> list[Asked]:
        """The rules to ask of a model, in order; with its elements, none that cannot be broken without others."""
        always = self.always if elements is None else self._possible(elements)
        lacking: set[int] = set()
        for group in self.presence:
            whole, others = group.whole, group.others
            for part in group.parts(model):
                try:
                    if all(whole(part)) and (not others or all(value(part) for value in others)):
                        continue
                except AttributeError:  # something on the way to a value is None
                    pass
                lacking.update(position for value, position in group.values if not value(part))
        rules = self.rules
        return [rules[position] for position in (sorted(lacking.union(always)) if lacking else always)]

    def _possible(self, elements: Elements) -> tuple[int, ...]:
        layout = elements.layout
        if not layout.remembered:
            return self.always
        found: tuple[int, ...] | None = layout.kept.get(self.key)
        if found is None:
            contexts = ((position, self.rules[position].contexts) for position in self.always)
            found = tuple(position for position, asked in contexts if asked is None or asked(elements))
            layout.kept[self.key] = found
        return found


def plan(rules: Iterable[Rule], looks: Mapping[str, Second], syntax: str) -> Plan:
    """Put together the rules of one syntax with their looks."""
    asked: list[Asked] = []
    always: list[int] = []
    presence: dict[Parts, list[tuple[str | Value, int]]] = {}
    for rule in rules:
        if syntax not in rule.syntaxes or rule.find is None:
            continue
        second = looks.get(rule.id)
        look, test, contexts = None, None, None
        if isinstance(second, Unless):
            test = second.test
        elif isinstance(second, Where):
            look, contexts = second.look, second.contexts
        else:
            look = second
        if rule.required is None or look is not None:
            always.append(len(asked))
        else:
            parts, value = rule.required
            presence.setdefault(parts, []).append((value, len(asked)))
        asked.append(Asked(rule=rule, find=rule.find, look=look, test=test, contexts=contexts))
    groups = tuple(_presence(parts, values) for parts, values in presence.items())
    return Plan(rules=tuple(asked), always=tuple(always), presence=groups, key=object())


def _presence(parts: Parts, values: Sequence[tuple[str | Value, int]]) -> Presence:
    names = [value for value, _ in values if isinstance(value, str)]
    return Presence(
        parts=parts,
        # A getter of two names or more gives a tuple, whatever they are.
        whole=attrgetter(*names, *names[:1]) if names else lambda part: (),
        others=tuple(value for value, _ in values if not isinstance(value, str)),
        values=tuple((getter(value), position) for value, position in values),
    )
