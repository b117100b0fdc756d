"""How the element rules of a rulebook are asked: what a document has no elements for costs it nothing.

Documents of one shape (the same set of paths) are asked the same rules at the same paths, so this is worked out once
for a shape, and a path's rules once for a path.
"""

from collections.abc import Sequence
from itertools import chain, groupby

from counterfoil.rules._element_rule import ElementRule, When
from counterfoil.rules._elements import Elements

_SHAPES_MAX = 500
_PATHS_MAX = 20_000

Due = tuple[tuple[ElementRule, str], ...]
"""The rules to ask, each with the absolute path to ask it at."""
_Groups = tuple[tuple[When | None, Due], ...]
"""Those of one shape, parted by what the document must be for them to be asked."""


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
        self._shapes: dict[frozenset[str], _Groups] = {}

    def due(self, elements: Elements) -> Due:
        """The rules to ask of a document, in the order of the rulebook."""
        shape = elements.shape
        groups = self._shapes.get(shape)
        if groups is None:
            if len(self._shapes) >= _SHAPES_MAX:
                self._shapes.clear()
            groups = self._shapes[shape] = self._worked_out(elements)
        if len(groups) == 1 and groups[0][0] is None:
            return groups[0][1]
        return tuple(chain.from_iterable(due for when, due in groups if when is None or when(elements)))

    def _worked_out(self, elements: Elements) -> _Groups:
        paths = elements.by_path
        asked = [
            (number, rule, path)
            for path in paths
            for number, rule in self._at(path)
            if rule.concerns is None or rule.concerns(paths, path)
        ]
        asked.sort(key=lambda one: one[0])
        return tuple(
            (when, tuple((rule, path) for _, rule, path in group))
            for when, group in groupby(asked, key=lambda one: one[1].when)
        )

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
