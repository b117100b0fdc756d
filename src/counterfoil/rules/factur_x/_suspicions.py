"""Whether anything can be wrong among the generated rules of one kind: a look over a document for all of them at once.

A document has hundreds of places that such rules ask, and mostly nothing is wrong at any of them. Only if this look
finds something are the rules asked one by one, to say what it is.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from operator import lt
from typing import NamedTuple

from counterfoil.rules._element_rule import When
from counterfoil.rules._elements import Elements


class Fact(NamedTuple):
    """What a rule says of the elements at a path."""

    path: str
    target: str
    """The path of what is counted, or the name of an attribute; "" for the text of the element itself."""
    least: int = 0
    most: float = inf
    codes: frozenset[str] = frozenset()


Wrong = Callable[[Elements, Sequence[Fact]], bool]
"""Whether any of these facts does not hold; their paths stand in the document."""


def _looking(wrong: Wrong) -> Callable[[Iterable[Fact]], When]:
    """Ask only about the paths that a document has, which are worked out once for documents of one shape."""

    def made(facts: Iterable[Fact]) -> When:
        every = tuple(facts)
        key = object()

        def when(elements: Elements) -> bool:
            kept = elements.shape.kept
            here: tuple[Fact, ...] | None = kept.get(key)
            if here is None:
                here = kept[key] = tuple(fact for fact in every if fact.path in elements.by_path)
            return wrong(elements, here)

        return when

    return made


def _miscounted(elements: Elements, facts: Sequence[Fact]) -> bool:
    at = elements.by_path
    for path, target, least, most, _ in facts:
        above, there = at[path], at.get(target, ())
        if len(above) == 1:
            if not least <= len(there) <= most:
                return True
        elif there or least:
            once_each = len(above) == len(there) and all(map(lt, above, there)) and all(map(lt, there, above[1:]))
            if not once_each and not _counts_fit(above, there, least, most):
                return True
    return False


def _counts_fit(above: Sequence[int], there: Sequence[int], least: int, most: float) -> bool:
    """What stands below an element stands before the next one at its path."""
    ends = [*(bisect_right(there, place) for place in above[1:]), len(there)]
    return all(least <= end - start <= most for start, end in zip([0, *ends], ends, strict=False))


def _not_in_list(elements: Elements, facts: Sequence[Fact]) -> bool:
    at, texts = elements.by_path, elements.trace.texts
    for path, name, _, _, codes in facts:
        for place in at[path]:
            text = elements.attribute(place, name) if name else texts[place]
            if text and text not in codes:
                return True
    return False


def _without_attribute(elements: Elements, facts: Sequence[Fact]) -> bool:
    at = elements.by_path
    return any(elements.attribute(place, fact.target) is None for fact in facts for place in at[fact.path])


def _with_attribute(elements: Elements, facts: Sequence[Fact]) -> bool:
    return any(fact.path in elements.attributed(fact.target) for fact in facts)


SUSPICIONS: Mapping[str, Callable[[Iterable[Fact]], When]] = {
    "counts": _looking(_miscounted),
    "codes": _looking(_not_in_list),
    "required": _looking(_without_attribute),
    "unused": _looking(_with_attribute),
}
"""By what the rules ask; an element that must not be there is asked for where it is anyway."""
