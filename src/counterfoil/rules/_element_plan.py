"""How the element rules of a rulebook are asked: what a document has no elements for costs it nothing.

Documents of one shape (the same set of paths) are asked the same rules at the same paths, so this is worked out once
for a shape, and a path's rules once for a path. Of those that are due, many can be settled without being asked one by
one: for all documents that are laid out alike, for those with the same attributes, or by a look at all texts of a kind.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from counterfoil.model.trace import Attributes
from counterfoil.rules._element_rule import ElementRule, Harmless, Reads, Steady
from counterfoil.rules._elements import Elements
from counterfoil.rules._layout import Reader, reader

_SHAPES_MAX = 500
_PATHS_MAX = 20_000
_REMEMBERED_CHARACTERS_MAX = 20_000
"""How long the attributes and texts of a document may be that are remembered with what they break."""

Asked = tuple[int, ElementRule, str]
"""The position in the rulebook's order, the rule, and the absolute path to ask it at."""
Due = tuple[tuple[ElementRule, str], ...]
"""The rules to ask, each with the absolute path to ask it at."""


class Settled:
    """The rules that documents of one layout are asked, by what settles them."""

    __slots__ = ("_always", "_by_attributes", "_by_codes", "_groups", "_texts")

    def __init__(self, asked: Iterable[Asked], elements: Elements) -> None:
        by_text: dict[Harmless, list[Asked]] = {}
        by_attributes: list[Asked] = []
        by_codes: list[Asked] = []
        rest: list[Asked] = []
        for one in asked:
            rule = one[1]
            if rule.possible is not None and not rule.possible(elements):
                continue
            if rule.harmless is not None and (said := [*_said(one, elements)]) and None not in said:
                by_text.setdefault(rule.harmless, []).append(one)
            elif rule.reads is Reads.ATTRIBUTES:
                by_attributes.append(one)
            elif rule.reads is Reads.SAID:
                by_codes.append(one)
            elif rule.reads is Reads.ALL or _is_broken(one, elements):
                rest.append(one)
        self._texts = [(harmless, _reader(group, elements), group) for harmless, group in by_text.items()]
        self._by_attributes = _Answer(by_attributes, None)
        self._by_codes = _Answer(by_codes, _reader(by_codes, elements) if by_codes else None)
        self._groups = [(when, list(group)) for when, group in groupby(rest, key=lambda one: one[1].when)]
        free = [one for when, group in self._groups for one in group if when is None]
        self._always: Due | None = _due(free) if len(free) == len(rest) else None
        """Where no rule has a condition: what is asked of a document with nothing suspicious."""

    def due(self, elements: Elements) -> Due:
        """The rules to ask of a document, in order."""
        suspects = [*self._by_attributes.broken(elements), *self._by_codes.broken(elements)]
        texts = elements.trace.texts
        for harmless, read, group in self._texts:
            if not harmless.holds(read(texts)):
                suspects += group
        if suspects:
            suspects = [one for one in suspects if one[1].when is None or one[1].when(elements)]
        if not suspects and self._always is not None:
            return self._always
        for when, group in self._groups:
            if when is None or when(elements):
                suspects += group
        suspects.sort(key=itemgetter(0))
        return _due(suspects)


class _Answer:
    """Rules that give the same answer for documents with the same attributes, and the same texts at some places."""

    __slots__ = ("_asked", "_last", "_read")

    def __init__(self, asked: list[Asked], read: Reader | None) -> None:
        self._asked, self._read = asked, read
        self._last: tuple[Attributes, Sequence[str | None], list[Asked]] | None = None
        """What the last document had, and which rules it broke."""

    def broken(self, elements: Elements) -> Sequence[Asked]:
        """Those of the rules that are broken."""
        if not self._asked:
            return ()
        attributes, read, last = elements.trace.attributes, self._read, self._last
        texts = () if read is None else read(elements.trace.texts)
        if last is not None and last[0] == attributes and last[1] == texts:
            return last[2]
        broken = [one for one in self._asked if _is_broken(one, elements)]
        if elements.layout.remembered and _length(attributes, texts) <= _REMEMBERED_CHARACTERS_MAX:
            self._last = (attributes, texts, broken)
        return broken


def _is_broken(asked: Asked, elements: Elements) -> bool:
    """Whether a rule is broken, should its condition hold; it is not looked at but where it must be as it is."""
    _, rule, path = asked
    if isinstance(rule.when, Steady) and not rule.when(elements):
        return False
    return any(True for _ in rule.find(elements, path))


def _length(attributes: Attributes, texts: Iterable[str | None]) -> int:
    values = (len(value) for items in attributes.values() for _, value in items)
    return sum(values) + sum(len(text) for text in texts if text is not None)


def _said(asked: Asked, elements: Elements) -> Iterable[int | None]:
    """The elements whose texts settle a rule."""
    _, rule, path = asked
    return elements.at(path) if rule.said is None else rule.said(elements, path)


def _reader(group: Iterable[Asked], elements: Elements) -> Reader:
    found = dict.fromkeys(place for one in group for place in _said(one, elements))
    # The root says nothing; it is there so that something is.
    return reader([place for place in found if place is not None] or [0])


def _due(asked: Iterable[Asked]) -> Due:
    return tuple((rule, path) for _, rule, path in asked)


class ElementPlan:
    """The element rules for documents with one root."""

    __slots__ = ("_by_name", "_by_path", "_root", "_shapes")

    def __init__(self, rules: Sequence[ElementRule], root: str) -> None:
        self._root = root
        self._by_name: dict[str, list[tuple[int, ElementRule]]] = {}
        for number, rule in enumerate(rules):
            for name in rule.context.names():
                self._by_name.setdefault(name, []).append((number, rule))
        self._by_path: dict[str, tuple[tuple[int, ElementRule], ...]] = {}
        self._shapes: dict[frozenset[str], tuple[Asked, ...]] = {}

    def due(self, elements: Elements) -> Due:
        """The rules to ask of a document, in the order of the rulebook."""
        kept = elements.layout.kept
        settled: Settled | None = kept.get(self)
        if settled is None:
            settled = kept[self] = Settled(self._of_shape(elements), elements)
        return settled.due(elements)

    def _of_shape(self, elements: Elements) -> tuple[Asked, ...]:
        shape = elements.shape
        asked = self._shapes.get(shape)
        if asked is None:
            if len(self._shapes) >= _SHAPES_MAX:
                self._shapes.clear()
            asked = self._shapes[shape] = self._worked_out(elements)
        return asked

    def _worked_out(self, elements: Elements) -> tuple[Asked, ...]:
        paths = elements.by_path
        asked = [
            (number, rule, path)
            for path in paths
            for number, rule in self._at(path)
            if rule.concerns is None or rule.concerns(paths, path)
        ]
        asked.sort(key=itemgetter(0))
        return tuple((position, rule, path) for position, (_, rule, path) in enumerate(asked))

    def _at(self, path: str) -> tuple[tuple[int, ElementRule], ...]:
        found = self._by_path.get(path)
        if found is None:
            if len(self._by_path) >= _PATHS_MAX:
                self._by_path.clear()
            found = self._by_path[path] = tuple(
                {
                    number: (number, rule)
                    for name in ("*", "" if path == self._root else path.rpartition("/")[2])
                    for number, rule in self._by_name.get(name, ())
                    if rule.context.holds(path, self._root)
                }.values()
            )
        return found
