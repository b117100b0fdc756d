"""A home with two trades in it, which tests only look at, and one that a test may write to."""

from pathlib import Path

import pytest

from cli.running import run
from trades import made_home, trade, written


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers of two trades."""
    return written(tmp_path_factory.mktemp("papers"), {**trade(1), **trade(2)})


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> Path:
    """A home in which they are recorded. For looking at only."""
    home = made_home(tmp_path_factory.mktemp("recorded") / "home")
    assert run("--home", home, "add", papers).status == 0
    return home


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """An empty home."""
    return made_home(tmp_path / "home")
