"""The file that `counterfoil check --report` writes: a page for people, or SVRL for other programs."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from counterfoil.errors import CounterfoilError, UsageError
from counterfoil.model.sheet import Sheet

_PAGE, _SVRL = {".html", ".htm"}, {".xml", ".svrl"}


class ReportFile:
    """Takes reports one by one and writes them all at the end: the file is there whole or as it was before."""

    def __init__(self, name: str, checked: Iterable[str]) -> None:
        self._path = Path(name)
        kind = self._path.suffix.lower()
        if kind not in _PAGE | _SVRL:
            raise UsageError(
                f"A report is a page or SVRL, and {name!r} says neither.", "Name it REPORT.html or REPORT.xml."
            )
        if not self._path.parent.is_dir():
            raise UsageError(f"There is no folder {str(self._path.parent)!r} for the report.", "Make it first.")
        if self._path.exists() and any(_holds(Path(one), self._path) for one in checked):
            raise UsageError(
                f"{name!r} is one of the files to check, and a report would take its place.",
                "Write the report to another folder.",
            )
        self.sheets = kind in _PAGE
        self._reports: list[tuple[Mapping[str, Any], Sheet | None]] = []

    def take(self, report: Mapping[str, Any], sheet: Sheet | None) -> None:
        """One document's report as it is printed for programs, and for a page the document laid out."""
        self._reports.append((report, sheet))

    def write(self, checked: str) -> None:
        """Write the file; a CounterfoilError with the reason where it cannot be written."""
        from counterfoil.render.html import page
        from counterfoil.render.svrl import svrl

        pieces: Iterable[str]
        pieces = page(self._reports, checked) if self.sheets else svrl(report for report, _ in self._reports)
        temporary = self._path.with_name(f".{self._path.name}.new")
        try:
            with temporary.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
                file.writelines(pieces)
            temporary.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise CounterfoilError(
                f"The report {self._path} could not be written: {error.strerror}.",
                "Name another file, and check again.",
            ) from error


def _holds(checked: Path, file: Path) -> bool:
    """Whether a file is what is checked, or lies below it."""
    try:
        return file.resolve().is_relative_to(checked.resolve())
    except (OSError, RuntimeError):  # a loop of links, which is told where it is read
        return False
