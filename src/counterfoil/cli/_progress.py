"""Progress of long work on stderr: how many, how fast, and how long still, where a person is looking."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Self, TypeVar

from counterfoil.cli._output import printable, say, width

T = TypeVar("T")
_EVERY_SECONDS = 0.1
_AFTER_SECONDS = 0.4
"""Shorter work shows none: it would only flicker."""
_BAR_PLACES = 24
_ERASE = "\x1b[K"


class Progress:
    """One line on stderr that is rewritten; nothing where stderr is no terminal or cannot rewrite a line.

    `of` is the whole amount of work, in whatever unit `advance` is told of; None where nobody knows.
    """

    def __init__(self, what: str, *, of: int | None = None, quiet: bool = False) -> None:
        self._what, self._of = what, of
        self._shown = not quiet and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._done = self._part = 0
        self._started = self._last = time.monotonic()
        self._drawn = False

    @property
    def shown(self) -> bool:
        """Does anyone see it? What is only for it need not be worked out else."""
        return self._shown

    def out_of(self, amount: int | None) -> None:
        """The whole amount of work, once it is known."""
        self._of = amount

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
        """So many more things are done."""
        self._done += by
        self._draw()

    def advance(self, by: int) -> None:
        """So much more of the whole amount of work is done."""
        self._part += by
        self._draw()

    def both(self, by: int) -> None:
        """So many more things are done, which are counted as the amount of work too."""
        self._part += by
        self.step(by)

    def print(self, line: str, style: str = "") -> None:
        """A line on stdout that does not get mixed up with the progress."""
        self._clear()
        say(line, style)

    def _draw(self) -> None:
        if not self._shown:
            return
        now = time.monotonic()
        if now - self._last < _EVERY_SECONDS or now - self._started < _AFTER_SECONDS:
            return
        self._last, self._drawn = now, True
        line = self._line(now - self._started)[: (width(sys.stderr) or 80) - 1]
        sys.stderr.write(f"\r{printable(line)}{_ERASE}")
        sys.stderr.flush()

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds
        line = f"{self._done:,} {self._what}, {rate:,.0f} a second"
        if not self._of:
            return line
        share = min(self._part / self._of, 1.0)
        full = round(share * _BAR_PLACES)
        left = f", {_duration(seconds / share - seconds)} left" if share else ""
        return f"{'━' * full}{'─' * (_BAR_PLACES - full)} {share:4.0%}  {line}{left}"

    def _clear(self) -> None:
        if self._drawn:
            sys.stderr.write(f"\r{_ERASE}")
            sys.stderr.flush()
            self._drawn = False


def _duration(seconds: float) -> str:
    """A time as people say it: 42 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
