"""A second opinion: the published rules themselves, as XSLT that the user has downloaded, run by SaxonC-HE.

They run in a process of their own, since they are slow and may stop with an error on a document that they did not
expect. The extra `official` brings SaxonC-HE.
"""

from concurrent.futures import BrokenExecutor
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from counterfoil.errors import CounterfoilError, UsageError
from counterfoil.flow.official_files import FILES
from counterfoil.flow.prepare import Intake
from counterfoil.formats._pdf import embedded_xml, is_pdf
from counterfoil.model._base import Model
from counterfoil.model.settings import Limits

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_ENDINGS = {".xslt", ".xsl"}


class Opinion(Model):
    """What the published rules say of a document, beside ours."""

    asked: tuple[str, ...] = ()
    """The rulebooks whose published files were found."""
    missing: tuple[str, ...] = ()
    """The rulebooks whose published files were not."""
    ours_only: tuple[str, ...] = ()
    official_only: tuple[str, ...] = ()
    error: str | None = None
    """Why the published rules gave no answer."""

    @property
    def agrees(self) -> bool | None:
        """Whether both find the same rules broken; None where there was no answer to compare with."""
        if self.error is not None or not self.asked:
            return None
        return not (self.ours_only or self.official_only)


class Official:
    """Asks the published rules in a folder. Use it with `with`, as it holds a process."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        if find_spec("saxonche") is None:
            raise CounterfoilError(
                "The published rules are run by SaxonC-HE, which is not installed.",
                "Install it: pip install 'counterfoil[official]'.",
            )
        self._files = {file.name.lower(): file for file in sorted(folder.rglob("*")) if file.suffix.lower() in _ENDINGS}
        if not any(name.lower() in self._files for names in FILES.values() for name in names.values()):
            raise UsageError(
                f"There are no published rules in {folder}.",
                "Download them (such as EN16931-UBL-validation.xslt) and name their folder.",
            )
        self._limits = limits
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def on(self, intake: Intake) -> Opinion:
        """The opinion on a document that we checked."""
        prepared, xml = intake.prepared, intake.original
        if not prepared.rulebooks or not isinstance(xml, bytes):
            return Opinion()
        if is_pdf(xml):
            _, xml = embedded_xml(xml, self._limits)
        syntax = "CII" if prepared.format == "cii" else "UBL"
        files = {book: self._file(book, syntax) for book in prepared.rulebooks}
        found = {book: file for book, file in files.items() if file is not None}
        missing = tuple(book for book in files if book not in found)
        fired: set[str] = set()
        for file in found.values():
            answer = self._asked(file, xml)
            if isinstance(answer, str):
                return Opinion(asked=tuple(found), missing=missing, error=answer)
            fired |= answer
        ours = {finding.rule for finding in prepared.findings if finding.rulebook in found}
        return Opinion(
            asked=tuple(found),
            missing=missing,
            ours_only=tuple(sorted(ours - fired)),
            official_only=tuple(sorted(fired - ours)),
        )

    def _file(self, rulebook: str, syntax: str) -> Path | None:
        name = FILES.get(rulebook.partition("@")[0], {}).get(syntax)
        return None if name is None else self._files.get(name.lower())

    def _asked(self, file: Path, xml: bytes) -> frozenset[str] | str:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        from counterfoil.flow.official_worker import fired

        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            return self._pool.submit(fired, str(file), xml).result()
        except BrokenExecutor:
            self._pool = None
            return "The process that ran the published rules was ended from outside."
