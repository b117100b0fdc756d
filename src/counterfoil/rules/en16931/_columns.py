"""Looks that ask all elements of a name together, since there may be thousands of lines."""

from collections.abc import Iterator
from typing import Any

from counterfoil.model.invoice import Invoice
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rule import Breach, Find, Look


def columns(elements: Elements, path: str, *below: str) -> Iterator[tuple[Any, ...]]:
    """Each of the elements at a path with the first that stands at these paths below it."""
    return zip(elements.at(path), *(elements.firsts(path, each) for each in below), strict=True)


def all_of(named: Named, *below: str) -> Look:
    """A look that finds a breach at each element that lacks one of these."""

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
        for path in elements.paths_ending(named):
            if any(None in elements.firsts(path, each) for each in below):
                yield from (Breach(place=row[0]) for row in columns(elements, path, *below) if None in row)

    return look


def any_of(named: Named, *below: str) -> Look:
    """A look that finds a breach at each element that has none of these."""

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
        for path in elements.paths_ending(named):
            for row in columns(elements, path, *below):
                if not any(row[1:]):
                    yield Breach(place=row[0])

    return look
