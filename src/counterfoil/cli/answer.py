"""`counterfoil acknowledge`, `approve`, `dispute` and `withdraw`: what a person says of a shared paper, as a role."""

import argparse
from collections.abc import Callable
from typing import Any

from counterfoil.cli._exchange import delivered, named, opened, reaching
from counterfoil.cli._output import print_json, say
from counterfoil.cli._person import person_of, reason_in
from counterfoil.errors import UsageError
from counterfoil.exchange import deciding
from counterfoil.exchange.attested import Attested
from counterfoil.exchange.half import Peer
from counterfoil.exchange.naming import Meant, meant
from counterfoil.exchange.notices import TO_TELL, note_assignee
from counterfoil.exchange.office import Office
from counterfoil.exchange.peers import named_peer
from counterfoil.flow.views import plain

Decide = Callable[[Office, str], Attested | None]
"""Attests what a person decided on a subject; None where it was said already."""


def acknowledge(options: argparse.Namespace) -> int:
    """Acknowledge a partner's paper at a level."""
    return _acknowledge(options, options.level)


def approve(options: argparse.Namespace) -> int:
    """Approve a partner's invoice."""
    return _acknowledge(options, "approved")


def dispute(options: argparse.Namespace) -> int:
    """Dispute a partner's paper."""
    person, why = person_of(options), reason_in(options.why) or ""
    codes, amount = tuple(options.code), plain(options.amount)

    def decide(office: Office, subject: str) -> Attested | None:
        return deciding.dispute(office, subject, codes, amount, _role(options), person, why)

    return _say(options, decide)


def withdraw(options: argparse.Namespace) -> int:
    """Withdraw what we offered or last said."""
    person, why = person_of(options), reason_in(options.why) or ""
    return _say(options, lambda office, subject: deciding.withdraw(office, subject, _role(options), person, why))


def _acknowledge(options: argparse.Namespace, level: str) -> int:
    person = person_of(options)

    def decide(office: Office, subject: str) -> Attested | None:
        assignee = getattr(options, "assignee", None)
        said = {
            "amount": plain(options.amount),
            "set_off": plain(options.set_off),
            "assignee": named_peer(office.home.store, assignee).company if assignee is not None else None,
        }
        return deciding.acknowledge(office, subject, level, _role(options), person, **said)

    return _say(options, decide)


def _say(options: argparse.Namespace, decide: Decide) -> int:
    """Attest, tell what was attested, and try to deliver it; a partner may be away."""
    with opened(options) as office:
        partner = named_peer(office.home.store, options.partner) if options.partner is not None else None
        about = meant(office, options.id, partner)
        if about.subject is None:
            raise UsageError("That is shared with no partner.", "See 'counterfoil inbox'; offer it with 'send'.")
        fact = decide(office, about.subject)
        if fact is not None:
            note_assignee(office, fact)
        peer = _partner(office, about.subject)
        if not options.json:
            _print(about, fact, peer)
        waits = _deliver(office, options, peer)
        sent = about.subject not in office.half.unsent(peer.company)
    if options.json:
        print_json(_row(about, fact, peer, sent=sent, why=waits))
    elif options.offline:
        say("It was not sent yet: the node does that, or 'counterfoil send --due'.")
    elif sent and fact is not None:
        say(f"{peer.name} has it.")
    return 0


def _deliver(office: Office, options: argparse.Namespace, peer: Peer) -> list[str]:
    if options.offline:
        return []
    told = [one for one in office.peers() if any(office.home.store.kept(TO_TELL, one.company.encode()))]
    with reaching(office) as transport:
        return delivered(office, transport, [peer, *(one for one in told if one != peer)])


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


def _row(about: Meant, fact: Attested | None, peer: Peer, *, sent: bool, why: list[str]) -> dict[str, Any]:
    document, claims = about.document, fact.claims if fact is not None else {}
    return {
        "subject": about.subject,
        "id": document.id.hex() if document is not None else None,
        "number": document.number if document is not None else None,
        "partner": named(peer),
        "said": fact.kind.partition("/")[0].partition(".")[2] if fact is not None else None,
        "entry": fact.entry if fact is not None else None,
        "level": claims.get("level"),
        "amount": claims.get("amount"),
        "currency": claims.get("currency"),
        "set_off": claims.get("set_off"),
        "assignee": claims.get("assignee"),
        "codes": list(claims.get("codes", ())),
        "role": claims.get("role"),
        "sent": sent,
        "why": [] if sent else why,
    }


def _print(about: Meant, fact: Attested | None, peer: Peer) -> None:
    document = about.document
    paper = f"{document.document} {document.number or ''}".strip() if document is not None else "the paper"
    if fact is None:
        say(f"That was said already of {paper} to {peer.name}.")
        return
    claims = fact.claims
    amount = f" {claims['amount']} {claims.get('currency', '')}".rstrip() if "amount" in claims else ""
    codes = f" ({', '.join(claims['codes'])})" if claims.get("codes") else ""
    off = f", less {claims['set_off']} set off" if "set_off" in claims else ""
    role = f" as {claims['role']}" if "role" in claims else ""
    what = _SAID.get(claims.get("level") or fact.kind.partition("/")[0].partition(".")[2], "Said")
    say(f"{what}{role}: {paper} of {peer.name},{amount}{off}{codes}".rstrip(",") + ".", "good")


_SAID = {
    "received": "Acknowledged as received",
    "matched": "Acknowledged as matched",
    "approved": "Approved",
    "assignment": "Assignment acknowledged",
    "undertaking": "Payment undertaken",
    "disputed": "Disputed",
    "withdrawn": "Withdrawn",
}
