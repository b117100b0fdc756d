"""Looks that ask all elements of a name together, since there may be thousands of lines."""

from collections.abc import Iterator
from typing import Any

from counterfoil.model.invoice import Invoice
from counterfoil.rules._elements import Contexts, Elements, Named
from counterfoil.rules._rule import Breach, Find, Where


def columns(elements: Elements, path: str, *below: str) -> Iterator[tuple[Any, ...]]:
    """Each of the elements at a path with the first that stands at these paths below it."""
    return zip(elements.at(path), *(elements.firsts(path, each) for each in below), strict=True)


def all_of(named: Named, *below: str) -> Where:
    """A look that finds a breach at each element that lacks one of these."""

    def lacking(elements: Elements) -> list[int]:
        return [
            row[0]
            for path in elements.paths_ending(named)
            if any(None in elements.firsts(path, each) for each in below)
            for row in columns(elements, path, *below)
            if None in row
        ]

    return _where(lacking)


def any_of(named: Named, *below: str) -> Where:
    """A look that finds a breach at each element that has none of these."""

    def lacking(elements: Elements) -> list[int]:
        paths = elements.paths_ending(named)
        return [row[0] for path in paths for row in columns(elements, path, *below) if not any(row[1:])]

    return _where(lacking)


def _where(lacking: Contexts) -> Where:
    def look(_find: Find, _invoice: Invoice, elements: Elements) -> list[Breach]:
        return [Breach(place=place) for place in lacking(elements)]

    return Where(look=look, contexts=lacking)
