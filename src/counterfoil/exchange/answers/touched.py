"""Where something may follow from what was recorded since the last look, so that not all that is open is looked at.

Answers follow from our record of a paper: its links, what does not fit, what pays and credits it, and what is matched
with these. So two links lead from what came to all that it can change, but for settings, partners, and the days that
pass. For these everything is looked at, which is done now and then anyway.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.stored_half import CONTRADICTED, DECIDED
from counterfoil.exchange.proof.attested import KINDS
from counterfoil.flow.facts import PADDING
from counterfoil.flow.forgotten import FORGOTTEN
from counterfoil.store import FactRow, Store

_SILENT = frozenset({PADDING, DECIDED, CONTRADICTED})
"""Facts from which nothing follows for what is shared."""
_OF_DOCUMENTS, _OF_LINKS, _OF_DISCREPANCIES = "document.", "link.", "discrepancy."
_STEPS = 2


class Touched(NamedTuple):
    """Shared subjects on which something was said, and those that what was recorded leads to; or it may be all."""

    said: tuple[str, ...]
    led_to: tuple[str, ...]
    is_all: bool


class _Link(msgspec.Struct):
    source: str
    target: str


class _Links(msgspec.Struct):
    links: tuple[_Link, ...] = ()


class _Handled(msgspec.Struct):
    document: str


def touched(office: Office, start: int, end: int) -> Touched:
    """What the facts from `start` to `end` may have changed."""
    said, documents, is_all = dict[str, None](), set[bytes](), False
    for fact in office.home.store.facts(start, end):
        if fact.kind in KINDS:
            said[fact.subject.hex()] = None
        elif fact.kind not in _SILENT:
            found = set(_documents(fact))
            documents |= found
            is_all = is_all or not found
    return Touched(tuple(said), tuple(_shared(office, _around(office.home.store, documents))), is_all)


def _documents(fact: FactRow) -> Iterator[bytes]:
    """The documents that a fact of the record tells of; none where it is about something else, or was forgotten."""
    if fact.claims is None or fact.kind == FORGOTTEN:
        return
    if fact.kind.startswith(_OF_DOCUMENTS):
        yield fact.subject
        for link in msgspec.json.decode(fact.claims, type=_Links).links:
            yield from _ends(link)
    elif fact.kind.startswith(_OF_LINKS):
        yield from _ends(msgspec.json.decode(fact.claims, type=_Link))
    elif fact.kind.startswith(_OF_DISCREPANCIES):
        yield bytes.fromhex(msgspec.json.decode(fact.claims, type=_Handled).document)


def _ends(link: _Link) -> tuple[bytes, bytes]:
    return bytes.fromhex(link.source), bytes.fromhex(link.target)


def _around(store: Store, documents: set[bytes]) -> set[bytes]:
    """These documents, and those that links lead to from them."""
    found, fresh = set(documents), documents
    for _ in range(_STEPS):
        links = [*store.links_from(sorted(fresh)), *store.links_to(sorted(fresh))]
        fresh = {end for row in links for end in (row.source, row.target)} - found
        found |= fresh
    return found


def _shared(office: Office, documents: Iterable[bytes]) -> Iterator[str]:
    rows = office.home.store.documents_by_id(sorted(documents))
    for original in sorted({row.original for row in rows.values()}):
        yield from (subject for subject, _ in office.half.subjects_of(original))
