"""Links as rows and as the claims of facts, and back."""

import hashlib
from decimal import Decimal
from typing import Any

import msgspec

from counterfoil.flow.facts import canonical
from counterfoil.model.link import Basis, Discrepancy, End, Link, LinkState
from counterfoil.store import DecisionRow, DiscrepancyRow, LinkRow


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


def link_row(link: Link, certain_from: Decimal, fact: int) -> LinkRow:
    """A link as it is kept, with its state by the threshold in the settings."""
    state = LinkState.CERTAIN if link.confidence >= certain_from else LinkState.PROPOSED
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
        state=(LinkState.CONFIRMED if link.basis == Basis.DECISION else state).value,
        evidence=link.evidence,
        fact=fact,
        basis=link.basis.value,
    )


def link_of(row: LinkRow) -> Link:
    """A link out of its row."""
    return Link(
        kind=row.kind,
        source=End(id=row.source, line=row.source_line),
        target=End(id=row.target, line=row.target_line),
        quantity=row.quantity,
        unit=row.unit,
        amount=row.amount,
        currency=row.currency,
        confidence=row.confidence,
        evidence=row.evidence,
        basis=Basis(row.basis),
    )


def link_of_decision(row: DecisionRow) -> Link:
    """The link that a person decided on, as it was then."""
    return Link(
        kind=row.kind,
        source=End(id=row.source, line=row.source_line),
        target=End(id=row.target, line=row.target_line),
        quantity=row.quantity,
        unit=row.unit,
        amount=row.amount,
        currency=row.currency,
        confidence=Decimal(1),
        evidence=row.evidence,
        basis=Basis.DECISION,
    )


def ends_of_decision(row: DecisionRow) -> tuple[str, bytes, str | None, bytes, str | None]:
    """What makes the link that was decided on the same as another: kind and ends."""
    return row.kind, row.source, row.source_line, row.target, row.target_line


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
        # Not said of most links: the first logs had no other.
        "basis": None if row.basis == Basis.REFERENCE else row.basis,
    }
    return {name: value for name, value in said.items() if value is not None}


def link_text(row: LinkRow) -> msgspec.Raw:
    """The same in canonical JSON."""
    return canonical(link_claims(row))


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
