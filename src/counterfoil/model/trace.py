"""What stood in a document: a compact table of its elements, for rules about things that the model has no name for."""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from counterfoil.model._base import Model

Attributes = dict[int, list[tuple[str, str]]]

_ABOVE: dict[str, str] = {}
"""The paths above paths, remembered, since those of one document are mostly those of the next."""
_ABOVE_MAX = 10_000


class Trace(Model, gc=True, dict=True):
    """The elements of an XML document in document order, as parallel lists.

    `paths` holds absolute paths with the format's own prefixes and no positions ("Invoice/cac:InvoiceLine/cbc:ID"),
    `texts` the character data of leaves exactly as written (None for an empty leaf and for elements with children),
    `attributes` by index the attributes of those elements that have any. `places` says for objects of the model (by
    `id`) which element they were built from; `parts` keeps these objects, so that no other can take over their `id`.
    """

    paths: list[str] = []
    texts: list[str | None] = []
    places: dict[int, int] = {}
    parts: list[object] = []
    attributes: Attributes = {}
    _parents: list[int] = []

    @property
    def tree(self) -> Any:
        """The root of the parsed document, for what is seldom asked; None for a trace that came from elsewhere."""
        return vars(self).get("tree")

    def keep(self, tree: Any) -> None:
        """Remember the parsed document. It is no part of the trace's value."""
        vars(self)["tree"] = tree

    def line(self, index: int) -> int | None:
        """The line of the document that an element begins on, from 1; None where that is not known."""
        lines = self._lines
        return lines[index] if lines else None

    @cached_property
    def _lines(self) -> list[int | None]:
        return [] if self.tree is None else [element.sourceline for element in self.tree.iter()]

    def name(self, index: int) -> str:
        """An element's name as the document writes it; without the document, with the prefix of the format."""
        if self.tree is None:
            return _step(self.paths[index])
        element = next(islice(self.tree.iter(), index, None))
        name: str = element.tag.rpartition("}")[2]
        return name if element.prefix is None else f"{element.prefix}:{name}"

    @property
    def parents(self) -> list[int]:
        """The index of each element's parent, -1 for the root."""
        if len(self._parents) != len(self.paths):
            self._parents[:] = _parents(self.paths)
        return self._parents

    def find(self, path: str) -> Iterator[int]:
        """Give the indexes of the elements that stand at `path`."""
        return (index for index, found in enumerate(self.paths) if found == path)

    def count(self, path: str) -> int:
        """How many elements stand at `path`."""
        return self.paths.count(path)

    def place_of(self, part: object) -> int:
        """The index of the element that a part of the model was built from; the root where it is not known."""
        return self.places.get(id(part), 0)

    def where(self, index: int) -> str:
        """An XPath that a tool can resolve with the format's prefixes: "/Invoice/cac:InvoiceLine[2]/cbc:ID[1]"."""
        steps: list[str] = []
        parents = self.parents
        while index >= 0:
            parent, path = parents[index], self.paths[index]
            name = _step(path)
            steps.append(name if parent < 0 else f"{name}[{self._position(index, parent)}]")
            index = parent
        return "/" + "/".join(reversed(steps))

    def _position(self, index: int, parent: int) -> int:
        path = self.paths[index]
        return sum(1 for other in range(parent + 1, index + 1) if self.paths[other] == path)


def _parents(paths: list[str]) -> list[int]:
    """In document order a parent is the last element so far whose path is the element's without its last step."""
    if len(_ABOVE) > _ABOVE_MAX:
        _ABOVE.clear()
    last: dict[str, int] = {"": -1}
    parents: list[int] = []
    for index, path in enumerate(paths):
        above = _ABOVE.get(path)
        if above is None:
            above = _ABOVE[path] = _above(path)
        parents.append(last[above])
        last[path] = index
    return parents


def _step(path: str) -> str:
    """The last step of a path."""
    return path[len(_above(path)) :].removeprefix("/")


def _above(path: str) -> str:
    """The path without its last step; a step may hold a namespace, whose slashes are none of the path's."""
    end = path.rfind("/")
    if path.rfind("}") > end:
        end = path.rfind("/Q{")
    return path[:end] if end > 0 else ""
