"""Both sides count what they hold of each other's facts, and sign that it is the same; else people are told.

Either side may call, whenever there is nothing that it still has to send. What is only under way differs for a while.
"""

from time import monotonic

from counterfoil.errors import ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import peer_at
from counterfoil.exchange.halves.shelves import UNCOUNTED
from counterfoil.exchange.halves.tallies import Call, Counting, Tallies, counting, parse_call, put_counting
from counterfoil.exchange.proof.tally import Tally
from counterfoil.exchange.reply import JSON, Reply, refusal
from counterfoil.exchange.transport import Transport
from counterfoil.flow.restored import awaiting

_DAY = 86_400
_LEAST = 10
"""Seconds between two tallies with a partner."""
_FAR_LONGER = 10_000
"""So many times as long as counting takes we wait: it is no burden, with hundreds of partners either."""


def tally_due(office: Office, transport: Transport, peer: Peer) -> list[str]:
    """Count with a partner where more was shared, and each day; says in sentences what does not fit.

    Unreachable where the partner does not answer, ProofError where its answer does not hold.
    """
    before, now = counting(office.home.store, peer.company), office.now()
    is_time = now >= before.again or before.again - now > _DAY
    # What fitted yesterday is asked once a day all the same: a partner that dropped something does not say so.
    is_asked = before.differs_since is not None or 0 < before.again < now - _DAY
    uncounted = office.home.store.kept_at(UNCOUNTED, peer.company.encode())
    if not is_time or not (is_asked or uncounted) or office.half.unsent(peer.company):
        return []
    if awaiting(office.home) is not None:
        return []  # a home that was brought back asks first what it has said
    started, tallies = monotonic(), Tallies(office, peer)
    last, ours = tallies.last(), tallies.now()
    again = now + min(max(_LEAST, int((monotonic() - started) * _FAR_LONGER)), _DAY)
    told = list[str]()
    if is_asked or last is None or not ours.counts_the_same(last.tally):
        call = Call(last=() if last is None else last.tokens, tally=tallies.sign(ours))
        theirs = _heard(tallies, ours, transport.post(peer, paths.TALLY, call.data, JSON))
        told = _noted(office, tallies, ours, theirs, again)
    _count_no_more(office, peer, uncounted)
    return told


def answer_tally(office: Office, company: str, body: bytes) -> tuple[Reply, list[str]]:
    """Sign what a partner counts where we count the same, else say how we count; and what people are told.

    Who does not say how it counts is given the last tally that both signed.

    ProofError where the call does not hold.
    """
    peer = peer_at(office.home.store, company)
    if peer is None:
        return refusal(403, "We do not exchange facts with you."), []
    call, tallies = parse_call(body), Tallies(office, peer)
    tallies.adopt(call.last)
    if call.tally is None:  # it only asks for the last one
        known = tallies.last()
        return _reply(Call(last=() if known is None else known.tokens)), []
    theirs = tallies.read(call.tally)
    ours = tallies.now()
    if theirs == ours:
        tallies.adopt((tallies.sign(ours), call.tally))
    last = tallies.last()
    tokens = () if last is None else last.tokens
    again = max(counting(office.home.store, company).again, office.now() + _LEAST)
    if last is not None and last.tally.number >= theirs.number:
        told = _noted(office, tallies, ours, None, again)
        return _reply(Call(last=tokens)), told
    told = _noted(office, tallies, ours, theirs, again)
    return _reply(Call(last=tokens, tally=tallies.sign(ours))), told


def _count_no_more(office: Office, peer: Peer, uncounted: bytes | None) -> None:
    """All is counted up to this; what came while we counted is counted the next time."""
    store, key = office.home.store, peer.company.encode()
    with store.writing():
        if store.kept_at(UNCOUNTED, key) == uncounted:
            store.drop_kept(UNCOUNTED, [key])


def _heard(tallies: Tallies, ours: Tally, reply: Reply) -> Tally | None:
    """What the partner counts, where that is not what we count."""
    if reply.status != 200:
        return None  # it may be of an earlier version, or have something else to do
    answer = parse_call(reply.body)
    tallies.adopt(answer.last)
    last = tallies.last()
    if last is not None and last.tally.number >= ours.number:
        return None
    if answer.tally is None:
        raise ProofError("A partner neither signs a tally nor says how it counts.")
    return tallies.read(answer.tally)


def _noted(office: Office, tallies: Tallies, ours: Tally, theirs: Tally | None, again: int) -> list[str]:
    """Remember how it went, and since when it does not fit; tell people of what has not fitted for a day.

    That either side counts fewer than both have signed before is told at once: that is never on its way.
    """
    store, peer, now = office.home.store, tallies.peer, office.now()
    if theirs is None:
        put_counting(store, peer.company, Counting(again=again))
        return []
    since = counting(store, peer.company).differs_since
    since = now if since is None else since
    put_counting(store, peer.company, Counting(again=again, differs_since=since, facts=dict(theirs.facts)))
    if theirs.facts[office.us] > ours.facts[office.us]:
        office.half.ask_again(peer.company, tallies.unconfirmed())
    last = tallies.last()
    signed = {} if last is None else last.tally.facts
    is_fewer = any(one.facts[company] < count for one in (ours, theirs) for company, count in signed.items())
    if now - since < _DAY and not is_fewer:
        return []
    before = f" Tally {last.tally.number}, which both signed, has {_said(office, peer, last.tally)}." if last else ""
    they, we = _said(office, peer, theirs), _said(office, peer, ours)
    return [f"The two halves do not fit: {peer.name} counts {they}; we count {we}.{before} Ask the partner."]


def _said(office: Office, peer: Peer, tally: Tally) -> str:
    return f"{tally.facts[office.us]} of our facts and {tally.facts[peer.company]} of its own"


def _reply(call: Call) -> Reply:
    return Reply(status=200, body=call.data, content_type=JSON)
