"""Companies on this machine, each with a home and a node in a process of its own, and commands run in their names."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path
from shlex import join
from tempfile import TemporaryFile
from time import monotonic, sleep
from typing import IO, Any, Self, TypeVar

from counterfoil.cli._output import say

T = TypeVar("T")
_PROGRAM = [sys.executable, "-m", "counterfoil"]
_PAPERS = files("counterfoil.web") / "demo_documents"
_PATIENCE_SECONDS = 40
_PAUSE_SECONDS = 0.3
_END_SECONDS = 10


class Failed(Exception):  # noqa: N818 - the story stops
    """A command did not do what the story needs."""


class Stage:
    """A folder with the homes of all; whatever was started on it ends with the `with` block."""

    def __init__(self, folder: Path, *, quiet: bool) -> None:
        self.folder, self._quiet, self._open = folder, quiet, ExitStack()

    def __enter__(self) -> Self:
        self._papers = self._open.enter_context(as_file(_PAPERS))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def scene(self, title: str) -> None:
        """Tell what comes next."""
        if not self._quiet:
            say("")
            say(title, "heading")

    def tell(self, line: str) -> None:
        """Show a command as it is run."""
        if not self._quiet:
            say(f"  {line}", "faint", whole=True)

    def log(self) -> IO[str]:
        """A nameless file for what a node says: a pipe that nobody reads would fill and stop it."""
        return self._open.enter_context(TemporaryFile("w+", encoding="utf-8"))

    def company(self, role: str, name: str, vat: str, gln: str) -> "Company":
        """A company with a new home, whose node is started and answers."""
        company = Company(self, role, name)
        company.run("init", "--name", name, "--vat", vat, "--gln", gln, "--unencrypted-key")
        self._open.callback(company.stop)
        company.serve()
        return company

    def together(self, *acts: Callable[[], T]) -> list[T]:
        """Let several companies act at the same time, as they do."""
        with ThreadPoolExecutor(max_workers=len(acts)) as threads:
            return [done.result() for done in [threads.submit(act) for act in acts]]

    def paper(self, company: "Company", paper: str) -> Path:
        """A paper that a company issues."""
        return Path(self._papers) / company.role / f"{paper}.xml"


class Company:
    """One of the companies; `role` is the name of its folder too."""

    def __init__(self, stage: Stage, role: str, name: str) -> None:
        self._stage, self.role, self.name = stage, role, name
        self.url = self.id = ""
        self._node: subprocess.Popen[str] | None = None

    def serve(self) -> None:
        """Start the node, at a port that is free."""
        command = ["serve", "--node", "--listen", "127.0.0.1:0", "--publish", "3", "--json"]
        said = self._stage.log()
        self._node = subprocess.Popen(  # noqa: S603 - our own program
            self._command(command), stdout=subprocess.PIPE, stderr=said, text=True, encoding="utf-8"
        )
        line = self._node.stdout.readline() if self._node.stdout is not None else ""
        if not line:
            self._node.wait(_END_SECONDS)
            said.seek(0)
            raise Failed(f"The node of the {self.role} did not start. {_in_one_line(said.read())}")
        self.url = str(json.loads(line)["listening"])
        self.id = str(self.run("identity")[0]["id"])

    def stop(self) -> None:
        """End the node, where it runs."""
        if self._node is None:
            return
        self._node.terminate()
        try:
            self._node.communicate(timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._node.kill()
            self._node.communicate()

    def run(self, *arguments: str, fails: bool = False) -> list[dict[str, Any]]:
        """Run a command for this company; what it printed, line by line. Failed where it fails, or should have."""
        found = self._ran(arguments)
        if (found.returncode != 0) != fails:
            why = _in_one_line(found.stderr or found.stdout)
            raise Failed(f"The {self.role} could not do '{join(['counterfoil', *arguments])}': {why}")
        return [json.loads(line) for line in found.stdout.splitlines()]

    def document(self, kind: str) -> dict[str, Any]:
        """The one document of a kind in the company's record."""
        return self._quietly("list", "--kind", kind)[0]

    def await_paper(self, number: str, is_so: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until what is shared under a number has come so far."""
        self._await(lambda: any(one.get("number") == number and is_so(one) for one in self._quietly("inbox", "--all")))

    def await_success(self, *arguments: str) -> None:
        """Run a command until it succeeds, as what it needs comes with time."""
        last = [""]

        def tried() -> bool:
            found = self._ran(arguments, told=not last[0])
            last[0] = _in_one_line(found.stderr or found.stdout)
            return found.returncode == 0

        self._await(tried, last)

    def _await(self, is_so: Callable[[], bool], why: list[str] | None = None) -> None:
        until = monotonic() + _PATIENCE_SECONDS
        while not is_so():
            if monotonic() > until:
                raise Failed(f"The {self.role} waited in vain. {why[0] if why else ''}".strip())
            sleep(_PAUSE_SECONDS)

    def _quietly(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._ran(arguments, told=False).stdout.splitlines()]

    def _ran(self, arguments: tuple[str, ...], *, told: bool = True) -> subprocess.CompletedProcess[str]:
        if told:
            self._stage.tell(join(["counterfoil", "--home", self.role, *self._shown(arguments)]))
        command = self._command([*arguments, "--json"])
        return subprocess.run(  # noqa: S603 - our own program
            command, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def _command(self, arguments: list[str]) -> list[str]:
        return [*_PROGRAM, "--home", str(self._stage.folder / self.role), *arguments]

    def _shown(self, arguments: Sequence[str]) -> list[str]:
        """As people would write it; only the id that is compared with a partner's node has to be whole."""
        before = ["", *arguments]
        return [one if at == "--id" else self._short(one) for at, one in zip(before, arguments, strict=False)]

    def _short(self, argument: str) -> str:
        """A path as it is seen from where the homes are, an id as people shorten it."""
        if argument.startswith(str(self._stage.folder)):
            return argument[len(str(self._stage.folder)) + 1 :]
        if Path(argument).is_absolute():
            return Path(argument).name
        is_id = len(argument) in (43, 64) and argument.isascii() and " " not in argument
        return argument[:8] if is_id else argument


def _in_one_line(told: str) -> str:
    """What a command said, as part of what another says."""
    return " ".join(told.removeprefix("counterfoil: ").split())
