"""The library's small public face: every name is there, and none costs anything before it is used."""

import subprocess
import sys

import counterfoil


def test_every_public_name_is_there() -> None:
    assert sorted(counterfoil.__all__) == counterfoil.__all__
    for name in counterfoil.__all__:
        assert getattr(counterfoil, name) is not None
    assert not hasattr(counterfoil, "unknown")


def test_importing_the_package_imports_nothing_of_it() -> None:
    script = "import sys, counterfoil; print(sorted(name for name in sys.modules if name.startswith('counterfoil.')))"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
