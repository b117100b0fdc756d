"""Limits of how much that stands together is looked at, made small, so that few documents are too many."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

LIMITS = {
    "documents": ("matching.three_way.concern.SEEN_MAX", "matching.three_way.around._SAME_MAX"),
    "targets": ("matching.three_way.answer._TARGETS_MAX", "matching.three_way.answer._RIVALS_MAX"),
    "twins": ("matching.three_way.twins.TWINS_MAX", "matching.three_way.around.TWINS_MAX"),
    "items": ("matching.cash.candidates._LISTED_MAX", "matching.cash.weighing._MEMBERS_MAX"),
    "history": ("matching.judging.history._SEEN_MAX", "matching.judging.payee_account._EARLIER_MAX"),
    "keys": (
        "matching.desk.CANDIDATES_MAX",
        "flow.shelf.CANDIDATES_MAX",
        "flow.linking.CANDIDATES_MAX",
        "flow.leaving.CANDIDATES_MAX",
    ),
}


@contextmanager
def at_most(limit: str, most: int) -> Iterator[None]:
    """No more than so many of one kind are looked at."""
    with pytest.MonkeyPatch.context() as patch:
        for each in LIMITS[limit]:
            module, _, name = each.rpartition(".")
            patch.setattr(importlib.import_module(f"counterfoil.{module}"), name, most)
        yield
