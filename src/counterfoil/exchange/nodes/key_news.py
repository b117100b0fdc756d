"""A company's partners are told of its new keys, and sign and send all anew for these."""

from collections.abc import Callable
from typing import NamedTuple

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import SAME_VERSION, Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import CHANGED, followed, peer_at, put_peer
from counterfoil.exchange.nodes.notices import tell_again
from counterfoil.log.canonical import canonical_json
from counterfoil.log.strict_json import read_object
from counterfoil.store import Store

FORMAT = "counterfoil-keys/1"
BYTES_MAX = 100_000
_TOKENS_MAX = 256
_BY_NEWEST = "Send it again, signed with that key."
HasSigned = Callable[[bytes], bool]
"""Whether this public key has signed the request."""
UNTOLD = "exchange.untold"
"""Partner → nothing: it does not know our newest keys yet."""


class News(NamedTuple):
    """Whose keys, and the tokens of their history."""

    company: str
    tokens: tuple[str, ...]


def tell_all(office: Office) -> None:
    """Our keys have changed: every partner is to be told, and gets all facts signed anew."""
    everybody = office.peers()
    with office.home.store.writing():
        office.home.store.keep(UNTOLD, [(one.company.encode(), b"") for one in everybody])
    for peer in everybody:
        office.half.send_all_again(peer.company)
        tell_again(office, peer.company)


def is_untold(store: Store, peer: Peer) -> bool:
    """Does a partner not know our newest keys yet?"""
    return store.kept_at(UNTOLD, peer.company.encode()) is not None


def told(store: Store, peer: Peer) -> None:
    """A partner has taken our history."""
    with store.writing():
        store.drop_kept(UNTOLD, [peer.company.encode()])


def news_of(office: Office) -> bytes:
    """Our history of keys, as it travels."""
    known = office.identity.known
    return canonical_json({"format": FORMAT, "company": known.company, "tokens": list(known.history)})


def parse_news(body: bytes) -> News:
    """Whose history of keys a body holds; anything but the exact form is a ProofError."""
    match read_object(body, "A history of keys"):
        case {"format": "counterfoil-keys/1", "company": str() as company, "tokens": list() as tokens, **others} if (
            not others and len(tokens) <= _TOKENS_MAX and all(isinstance(one, str) for one in tokens)
        ):
            return News(company, tuple(str(one) for one in tokens))
        case _:
            raise ProofError(f"A history of keys is not of the format {FORMAT}.", SAME_VERSION)


def take_news(office: Office, body: bytes, has_signed: HasSigned) -> Peer:
    """Follow a partner to its new keys.

    ProofError where its history does not go on from what we know, or the newest key has not signed this. Else a partner
    could name the key of another one as its next, and what that one says would be taken for its word.
    """
    news = parse_news(body)
    peer = peer_at(office.home.store, news.company)
    if peer is None:
        raise ProofError("We do not exchange facts with this company.")
    if len(news.tokens) <= len(peer.history) and peer.history[: len(news.tokens)] == news.tokens:
        return peer  # an older message, or the same once more
    newer = followed(peer, news.tokens)
    if not has_signed(newer.keys[-1]):
        raise ProofError("The newest key of a history has not signed the message that brings it.", _BY_NEWEST)
    office.write(lambda facts: put_peer(office.home.store, facts, newer, CHANGED))
    office.half.send_all_again(peer.company)
    tell_again(office, peer.company)
    return newer
