"""Whom a paper may be offered to without a second look: what has left the house does not come back."""

from counterfoil.errors import UsageError
from counterfoil.exchange.answers.offering import paper_of
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.incoming import is_by
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import OFFERED
from counterfoil.store import DocumentRow

_BY_BUYER = frozenset({"order", "receipt-advice"})
_ANYWAY = "If that is meant, say --anyway."


def check_is_meant(office: Office, document: DocumentRow, peer: Peer) -> None:
    """UsageError where we did not issue a paper, where it names another company than the partner, or where its file
    holds others, which would go with it.

    A name under which papers were offered to this partner before, knowingly, is taken for the partner's.
    """
    named = f"{document.document} {document.number or document.id.hex()[:12]}"
    if document.role != ("buyer" if document.document in _BY_BUYER else "seller"):
        issuer = f"by {document.issuer}" if document.issuer else "by somebody else"
        raise UsageError(f"{named} was issued {issuer}: its issuer offers it.", _ANYWAY)
    others = len(office.home.store.documents_in(document.original)) - 1
    if others:
        rest = "another document" if others == 1 else f"{others} other documents"
        raise UsageError(
            f"{named} stands in one file with {rest}, and the whole file would go to {peer.name}.", _ANYWAY
        )
    if document.partner is not None and not is_by(document.partner, peer) and not _was_meant(office, document, peer):
        raise UsageError(f"{named} names {document.partner}, and not {peer.name}, to whom it would go.", _ANYWAY)


def _was_meant(office: Office, document: DocumentRow, peer: Peer) -> bool:
    """Did we offer this partner a paper that names the same company?"""
    for subject in list(office.half.subjects_with(peer.company)):
        ours = [one for one in office.half.read(subject) if one.kind == OFFERED and one.author == office.us]
        before = [paper_of(office, one) for one in ours]
        if any(row is not None and row.partner == document.partner for row in before):
            return True
    return False
