"""Which shared paper a person means: by the id of our document, or by that of the subject, shortened as in git."""

from counterfoil.errors import UsageError
from counterfoil.exchange.answers.offering import document_of, is_of, offer_on
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.flow.views import resolve
from counterfoil.model._base import Model
from counterfoil.store import DocumentRow

_HEX = frozenset("0123456789abcdef")


class Meant(Model):
    """A document of our record, and the subject under which we share it; one of them may not be there."""

    document: DocumentRow | None
    subject: str | None


def meant(office: Office, prefix: str, partner: Peer | None = None) -> Meant:
    """What an id means. UsageError where it means nothing, or several subjects and no partner tells which."""
    wanted = prefix.strip().lower()
    subjects = _begun(office, wanted, partner)
    documents = [id for _, id in office.home.store.resolve(wanted, "document")] if wanted else []
    if len(subjects) == 1 and not documents:
        offered = offer_on(office, subjects[0])
        return Meant(document=document_of(office, offered) if offered else None, subject=subjects[0])
    if subjects:
        some = ", ".join(one[:16] for one in (*subjects, *(id.hex() for id in documents)))
        raise UsageError(f"More than one paper has an id that begins with {prefix!r}: {some}.", "Give more of it.")
    document = office.home.store.documents_by_id([resolve(office.home, prefix, "document")])
    (row,) = document.values()
    return Meant(document=row, subject=subject_with(office, row, partner))


def subject_with(office: Office, document: DocumentRow, partner: Peer | None) -> str | None:
    """The subject under which we share a document, with this partner or with whichever; UsageError with several."""
    peers = office.peers() if partner is None else [partner]
    found = dict[str, Peer]()
    for peer in peers:
        subject = office.half.subject_of(document.original, peer.company)
        offered = offer_on(office, subject) if subject else None
        if subject and offered and is_of(offered, document):
            found[subject] = peer
    if len(found) > 1:
        names = ", ".join(f"{peer.name} ({subject[:8]})" for subject, peer in found.items())
        raise UsageError(f"It is shared with more than one partner: {names}.", "Name one with --partner.")
    return next(iter(found), None)


def _begun(office: Office, wanted: str, partner: Peer | None) -> list[str]:
    """The subjects whose ids begin so."""
    if not wanted or not _HEX.issuperset(wanted):
        return []
    only = partner.company if partner is not None else None
    return [one for one, company in office.half.subjects(wanted) if only in (None, company)]
