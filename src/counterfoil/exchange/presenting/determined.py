"""Which unknown numbers follow from known ones, by relations that are linear once the known are put in. Pure algebra.

Nothing is solved by cases. The unknown numbers of all relations are one system of linear equations, and one of them is
determined just where the equations add up to one that has it alone: where its unit vector lies in their row space.
"""

from collections.abc import Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V", bound=Hashable)
Monomial = tuple[Fraction | int, tuple[V, ...]]
"""A coefficient, and the variables that it is multiplied with."""


class Relation(NamedTuple, Generic[V]):
    """Products of variables that add up to zero, or to so little that rounding explains it."""

    terms: tuple[Monomial[V], ...]
    tolerance: Fraction = Fraction(0)

    def holds(self, values: Mapping[V, Fraction]) -> bool:
        """Do these values, of all its variables, satisfy it?"""
        return abs(sum((_product(term, values) for term in self.terms), Fraction(0))) <= self.tolerance


def determined(
    relations: Iterable[Relation[V]], values: Mapping[V, Fraction], known: AbstractSet[V]
) -> dict[V, frozenset[V]]:
    """The variables that follow from the known ones, each with those that it follows from.

    `values` are the true ones of all variables, by which those that follow are put in where they make further relations
    linear. The relations hold for them.
    """
    found: dict[V, frozenset[V]] = {}
    waiting = list(relations)
    while True:
        system, later, by_now = _System[V](), list[Relation[V]](), known | found.keys()
        for relation in waiting:
            if not system.add(relation, values, by_now):
                later.append(relation)
        solved = system.solved()
        if not solved:
            return found
        before = dict(found)
        for variable, sources in solved.items():
            found[variable] = frozenset(base for one in sources for base in before.get(one, (one,)))
        # A relation that was linear stays in: with more known it can say more.
        waiting = [*system.relations, *later]


class _Row(NamedTuple, Generic[V]):
    """A linear equation: what the unknown are multiplied with, and out of which relations it was added up."""

    unknown: dict[V, Fraction]
    used: dict[int, Fraction]


class _System(Generic[V]):
    """Linear equations in reduced row echelon form, kept so while they come."""

    def __init__(self) -> None:
        self.relations: list[Relation[V]] = []
        self._known: list[frozenset[V]] = []
        self._rows: dict[V, _Row[V]] = {}
        """By the unknown that stands in this row alone of all pivots."""

    def add(self, relation: Relation[V], values: Mapping[V, Fraction], known: AbstractSet[V]) -> bool:
        """Take a relation in, with the known put in; False where a product of two unknown is left."""
        unknown: dict[V, Fraction] = {}
        used = set[V]()
        for coefficient, variables in relation.terms:
            left = [one for one in variables if one not in known]
            factor = _product((coefficient, tuple(one for one in variables if one in known)), values)
            used.update(one for one in variables if one in known)
            if factor and len(left) > 1:
                return False
            for one in left if factor else ():
                unknown[one] = unknown.get(one, Fraction(0)) + factor
        self._known.append(frozenset(used))
        self._take(_Row({one: factor for one, factor in unknown.items() if factor}, {len(self.relations): Fraction(1)}))
        self.relations.append(relation)
        return True

    def solved(self) -> dict[V, list[V]]:
        """The unknown that stand alone in an equation, with the known of the relations that lead there."""
        return {
            pivot: [one for at in row.used for one in self._known[at]]
            for pivot, row in self._rows.items()
            if len(row.unknown) == 1
        }

    def _take(self, row: _Row[V]) -> None:
        for pivot in [one for one in row.unknown if one in self._rows]:
            row = _minus(row, self._rows[pivot], pivot)
        if not row.unknown:
            return
        pivot, factor = next(iter(row.unknown.items()))
        row = _Row(_divided(row.unknown, factor), _divided(row.used, factor))
        for other, before in self._rows.items():
            if pivot in before.unknown:
                self._rows[other] = _minus(before, row, pivot)
        self._rows[pivot] = row


def _minus(row: _Row[V], other: _Row[V], pivot: V) -> _Row[V]:
    """The row without the pivot, which the other has with the factor 1."""
    factor = row.unknown[pivot]
    return _Row(_added(row.unknown, other.unknown, -factor), _added(row.used, other.used, -factor))


K = TypeVar("K", bound=Hashable)


def _added(one: Mapping[K, Fraction], other: Mapping[K, Fraction], factor: Fraction) -> dict[K, Fraction]:
    result = dict(one)
    for key, value in other.items():
        total = result.get(key, Fraction(0)) + factor * value
        if total:
            result[key] = total
        else:
            result.pop(key, None)
    return result


def _divided(one: Mapping[K, Fraction], factor: Fraction) -> dict[K, Fraction]:
    return {key: value / factor for key, value in one.items()}


def _product(term: Monomial[V], values: Mapping[V, Fraction]) -> Fraction:
    coefficient, variables = term
    result = Fraction(coefficient)
    for one in variables:
        result *= values[one]
    return result
