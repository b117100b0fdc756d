"""Two companies' halves in memory, a network that loses, doubles and delays, and machines that are killed anywhere."""

import random
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.sharing import Sharing
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, DISPUTED, OFFERED, PAID, WITHDRAWN, Attested
from counterfoil.exchange.proof.heads import SubjectHead
from counterfoil.exchange.reply import Reply
from counterfoil.log.claims import disclosures, entry, payload
from counterfoil.log.disclosure import reveal
from exchange.made import BY_ELEMENT, NOW, Company, company, seed

Hook = Callable[[], None]


class Killed(Exception):  # noqa: N818 - it is no error
    """The machine went down."""


class MemoryHalf:
    """A half in memory. `about_to` is called before and after each change, as a machine may be killed there."""

    def __init__(self, owner: Company, about_to: Hook = lambda: None) -> None:
        self.owner, self._about_to = owner, about_to
        self.peers: dict[str, Peer] = {}
        self.partners: dict[str, str] = {}
        self.chains: dict[tuple[str, str], list[Attested]] = {}
        self.log: list[str] = []
        self.papers: dict[str, bytes] = {}
        self.heads: dict[tuple[str, str], str] = {}
        self.contradictions: list[tuple[str, str, str, str]] = []

    def meet(self, other: Company) -> None:
        self.peers[other.key.company] = Peer(company=other.key.company, name=other.name, keys=(other.key.public_key,))

    def peer(self, company: str) -> Peer | None:
        return self.peers.get(company)

    def partner(self, subject: str) -> str | None:
        return self.partners.get(subject)

    def chain(self, subject: str, author: str) -> Sequence[Attested]:
        return self.chains.get((subject, author), [])

    def original(self, digest: str) -> bytes | None:
        return self.papers.get(digest)

    def check(self, facts: Sequence[Attested]) -> None:
        """Whatever the format allows will do."""

    def receive(self, originals: Sequence[bytes], peer: Peer) -> None:
        self._about_to()
        self.papers |= {sha256(one).hexdigest(): one for one in originals}
        self._about_to()

    def take(self, facts: Sequence[Attested]) -> None:
        self._about_to()
        for fact in facts:
            self._append(fact, fact.author)
        self._about_to()

    def renew(self, facts: Sequence[Attested]) -> None:
        for fact in facts:
            chain = self.chains.get((fact.subject, fact.author), [])
            if fact.seq <= len(chain):
                chain[fact.seq - 1] = fact

    def head_of(self, subject: str, company: str) -> str | None:
        return self.heads.get((subject, company))

    def put_head(self, head: SubjectHead, token: str) -> None:
        self._about_to()
        self.heads[head.subject, head.signer] = token
        self._about_to()

    def put_contradiction(self, company: str, subject: str, first: str, second: str) -> None:
        self.contradictions.append((company, subject, first, second))

    def say(self, kind: str, subject: str, to: str, **claims: Any) -> Attested:
        """Attest a fact to a partner."""
        us = self.owner.key.company
        chain = self.chain(subject, us)
        claims |= {"to": to, "seq": len(chain) + 1} | ({"previous": chain[-1].entry} if chain else {})
        envelope = {"kind": kind, "subject": subject, "actor": "counterfoil"}
        secret = seed(f"{us} {subject} {len(chain)} {kind} {sorted(map(str, claims.values()))}")
        made = payload(envelope, claims, BY_ELEMENT, secret)
        shown = tuple(disclosures(claims, BY_ELEMENT, secret).values())
        fact = Attested(
            entry=entry(made).hex(),
            subject=subject,
            kind=kind,
            author=us,
            claims=reveal(made, shown),
            payload=made,
            disclosures=shown,
        )
        self._about_to()
        self._append(fact, to)
        self._about_to()
        return fact

    def _append(self, fact: Attested, partner: str) -> None:
        chain = self.chains.setdefault((fact.subject, fact.author), [])
        assert fact.seq == len(chain) + 1
        chain.append(fact)
        self.partners[fact.subject] = partner
        self.log.append(fact.entry)


class Pair:
    """A seller and a buyer who know each other, and the messages between them that are on their way."""

    def __init__(self, about_to: Hook = lambda: None) -> None:
        self.companies = company("Seller"), company("Buyer")
        self.halves = tuple(MemoryHalf(one, about_to) for one in self.companies)
        self.sides = tuple(Sharing(half, one.key) for half, one in zip(self.halves, self.companies, strict=True))
        for half, other in zip(self.halves, reversed(self.companies), strict=True):
            half.meet(other)

    def id(self, side: int) -> str:
        return self.companies[side].key.company

    def deliver(self, to: int, body: bytes, now: int = NOW) -> Reply:
        return self.sides[to].receive(self.id(1 - to), body, now)

    def exchange(self, side: int, subject: str, now: int = NOW) -> bool | None:
        """Send what the other lacks on a subject, and take the answer; None where there is nothing."""
        message = self.sides[side].message(subject, now)
        if message is None:
            return None
        reply = self.deliver(1 - side, message.data, now)
        assert reply.status == 200, reply.body
        return self.sides[side].answered(self.id(1 - side), reply.body.decode(), now)

    def settle(self) -> None:
        """Send until nobody lacks anything."""
        for subject in sorted({*self.halves[0].partners, *self.halves[1].partners}):
            for side in (0, 1):
                while subject in self.halves[side].partners and self.exchange(side, subject) is False:
                    pass

    def agree(self) -> bool:
        """Do both halves fit?"""
        one, other = self.halves
        return _bare(one.chains) == _bare(other.chains) and sorted(one.log) == sorted(other.log)


def _bare(chains: dict[tuple[str, str], list[Attested]]) -> dict[tuple[str, str], list[Attested]]:
    """The facts without what differs between one of one's own and one that was received."""
    return {key: [replace(fact, token="") for fact in chain] for key, chain in chains.items()}


class Storm:
    """A random history: both sides attest, and everything goes wrong that can."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self._may_kill = False
        self.pair = Pair(self._about_to)
        self._under_way: list[tuple[int, str, bytes]] = []
        """Messages to a side (by number), with their subjects, as they may still arrive."""
        self._now = NOW

    def run(self, steps: int) -> Pair:
        for _ in range(steps):
            self._now += self.chance.randrange(3)
            self._may_kill = True
            try:
                self.chance.choice([self._attest, self._attest, self._send, self._send, self._arrive, self._arrive])()
            except Killed:
                continue
        self._may_kill = False
        while self._under_way:
            self._arrive()
        self.pair.settle()
        return self.pair

    def _about_to(self) -> None:
        if self._may_kill and self.chance.random() < 0.05:
            raise Killed

    def _attest(self) -> None:
        side = self.chance.randrange(2)
        half, to = self.pair.halves[side], self.pair.id(1 - side)
        subjects = sorted(half.partners)
        if not subjects or self.chance.random() < 0.3:
            half.say(OFFERED, seed(f"{side} {self.chance.random()}").hex(), to, document="invoice", lines=[{"id": "1"}])
            return
        subject = self.chance.choice(subjects)
        known = list(_facts(half, subject))
        own = [one for one in known if one.author == self.pair.id(side) and one.kind != OFFERED]
        kind = self.chance.choice([ACKNOWLEDGED, DISPUTED, PAID, *([WITHDRAWN] if own else [])])
        about = self.chance.choice(own if kind == WITHDRAWN else known)
        half.say(kind, subject, to, of=about.entry, **({"level": "matched"} if kind == ACKNOWLEDGED else {}))

    def _send(self) -> None:
        """A message leaves; it may be lost, come twice, or late."""
        side = self.chance.randrange(2)
        for subject in sorted(self.pair.halves[side].partners):
            message = self.pair.sides[side].message(subject, self._now)
            for _ in range(self.chance.choice([0, 1, 1, 2]) if message else 0):
                assert message is not None
                self._under_way.append((1 - side, subject, message.data))

    def _arrive(self) -> None:
        """Any message that is under way comes, and its answer gets lost or comes back."""
        if not self._under_way:
            return
        to, _, body = self._under_way.pop(self.chance.randrange(len(self._under_way)))
        reply = self.pair.deliver(to, body, self._now)
        assert reply.status == 200, reply.body
        if self.chance.random() < 0.7:
            self.pair.sides[1 - to].answered(self.pair.id(to), reply.body.decode(), self._now)


def _facts(half: MemoryHalf, subject: str) -> Iterator[Attested]:
    for (about, _), chain in sorted(half.chains.items()):
        if about == subject:
            yield from chain
