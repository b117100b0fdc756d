"""The standalone verifier, which is no part of the package: its file, and what it answers."""

import importlib.util
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "verifier" / "counterfoil_verify.py"


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("counterfoil_verify", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY = _loaded().verify
