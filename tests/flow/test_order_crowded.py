"""Of very much that stands together only so much is looked at: what comes may not hide, unnoticed, what others see.

The limits are made small here, so that few documents are too many.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flow.bank_world import bank_world
from flow.crowding import LIMITS, at_most
from flow.playing import play
from flow.playing_forgetting import play as play_forgetting
from flow.quiet_world import quiet_world


@settings(max_examples=10)
@example(limit="keys", most=3, seed=785507353).via("an amount that too many have is no longer what others compete for")
@given(limit=st.sampled_from(sorted(LIMITS)), most=st.integers(1, 4), seed=st.integers(0, 2**32))
def test_more_than_is_looked_at_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, limit: str, most: int, seed: int
) -> None:
    with at_most(limit, most):
        play(tmp_path_factory.mktemp("crowded"), quiet_world(seed, 30), seed)


@settings(max_examples=10)
@example(most=2, seed=1012, size=30).via("too many statements tell a movement for it to be one")
@example(most=2, seed=5331, size=20).via("what was told by others is weighed by itself")
@example(most=3, seed=20036, size=45).via(
    "too much master data has an account, and whoever stands there pays for nobody"
)
@given(most=st.integers(1, 5), seed=st.integers(0, 2**32), size=st.integers(5, 30))
def test_more_under_a_key_of_movements_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, most: int, seed: int, size: int
) -> None:
    with at_most("keys", most):
        play(tmp_path_factory.mktemp("crowded"), bank_world(seed, size), seed)


@settings(max_examples=6)
@example(most=1, seed=100296, size=45).via("an item in another currency hides one that movements could be for")
@example(most=2, seed=300902, size=30).via("the rest of what people gave out in part is the amount of another item")
@given(most=st.integers(1, 4), seed=st.integers(0, 2**32), size=st.integers(5, 30))
def test_more_items_of_a_partner_than_are_listed_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, most: int, seed: int, size: int
) -> None:
    with at_most("items", most):
        play(tmp_path_factory.mktemp("crowded"), bank_world(seed, size), seed)


@settings(max_examples=6)
@example(most=2, seed=30012, size=30).via("with one less, a movement that too many told is one again")
@given(most=st.integers(1, 5), seed=st.integers(0, 2**32), size=st.integers(5, 30))
def test_fewer_under_a_key_when_some_are_forgotten(
    tmp_path_factory: pytest.TempPathFactory, most: int, seed: int, size: int
) -> None:
    with at_most("keys", most):
        play_forgetting(tmp_path_factory.mktemp("crowded"), bank_world(seed, size), seed)


@pytest.mark.soak
@settings(max_examples=400)
@given(limit=st.sampled_from(sorted(LIMITS)), most=st.integers(1, 4), seed=st.integers(0, 2**32))
def test_much_more_than_is_looked_at_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, limit: str, most: int, seed: int
) -> None:
    with at_most(limit, most):
        play(tmp_path_factory.mktemp("crowded"), quiet_world(seed, 50), seed)
