"""How the element rules of a rulebook are asked: what a document has no elements for costs it nothing.

Documents of one shape (the same set of paths) are asked the same rules at the same paths, so this is worked out once
for a shape, and a path's rules once for a path. Of those that are due, many can be settled without being asked one by
one: for all documents that are laid out alike, for those with the same attributes, or by a look at all texts of a kind.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from counterfoil.model.trace import Attributes
from counterfoil.rules._element_rule import ElementRule, Harmless, Reads, When
from counterfoil.rules._elements import Elements

_SHAPES_MAX = 500
_PATHS_MAX = 20_000
_ATTRIBUTES_MAX = 1_000
"""Elements with attributes in a document that is remembered for the next one."""

Asked = tuple[int, ElementRule, str]
"""The position in the rulebook's order, the rule, and the absolute path to ask it at."""
Due = tuple[tuple[ElementRule, str], ...]
"""The rules to ask, each with the absolute path to ask it at."""
_Texts = Callable[[list[str | None]], Sequence[str | None]]


class Settled:
    """The rules that documents of one layout are asked, by what settles them."""

    __slots__ = ("_always", "_attributes", "_by_attributes", "_groups", "_texts")

    def __init__(self, asked: Iterable[Asked], elements: Elements) -> None:
        self._by_attributes: list[Asked] = []
        by_text: dict[Harmless, list[Asked]] = {}
        rest: list[Asked] = []
        for one in asked:
            rule = one[1]
            if rule.possible is not None and not rule.possible(elements):
                continue
            if rule.harmless is not None and (rule.below is None or _stand(elements, one[2], rule.below)):
                by_text.setdefault(rule.harmless, []).append(one)
            elif rule.reads is Reads.ATTRIBUTES:
                self._by_attributes.append(one)
            elif rule.reads is Reads.ALL or _is_broken(one, elements):
                rest.append(one)
        self._groups = [(when, list(group)) for when, group in groupby(rest, key=lambda one: one[1].when)]
        self._texts = [(harmless, _texts_of(group, elements), group) for harmless, group in by_text.items()]
        self._attributes: Attributes | None = None
        """Those of the last document where none of the rules about attributes was broken."""
        free = [one for when, group in self._groups for one in group if when is None]
        self._always: Due | None = _due(free) if len(free) == len(rest) else None
        """Where no rule has a condition: what is asked of a document with nothing suspicious."""

    def due(self, elements: Elements) -> Due:
        """The rules to ask of a document, in order."""
        suspects = [*self._suspects(elements)]
        if not suspects and self._always is not None:
            return self._always
        known: dict[When, bool] = {}
        for when, group in self._groups:
            if when is not None:
                if when not in known:
                    known[when] = when(elements)
                if not known[when]:
                    continue
            suspects += group
        suspects.sort(key=itemgetter(0))
        return _due(suspects)

    def _suspects(self, elements: Elements) -> Iterator[Asked]:
        """The rules that may be broken, as a quick look tells."""
        texts, attributes = elements.trace.texts, elements.trace.attributes
        for harmless, read, group in self._texts:
            if not harmless.holds(read(texts)):
                yield from (one for one in group if one[1].when is None or one[1].when(elements))
        if attributes != self._attributes:
            broken = [one for one in self._by_attributes if _is_broken(one, elements)]
            if not broken and len(attributes) <= _ATTRIBUTES_MAX and elements.layout.remembered:
                self._attributes = attributes
            yield from broken


def _is_broken(asked: Asked, elements: Elements) -> bool:
    _, rule, path = asked
    return (rule.when is None or rule.when(elements)) and any(True for _ in rule.find(elements, path))


def _stand(elements: Elements, path: str, below: str) -> bool:
    """Whether something stands at a path below each element."""
    return None not in elements.firsts(path, below)


def _texts_of(group: Iterable[Asked], elements: Elements) -> _Texts:
    paths = dict.fromkeys(path if rule.below is None else f"{path}/{rule.below}" for _, rule, path in group)
    places = [place for path in paths for place in elements.at(path)]
    # Of one place alone its text would be given, not a tuple; so the first one is taken twice.
    return itemgetter(places[0], *places)


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
