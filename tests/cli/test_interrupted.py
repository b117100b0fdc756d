"""A command that is interrupted or told to end says one sentence, wherever it is, and leaves nothing behind."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from cli.running import run
from trades import trade, written

SAID = "counterfoil: Interrupted.\n  What was reported stands.\n"


class Interrupting:
    """An interrupt that comes while this module is looked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name == self.name:
            raise KeyboardInterrupt
        return None


def test_an_interrupt_while_the_command_is_loaded_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "counterfoil.cli._parser", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting("counterfoil.cli._parser"), *sys.meta_path])
    ran = run("--version")
    assert (ran.status, ran.out, ran.err) == (130, "", SAID)


@pytest.mark.skipif(sys.platform == "win32", reason="no signal ends a process in good order there")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_processes_that_read_end_without_a_word_of_their_own(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    good = trade()["1-invoice.xml"]
    folder = written(tmp_path / "in", {f"{place}.xml": good for place in range(1000)})
    command = [sys.executable, "-m", "counterfoil", "check", "--jobs", "2", "--json", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline()  # it goes on until nobody reads what it says
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (status, SAID)
