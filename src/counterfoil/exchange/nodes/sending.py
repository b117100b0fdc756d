"""What is due goes to a partner: new keys first, then facts subject by subject, then notices; and heads are renewed."""

from collections.abc import Callable, Iterable
from math import inf
from random import SystemRandom
from time import monotonic

from counterfoil.errors import ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.message import Message
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.nodes import key_news, notices
from counterfoil.exchange.nodes.offered_twice import settle
from counterfoil.exchange.nodes.tallying import tally_due
from counterfoil.exchange.partners.outbox import failed, is_due, reached
from counterfoil.exchange.reply import JSON, Reply
from counterfoil.exchange.transport import Transport, Unreachable

_OK, _REFUSED = 200, 400
_TURNS_MAX = 8
"""How often one partner is sent more on one subject in a row: its answers may not keep us for ever."""
_SECONDS_MAX = 60
"""In a round, for one partner: what is left goes in the next one, so that a slow one holds up no other for long."""
_REFUSALS_MAX = 20
"""Without anything that is taken between them: who takes nothing is not sent thousands of papers in vain."""
_SAID_MAX = 300
"""Characters of a refusal that people are told."""


def send_due(office: Office, transport: Transport) -> list[str]:
    """Send to every partner what is due, and count with it what both hold; says in sentences what went wrong."""
    told = list[str]()
    for peer in office.peers():
        if peer.url and is_due(office.home.store, peer, office.now()):
            told += send(office, transport, peer, told.append, _SECONDS_MAX) or _counted(office, transport, peer)
    return told


def send(
    office: Office, transport: Transport, peer: Peer, tell: Callable[[str], object], seconds: float = inf
) -> list[str]:
    """Send to one partner all that is due, or what goes in so many seconds; says in sentences what was not taken.

    What else people should know of it they are told by `tell`.
    """
    store, started = office.home.store, monotonic()
    try:
        refused = list(dict.fromkeys(_sent(office, transport, peer, started + seconds, tell)))
    except Unreachable as error:
        failed(store, peer, office.now(), error.message, monotonic() - started)
        return [f"{peer.name} could not be reached: {error.message}"]
    if refused:
        failed(store, peer, office.now(), refused[0])
        return [f"{peer.name} did not take what was sent: {why}" for why in refused]
    reached(store, peer)
    return []


def renew_heads(office: Office, transport: Transport, peer: Peer, subjects: Iterable[str]) -> None:
    """Ask a partner for fresh heads on subjects; Unreachable or ProofError where it does not give them."""
    for subject in subjects:
        message = Message(facts=(), head=office.sharing.head(subject, peer.company, office.now()))
        reply = transport.post(peer, paths.MESSAGE, message.data, JSON)
        if reply.status != _OK:
            raise ProofError(f"{peer.name} gave no head: {_text(reply)}", "Ask the partner.")
        office.sharing.answered(peer.company, _head(reply), office.now(), subject)


def _sent(
    office: Office, transport: Transport, peer: Peer, until: float, tell: Callable[[str], object]
) -> Iterable[str]:
    """Why something was not taken, one by one: a fault on one subject does not stop the others."""
    if key_news.is_untold(office.home.store, peer):
        reply = transport.post(peer, paths.KEYS, key_news.news_of(office), JSON)
        if reply.status != _OK:
            yield _text(reply)
            return
        key_news.told(office.home.store, peer)
    refusals = 0
    waiting = office.half.sending(peer.company)
    # In another order each time: what is refused again and again is not always first.
    for subject in SystemRandom().sample(waiting, len(waiting)):
        if monotonic() > until or refusals == _REFUSALS_MAX:
            return
        why = _exchange(office, transport, peer, subject)
        if why:
            why = _settled(office, transport, peer, subject, why, tell)
        refusals = refusals + 1 if why else 0
        if why:
            yield why
    for key, body in notices.to_tell(office, peer):
        if monotonic() > until:
            return
        reply = transport.post(peer, paths.NOTICE, body, JSON)
        if reply.status == _OK:
            notices.given(office, key)
        else:
            yield _text(reply)


def _counted(office: Office, transport: Transport, peer: Peer) -> list[str]:
    """Why the halves do not fit, if they were counted now. A partner that does not answer is not told of: it was sent
    all that there is.
    """
    try:
        return tally_due(office, transport, peer)
    except Unreachable as error:
        failed(office.home.store, peer, office.now(), error.message)
        return []
    except ProofError as error:
        return [f"{peer.name} counts what both hold in a way that does not hold: {error}"]


def _exchange(office: Office, transport: Transport, peer: Peer, subject: str) -> str | None:
    """Send until the partner lacks nothing on a subject; else why not."""
    if office.half.is_anew(peer.company, subject):
        for once_more in office.sharing.again(subject, office.now()):
            reply = transport.post(peer, paths.MESSAGE, once_more.data, JSON)
            if _is_no_more(once_more, reply):
                break
            if reply.status != _OK:
                return _text(reply)
    sent: tuple[str, ...] | None = None
    for _ in range(_TURNS_MAX):
        message = office.sharing.message(subject, office.now())
        if message is None or message.facts == sent == ():
            break
        if message.facts == sent:
            return "Its answer does not tell of what it was sent."
        sent = message.facts
        reply = transport.post(peer, paths.MESSAGE, message.data, JSON)
        if _is_no_more(message, reply):
            break
        if reply.status != _OK:
            return _text(reply)
        try:
            if office.sharing.answered(peer.company, _head(reply), office.now(), subject):
                break
        except ProofError as error:
            return str(error)
    else:
        return "There is more to send than goes at once."
    office.half.sent(peer.company, subject)
    return None


def _settled(
    office: Office, transport: Transport, peer: Peer, subject: str, why: str, tell: Callable[[str], object]
) -> str | None:
    """Why something is still not taken, now that one of two offers of a paper was withdrawn, if that was why."""
    settled = settle(office, transport, peer, subject)
    if settled is None:
        return why
    for line in settled.told:
        tell(line)
    office.half.sending(peer.company)  # from now on the partner may hear of the withdrawal
    return _exchange(office, transport, peer, settled.first) or _exchange(office, transport, peer, subject)


def _is_no_more(message: Message, reply: Reply) -> bool:
    """Does it know nothing of what was forgotten here? Then it is not told of it any more."""
    return reply.status == _REFUSED and not message.facts


def _head(reply: Reply) -> str:
    return reply.body.decode("utf-8", "replace").strip()


def _text(reply: Reply) -> str:
    """Why something was refused, in the partner's words, as far as a person would read them."""
    said = " ".join(reply.body[: 4 * _SAID_MAX].decode("utf-8", "replace").split())
    shown = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in said[:_SAID_MAX])
    return shown or f"it answered with {reply.status}"
