"""Documents that name nothing, of who trades the same goods again and again: in any order the links are the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.playing import play
from flow.quiet_world import quiet_world


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 40))
def test_quiet_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("quiet"), quiet_world(seed, size), seed)


@pytest.mark.soak
@settings(max_examples=400)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 60))
def test_many_quiet_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("quiet"), quiet_world(seed, size), seed)
