"""`serve --node` as a process: it says where it listens, is reached, and ends in good order."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.running import run
from trades import made_home


@contextmanager
def serving(home: Path, *options: str) -> Generator[tuple["subprocess.Popen[str]", str]]:
    """The node of a home, and where it listens; it is ended with SIGTERM."""
    command = [sys.executable, "-m", "counterfoil", "--home", str(home), "serve", "--node", "--json"]
    with subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            pytest.fail(process.communicate(timeout=30)[1])
        try:
            yield process, json.loads(line)["listening"]
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_a_node_is_served_and_met_by_another(tmp_path: Path) -> None:
    ours, theirs = made_home(tmp_path / "ours"), made_home(tmp_path / "theirs")
    with serving(theirs, "--publish", "1") as (process, url):
        assert process.stderr is not None
        assert process.stderr.readline() == f"The node listens at {url}.\n"
        met = run("--home", ours, "peer", "add", url)
        assert (met.status, met.err) == (0, "")
        assert run("--home", theirs, "identity", "--json").row["url"] == url
        with serving(ours) as (_, other):
            assert run("--home", theirs, "peer", "add", other).status == 0
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert "Traceback" not in process.stderr.read()
    assert run("--home", theirs, "verify").status == 0
    late = run("--home", ours, "peer", "add", url)
    assert (late.status, "Nothing was changed" in late.err, "tried again" in late.err) == (3, True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_ctrl_c_ends_it_with_status_0(tmp_path: Path) -> None:
    with serving(made_home(tmp_path / "home")) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_a_node_that_was_killed_starts_again(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    with serving(home, "--publish", "1") as (process, _):
        time.sleep(0.3)
        process.kill()
        process.wait(30)
    with serving(home) as (process, url):
        assert run("--home", made_home(tmp_path / "other"), "peer", "add", url).status == 0
    assert process.returncode == 0


def test_a_home_has_one_node(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    with serving(home) as (process, _):
        second = run("--home", home, "serve", "--node", "--listen", "127.0.0.1:0")
        assert (second.status, second.out) == (3, "")
        assert "The node of this home runs already." in second.err
        assert run("--home", home, "backup", tmp_path / "backup.zip").status == 0
        assert process.poll() is None
    with zipfile.ZipFile(tmp_path / "backup.zip") as backup:
        assert [name for name in backup.namelist() if name.endswith("lock")] == []
    with serving(home) as (process, _):
        assert process.poll() is None


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        ((), 2, "--node"),
        (("--node", "--listen", "8431"), 2, "does not say where to listen"),
        (("--node", "--listen", "0.0.0.0:0"), 3, "without encryption"),
        (("--node", "--listen", "0.0.0.0:0", "--behind-proxy"), 3, "at which address partners reach"),
        (("--node", "--listen", "127.0.0.1:0", "--certificate", "none.pem"), 3, "needs its key"),
        (("--node", "--listen", "127.0.0.1:0", "--certificate", "none.pem", "--key", "none.key"), 3, "none.pem"),
        (("--node", "--publish", "0"), 2, "no whole number above 0"),
    ],
)
def test_what_cannot_be_served_is_a_sentence(tmp_path: Path, options: tuple[str, ...], status: int, says: str) -> None:
    ran = run("--home", made_home(tmp_path / "home"), "serve", *options)
    assert (ran.status, ran.out) == (status, "")
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_without_a_home_there_is_no_node(tmp_path: Path) -> None:
    ran = run("--home", tmp_path / "none", "serve", "--node")
    assert ran.status == 3
    assert "There is no counterfoil.toml" in ran.err


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "httpcore", "http_message_signatures", "anyio"])
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    home = made_home(tmp_path / "home")
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / f"{missing}.py").write_text(f"raise ImportError('none', name={missing!r})", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "counterfoil", "--home", str(home), "serve", "--node"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "hidden")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 3
    assert "pip install 'counterfoil[web]'" in done.stderr
    assert missing in done.stderr
    assert "Traceback" not in done.stderr
