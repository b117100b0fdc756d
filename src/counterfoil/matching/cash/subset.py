"""Which of several amounts add up to a sum? All choices where there are few, else the likely ones."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

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
    is_all = len(amounts) <= _ALL_MAX
    places = _fitting(amounts, target)
    few = tuple(amounts[place] for place in places)
    if is_all:
        chosen = _all(few, target)
    else:
        triples = _triples(few, target) if len(amounts) <= _TRIPLES_MAX else ()
        chosen = chain(_pairs(few, target), triples)
    found = {tuple(places[at] for at in choice): None for choice in chosen}
    if not is_all:
        found |= dict.fromkeys(_runs(amounts, target))
    ordered = sorted(found, key=lambda choice: (len(choice), choice))
    return ordered[:_FOUND_MAX], is_all and len(ordered) <= _FOUND_MAX


def _fitting(amounts: Sequence[int], target: int) -> Sequence[int]:
    """The places of those that may be in a choice: the others can make up for what they have too much or too little."""
    most = sum(amount for amount in amounts if amount > 0)
    least = sum(amounts) - most
    if not least <= target <= most:
        return ()
    return [
        place
        for place, amount in enumerate(amounts)
        if (least + amount <= target if amount > 0 else most + amount >= target)
    ]


def _all(amounts: tuple[int, ...], target: int) -> Iterator[Choice]:
    """Meeting in the middle: each choice from the first half looks for its complement in the second."""
    half = len(amounts) // 2
    right: dict[int, list[int]] = defaultdict(list)
    for mask, total in enumerate(_sums(amounts[half:])):
        right[total].append(mask)
    for other, total in enumerate(_sums(amounts[:half])):
        for mask in right.get(target - total, ()):
            choice = _places(other | mask << half)
            if len(choice) > 1:
                yield choice


@lru_cache(maxsize=512)
def _sums(amounts: tuple[int, ...]) -> Sequence[int]:
    """The sums of all choices, at the places that have the choices as bits."""
    totals = [0]
    for amount in amounts:
        totals += [total + amount for total in totals]
    return totals


def _places(mask: int) -> Choice:
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)


def _pairs(amounts: Sequence[int], target: int) -> Iterator[Choice]:
    where: dict[int, list[int]] = defaultdict(list)
    for place, amount in enumerate(amounts):
        for other in where.get(target - amount, ()):
            yield other, place
        where[amount].append(place)


def _triples(amounts: Sequence[int], target: int) -> Iterator[Choice]:
    where: dict[int, list[int]] = defaultdict(list)
    for place, amount in enumerate(amounts):
        where[amount].append(place)
    for last, amount in enumerate(amounts):
        rest = target - amount
        for middle in [place for place, other in enumerate(amounts[:last]) if rest - other in where]:
            for first in where[rest - amounts[middle]]:
                if first < middle:
                    yield first, middle, last


def _runs(amounts: Sequence[int], target: int) -> Iterator[Choice]:
    """Neighbours that add up; and all from the first on but one."""
    before: dict[int, list[int]] = {0: [0]}
    where: dict[int, list[int]] = defaultdict(list)
    total = 0
    for end, amount in enumerate(amounts, 1):
        total += amount
        for start in before.get(total - target, ()):
            if end - start > 1:
                yield tuple(range(start, end))
        before.setdefault(total, []).append(end)
        for left_out in where.get(total - target, ()) if end > 2 else ():
            yield tuple(place for place in range(end) if place != left_out)
        where[amount].append(end - 1)
