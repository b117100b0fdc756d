"""The coverage-led fuzzing of each kind of document, for some minutes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = int(os.environ.get("COUNTERFOIL_FUZZ_SECONDS", "120"))


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["xml", "json", "mt940", "pdf", "archive", "table"])
def test_fuzzing_finds_nothing(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("atheris", reason="atheris comes with the requirements of the soak runs")
    options = [f"-max_total_time={SECONDS}", "-timeout=25", "-rss_limit_mb=2048", "-max_len=20000"]
    command = [sys.executable, str(Path(__file__).with_name("harness.py")), kind, *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, errors="replace")
    found = [path.name for path in tmp_path.iterdir()]
    assert (done.returncode, found) == (0, []), done.stderr[-4000:]
