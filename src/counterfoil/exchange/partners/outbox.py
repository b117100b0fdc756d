"""When to try a partner again that could not be reached: sooner at first, then less and less often."""

import msgspec
from msgspec.structs import replace

from counterfoil.exchange.halves.half import Peer
from counterfoil.model._base import Model
from counterfoil.store import Store

SHELF = "exchange.outbox"
FIRST_SECONDS, MOST_SECONDS = 5, 3600
_FAR_LONGER = 20
_encode = msgspec.json.Encoder(order="sorted").encode


class Waiting(Model):
    """A partner that did not take what we sent. It may be lost: then the partner is tried at once."""

    failures: int = 0
    again: int = 0
    """Not before this time, in seconds since 1970."""
    why: str = ""
    since: int = 0


_decode = msgspec.json.Decoder(Waiting).decode


def waiting(store: Store, peer: Peer) -> Waiting:
    """How a partner stands with us."""
    value = store.kept_at(SHELF, peer.company.encode())
    return Waiting() if value is None else _decode(value)


def is_due(store: Store, peer: Peer, now: int) -> bool:
    """May a partner be tried? Also where the clock was set back by more than we ever wait."""
    again = waiting(store, peer).again
    return now >= again or again - now > MOST_SECONDS


def failed(store: Store, peer: Peer, now: int, why: str, held_up: float = 0) -> Waiting:
    """A partner was not reached, or refused: wait twice as long as the last time, if it was its turn.

    Where it `held_up` others for so many seconds, wait far longer than that: so a few who answer slowly, or pretend to,
    do not keep a node from all others.
    """
    before = waiting(store, peer)
    if is_due(store, peer, now):
        pause = min(max(FIRST_SECONDS << min(before.failures, 10), int(held_up) * _FAR_LONGER), MOST_SECONDS)
        after = Waiting(failures=before.failures + 1, again=now + pause, why=why, since=before.since or now)
    else:
        # Somebody tried it out of turn, as a person may; the next turn is when it would have been.
        after = replace(before, why=why)
    with store.writing():
        store.keep(SHELF, [(peer.company.encode(), _encode(after))])
    return after


def reached(store: Store, peer: Peer) -> None:
    """A partner has taken what we sent."""
    if store.kept_at(SHELF, peer.company.encode()) is not None:
        with store.writing():
            store.drop_kept(SHELF, [peer.company.encode()])
