"""Of very much that stands together only so much is looked at: what comes may not hide, unnoticed, what others see.

The limits are made small here, so that few documents are too many.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.playing import play
from flow.quiet_world import quiet_world

_LIMITS = {
    "documents": ("matching.three_way.concern.SEEN_MAX", "matching.three_way.around._SAME_MAX"),
    "targets": ("matching.three_way.answer._TARGETS_MAX", "matching.three_way.answer._RIVALS_MAX"),
    "twins": ("matching.three_way.twins.TWINS_MAX", "matching.three_way.around.TWINS_MAX"),
    "items": ("matching.cash.candidates._LISTED_MAX", "matching.cash.weighing._MEMBERS_MAX"),
    "history": ("matching.judging.history._SEEN_MAX", "matching.judging.payee_account._EARLIER_MAX"),
    "keys": ("matching.desk.CANDIDATES_MAX", "flow.shelf.CANDIDATES_MAX", "flow.linking.CANDIDATES_MAX"),
}


@contextmanager
def _at_most(limit: str, most: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for each in _LIMITS[limit]:
            module, _, name = each.rpartition(".")
            patch.setattr(importlib.import_module(f"counterfoil.{module}"), name, most)
        yield


@settings(max_examples=10)
@given(limit=st.sampled_from(sorted(_LIMITS)), most=st.integers(1, 4), seed=st.integers(0, 2**32))
def test_more_than_is_looked_at_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, limit: str, most: int, seed: int
) -> None:
    with _at_most(limit, most):
        play(tmp_path_factory.mktemp("crowded"), quiet_world(seed, 30), seed)


@pytest.mark.soak
@settings(max_examples=400)
@given(limit=st.sampled_from(sorted(_LIMITS)), most=st.integers(1, 4), seed=st.integers(0, 2**32))
def test_much_more_than_is_looked_at_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, limit: str, most: int, seed: int
) -> None:
    with _at_most(limit, most):
        play(tmp_path_factory.mktemp("crowded"), quiet_world(seed, 50), seed)
