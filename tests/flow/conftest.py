"""A home of the buyer, for the tests of the flow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfoil.flow.home import Home, open_home
from trades import Clock, made_home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An opened, empty home of the buyer."""
    with open_home(made_home(tmp_path / "home"), Clock()) as opened:
        yield opened
