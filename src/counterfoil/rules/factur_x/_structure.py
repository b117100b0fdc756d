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
from operator import lt
from typing import NamedTuple

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementFind, ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules.codes import codes, meant
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
    """The generated rules of a profile; the id of its rulebook says which lists of codes they mean."""
    return tuple(_rule(row, rulebook) for row, profiles in _rows() if profile in profiles)


@cache
def _rows() -> tuple[tuple[Row, frozenset[str]], ...]:
    text = files("counterfoil.rules.factur_x").joinpath("structure.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return tuple(((row[0], row[1], row[2], row[3], row[4]), frozenset(row[5].split())) for row in rows)


def _rule(row: Row, rulebook: str) -> ElementRule:
    rule, kind, context, target, value = row
    asked_at = Asked(CII_ROOT + _plain(context), _places(context), "{" not in context)
    if kind == "codes":
        (value,) = meant(rulebook, "CII", rule)
    return ElementRule(
        id=rule,
        context=Context(forms=(_plain(context),)),
        find=_FINDS[kind](asked_at, target, value),
        roots=(CII_ROOT,),
        concerns=_where_it_stands(f"{asked_at.path}/{_plain(target)}") if kind == "most" else None,
        text=f"factur-x.{kind}" + (".attribute" if kind == "unused" and target != "." else ""),
        about=context.rpartition("/")[2] if target == "." else target,
    )


def _plain(path: str) -> str:
    """A path without the variants of its steps."""
    return "/".join(step.partition("{")[0] for step in path.split("/"))


def _where_it_stands(path: str) -> Concerns:
    return lambda paths, _context: path in paths


def _places(context: str) -> Places:
    """The elements of a context, step by step where it names variants."""
    path = CII_ROOT + _plain(context)
    if "{" not in context:
        return lambda elements: elements.at(path)
    above, _, rest = context.rpartition("{")
    variant, _, below = rest.partition("}")
    named, down = _places(above), below.removeprefix("/")
    if not down:
        return lambda elements: asked(elements, named(elements), variant)
    return lambda elements: [
        found for place in asked(elements, named(elements), variant) for found in elements.below(place, down)
    ]


# --- What a row of each kind finds, by its context, its target and its value ------------------------------------------


def _times(context: Asked, target: str, right: Callable[[int], bool], expected: int) -> ElementFind:
    """A breach at each context element below which the target does not stand as often as it may."""
    name, _, variant = target.rstrip("}").partition("{")
    whole = f"{context.path}/{name}"
    one_is_right = right(1) and context.all and not variant

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        if one_is_right and _one_each(elements.at(path), elements.at(whole)):
            return _NONE
        found: list[Breach] = []
        for place in context.places(elements):
            there = elements.below(place, name)
            if variant:
                there = [each for each in there if fits(elements, each, variant)]
            if not right(len(there)):
                found.append(Breach(place=place, found=len(there), expected=expected))
        return found

    return find


def _one_each(above: Sequence[int], there: Sequence[int]) -> bool:
    """Whether each element of one list is followed by one of the other before the next."""
    count = len(above)
    return count == len(there) and (count == 1 or (all(map(lt, above, there)) and all(map(lt, there, above[1:]))))


def _exactly(context: Asked, target: str, value: str) -> ElementFind:
    count = int(value)
    return _times(context, target, lambda found: found == count, count)


def _most(context: Asked, target: str, value: str) -> ElementFind:
    count = int(value)
    return _times(context, target, lambda found: found <= count, count)


def _least(context: Asked, target: str, value: str) -> ElementFind:
    count = int(value)
    return _times(context, target, lambda found: found >= count, count)


def _required(context: Asked, target: str, value: str) -> ElementFind:
    del value
    name = target.removeprefix("@")

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        return [Breach(place=place) for place in context.places(elements) if elements.attribute(place, name) is None]

    return find


def _unused(context: Asked, target: str, value: str) -> ElementFind:
    del value
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


def _codes(context: Asked, target: str, value: str) -> ElementFind:
    name = target.removeprefix("@") if target != "." else ""
    allowed = codes(value)

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        found: list[Breach] = []
        for place in context.places(elements):
            text = elements.attribute(place, name) if name else elements.text(place)
            if text and text not in allowed:
                found.append(Breach(place=place, found=text))
        return found

    return find


_FINDS: Mapping[str, Callable[[Asked, str, str], ElementFind]] = {
    "exactly": _exactly,
    "most": _most,
    "least": _least,
    "required": _required,
    "unused": _unused,
    "codes": _codes,
}
