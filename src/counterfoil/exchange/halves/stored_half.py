"""Our half in the store: facts of both sides in one log, and beside them who shares what and what partners signed."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any

from counterfoil.errors import ProofError, UsageError
from counterfoil.exchange.halves.admitting import check_admissible
from counterfoil.exchange.halves.half import NOT_TAKEN, Peer
from counterfoil.exchange.halves.read_half import ReadHalf
from counterfoil.exchange.halves.received_row import received_row
from counterfoil.exchange.halves.relying import note_relying
from counterfoil.exchange.halves.shelves import (
    ANEW,
    DISPROVED,
    HEADS,
    OPEN,
    PAPERS,
    QUIET,
    SHARED,
    SUBJECTS,
    TOKENS,
    UNCOUNTED,
    UNDER_WAY,
    UNSENT,
)
from counterfoil.exchange.proof.attested import KINDS, OFFERED, Attested
from counterfoil.exchange.proof.heads import SubjectHead
from counterfoil.exchange.proof.standing import standing
from counterfoil.exchange.proof.withdrawn import not_withdrawn, withdrawn
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.flow.forgotten import CAME_FORGOTTEN, Came
from counterfoil.flow.home import Home, home_subject
from counterfoil.flow.restored import awaiting, check_may_speak
from counterfoil.log.strict_json import read_object
from counterfoil.store import FactRow

CONTRADICTED = "exchange.contradicted/1"
DECIDED = "exchange.decided/1"
"""Which person stands behind what we attested in a role; it is not exchanged."""

_BETWEEN = KINDS | {CONTRADICTED, DECIDED}
"""What facts on a shared subject there are."""
_CONTRADICTIONS_MAX = 16
"""So much evidence on one subject is enough."""

Write = Callable[[Callable[[FactBatch], None]], None]
"""Runs something where the record can be written to, and logs the facts that it makes, durably."""
Receive = Callable[[Sequence[bytes], Peer], None]
"""Records papers."""


class StoredHalf(ReadHalf):
    """The `Half` of a home: what is read of it, and what changes it."""

    def __init__(self, home: Home, us: str, write: Write, receive: Receive) -> None:
        super().__init__(home.store, us)
        self._home, self._write, self._receive = home, write, receive

    def close(self, subject: str) -> None:
        """Nothing more will follow from our record on a subject."""
        with self._store.writing():
            self._store.drop_kept(OPEN, [bytes.fromhex(subject)])

    def rest(self, subjects: Iterable[str]) -> None:
        """Nobody waits for anything on these subjects until more is said."""
        with self._store.writing():
            self._store.keep(QUIET, [(bytes.fromhex(subject), b"") for subject in subjects])

    def take_back(self, facts: Sequence[Attested], partner: str) -> None:
        """Log facts of our own again that a partner had kept for us, the next ones in our chain.

        Of what was forgotten meanwhile, there or here, some show no more than keeps the chain whole.
        """
        taken, reduced = list[Attested](), list[int]()

        def take(batch: FactBatch) -> None:
            for fact in facts:
                ours = [*self.chain(fact.subject, self._us), *(one for one in taken if one.subject == fact.subject)]
                if fact.seq == len(ours) + 1:
                    index = batch.hold(received_row(fact))
                    reduced.extend([index] if fact.withheld else [])
                    taken.append(fact)
                    self._share(fact, partner)
                    note_relying(self._store, [*ours, fact], fact)
            if reduced:
                claims = named_claims(Came(facts=tuple(reduced), company=partner))
                batch.add(CAME_FORGOTTEN, home_subject(self._home), claims)

        self._write(take)

    def check(self, facts: Sequence[Attested]) -> None:
        """ProofError where facts of a partner, the next ones in its chain, could not be taken."""
        check_admissible(facts)
        gone = withdrawn(facts)
        for fact in facts:
            received_row(fact)
            if fact.kind == OFFERED:
                self._check_subject(fact)
                # What comes with its withdrawal is no second offer: only the message of the first was late.
                if fact.entry not in gone:
                    self._check_once(fact)

    def receive(self, originals: Sequence[bytes], peer: Peer) -> None:
        """Record the papers that a partner has sent with what it offers."""
        if originals:
            self._receive(originals, peer)

    def take(self, facts: Sequence[Attested]) -> None:
        """Log facts of a partner, the next ones in its chain, and share their subject with it."""

        def take(batch: FactBatch) -> None:
            for fact in facts:
                if fact.seq == len(self.chain(fact.subject, fact.author)) + 1 + _count(batch, fact.subject):
                    batch.hold(received_row(fact))
                    self._share(fact, fact.author)
                    self._store.keep(TOKENS, [(bytes.fromhex(fact.entry), fact.token.encode())])

        self._write(take)

    def renew(self, facts: Sequence[Attested]) -> None:
        """Keep the tokens of facts that we hold already in the place of older ones."""
        rows = [(bytes.fromhex(fact.entry), fact.token.encode()) for fact in facts]
        newer = [(key, value) for key, value in rows if self._store.kept_at(TOKENS, key) not in (None, value)]
        if newer:
            with self._store.writing():
                self._store.keep(TOKENS, newer)

    def say(
        self,
        kind: str,
        subject: str | None,
        partner: str,
        claims: Callable[[], dict[str, Any] | None],
        actor: str,
        person: str | None = None,
        why: str | None = None,
    ) -> Attested | None:
        """Attest a fact to a partner on a subject that we share, or for an offer on a new one.

        `claims` is asked where the record can be written to; where it gives None, nothing is attested. UsageError where
        no partner would take it: our next fact would wait behind it for ever. Which `person`
        stands behind the actor (a role), and `why`, stays in our log.
        """
        if claims() is None and awaiting(self._home) is None:
            return None  # who has nothing to say need not wait until nobody else writes
        made: list[FactRow] = []

        def attest(batch: FactBatch) -> None:
            check_may_speak(self._home)
            told = claims()
            if told is None:
                return
            about = subject or secrets.token_hex(32)
            chain = self.chain(about, self._us)
            told |= {"to": partner, "seq": len(chain) + 1} | ({"previous": chain[-1].entry} if chain else {})
            batch.add(kind, bytes.fromhex(about), named_claims(told), actor=actor)
            made.append(batch.rows[-1])
            if person is not None:
                by = {"fact": made[0].entry.hex(), "as": actor} | ({"why": why} if why else {})
                batch.add(DECIDED, bytes.fromhex(about), named_claims(by), actor=person)
            fact = self._attested(made[0], partner)
            _check_can_be_taken(fact)
            self._share(fact, partner)
            note_relying(self._store, [*chain, fact], fact)
            waits = partner.encode() + bytes.fromhex(about)
            if self._store.kept_at(UNSENT, waits) is None:
                self._store.keep(UNSENT, [(waits, b"")])

        self._write(attest)
        return self._attested(made[0], partner) if made else None

    def put_head(self, head: SubjectHead, token: str) -> None:
        """Keep a partner's head in the place of an older one."""
        with self._store.writing():
            self._store.keep(HEADS, [(head.signer.encode() + bytes.fromhex(head.subject), token.encode())])
            self._store.keep(UNCOUNTED, [(head.signer.encode(), sha256(token.encode()).digest())])

    def put_contradiction(self, company: str, subject: str, first: str, second: str) -> None:
        """Keep two tokens of a company that cannot both be true, as evidence, in the log."""
        claims = {"company": company, "first": first, "second": second}

        def tell(batch: FactBatch) -> None:
            known = [row for row in self._store.facts_of(bytes.fromhex(subject)) if row.kind == CONTRADICTED]
            is_new = all(read_object(row.claims or b"{}", "A fact") != claims for row in known)
            if is_new and len(known) < _CONTRADICTIONS_MAX:
                batch.add(CONTRADICTED, bytes.fromhex(subject), named_claims(claims))
                self._store.keep(DISPROVED, [(bytes.fromhex(subject), b"")])

        self._write(tell)

    def sending(self, company: str) -> list[str]:
        """The subjects that are unsent, of which the partner may hear from now on, whatever we hear of that."""
        prefix = company.encode()
        if any(not how for _, how in self._store.kept(UNSENT, prefix)):
            with self._store.writing():
                fresh = [key for key, how in self._store.kept(UNSENT, prefix) if not how]
                self._store.keep(UNSENT, [(key, UNDER_WAY) for key in fresh])
        return [key[len(prefix) :].hex() for key, how in self._store.kept(UNSENT, prefix) if how]

    def ask_again(self, company: str, subjects: Iterable[str]) -> None:
        """The partner may have heard more on these subjects than it has told us."""
        with self._store.writing():
            keys = [company.encode() + bytes.fromhex(subject) for subject in subjects]
            self._store.keep(UNSENT, [(key, UNDER_WAY) for key in keys if self._store.kept_at(UNSENT, key) is None])

    def sent(self, company: str, subject: str) -> None:
        """The partner knows all that we attested on a subject, or did when it answered."""
        with self._store.writing():
            self._store.drop_kept(UNSENT, [company.encode() + bytes.fromhex(subject)])

    def send_all_again(self, company: str) -> None:
        """Forget what a partner knows: a key was changed, and all facts are to be signed anew."""
        prefix = company.encode()
        with self._store.writing():
            self._store.drop_kept(HEADS, [key for key, _ in self._store.kept(HEADS, prefix)])
            shared = [subject for subject in self.subjects_with(company) if self._has_said(subject)]
            self._store.keep(UNSENT, [(prefix + bytes.fromhex(subject), ANEW) for subject in shared])

    def send_again(self, company: str, subjects: Iterable[str]) -> None:
        """The same on these subjects alone, on which we have said something."""
        with self._store.writing():
            keys = [company.encode() + bytes.fromhex(subject) for subject in subjects]
            self._store.drop_kept(HEADS, keys)
            self._store.keep(UNSENT, [(key, ANEW) for key in keys])

    def _has_said(self, subject: str) -> bool:
        return any(fact.author == self._us for fact in self.read(subject))

    def _check_subject(self, fact: Attested) -> None:
        """A subject is about nothing else."""
        if any(row.kind not in _BETWEEN for row in self._store.facts_of(bytes.fromhex(fact.subject))):
            raise ProofError("The id of a subject is no random one: it stands for something else here.", NOT_TAKEN)

    def _check_once(self, fact: Attested) -> None:
        """A paper is offered once: else one would be acknowledged twice."""
        original = fact.claims.get("original")
        before = self.subject_of(bytes.fromhex(original), fact.author) if isinstance(original, str) else None
        if before in (None, fact.subject):
            return
        facts = self.facts(before)
        if any(one in standing(one, facts) for one in facts if one.kind == OFFERED):
            raise ProofError("This paper is offered already, on another subject.", "Withdraw the one or the other.")

    def _share(self, fact: Attested, partner: str) -> None:
        subject = bytes.fromhex(fact.subject)
        self._store.keep(SUBJECTS, [(subject, partner.encode())])
        self._store.keep(SHARED, [(partner.encode() + subject, b"")])
        self._store.keep(UNCOUNTED, [(partner.encode(), bytes.fromhex(fact.entry))])
        self._store.drop_kept(QUIET, [subject])
        original = fact.claims.get("original")
        if fact.kind == OFFERED and not fact.withheld:
            self._store.keep(OPEN, [(subject, b"")])
        if fact.kind == OFFERED and isinstance(original, str):
            key = bytes.fromhex(original) + partner.encode()
            before = self._store.kept_at(PAPERS, key)
            if before is None or not self._is_offered(before.hex()):
                self._store.keep(PAPERS, [(key, subject)])

    def _is_offered(self, subject: str) -> bool:
        return bool(not_withdrawn(self.facts(subject), OFFERED))


def _count(batch: FactBatch, subject: str) -> int:
    """How many facts of a batch that is being made are on a subject."""
    return sum(row.subject.hex() == subject for row in batch.rows)


def _check_can_be_taken(fact: Attested) -> None:
    """UsageError where a fact of ours is none that we would take from a partner."""
    try:
        check_admissible([fact])
    except ProofError as error:
        raise UsageError(
            f"No partner would take that. {error.message}", "Nothing was said. Say it otherwise."
        ) from None
