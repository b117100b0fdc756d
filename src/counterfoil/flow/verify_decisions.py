"""What people decided, made again from the facts and compared with what is stored."""

import hashlib
from collections.abc import Iterator

import msgspec

from counterfoil.flow.damage import Damage, compared
from counterfoil.flow.decisions import (
    ACCEPTED,
    ASSIGNED,
    CONFIRMED,
    REOPENED,
    RESOLVED,
    UNDONE,
    decision_of,
    handling_of,
)
from counterfoil.store import DecisionRow, FactRow, HandlingRow, Store

_ON_LINKS = frozenset({CONFIRMED, UNDONE})
_ON_DISCREPANCIES = frozenset({ACCEPTED, RESOLVED, REOPENED, ASSIGNED})


class DecisionsMade:
    """Takes the facts one by one, of which the last about each link or discrepancy holds."""

    def __init__(self) -> None:
        self._decisions: dict[bytes, bytes] = {}
        self._handlings: dict[bytes, bytes] = {}

    def take(self, fact: FactRow) -> None:
        """Follow a fact, if it is a person's decision; ValueError where its claims are not those of one."""
        if fact.kind in _ON_LINKS:
            self._decisions[fact.subject] = _digest(decision_of(fact))
        elif fact.kind in _ON_DISCREPANCIES:
            self._handlings[fact.subject] = _digest(handling_of(fact))

    def compare(self, store: Store) -> Iterator[Damage]:
        """Compare the stored rows with what the facts say."""
        decisions = ((row.link, _digest(row)) for row in store.decisions())
        yield from compared("decision on link", self._decisions, decisions)
        handlings = ((row.discrepancy, _digest(row)) for row in store.handlings())
        yield from compared("handling of discrepancy", self._handlings, handlings)


def _digest(row: DecisionRow | HandlingRow) -> bytes:
    """Of all its columns; 10.0 and 10.00 are two."""
    return hashlib.sha256(msgspec.msgpack.encode(row)).digest()
