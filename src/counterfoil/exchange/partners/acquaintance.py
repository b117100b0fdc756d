"""Getting to know a partner: a person names the address of its node, and what we learn there is told as what it is."""

from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from counterfoil.errors import ProofError, UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import ADDED, CHANGED, drop_peer, followed, peer_at, put_peer
from counterfoil.exchange.partners.introduction import Introduction, meet, peer_of
from counterfoil.exchange.partners.outbox import reached
from counterfoil.exchange.proof.checkpoints import own_witness
from counterfoil.exchange.transport import Transport
from counterfoil.flow.addresses import is_loopback, node_address
from counterfoil.flow.facts import FactBatch
from counterfoil.log.note import parse_vkey

_CONTROLS = "controls the domain "
_ADDED = "added by "
_COMPARED = "its id was compared by "
_OTHERWISE = "Ask the company by another way than its node, such as by telephone, which id and keys it has; "


class Acquainted(NamedTuple):
    """A partner as it is known now."""

    peer: Peer
    is_new: bool
    has_new_keys: bool
    replaced: Peer | None = None
    """Another company, which was known at this address before."""
    namesakes: tuple[Peer, ...] = ()
    """Other partners that go by the same name."""
    moved_from: str | None = None
    """The address at which it was known before."""


def add_peer(
    office: Office, transport: Transport, url: str, person: str, id: str | None = None, *, replacing: bool = False
) -> Acquainted:
    """Ask the node at an address who it is, and add it as a partner, or take over what is new of one.

    `id` is what the partner said that its id is, by another way. ProofError where another id, or other keys than we
    know of it, are found there, unless a person is `replacing` what we know.
    """
    address = node_address(url)
    told = meet(transport, address, office.now())
    _check_id(told, id)
    if told.company == office.us:
        raise UsageError(f"At {address} our own node answers.", "Name the address of the partner's.")
    known = peer_at(office.home.store, told.company)
    others = [one for one in office.peers() if one.url == address and one.company != told.company]
    _check_own_log(office, told, others)
    if others and not replacing:
        raise ProofError(
            f"At {address} we know {others[0].name} ({others[0].company}); now {told.name} ({told.company}) answers.",
            f"{_OTHERWISE}if the address is another company's now, say --replace.",
        )
    goes_on = known is None or _goes_on(known, told)
    if not goes_on and not replacing:
        raise ProofError(
            f"The node at {address} has other keys than we know of {told.name} ({told.company}).",
            f"{_OTHERWISE}if they are its, say --replace.",
        )
    kept = known.assurances if known is not None and goes_on else ()
    peer = peer_of(told, _assurances(office, address, person, kept, is_compared=id is not None))
    if known is not None and goes_on:
        peer = replace(peer, logs=tuple(dict.fromkeys((*known.logs, *peer.logs))), anchors=known.anchors)
    _put(office, peer, known, others, person)
    has_new_keys = known is not None and known.keys != peer.keys
    if has_new_keys:
        office.half.send_all_again(peer.company)
    reached(office.home.store, peer)  # whatever waits is tried at once
    replaced, before = others[0] if others else None, known.url if known is not None else peer.url
    moved_from = before if before and before != peer.url else None
    return Acquainted(peer, known is None, has_new_keys, replaced, _namesakes(office, peer), moved_from)


def remove_peer(office: Office, peer: Peer, person: str, why: str) -> None:
    """Exchange no more with a company; what was exchanged stays."""
    office.write(lambda facts: drop_peer(office.home.store, facts, peer, why, person))
    reached(office.home.store, peer)


def _put(office: Office, peer: Peer, known: Peer | None, others: list[Peer], person: str) -> None:
    store = office.home.store

    def put(facts: FactBatch) -> None:
        for other in others:
            drop_peer(store, facts, other, f"Its address {peer.url} is that of {peer.company} now.", person)
        if known != peer:
            put_peer(store, facts, peer, ADDED if known is None else CHANGED, person)

    office.write(put)


def _check_id(told: Introduction, id: str | None) -> None:
    if id is not None and id.strip() != told.company:
        raise ProofError(
            f"The node at {told.url} is of {told.name} with the id {told.company}, and not of {id.strip()}.",
            "Nothing was added. Compare the whole id once more with the partner, by another way than its node.",
        )


def _check_own_log(office: Office, told: Introduction, replaced: list[Peer]) -> None:
    """A log and a witness are of one company: else what the one has signed would count for the other."""
    ours = [office.home.vkey(), office.identity.cosigner.verifier.vkey]
    theirs = [
        vkey
        for one in office.peers()
        if one.company != told.company and one not in replaced
        for vkey in (*one.logs, one.witness)
    ]
    taken = {vkey.partition("+")[0] for vkey in (*ours, *theirs)}
    if not taken.isdisjoint(vkey.partition("+")[0] for vkey in (told.log, told.witness)):
        raise ProofError(
            f"The node of {told.name} ({told.company}) names a log or witness that is another company's.",
            "Nothing was added. Ask the company why its node says so.",
        )
    named = own_witness(parse_vkey(told.log).name)
    if parse_vkey(told.witness).name != named:
        # By its name readers know whose witness it is, and that it counts for nothing for that company's own log.
        raise ProofError(
            f"The witness of the node of {told.name} ({told.company}) is not named after its log, {named}.",
            "Nothing was added. Ask the company why its node says so.",
        )


def _namesakes(office: Office, peer: Peer) -> tuple[Peer, ...]:
    from counterfoil.exchange.halves.incoming import is_by  # linking, which knows when two names are one

    return tuple(one for one in office.peers() if one.company != peer.company and is_by(one.name, peer))


def _goes_on(known: Peer, told: Introduction) -> bool:
    """Are the keys those that we know, or does the history of these lead to them?"""
    if told.anchor not in known.anchors or told.log not in known.logs or known.witness not in ("", told.witness):
        return False
    try:
        followed(known, told.history)
    except ProofError:
        return False
    return True


def _assurances(
    office: Office, address: str, person: str, kept: tuple[str, ...], *, is_compared: bool
) -> tuple[str, ...]:
    """What is known of a partner now; what was known before stays, where it is not told anew."""
    day = office.home.clock().date().isoformat()
    parts = urlsplit(address)
    host = parts.hostname or ""
    found = [f"{_ADDED}{person} on {day}"] if not any(one.startswith(_ADDED) for one in kept) else []
    if parts.scheme == "https" and not is_loopback(host) and not _is_number(host):
        found.append(f"{_CONTROLS}{host} (asked on {day})")
    if is_compared:
        found.append(f"{_COMPARED}{person} on {day}")
    stale = (_CONTROLS, *([_COMPARED] if is_compared else []))
    return (*(one for one in kept if not one.startswith(stale)), *found)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
