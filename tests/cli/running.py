"""The command run in this process, as its users would run it: arguments in; status, stdout and stderr out."""

import io
import json
import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from counterfoil.cli import main


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects on stdout, one a line."""
        assert self.out.endswith("\n") or not self.out
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def row(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        (row,) = self.rows
        return row


class _Terminal(io.TextIOWrapper):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, terminal: bool, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")
        self._is_terminal = terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


def run(
    *arguments: str | Path,
    columns: int | None = None,
    environment: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
) -> Ran:
    """Run a command; with `columns` both outputs are a terminal that wide."""
    terminal = columns is not None
    out, err = (_Terminal(terminal=terminal, encoding=encoding) for _ in range(2))
    ours = {
        "COUNTERFOIL_HOME": "",
        "TERM": "xterm",
        "NO_COLOR": "",
        "COLUMNS": str(columns or ""),
        **(environment or {}),
    }
    with patch.dict(os.environ, ours), redirect_stdout(out), redirect_stderr(err):
        status = main([os.fspath(one) for one in arguments])
    return Ran(status, out.text(), err.text())
