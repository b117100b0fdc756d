"""Who relies on what we say beside the partner: the assignees of an invoice are told what becomes of it.

It is noted in the transaction in which we say it, so that no assignee is forgotten whenever the process dies.
"""

from collections.abc import Iterator, Sequence

from counterfoil.exchange.halves.peers import peer_at
from counterfoil.exchange.proof.attested import (
    ACKNOWLEDGED,
    APPROVED,
    ASSIGNED,
    CREDITED,
    DISPUTED,
    PAID,
    WITHDRAWN,
    Attested,
)
from counterfoil.store import Store

TO_TELL = "exchange.to-tell"
"""Assignee, subject and entry → nothing: what the assignee is still to be told."""
RELYING = "exchange.relying"
"""Assignee and subject → nothing: we acknowledged there that it is to be paid."""
TOLD = frozenset({ACKNOWLEDGED, DISPUTED, WITHDRAWN, CREDITED, PAID})
"""What an assignee is told of, if it comes after the first assignment."""


def note_relying(store: Store, ours: Sequence[Attested], fact: Attested) -> None:
    """Remember, within a transaction, whom a fact of ours concerns beside the partner.

    `ours` is our chain on its subject up to the fact. Who becomes an assignee is told as well that somebody was before.
    """
    store.keep(TO_TELL, [(key_of(assignee, one), b"") for assignee, one in _concerned(store, ours, fact)])
    if fact.rank >= ASSIGNED and "assignee" in fact.claims:
        store.keep(RELYING, [(str(fact.claims["assignee"]).encode() + bytes.fromhex(fact.subject), b"")])


def relied_on(store: Store, company: str) -> list[str]:
    """The subjects on which we acknowledged that a company is to be paid."""
    prefix = company.encode()
    return [key[len(prefix) :].hex() for key, _ in store.kept(RELYING, prefix)]


def key_of(company: str, fact: Attested) -> bytes:
    """The key under which a company's notice of a fact stands."""
    return company.encode() + bytes.fromhex(fact.subject) + bytes.fromhex(fact.entry)


def is_assigned(fact: Attested, company: str) -> bool:
    """Does it say that this company is to be paid?"""
    return fact.rank >= ASSIGNED and fact.claims.get("assignee") == company


def _concerned(store: Store, ours: Sequence[Attested], fact: Attested) -> Iterator[tuple[str, Attested]]:
    bound = [one for one in ours if one.rank >= ASSIGNED and "assignee" in one.claims]
    if not bound or fact.seq < bound[0].seq or not _is_told(fact):
        return
    for assignee in sorted({str(one.claims["assignee"]) for one in bound}):
        first = next(one for one in bound if one.claims["assignee"] == assignee)
        told = [one for one in ours if bound[0].seq <= one.seq <= fact.seq] if fact.entry == first.entry else [fact]
        if peer_at(store, assignee) is not None:
            yield from ((assignee, one) for one in told if _is_told(one))


def _is_told(fact: Attested) -> bool:
    """Does it change what an assignee relies on?"""
    return fact.kind in TOLD and (fact.kind != ACKNOWLEDGED or fact.rank >= APPROVED)
