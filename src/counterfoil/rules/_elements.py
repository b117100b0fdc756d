"""The elements that stood in a document, found by path or name, for what the model has no place for."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from counterfoil.model._base import Model
from counterfoil.model.trace import Trace
from counterfoil.rules._layout import Shape, layout_of
from counterfoil.rules._white_space import stripped

_KNOWN_PATHS_MAX = 10_000
_NOWHERE: Mapping[str, int] = {}

Part = TypeVar("Part", bound=Model)


class Elements:
    """A trace with its elements by path; an empty trace has no elements."""

    __slots__ = ("_attributed", "_own", "_wanted", "_wanted_of", "by_path", "kept", "layout", "root", "trace")

    def __init__(self, trace: Trace | None) -> None:
        self.trace = trace if trace is not None else Trace()
        self.layout = layout_of(self.trace.paths)
        self.root = self.layout.root
        self.by_path = self.layout.by_path
        """Shared by all documents that are laid out alike."""
        self._wanted: Mapping[Named, list[str]] | None = None
        self._wanted_of = 0
        self._own: dict[int, tuple[Any, int]] = {}
        self._attributed: dict[str, dict[str, int]] | None = None
        self.kept: dict[Any, Any] = {}
        """What several rules want to know of this document and is worked out once; the keys are the rules' affair."""

    def __bool__(self) -> bool:
        return bool(self.root)

    @property
    def shape(self) -> Shape:
        """What follows from the set of the paths alone."""
        return self.layout.shape

    @property
    def parents(self) -> Sequence[int]:
        """The index of each element's parent, -1 for the root."""
        if not self.layout.parents:
            self.layout.parents = self.trace.parents
        return self.layout.parents

    def parent(self, place: int) -> int:
        """The index of an element's parent, -1 for the root; in a long document only this one is looked for."""
        if self.layout.remembered:
            return self.parents[place]
        above, by_path = self.trace.paths[place], self.by_path
        while above := above.rpartition("/")[0]:
            alike = by_path.get(above)
            if alike is not None:  # a namespace may have slashes, and what is before those is no path
                return alike[bisect_right(alike, place) - 1]
        return -1

    def at(self, path: str) -> Sequence[int]:
        """The elements at an absolute path."""
        return self.by_path.get(path, ())

    def head(self, path: str) -> Sequence[int]:
        """The elements at a path below the root."""
        return self.by_path.get(f"{self.root}/{path}", ())

    def paths_ending(self, wanted: "Named") -> Sequence[str]:
        """The paths that end as wanted."""
        if self._wanted is None or self._wanted_of != len(_WANTED.wanted):  # more may be wanted since
            self._wanted, self._wanted_of = _WANTED.among(self.shape), len(_WANTED.wanted)
        return self._wanted.get(wanted, ())

    def ending(self, wanted: "Named") -> Sequence[int]:
        """The elements at the paths that end as wanted, in document order."""
        paths = self.paths_ending(wanted)
        if not paths:
            return ()
        return self.at(paths[0]) if len(paths) == 1 else sorted(place for path in paths for place in self.at(path))

    def below(self, place: int, path: str) -> Sequence[int]:
        """The elements at a path below an element.

        A path has no positions, so all that stands at a longer path belongs to the last element before it at the
        shorter one: what is below an element ends where the next one at its own path begins.
        """
        above = self.trace.paths[place]
        found = self.by_path.get(f"{above}/{path}")
        if found is None:
            return ()
        alike = self.by_path[above]
        if len(alike) == 1:
            return found
        after = bisect_right(alike, place)
        start = bisect_right(found, place)
        return found[start : bisect_right(found, alike[after])] if after < len(alike) else found[start:]

    def firsts(self, path: str, below: str) -> Sequence[int | None]:
        """For each of the elements at a path the first one at a path below it, or None: for all lines at once."""
        return self.layout.firsts(path, below)

    def counts(self, path: str, below: str) -> Sequence[int]:
        """For each of the elements at a path how many stand at a path below it."""
        above, found = self.at(path), self.at(f"{path}/{below}")
        if len(above) == 1:
            return (len(found),)
        counts = [0] * len(above)
        for place in found:
            counts[bisect_right(above, place) - 1] += 1
        return counts

    def texts(self, places: Iterable[int]) -> set[str]:
        """What these elements say."""
        return {self.text(place) for place in places}

    def text(self, place: int) -> str:
        """The character data of an element exactly as written; empty where it has none."""
        return self.trace.texts[place] or ""

    def filled(self, place: int) -> bool:
        """Whether an element has text that is more than white space."""
        return bool(stripped(self.text(place)))

    def attribute(self, place: int, name: str) -> str | None:
        """The value of an attribute as written."""
        for found, value in self.trace.attributes.get(place, ()):
            if found == name:
                return value
        return None

    def attributed(self, name: str) -> Mapping[str, int]:
        """For an attribute, the paths of the elements that have it, each with the first element there that does."""
        known = self._attributed
        if known is None:
            known = self._attributed = {}
            paths = self.trace.paths
            for place, items in self.trace.attributes.items():
                path = paths[place]
                for found, _ in items:
                    firsts = known.setdefault(found, {})
                    if path not in firsts:
                        firsts[path] = place
        return known.get(name, _NOWHERE)

    def stand(self, part: Part, place: int) -> Part:
        """Take note of a part made for the rules, so that it stands where the part that it is made from does."""
        self._own[id(part)] = (part, place)
        return part

    def place_of(self, part: object) -> int | None:
        """Where a part of the model stands: the root for None, and None for a part that the reader put together."""
        if part is None:
            return 0
        own = self._own.get(id(part))
        return self.trace.places.get(id(part)) if own is None else own[1]

    def where(self, place: int) -> str:
        """An XPath as `Trace.where` gives it ("/Invoice/cac:InvoiceLine[2]"), quick in long documents too."""
        if not self:
            return "/"
        paths, steps = self.trace.paths, []
        while (parent := self.parent(place)) >= 0:
            path = paths[place]
            alike = self.at(path)
            position = bisect_right(alike, place) - bisect_right(alike, parent)
            steps.append(f"{path[len(paths[parent]) + 1 :]}[{position}]")
            place = parent
        return "/" + "/".join([self.root, *reversed(steps)])


Test = Callable[[Elements, int], bool]
Contexts = Callable[[Elements], Sequence[int]]


class Named:
    """The elements whose path ends with one of these ("cac:Price/cbc:PriceAmount"), wherever they stand.

    Made once, when a module is imported: which paths end so is remembered for all documents.
    """

    __slots__ = ("endings",)

    def __init__(self, *endings: str) -> None:
        self.endings = tuple(f"/{ending}" for ending in endings)
        _WANTED.add(self)

    def __call__(self, elements: Elements) -> Sequence[int]:
        return elements.ending(self)


class _Wanted:
    """Which paths end as somebody wants them to, remembered, since most paths of a document were in others too."""

    __slots__ = ("hits", "wanted")

    def __init__(self) -> None:
        self.wanted: list[Named] = []
        self.hits: dict[str, list[Named]] = {}

    def add(self, named: Named) -> None:
        self.wanted.append(named)
        self.hits.clear()

    def among(self, shape: Shape) -> Mapping[Named, list[str]]:
        known: tuple[int, Mapping[Named, list[str]]] | None = shape.kept.get(self)
        if known is None or known[0] != len(self.wanted):  # more may be wanted since
            known = shape.kept[self] = (len(self.wanted), self._among(shape.paths))
        return known[1]

    def _among(self, paths: frozenset[str]) -> Mapping[Named, list[str]]:
        if len(self.hits) > _KNOWN_PATHS_MAX:
            self.hits.clear()
        found: dict[Named, list[str]] = {}
        for path in sorted(paths):
            hits = self.hits.get(path)
            if hits is None:
                hits = self.hits[path] = [named for named in self.wanted if path.endswith(named.endings)]
            for named in hits:
                found.setdefault(named, []).append(path)
        return found


_WANTED = _Wanted()


def several(named: Named) -> Callable[[Elements], bool]:
    """Whether there is more than one element with such a path."""
    return lambda elements: len(elements.ending(named)) > 1


def head(path: str) -> Contexts:
    """The elements at a path below the root."""
    return lambda elements: elements.head(path)


def exists(*paths: str) -> Test:
    """Whether there is an element at one of these paths, be it empty."""

    def test(elements: Elements, place: int) -> bool:
        for path in paths:  # noqa: SIM110 - any() with a generator costs more than all the rest
            if elements.below(place, path):
                return True
        return False

    return test


def filled(path: str) -> Test:
    """Whether an element at this path has text."""

    def test(elements: Elements, place: int) -> bool:
        for found in elements.below(place, path):  # noqa: SIM110 - as above
            if elements.filled(found):
                return True
        return False

    return test


def has(attribute: str, *paths: str) -> Test:
    """Whether the element itself, or one at these paths, has an attribute, be it empty."""

    def test(elements: Elements, place: int) -> bool:
        if not paths:
            return elements.attribute(place, attribute) is not None
        return any(
            elements.attribute(found, attribute) is not None for path in paths for found in elements.below(place, path)
        )

    return test
