"""Links and discrepancies after new documents: only what these can touch is asked again, and every change is a fact."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from counterfoil.flow.facts import canonical
from counterfoil.flow.known_links import KnownLinks
from counterfoil.flow.neighbourhood import Neighbourhood
from counterfoil.flow.recall import Recall
from counterfoil.matching import MATCHERS, discrepancies_of, hashed, offers
from counterfoil.model._base import Model
from counterfoil.model.link import Discrepancy, Link, LinkState
from counterfoil.model.summary import Recorded
from counterfoil.store import DiscrepancyRow, LinkRow, Store

OFFERS, SEEKS = 0, 1
_CANDIDATES_MAX = 64
"""More documents than this under one key cannot be told apart by it: then the key links none of them."""


class LinkChange(Model):
    """A link that came (`old` is None), became another, or went (`new` is None).

    The new row's fact index is still to be given.
    """

    old: LinkRow | None
    new: LinkRow | None


class Linker:
    """Links the documents of one batch. Call inside `writing()`, after the documents are in the store."""

    def __init__(self, store: Store, recall: Recall, certain_from: Decimal) -> None:
        self._store, self._recall, self._certain_from = store, recall, certain_from
        self._links = KnownLinks(store)
        self._keys = _Keys()

    def changes(self, new: Sequence[Recorded]) -> list[LinkChange]:
        """What the new documents change in the links: their own, and those of documents that were waiting for them."""
        self._recall.keep(new)
        self._links.new(document.id for document in new)
        offered = self._put_keys(new)
        waiting = self._store.seeking(sorted(offered)) if offered else set()
        affected = {document.id: document for document in new}
        affected |= self._recall.get(sorted(waiting - affected.keys()))
        return self._changed(affected)

    def again(self, ids: Sequence[bytes]) -> list[LinkChange]:
        """What has changed in the links of these documents, which are recorded."""
        return self._changed(self._recall.get(ids))

    def _changed(self, affected: dict[bytes, Recorded]) -> list[LinkChange]:
        links = self._links_of(affected)
        before = {row.id: row for row in self._links.links_from(affected)}
        return sorted(_changes(before, links, self._certain_from), key=lambda change: (change.new or change.old).id)  # type: ignore[union-attr]

    def judge(self, ids: Iterable[bytes], changes: Sequence[LinkChange] = ()) -> None:
        """Bring the discrepancies of these documents, and of all that the changes touch, up to date.

        Call when the links are stored.
        """
        ends = set(ids)
        for change in changes:
            for row in (change.old, change.new):
                if row is not None:
                    ends |= {row.source, row.target}
            if change.new is not None:
                self._links.put(change.new)
            elif change.old is not None:
                self._links.drop(change.old)
        around = Neighbourhood(self._links, self._recall)
        invoices, context = around.context(around.touched(ends))
        found = [discrepancy_row(one) for invoice in invoices.values() for one in discrepancies_of(invoice, context)]
        self._store.replace_discrepancies(sorted(invoices), found)

    def _put_keys(self, new: Sequence[Recorded]) -> set[int]:
        rows = [row for document in new for row in keys_of(document, self._keys.sought(document))]
        self._store.put_keys(sorted(rows))
        return {key for key, side, _ in rows if side == OFFERS}

    def _links_of(self, affected: dict[bytes, Recorded]) -> Iterator[Link]:
        keys = {key for document in affected.values() for key in self._keys.sought(document)}
        offering = self._store.offering(sorted(keys), _CANDIDATES_MAX)
        few = {key: ids for key, ids in offering.items() if len(ids) <= _CANDIDATES_MAX}
        candidates = self._recall.get({one for ids in few.values() for one in ids})

        hash_of = self._keys.hashed

        def find(key: str) -> list[Recorded]:
            return [candidates[one] for one in few.get(hash_of(key), ()) if one in candidates]

        for one in sorted(affected):
            for matcher in MATCHERS:
                yield from matcher.links(affected[one], find)


def link_id(link: Link) -> bytes:
    """The id of a link, 16 bytes: a function of its kind and ends alone."""
    source, target = link.source, link.target
    return _link_id(link.kind, source.id.hex(), source.line, target.id.hex(), target.line)


def link_key(claims: dict[str, Any]) -> bytes:
    """The id of the link that a fact claims."""
    lines = claims.get("source_line"), claims.get("target_line")
    return _link_id(claims["kind"], claims["source"], lines[0], claims["target"], lines[1])


def _link_id(kind: str, source: str, source_line: str | None, target: str, target_line: str | None) -> bytes:
    ends = (kind, source, source_line or "", target, target_line or "")
    return hashlib.sha256("|".join(ends).encode()).digest()[:16]


def discrepancy_id(discrepancy: Discrepancy) -> bytes:
    """The id of a discrepancy, 16 bytes: a function of its code, document and line alone."""
    stands_on = (discrepancy.code, discrepancy.id.hex(), discrepancy.line or "")
    return hashlib.sha256("|".join(stands_on).encode()).digest()[:16]


class _Keys:
    """Hashes of keys and what documents seek, worked out once a batch."""

    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}
        self._sought: dict[bytes, frozenset[int]] = {}

    def hashed(self, key: str) -> int:
        found = self._hashes.get(key)
        if found is None:
            found = self._hashes[key] = hashed(key)
        return found

    def sought(self, document: Recorded) -> frozenset[int]:
        found = self._sought.get(document.id)
        if found is None:
            found = self._sought[document.id] = frozenset(map(self.hashed, _sought(document)))
        return found


def keys_of(document: Recorded, sought: frozenset[int] | None = None) -> list[tuple[int, int, bytes]]:
    """The blocking keys of a document as they are kept: (key, side, document id), each once."""
    if sought is None:
        sought = frozenset(hashed(key) for key in _sought(document))
    offered = {hashed(key) for key in offers(document)}
    return [*((key, OFFERS, document.id) for key in offered), *((key, SEEKS, document.id) for key in sought)]


def link_row(link: Link, certain_from: Decimal, fact: int) -> LinkRow:
    """A link as it is kept, with its state by the threshold in the settings."""
    return LinkRow(
        id=link_id(link),
        kind=link.kind,
        source=link.source.id,
        source_line=link.source.line,
        target=link.target.id,
        target_line=link.target.line,
        quantity=link.quantity,
        unit=link.unit,
        amount=link.amount,
        currency=link.currency,
        confidence=link.confidence,
        state=(LinkState.CERTAIN if link.confidence >= certain_from else LinkState.PROPOSED).value,
        evidence=link.evidence,
        fact=fact,
    )


def link_claims(row: LinkRow) -> dict[str, Any]:
    """What a fact claims of a link that was made or retracted."""
    said: dict[str, Any] = {
        "kind": row.kind,
        "source": row.source.hex(),
        "source_line": row.source_line,
        "target": row.target.hex(),
        "target_line": row.target_line,
        "quantity": _text(row.quantity),
        "unit": row.unit,
        "amount": _text(row.amount),
        "currency": row.currency,
        "confidence": _text(row.confidence),
        "state": row.state,
        "evidence": list(row.evidence),
    }
    return {name: value for name, value in said.items() if value is not None}


def link_text(row: LinkRow) -> msgspec.Raw:
    """The same in canonical JSON."""
    return canonical(link_claims(row))


def _sought(document: Recorded) -> Iterator[str]:
    for matcher in MATCHERS:
        yield from matcher.seeks(document)


def _changes(before: dict[bytes, LinkRow], links: Iterable[Link], certain_from: Decimal) -> Iterator[LinkChange]:
    gone = dict(before)
    for link in links:
        new = link_row(link, certain_from, fact=0)
        old = gone.pop(new.id, None)
        if old is None or link_claims(old) != link_claims(new):
            yield LinkChange(old=old, new=new)
    for old in gone.values():
        yield LinkChange(old=old, new=None)


def discrepancy_row(one: Discrepancy) -> DiscrepancyRow:
    """A discrepancy as it is kept."""
    return DiscrepancyRow(
        id=discrepancy_id(one),
        code=one.code,
        document=one.id,
        line=one.line,
        expected=one.expected,
        found=one.found,
        amount=one.amount,
        currency=one.currency,
        since=one.since,
        others=one.others,
        why=one.why,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
