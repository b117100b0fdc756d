"""What persons say of a paper that a partner offers: approve it, acknowledge its assignment, dispute or withdraw."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from counterfoil.errors import UsageError
from counterfoil.exchange.answering import level_said, matched_with
from counterfoil.exchange.attested import ACKNOWLEDGED, ASSIGNED, DISPUTED, LEVELS, WITHDRAWN, Attested
from counterfoil.exchange.matched import open_discrepancies, whole_amount
from counterfoil.exchange.offering import document_of, offer_on, partner_of
from counterfoil.exchange.office import Office
from counterfoil.store import DocumentRow


def acknowledge(
    office: Office, subject: str, level: str, role: str, person: str, **said: str | None
) -> Attested | None:
    """Acknowledge a partner's paper at a level, as a role of ours; None where that was said already.

    `said` may hold `amount` (else the whole), `set_off` and `assignee`.
    """
    offered, document = _theirs(office, subject)
    if LEVELS.index(level) >= ASSIGNED and not said.get("assignee"):
        raise UsageError("An assignment is acknowledged to somebody.", "Name who is to be paid with --assignee.")
    claims = {"of": offered.entry, "level": level, "role": role}
    if document is not None:
        claims |= whole_amount(document) | matched_with(office, document, partner_of(office, offered))
    claims |= {name: value for name, value in said.items() if value is not None}

    def told() -> dict[str, Any] | None:
        ours = office.half.chain(subject, office.us)
        gone = {one.of for one in ours if one.kind == WITHDRAWN}
        is_said = any(claims.items() <= one.claims.items() for one in ours if one.entry not in gone)
        return None if is_said else dict(claims)

    return office.half.say(ACKNOWLEDGED, subject, partner_of(office, offered), told, role, person)


def dispute(
    office: Office, subject: str, codes: Sequence[str], amount: str | None, role: str, person: str, why: str
) -> Attested | None:
    """Dispute a partner's paper: for the discrepancies named, or those that our record has open."""
    offered, document = _theirs(office, subject)
    found = open_discrepancies(office, document) if document is not None else []
    named = sorted({*codes} or {row.code for row in found})
    if not named and not why:
        raise UsageError("Our record knows of nothing that does not fit.", "Name a code with --code, or say why.")
    stake = sum((row.amount for row in found if row.code in named and row.amount is not None), Decimal())
    claims: dict[str, Any] = {"of": offered.entry, "codes": named, "role": role}
    if amount is not None or stake:
        claims |= {"amount": amount or format(stake, "f")}
        claims |= {"currency": document.currency} if document is not None and document.currency else {}

    def told() -> dict[str, Any] | None:
        said = (one for one in office.half.chain(subject, office.us) if one.kind == DISPUTED)
        return None if any(claims.items() <= one.claims.items() for one in said) else dict(claims)

    return office.half.say(DISPUTED, subject, partner_of(office, offered), told, role, person, why)


def withdraw(office: Office, subject: str, role: str, person: str, why: str) -> Attested | None:
    """Withdraw our own offer, or else the last thing that we said of a partner's.

    Where an assignment was acknowledged others rely on it, so that only a dispute is left.
    """
    offered = _offer(office, subject)
    ours = [one for one in office.half.chain(subject, office.us) if one.kind in (ACKNOWLEDGED, DISPUTED)]
    gone = {one.of for one in office.half.chain(subject, office.us) if one.kind == WITHDRAWN}
    about = offered if offered.author == office.us else next((one for one in ours[::-1] if one.entry not in gone), None)
    if about is None:
        raise UsageError("There is nothing of ours to withdraw about it.", "See 'counterfoil inbox'.")
    partner = partner_of(office, offered)
    buyer = partner if offered.author == office.us else office.us
    if about.kind != DISPUTED and level_said(office.half.facts(subject), offered, buyer) >= ASSIGNED:
        claims = {"of": offered.entry, "codes": [], "role": role}
        return office.half.say(DISPUTED, subject, partner, lambda: dict(claims), role, person, why)
    return office.half.say(WITHDRAWN, subject, partner, lambda: {"of": about.entry}, role, person, why)


def _offer(office: Office, subject: str) -> Attested:
    offered = offer_on(office, subject)
    if offered is None:
        raise UsageError("What was offered there was withdrawn.", "See 'counterfoil inbox'.")
    return offered


def _theirs(office: Office, subject: str) -> tuple[Attested, DocumentRow | None]:
    """A partner's offer, with the document of our record."""
    offered = _offer(office, subject)
    if offered.author == office.us:
        raise UsageError("This is a paper of our own; the partner acknowledges it.", "See 'counterfoil inbox'.")
    return offered, document_of(office, offered)
