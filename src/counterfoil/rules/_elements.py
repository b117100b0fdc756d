"""The elements that stood in a document, found by path or name, for what the model has no place for."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from counterfoil.model._base import Model
from counterfoil.model.trace import Trace

_WHITE = " \t\r\n"

Part = TypeVar("Part", bound=Model)


class Elements:
    """A trace with its elements by path. The index is made when first asked for; an empty trace has no elements."""

    __slots__ = ("_by_ending", "_by_path", "_own", "trace")

    def __init__(self, trace: Trace | None) -> None:
        self.trace = trace if trace is not None else Trace()
        self._by_path: dict[str, list[int]] | None = None
        self._by_ending: dict[tuple[str, ...], list[int]] = {}
        self._own: dict[int, tuple[Any, int]] = {}

    def __bool__(self) -> bool:
        return bool(self.trace.paths)

    @property
    def root(self) -> str:
        """The path of the root element."""
        return self.trace.paths[0] if self.trace.paths else ""

    def at(self, path: str) -> Sequence[int]:
        """The elements at an absolute path."""
        return self._index().get(path, ())

    def head(self, path: str) -> Sequence[int]:
        """The elements at a path below the root."""
        return self._index().get(f"{self.root}/{path}", ())

    def named(self, *endings: str) -> Sequence[int]:
        """The elements whose path ends with these steps ("cac:Price/cbc:PriceAmount"), wherever they stand."""
        found = self._by_ending.get(endings)
        if found is None:
            tails = tuple(f"/{ending}" for ending in endings)
            lists = [places for path, places in self._index().items() if path.endswith(tails)]
            found = lists[0] if len(lists) == 1 else sorted(place for places in lists for place in places)
            self._by_ending[endings] = found
        return found

    def below(self, place: int, path: str) -> list[int]:
        """The elements at a path below an element; a path that ends with "@name" asks for that attribute too."""
        steps, _, attribute = path.partition("/@") if not path.startswith("@") else ("", "", path[1:])
        if not steps:
            found = [place]
        else:
            places = self._index().get(f"{self.trace.paths[place]}/{steps}", ())
            found = self._descendants(place, places, steps.count("/") + 1)
        return [each for each in found if self.attribute(each, attribute) is not None] if attribute else found

    def text(self, place: int) -> str:
        """The character data of an element exactly as written; empty where it has none."""
        return self.trace.texts[place] or ""

    def filled(self, place: int) -> bool:
        """Whether an element has text that is more than white space."""
        return bool(self.text(place).strip(_WHITE))

    def attribute(self, place: int, name: str) -> str | None:
        """The value of an attribute as written."""
        for found, value in self.trace.attributes.get(place, ()):
            if found == name:
                return value
        return None

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

    def _index(self) -> dict[str, list[int]]:
        index = self._by_path
        if index is None:
            index = self._by_path = {}
            for place, path in enumerate(self.trace.paths):
                if path in index:
                    index[path].append(place)
                else:
                    index[path] = [place]
        return index

    def _descendants(self, place: int, places: Sequence[int], levels: int) -> list[int]:
        """Those of `places` that are so many levels below an element: they stand together, right after it."""
        parents = self.trace.parents
        found = []
        for start in range(bisect_right(places, place), len(places)):
            above = places[start]
            for _ in range(levels):
                above = parents[above]
            if above != place:
                break
            found.append(places[start])
        return found


Test = Callable[[Elements, int], bool]
Contexts = Callable[[Elements], Sequence[int]]


def exists(*paths: str) -> Test:
    """Whether there is an element (or "@attribute") at one of these paths, be it empty."""
    return lambda elements, place: any(elements.below(place, path) for path in paths)


def filled(*paths: str) -> Test:
    """Whether an element at one of these paths has text."""
    return lambda elements, place: any(elements.filled(each) for path in paths for each in elements.below(place, path))


def head(path: str) -> Contexts:
    """The elements at a path below the root."""
    return lambda elements: elements.head(path)


def named(*endings: str) -> Contexts:
    """The elements whose path ends so."""
    return lambda elements: elements.named(*endings)
