"""Shared fixtures: where the corpora are, and hypothesis profiles."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("soak", max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The build takes longer than any other test: it comes first, so that others run beside it."""
    items.sort(key=lambda item: item.path.name != "test_compiled.py")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of official documents, verdicts and vectors; skips where it is absent and not required."""
    folder = Path(os.environ.get("COUNTERFOIL_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        reason = f"the corpora are not at {folder}; set COUNTERFOIL_CORPORA"
        if os.environ.get("COUNTERFOIL_REQUIRE_CORPORA") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
