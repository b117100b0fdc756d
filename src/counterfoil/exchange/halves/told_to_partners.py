"""What we hold of a document in facts between companies: it is forgotten with the document.

The facts stay with what keeps the chains whole: that something was offered, acknowledged or disputed, by whom, to whom,
under which number and at which level. What it was goes: numbers, amounts, parties, lines, reasons. The partner keeps
what it was given.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from counterfoil.exchange.halves.shelves import HEADS, OPEN, PAPERS, QUIET, SHARED, SUBJECTS, UNSENT
from counterfoil.exchange.halves.stored_half import DECIDED
from counterfoil.exchange.proof.attested import CREDITED, KINDS, OFFERED
from counterfoil.flow.forgetting import Going
from counterfoil.flow.home import Home
from counterfoil.store import DocumentRow, FactRow

KEPT = frozenset(
    {"to", "seq", "previous", "of", "document", "level", "valid", "role", "assignee", "credit_note", "fact", "as"}
)
"""The claims of facts between companies that stay: they keep the chains whole."""
_claims = msgspec.json.Decoder(dict[str, Any]).decode


def told_to_partners(home: Home, row: DocumentRow) -> Going:
    """The facts that tell of a document, and the claims that go of each.

    What was not sent yet is not sent any more, and all of it goes.

    Call inside `writing()`.
    """
    offers = list(_offers(home, row))
    rows = {fact.index: fact for offer in offers for fact in home.store.facts_of(offer.subject)}
    rows |= {fact.index: fact for offer in offers for fact in _credits(home, offer)}
    unheard = {offer.subject for offer in offers if not _let_go(home, offer)}
    left = [fact for fact in rows.values() if fact.claims is not None and fact.kind in {*KINDS, DECIDED}]
    return {fact.index: None if fact.subject in unheard else _going(fact) for fact in left}


def _offers(home: Home, row: DocumentRow) -> Iterator[FactRow]:
    """The offers of this document, by whichever side."""
    original = row.original.hex()
    for fact in home.store.facts_of_kinds(OFFERED):
        if fact.claims is not None and original.encode() in fact.claims:
            told = _claims(fact.claims)
            if told.get("original") == original and (told["document"], told.get("number")) == (
                row.document,
                row.number,
            ):
                yield fact


def _credits(home: Home, offer: FactRow) -> Iterable[FactRow]:
    """Of a credit note: what was said of it on the invoices that it credits."""
    credited = [one["subject"] for one in _claims(offer.claims or b"{}").get("refers", ()) if one["kind"] == "credits"]
    for subject in credited:
        for fact in home.store.facts_of(bytes.fromhex(subject)):
            is_left = fact.kind == CREDITED and fact.claims is not None
            if is_left and _claims(fact.claims or b"{}").get("credit_note") == offer.subject.hex():
                yield fact


def _going(fact: FactRow) -> tuple[str, ...]:
    return tuple(sorted(_claims(fact.claims or b"{}").keys() - KEPT))


def _let_go(home: Home, offer: FactRow) -> bool:
    """Nothing more follows on the subject. May the partner have heard of it? Else it is as if it was never offered."""
    store, subject = home.store, offer.subject
    partner = store.kept_at(SUBJECTS, subject) or b""
    original = bytes.fromhex(_claims(offer.claims or b"{}")["original"])
    store.drop_kept(OPEN, [subject])
    if store.kept_at(PAPERS, original + partner) == subject:
        store.drop_kept(PAPERS, [original + partner])
    has_answered = any(fact.attested is not None for fact in store.facts_of(subject))
    is_under_way = store.kept_at(UNSENT, partner + subject) != b""
    if has_answered or is_under_way or store.kept_at(HEADS, partner + subject) is not None:
        return True
    store.drop_kept(UNSENT, [partner + subject])
    store.drop_kept(SUBJECTS, [subject])
    store.drop_kept(SHARED, [partner + subject])
    store.drop_kept(QUIET, [subject])
    return False
