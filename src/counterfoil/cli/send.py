"""`counterfoil send`: documents are offered to a partner, and what waits is sent."""

import argparse
from collections.abc import Sequence
from typing import Any

from counterfoil.cli._exchange import delivered, named, opened, reaching
from counterfoil.cli._output import print_json, say
from counterfoil.cli._person import person_of
from counterfoil.cli._words import counted, money
from counterfoil.errors import UsageError
from counterfoil.exchange.answers.offering import offer, offered_as
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.nodes.key_news import is_untold
from counterfoil.exchange.proof.attested import PAPERS, Attested
from counterfoil.flow.facts import PROGRAM
from counterfoil.flow.restored import check_may_speak
from counterfoil.flow.views import plain, resolve
from counterfoil.store import DocumentRow

OFFERED, ALREADY, THEIRS = "offered", "already-offered", "offered-by-partner"
_BEFORE = ("order", "order-response", "despatch-advice", "receipt-advice", "invoice", "credit-note")
"""What others refer to goes first: links are told to what is shared already."""


def send(options: argparse.Namespace) -> int:
    """Offer documents and send them; 1 where something could not be sent now."""
    from counterfoil.exchange.answers.outgoing import check_is_meant

    _check(options)
    with opened(options) as office:
        peer = named_peer(office.home.store, options.to) if options.to is not None else None
        if not options.id:
            return _send_due(office, options, [peer] if peer is not None else office.peers())
        assert peer is not None
        ids = dict.fromkeys(resolve(office.home, prefix, "document") for prefix in options.id)
        rows = _in_order(office.home.store.documents_by_id(list(ids)), list(ids))
        for row in rows if not options.anyway else ():
            if offered_as(office, row, peer.company) is None:
                check_is_meant(office, row, peer)
        offered = [(row, *_offered(office, row, peer, person_of(options))) for row in rows]
        for row, status, _ in offered if not options.json else ():
            say(f"{_SAID[status]}: {_paper(row)} to {peer.name}.", "" if status == ALREADY else "good")
        waits = _deliver(office, options, [peer])
        unsent = set(office.half.unsent(peer.company))
    if options.json:
        for row, status, fact in offered:
            print_json(_row(row, peer, status, fact, sent=fact.subject not in unsent, why=waits))
    elif options.offline:
        say("Nothing was sent yet: the node does that, or 'counterfoil send --due'.")
    elif not waits:
        say(f"{peer.name} has all that we offered it.")
    return 1 if waits else 0


def _check(options: argparse.Namespace) -> None:
    if bool(options.id) == options.due:
        raise UsageError("It is not said what to send.", "Name documents, or say --due for all that waits.")
    if options.id and options.to is None:
        raise UsageError("It is not said to whom.", "Name a partner with --to; see 'counterfoil peers'.")
    if options.due and options.offline:
        raise UsageError("--due sends what waits, and --offline sends nothing.", "Say one of them.")


def _send_due(office: Office, options: argparse.Namespace, peers: Sequence[Peer]) -> int:
    """Send all that waits, whenever it was last tried."""
    check_may_speak(office.home)
    failed = False
    with reaching(office) as transport:
        for peer in peers:
            before, news = len(office.half.unsent(peer.company)), is_untold(office.home.store, peer)
            waits = delivered(office, transport, [peer])
            left = len(office.half.unsent(peer.company))
            failed = failed or bool(waits)
            if options.json:
                print_json({"partner": named(peer), "sent": before - left, "unsent": left, "why": waits})
            elif not waits:
                keys = " It knows our new keys." if news else ""
                say(f"{peer.name}: {counted(before, 'paper') + ' sent' if before else 'no paper waited'}.{keys}")
    if not peers and not options.json:
        say("There are no partners. Next: counterfoil peer add URL")
    return 1 if failed else 0


def _deliver(office: Office, options: argparse.Namespace, peers: Sequence[Peer]) -> list[str]:
    if options.offline:
        return []
    with reaching(office) as transport:
        return delivered(office, transport, peers)


def _offered(office: Office, row: DocumentRow, peer: Peer, person: str) -> tuple[str, Attested]:
    known = offered_as(office, row, peer.company)
    fact = offer(office, row, peer, PROGRAM, person)
    if fact.author != office.us:
        return THEIRS, fact
    return (ALREADY if known is not None else OFFERED), fact


def _in_order(rows: dict[bytes, DocumentRow], ids: Sequence[bytes]) -> list[DocumentRow]:
    """By what refers to what, and else as they were named; UsageError before anything is offered."""
    found = [rows[id] for id in ids]
    for row in found:
        if row.document not in PAPERS:
            raise UsageError(f"{_paper(row)} cannot be offered.", f"Kinds that are exchanged: {', '.join(PAPERS)}.")
    return sorted(found, key=lambda row: _BEFORE.index(row.document))


def _paper(row: DocumentRow) -> str:
    amount = money({"amount": plain(row.amount), "currency": row.currency})
    return f"{row.document} {row.number or row.id.hex()[:12]}" + (f" ({amount})" if amount else "")


def _row(row: DocumentRow, peer: Peer, status: str, fact: Attested, *, sent: bool, why: list[str]) -> dict[str, Any]:
    return {
        "id": row.id.hex(),
        "document": row.document,
        "number": row.number,
        "amount": plain(row.amount),
        "currency": row.currency,
        "partner": named(peer),
        "subject": fact.subject,
        "status": status,
        "sent": sent,
        "why": [] if sent else why,
    }


_SAID = {OFFERED: "Offered", ALREADY: "Offered already", THEIRS: "The partner offered it to us itself"}
