"""What stood in a document: a compact table of its elements, for rules about things that the model has no name for."""

from collections.abc import Iterator

from counterfoil.model._base import Model


class Trace(Model, gc=True):
    """The elements of an XML document in document order, as parallel lists.

    `paths` holds absolute paths with the format's own prefixes and no positions ("Invoice/cac:InvoiceLine/cbc:ID"),
    `parents` the index of the parent element (-1 for the root), `texts` the character data of leaves exactly as written
    (None for an empty leaf and for elements with children), `attributes` the attributes of those elements that have any.
    `places` says for objects of the model (by `id`) which element they were built from; it is valid as long as both live.
    """

    paths: list[str] = []
    parents: list[int] = []
    texts: list[str | None] = []
    attributes: dict[int, list[tuple[str, str]]] = {}
    places: dict[int, int] = {}
    parts: list[object] = []

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
        while index >= 0:
            parent = self.parents[index]
            path = self.paths[index]
            name = path.rpartition("/")[2] if not path.endswith("}") else path
            if parent < 0:
                steps.append(name)
                break
            steps.append(f"{name}[{self._position(index, parent, path)}]")
            index = parent
        return "/" + "/".join(reversed(steps))

    def _position(self, index: int, parent: int, path: str) -> int:
        span = range(parent + 1, index + 1)
        return sum(1 for other in span if self.parents[other] == parent and self.paths[other] == path)
