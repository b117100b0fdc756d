"""`counterfoil acknowledge`, `approve`, `dispute` and `withdraw`: what a person says of a shared paper, as a role."""

import argparse
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from counterfoil.cli._exchange import delivered, opened, reaching
from counterfoil.cli._inbox_words import in_words
from counterfoil.cli._output import print_json, say, tell
from counterfoil.cli._person import person_of, reason_in
from counterfoil.cli._response_file import ResponseFile
from counterfoil.cli._said import print_said, said_row
from counterfoil.errors import UsageError
from counterfoil.exchange.answers import deciding
from counterfoil.exchange.answers.naming import meant
from counterfoil.exchange.answers.overview import word_of
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.halves.relying import TO_TELL
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, DISPUTED, WITHDRAWN, Attested
from counterfoil.flow.views import plain
from counterfoil.model._base import Model
from counterfoil.store import DocumentRow
from counterfoil.texts.en.discrepancies import DISCREPANCIES


class _Decision(Model):
    """What a person says."""

    kind: str
    attest: Callable[[Office, str], Attested | None]
    """Says it of a shared paper; None where it was said already."""
    claims: Callable[[Office, DocumentRow], Mapping[str, Any]] | None = None
    """What it says of a paper that is shared with nobody."""


def acknowledge(options: argparse.Namespace) -> int:
    """Acknowledge a partner's paper at a level."""
    return _acknowledge(options, options.level)


def approve(options: argparse.Namespace) -> int:
    """Approve a partner's invoice."""
    return _acknowledge(options, "approved")


def dispute(options: argparse.Namespace) -> int:
    """Dispute a partner's paper."""
    role, person, why = _role(options), person_of(options), reason_in(options.why) or ""
    codes, amount = tuple(options.code), plain(options.amount)
    if unknown := [one for one in codes if one not in DISCREPANCIES]:
        raise UsageError(f"There is no discrepancy {unknown[0]!r}.", f"Known are {', '.join(sorted(DISCREPANCIES))}.")
    if options.amount is not None and options.amount <= 0:
        raise UsageError(f"{amount} cannot be in dispute.", "Name an amount above 0.")
    decision = _Decision(
        kind=DISPUTED,
        attest=lambda office, subject: deciding.dispute(office, subject, codes, amount, role, person, why),
        claims=lambda office, document: deciding.objection(office, document, codes, amount, role, why),
    )
    return _say(options, decision)


def withdraw(options: argparse.Namespace) -> int:
    """Withdraw what we offered or last said."""
    role, person, why = _role(options), person_of(options), reason_in(options.why) or ""

    def attest(office: Office, subject: str) -> Attested | None:
        return deciding.withdraw(office, subject, role, person, why, options.what)

    return _say(options, _Decision(kind="", attest=attest))


def _acknowledge(options: argparse.Namespace, level: str) -> int:
    role, person = _role(options), person_of(options)
    anyway: bool = getattr(options, "anyway", False)

    def said(office: Office) -> dict[str, str | None]:
        named: str | None = getattr(options, "assignee", None)
        assignee = named_peer(office.home.store, named).company if named is not None else None
        return {"amount": plain(options.amount), "set_off": plain(options.set_off), "assignee": assignee}

    def attest(office: Office, subject: str) -> Attested | None:
        return deciding.acknowledge(office, subject, level, role, person, anyway=anyway, **said(office))

    decision = _Decision(
        kind=ACKNOWLEDGED,
        attest=attest,
        claims=lambda office, document: deciding.acknowledgement(document, level, role, said(office)),
    )
    return _say(options, decision)


def _say(options: argparse.Namespace, decision: _Decision) -> int:
    """Attest, tell what was attested, and try to deliver it; a partner may be away."""
    response = ResponseFile(getattr(options, "response", None), person_of(options))
    with opened(options) as office:
        partner = named_peer(office.home.store, options.partner) if options.partner is not None else None
        about = meant(office, options.id, partner)
        response.check(office, about.document)
        if about.subject is None:
            return _say_by_response(office, options, decision, about.document, response)
        peer = _partner(office, about.subject)
        fact = decision.attest(office, about.subject)
        subject = about.subject if fact is None else fact.subject
        if subject != about.subject:  # what is disputed instead of what was named
            about = meant(office, subject)
        if not options.json:
            print_said(office, about.document, fact, peer)
        written = _respond(office, decision, about.document, subject, fact, response)
        waits = _deliver(office, options, peer)
        is_sent = subject not in office.half.unsent(peer.company)
        stands = word_of(office.us, *_offer_of(office, subject))
    if options.json:
        print_json({**said_row(about, fact, peer), "sent": is_sent, "why": [] if is_sent else waits, **written})
        return 0
    if not decision.kind and fact is not None and fact.kind == DISPUTED:
        tell("Its assignment was acknowledged and others rely on that, so this is a dispute and no withdrawal.")
    if fact is not None and fact.kind == WITHDRAWN and (left := in_words(stands)):
        tell(f"What we say of it now: {left}.")
    if decision.kind == ACKNOWLEDGED and stands.is_disputed:
        hint = "counterfoil withdraw ID --what dispute --role ROLE --why TEXT"
        tell(f"We dispute it still, and so it does not count as approved: {hint}.")
    if options.offline:
        say("It was not sent yet: the node does that, or 'counterfoil send --due'.")
    elif is_sent and fact is not None:
        say(f"{peer.name} has it.")
    return 0


def _say_by_response(
    office: Office,
    options: argparse.Namespace,
    decision: _Decision,
    document: DocumentRow | None,
    response: ResponseFile,
) -> int:
    """Say it by a response alone: the paper is shared with no partner."""
    if document is None or decision.claims is None or not response.is_asked:
        hint = "See 'counterfoil inbox'. To answer an invoice through Peppol alone, say --response FILE."
        raise UsageError("That is shared with no partner, so there is nobody to say it to.", hint)
    claims = decision.claims(office, document)
    written = response.write(office, document, decision.kind, claims, secrets.token_hex(16))
    if options.json:
        print_json({"id": document.id.hex(), "number": document.number, "partner": None, **claims, **written})
    else:
        say("It is shared with no partner's node: only the response says it, and nobody signed that.")
    return 0


def _respond(
    office: Office,
    decision: _Decision,
    document: DocumentRow | None,
    subject: str,
    fact: Attested | None,
    response: ResponseFile,
) -> dict[str, Any]:
    """Write the response, too; for what was said already, out of what was said then."""
    if not response.is_asked:
        return {}
    said = [one for one in office.half.chain(subject, office.us) if one.kind == decision.kind]
    meant_fact = fact or said[-1]
    return response.write(office, document, meant_fact.kind, meant_fact.claims, meant_fact.entry)


def _deliver(office: Office, options: argparse.Namespace, peer: Peer) -> list[str]:
    """Send it to the partner, and to others who rely on it."""
    if options.offline:
        return []
    told = [one for one in office.peers() if any(office.home.store.kept(TO_TELL, one.company.encode()))]
    with reaching(office) as transport:
        return delivered(office, transport, [peer, *(one for one in told if one != peer)])


def _offer_of(office: Office, subject: str) -> tuple[Attested, list[Attested]]:
    facts = office.half.facts(subject)
    return facts[0], facts


def _partner(office: Office, subject: str) -> Peer:
    peer = office.half.peer(office.half.partner(subject) or "")
    if peer is None:
        raise UsageError("We do not exchange with that partner any more.", "Add it again with 'counterfoil peer add'.")
    return peer


def _role(options: argparse.Namespace) -> str:
    role: str = options.role.strip()
    if not role:
        raise UsageError("The role is empty.", "Say as what you decide, such as --role 'head of buying'.")
    return role
