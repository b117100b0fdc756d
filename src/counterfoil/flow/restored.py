"""A home that was brought back: it may be behind what others have seen of its log, and knows that until they say not.

An upper floor that exchanges checkpoints with witnesses asks `awaiting` before it signs for anybody outside. Where that
gives something, it fetches the last checkpoint that each witness has cosigned, holds it against `check_not_behind`, and
records `caught_up` when all agree. Until then nothing of this log may be shown to others as its newest state.
"""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from counterfoil.errors import HomeError
from counterfoil.flow.decisions import Decide, Decided
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.flow.home import Home, home_subject
from counterfoil.model._base import Model

RESTORED, CAUGHT_UP = "home.restored/1", "home.caught-up/1"
GOES_ON = "home.goes-on-without/1"
"""A person knows that somebody who should be asked first is gone for good."""
WHAT_TO_DO = (
    "Start its node ('counterfoil serve --node'): it asks them first, and 'counterfoil status' says whom. One whose "
    "node is gone for good is not waited for: counterfoil restore --without PEER --why TEXT."
)


class Restored(Model):
    """The state that a home was brought back in."""

    size: int
    """How many facts it had then."""
    root: str
    """Root of its tree, hex."""
    recorded: datetime
    """When it was brought back."""
    fact: int
    without: tuple[str, ...] = ()
    """The ids of those that a person knows to be gone for good since, so that they are not waited for."""


class _Claims(msgspec.Struct, kw_only=True):
    size: int
    root: str


class _Gone(msgspec.Struct, kw_only=True):
    company: str
    why: str


def awaiting(home: Home) -> Restored | None:
    """The last time that the home was brought back, unless its witnesses have said since that it is not behind."""
    found: Restored | None = None
    for fact in home.store.facts_of(home_subject(home)):
        if fact.kind == RESTORED:
            said = msgspec.json.decode(fact.claims or b"{}", type=_Claims)
            found = Restored(size=said.size, root=said.root, recorded=fact.recorded, fact=fact.index)
        elif fact.kind == GOES_ON and found is not None:
            gone = msgspec.json.decode(fact.claims or b"{}", type=_Gone).company
            found = replace(found, without=(*found.without, gone))
        elif fact.kind == CAUGHT_UP:
            found = None
    return found


def check_may_speak(home: Home) -> None:
    """HomeError where the home was brought back: it may be behind what it has attested, and its node asks first."""
    if awaiting(home) is not None:
        raise HomeError(
            "This home was brought back from a backup, and partners may hold more than it knows.", WHAT_TO_DO
        )


def check_not_behind(home: Home, size: int, root: bytes) -> None:
    """HomeError where somebody has seen a checkpoint of this log that is not in the history that we go on with.

    It holds for a home that was never brought back, too.
    """
    back = awaiting(home)
    known = home.store.checkpoint_at(size) if back is None or size <= back.size else None
    if known is None or known.root != root:
        raise HomeError(
            f"A checkpoint of this log with {size} facts was seen that this home does not hold: it was brought back "
            "from an older state. To sign behind it would make a second history of the same log.",
            "Restore a newer backup. Where there is none, make a new home, add the originals to it, and let partners "
            "add it anew: under this log nothing can be said any more.",
        )


def brought_back(home: Home, person: str) -> Decide:
    """Record that the home was brought back in the state that it is in."""

    def decide(facts: FactBatch) -> Decided:
        last = home.store.last_checkpoint()
        if last is not None:
            claims = _Claims(size=last.size, root=last.root.hex())
            facts.add(RESTORED, home_subject(home), named_claims(claims), actor=person)
        return Decided()

    return decide


def goes_on_without(home: Home, company: str, person: str, why: str) -> Decide:
    """Record that somebody who should be asked first is gone for good, by a person who knows it."""

    def decide(facts: FactBatch) -> Decided:
        back = awaiting(home)
        if back is not None and company not in back.without:
            claims = _Gone(company=company, why=why)
            facts.add(GOES_ON, home_subject(home), named_claims(claims), back.fact, actor=person)
        return Decided()

    return decide


def caught_up(home: Home, witnesses: tuple[str, ...]) -> Decide:
    """Record that these witnesses, by name, have seen nothing that the home does not hold."""

    def decide(facts: FactBatch) -> Decided:
        back = awaiting(home)
        if back is not None:
            claims = {"witnesses": list(witnesses)} | ({"without": list(back.without)} if back.without else {})
            facts.add(CAUGHT_UP, home_subject(home), named_claims(claims), back.fact)
        return Decided()

    return decide
