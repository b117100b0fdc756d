"""Both halves kept alike: what is sent to a partner, what is taken from one, and what a lost message costs (nothing).

What is still to be sent follows from the halves themselves: the facts of ours that the partner's head does not tell of.
So messages may be lost, doubled or come late, and whoever is killed goes on where he was.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.exchange.halves.half import NOT_TAKEN, Half, Peer
from counterfoil.exchange.halves.message import FACTS_MAX, ORIGINALS_BYTES_MAX, Message, parse_message
from counterfoil.exchange.proof.attested import OFFERED, WITHDRAWN, Attested
from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.exchange.proof.credentials import credential_of, read_credential
from counterfoil.exchange.proof.heads import SubjectHead, read_head, sign_head, subject_of
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.reply import Reply
from counterfoil.log.key_binding import SKEW

_HEAD = "head"


class ContradictionError(ProofError):
    """A company signed two things that cannot both be true; both tokens are evidence of it."""

    def __init__(self, subject: str, first: str, second: str) -> None:
        super().__init__("A company attested two things that cannot both be true.", "Both are kept as evidence.")
        self.subject, self.first, self.second = subject, first, second


class Sharing:
    """One company's side, over its half. Times are in seconds since 1970."""

    def __init__(self, half: Half, key: CompanyKey) -> None:
        self._half, self._key = half, key

    def head(self, subject: str, partner: str, now: int) -> str:
        """How far both chains go, as we know, signed."""
        chains = {author: self._half.chain(subject, author) for author in (self._key.company, partner)}
        last = {author: (chain[-1].seq, chain[-1].entry) for author, chain in chains.items() if chain}
        return sign_head(SubjectHead(signer=self._key.company, subject=subject, time=now, chains=last), self._key)

    def message(self, subject: str, now: int) -> Message | None:
        """What the partner lacks of ours on a subject, by its own word; None where that is nothing.

        Without facts it only asks how much of what was forgotten here the partner knows.
        """
        peer = self._peer(self._half.partner(subject))
        lacking = self._ours(subject)[self.known_to(subject, peer) :]
        if not lacking:
            return None
        if any(one.withheld for one in lacking):
            # What we forgot is not sent any more. It may have come before all the same, which a newer head tells.
            return Message(facts=(), head=self.head(subject, peer.company, now))
        return self._message(peer, lacking[:FACTS_MAX], now)

    def again(self, subject: str, now: int) -> Iterator[Message]:
        """All of ours on a subject that is not forgotten, signed anew: keys were changed, whatever the heads tell.

        Where something is forgotten, first whether the partner knows the subject still: the rest tells nothing.
        """
        peer, ours = self._peer(self._half.partner(subject)), self._ours(subject)
        whole = [one for one in ours if not one.withheld]
        if len(whole) < len(ours):
            yield Message(facts=(), head=self.head(subject, peer.company, now))
        for start in range(0, len(whole), FACTS_MAX):
            yield self._message(peer, whole[start : start + FACTS_MAX], now)

    def _message(self, peer: Peer, facts: Sequence[Attested], now: int) -> Message:
        holder = kid_of(peer.keys[-1])
        signed = [credential_of(one.payload, one.disclosures, self._key, holder) for one in facts]
        return Message(
            facts=tuple(one.text for one in signed),
            head=self.head(facts[0].subject, peer.company, now),
            originals=tuple(self._originals(facts)),
        )

    def receive(self, company: str, body: bytes, now: int) -> Reply:
        """Take what a partner sends, whose signature the request bears; answered with our head, or with a reason.

        Nothing is taken of what is answered with another status than 200.
        """
        if self._half.peer(company) is None:
            return Reply(status=403, body=b"We do not exchange facts with you.")
        try:
            return Reply(status=200, body=self._received(self._peer(company), parse_message(body), now).encode())
        except ContradictionError as error:
            self._half.put_contradiction(company, error.subject, error.first, error.second)
            return Reply(status=409, body=str(error).encode())
        except (ProofError, UnreadableError) as error:
            return Reply(status=400, body=str(error).encode())

    def answered(self, company: str, token: str, now: int, about: str | None = None) -> bool:
        """Keep the head that a partner answered with; does it tell of all that we have sent?

        `about` is the subject that we wrote of, where we wrote of one.
        """
        peer, subject = self._peer(company), subject_of(token)
        if about not in (None, subject) or self._half.partner(subject) != company:
            raise ProofError("A partner answered with a head on another subject.", NOT_TAKEN)
        head = self._checked_head(peer, subject, token, (), now)
        if head is not None:
            self._half.put_head(head, token)
        return self.known_to(subject, peer) == len(self._ours(subject))

    def known_to(self, subject: str, peer: Peer) -> int:
        """How many of our facts a partner's newest head tells of."""
        token = self._half.head_of(subject, peer.company)
        if token is None:
            return 0
        head = read_head(token, Keys.of(peer.company, peer.keys), subject, _HEAD)
        return head.chains.get(self._key.company, (0, ""))[0]

    def _received(self, peer: Peer, message: Message, now: int) -> str:
        subject, keys = subject_of(message.head), Keys.of(peer.company, peer.keys)
        facts = [self._fact(text, subject, keys) for text in message.facts]
        if self._half.partner(subject) not in (None, peer.company):
            raise ProofError("We share this subject with another company.", NOT_TAKEN)
        fresh = self._next(facts, subject, peer)
        if not fresh and self._half.partner(subject) is None:
            raise ProofError("Nothing was offered on this subject yet.", NOT_TAKEN)
        self._half.check(fresh)
        head = self._checked_head(peer, subject, message.head, fresh, now)
        self._half.renew([one for one in facts if all(one is not other for other in fresh)])
        if fresh:
            # Papers first: once the facts are known they are not sent again.
            self._half.receive(_offered(message.originals, fresh), peer)
            self._half.take(fresh)
        if head is not None:
            self._half.put_head(head, message.head)
        return self.head(subject, peer.company, now)

    def _originals(self, facts: Iterable[Attested]) -> Iterator[bytes]:
        """The papers that facts of ours offer, as many as a message holds."""
        room = ORIGINALS_BYTES_MAX
        for fact in facts:
            named = fact.claims.get("original") if fact.kind == OFFERED else None
            data = self._half.original(named) if isinstance(named, str) else None
            if data is not None and len(data) <= room:
                room -= len(data)
                yield data

    def _fact(self, text: str, subject: str, keys: Keys) -> Attested:
        """A fact that is whole: signed by the partner, for us, and with everything shown."""
        fact = read_credential(text, keys, self._key.kid, "message")
        if fact.subject != subject or fact.withheld or fact.claims["to"] != self._key.company:
            raise ProofError("A fact is on another subject, for somebody else, or not all shown.", NOT_TAKEN)
        return fact

    def _next(self, facts: Iterable[Attested], subject: str, peer: Peer) -> Sequence[Attested]:
        """Those of the facts that continue the partner's chain as we know it."""
        known = list(self._half.chain(subject, peer.company))
        before = len(known)
        for fact in facts:
            if fact.seq > len(known) + 1:
                break  # what comes between is still on its way: our head tells what we lack
            if fact.seq == len(known) + 1:
                self._check_next(fact, known)
                known.append(fact)
            elif known[fact.seq - 1].entry != fact.entry:
                raise ContradictionError(subject, known[fact.seq - 1].token, fact.token)
        return known[before:]

    def _check_next(self, fact: Attested, known: Sequence[Attested]) -> None:
        """The next fact of a chain follows from the one before, and is about what is there."""
        if fact.seq > 1 and fact.claims["previous"] != known[-1].entry:
            raise ProofError("A fact does not follow from the one before it.", NOT_TAKEN)
        ours = self._ours(fact.subject)
        has_offer = any(one.kind == OFFERED for one in (*known, *ours))
        if has_offer == (fact.kind == OFFERED):
            raise ProofError("A subject needs just one offer, before all else.", NOT_TAKEN)
        about = {one.entry for one in (known if fact.kind == WITHDRAWN else (*known, *ours))}
        if fact.of is not None and fact.of not in about:
            raise ProofError("A fact is about one that is not there, or withdraws what another said.", NOT_TAKEN)

    def _checked_head(
        self, peer: Peer, subject: str, token: str, fresh: Sequence[Attested], now: int
    ) -> SubjectHead | None:
        """A partner's head that holds, where it tells of more than its last one, or of as much and is newer."""
        head = read_head(token, Keys.of(peer.company, peer.keys), subject, _HEAD)
        if head.time > now + SKEW:
            raise ProofError("A head is of a time to come.", "Look at the clocks of both machines.")
        self._check_ours(head)
        self._check_theirs(head, token, [*self._half.chain(subject, peer.company), *fresh])
        known = self._half.head_of(subject, peer.company)
        if known is None:
            return head
        before = read_head(known, Keys.of(peer.company, peer.keys), subject, _HEAD)
        return head if (_told(before), before.time) < (_told(head), head.time) else None

    def _check_ours(self, head: SubjectHead) -> None:
        """What a partner says of our chain is what we attested."""
        ours = self._ours(head.subject)
        seq, entry = head.chains.get(self._key.company, (0, ""))
        if seq > len(ours):
            raise ProofError(
                "A partner's head tells of facts of ours that we do not know.",
                "If this home comes from a backup, take over from the partner what was lost; sign nothing before.",
            )
        if seq and ours[seq - 1].entry != entry:
            raise ProofError("A partner's head tells of another fact than we attested.", NOT_TAKEN)

    def _check_theirs(self, head: SubjectHead, token: str, chain: Sequence[Attested]) -> None:
        """What a partner says of its own chain is what it attested to us, as far as that came."""
        seq, entry = head.chains.get(head.signer, (0, ""))
        if 0 < seq <= len(chain) and chain[seq - 1].entry != entry:
            raise ContradictionError(head.subject, chain[seq - 1].token, token)

    def _ours(self, subject: str) -> Sequence[Attested]:
        return self._half.chain(subject, self._key.company)

    def _peer(self, company: str | None) -> Peer:
        peer = None if company is None else self._half.peer(company)
        if peer is None:
            raise ProofError("There is no partner that we exchange this with.", "Add it with 'counterfoil peer add'.")
        return peer


def _offered(originals: Iterable[bytes], facts: Iterable[Attested]) -> list[bytes]:
    """The papers that these facts offer; others are of no concern."""
    named = {fact.claims.get("original") for fact in facts if fact.kind == OFFERED}
    return [one for one in originals if sha256(one).hexdigest() in named]


def _told(head: SubjectHead) -> int:
    """Of how many facts a head tells."""
    return sum(seq for seq, _ in head.chains.values())
