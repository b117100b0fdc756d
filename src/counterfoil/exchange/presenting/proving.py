"""A dossier of an invoice out of what is held, for one reader: put together, and read as that reader will read it."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from msgspec.structs import replace

from counterfoil.errors import HomeError, UsageError
from counterfoil.exchange.answers.naming import Meant
from counterfoil.exchange.answers.offering import offer_on
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.partners.trust_file import trust_file
from counterfoil.exchange.presenting.assembling import assemble
from counterfoil.exchange.presenting.choosing import ALL, Choice, choose, parse_choice
from counterfoil.exchange.presenting.gathering import pieces_of
from counterfoil.exchange.presenting.inferring import EARLIER, Inference, infer
from counterfoil.exchange.presenting.refreshing import witnesses_of
from counterfoil.exchange.presenting.showing import Showing, titles
from counterfoil.exchange.proof.attested import OFFERED, Attested
from counterfoil.exchange.proof.checkpoints import check_logs
from counterfoil.exchange.proof.dossier import BYTES_MAX, Dossier, Parts
from counterfoil.exchange.proof.reader import Reader
from counterfoil.exchange.proof.refusal import RefusedError
from counterfoil.exchange.proof.trust import parse_trust
from counterfoil.exchange.proof.verification import Verified, verify_dossier
from counterfoil.log.key_binding import Challenge
from counterfoil.log.quorum import Quorum
from counterfoil.model._base import Model
from counterfoil.model.summary import INVOICE

_NAMES_MAX = 5


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


def invoice_subject(office: Office, found: Meant) -> str:
    """The subject of an invoice that a person means; UsageError where it is none, or nobody has attested to it."""
    offered = offer_on(office, found.subject) if found.subject is not None else None
    kind = offered.claims["document"] if offered is not None else found.document.document if found.document else INVOICE
    if kind != INVOICE:
        raise UsageError(f"This is a document of the kind {kind}, and no invoice.", "Name an invoice.")
    if offered is None:
        _check_not_removed(office, found)
        raise UsageError(
            "The invoice is not shared with a partner, so nobody has attested to it.",
            "Offer it with 'counterfoil send', and prove it once it is answered.",
        )
    return offered.subject


def _check_not_removed(office: Office, found: Meant) -> None:
    """UsageError where an invoice is shared with whom we exchange nothing any more."""
    shared = office.half.subjects_of(found.document.original) if found.document is not None else ()
    gone = [company for _, company in shared if office.half.peer(company) is None]
    if gone:
        raise UsageError(
            f"The invoice is shared with the company {gone[0][:8]}, which is no partner any more.",
            "Add it again with 'counterfoil peer add'.",
        )


def disclose(office: Office, facts: Sequence[Attested], choice: Choice, *, with_original: bool = False) -> Disclosure:
    """What the facts show by this choice, with the invoice's original or without it, and what follows from that."""
    chosen = choose(facts, choice)
    showings, originals = _with_original(office, chosen) if with_original else (chosen, ())
    named = titles(facts)
    return Disclosure(
        showings=tuple(showings),
        titles=tuple(named[one.entry] for one in facts),
        inferences=tuple(infer(showings, {sha256(one).hexdigest() for one in originals})),
        originals=originals,
    )


def remedy(office: Office, facts: Sequence[Attested], choice: Choice, *, with_original: bool = False) -> list[str]:
    """The names to disclose beside what was chosen, so that nothing is withheld in vain."""
    return remedy_by(lambda wishes: disclose(office, facts, wishes, with_original=with_original), choice)


def remedy_by(look: Callable[[Choice], Disclosure], choice: Choice) -> list[str]:
    """The names, where `look` gives what a choice discloses; none where whatever is disclosed does not help."""
    names = list[str]()
    while True:
        found = look([*choice, *parse_choice(names)])
        more = {one.path.partition("/")[0] for one in found.inferences if one.is_certain and one.fact != EARLIER}
        if not more.difference(names):
            names = [] if found.is_in_vain else names
            return names if len(names) <= _NAMES_MAX else [ALL]
        names += sorted(more.difference(names))


def prove(office: Office, shown: Disclosure, challenge: Challenge) -> Proven:
    """The dossier that shows this for this reader and occasion, once it holds for that reader; HomeError where not."""
    pieces = pieces_of(office, shown.showings, shown.originals)
    dossier = assemble(pieces, office.identity.key, challenge, office.now())
    data = dossier.data
    if len(data) > BYTES_MAX:
        raise HomeError(f"The dossier has {len(data):,} bytes, more than {BYTES_MAX:,}.", "Leave the original out.")
    reader = reader_of(office, challenge)
    verified = verify_dossier(data, reader)
    if not verified.consistent:
        raise HomeError(f"The dossier would be refused ({verified.reason}). {verified.message}", "Ask the partner.")
    return Proven(dossier=dossier, verified=verified, unwitnessed=unwitnessed(office, dossier, reader))


def reader_of(office: Office, challenge: Challenge) -> Reader:
    """Somebody who trusts us and all companies that we know, and asks for no witness."""
    trust = replace(parse_trust(trust_file(office, office.peers())), quorum=None)
    return Reader(now=office.now(), trust=trust, audience=challenge.audience, nonce=challenge.nonce)


def unwitnessed(office: Office, file: Parts, reader: Reader) -> str | None:
    """Why somebody who asks for one witness, whichever of those that we know, ourselves included, would refuse it."""
    quorum = Quorum(threshold=1, members=tuple(witnesses_of(office)))
    try:
        check_logs(file, replace(reader, trust=reader.trust and replace(reader.trust, quorum=quorum)))
    except RefusedError as error:
        return error.message
    return None


def _with_original(office: Office, showings: list[Showing]) -> tuple[list[Showing], tuple[bytes, ...]]:
    """With the invoice's original; its hash is shown, without which it would be none of the dossier's."""
    place = next(at for at, one in enumerate(showings) if one.fact.kind == OFFERED)
    invoice = showings[place]
    named = invoice.value("original")
    data = office.half.original(named) if isinstance(named, str) else None
    if data is None:
        raise UsageError("The original of the invoice is not in our record.", "Prove it without --original.")
    named_too = replace(invoice, shown=invoice.shown | {"original"})
    return [*showings[:place], named_too, *showings[place + 1 :]], (data,)
