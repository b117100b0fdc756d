"""Which facts tell of what is to be forgotten, beside its own: links and decisions of others that name it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from counterfoil.flow.decisions import ACCEPTED, ASSIGNED, CONFIRMED, REOPENED, RESOLVED, UNDONE
from counterfoil.flow.link_facts import LINKED, UNLINKED
from counterfoil.model._base import Model
from counterfoil.store import DecisionRow, DiscrepancyRow, HandlingRow, Store

_LINKS, _DECISIONS = frozenset({LINKED, UNLINKED}), frozenset({CONFIRMED, UNDONE})
_HANDLINGS = frozenset({ACCEPTED, RESOLVED, REOPENED, ASSIGNED})
_CHARACTERS_MIN = 4
"""Shorter numbers are words of any sentence."""


class Subject(Model):
    """What is to be forgotten: a document, or entries of a statement; and the numbers by which texts name it."""

    id: bytes
    entries: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    def is_end(self, document: bytes, line: str | None) -> bool:
        """Is this end of a link, or this place, what is forgotten?"""
        return document == self.id and (not self.entries or line in self.entries)

    def is_named(self, texts: Iterable[str | None]) -> bool:
        """Does one of these texts name it?"""
        found = self._pattern()
        return found is not None and any(found.search(text) for text in texts if text)

    def _pattern(self) -> re.Pattern[str] | None:
        names = [re.escape(name) for name in self.names if len(name) >= _CHARACTERS_MIN]
        return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") if names else None


class Telling:
    """All facts that are about links and what people said of them, by one pass over these."""

    def __init__(self, store: Store, subject: Subject) -> None:
        self._subject = subject
        self._links: dict[bytes, list[int]] = defaultdict(list)
        self._said: dict[bytes, list[int]] = defaultdict(list)
        self.sources: set[bytes] = set()
        """Documents whose links were ever to it, or were explained by its number."""
        self.actors: dict[int, str] = {}
        """Who decided, by fact."""
        for fact in store.facts_of_kinds(*_LINKS, *_DECISIONS, *_HANDLINGS):
            if fact.claims is None:
                continue
            if fact.kind in _LINKS:
                self._links[fact.subject].append(fact.index)
                if fact.subject not in self.sources and self._tells(fact.claims):
                    self.sources.add(fact.subject)
            else:
                self._said[fact.subject].append(fact.index)
                self.actors[fact.index] = fact.actor

    def links_of(self, sources: Collection[bytes]) -> Iterator[int]:
        """The facts of links from these documents."""
        for source in sources:
            yield from self._links.get(source, ())

    def said_of(self, ids: Collection[bytes]) -> Iterator[int]:
        """The facts of what people said of these links or discrepancies."""
        for one in ids:
            yield from self._said.get(one, ())

    def decisions(self, rows: Iterable[DecisionRow]) -> tuple[list[DecisionRow], list[DecisionRow]]:
        """Decisions about links of it, which go with it; and others that name it, with what they say without that."""
        gone, told_again = [], []
        for row in rows:
            if self._subject.is_end(row.source, row.source_line) or self._subject.is_end(row.target, row.target_line):
                gone.append(row)
            elif self._subject.is_named([*row.evidence, row.why]):
                evidence = tuple(text for text in row.evidence if not self._subject.is_named([text]))
                why = None if self._subject.is_named([row.why]) else row.why
                told_again.append(msgspec.structs.replace(row, evidence=evidence, why=why))
        return gone, told_again

    def handlings(self, store: Store, rows: Iterable[HandlingRow], touched: Collection[bytes]) -> Iterator[HandlingRow]:
        """Handlings of discrepancies that hang on it.

        Those on it; those that name it; and around it those of discrepancies that do not say any more what was handled:
        whatever else they said would tell of what it was.
        """
        found = {row.id: row for row in store.discrepancies(sorted(touched))}
        for row in rows:
            claims = self._claims(store, row.fact)
            document, line = bytes.fromhex(claims["document"]), claims.get("line")
            is_its_own = self._subject.is_end(document, line)
            has_changed = document in touched and not _says_the_same(row, found.get(row.discrepancy))
            if is_its_own or has_changed or self._subject.is_named([row.expected, row.found, row.why]):
                yield row

    def _tells(self, claims: bytes) -> bool:
        """Do these links have it at an end, or does their evidence name it?"""
        if self._subject.id.hex().encode() in claims:
            return True
        if not any(name.encode() in claims for name in self._subject.names if len(name) >= _CHARACTERS_MIN):
            return False
        return any(self._subject.is_named(link.get("evidence", ())) for link in msgspec.json.decode(claims)["links"])

    @staticmethod
    def _claims(store: Store, index: int) -> dict[str, Any]:
        (fact,) = store.facts(index, index + 1)
        claims: dict[str, Any] = msgspec.json.decode(fact.claims or b"{}")
        return claims


def _says_the_same(row: HandlingRow, now: DiscrepancyRow | None) -> bool:
    return now is not None and (row.expected, row.found, row.amount) == (now.expected, now.found, now.amount)
