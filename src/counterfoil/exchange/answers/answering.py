"""What the program answers by itself to what a partner offers: received, checked, matched, credited, paid.

All of it follows from our own record. What takes a person (approval, dispute, assignment) is in `deciding.py`.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from counterfoil.exchange.answers.matched import is_issued_by_partner, is_matched, matched_papers, whole_amount
from counterfoil.exchange.answers.offering import document_of, offer_on, partner_of, tell_verdict
from counterfoil.exchange.answers.settling import tell_credits, tell_payments
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import (
    ACKNOWLEDGED,
    APPROVED,
    CREDITED,
    DISPUTED,
    LEVELS,
    PAID,
    Attested,
)
from counterfoil.exchange.proof.withdrawn import not_withdrawn
from counterfoil.flow.facts import PROGRAM
from counterfoil.model.summary import INVOICE
from counterfoil.store import DocumentRow

_RECEIVED, _MATCHED = LEVELS.index("received"), LEVELS.index("matched")


def answer(office: Office, subject: str) -> list[Attested]:
    """Attest on a subject what follows from our record by now; gives what is new."""
    offered = offer_on(office, subject)
    document = None if offered is None else document_of(office, offered)
    if offered is None or document is None:
        return []
    before = {one.entry for one in office.half.chain(subject, office.us)}
    if offered.author != office.us:
        _acknowledge(office, offered, document)
        tell_verdict(office, offered, document)
    if document.document == INVOICE:
        tell_credits(office, offered, document)
        tell_payments(office, offered, document)
    return [one for one in office.half.chain(subject, office.us) if one.entry not in before]


def is_done(office: Office, subject: str) -> bool:
    """Will nothing more follow from our record on a subject, as far as one can tell?

    What was offered is withdrawn; or an invoice is approved and paid; or another paper of the partner's is matched.
    """
    offered = offer_on(office, subject)
    if offered is None:
        return True
    facts = office.half.facts(subject)
    buyer = partner_of(office, offered) if offered.author == office.us else office.us
    level = level_said(facts, offered, buyer)
    if offered.claims["document"] != INVOICE:
        return offered.author == office.us or level >= _MATCHED
    settled = [
        one
        for one in not_withdrawn(facts, PAID, CREDITED)
        if one.author == buyer and one.claims.get("currency") in (None, offered.claims.get("currency"))
    ]
    rest = Decimal(offered.claims.get("payable", "0")) - sum(Decimal(one.claims.get("amount", 0)) for one in settled)
    return level >= APPROVED and rest <= 0


def level_said(facts: Sequence[Attested], offered: Attested, author: str) -> int:
    """How far an author's acknowledgements of an offer go, as a place in LEVELS; -1 where there are none."""
    said = (one for one in not_withdrawn(facts, ACKNOWLEDGED) if one.author == author and one.of == offered.entry)
    return max((one.rank for one in said), default=-1)


def matched_with(office: Office, document: DocumentRow, partner: str) -> dict[str, Any]:
    """The claim that names our own papers which a document was matched with."""
    found = matched_papers(office, document, partner)
    return {"refers": found} if found else {}


def _acknowledge(office: Office, offered: Attested, document: DocumentRow) -> None:
    """Received; and matched by machine where every line of it is linked and nothing is open. Never after a dispute."""
    partner = partner_of(office, offered)

    def told(level: int, claims: dict[str, Any]) -> dict[str, Any] | None:
        facts = office.half.facts(offered.subject)
        disputed = any(one.kind == DISPUTED and one.author == office.us for one in facts)
        if disputed or level_said(facts, offered, office.us) >= level:
            return None
        return {"of": offered.entry, "level": LEVELS[level], **claims}

    office.half.say(ACKNOWLEDGED, offered.subject, partner, lambda: told(_RECEIVED, {}), PROGRAM)
    if is_matched(office, document) and is_issued_by_partner(office, offered, document):
        claims = whole_amount(document) | matched_with(office, document, partner)
        office.half.say(ACKNOWLEDGED, offered.subject, partner, lambda: told(_MATCHED, claims), PROGRAM)
