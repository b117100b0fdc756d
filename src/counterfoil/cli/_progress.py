"""Progress of long work on stderr: how many, how fast, and how long still, where a person is looking."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Self, TypeVar

from counterfoil.cli._output import printable

T = TypeVar("T")
_EVERY_SECONDS = 0.2


class Progress:
    """One line on stderr that is rewritten; nothing where stderr is no terminal."""

    def __init__(self, what: str, *, total: int | None = None, quiet: bool = False) -> None:
        self._what, self._total = what, total
        self._shown = sys.stderr.isatty() and not quiet
        self._done, self._started, self._last = 0, time.monotonic(), 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def counted(self, things: Iterable[T]) -> Iterator[T]:
        """Pass things on and count them."""
        for thing in things:
            self.step()
            yield thing

    def step(self, by: int = 1) -> None:
        """So many more are done."""
        self._done += by
        now = time.monotonic()
        if self._shown and now - self._last >= _EVERY_SECONDS:
            self._last = now
            sys.stderr.write(f"\r\x1b[K{self._line(now - self._started)}")
            sys.stderr.flush()

    def print(self, line: str) -> None:
        """A line on stdout that does not get mixed up with the progress."""
        self._clear()
        sys.stdout.write(line + "\n")

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds if seconds else 0.0
        line = f"{self._done:,} {self._what}, {rate:,.0f} a second"
        if self._total and rate:
            line += f", {max(self._total - self._done, 0) / rate:,.0f} s left"
        return printable(line)

    def _clear(self) -> None:
        if self._shown and self._last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
