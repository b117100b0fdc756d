"""Which of several amounts add up to a sum? All choices where there are few, else the likely ones."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

_ALL_MAX = 18
"""Up to so many amounts every choice is looked at."""
_TRIPLES_MAX = 48
_FOUND_MAX = 64
Choice = tuple[int, ...]
"""Places in the list of amounts."""


def subsets(amounts: Sequence[int], target: int) -> tuple[list[Choice], bool]:
    """Choices of two or more that add up, the fewest first, and whether these are all.

    Of many amounts it is pairs, triples, and runs of neighbours with one or none left out.
    """
    if len(amounts) <= _ALL_MAX:
        found = list(_all(tuple(amounts), target))
    else:
        found = list(dict.fromkeys((*_runs(amounts, target), *_pairs(amounts, target), *_triples(amounts, target))))
    found.sort(key=lambda choice: (len(choice), choice))
    return found[:_FOUND_MAX], len(amounts) <= _ALL_MAX and len(found) <= _FOUND_MAX


def _all(amounts: tuple[int, ...], target: int) -> Iterator[Choice]:
    """Meeting in the middle: each choice from the first half looks for its complement in the second."""
    half = len(amounts) // 2
    right = _sums(amounts[half:])
    for total, masks in _sums(amounts[:half]).items():
        for mask in right.get(target - total, ()):
            for other in masks:
                choice = _places(other) + tuple(half + place for place in _places(mask))
                if len(choice) > 1:
                    yield choice


@lru_cache(maxsize=512)
def _sums(amounts: tuple[int, ...]) -> dict[int, list[int]]:
    """All sums with the choices that lead there, as bits."""
    found: dict[int, list[int]] = defaultdict(list)
    totals = [0]
    for amount in amounts:
        totals += [total + amount for total in totals]
    for mask, total in enumerate(totals):
        found[total].append(mask)
    return dict(found)


def _places(mask: int) -> Choice:
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)


def _pairs(amounts: Sequence[int], target: int) -> Iterator[Choice]:
    where: dict[int, list[int]] = defaultdict(list)
    for place, amount in enumerate(amounts):
        for other in where.get(target - amount, ()):
            yield other, place
        where[amount].append(place)


def _triples(amounts: Sequence[int], target: int) -> Iterator[Choice]:
    if len(amounts) > _TRIPLES_MAX:
        return
    where: dict[int, list[int]] = defaultdict(list)
    for place, amount in enumerate(amounts):
        where[amount].append(place)
    for last, amount in enumerate(amounts):
        for middle in range(last):
            for first in where.get(target - amount - amounts[middle], ()):
                if first < middle:
                    yield first, middle, last


def _runs(amounts: Sequence[int], target: int) -> Iterator[Choice]:
    """Neighbours that add up; and all from the first on but one."""
    before: dict[int, list[int]] = {0: [0]}
    total = 0
    for end, amount in enumerate(amounts, 1):
        total += amount
        for start in before.get(total - target, ()):
            if end - start > 1:
                yield tuple(range(start, end))
        before.setdefault(total, []).append(end)
        for left_out in range(end - 1):
            if total - amounts[left_out] == target and end > 2:
                yield tuple(place for place in range(end) if place != left_out)
