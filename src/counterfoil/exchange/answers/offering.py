"""What we offer a partner of our own record: a paper of trade with its terms, its verdict, and what it refers to."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from counterfoil.errors import UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import CHECKED, CREDITED, OFFERED, PAPERS, REFERS, WITHDRAWN, Attested
from counterfoil.exchange.proof.withdrawn import not_withdrawn
from counterfoil.flow.evidence import checked
from counterfoil.flow.facts import PROGRAM
from counterfoil.flow.home import READER
from counterfoil.flow.recall import Recall
from counterfoil.model.link import LinkState
from counterfoil.model.summary import TradeSummary
from counterfoil.store import DocumentRow, LinkRow

HOLDS = frozenset({LinkState.CERTAIN.value, LinkState.CONFIRMED.value})
"""States of links that we stand behind."""
_INTERNAL = frozenset({"type", "file", "format", "position", "role", "original"})
"""Claims of our own record that are of no concern to others."""
_ENVELOPE = frozenset(
    {"kind", "subject", "actor", "recorded", "reader", "to", "seq", "previous", "original", "refers", "predecessor"}
)
"""What an offer says beside the terms of its paper."""
_TERMS = frozenset(
    {
        *("number", "issued", "due", "currency", "net", "tax", "total", "payable", "paid"),
        *("seller", "buyer", "payee", "lines"),
    }
)
"""Terms that every version reads, and that matter most."""
_claims = msgspec.json.Decoder(dict[str, Any]).decode


def offer(office: Office, document: DocumentRow, peer: Peer, actor: str, person: str | None = None) -> Attested:
    """Offer a paper to a partner, with its verdict; what was offered already is not offered again.

    The partner sees the actor; which person stands behind it stays in our log.
    """
    if document.document not in PAPERS:
        raise UsageError(f"A {document.document} is not exchanged.", f"Exchanged are: {', '.join(PAPERS)}.")
    shared = _shared_of_file(office, document, peer.company)
    if shared is not None and not is_of(shared, document):
        other = f"{shared.claims['document']} {shared.claims.get('number', '')}".strip()
        hint = "A file is exchanged once, for one document: offer this one out of a file of its own."
        raise UsageError(f"Of the same file {other} is shared with {peer.name} already.", hint)
    offered = shared or office.half.say(
        OFFERED, None, peer.company, lambda: _terms(office, document, peer), actor, person
    )
    if offered is None:
        raise AssertionError("an offer on a new subject is always made")
    if offered.author == office.us:
        tell_verdict(office, offered, document)
        for invoice, claims in _credited(office, document, offered):
            _take_up(office, invoice, peer, document)
            office.half.say(CREDITED, invoice, peer.company, once(office, invoice, CREDITED, claims), actor)
    return offered


def offered_as(office: Office, document: DocumentRow, company: str) -> Attested | None:
    """The offer that stands of a document, between a partner and us; not that of another document of its file."""
    shared = _shared_of_file(office, document, company)
    return shared if shared is not None and is_of(shared, document) else None


def offer_on(office: Office, subject: str) -> Attested | None:
    """The offer that stands on a subject; None where it was withdrawn."""
    return next(iter(not_withdrawn(office.half.facts(subject), OFFERED)), None)


def document_of(office: Office, offered: Attested) -> DocumentRow | None:
    """The document of our own record that an offer is about: out of the same bytes, and saying what it says.

    Else a company could offer much and send a paper of little: what we answer would be about the one and the other.
    """
    row = paper_of(office, offered)
    return None if row is None or differing(office, offered, row) else row


def paper_of(office: Office, offered: Attested) -> DocumentRow | None:
    """The document of our own record out of the bytes that an offer names, of the same kind and number."""
    original = offered.claims.get("original")
    if not isinstance(original, str):
        return None
    rows = office.home.store.documents_in(bytes.fromhex(original))
    return next((row for row in rows if is_of(offered, row)), None)


def is_of(offered: Attested, row: DocumentRow) -> bool:
    """Is a document of the kind and number that was offered? One file may hold several."""
    return (row.document, row.number) == (offered.claims["document"], offered.claims.get("number"))


def differing(office: Office, offered: Attested, row: DocumentRow) -> list[str]:
    """The terms of a partner's offer that its paper, as we read it, does not have, by name.

    Another version of the program may read more of a paper, or less: what only one of them tells does not differ then,
    unless it is one of the terms that matter most.
    """
    recorded = office.home.store.summaries([row.id]).get(row.id) if offered.author != office.us else None
    if recorded is None:
        return []
    ours = {name: value for name, value in _claims(recorded).items() if name not in _INTERNAL}
    told = {name: value for name, value in offered.claims.items() if name not in _ENVELOPE}
    if offered.claims.get("reader") == READER:
        return sorted(name for name in ours.keys() | told.keys() if ours.get(name) != told.get(name))
    return sorted(name for name in told if not (_agree(told[name], ours[name]) if name in ours else name not in _TERMS))


def _agree(told: Any, ours: Any) -> bool:
    """Is it the same, as far as both versions tell it?"""
    if isinstance(told, dict) and isinstance(ours, dict):
        return all(_agree(told[name], ours[name]) for name in told.keys() & ours.keys())
    if isinstance(told, list) and isinstance(ours, list):
        return len(told) == len(ours) and all(map(_agree, told, ours))
    return bool(told == ours)


def tell_verdict(office: Office, offered: Attested, document: DocumentRow) -> None:
    """Attest what our check of an offered paper by the official rules gave."""
    if document.valid is None:
        return
    found = checked(office.home, document)
    claims = {
        "of": offered.entry,
        "valid": document.valid,
        "rulebooks": list(found.rulebooks),
        "findings": [{"rule": one.rule, "severity": one.severity.value} for one in found.findings],
    }
    partner = partner_of(office, offered)
    office.half.say(CHECKED, offered.subject, partner, once(office, offered.subject, CHECKED, claims), PROGRAM)


def refers(office: Office, document: DocumentRow, partner: str) -> list[dict[str, str]]:
    """The links from a paper to others that we share with the same partner."""
    links = [row for row in office.home.store.links_from([document.id]) if row.kind in REFERS and row.state in HOLDS]
    return shared_ends(office, links, partner)


def shared_ends(office: Office, links: list[LinkRow], partner: str) -> list[dict[str, str]]:
    """Where links lead, as far as we share that with a partner: kind and subject."""
    documents = office.home.store.documents_by_id(sorted({row.target for row in links}))
    found = set[tuple[str, str]]()
    for row in links:
        target = documents.get(row.target)
        offered = offered_as(office, target, partner) if target is not None else None
        if offered is not None:
            found.add((row.kind, offered.subject))
    return [{"kind": kind, "subject": subject} for kind, subject in sorted(found)]


def _shared_of_file(office: Office, document: DocumentRow, company: str) -> Attested | None:
    """The offer that stands of a document's file."""
    subject = office.half.subject_of(document.original, company)
    return offer_on(office, subject) if subject else None


def _terms(office: Office, document: DocumentRow, peer: Peer) -> dict[str, Any] | None:
    """The claims of an offer: the summary that our record keeps, which file it is, and what it refers to."""
    recorded = office.home.store.summaries([document.id]).get(document.id)
    if recorded is None:
        raise UsageError("What this document said was forgotten, so it cannot be offered.")
    told = {name: value for name, value in _claims(recorded).items() if name not in _INTERNAL}
    told |= {"document": document.document, "original": document.original.hex()}
    if found := refers(office, document, peer.company):
        told["refers"] = found
    return told


def _credited(office: Office, document: DocumentRow, offered: Attested) -> Iterator[tuple[str, dict[str, Any]]]:
    """The subjects of the invoices that a credit note credits, with what is attested of each."""
    for one in offered.claims.get("refers", ()):
        invoice = offer_on(office, one["subject"]) if one["kind"] == "credits" else None
        if invoice is not None and document.amount is not None:
            claims = {"of": invoice.entry, "credit_note": offered.subject}
            yield one["subject"], claims | amount_credited(office, document)


def amount_credited(office: Office, note: DocumentRow) -> dict[str, Any]:
    """What a credit note takes off the invoice that it names; of several nobody can tell how much of each."""
    from counterfoil.matching.mentions import invoices_named  # linking, which who only looks does not need

    recorded = Recall(office.home.store).get([note.id]).get(note.id)
    summary = recorded.summary if recorded is not None else None
    if note.amount is None or (isinstance(summary, TradeSummary) and len(invoices_named(summary)) > 1):
        return {}
    return {"amount": format(note.amount, "f")} | ({"currency": note.currency} if note.currency else {})


def _take_up(office: Office, invoice: str, peer: Peer, document: DocumentRow) -> None:
    """What was told of a credit note by its number alone is told by the paper from now on, and not twice."""
    for one in said_by_us(office, invoice, CREDITED):
        if "credit_note" not in one.claims and one.claims.get("number") == document.number:
            told = once(office, invoice, WITHDRAWN, {"of": one.entry})
            office.half.say(WITHDRAWN, invoice, peer.company, told, PROGRAM)


def once(office: Office, subject: str, kind: str, claims: dict[str, Any]) -> Callable[[], dict[str, Any] | None]:
    """These claims, unless we have attested the same on this subject already, and not withdrawn it."""

    def told() -> dict[str, Any] | None:
        said = said_by_us(office, subject, kind)
        return None if any(claims.items() <= one.claims.items() for one in said) else dict(claims)

    return told


def said_by_us(office: Office, subject: str, *kinds: str) -> list[Attested]:
    """What we attested of these kinds on a subject and did not withdraw, in order."""
    return not_withdrawn(office.half.chain(subject, office.us), *kinds)


def partner_of(office: Office, fact: Attested) -> str:
    """The id of the company that we share a fact with."""
    partner = office.half.partner(fact.subject)
    if partner is None:
        raise AssertionError("a fact between companies has a partner")
    return partner
