"""The file that `counterfoil check --report` writes: a page for people, or SVRL for other programs."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, TextIO, cast

from counterfoil.errors import CounterfoilError, UsageError
from counterfoil.model.sheet import Sheet

if TYPE_CHECKING:
    from counterfoil.render.html import Line

_TEXT: Any = {"encoding": "utf-8", "errors": "replace", "newline": "\n"}
_HEAD_BYTES = 4096
_PAGE, _SVRL = {".html", ".htm"}, {".xml", ".svrl"}


class ReportFile:
    """Takes reports one by one; the file is there whole in the end, or as it was before."""

    def __init__(self, name: str, checked: Iterable[str]) -> None:
        self._path = Path(name)
        kind = self._path.suffix.lower()
        if kind not in _PAGE | _SVRL:
            raise UsageError(
                f"A report is a page or SVRL, and {name!r} says neither.", "Name it REPORT.html or REPORT.xml."
            )
        if not self._path.parent.is_dir():
            raise UsageError(f"There is no folder {str(self._path.parent)!r} for the report.", "Make it first.")
        if self._path.exists() and not _is_report(self._path) and any(_holds(Path(one), self._path) for one in checked):
            raise UsageError(
                f"{name!r} is one of the files to check, and a report would take its place.",
                "Write the report to another folder.",
            )
        self.sheets = kind in _PAGE
        self._lines: list[Line] = []
        self._documents: TextIO | None = None
        self._failure: OSError | None = None

    def take(self, report: Mapping[str, Any], sheet: Sheet | None) -> None:
        """One document's report as it is printed for programs, and for a page the document laid out."""
        from counterfoil.render import html, svrl

        if self.sheets:
            self._lines.append(html.line(report))
            pieces = html.document(len(self._lines), report, sheet)
        else:
            pieces = svrl.document(report)
        if self._failure is not None:
            return
        try:
            self._kept().writelines(pieces)
        except OSError as error:  # the check goes on, and in the end it is told
            self._failure = error

    def is_itself(self, file: str) -> bool:
        """Whether a file that was met is the report of an earlier check, whose place this one takes."""
        return Path(file).name == self._path.name and os.path.realpath(file) == os.path.realpath(self._path)

    def write(self, checked: str) -> None:
        """Write the file; a CounterfoilError with the reason where it cannot be written."""
        from counterfoil.render import html, svrl

        head, tail = (html.head(self._lines, checked), html.TAIL) if self.sheets else ((svrl.HEAD,), svrl.TAIL)
        temporary = self._path.with_name(f".{self._path.name}.new")
        try:
            if self._failure is not None:
                raise self._failure
            documents = self._kept()
            documents.seek(0)
            with temporary.open("w", **_TEXT) as file:
                file.writelines(head)
                copyfileobj(documents, file)
                file.write(tail)
            temporary.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise CounterfoilError(
                f"The report {self._path} could not be written: {error.strerror}.",
                "Name another file, and check again.",
            ) from error

    def close(self) -> None:
        """Let go of the documents; whether the file was written or not, nothing else is left."""
        if self._documents is not None:
            with suppress(OSError):  # what could not be written has been told
                self._documents.close()

    def _kept(self) -> TextIO:
        """The documents so far: in a nameless file, since the head of a page counts them and tens of thousands of them
        would not go into memory.
        """
        if self._documents is None:
            file = TemporaryFile("w+", dir=self._path.parent, prefix=".counterfoil-", **_TEXT)  # noqa: SIM115 - see close
            self._documents = cast("TextIO", file)
        return self._documents


def _is_report(file: Path) -> bool:
    """Whether a file is a report that we wrote, so that the same check can be done again."""
    from counterfoil.render import html, svrl

    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError:
        return False
    return head.startswith((html.BEGIN.encode(), svrl.HEAD.encode()))


def _holds(checked: Path, file: Path) -> bool:
    """Whether a file is what is checked, or lies below it."""
    try:
        return file.resolve().is_relative_to(checked.resolve())
    except (OSError, RuntimeError):  # a loop of links, which is told where it is read
        return False
