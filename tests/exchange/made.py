"""Companies with keys and logs in memory, what they attest to each other, and the dossiers that one of them shows."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from counterfoil.exchange.proof.attested import (
    ACKNOWLEDGED,
    APPROVED,
    ASSIGNED,
    CHECKED,
    DISPUTED,
    LEVELS,
    OFFERED,
    WITHDRAWN,
)
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.credentials import credential_of
from counterfoil.exchange.proof.dossier import Credential, Dossier, InLog, KeyOf, LogOf, Subject
from counterfoil.exchange.proof.heads import SubjectHead, sign_head
from counterfoil.exchange.proof.presentation import presented
from counterfoil.exchange.proof.reader import Reader
from counterfoil.exchange.proof.trust import Trust, TrustedCompany
from counterfoil.log.checkpoint import Checkpoint, sign_checkpoint
from counterfoil.log.claims import disclosures, entry, payload
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.key_binding import Challenge
from counterfoil.log.merkle import leaf_hashes, root
from counterfoil.log.note import Signer, encode_note, open_note
from counterfoil.log.quorum import Quorum

NOW = 1_800_000_000
CHALLENGE = Challenge(audience="bank.example", nonce="n-0S6_WzA2Mj")
BY_ELEMENT = frozenset({"lines", "findings", "links"})
INVOICE = b"<Invoice>of our own making</Invoice>"


def seed(name: str) -> bytes:
    """32 bytes that are always the same for a name."""
    return sha256(name.encode()).digest()


@dataclass
class Said:
    """A fact that a company attested, with all that it takes to show it."""

    author: "Company"
    subject: str
    payload: bytes
    shown: Mapping[str, str]

    @property
    def entry(self) -> bytes:
        return entry(self.payload)


@dataclass
class Company:
    """A company with its key and log."""

    name: str
    key: CompanyKey
    signer: Signer
    entries: list[bytes] = field(default_factory=list)
    chains: dict[str, list[Said]] = field(default_factory=dict)

    def says(self, kind: str, subject: str, to: "Company", **claims: Any) -> Said:
        """Attest a fact on a subject: it goes into both logs."""
        chain = self.chains.setdefault(subject, [])
        claims |= {"to": to.key.company, "seq": len(chain) + 1}
        if chain:
            claims["previous"] = chain[-1].entry.hex()
        said = self.said(kind, subject, to, claims)
        chain.append(said)
        return said

    def said(self, kind: str, subject: str, to: "Company", claims: Mapping[str, Any]) -> Said:
        """A fact with just these claims, in both logs and in no chain."""
        envelope = {"kind": kind, "subject": subject, "actor": "counterfoil", "recorded": "2027-01-15T08:00:00+00:00"}
        secret = seed(f"{self.name} {subject} {len(self.entries)}")
        made = payload(envelope, claims, BY_ELEMENT, secret)
        said = Said(self, subject, made, disclosures(claims, BY_ELEMENT, secret))
        for company in (self, to):
            company.entries += [seed(f"{company.name} {len(company.entries)}"), said.entry]
        return said

    def checkpoint(self, *witnesses: Cosigner, time: int = NOW - 60) -> str:
        """The head of the log, cosigned."""
        hashes = leaf_hashes(self.entries)
        head = Checkpoint(origin=self.signer.name, size=len(hashes), root=root(hashes))
        message = sign_checkpoint(head, self.signer)
        note = open_note(message, [self.signer.verifier])
        lines = [*note.verified, *(one.cosign(head, time) for one in witnesses)]
        return encode_note(note.text, lines).decode()

    def proof(self, said: Said, log: int) -> InLog:
        hashes, index = leaf_hashes(self.entries), self.entries.index(said.entry)
        return InLog(log=log, index=index, hashes=tuple(path(index, hashes)))

    def head(self, subject: str, *others: "Company", time: int = NOW - 30) -> str:
        """How far the facts on a subject go, as this company knows."""
        chains = {one.key.company: one.chains[subject] for one in (self, *others) if subject in one.chains}
        last = {author: (len(chain), chain[-1].entry.hex()) for author, chain in chains.items()}
        return sign_head(SubjectHead(signer=self.key.company, subject=subject, time=time, chains=last), self.key)


def path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """The inclusion proof by its definition (RFC 9162 section 2.1.3.1)."""
    if len(hashes) == 1:
        return []
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = hashes[:middle], hashes[middle:]
    return [*path(index, left), root(right)] if index < middle else [*path(index - middle, right), root(left)]


def company(name: str) -> Company:
    """A company whose keys follow from its name."""
    signer = Signer(name=f"{name.lower()}.example/log", seed=seed(f"{name} log"))
    return Company(name, CompanyKey.first(seed(name)), signer)


def subject(name: str) -> str:
    """A shared id."""
    return seed(f"subject {name}").hex()


def refers(**named: Sequence[str]) -> list[dict[str, str]]:
    """Links by kind to the papers of these names."""
    return [{"kind": kind, "subject": subject(name)} for kind, names in named.items() for name in names]


_PAPERS = ("invoice", "order", "receipt", "carried")


class Trade:
    """A seller, a buyer, a carrier; an invoice for an order that was received; and what is attested of it.

    `named` are the papers that the invoice itself names; one that comes before the goods names none. Trades of the
    same companies have names of their own for their papers, which start with `prefix`.
    """

    def __init__(
        self,
        named: Sequence[str] = ("order", "receipt"),
        companies: "Sequence[Company]" = (),
        prefix: str = "",
    ) -> None:
        self.prefix = prefix
        self.seller, self.buyer, self.carrier = companies or map(company, ("Seller", "Buyer", "Carrier"))
        self.witness = Cosigner(name="witness.example", seed=seed("witness"))
        self.said: list[Said] = []
        self.originals: list[bytes] = [INVOICE]
        self.withheld: set[str] = set()
        self.subjects = [self.subject("invoice")]
        self.order = self.says(self.buyer, OFFERED, "order", document="order", number="PO-1", lines=[{"id": "1"}])
        self.receipt = self.says(self.buyer, OFFERED, "receipt", document="receipt-advice", number="R-1")
        self.invoice = self.says(
            self.seller,
            OFFERED,
            "invoice",
            document="invoice",
            number=f"INV-{prefix or 1}",
            issued="2026-12-14",
            due="2027-01-28",
            seller={"name": self.seller.name, "vat": "DE123456789"},
            buyer={"name": self.buyer.name},
            payable="1190.00",
            currency="EUR",
            original=sha256(INVOICE).hexdigest(),
            lines=[{"id": "1", "amount": "600.00"}, {"id": "2", "amount": "400.00"}],
            **({"refers": refers(bills=[prefix + name for name in named])} if named else {}),
        )
        self.about(self.seller, CHECKED, valid=True, rulebooks=["en16931@1.3.16"])

    def says(self, author: Company, kind: str, name: str, **claims: Any) -> Said:
        """A fact on the subject of this name, which the other side gets."""
        to = self.buyer if author is not self.buyer else self.seller
        said = author.says(kind, self.subject(name), to, **claims)
        self.said.append(said)
        if said.subject not in self.subjects:
            self.subjects.append(said.subject)
        return said

    def subject(self, name: str) -> str:
        """The id of a paper of this trade."""
        return subject(self.prefix + name)

    def odd(self, kind: str, name: str, **claims: Any) -> Said:
        """A fact of the buyer with just these claims, which is in no chain that a head tells of."""
        said = self.buyer.said(kind, subject(name), self.seller, {"to": self.seller.key.company, **claims})
        self.said.append(said)
        return said

    def about(self, author: Company, kind: str, **claims: Any) -> Said:
        """A fact about the invoice."""
        return self.says(author, kind, "invoice", of=self.invoice.entry.hex(), **claims)

    def acknowledged(self, level: str, **claims: Any) -> Said:
        """The buyer acknowledges the invoice; where nothing else is said, all of it, and to the carrier."""
        return self.about(self.buyer, ACKNOWLEDGED, level=level, **(claims or self.whole(level)))

    def whole(self, level: str) -> dict[str, Any]:
        """What the buyer says with a level where it accepts everything."""
        place = LEVELS.index(level)
        told = {"amount": "1190.00", "currency": "EUR"} if place >= APPROVED else {}
        return told | ({"assignee": self.carrier.key.company} if place >= ASSIGNED else {})

    def withdrawn(self, said: Said) -> Said:
        """Its author withdraws a fact."""
        name = next(name for name in _PAPERS if self.subject(name) == said.subject)
        return self.says(said.author, WITHDRAWN, name, of=said.entry.hex())

    @property
    def companies(self) -> list[Company]:
        return [self.seller, self.buyer, self.carrier]

    def unbound(self) -> Dossier:
        """The dossier that the seller shows, without the presentation."""
        authors = [one for one in self.companies if any(said.author is one for said in self.said)]
        shown = [one for one in self.companies if one in authors or one is self.seller]
        return Dossier(
            keys=tuple(KeyOf(company=one.key.company, public_key=one.key.public_key) for one in shown),
            logs=tuple(
                LogOf(
                    company=one.key.company,
                    vkey=one.signer.verifier.vkey,
                    checkpoint=one.checkpoint(self.witness),
                )
                for one in shown
            ),
            subjects=tuple(Subject(id=one, heads=self.heads(one)) for one in self.subjects),
            credentials=tuple(self.credential(said, shown) for said in self.said),
            originals=tuple(self.originals),
        )

    def heads(self, of: str) -> tuple[str, ...]:
        authors = [one for one in self.companies if of in one.chains]
        signers = [one for one in self.companies if one in authors or one is self.seller]
        return tuple(one.head(of, *authors) for one in signers)

    def credential(self, said: Said, shown: Sequence[Company]) -> Credential:
        texts = [text for name, text in said.shown.items() if name not in self.withheld]
        credential = credential_of(said.payload, texts, said.author.key, self.seller.key.kid)
        logs = [place for place, one in enumerate(shown) if said.entry in one.entries]
        return Credential(sd_jwt=credential.text, proofs=tuple(shown[log].proof(said, log) for log in logs))

    def bound(self, dossier: Dossier, time: int = NOW - 5) -> Dossier:
        """The dossier with the seller's presentation over it."""
        return replace(dossier, binding=presented(dossier, self.seller.key, CHALLENGE, time))

    @property
    def data(self) -> bytes:
        """The whole as a file."""
        return self.bound(self.unbound()).data

    def reader(self, **changes: Any) -> Reader:
        """Somebody who knows all three companies and the witness."""
        known = {
            one.key.company: TrustedCompany(
                name=one.name,
                id=one.key.company,
                keys=frozenset({one.key.public_key}),
                logs=frozenset({one.signer.verifier.vkey}),
                assurance="controls this domain",
            )
            for one in self.companies
        }
        trust = Trust(companies=known, quorum=Quorum(threshold=1, members=(self.witness.verifier,)))
        told: dict[str, Any] = {"now": NOW, "trust": trust, "audience": CHALLENGE.audience, "nonce": CHALLENGE.nonce}
        return Reader(**(told | changes))


def full(companies: Sequence[Company] = (), prefix: str = "") -> Trade:
    """A trade in which everything was attested, up to an assignment."""
    trade = Trade(companies=companies, prefix=prefix)
    trade.acknowledged("received")
    trade.acknowledged("matched")
    trade.acknowledged("approved", amount="1190.00", currency="EUR", role="controller")
    trade.acknowledged("assignment", assignee=trade.carrier.key.company)
    return trade


def early(**named: Sequence[str]) -> Trade:
    """A trade whose invoice came before the goods: the buyer says by which of its papers it matched it."""
    trade = Trade(named=())
    trade.says(trade.carrier, OFFERED, "carried", document="despatch-advice")
    named = named or {"bills": ["order"], "receives": ["receipt"]}
    trade.acknowledged("matched", refers=refers(**named))
    trade.acknowledged("approved", amount="1190.00", currency="EUR")
    return trade


def regretted() -> Trade:
    """A trade in which both sides withdraw what others rely on: the buyer its word, the seller the invoice."""
    trade = early()
    trade.acknowledged("assignment", assignee=trade.carrier.key.company)
    trade.withdrawn(
        next(said for said in trade.said if said.author is trade.buyer and said.subject == trade.subjects[0])
    )
    trade.withdrawn(trade.invoice)
    return trade


def at_random(chance: random.Random) -> Trade:
    """A trade in which anybody acknowledges, disputes and withdraws anything, names any paper, and withholds terms."""
    trade = Trade(named=chance.sample(["order", "receipt", "carried"], chance.randrange(4)))
    trade.says(trade.carrier, OFFERED, "carried", document="despatch-advice")
    own = [trade.invoice, trade.order, trade.receipt]
    for _ in range(chance.randrange(12)):
        author = chance.choice([trade.seller, trade.buyer, trade.buyer, trade.buyer, trade.carrier])
        match chance.randrange(5):
            case 0 | 1:
                kinds = chance.sample(["bills", "receives", "ships"], chance.randrange(3))
                named = {kind: chance.sample(_PAPERS, chance.randrange(1, 3)) for kind in kinds}
                claims: dict[str, Any] = {"refers": refers(**named)} if named else {}
                level = chance.choice(LEVELS)
                terms = trade.whole(level) | chance.choice([{}, {}, {"set_off": "190.00"}, {"role": "controller"}])
                claims |= {name: term for name, term in terms.items() if chance.random() < 0.9}
                own.append(trade.about(author, ACKNOWLEDGED, level=level, **claims))
            case 2:
                own.append(trade.about(author, DISPUTED, codes=["not-received"]))
            case _:
                own.append(trade.withdrawn(chance.choice(own)))
    names = ("amount", "currency", "set_off", "assignee", "role", "refers")
    trade.withheld = set(chance.choices(names, k=2)) if chance.random() < 0.3 else set()
    return trade
