"""Checking one document from a program: bytes in, a report out; no home, no store, no state of its own."""

from collections.abc import Sequence
from datetime import date

from counterfoil.flow.check import named_rulebooks
from counterfoil.flow.home import utc_now
from counterfoil.flow.prepare import Options, prepare
from counterfoil.model._base import Model
from counterfoil.model.finding import Finding
from counterfoil.model.settings import Limits


class Report(Model):
    """What `counterfoil check` says of a document, as in its JSON."""

    document: str | None = None
    """The kind of document ("invoice"); None where it could not be read."""
    format: str | None = None
    rulebooks: tuple[str, ...] = ()
    """Name and version of each that was applied."""
    valid: bool | None = None
    """Whether nothing fatal was found; None where there is no rulebook for it, or it could not be read."""
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    """Why it could not be read."""


def check(
    data: bytes, *, on: date | None = None, rulebooks: Sequence[str] = (), limits: Limits | None = None
) -> Report:
    """Check a document by the rulebooks in force `on` that day (default: today, UTC), or by those that are named.

    Of several documents in these bytes (a statement file, goods events) the first is told; invoices and orders come
    alone. What cannot be read is a report with an error. UsageError where a rulebook is not known, TypeError for what
    is no bytes, such as the name of a file. May be called from several threads at once.
    """
    if not isinstance(data, bytes):  # pyright: ignore[reportUnnecessaryIsInstance] - programs without types call it too
        raise TypeError(f"A document is checked as bytes, not as {type(data).__name__}: open the file and read it.")
    named_rulebooks(rulebooks)
    options = Options(on=on or utc_now().date(), limits=limits or Limits(), rulebooks=tuple(rulebooks), summaries=False)
    first = prepare("", data, options)[0]
    return Report(
        document=first.document or None,
        format=first.format or None,
        rulebooks=first.rulebooks,
        valid=first.valid,
        findings=first.findings,
        error=first.error,
    )
