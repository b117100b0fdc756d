"""Which documents belong together, and what does not fit between them: pure functions over summaries."""

from collections.abc import Iterator, Sequence
from datetime import date

from counterfoil.matching._matcher import Beside, Filing, Find, Inference, Matcher, Shelf, Unit
from counterfoil.matching.cash.inference import CASH
from counterfoil.matching.desk import CANDIDATES_MAX, Decided, Desk, ends_of
from counterfoil.matching.duplicates.matcher import DUPLICATES
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.discrepancies import discrepancies_of
from counterfoil.matching.judging.outlook import OUTLOOK, near
from counterfoil.matching.keys import hashed
from counterfoil.matching.once import noted
from counterfoil.matching.parties.identity import owner_party, role_in
from counterfoil.matching.references import REFERENCES
from counterfoil.matching.three_way.inference import THREE_WAY
from counterfoil.matching.three_way.papers import is_unlinked
from counterfoil.model.summary import Recorded

VERSION = "16"
"""Of keys, timelines and links: a record that was linked by another version is linked again."""

MATCHERS: tuple[Matcher, ...] = (REFERENCES, DUPLICATES)
"""Each document by itself."""
INFERENCES: tuple[Inference, ...] = (THREE_WAY, CASH)
"""What competes for the same things; they see what the matchers found."""
FILINGS: tuple[Filing, ...] = (OUTLOOK,)
"""What only judging looks for."""
_KEPT_BY: tuple[Matcher | Filing, ...] = (*MATCHERS, *INFERENCES, *FILINGS)


@noted
def offers(document: Recorded) -> Sequence[str]:
    """The keys under which others find a document."""
    return tuple(dict.fromkeys(key for question in _KEPT_BY for key in question.offers(document)))


@noted
def sought(document: Recorded) -> Sequence[str]:
    """The keys of what a document could be linked to."""
    return tuple(dict.fromkeys(key for question in _KEPT_BY for key in question.seeks(document)))


def sought_beside(document: Recorded) -> frozenset[str]:
    """The keys of what stands beside a document, which it seeks where there is anything to weigh, and not anyway."""
    found = {key for matcher in MATCHERS if matcher.beside is not None for key in matcher.beside.seeks(document)}
    return frozenset(found.difference(sought(document)))


def matters(document: Recorded, shelf: Shelf) -> bool:
    """Is there anything to weigh for a document, so that what stands beside it matters?"""
    return any(matcher.beside is not None and matcher.beside.matters(document, shelf) for matcher in MATCHERS)


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """The timelines that a document stands on, and the day."""
    for filing in (*INFERENCES, *FILINGS):
        yield from filing.places(document)


__all__ = [
    "CANDIDATES_MAX",
    "CASH",
    "DUPLICATES",
    "FILINGS",
    "INFERENCES",
    "MATCHERS",
    "REFERENCES",
    "THREE_WAY",
    "VERSION",
    "Beside",
    "Context",
    "Decided",
    "Desk",
    "Filing",
    "Find",
    "Inference",
    "Matcher",
    "Shelf",
    "Unit",
    "discrepancies_of",
    "ends_of",
    "hashed",
    "is_unlinked",
    "matters",
    "near",
    "offers",
    "owner_party",
    "places",
    "role_in",
    "sought",
    "sought_beside",
]
