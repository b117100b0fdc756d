"""Movements that could be for the same items: which choice for each, so that all goes together best, and how surely."""

import math
from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
STATES_MAX = 3000
"""More ways than this to use the items up to some movement are not followed."""


class Option(NamedTuple, Generic[T]):
    """A choice for a movement: what it is, which items it uses up, and its odds against doing nothing, in nats."""

    value: T
    uses: frozenset[bytes]
    odds: float


class Answer(NamedTuple, Generic[T]):
    """The best choice, how likely it is, and the runner-up with its likelihood."""

    best: Option[T] | None
    likelihood: float
    other: Option[T] | None
    other_likelihood: float


_States = dict[frozenset[bytes], float]


def assigned(options: Sequence[Sequence[Option[T]]]) -> list[Answer[T]] | None:
    """The likeliest choice for each movement in turn, each item used once; None where there are too many ways.

    The likelihood of a choice is the share of all ways to give out the items, weighed by their odds, that have it. The
    choices given are those of the one best way, so that they go together.
    """
    last = _last_uses(options)
    forward = _forward(options, last)
    if forward is None:
        return None
    backward = _backward(options, forward, last)
    best = _best(options, last)
    answers: list[Answer[T]] = []
    for place, choices in enumerate(options):
        weights = [_weight(forward[place], backward[place + 1], one, place, last) for one in (None, *choices)]
        shares = [one / sum(weights) for one in weights]
        chosen = best[place]
        here = 0 if chosen is None else chosen + 1
        runner = max(
            (number for number in range(1, len(shares)) if number != here), key=shares.__getitem__, default=None
        )
        answers.append(
            Answer(
                None if chosen is None else choices[chosen],
                shares[here],
                None if runner is None else choices[runner - 1],
                0.0 if runner is None else shares[runner],
            )
        )
    return answers


def _last_uses(options: Sequence[Sequence[Option[T]]]) -> dict[bytes, int]:
    """The last movement that has a choice with an item; after it, whether it was used matters no more."""
    return {item: place for place, choices in enumerate(options) for one in choices for item in one.uses}


def _after(used: frozenset[bytes], place: int, last: Mapping[bytes, int]) -> frozenset[bytes]:
    return frozenset(item for item in used if last[item] > place)


def _forward(options: Sequence[Sequence[Option[T]]], last: Mapping[bytes, int]) -> list[_States] | None:
    layers: list[_States] = [{frozenset(): 1.0}]
    for place, choices in enumerate(options):
        layer: _States = {}
        for used, weight in layers[-1].items():
            for state, factor in _steps(used, choices, place, last):
                layer[state] = layer.get(state, 0.0) + weight * factor
        if len(layer) > STATES_MAX:
            return None
        scale = max(layer.values())
        layers.append({state: weight / scale for state, weight in layer.items()})
    return layers


def _backward(
    options: Sequence[Sequence[Option[T]]], forward: Sequence[_States], last: Mapping[bytes, int]
) -> list[_States]:
    """The weight of all that may follow."""
    layers: list[_States] = [dict.fromkeys(forward[-1], 1.0)]
    for place in range(len(options) - 1, -1, -1):
        after = layers[-1]
        layer = {
            used: sum([factor * after[state] for state, factor in _steps(used, options[place], place, last)], 0.0)
            for used in forward[place]
        }
        scale = max(layer.values())
        layers.append({used: weight / scale for used, weight in layer.items()})
    return layers[::-1]


def _weight(before: _States, after: _States, option: Option[T] | None, place: int, last: Mapping[bytes, int]) -> float:
    """The weight of all ways that have this choice, or none."""
    uses = option.uses if option is not None else frozenset[bytes]()
    factor = _factor(option) if option is not None else 1.0
    total = 0.0
    for used, weight in before.items():
        if used.isdisjoint(uses):
            total += weight * factor * after[_after(used | uses, place, last)]
    return total


def _steps(
    used: frozenset[bytes], choices: Sequence[Option[T]], place: int, last: Mapping[bytes, int]
) -> list[tuple[frozenset[bytes], float]]:
    free = [one for one in choices if used.isdisjoint(one.uses)]
    taken = [(_after(used | one.uses, place, last), _factor(one)) for one in free]
    return [(_after(used, place, last), 1.0), *taken]


def _factor(option: Option[T]) -> float:
    return math.exp(min(option.odds, 40.0))


def _best(options: Sequence[Sequence[Option[T]]], last: Mapping[bytes, int]) -> list[int | None]:
    """The one way with the greatest odds; of equals the one that comes first."""
    layer: dict[frozenset[bytes], tuple[float, tuple[int | None, ...]]] = {frozenset(): (0.0, ())}
    for place, choices in enumerate(options):
        following: dict[frozenset[bytes], tuple[float, tuple[int | None, ...]]] = {}
        for used, (odds, way) in layer.items():
            steps: list[tuple[frozenset[bytes], float, int | None]] = [(used, odds, None)]
            steps += [
                (used | one.uses, odds + one.odds, number)
                for number, one in enumerate(choices)
                if used.isdisjoint(one.uses)
            ]
            for items, sum_, number in steps:
                state = _after(items, place, last)
                if state not in following or sum_ > following[state][0] + 1e-9:
                    following[state] = (sum_, (*way, number))
        layer = following
    return list(max(layer.values(), key=lambda one: one[0])[1])
