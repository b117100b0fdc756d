"""A home that was brought back asks its witnesses what they have seen of its log, before it signs for others again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.exchange.witnessing.cosigning import cosigned_by, cosigners, is_witness, name_of
from counterfoil.exchange.witnessing.published import Stopped, check_not_stopped, stop
from counterfoil.exchange.witnessing.watching import relearn
from counterfoil.flow.facts import FactBatch
from counterfoil.flow.home import READER, Home
from counterfoil.flow.logbook import Logbook
from counterfoil.flow.restored import awaiting, caught_up, check_not_behind
from counterfoil.log.checkpoint import Checkpoint
from counterfoil.log.cosignature import Cosigner


class Asked(NamedTuple):
    """What came of asking: are all agreed that we are not behind, and what there is to tell people."""

    done: bool
    told: tuple[str, ...] = ()


def catch_up(
    home: Home,
    logbook: Logbook,
    transport: Transport,
    peers: Iterable[Peer],
    cosigner: Cosigner,
    now: datetime,
    without: Collection[str] = (),
) -> Asked:
    """Ask every witness for the last checkpoint of our log that it has cosigned. Nothing happens where nothing is due.

    Each witness among our partners must answer, also one that had cosigned nothing when the backup was made: it may
    have since. Only those that a person names in `without` (ids of companies) need not. HomeError where one has seen
    more than we hold. On the way each partner tells what we have cosigned of its log: we must not cosign behind that.
    """
    if awaiting(home) is None:
        return Asked(done=True)
    check_not_stopped(home)
    known, agreed, told = cosigners(home), list[str](), list[str]()
    missing = False
    for peer in peers:
        if not peer.url:
            continue
        told += _relearned(home, transport, peer, cosigner)
        if not is_witness(peer) or peer.company in without:
            continue
        said = _said(home, transport, peer, now, has_cosigned=peer.witness in known)
        if said is None:
            agreed.append(peer.witness)
        else:
            told.append(said)
            missing = True
    if missing:
        return Asked(done=False, told=tuple(told))
    with home.store.writing():
        facts = FactBatch(home.store.size(), now, READER)
        caught_up(home, tuple(agreed))(facts)
        if facts.rows:
            home.store.append_facts(facts.rows)
            logbook.seal(facts.rows, now)
    with home.store.writing():
        logbook.publish(now)
    told.append(f"{len(agreed)} witnesses were asked, and none has seen more of this log than the home holds.")
    return Asked(done=True, told=tuple(told))


def _said(home: Home, transport: Transport, peer: Peer, now: datetime, *, has_cosigned: bool) -> str | None:
    """None where the witness has seen nothing that we do not hold; else why that is not known, in words.

    Where it has seen more, this log is stopped for good, and the HomeError says so.
    """
    try:
        shown = cosigned_by(home, transport, peer)
    except Unreachable as error:
        return f"The node of {peer.name} was not reached, and may have seen more of this log. {error.message}"
    except ProofError as error:
        return f"{peer.name} was asked what it has seen of this log. {error.message}"
    if shown is not None:
        hold_against(home, peer, shown, now)
    elif has_cosigned:
        return f"{peer.name} has cosigned this log, and says now that it has not."
    return None


def hold_against(home: Home, peer: Peer, shown: tuple[Checkpoint, bytes], now: datetime) -> None:
    """Hold what a witness has cosigned of our log, with its note, against the home.

    HomeError where that is not in the history that we go on with; then this log is stopped for good.
    """
    checkpoint, note = shown
    try:
        check_not_behind(home, checkpoint.size, checkpoint.root)
    except HomeError as error:
        with home.store.writing():
            stop(home, Stopped(witness=peer.witness, why=error.message, note=note, time=int(now.timestamp())))
        raise


def _relearned(home: Home, transport: Transport, peer: Peer, cosigner: Cosigner) -> list[str]:
    """What a partner's log has of our own cosigning; a partner that is away is no hindrance."""
    try:
        reply = transport.get(peer.url, f"{paths.LOG}/cosigned/{name_of(cosigner.verifier.vkey).hex()}")
        if reply.status == 200 and relearn(home, peer, cosigner, reply.body):
            return [f"We had cosigned more of the log of {peer.name} than this home remembered; it is taken over."]
    except (Unreachable, ProofError) as error:
        return [f"The log of {peer.name} could not be asked what we have cosigned of it. {error.message}"]
    return []
