"""What a dossier needs of others, asked for anew: fresh heads, proofs from their logs, and cosignatures of ours."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.nodes.sending import renew_heads, send
from counterfoil.exchange.partners.outbox import failed, is_due
from counterfoil.exchange.presenting.gathering import partners_in
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.exchange.witnessing import log_proofs
from counterfoil.exchange.witnessing.cosigning import collect
from counterfoil.exchange.witnessing.published import is_asked_for, newest_size, publish, publish_due
from counterfoil.log.note import Verifier, parse_vkey

_SECONDS = (2.0, 4.0)
"""How long a partner is given to publish what it was asked to prove, before it is asked again."""


def refresh(
    office: Office, subjects: Sequence[str], transport: Transport, wait: Callable[[float], object] | None = None
) -> list[str]:
    """Bring up to date what is needed to prove these subjects; in sentences what could not be.

    Facts of ours that are not published yet are: who proves them shows that they are there anyway. So does a partner
    that is asked for proofs of what it has not published; where we can `wait`, it is asked again then.
    """
    peers = [one for one in partners_in(office, subjects) if one.url]
    told = list[str]()
    for peer in peers:
        told += send(office, transport, peer, told.append)
    told += _published(office, subjects, transport, peers)
    shared = {one.company: [of for of in subjects if office.half.partner(of) == one.company] for one in peers}
    answers = {peer.company: list(_asked(office, transport, peer, shared[peer.company])) for peer in peers}
    for seconds in _SECONDS if wait is not None else ():
        behind = [one for one in peers if not answers[one.company] and _is_behind(office, one, shared[one.company])]
        if behind and wait is not None:
            wait(seconds)
        for peer in behind:
            answers[peer.company] = list(_asked(office, transport, peer, shared[peer.company]))
    return list(dict.fromkeys((*told, *(line for lines in answers.values() for line in lines))))


def _is_behind(office: Office, peer: Peer, subjects: Sequence[str]) -> bool:
    """Has a partner not proven yet that all that it said on these subjects stands in its published log?"""
    for subject in subjects:
        proven = log_proofs.proofs_of(office.home, peer.company, subject)
        said = (one.entry for one in office.half.facts(subject) if one.author == peer.company)
        if any(proven is None or proven.of(entry) is None for entry in said):
            return True
    return False


def _published(office: Office, subjects: Sequence[str], transport: Transport, involved: Sequence[Peer]) -> list[str]:
    home, node = office.home, office.home.settings.node
    indexes = [row.index for subject in subjects for row in home.store.facts_of(bytes.fromhex(subject))]
    last, now = max(indexes, default=-1), home.clock()
    is_old = is_asked_for(home, now, last) or publish_due(home, now, node.publish)
    if last >= newest_size(home) or is_old:
        publish(home, office.logbook(), home.clock(), node.pad)
    # A person waits: of partners who have nothing to do with it, those that are known to be away are not tried again.
    asked = [one for one in office.peers() if one in involved or is_due(home.store, one, office.now())]
    return collect(home, transport, asked, home.clock(), lambda one, why: failed(home.store, one, office.now(), why))


def _asked(office: Office, transport: Transport, peer: Peer, subjects: Sequence[str]) -> Iterator[str]:
    try:
        renew_heads(office, transport, peer, subjects)
        told = log_proofs.renew(
            *(office.home, office.logbook(), transport, peer, subjects, office.home.clock()), witnesses_of(office)
        )
        if told:
            yield told
    except Unreachable as error:
        yield f"{peer.name} could not be reached: {error.message}"
    except ProofError as error:
        yield f"{peer.name} answered with something that does not hold. {error.message}"


def witnesses_of(office: Office) -> list[Verifier]:
    """The witnesses among our partners, and our own."""
    return [office.identity.cosigner.verifier, *(parse_vkey(one.witness) for one in office.peers() if one.witness)]
