"""Which of two documents comes first, and which of two copies is the original, whatever the order of arrival?"""

import re
from datetime import date

import msgspec
from msgspec.structs import replace

from counterfoil.matching.keys import plain_number
from counterfoil.matching.once import noted
from counterfoil.model.summary import Recorded, Summary, TradeSummary

_LAST = "9999-99-99"
_CALLED_COPY = re.compile(
    r"\b(?:kopie|copy|copie|copia|duplikat|duplicate|duplicata|duplicaat|zweitschrift|abschrift|afschrift)\b",
    re.IGNORECASE,
)


Originality = tuple[str, bool, int, int, str, bytes]
"""Where a document stands among its copies."""


def precedence(document: Recorded) -> tuple[str, int, str, bytes]:
    """A sort key: by day of issue, by number as people count (9 before 10), then by id. Without a day it comes last."""
    number = plain_number(document.summary.number or "")
    return _day(document.summary), len(number), number, document.id


@noted
def originality(document: Recorded) -> Originality:
    """A sort key of copies: by day; of one day last what calls itself a copy, first what tells most; by number and id.

    What is scanned, typed again or sent another way loses details, and seldom gains any.
    """
    return standing(document.id, document.summary)


def standing(id: bytes, summary: Summary) -> Originality:
    """The same of the document with that id."""
    number = plain_number(summary.number or "")
    is_copy, size = _told(summary) if isinstance(summary, TradeSummary) else (False, 0)
    return _day(summary), is_copy, -size, len(number), number, id


def _day(summary: Summary) -> str:
    issued: date | None = getattr(summary, "issued", None)
    return issued.isoformat() if issued else _LAST


def _told(summary: TradeSummary) -> tuple[bool, int]:
    """Does it call itself a copy, and how much does it tell, whatever its format asks for and its number looks like?"""
    is_copy = any(map(_CALLED_COPY.search, summary.notes))
    bare = replace(summary, number=None, payment_reference=None, customization=None)
    return is_copy, len(msgspec.json.encode(bare))
