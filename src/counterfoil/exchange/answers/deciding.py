"""What persons say of a paper that a partner offers: approve it, acknowledge its assignment, dispute or withdraw."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from counterfoil.errors import UsageError
from counterfoil.exchange.answers.answering import level_said, matched_with
from counterfoil.exchange.answers.matched import open_discrepancies, whole_amount
from counterfoil.exchange.answers.offering import (
    differing,
    document_of,
    offer_on,
    once,
    paper_of,
    partner_of,
    said_by_us,
)
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import peer_at
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, APPROVED, ASSIGNED, DISPUTED, LEVELS, WITHDRAWN, Attested
from counterfoil.store import DocumentRow

_ZERO = Decimal()
_TERMS = ("amount", "set_off", "assignee")
NO_SET_OFF = "0"
"""What an approval says that sets nothing off: else what is withheld of it, such as the role, could be a set-off."""
_WHOLE = {"amount": "payable", "currency": "currency"}


def acknowledge(
    office: Office, subject: str, level: str, role: str, person: str, *, anyway: bool = False, **said: str | None
) -> Attested | None:
    """Acknowledge a partner's paper at a level, as a role of ours; None where that was said already.

    `said` may hold `amount` (else the whole; from an assignment on, what was approved), `set_off` and `assignee`.
    `anyway`: also where somebody else is the assignee already.
    """
    offered, document = _theirs(office, subject)
    if document is None and (paper := paper_of(office, offered)) is not None:
        names = ", ".join(differing(office, offered, paper))
        raise UsageError(f"What is offered is not what its file says: {names}.", "Ask the partner, or dispute it.")
    if said.get("assignee") == partner_of(office, offered):
        raise UsageError("The partner itself is no assignee.", "Name who is paid instead with --assignee.")
    terms = _as_approved(office, subject, level, said)
    claims = {"of": offered.entry, **acknowledgement(document, level, role, terms, offered)}
    if document is not None:
        claims |= matched_with(office, document, partner_of(office, offered))

    def told() -> dict[str, Any] | None:
        # Of one level the last counts: what was said before other terms has to be said again.
        since = list[Attested]()
        for one in said_by_us(office, subject, ACKNOWLEDGED):
            if one.claims["level"] == level:
                since = [*since, one] if all(one.claims.get(name) == claims.get(name) for name in _TERMS) else []
        if any(claims.items() <= one.claims.items() for one in since):
            return None
        if LEVELS.index(level) >= ASSIGNED:
            _check_assignable(office, offered, said.get("assignee"), anyway=anyway)
        return dict(claims)

    return office.half.say(ACKNOWLEDGED, subject, partner_of(office, offered), told, role, person)


def dispute(
    office: Office, subject: str, codes: Sequence[str], amount: str | None, role: str, person: str, why: str
) -> Attested | None:
    """Dispute a partner's paper: for the discrepancies named, or those that our record has open."""
    offered, document = _theirs(office, subject)
    claims = {"of": offered.entry, **objection(office, document, codes, amount, role, why)}
    partner = partner_of(office, offered)
    return office.half.say(DISPUTED, subject, partner, once(office, subject, DISPUTED, claims), role, person, why)


def acknowledgement(
    document: DocumentRow | None,
    level: str,
    role: str,
    said: Mapping[str, str | None],
    offered: Attested | None = None,
) -> dict[str, Any]:
    """The claims of an acknowledgement; UsageError where they cannot be meant.

    Where we do not have the paper, its offer says how much the whole is.
    """
    if LEVELS.index(level) >= ASSIGNED and not said.get("assignee"):
        raise UsageError("An assignment is acknowledged to somebody.", "Name who is to be paid with --assignee.")
    claims: dict[str, Any] = {"level": level, "role": role}
    claims |= whole_amount(document) if document is not None else _whole_offered(offered)
    if LEVELS.index(level) >= APPROVED:
        claims["set_off"] = NO_SET_OFF
    _check_amounts(claims.get("amount"), said.get("amount"), said.get("set_off"))
    return claims | {name: value for name, value in said.items() if value is not None}


def _whole_offered(offered: Attested | None) -> dict[str, Any]:
    """What an offer says is payable, and in which currency."""
    told = offered.claims if offered is not None else {}
    return {name: told[term] for name, term in _WHOLE.items() if term in told}


def objection(
    office: Office, document: DocumentRow | None, codes: Sequence[str], amount: str | None, role: str, why: str
) -> dict[str, Any]:
    """The claims of a dispute: the codes named, or those that our record has open; UsageError where there are none."""
    found = open_discrepancies(office, document) if document is not None else []
    named = sorted({*codes} or {row.code for row in found})
    if not named and not why:
        raise UsageError("Our record knows of nothing that does not fit.", "Name a code with --code, or say why.")
    stake = sum((row.amount for row in found if row.code in named and row.amount is not None), Decimal())
    claims: dict[str, Any] = {"codes": named, "role": role}
    if amount is not None or stake:
        claims |= {"amount": amount or format(stake, "f")}
        claims |= {"currency": document.currency} if document is not None and document.currency else {}
    return claims


def withdraw(
    office: Office, subject: str, role: str, person: str, why: str, what: str | None = None
) -> Attested | None:
    """Withdraw our own offer, or else what we said of a partner's: the last of it, or the last of `what`.

    That is "dispute", or a level. Where an assignment was acknowledged others rely on it, and on the papers of ours
    that it names: only a dispute is left then.
    """
    offered = _offer(office, subject)
    said = said_by_us(office, subject, DISPUTED, ACKNOWLEDGED)
    last = next((one for one in reversed(said) if _is_what(one, what)), None)
    about = offered if offered.author == office.us and what is None else last
    if about is None:
        raise UsageError("There is nothing of ours to withdraw about it.", "See 'counterfoil inbox'.")
    partner = partner_of(office, offered)
    buyer = partner if offered.author == office.us else office.us
    if about.kind != DISPUTED and level_said(office.half.facts(subject), offered, buyer) >= ASSIGNED:
        return _dispute_instead(office, offered, role, person, why)
    if about is offered and (invoices := list(_assigned_by(office, offered, partner))):
        made = [_dispute_instead(office, one, role, person, why) for one in invoices]
        return next((one for one in made if one is not None), None)
    return office.half.say(WITHDRAWN, subject, partner, lambda: {"of": about.entry}, role, person, why)


def is_relied_on(office: Office, ours: Attested) -> bool:
    """Was the assignment of an invoice acknowledged that is this offer of ours, or that was so by naming it?"""
    partner = partner_of(office, ours)
    is_bound = level_said(office.half.facts(ours.subject), ours, partner) >= ASSIGNED
    return is_bound or next(_assigned_by(office, ours, partner), None) is not None


def _dispute_instead(office: Office, offered: Attested, role: str, person: str, why: str) -> Attested | None:
    """Others rely on it: what would be withdrawn is disputed, once."""

    def told() -> dict[str, Any] | None:
        return None if _disputes(office, offered) else {"of": offered.entry, "codes": [], "role": role}

    return office.half.say(DISPUTED, offered.subject, partner_of(office, offered), told, role, person, why)


def _assigned_by(office: Office, ours: Attested, partner: str) -> Iterator[Attested]:
    """The invoices of a partner whose assignment we acknowledged by naming this paper of ours."""
    for subject in list(office.half.subjects_with(partner)):
        said = said_by_us(office, subject, ACKNOWLEDGED)
        binding = [one for one in said if one.rank >= ASSIGNED and ours.subject in one.leads_to]
        offered = offer_on(office, subject) if binding else None
        if offered is not None and any(one.of == offered.entry for one in binding):
            yield offered


def _as_approved(office: Office, subject: str, level: str, said: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """With the amount and the set-off that were approved last, where an assignment says neither."""
    if LEVELS.index(level) < ASSIGNED or said.get("amount") is not None or said.get("set_off") is not None:
        return said
    approvals = [one for one in said_by_us(office, subject, ACKNOWLEDGED) if one.rank >= APPROVED]
    last = approvals[-1] if approvals else None
    return {**said, "amount": last.claims.get("amount"), "set_off": last.set_off} if last is not None else said


def _disputes(office: Office, offered: Attested) -> list[Attested]:
    """Our disputes of an offer that stand."""
    return [one for one in said_by_us(office, offered.subject, DISPUTED) if one.of == offered.entry]


def _check_assignable(office: Office, offered: Attested, assignee: str | None, *, anyway: bool) -> None:
    """UsageError where others could not rely on it: it is disputed or not approved, or somebody else has it."""
    if _disputes(office, offered):
        hint = "Withdraw the dispute first: counterfoil withdraw ID --what dispute --role ROLE --why TEXT."
        raise UsageError("We dispute it still.", hint)
    if level_said(office.half.facts(offered.subject), offered, office.us) < APPROVED:
        raise UsageError(
            "It is not approved, so nobody can rely on it.", "Approve it first: counterfoil approve ID --role ROLE."
        )
    said = [one for one in said_by_us(office, offered.subject, ACKNOWLEDGED) if one.of == offered.entry]
    bound = [one.claims.get("assignee") for one in said if one.rank >= ASSIGNED]
    if bound and bound[-1] != assignee and not anyway:
        first = peer_at(office.home.store, bound[-1] or "")
        name = f"{first.name} ({first.company[:8]})" if first is not None else bound[-1] or "somebody else"
        hint = "Ask the partner who is to be paid; say --anyway where both are meant. Both are told."
        raise UsageError(f"Its assignment to {name} was acknowledged already.", hint)


def _is_what(fact: Attested, what: str | None) -> bool:
    """Is this dispute, or acknowledgement at a level, what a person means?"""
    return what in (None, "dispute" if fact.kind == DISPUTED else fact.claims["level"])


def _check_amounts(payable: str | None, amount: str | None, set_off: str | None) -> None:
    """What is accepted is no more than what is payable, and what is set off no more than what is accepted."""
    whole = Decimal(payable) if payable is not None else None
    accepted = Decimal(amount) if amount is not None else whole
    if accepted is not None and whole is not None and not min(whole, _ZERO) <= accepted <= max(whole, _ZERO):
        raise UsageError(f"{accepted:f} cannot be accepted of {whole:f}.", "Name what is accepted with --amount.")
    if set_off is not None and not 0 < Decimal(set_off) <= (accepted if accepted is not None else Decimal(set_off)):
        raise UsageError(f"{set_off} cannot be set off against {accepted}.", "Name less, and more than 0.")


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
