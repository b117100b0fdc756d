"""Looking at a home answers at once: what is heavy is imported where it is used. And the command as a process."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import counterfoil
from trades import made_home, trade, written

ALLOWED = {"argparse", "sqlite3", "msgspec", "lxml"}
"""What may load at the start, of all that is heavy."""
HEAVY = {
    *("asyncio", "calamine", "concurrent", "cryptography", "decimal_context", "email", "hypothesis", "html", "http"),
    *("mt940", "multiprocessing", "openpyxl", "pandas", "psycopg", "pyarrow", "pypdf", "python_calamine", "rich"),
    *("shutil", "bz2", "lzma", "socket", "ssl", "xml", "zipfile", "unittest"),
}
OURS = {"counterfoil.formats", "counterfoil.rules", "counterfoil.matching", "counterfoil.log", "counterfoil.texts"}


def process(*arguments: str | Path, text: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The command in a process of its own."""
    command = [sys.executable, "-m", "counterfoil", *map(str, arguments)]
    return subprocess.run(
        command, input=text, capture_output=True, check=False, env={**os.environ, **environment}, timeout=60
    )


def loaded(code: str) -> set[str]:
    """The modules that are loaded after this code."""
    told = "import sys, os; os.write(2, chr(10).join(sys.modules).encode())"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{told}"], capture_output=True, check=True, timeout=60)
    return set(done.stderr.decode().split("\n"))


@pytest.mark.parametrize("what", ["import", "version", "status", "status --json"])
def test_what_is_looked_at_often_loads_nothing_heavy(recorded: Path, what: str) -> None:
    arguments = {"version": ["--version"], "import": []}.get(what, ["--home", str(recorded), *what.split()])
    call = "import counterfoil" if what == "import" else f"from counterfoil.cli import main; main({arguments!r})"
    modules = loaded(call) - loaded("pass")
    tops = {name.partition(".")[0] for name in modules}
    assert tops & HEAVY == set()
    assert {".".join(name.split(".")[:2]) for name in modules} & OURS == set()
    third = {name for name in tops if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert third - {"counterfoil", "typing_extensions"} <= ALLOWED
    assert third - {"counterfoil"} == set() or what.startswith("status")


@pytest.mark.parametrize(("columns", "widest"), [("60", 58), ("200", 198), ("0", 78), ("many", 78)])
def test_help_is_as_wide_as_the_terminal(columns: str, widest: int) -> None:
    said = process("add", "--help", COLUMNS=columns).stdout.decode()
    longest = max(map(len, said.splitlines()))
    assert longest <= widest
    assert longest > widest - 20 or widest > 100


def test_the_command_is_a_process_like_others(tmp_path: Path) -> None:
    assert process("--version").stdout.decode().split() == ["counterfoil", counterfoil.__version__]
    home = tmp_path / "home"
    made = process("init", "--home", home, "--name", "Nordlicht", "--json")
    assert (made.returncode, json.loads(made.stdout)["name"]) == (0, "Nordlicht")
    folder = written(tmp_path / "in", {**trade(), "z.txt": b"nothing"})
    added = process("add", "--json", folder, COUNTERFOIL_HOME=str(home))
    assert added.returncode == 1
    assert len(added.stdout.splitlines()) == 9
    assert process("verify", COUNTERFOIL_HOME=str(home)).returncode == 0
    assert process("frobnicate").returncode == 2


def test_standard_input_is_read(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    added = process("--home", home, "add", "--json", "-", text=trade()["1-invoice.xml"])
    row = json.loads(added.stdout)
    assert (added.returncode, row["file"], row["number"]) == (0, "-", "INV-1")
    checked = process("check", "-", text=b"no paper")
    assert checked.returncode == 1
    assert b"unreadable  -: " in checked.stdout


def test_a_reader_that_goes_away_is_no_failure(recorded: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "counterfoil", "--home", str(recorded), "links", "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("verb", ["status", "links --json", "--version", "list --help"])
@pytest.mark.parametrize("buffered", ["", "1"])
def test_an_output_that_is_full_is_a_sentence(recorded: Path, verb: str, buffered: str) -> None:
    command = [sys.executable, "-m", "counterfoil", "--home", str(recorded), *verb.split()]
    environment = {**os.environ, "PYTHONUNBUFFERED": buffered}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, env=environment, timeout=60)
    assert done.returncode == 3
    assert done.stderr.startswith(b"counterfoil: The output could not be written: ")
    assert b"Traceback" not in done.stderr


def test_no_output_at_all_harms_nothing(recorded: Path) -> None:
    command = f"exec '{sys.executable}' -m counterfoil --home '{recorded}' status >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False, timeout=60).returncode == 0
    assert process("--home", recorded, "verify").returncode == 0


def test_the_demo_runs_without_a_terminal(tmp_path: Path) -> None:
    done = process("demo", tmp_path / "demo", TERM="dumb")
    assert (done.returncode, done.stderr) == (0, b"")
    out = done.stdout.decode()
    for said in ("What came in", "What is wrong, and why", "Which invoice is backed by which evidence", "Verified: "):
        assert said in out
    assert re.search(r"\norder +11  11 by peppol-t01@\S+\n", out)
    assert "\n  invoice 2026-0902: BR-CO-15: " in out
    commands = [line.split() for line in out.splitlines() if line.startswith("  counterfoil --home ")]
    assert len(commands) == 3
    for _, *arguments in commands:
        assert process(*arguments).returncode == 0
    again = process("demo", tmp_path / "demo")
    assert (again.returncode, again.stdout) == (2, b"")
    assert b"not empty" in again.stderr


def test_the_demo_for_programs(tmp_path: Path) -> None:
    row = json.loads(process("demo", "--json", tmp_path / "demo").stdout)
    assert row["sound"] is True
    codes = {one["code"] for one in row["discrepancies"]}
    assert codes == {"quantity-over-received", "duplicate-invoice", "total-mismatch", "short-paid"}
    (invalid,) = row["invalid"]
    assert (invalid["document"], invalid["number"]) == ("invoice", "2026-0902")
    assert [finding["rule"] for finding in invalid["findings"]] == ["BR-CO-15"]
    asked = {name.partition("@")[0] for of_kind in row["checked"].values() for name in of_kind}
    assert asked >= {"en16931", "peppol-cen", "peppol-billing", "xrechnung", "factur-x-extended", "peppol-t01"}
    assert sum(row["checked"]["order"].values()) == row["documents"]["order"]
