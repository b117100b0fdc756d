"""Companies with homes of their own on the disk, whose offices know one another, without a network between them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import ADDED, put_peer
from counterfoil.flow.home import init_home, open_home
from counterfoil.model.settings import Owner, Settings

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(microseconds=1)
        return self.time

    def pass_by(self, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)


def office(path: Path, name: str, clock: Callable[[], datetime], *, vat: str | None = None) -> Office:
    """A company with a new home."""
    init_home(path, Settings(owner=Owner(name=name, vat=vat)), None, unencrypted=True, clock=clock)
    return Office(open_home(path, clock), lambda: None)


def peer_of(other: Office, url: str = "") -> Peer:
    """A company as a person adds it."""
    key = other.identity.key.public_key
    return Peer(
        company=other.us,
        name=other.home.settings.owner.name,
        keys=(key,),
        logs=(other.home.vkey(),),
        url=url,
        witness=other.identity.cosigner.verifier.vkey,
        assurances=("added by a person",),
        anchors=(key,),
    )


def meet(one: Office, other: Office) -> None:
    """Each adds the other."""
    _add(one, other)
    _add(other, one)


def _add(here: Office, there: Office) -> None:
    here.write(lambda facts: put_peer(here.home.store, facts, peer_of(there), ADDED))


def exchange(here: Office, there: Office, subject: str) -> bool:
    """Send what the other lacks on a subject until it has all of it."""
    peer = here.half.peer(there.us)
    assert peer is not None
    while message := here.sharing.message(subject, here.now()):
        answer = there.sharing.receive(here.us, message.data, there.now())
        assert answer.status == 200, answer.body
        if here.sharing.answered(there.us, answer.body.decode(), here.now()):
            here.half.sent(there.us, subject)
            return True
    return False
