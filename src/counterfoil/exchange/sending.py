"""What is due goes to a partner: new keys first, then facts subject by subject, then notices; and heads are renewed."""

from collections.abc import Iterable

from counterfoil.errors import ProofError
from counterfoil.exchange import key_news, notices
from counterfoil.exchange.half import Peer
from counterfoil.exchange.message import Message
from counterfoil.exchange.office import Office
from counterfoil.exchange.outbox import failed, is_due, reached
from counterfoil.exchange.transport import Reply, Transport, Unreachable

PATH = "/exchange/message"
_JSON = "application/json"
_OK, _CONFLICT = 200, 409


def send_due(office: Office, transport: Transport) -> list[str]:
    """Send to every partner what is due; says in sentences what could not be sent."""
    told = list[str]()
    for peer in office.peers():
        if peer.url and is_due(office.home.store, peer, office.now()):
            told += send(office, transport, peer)
    return told


def send(office: Office, transport: Transport, peer: Peer) -> list[str]:
    """Send to one partner all that is due, now; says in sentences what was not taken."""
    store = office.home.store
    try:
        refused = list(_sent(office, transport, peer))
    except Unreachable as error:
        failed(store, peer, office.now(), error.message)
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
        reply = transport.post(peer, PATH, message.data, _JSON)
        if reply.status != _OK:
            raise ProofError(f"{peer.name} gave no head: {_text(reply)}", "Ask the partner.")
        office.sharing.answered(peer.company, _text(reply), office.now())


def _sent(office: Office, transport: Transport, peer: Peer) -> Iterable[str]:
    """Why something was not taken, one by one: a fault on one subject does not stop the others."""
    if key_news.is_untold(office.home.store, peer):
        reply = transport.post(peer, key_news.PATH, key_news.news_of(office), _JSON)
        if reply.status != _OK:
            yield _text(reply)
            return
        key_news.told(office.home.store, peer)
    for subject in office.half.unsent(peer.company):
        if why := _exchange(office, transport, peer, subject):
            yield why
    for key, body in notices.to_tell(office, peer):
        reply = transport.post(peer, notices.PATH, body, _JSON)
        if reply.status == _OK:
            notices.given(office, key)
        else:
            yield _text(reply)


def _exchange(office: Office, transport: Transport, peer: Peer, subject: str) -> str | None:
    """Send until the partner lacks nothing on a subject; else why not."""
    while message := office.sharing.message(subject, office.now()):
        reply = transport.post(peer, PATH, message.data, _JSON)
        if reply.status != _OK:
            return _text(reply)
        try:
            if office.sharing.answered(peer.company, _text(reply), office.now()):
                break
        except ProofError as error:
            return error.message
    office.half.sent(peer.company, subject)
    return None


def _text(reply: Reply) -> str:
    return reply.body.decode("utf-8", "replace").strip() or f"it answered with {reply.status}"
