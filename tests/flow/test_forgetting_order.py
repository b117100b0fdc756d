"""Whatever was forgotten, and whenever: links and discrepancies are those of the other documents from scratch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.made import intakes_of
from flow.playing_forgetting import play
from flow.random_worlds import world
from flow.real_papers import papers


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 30))
def test_any_documents_forgotten_at_any_time(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("world"), world(seed, size), seed)


@pytest.mark.soak
@settings(max_examples=500)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 50))
def test_many_documents_forgotten_at_any_time(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("world"), world(seed, size), seed)


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32))
def test_real_documents_forgotten_at_any_time(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    play(tmp_path_factory.mktemp("real"), intakes_of(papers()), seed)
