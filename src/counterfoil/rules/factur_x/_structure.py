"""The generated rules of Factur-X: how often an element stands somewhere, what is not used there, which codes pass.

They are rows of `structure.tsv`, which `tools/factur_x_tables.py` makes: rule, kind, context, target, value, and the
profiles that the rule is in. A step of a context or target may name a variant in braces
("ram:SpecifiedTaxRegistration{VA}", see `_variants`). Most of what is not used has no id of its own: "(no id)".

    exactly   exactly `value` elements stand at the target
    most      at most `value` elements stand at the target
    least     at least `value` elements stand at the target
    required  the context element has the attribute
    unused    the context element, or its attribute, does not exist
    codes     the text or attribute is empty, or to the letter a code of the list that the rule means in the profile
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import inf
from typing import NamedTuple

from msgspec.structs import replace

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementFind, ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules.codes import codes, meant
from counterfoil.rules.factur_x._suspicions import SUSPICIONS, Fact
from counterfoil.rules.factur_x._variants import asked, fits

Places = Callable[[Elements], Sequence[int]]
Row = tuple[str, str, str, str, str]
"""Rule, kind, context, target and value."""

_NONE: tuple[Breach, ...] = ()


class Asked(NamedTuple):
    """The context of a row."""

    path: str
    places: Places
    """Its elements in a document."""
    all: bool
    """Whether they are all that stand at the path."""


def structure(profile: str, rulebook: str) -> tuple[ElementRule, ...]:
    """The generated rules of a profile; the id of its rulebook says which lists of codes they mean.

    They stand together by what they ask, so that a document in which nothing of a kind can be wrong is told at once.
    """
    rows: dict[tuple[str, str], list[Row]] = {}
    for row, profiles in _rows():
        if profile in profiles:
            # Where variants are told apart, a look is for one path, and is content if all that stand there are right.
            varied = _plain(row[2]) if "{" in f"{row[2]}{row[3]}" else ""
            rows.setdefault((_asks(row), varied), []).append(row)
    rules: list[ElementRule] = []
    for (asks, varied), some in sorted(rows.items()):
        made = [_rule(row, rulebook) for row in some]
        looks = asks in SUSPICIONS and not (varied and asks == "codes")
        when = SUSPICIONS[asks](_facts(row, rulebook) for row in some) if looks else None
        rules += [replace(rule, when=when) for rule in made]
    return tuple(rules)


@cache
def _rows() -> tuple[tuple[Row, frozenset[str]], ...]:
    text = files("counterfoil.rules.factur_x").joinpath("structure.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return tuple(((row[0], row[1], row[2], row[3], row[4]), frozenset(row[5].split())) for row in rows)


def _asks(row: Row) -> str:
    """What a row is about: counts, codes, attributes that must be there or must not, elements that must not."""
    _, kind, _, target, _ = row
    return "counts" if kind in _LIMITS else f"{kind} element" if target == "." and kind == "unused" else kind


def _facts(row: Row, rulebook: str) -> Fact:
    """A row without its variants, as those ask it who look over all of a kind."""
    rule, kind, context, target, value = row
    path = CII_ROOT + _plain(context)
    if kind in _LIMITS:
        least, most = _LIMITS[kind](int(value))
        return Fact(path, f"{path}/{_plain(target)}", least=least, most=most)
    name = "" if target == "." else target.removeprefix("@")
    return Fact(path, name, codes=_meant(rulebook, rule) if kind == "codes" else frozenset())


def _meant(rulebook: str, rule: str) -> frozenset[str]:
    (name,) = meant(rulebook, "CII", rule)
    return codes(name)


def _rule(row: Row, rulebook: str) -> ElementRule:
    rule, kind, context, target, value = row
    asked_at = Asked(CII_ROOT + _plain(context), _places(context), "{" not in context)
    if kind in _LIMITS:
        find = _times(asked_at, target, *_LIMITS[kind](int(value)), int(value))
    elif kind == "codes":
        find = _codes(asked_at, target, _meant(rulebook, rule))
    else:
        find = _required(asked_at, target) if kind == "required" else _unused(asked_at, target)
    return ElementRule(
        id=rule,
        context=Context(forms=(_plain(context),)),
        find=find,
        roots=(CII_ROOT,),
        concerns=_where_it_stands(f"{asked_at.path}/{_plain(target)}") if kind == "most" else None,
        text=f"factur-x.{kind}" + (".attribute" if kind == "unused" and target != "." else ""),
        about=_named(context.rpartition("/")[2] if target == "." else target),
    )


def _plain(path: str) -> str:
    """A path without the variants of its steps."""
    return "/".join(step.partition("{")[0] for step in path.split("/"))


def _named(step: str) -> str:
    """A step for people: "ram:SpecifiedTaxRegistration (VA)"."""
    return step.replace("{", " (").replace("}", ")")


def _where_it_stands(path: str) -> Concerns:
    return lambda paths, _context: path in paths


def _places(context: str) -> Places:
    """The elements of a context, step by step where it names variants; worked out once for a document."""
    path = CII_ROOT + _plain(context)
    if "{" not in context:
        return lambda elements: elements.at(path)
    above, _, rest = context.rpartition("{")
    variant, _, below = rest.partition("}")
    named, down = _places(above), below.removeprefix("/")

    def places(elements: Elements) -> Sequence[int]:
        known: list[int] | None = elements.kept.get(context)
        if known is not None:
            return known
        found = asked(elements, named(elements), variant)
        if down:
            found = [each for place in found for each in elements.below(place, down)]
        elements.kept[context] = found
        return found

    return places


# --- What a row of each kind finds, by its context, its target and its value ------------------------------------------

_LIMITS: Mapping[str, Callable[[int], tuple[int, float]]] = {
    "exactly": lambda value: (value, value),
    "most": lambda value: (0, value),
    "least": lambda value: (value, inf),
}
"""How often a target stands below each context element: at least and at most."""


def _times(context: Asked, target: str, least: int, most: float, expected: int) -> ElementFind:
    """A breach at each context element below which the target does not stand as often as it may."""
    name, _, variant = target.rstrip("}").partition("{")

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        found: list[Breach] = []
        for place in context.places(elements):
            there = elements.below(place, name)
            if variant:
                there = [each for each in there if fits(elements, each, variant)]
            if not least <= len(there) <= most:
                found.append(Breach(place=place, found=len(there), expected=expected))
        return found

    return find


def _required(context: Asked, target: str) -> ElementFind:
    name = target.removeprefix("@")

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        return [Breach(place=place) for place in context.places(elements) if elements.attribute(place, name) is None]

    return find


def _unused(context: Asked, target: str) -> ElementFind:
    name = target.removeprefix("@")

    def element(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        return [Breach(place=place, found=elements.text(place) or None) for place in context.places(elements)]

    def attribute(elements: Elements, path: str) -> Sequence[Breach]:
        if path not in elements.attributed(name):
            return _NONE
        told = ((place, elements.attribute(place, name)) for place in context.places(elements))
        return [Breach(place=place, found=text) for place, text in told if text is not None]

    return element if target == "." else attribute


def _codes(context: Asked, target: str, allowed: frozenset[str]) -> ElementFind:
    name = target.removeprefix("@") if target != "." else ""

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        found: list[Breach] = []
        for place in context.places(elements):
            text = elements.attribute(place, name) if name else elements.text(place)
            if text and text not in allowed:
                found.append(Breach(place=place, found=text))
        return found

    return find
