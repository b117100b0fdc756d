"""The companies that we exchange with: added by a person, kept as facts, and on a shelf that follows from these."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import msgspec

from counterfoil.errors import ProofError, UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.key_history import follow
from counterfoil.exchange.proof.company import kid_of
from counterfoil.flow.facts import PROGRAM, FactBatch, named_claims
from counterfoil.log.base64url import decode_base64url
from counterfoil.store import Store

SHELF = "exchange.peers"
SIGNS_AS = "exchange.signs-as"
"""SHA-256 of a name that stands by signatures (a kid, the name of a log) and the id of the partner → nothing."""
ADDED, CHANGED, REMOVED = "peer.added/1", "peer.changed/1", "peer.removed/1"
_decode = msgspec.json.Decoder(Peer).decode
_encode = msgspec.json.Encoder(order="sorted").encode


def peers(store: Store) -> Iterator[Peer]:
    """All of them, by id."""
    return (_decode(value) for _, value in store.kept(SHELF))


def peer_at(store: Store, company: str) -> Peer | None:
    """The one with this id."""
    value = store.kept_at(SHELF, company.encode())
    return None if value is None else _decode(value)


def signing_as(store: Store, name: str) -> Iterator[Peer]:
    """Those that sign under a name, which is a kid or the name of a log; however many partners there are."""
    mark = sha256(name.encode()).digest()
    found = (peer_at(store, key[len(mark) :].decode()) for key, _ in store.kept(SIGNS_AS, mark))
    return (peer for peer in found if peer is not None)


def named_peer(store: Store, name: str) -> Peer:
    """The one that a person means: by its id, the beginning of it, its URL, or part of its name; else a UsageError."""
    known = list(peers(store))
    name = name.strip()
    wanted = name.casefold().rstrip("/")
    exact = [one for one in known if name in (one.company, one.url.rstrip("/")) or one.name.casefold() == wanted]
    in_part = [one for one in known if one.company.startswith(name) or wanted in f"{one.name} {one.url}".casefold()]
    for found in (exact, in_part):
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{one.name} ({one.company[:8]})" for one in found)
            raise UsageError(f"{name!r} may mean more than one partner: {names}.", "Name more of its id.")
    raise UsageError(f"There is no partner {name!r}.", "See 'counterfoil peers'; add one with 'counterfoil peer add'.")


def put_peer(
    store: Store, facts: FactBatch, peer: Peer, kind: str, actor: str = PROGRAM, why: str | None = None
) -> None:
    """Record a partner as it is now. Call where the record can be written to."""
    claims = named_claims(peer, {"why": why} if why else {})
    facts.add(kind, subject_of(peer.company), claims, actor=actor)
    _drop(store, peer.company)
    store.keep(SHELF, [(peer.company.encode(), row_of(peer))])
    store.keep(SIGNS_AS, [(key, b"") for key in marks_of(peer)])


def row_of(peer: Peer) -> bytes:
    """What stands on the shelf of a partner."""
    return _encode(peer)


def marks_of(peer: Peer) -> list[bytes]:
    """The keys under which a partner is found by what stands by its signatures."""
    names = [*map(kid_of, peer.keys), *(vkey.partition("+")[0] for vkey in peer.logs)]
    return [sha256(name.encode()).digest() + peer.company.encode() for name in dict.fromkeys(names)]


def peer_in(claims: bytes) -> Peer:
    """The partner that a fact tells of, as it was then."""
    return _decode(claims)


def drop_peer(store: Store, facts: FactBatch, peer: Peer, why: str, actor: str) -> None:
    """Exchange no more with a company; what was exchanged stays."""
    facts.add(REMOVED, subject_of(peer.company), named_claims({"company": peer.company, "why": why}), actor=actor)
    _drop(store, peer.company)


def followed(peer: Peer, tokens: Sequence[str]) -> Peer:
    """A partner with the keys that its history leads to; ProofError where that does not go on from what we know."""
    if tuple(tokens[: len(peer.history)]) != peer.history:
        raise ProofError(
            f"The history of the keys of {peer.name} is another than the one that we know.",
            "Ask the company by another way which keys it has, and add it anew.",
        )
    keyring = follow(peer.company, peer.anchors, tokens)
    return msgspec.structs.replace(peer, keys=keyring.keys, history=tuple(tokens))


def subject_of(company: str) -> bytes:
    """What facts about a company are about: the 32 bytes of its id."""
    return decode_base64url(company) or b""


def _drop(store: Store, company: str) -> None:
    before = peer_at(store, company)
    if before is not None:
        store.drop_kept(SHELF, [company.encode()])
        store.drop_kept(SIGNS_AS, marks_of(before))
