"""Rules that are rows of a table: thousands of official rules only say what may, must or must not stand where.

A table is a TSV file in a rulebook's folder; lines that begin with "#" and the first line (the names of the columns)
are passed over. Columns, separated by one tab each:

    rule      the official id
    severity  fatal, warning or information
    kind      see below
    context   where it is asked (forms as in `Context`, joined by " | ")
    target    a path below the context, "." for the context itself; an attribute as "@name" or "path/@name"
    value     what the kind needs besides
    terms     business terms, joined by a space

Kinds, each a breach at the context element (or at the target, where there is one to point at):

    absent    nothing stands at the target
    never     the same, but told once for each path, at the first that stands there: for what is either nowhere or
              in every line
    nowhere   no element of the document has the attribute; told once (context "/")
    present   something stands at the target, be it empty
    filled    something stands at the target that is more than white space
    times     at most `value` elements stand at the context in the whole document; told at the first beyond them
    most      at most `value` elements stand at the target
    least     at least `value` elements stand at the target
    closed    the element has no other children than those in `value` (joined by a space; none where empty)
    codes     each text at the target is a code of a list that `value` names (`codes`; joined by a space), to the letter
    values    each text at the target is one of those in `value` (joined by "|"), to the letter
    decimals  each text at the target has at most `value` digits after its point

The text that codes, values and decimals compare is stripped of white space around it (as normalize-space does for a
text without white space inside) where the kind is written with a "~" behind it ("codes~").
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import (
    FILLED,
    Concerns,
    ElementFind,
    ElementRule,
    Harmless,
    Reads,
    Steady,
    When,
    first_below,
    in_digits,
)
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import stripped
from counterfoil.rules.codes import codes

_COLUMNS = ("rule", "severity", "kind", "context", "target", "value", "terms")
_EITHER = frozenset({"absent", "never"})
"""Kinds with one sentence for elements and another for attributes."""
_SAID = frozenset({"filled", "codes", "values", "decimals"})
"""Kinds that ask what a text or attribute says."""
_NAMED_MAX = 8
"""So many names of allowed elements a person can use; of more the sentence says only what must go, and where."""
_NONE: tuple[Breach, ...] = ()


def table(package: str, name: str, roots: tuple[str, ...] = ()) -> tuple[ElementRule, ...]:
    """The rules of a table in a package's folder. ValueError names the line that is none."""
    return table_of(files(package).joinpath(name).read_text(encoding="utf-8"), name, roots)


def table_of(text: str, name: str, roots: tuple[str, ...] = ()) -> tuple[ElementRule, ...]:
    """The rules of a table as it is written."""
    return tuple(_rules(text, name, roots))


def _rules(text: str, name: str, roots: tuple[str, ...]) -> Iterator[ElementRule]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#") or number == 1:
            continue
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            raise ValueError(f"{name}, line {number}: {len(cells)} columns instead of {len(_COLUMNS)}")
        yield _rule(dict(zip(_COLUMNS, cells, strict=True)), roots)


def _rule(row: Mapping[str, str], roots: tuple[str, ...]) -> ElementRule:
    kind, target = row["kind"].removesuffix("~"), row["target"]
    find = KINDS[kind](target, row["value"], row["kind"] != kind)
    return ElementRule(
        id=row["rule"],
        context=Context(forms=tuple(row["context"].split(" | "))),
        find=find,
        severity=Severity(row["severity"]),
        terms=tuple(row["terms"].split()),
        roots=roots,
        concerns=_concerns(kind, target, row["value"]),
        when=_with_attribute(_split(target)[1]) if kind in _EITHER else None,
        text=_text(row, kind, target),
        about=_about(row, kind, target),
        reads=_reads(kind, target),
        harmless=_harmless(kind, target, row["value"]),
        said=first_below(target) if kind == "filled" and target != "." else None,
    )


@cache
def _with_attribute(name: str) -> When | None:
    """Whether any element has an attribute: most that are forbidden are in no document at all."""
    return Steady(lambda elements: bool(elements.attributed(name))) if name else None


def _reads(kind: str, target: str) -> Reads:
    """Only kinds that speak of texts turn on them."""
    if kind == "nowhere" or _split(target)[1]:
        return Reads.ATTRIBUTES
    return Reads.ALL if kind in _SAID else Reads.PATHS


def _harmless(kind: str, target: str, value: str) -> Harmless | None:
    """The texts that are right as they are, where the context is the target or something must stand there."""
    if kind == "filled" and not _split(target)[1]:
        return FILLED
    if target != ".":
        return None
    if kind == "codes":
        return _listed(value)
    if kind == "values":
        return Harmless(frozenset(value.split("|")))
    return in_digits(int(value)) if kind == "decimals" else None


@cache
def _listed(names: str) -> Harmless:
    return Harmless(frozenset[str]().union(*map(codes, names.split())))


def _text(row: Mapping[str, str], kind: str, target: str) -> str:
    if kind in _EITHER and target.rpartition("/")[2].startswith("@"):
        return f"table.{kind}.attribute"
    if kind == "closed" and (row["context"] == "/" or _few(row["value"])):
        return "table.closed.root" if row["context"] == "/" else "table.closed.few"
    return f"table.{kind}"


def _about(row: Mapping[str, str], kind: str, target: str) -> str:
    """What the sentence speaks of: the target, or the last steps to the context where that is the target."""
    if kind == "closed" and _few(row["value"]):
        return ", ".join(row["value"].split())
    if target == ".":
        return "/".join(row["context"].partition(" | ")[0].split("/")[-2:]).lstrip("/")
    return target


def _few(allowed: str) -> bool:
    return 0 < len(allowed.split()) <= _NAMED_MAX


def _concerns(kind: str, target: str, value: str) -> Concerns | None:
    """What is known by the paths alone: nothing that stands nowhere can be wrong, unless it must be there."""
    if kind in {"present", "filled", "least"} or target.rpartition("/")[2].startswith("@"):
        path = target.rpartition("/@")[0]
        if not path or kind in {"present", "filled", "least"}:
            return None
        return lambda paths, context: f"{context}/{path}" in paths
    if kind == "closed":
        allowed = frozenset(value.split())
        return lambda paths, context: any(True for _ in _strangers(paths, context, allowed))
    if target == ".":
        return None
    return lambda paths, context: f"{context}/{target}" in paths


def _strangers(paths: Mapping[str, object], context: str, allowed: frozenset[str]) -> Iterator[str]:
    """The paths of children that are not allowed."""
    start = f"{context}/"
    for path in paths:
        if path.startswith(start) and "/" not in (name := path[len(start) :]) and name not in allowed:
            yield path


# --- The kinds: each makes a find out of target, value, and whether texts are stripped --------------------------------


def _split(target: str) -> tuple[str, str]:
    """The path and the attribute of a target, both "" where there is none."""
    path, _, attribute = target.rpartition("@")
    if not attribute or not target.rpartition("/")[2].startswith("@"):
        return ("" if target == "." else target), ""
    return path.rstrip("/"), attribute


def _absent(target: str, value: str, strip: bool) -> ElementFind:
    del value, strip
    path, attribute = _split(target)

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        places = elements.at(f"{context}/{path}" if path else context)
        if attribute:
            return [
                Breach(place=place, found=found)
                for place in places
                if (found := elements.attribute(place, attribute)) is not None
            ]
        return [Breach(place=place, found=elements.text(place) or None) for place in places]

    return find


def _never(target: str, value: str, strip: bool) -> ElementFind:
    del value, strip
    path, attribute = _split(target)

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        whole = f"{context}/{path}" if path else context
        if attribute:
            place = elements.attributed(attribute).get(whole)
            return _NONE if place is None else [Breach(place=place, found=elements.attribute(place, attribute))]
        places = elements.at(whole)
        return [Breach(place=places[0], found=elements.text(places[0]) or None)] if places else _NONE

    return find


def _nowhere(target: str, value: str, strip: bool) -> ElementFind:
    del value, strip
    attribute = target.removeprefix("@")

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        del context
        firsts = elements.attributed(attribute)
        return [Breach(place=min(firsts.values()))] if firsts else _NONE

    return find


def _each_context(test: Callable[[Elements, int], bool]) -> ElementFind:
    def find(elements: Elements, context: str) -> Sequence[Breach]:
        return [Breach(place=place) for place in elements.at(context) if not test(elements, place)]

    return find


def _present(target: str, value: str, strip: bool) -> ElementFind:
    del value, strip
    path, attribute = _split(target)
    if attribute and not path:
        return _each_context(lambda elements, place: elements.attribute(place, attribute) is not None)
    if attribute:
        return _each_context(
            lambda elements, place: any(
                elements.attribute(found, attribute) is not None for found in elements.below(place, path)
            )
        )

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        by_path = elements.by_path
        places = by_path[context]
        if len(places) == 1:
            return _NONE if f"{context}/{path}" in by_path else [Breach(place=places[0])]
        firsts = elements.firsts(context, path)
        if None not in firsts:
            return _NONE
        return [Breach(place=place) for place, first in zip(places, firsts, strict=True) if first is None]

    return find


def _filled(target: str, value: str, strip: bool) -> ElementFind:
    del value, strip
    path, attribute = _split(target)
    if attribute:
        return _each_context(
            lambda elements, place: any(
                stripped(elements.attribute(found, attribute) or "") for found in _targets(elements, place, path)
            )
        )
    return _each_context(
        lambda elements, place: any(elements.filled(found) for found in _targets(elements, place, path))
    )


def _targets(elements: Elements, place: int, path: str) -> Sequence[int]:
    return elements.below(place, path) if path else (place,)


def _most(target: str, value: str, strip: bool) -> ElementFind:
    del strip
    most = int(value)

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        if len(elements.at(f"{context}/{target}")) <= most:
            return _NONE
        counts = zip(elements.at(context), elements.counts(context, target), strict=True)
        return [Breach(place=place, found=count, expected=most) for place, count in counts if count > most]

    return find


def _times(target: str, value: str, strip: bool) -> ElementFind:
    del target, strip
    most = int(value)

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        places = elements.at(context)
        return [Breach(place=places[most], found=len(places), expected=most)] if len(places) > most else _NONE

    return find


def _least(target: str, value: str, strip: bool) -> ElementFind:
    del strip
    least = int(value)

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        counts = zip(elements.at(context), elements.counts(context, target), strict=True)
        return [Breach(place=place, found=count, expected=least) for place, count in counts if count < least]

    return find


def _closed(target: str, value: str, strip: bool) -> ElementFind:
    del target, strip
    allowed = frozenset(value.split())

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        return [
            Breach(place=place, found=path.rpartition("/")[2])
            for path in _strangers(elements.by_path, context, allowed)
            for place in elements.at(path)
        ]

    return find


def _texts(target: str, right: Callable[[str], bool], strip: bool, expected: object = None) -> ElementFind:
    """A breach at each text, or attribute value, at the target that is not right."""
    path, attribute = _split(target)

    def find(elements: Elements, context: str) -> Sequence[Breach]:
        found: list[Breach] = []
        for place in elements.at(f"{context}/{path}" if path else context):
            text = elements.attribute(place, attribute) if attribute else elements.text(place)
            if text is not None and not right(text.strip(" \t\r\n") if strip else text):
                found.append(Breach(place=place, found=text, expected=expected))
        return found

    return find


def _codes(target: str, value: str, strip: bool) -> ElementFind:
    known = frozenset[str]().union(*map(codes, value.split()))
    return _texts(target, known.__contains__, strip)


def _values(target: str, value: str, strip: bool) -> ElementFind:
    return _texts(target, frozenset(value.split("|")).__contains__, strip, " or ".join(value.split("|")))


def _decimals(target: str, value: str, strip: bool) -> ElementFind:
    most = int(value)
    return _texts(target, lambda text: len(text.partition(".")[2]) <= most, strip, most)


KINDS: Mapping[str, Callable[[str, str, bool], ElementFind]] = {
    "absent": _absent,
    "never": _never,
    "nowhere": _nowhere,
    "present": _present,
    "filled": _filled,
    "times": _times,
    "most": _most,
    "least": _least,
    "closed": _closed,
    "codes": _codes,
    "values": _values,
    "decimals": _decimals,
}
