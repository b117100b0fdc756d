"""A dossier of an invoice out of what is held, for one reader: put together, and read as that reader will read it."""

from collections.abc import Sequence
from hashlib import sha256

from msgspec.structs import replace

from counterfoil.errors import HomeError, UsageError
from counterfoil.exchange.assembling import assemble
from counterfoil.exchange.attested import OFFERED, Attested
from counterfoil.exchange.choosing import ALL, Choice, choose, parse_choice
from counterfoil.exchange.dossier import BYTES_MAX, Dossier
from counterfoil.exchange.gathering import gather, pieces_of
from counterfoil.exchange.inferring import Inference, infer
from counterfoil.exchange.offering import document_of, offer_on
from counterfoil.exchange.office import Office
from counterfoil.exchange.reader import Reader
from counterfoil.exchange.refreshing import witnesses_of
from counterfoil.exchange.showing import Showing, titles
from counterfoil.exchange.trust import Trust, TrustedCompany
from counterfoil.exchange.verification import Verified, verify_dossier
from counterfoil.log.key_binding import Challenge
from counterfoil.log.note import Verifier
from counterfoil.log.quorum import Quorum
from counterfoil.model._base import Model
from counterfoil.model.summary import INVOICE
from counterfoil.store import DocumentRow

_NAMES_MAX = 5
_ITSELF = "it is this company"


class Disclosure(Model):
    """What would be shown, and what can be inferred of the rest."""

    showings: tuple[Showing, ...]
    titles: tuple[str, ...]
    """What to call each fact."""
    inferences: tuple[Inference, ...]
    originals: tuple[bytes, ...] = ()

    @property
    def is_in_vain(self) -> bool:
        """Does what is disclosed determine something that is withheld?"""
        return any(one.is_certain for one in self.inferences)


class Proven(Model):
    """A dossier as it is handed out, and what it is worth to somebody who trusts all companies in it."""

    dossier: Dossier
    verified: Verified
    unwitnessed: str | None = None
    """Why a reader who asks for a witness, whichever of those that we know, would refuse it."""


def dossier_of(
    office: Office, invoice: str, challenge: Challenge, choice: Choice = (), *, with_original: bool = False
) -> Dossier:
    """The dossier of the invoice on a subject, out of what is held; what can be inferred from it is not looked at."""
    shown = disclose(office, gather(office, invoice).facts, choice, with_original=with_original)
    return prove(office, shown, challenge).dossier


def invoice_subject(office: Office, document: DocumentRow) -> str:
    """The subject on which an invoice is shared; of several the one with most facts. UsageError where there is none."""
    if document.document != INVOICE:
        raise UsageError(f"This is a document of the kind {document.document}, and no invoice.", "Name an invoice.")
    shared = [office.half.subject_of(document.original, peer.company) for peer in office.peers()]
    found = [one for one in shared if one is not None and _is_of(office, one, document)]
    if not found:
        raise UsageError(
            f"The invoice {document.number} was not exchanged with a partner, so nobody has attested to it.",
            "Offer it with 'counterfoil send', and prove it once it is answered.",
        )
    return max(found, key=lambda one: len(office.half.facts(one)))


def disclose(office: Office, facts: Sequence[Attested], choice: Choice, *, with_original: bool = False) -> Disclosure:
    """What the facts show by this choice, with the invoice's original or without it, and what follows from that."""
    showings = choose(facts, choice)
    originals = _take_original(office, showings) if with_original else ()
    named = titles(facts)
    return Disclosure(
        showings=tuple(showings),
        titles=tuple(named[one.entry] for one in facts),
        inferences=tuple(infer(showings, {sha256(one).hexdigest() for one in originals})),
        originals=originals,
    )


def remedy(office: Office, facts: Sequence[Attested], choice: Choice, *, with_original: bool = False) -> list[str]:
    """The names to disclose beside what was chosen, so that nothing is withheld in vain."""
    names = list[str]()
    while True:
        wishes = [*choice, *parse_choice(names)]
        found = disclose(office, facts, wishes, with_original=with_original)
        more = {one.path.partition("/")[0] for one in found.inferences if one.is_certain}
        if not more.difference(names):
            return names if len(names) <= _NAMES_MAX else [ALL]
        names += sorted(more.difference(names))


def prove(office: Office, shown: Disclosure, challenge: Challenge) -> Proven:
    """The dossier that shows this for this reader and occasion, once it holds for that reader; HomeError where not."""
    pieces = pieces_of(office, shown.showings, shown.originals)
    dossier = assemble(pieces, office.identity.key, challenge, office.now())
    data = dossier.data
    if len(data) > BYTES_MAX:
        raise HomeError(f"The dossier has {len(data):,} bytes, more than {BYTES_MAX:,}.", "Leave the original out.")
    verified = verify_dossier(data, _reader(office, challenge, []))
    if not verified.consistent:
        raise HomeError(f"The dossier would be refused ({verified.reason}). {verified.message}", "Ask the partner.")
    witnessed = verify_dossier(data, _reader(office, challenge, witnesses_of(office)))
    return Proven(dossier=dossier, verified=verified, unwitnessed=witnessed.message)


def _is_of(office: Office, subject: str, document: DocumentRow) -> bool:
    offered = offer_on(office, subject)
    found = document_of(office, offered) if offered is not None else None
    return found is not None and found.id == document.id


def _take_original(office: Office, showings: list[Showing]) -> tuple[bytes, ...]:
    """The invoice's original; its hash is shown, without which it would be none of the dossier's."""
    place = next(at for at, one in enumerate(showings) if one.fact.kind == OFFERED)
    invoice = showings[place]
    named = invoice.value("original")
    data = office.half.original(named) if isinstance(named, str) else None
    if data is None:
        raise UsageError("The original of the invoice is not in our record.", "Prove it without --original.")
    showings[place] = replace(invoice, shown=invoice.shown | {"original"})
    return (data,)


def _reader(office: Office, challenge: Challenge, witnesses: Sequence[Verifier]) -> Reader:
    """Somebody who trusts all companies that we know and us, and asks for one of these witnesses if there are any."""
    ours, home = office.identity, office.home
    companies = [
        TrustedCompany(
            name=home.settings.owner.name,
            id=office.us,
            keys=frozenset(ours.known.keyring.keys),
            logs=frozenset({home.vkey()}),
            assurance=_ITSELF,
        )
    ]
    companies += [
        TrustedCompany(
            name=one.name,
            id=one.company,
            keys=frozenset(one.keys),
            logs=frozenset(one.logs),
            assurance="; ".join(one.assurances),
        )
        for one in office.peers()
    ]
    quorum = Quorum(threshold=1, members=tuple(witnesses)) if witnesses else None
    trust = Trust(companies={one.id: one for one in companies}, quorum=quorum)
    return Reader(now=office.now(), trust=trust, audience=challenge.audience, nonce=challenge.nonce)
