"""What follows from the paths of a document alone, remembered for the next one that has the same.

Documents that a program writes are mostly laid out alike: the same elements in the same order. Whatever follows from
that is worked out when they come again. Others have the same elements in another order, or more of them: they are of
one shape. Of a folder of documents that are all unlike nothing is kept.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter, lt
from typing import Any

from counterfoil.model.recurrence import Recurrence

SHAPES_MAX = 1000
LAYOUTS_MAX = 300
LAYOUT_ELEMENTS_MAX = 600
"""How many layouts of how many elements are remembered. Longer documents are too seldom alike."""

Reader = Callable[[list[str | None]], Sequence[str | None]]
"""Takes the texts at some places out of those of a document."""

_SHAPES: dict[frozenset[str], "Shape"] = {}
_LAYOUTS: dict[tuple[str, ...], "Layout"] = {}
_SHAPES_MET = Recurrence(SHAPES_MAX)
_LAYOUTS_MET = Recurrence(LAYOUTS_MAX)
"""Only for the second document of one layout it is worth working something out."""


class Shape:
    """Documents with elements at these paths, in whatever order and however many."""

    __slots__ = ("kept", "paths")

    def __init__(self, paths: frozenset[str]) -> None:
        self.paths = paths
        self.kept: dict[Any, Any] = {}
        """What others work out for all documents of this shape; the keys are their affair."""


def shape_of(paths: Iterable[str]) -> Shape:
    """The shape of a document with elements at these paths."""
    key = frozenset(paths)
    found = _SHAPES.get(key)
    if found is None:
        found = Shape(key)
        if _SHAPES_MET.again(key):
            if len(_SHAPES) >= SHAPES_MAX:
                _SHAPES.clear()
            _SHAPES[key] = found
    return found


class Layout:
    """Documents with these elements in this order."""

    __slots__ = ("_firsts", "_shape", "by_path", "kept", "parents", "remembered", "root")

    def __init__(self, paths: Sequence[str], remembered: bool) -> None:
        self.root = paths[0] if paths else ""
        self.remembered = remembered
        """Whether other documents may come to it, so that it pays to work something out for them."""
        by_path: dict[str, list[int]] = {}
        for place, path in enumerate(paths):
            if path in by_path:
                by_path[path].append(place)
            else:
                by_path[path] = [place]
        self.by_path = by_path
        self.parents: list[int] = []
        self.kept: dict[Any, Any] = {}
        """What others work out for all documents laid out like this; the keys are their affair."""
        self._shape: Shape | None = None
        self._firsts: dict[tuple[str, str], Sequence[int | None]] = {}

    @property
    def shape(self) -> Shape:
        """What follows from the set of the paths alone."""
        if self._shape is None:
            self._shape = shape_of(self.by_path)
        return self._shape

    def firsts(self, path: str, below: str) -> Sequence[int | None]:
        """For each of the elements at a path the first one at a path below it, or None."""
        key = (path, below)
        found = self._firsts.get(key)
        if found is None:
            found = self._firsts[key] = self._found_first(path, below)
        return found

    def _found_first(self, path: str, below: str) -> Sequence[int | None]:
        above, found = self.by_path.get(path, ()), self.by_path.get(f"{path}/{below}", ())
        if len(above) == len(found) and all(map(lt, above, found)) and all(map(lt, found, above[1:])):
            return found
        firsts: list[int | None] = [None] * len(above)
        for place in reversed(found):
            firsts[bisect_right(above, place) - 1] = place
        return firsts


def layout_of(paths: Sequence[str]) -> Layout:
    """The layout of a document with these paths."""
    if len(paths) > LAYOUT_ELEMENTS_MAX:
        return Layout(paths, remembered=False)
    key = tuple(paths)
    found = _LAYOUTS.get(key)
    if found is None:
        found = Layout(paths, remembered=_LAYOUTS_MET.again(key))
        if found.remembered:
            if len(_LAYOUTS) >= LAYOUTS_MAX:
                _LAYOUTS.clear()
            _LAYOUTS[key] = found
    return found


def reader(places: Sequence[int]) -> Reader:
    """What takes the texts at these places, at least one."""
    # Of one place alone its text would be given, not a tuple of it; so it is taken as a slice.
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))
