"""How the element rules of a rulebook are asked: what a document has no elements for costs it nothing.

Documents of one shape (the same set of paths) are asked the same rules at the same paths, so this is worked out once
for a shape, and a path's rules once for a path.
"""

from collections.abc import Sequence

from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements

_SHAPES_MAX = 500
_PATHS_MAX = 20_000

Due = tuple[tuple[ElementRule, str], ...]
"""The rules to ask, each with the absolute path to ask it at."""


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
        self._shapes: dict[frozenset[str], Due] = {}

    def due(self, elements: Elements) -> Due:
        """The rules to ask of a document, in the order of the rulebook."""
        shape = frozenset(elements.by_path)
        due = self._shapes.get(shape)
        if due is None:
            if len(self._shapes) >= _SHAPES_MAX:
                self._shapes.clear()
            due = self._shapes[shape] = self._worked_out(elements)
        return due

    def _worked_out(self, elements: Elements) -> Due:
        paths = elements.by_path
        asked = [
            (number, rule, path)
            for path in paths
            for number, rule in self._at(path)
            if rule.concerns is None or rule.concerns(paths, path)
        ]
        asked.sort(key=lambda one: one[0])
        return tuple((rule, path) for _, rule, path in asked)

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
