"""Whether a home is older than what it has signed, though nobody said that it was brought back: a disk's snapshot was.

A node that starts asks each partner once, before it says anything: for the last checkpoint of our log that it cosigned,
and for the last tally that both signed. Either bears our own signature, so no partner makes a home old by its word.
"""

from datetime import datetime

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.tallies import Call, Tallies, parse_call
from counterfoil.exchange.reply import JSON
from counterfoil.exchange.transport import Transport
from counterfoil.exchange.witnessing.catching_up import hold_against
from counterfoil.exchange.witnessing.cosigning import cosigned_by, is_witness
from counterfoil.flow.facts import FactBatch
from counterfoil.flow.home import READER
from counterfoil.flow.restored import brought_back

_OK = 200


def found_behind(office: Office, transport: Transport, peer: Peer) -> str | None:
    """Why this home must have been brought back, in words; None where the partner shows nothing that it does not hold.

    From then on it counts as brought back. Where the partner has cosigned another log than we hold, publishing stops.
    Unreachable where the partner does not answer.
    """
    why = _cosigned_more(office, transport, peer, office.home.clock()) or _counted_more(office, transport, peer)
    if why is not None:
        office.write(lambda facts: _note(office, facts))
    return why


def _note(office: Office, facts: FactBatch) -> None:
    brought_back(office.home, READER)(facts)


def _cosigned_more(office: Office, transport: Transport, peer: Peer, now: datetime) -> str | None:
    if not is_witness(peer):
        return None
    try:
        shown = cosigned_by(office.home, transport, peer)
        if shown is not None:
            hold_against(office.home, peer, shown, now)
    except ProofError:
        return None  # what does not bear our signature says nothing of us
    except HomeError as error:
        return f"{peer.name} shows what our log has signed. {error.message}"
    return None


def _counted_more(office: Office, transport: Transport, peer: Peer) -> str | None:
    """Does a tally that we signed count more facts of ours than we hold? Without a newer one nothing is counted."""
    tallies = Tallies(office, peer)
    before = tallies.last()
    call = Call() if before is None else Call(last=before.tokens)
    reply = transport.post(peer, paths.TALLY, call.data, JSON)
    if reply.status != _OK:
        return None  # it is of an earlier version, or does not exchange facts with us
    try:
        tallies.adopt(parse_call(reply.body).last)
    except ProofError:
        return None
    last = tallies.last()
    if last is None or last == before:
        return None
    signed, held = last.tally.facts[office.us], _held(office, peer)
    if signed <= held:
        return None
    return (
        f"We have signed that {peer.name} holds {signed} facts of ours, and this home knows {held}: it was brought "
        "back from an older state."
    )


def _held(office: Office, peer: Peer) -> int:
    return sum(len(office.half.chain(subject, office.us)) for subject in list(office.half.subjects_with(peer.company)))
