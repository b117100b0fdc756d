"""A paper that a partner does not take, since it was offered to it before: one of the two offers is withdrawn.

We cannot know it by ourselves: where the paper was forgotten here and has come again, the first offer no longer says
which paper it is of. The partner gives it back as we signed it, so that it cannot have another one withdrawn.
"""

from counterfoil.errors import ProofError, UsageError
from counterfoil.exchange.answers.deciding import is_relied_on
from counterfoil.exchange.answers.offering import offer_on
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.nodes.recovery import offer_given_back
from counterfoil.exchange.proof.attested import OFFERED, WITHDRAWN, Attested
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.flow.facts import PROGRAM
from counterfoil.model._base import Model


class Settled(Model):
    """Of a paper that was offered twice, one offer is withdrawn."""

    first: str
    """The subject of the offer that the partner took. What we said there goes before the other."""
    told: tuple[str, ...] = ()
    """What people are told of it."""


def settle(office: Office, transport: Transport, peer: Peer, subject: str) -> Settled | None:
    """Withdraw the first offer of what is offered on a subject, which was not taken; None where it has none.

    Where somebody relies on the first or it is whole, this one is withdrawn.
    """
    fresh = offer_on(office, subject)
    original = fresh.claims.get("original") if fresh is not None else None
    if fresh is None or not isinstance(original, str) or office.sharing.known_to(subject, peer):
        return None
    try:
        given = offer_given_back(office, transport, peer, original)
        first = _of_ours(office, peer, given, original)
        return None if first is None or first.subject == subject else _one_is_left(office, peer, first, fresh)
    except (Unreachable, ProofError, UsageError):
        return None  # people are told then that it was not taken, in the partner's words


def _of_ours(office: Office, peer: Peer, given: Attested | None, original: str) -> Attested | None:
    """The offer that was given back as our half holds it, if it is one of this paper to this partner."""
    if given is None or given.kind != OFFERED or given.claims.get("original") != original:
        return None
    if office.half.partner(given.subject) != peer.company:
        return None
    return next((one for one in office.half.chain(given.subject, office.us) if one.entry == given.entry), None)


def _one_is_left(office: Office, peer: Peer, first: Attested, fresh: Attested) -> Settled:
    name = f"{fresh.claims['document']} {fresh.claims.get('number', '')}".strip()
    if offer_on(office, first.subject) is None and office.half.is_unsent(peer.company, first.subject):
        return Settled(first=first.subject)  # it does not know yet that we withdrew it
    if first.withheld and offer_on(office, first.subject) is not None and not is_relied_on(office, first):
        _withdraw(office, peer, first)
        why = "what was offered first is forgotten here, and withdrawn"
    else:
        _withdraw(office, peer, fresh)
        why = f"the offer on {first.subject[:8]} stands, and this one is withdrawn"
    return Settled(first=first.subject, told=(f"{name} was offered to {peer.name} before: {why}.",))


def _withdraw(office: Office, peer: Peer, offered: Attested) -> None:
    def told() -> dict[str, str] | None:
        return None if offer_on(office, offered.subject) is None else {"of": offered.entry}

    office.half.say(WITHDRAWN, offered.subject, peer.company, told, PROGRAM)
