"""The neighbourhood of a document: what judging it may look at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.desk import Desk
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.settings import Tolerance
from counterfoil.model.summary import Recorded, StatementLine, StatementSummary, TradeLine, TradeSummary

T = TypeVar("T")

_LIKELY = Decimal("0.6")
_Lines = dict[tuple[str, str | None], list[Link]]
_Entries = dict[str, StatementLine]


@dataclass(frozen=True, kw_only=True, eq=False)
class Context:
    """The documents near those that are judged by id, and the links by source and by target id."""

    documents: Mapping[bytes, Recorded]
    links_from: Mapping[bytes, tuple[Link, ...]]
    links_to: Mapping[bytes, tuple[Link, ...]]
    shelf: Shelf = field(default_factory=lambda: Desk((), (), ()))
    """The other documents of a partner, by their place on timelines and by keys."""
    certain_from: Decimal = Decimal("0.95")
    """A link with at least this confidence is certain."""
    tolerances: tuple[Tolerance, ...] = ()
    _by_source: dict[bytes, _Lines] = field(default_factory=dict[bytes, _Lines])
    _by_target: dict[bytes, _Lines] = field(default_factory=dict[bytes, _Lines])
    """The links by line, as far as they were asked for: a long document is asked for each of its lines."""
    _entries: dict[bytes, _Entries] = field(default_factory=dict[bytes, _Entries])
    """The entries of statements by position, likewise."""
    _kept: dict[str, Any] = field(default_factory=dict[str, Any])

    def kept(self, name: str, make: "Callable[[Context], T]") -> T:
        """What `make` gave for the name before: what judges work out for one document serves the others too."""
        if name not in self._kept:
            self._kept[name] = make(self)
        return self._kept[name]  # type: ignore[no-any-return] # each name has its own type

    def let_go(self) -> None:
        """Forget what was worked out, which points back here: the collector may come late to so large a circle."""
        self._kept.clear()

    def is_sure(self, link: Link) -> bool:
        """Does a link hold without a person, or did one confirm it?"""
        return link.basis == Basis.DECISION or link.confidence >= self.certain_from

    def is_likely(self, link: Link) -> bool:
        """Is a link sure enough to hold goods against what was ordered?

        That price or quantity differ speaks against a link: to wait until such a link is certain would tell of no
        difference at all.
        """
        return link.confidence >= _LIKELY or self.is_sure(link)

    def out_of(self, id: bytes, *names: str) -> list[Link]:
        """Links of these kinds whose source is the document."""
        return [link for link in self.links_from.get(id, ()) if link.kind in names]

    def into(self, id: bytes, *names: str) -> list[Link]:
        """Links of these kinds whose target is the document or a line of it."""
        return [link for link in self.links_to.get(id, ()) if link.kind in names]

    def out_of_end(self, end: End, kind: str) -> list[Link]:
        """Links of this kind whose source is this very line (or, without a line, the document as a whole)."""
        if end.id not in self._by_source:
            found = self._by_source[end.id] = {}
            for link in self.links_from.get(end.id, ()):
                found.setdefault((link.kind, link.source.line), []).append(link)
        return self._by_source[end.id].get((kind, end.line), [])

    def into_end(self, end: End, kind: str) -> list[Link]:
        """Links of this kind whose target is this very line (or, without a line, the document as a whole)."""
        if end.id not in self._by_target:
            found = self._by_target[end.id] = {}
            for link in self.links_to.get(end.id, ()):
                found.setdefault((link.kind, link.target.line), []).append(link)
        return self._by_target[end.id].get((kind, end.line), [])

    def is_a(self, id: bytes, kind: str) -> bool:
        """Is this a document of that kind, as far as is known here?"""
        document = self.documents.get(id)
        return document is not None and document.summary.document == kind

    def sources(self, links: Iterable[Link]) -> list[Recorded]:
        """The documents that links come from, each once, as far as they are near."""
        ids = dict.fromkeys(link.source.id for link in links)
        return [document for id in ids if (document := self.documents.get(id)) is not None]

    def trade_line(self, end: End) -> TradeLine | None:
        """The line of a trade document that an end names."""
        document = self.documents.get(end.id)
        if document is None or end.line is None or not isinstance(document.summary, TradeSummary):
            return None
        lines, place = document.summary.lines, int(end.line)
        return lines[place - 1] if place <= len(lines) else None

    def entry(self, end: End) -> tuple[Recorded, StatementLine] | None:
        """The statement and its entry (or detail) that an end names."""
        document = self.documents.get(end.id)
        if document is None or not isinstance(document.summary, StatementSummary):
            return None
        if end.id not in self._entries:
            self._entries[end.id] = {line.position: line for line in reversed(document.summary.lines)}
        line = self._entries[end.id].get(end.line or "")
        return None if line is None else (document, line)
