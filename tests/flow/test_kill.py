"""A kill at any moment loses nothing that was reported and leaves nothing half written.

Two `add` at once are both right.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from counterfoil.flow.home import open_home
from counterfoil.flow.verify import verify_home
from trades import made_home, trade, written

# Small batches, so that a kill falls into every step of many of them.
_ADD = (
    "import sys\n"
    "from counterfoil.flow import record\n"
    "record._BATCH_DOCUMENTS = {batch}\n"
    "from counterfoil.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


def adding(home: Path, folder: Path, batch: int = 7) -> "subprocess.Popen[bytes]":
    """An `add --json` of a folder in a process of its own."""
    command = [sys.executable, "-c", _ADD.format(batch=batch), "--home", str(home), "add", "--json", str(folder)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def reported(output: bytes) -> set[str]:
    """The ids of documents that were reported as recorded, in whole lines."""
    lines = output.split(b"\n")[:-1]
    return {row["id"] for row in map(json.loads, lines) if row["status"] in ("recorded", "already-recorded")}


def kill_rounds(tmp_path: Path, rounds: int, seed: int) -> int:
    """Add, kill and look, again and again; gives how many rounds were cut off before the end."""
    chance = random.Random(seed)
    home, promised, cut = made_home(tmp_path / "home"), set[str](), 0
    for number in range(rounds):
        folder = written(
            tmp_path / "in", {k: v for n in range(number * 3, number * 3 + 9) for k, v in trade(n).items()}
        )
        process = adding(home, folder, batch=chance.choice([1, 3, 7, 20]))
        time.sleep(chance.uniform(0.15, 1.1))
        process.send_signal(signal.SIGKILL)
        output, _ = process.communicate()
        cut += process.returncode == -signal.SIGKILL
        promised |= reported(output)
        with open_home(home) as opened:
            verified = verify_home(opened)
            assert verified.damages == ()
            there = [row.id.hex() for row in opened.store.documents()]
        assert len(there) == len(set(there))
        assert promised <= set(there)
        leftover = [path for path in (home / "originals").glob("??/*") if path.stat().st_size == 0]
        assert leftover == []
    finished = adding(home, tmp_path / "in").communicate()[0]
    with open_home(home) as opened:
        assert verify_home(opened).damages == ()
        assert promised | reported(finished) == {row.id.hex() for row in opened.store.documents()}
        assert {path.name for path in (home / "originals").glob("??/*")} == {
            row.original.hex() for row in opened.store.documents()
        }
    return cut


def test_kills_lose_nothing_that_was_reported(tmp_path: Path) -> None:
    assert kill_rounds(tmp_path, rounds=6, seed=11) > 0


@pytest.mark.soak
def test_a_hundred_kills_lose_nothing_that_was_reported(tmp_path: Path) -> None:
    assert kill_rounds(tmp_path, rounds=100, seed=12) > 50


def test_two_adds_at_once_are_both_right(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    papers = {name: data for n in range(12) for name, data in trade(n).items()}
    names = sorted(papers)
    # Orders here, what refers to them there, and a part in both.
    first = written(
        tmp_path / "a",
        {name: papers[name] for name in names if name.endswith(("order.xml", "receipt.xml", "bank.xml"))},
    )
    second = written(tmp_path / "b", {name: papers[name] for name in names if not name.endswith("order.xml")})
    processes = [adding(home, first, batch=4), adding(home, second, batch=4)]
    results = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], results
    rows = [json.loads(line) for output, _ in results for line in output.splitlines()]
    recorded = [row["id"] for row in rows if row["status"] == "recorded"]
    assert len(recorded) == len(set(recorded)) == len(papers)
    with open_home(home) as opened:
        assert verify_home(opened).damages == ()
        assert sum(1 for _ in opened.store.links()) == 12 * 10
        assert sum(1 for _ in opened.store.discrepancies()) == 12 * 2
