"""What people decide about links and discrepancies, as facts: nothing is deleted, and the last word holds."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from counterfoil.errors import UsageError
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.flow.link_rows import discrepancy_id, link_key
from counterfoil.model.link import Discrepancy, LinkState
from counterfoil.store import DecisionRow, DiscrepancyRow, FactRow, HandlingRow, LinkRow, Store

CONFIRMED, UNDONE = "link.confirmed/1", "link.undone/1"
ACCEPTED, RESOLVED = "discrepancy.accepted/1", "discrepancy.resolved/1"
REOPENED, ASSIGNED = "discrepancy.reopened/1", "discrepancy.assigned/1"

OPEN = "open"
STATES = {ACCEPTED: "accepted", RESOLVED: "resolved", REOPENED: OPEN}
"""What a discrepancy becomes by each kind of fact; to assign it leaves it as it was."""


class Decided(NamedTuple):
    """What is new with a person's decision; nothing where all of it held already."""

    decisions: Sequence[DecisionRow] = ()
    handlings: Sequence[HandlingRow] = ()


Decide = Callable[[FactBatch], Decided]
"""Makes the facts of a decision and the rows that follow from them. It is called where the record can be written to."""


class Standing(NamedTuple):
    """How a discrepancy stands with people."""

    state: str = OPEN
    owner: str | None = None
    why: str | None = None


class _LinkClaims(msgspec.Struct, omit_defaults=True, kw_only=True, rename={"kind": "link"}):
    """What a fact claims of a link that was decided on: the link as it was, and the person's reason.

    The name "kind" is taken: it is that of the fact.
    """

    kind: str
    source: str
    source_line: str | None = None
    target: str
    target_line: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    confidence: Decimal
    evidence: tuple[str, ...]
    why: str | None = None


class _HandlingClaims(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What a fact claims of a discrepancy that is handled: where it stands, what it was, and what became of it."""

    code: str
    document: str
    line: str | None = None
    expected: str | None = None
    found: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    state: str
    owner: str | None = None
    why: str | None = None


def links_decided(store: Store, ids: Sequence[bytes], person: str, why: str | None, *, confirmed: bool) -> Decide:
    """Confirm or undo links: those that hold, and those that were undone before.

    Without a reason, what was decided so already is left alone. UsageError where a link is not there any more.
    """

    def decide(facts: FactBatch) -> Decided:
        before = {row.link: row for row in _decisions_on(store, ids)}
        links = {row.id: row for row in store.links_by_id(ids)}
        made = []
        for id in dict.fromkeys(ids):
            old = before.get(id)
            if old is not None and old.confirmed == confirmed and why in (None, old.why):
                continue
            if old is None and id not in links:
                raise UsageError(f"There is no link {id.hex()}.", "Look it up with 'counterfoil links'.")
            claims = _claims_of_link(old or links[id], why)
            fact = facts.add(
                *(CONFIRMED if confirmed else UNDONE, id, named_claims(claims)),
                predecessor=old.fact if old is not None else None,
                actor=person,
            )
            made.append(_decision(id, claims, fact, confirmed=confirmed))
        return Decided(decisions=made)

    return decide


def discrepancies_handled(
    store: Store, ids: Sequence[bytes], kind: str, person: str, why: str, owner: str | None = None
) -> Decide:
    """Accept, resolve, reopen or assign discrepancies, by the kind of fact; without a new `owner` the old one stays.

    What stands so already is left alone. UsageError where a discrepancy has closed by itself.
    """

    def decide(facts: FactBatch) -> Decided:
        before = {row.discrepancy: row for row in store.handlings(ids)}
        found = {row.id: row for row in store.discrepancies_by_id(ids)}
        made = []
        for id in dict.fromkeys(ids):
            if id not in found:
                raise UsageError(
                    f"There is no discrepancy {id.hex()}; it may have closed by itself.",
                    "Look it up with 'counterfoil discrepancies'.",
                )
            old = before.get(id)
            now = standing(found[id], old)
            new = Standing(STATES.get(kind, now.state), owner or now.owner, why)
            if new == now or (kind == REOPENED and new[:2] == now[:2]):
                continue
            claims = _claims_of_discrepancy(found[id], new)
            fact = facts.add(
                *(kind, id, named_claims(claims)),
                predecessor=old.fact if old is not None else None,
                actor=person,
            )
            made.append(_handling(id, claims, fact))
        return Decided(handlings=made)

    return decide


def decided_again(facts: FactBatch, row: DecisionRow, actor: str) -> DecisionRow:
    """Make the fact of a decision anew, where what it said of another document is forgotten."""
    claims = _claims_of_link(row, row.why)
    kind = CONFIRMED if row.confirmed else UNDONE
    fact = facts.add(kind, row.link, named_claims(claims), predecessor=row.fact, actor=actor)
    return _decision(row.link, claims, fact, confirmed=row.confirmed)


def standing(row: DiscrepancyRow, handling: HandlingRow | None) -> Standing:
    """How a discrepancy stands.

    Accepted or resolved it is only as long as it is what it was then: where it has changed, it is open again.
    """
    if handling is None:
        return Standing()
    then = handling.expected, handling.found, handling.amount
    if handling.state == OPEN or then == (row.expected, row.found, row.amount):
        return Standing(handling.state, handling.owner, handling.why)
    return Standing(OPEN, handling.owner, None)


def undone_link(row: DecisionRow) -> LinkRow:
    """A link that a person has undone, as it was."""
    return LinkRow(
        id=row.link,
        kind=row.kind,
        source=row.source,
        source_line=row.source_line,
        target=row.target,
        target_line=row.target_line,
        quantity=row.quantity,
        unit=row.unit,
        amount=row.amount,
        currency=row.currency,
        confidence=row.confidence,
        state=LinkState.UNDONE.value,
        evidence=row.evidence,
        fact=row.fact,
        basis="decision",
    )


def decision_of(fact: FactRow) -> DecisionRow:
    """The row that follows from the fact that a link was confirmed or undone; ValueError where its claims are none."""
    claims = msgspec.json.decode(fact.claims or b"{}", type=_LinkClaims)
    if link_key(msgspec.structs.asdict(claims)) != fact.subject:
        raise ValueError("they are about another link")
    return _decision(fact.subject, claims, fact.index, confirmed=fact.kind == CONFIRMED)


def handling_of(fact: FactRow) -> HandlingRow:
    """The row that follows from the fact that a discrepancy was handled; ValueError where its claims are none."""
    claims = msgspec.json.decode(fact.claims or b"{}", type=_HandlingClaims)
    stands_on = Discrepancy(code=claims.code, id=bytes.fromhex(claims.document), line=claims.line)
    if discrepancy_id(stands_on) != fact.subject:
        raise ValueError("they are about another discrepancy")
    if claims.state not in ({STATES[fact.kind]} if fact.kind in STATES else STATES.values()):
        raise ValueError(f"they say that it is {claims.state}")
    return _handling(fact.subject, claims, fact.index)


def _decisions_on(store: Store, ids: Sequence[bytes]) -> list[DecisionRow]:
    """What was decided about these links before; few things are decided, so all of it is looked through."""
    asked = set(ids)
    return [row for row in store.decisions() if row.link in asked]


def _claims_of_link(row: LinkRow | DecisionRow, why: str | None) -> _LinkClaims:
    return _LinkClaims(
        kind=row.kind,
        source=row.source.hex(),
        source_line=row.source_line,
        target=row.target.hex(),
        target_line=row.target_line,
        quantity=_written(row.quantity),
        unit=row.unit,
        amount=_written(row.amount),
        currency=row.currency,
        confidence=Decimal(format(row.confidence, "f")),
        evidence=row.evidence,
        why=why,
    )


def _claims_of_discrepancy(row: DiscrepancyRow, new: Standing) -> _HandlingClaims:
    return _HandlingClaims(
        code=row.code,
        document=row.document.hex(),
        line=row.line,
        expected=row.expected,
        found=row.found,
        amount=_written(row.amount),
        currency=row.currency,
        state=new.state,
        owner=new.owner,
        why=new.why,
    )


def _decision(id: bytes, claims: _LinkClaims, fact: int, *, confirmed: bool) -> DecisionRow:
    ends: dict[str, Any] = {"source": bytes.fromhex(claims.source), "target": bytes.fromhex(claims.target)}
    said = {name: getattr(claims, name) for name in claims.__struct_fields__ if name not in ends}
    return DecisionRow(link=id, confirmed=confirmed, fact=fact, **ends, **said)


def _handling(id: bytes, claims: _HandlingClaims, fact: int) -> HandlingRow:
    return HandlingRow(
        discrepancy=id,
        state=claims.state,
        owner=claims.owner,
        why=claims.why,
        expected=claims.expected,
        found=claims.found,
        amount=claims.amount,
        fact=fact,
    )


def _written(value: Decimal | None) -> Decimal | None:
    """A number as facts write it, without exponent."""
    return None if value is None else Decimal(format(value, "f"))
