"""A fact of the log opened: its claims as they read, and what it takes to show them to somebody else.

To make payload and disclosures anew, all claims are hashed. Who only reads needs none of that, and what is being worked
on is asked for again and again.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from counterfoil.flow.facts import envelope_of, is_reduced, left_of
from counterfoil.log.disclosure import reveal
from counterfoil.log.erasure import disclosures_left, payload_left
from counterfoil.store import FactRow

_KEPT_MAX = 64
_KEPT_BYTES_MAX = 100_000
"""Larger facts are opened anew each time, so that those kept take little room."""


class Opened(NamedTuple):
    """What is left of a fact, with the bytes that its entry is the hash of, and what opens them."""

    claims: Mapping[str, Any]
    payload: bytes = b""
    disclosures: tuple[str, ...] = ()
    is_reduced: bool = False


def opened(row: FactRow) -> Opened:
    """A fact with all that it takes to show it; StoreError where it was forgotten."""
    return _kept(row) if len(row.claims or b"") <= _KEPT_BYTES_MAX else _opened(row)


def read(row: FactRow) -> Opened:
    """A fact by its claims alone."""
    if row.claims is None or is_reduced(row):
        return opened(row)
    return Opened({**envelope_of(row), **msgspec.json.decode(row.claims)})


def _opened(row: FactRow) -> Opened:
    left = left_of(row)
    payload, shown = payload_left(envelope_of(row), left), tuple(disclosures_left(left).values())
    return Opened(reveal(payload, shown), payload, shown, is_reduced(row))


_kept = lru_cache(_KEPT_MAX)(_opened)
