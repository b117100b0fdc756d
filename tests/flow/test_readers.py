"""The processes that read beside the main one: they are of one kind or the other, and end with it."""

import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"

WORKING = """
import sys
from datetime import date
from pathlib import Path
from counterfoil.flow import readers
from counterfoil.flow.prepare import Options

if __name__ == "__main__":
    if sys.argv[1] == "started":
        readers.start()
    files = [(file.name, file.read_bytes()) for file in sorted(Path(sys.argv[2]).glob("*.xml"))]
    with readers.pool(2) as pool:
        options = Options(on=date(2026, 11, 1))
        done = [pool.submit(readers.prepare_all, files, options) for _ in range(4)]
        assert all(each.result() == readers.prepare_all(files, options) for each in done)
        print("read", flush=True)
        sys.stdin.read()
"""


@pytest.mark.parametrize("way", ["started", "alone"])
@pytest.mark.parametrize("end", ["done", "killed"])
def test_they_read_and_end_with_the_process_that_they_read_for(tmp_path: Path, way: str, end: str) -> None:
    script = tmp_path / "working.py"
    script.write_text(WORKING)
    command = [sys.executable, str(script), way, str(GOLDEN)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "read\n"
        if end == "killed":
            process.kill()
        # All of them hold this output, so it ends when the last of them has.
        rest, _ = process.communicate(timeout=20)
    assert rest == ""
    assert (process.returncode == 0) == (end == "done")
