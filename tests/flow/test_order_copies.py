"""Which invoices repeat which hangs on what stands around them: in any order of arrival it comes to the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.copied_world import copied_world
from flow.crowding import at_most
from flow.playing import play


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32))
def test_copies_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    play(tmp_path_factory.mktemp("copies"), copied_world(seed, 25), seed)


@settings(max_examples=10)
@given(most=st.integers(2, 6), seed=st.integers(0, 2**32))
def test_more_copies_than_are_told_apart_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, most: int, seed: int
) -> None:
    with at_most("keys", most):
        play(tmp_path_factory.mktemp("copies"), copied_world(seed, 25), seed)


@pytest.mark.soak
@settings(max_examples=500)
@given(most=st.sampled_from([2, 3, 4, 6, 64]), seed=st.integers(0, 2**32))
def test_many_copies_in_any_order(tmp_path_factory: pytest.TempPathFactory, most: int, seed: int) -> None:
    with at_most("keys", most):
        play(tmp_path_factory.mktemp("copies"), copied_world(seed, 60), seed)
