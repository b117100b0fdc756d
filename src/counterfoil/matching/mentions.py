"""By which numbers does a document name others?"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from counterfoil.matching.keys import plain_number
from counterfoil.model import summary as kinds
from counterfoil.model.summary import EventSummary, Reference, Summary, TradeLine, TradeSummary

_CBV = re.compile(r"urn:epcglobal:cbv:bt:(\d{13}):(.+)", re.IGNORECASE | re.DOTALL)
_URI = re.compile(r"urn:|[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
_PARTS = re.compile(r"[:/#=]")


class Mention(NamedTuple):
    """Another document as named: kind and plain number, and if told its day of issue and the GLN of who numbered it."""

    document: str
    number: str
    issued: date | None = None
    gln: str | None = None


def mention(reference: Reference) -> Mention:
    """A reference of a trade document as a mention."""
    return Mention(reference.document, plain_number(reference.number), reference.issued)


def head_mentions(summary: Summary) -> list[Mention]:
    """The documents that the whole document names, or the business transactions of a goods event."""
    if isinstance(summary, EventSummary):
        return [each for reference in summary.references for each in _spelled_out(reference)]
    if isinstance(summary, TradeSummary):
        return [mention(reference) for reference in summary.references if reference.number]
    return []


def lines_of(summary: Summary) -> tuple[TradeLine, ...]:
    """The lines of a trade document."""
    return summary.lines if isinstance(summary, TradeSummary) else ()


def line_word(summary: Summary, at: int) -> str:
    """What people call a line, by position from 1: its written id, or else the position."""
    return lines_of(summary)[at - 1].id or str(at)


def line_mentions(lines: Iterable[TradeLine]) -> Iterator[Mention]:
    """The documents that lines name."""
    return (mention(each) for line in lines for each in line.references if each.number)


def invoices_named(summary: TradeSummary) -> frozenset[str]:
    """The numbers of the preceding invoices that a credit note or corrective invoice names."""
    named = [*head_mentions(summary), *line_mentions(summary.lines)]
    return frozenset(one.number for one in named if one.document == kinds.INVOICE)


def _spelled_out(reference: Reference) -> Iterator[Mention]:
    """The ways to read a business transaction identifier (CBV 2.0, 8.5).

    It is a URN with GLN and number, a URI of the company's own whose last part is the number, or against the standard
    the bare number. In a URI the number may be percent-encoded.
    """
    written = reference.number.strip()
    if cbv := _CBV.fullmatch(written):
        yield Mention(reference.document, plain_number(unquote(cbv[2])), gln=cbv[1])
        return
    bare = [written]
    if _URI.match(written):
        bare.append(unquote(_PARTS.split(written.rstrip("/"))[-1]))
    yield from (Mention(reference.document, plain) for one in bare if (plain := plain_number(one)))
