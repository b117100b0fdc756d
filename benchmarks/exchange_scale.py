"""What a partner's message with the node's round after it, and proofs cost at 20,000 shared invoices against 200: at
most 1.5 times.

Thirty partners offered us invoices and withdrew them again, but for twenty; our log was published each hour meanwhile.
A round answers what has come and sends nothing, since these partners have no node. Each step is taken in both homes by
turns.
"""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count, cycle
from pathlib import Path
from typing import Any

from _timing import middle, scratch, told

from counterfoil.exchange.answers.overview import left
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.message import Message
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.opened import opened
from counterfoil.exchange.halves.peers import ADDED, put_peer
from counterfoil.exchange.nodes.round import Round
from counterfoil.exchange.proof.attested import CREDITED, OFFERED, WITHDRAWN, Attested
from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.exchange.proof.credentials import credential_of, read_credential
from counterfoil.exchange.proof.heads import SubjectHead, sign_head
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Unreachable
from counterfoil.exchange.witnessing.log_proofs import own_proofs
from counterfoil.exchange.witnessing.published import publish
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.flow.home import READER, init_home, open_home
from counterfoil.log import ed25519
from counterfoil.model.settings import Owner, Settings

FEW, MANY = 200, 20_000
PARTNERS, LEFT = 30, 20
A_DAY, HOURS, DAYS_BEFORE = 200, 24, 5
TURNS = 30


class Partner:
    """A company that exists by its key alone, and attests to us."""

    def __init__(self, number: int, office: Office) -> None:
        seed = sha256(b"partner %d" % number).digest()
        public = ed25519.public_key(seed)
        self.key, self._office = CompanyKey(seed=seed, company=kid_of(public)), office
        self.peer = Peer(company=self.key.company, name=f"Partner {number}", keys=(public,), anchors=(public,))
        self._keys = Keys.of(self.peer.company, self.peer.keys)

    def says(self, kind: str, subject: bytes, before: Attested | None, **claims: Any) -> Attested:
        """What it attests next on a subject."""
        claims |= {"to": self._office.us, "seq": before.seq + 1 if before else 1}
        claims |= {"previous": before.entry} if before else {}
        batch, holder = FactBatch(0, self._office.home.clock(), READER), self._office.identity.key.kid
        batch.add(kind, subject, named_claims(claims))
        fact = opened(batch.rows[0])
        signed = credential_of(fact.payload, fact.disclosures, self.key, holder)
        return read_credential(signed.text, self._keys, holder, "message")

    def message(self, fact: Attested) -> bytes:
        """The message that brings a fact; we have said nothing on its subject."""
        chains = {fact.author: (fact.seq, fact.entry)}
        head = SubjectHead(signer=fact.author, subject=fact.subject, time=self._office.now(), chains=chains)
        text = "~".join([fact.token, *fact.disclosures, ""])
        return Message(facts=(text,), head=sign_head(head, self.key)).data


class Buyer:
    """Our home with what partners offered, and the steps that are measured."""

    def __init__(self, path: Path, invoices: int) -> None:
        self._time = datetime(2025, 1, 1, tzinfo=UTC)
        init_home(path, Settings(owner=Owner(name="Werk AG")), None, unencrypted=True, clock=self.clock)
        self.office = Office(open_home(path, self.clock), lambda: None)
        self._partners = [Partner(number, self.office) for number in range(PARTNERS)]
        self.office.write(self._meet)
        for _ in range(DAYS_BEFORE):
            self._day(())
        for start in range(0, invoices, A_DAY):
            self._day(range(start, min(start + A_DAY, invoices)))
        self._left = [self._offered(invoices + number) for number in range(LEFT)]
        self.office.half.take(self._left)
        self._round, self._numbers = Round(self.office), count()
        while len(left(self.office).subjects) > LEFT:
            self._round.go(Nobody())
        self._turn = cycle(range(LEFT))

    def clock(self) -> datetime:
        self._time += timedelta(microseconds=1)
        return self._time

    def message(self) -> None:
        """A partner says something more on an invoice that is left, and what is due then is done."""
        at = next(self._turn)
        last = self._left[at]
        partner = next(one for one in self._partners if one.peer.company == last.author)
        offer = last.of or last.entry
        amount = f"{next(self._numbers)}.00"
        fact = partner.says(CREDITED, bytes.fromhex(last.subject), last, of=offer, amount=amount, currency="EUR")
        answer = self.office.sharing.receive(partner.peer.company, partner.message(fact), self.office.now())
        if answer.status != 200:
            raise SystemExit(answer.body.decode())
        self._left[at] = fact
        self._round.go(Nobody())

    def proofs(self) -> None:
        """That the facts on an invoice stand in our published log."""
        if own_proofs(self.office.home, [self._left[next(self._turn)].subject]) is None:
            raise SystemExit("Nothing is published.")

    def close(self) -> None:
        """Let go of the home."""
        self.office.home.store.close()

    def _meet(self, facts: FactBatch) -> None:
        for one in self._partners:
            put_peer(self.office.home.store, facts, one.peer, ADDED)

    def _day(self, numbers: Sequence[int]) -> None:
        """Invoices are offered and withdrawn, and hours pass."""
        offers = [self._offered(number) for number in numbers]
        partners = [self._partners[number % PARTNERS] for number in numbers]
        gone = [
            partner.says(WITHDRAWN, bytes.fromhex(offer.subject), offer, of=offer.entry)
            for partner, offer in zip(partners, offers, strict=True)
        ]
        self.office.half.take([*offers, *gone])
        for _ in range(HOURS):
            self._time += timedelta(hours=1)
            publish(self.office.home, self.office.logbook(), self.clock())

    def _offered(self, number: int) -> Attested:
        subject, paper = (sha256(b"%s %d" % (what, number)).digest() for what in (b"subject", b"paper"))
        terms = {"number": f"INV-{number}", "payable": "119.00", "currency": "EUR"}
        partner = self._partners[number % PARTNERS]
        return partner.says(OFFERED, subject, None, document="invoice", original=paper.hex(), **terms)


class Nobody:
    """A network without nodes."""

    def get(self, url: str, path: str) -> Reply:
        raise Unreachable(f"Nobody answers at {url}{path}.")

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        raise Unreachable(f"Nobody takes {len(body)} bytes of {content_type} at {peer.url}{path}.")


def main() -> None:
    """Print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=MANY, help="invoices in the large home")
    given = options.parse_args()
    with scratch() as folder:
        few, many = Buyer(Path(folder) / "few", FEW), Buyer(Path(folder) / "many", given.count)
        compare("a message and a round", Buyer.message, few, many, given.count)
        compare("proofs", Buyer.proofs, few, many, given.count)
        few.close()
        many.close()


def compare(name: str, step: Callable[[Buyer], None], few: Buyer, many: Buyer, invoices: int) -> None:
    """Take one step in both homes by turns."""
    before, after = middle(TURNS, lambda: step(few), lambda: step(many))
    print(f"  {name}: {before * 1e3:.1f} ms at {FEW}, {after * 1e3:.1f} ms at {invoices:,}")
    told(f"{name} at {invoices:,} shared invoices against {FEW}", after / before, "at most 1.5")


if __name__ == "__main__":
    main()
