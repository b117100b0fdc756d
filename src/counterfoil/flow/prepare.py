"""From a source to documents ready to be recorded: read, checked, named. It needs no home and touches no store."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import BinaryIO

from counterfoil.errors import CounterfoilError
from counterfoil.flow.check import verdict_on
from counterfoil.flow.collection import uncollected
from counterfoil.flow.columns import Provenance
from counterfoil.flow.facts import Named, named_claims
from counterfoil.formats import Reading, read
from counterfoil.formats.table import Mapping
from counterfoil.model._base import Model
from counterfoil.model.finding import Finding
from counterfoil.model.settings import Limits
from counterfoil.model.sheet import Sheet
from counterfoil.model.summary import PartySummary, Summary

OUR_FAULT = "A fault of ours kept it from being read ({}: {}). Please report it together with the document."
NO_MEMORY = "There was not enough memory to read it. Give this more memory, or fewer --jobs."


class Prepared(Model):
    """A document, read and checked, or the reason why it could not be."""

    file: str
    error: str | None = None
    unreached: bool = False
    """Whether the reason is that the system did not give us the file, or the memory for it."""
    original: bytes = b""
    """SHA-256 of the original; like the id it is only there where summaries are made."""
    position: int = 1
    id: bytes = b""
    document: str = ""
    format: str = ""
    summary: Summary | None = None
    rulebooks: tuple[str, ...] = ()
    valid: bool | None = None
    findings: tuple[Finding, ...] = ()
    sheet: Sheet | None = None
    """The document laid out for reading, where that was asked for."""


class Intake(Model):
    """A prepared document on its way in, with its original: bytes, or for a large file what opens it."""

    prepared: Prepared
    original: bytes | Callable[[], BinaryIO] = b""


class Options(Model):
    """How to read and check: limits, the day of checking, and rulebooks that a person chose."""

    on: date
    limits: Limits = Limits()
    rulebooks: tuple[str, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    """How tables are read."""
    us: PartySummary | None = None
    """Who we are, for tables that do not say so."""
    sheets: bool = False
    """Whether documents are laid out for reading."""
    summaries: bool = True
    """Whether summaries are made, and originals hashed, which only recording needs."""


def prepare(file: str, data: bytes, options: Options) -> list[Prepared]:
    """Read and check all documents in one original. What cannot be read gives one element with the reason."""
    # Only what is recorded needs a name.
    original = hashlib.sha256(data).digest() if options.summaries else b""
    try:
        with uncollected():
            readings = list(read(data, options.limits))
            found = [prepared_from(file, original, place, each, options) for place, each in enumerate(readings, 1)]
            readings.clear()  # so that the collector has nothing of it to look at when it is back
            return found
    except CounterfoilError as error:
        return [Prepared(file=file, error=str(error), original=original)]
    except MemoryError:
        return [Prepared(file=file, error=NO_MEMORY, unreached=True, original=original)]
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not cost the rest of the folder
        return [Prepared(file=file, error=OUR_FAULT.format(type(error).__name__, error), original=original)]


def prepared_from(file: str, original: bytes, position: int, reading: Reading, options: Options) -> Prepared:
    """A document that was read, checked; `position` counts the documents of one original from 1."""
    verdict = verdict_on(reading, options.on, options.rulebooks)
    return Prepared(
        file=file if position == 1 else f"{file}#{position}",
        original=original,
        position=position,
        id=document_id(original, position, reading.identity) if options.summaries else b"",
        document=reading.document,
        format=reading.format,
        summary=reading.summary if options.summaries else None,
        rulebooks=verdict.rulebooks,
        valid=verdict.valid,
        findings=verdict.findings,
        sheet=_sheet(reading, verdict.findings) if options.sheets else None,
    )


def _sheet(reading: Reading, findings: tuple[Finding, ...]) -> Sheet:
    from counterfoil.flow.sheet import sheet_of

    return sheet_of(reading, {finding.where for finding in findings})


def document_id(original: bytes, position: int, identity: bytes | None) -> bytes:
    """A document's id: its own where it has one, else the SHA-256 of its original.

    The position goes into it for the second and further documents of one original.
    """
    if identity is not None:
        return identity
    return original if position == 1 else hashlib.sha256(original + f"#{position}".encode()).digest()


def provenance(prepared: Prepared, role: str) -> Provenance:
    """Where a document came from, and what we are in it."""
    return Provenance(
        file=prepared.file,
        format=prepared.format,
        original=prepared.original.hex(),
        position=prepared.position,
        role=role,
    )


def received_claims(summary: Summary, origin: Provenance) -> Named:
    """The claims of the fact that a document was received: its summary, term by term, and where it came from."""
    return named_claims(summary, origin)


def checked_claims(prepared: Prepared) -> Named:
    """The claims of the fact that a document was checked: rulebooks, verdict and findings."""
    return named_claims({"rulebooks": prepared.rulebooks, "valid": prepared.valid, "findings": prepared.findings})
