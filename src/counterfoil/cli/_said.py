"""What was attested of a paper, in words and as JSON."""

from typing import Any

from counterfoil.cli._exchange import named
from counterfoil.cli._output import say
from counterfoil.exchange.answers.naming import Meant
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import OFFERED, WITHDRAWN, Attested, verb_of
from counterfoil.store import DocumentRow


def said_row(about: Meant, fact: Attested | None, peer: Peer) -> dict[str, Any]:
    """As JSON; `said` is null where it was said already."""
    document, claims = about.document, fact.claims if fact is not None else {}
    return {
        "subject": about.subject,
        "id": document.id.hex() if document is not None else None,
        "number": document.number if document is not None else None,
        "partner": named(peer),
        "said": verb_of(fact.kind) if fact is not None else None,
        "entry": fact.entry if fact is not None else None,
        "level": claims.get("level"),
        "amount": claims.get("amount"),
        "currency": claims.get("currency"),
        "set_off": fact.set_off if fact is not None else None,
        "assignee": claims.get("assignee"),
        "codes": list(claims.get("codes", ())),
        "role": claims.get("role"),
    }


def print_said(office: Office, document: DocumentRow | None, fact: Attested | None, peer: Peer) -> None:
    """In words."""
    paper = f"{document.document} {document.number or ''}".strip() if document is not None else "the paper"
    if fact is None:
        say(f"That was said already of {paper} to {peer.name}.")
        return
    if fact.kind == WITHDRAWN:
        say(f"Withdrawn: {_withdrawn(office, fact)} of {paper} ({peer.name}).", "notable")
        return
    claims = fact.claims
    what = _SAID.get(claims.get("level") or verb_of(fact.kind), "Said")
    role = f" as {claims['role']}" if "role" in claims else ""
    amount = f", {claims['amount']} {claims.get('currency', '')}".rstrip() if "amount" in claims else ""
    off = f", less {fact.set_off} set off" if fact.set_off is not None else ""
    codes = f" ({', '.join(claims['codes'])})" if claims.get("codes") else ""
    say(f"{what}{role}: {paper} of {peer.name}{amount}{off}{codes}.", "good")


def _withdrawn(office: Office, fact: Attested) -> str:
    """What it was that does not stand any more."""
    about = next((one for one in office.half.chain(fact.subject, office.us) if one.entry == fact.of), None)
    if about is None or about.kind == OFFERED:
        return "our offer"
    return f"our {_NOUNS.get(about.claims.get('level') or verb_of(about.kind), 'word')}"


_SAID = {
    "received": "Acknowledged as received",
    "matched": "Acknowledged as matched",
    "approved": "Approved",
    "assignment": "Assignment acknowledged",
    "undertaking": "Payment undertaken",
    "disputed": "Disputed",
}
_NOUNS = {
    "received": "acknowledgement",
    "matched": "acknowledgement",
    "approved": "approval",
    "assignment": "acknowledgement of the assignment",
    "undertaking": "payment undertaking",
    "disputed": "dispute",
}
