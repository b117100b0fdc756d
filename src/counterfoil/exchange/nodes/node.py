"""A company's node, apart from HTTP: what it answers to everybody and to partners, and what it does by itself.

Other commands may work on the home at the same time, and are seen.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Self, TypeVar

from counterfoil.errors import CounterfoilError, ProofError
from counterfoil.exchange.halves.desk import Desk
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import peer_at, signing_as
from counterfoil.exchange.limits import Buckets, Rate
from counterfoil.exchange.nodes import key_news, notices
from counterfoil.exchange.nodes.recovery import halves_for
from counterfoil.exchange.nodes.round import Round
from counterfoil.exchange.nodes.tallying import answer_tally
from counterfoil.exchange.partners.introduction import NONCE_MAX, did_document, introduce
from counterfoil.exchange.proof.attested import verb_of
from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.exchange.reply import DID, JWT, Reply, refusal
from counterfoil.exchange.transport import Transport
from counterfoil.exchange.witnessing.log_proofs import answer_proofs
from counterfoil.exchange.witnessing.public_log import log_file
from counterfoil.exchange.witnessing.watching import add_checkpoint, witnessed
from counterfoil.flow.home import utc_now
from counterfoil.flow.keys import Ask
from counterfoil.flow.restored import awaiting

T = TypeVar("T")
Clock = Callable[[], datetime]
Say = Callable[[str], None]
"""Tells the person who looks after the node what must not be overlooked."""
QUOTA = Rate(burst=500_000_000, a_second=2_000_000_000 / 86_400)
"""How many bytes of messages and notices one partner may bring, at once and in a day, so that none fills the disk."""
_BROUGHT_BACK = refusal(503, "This home was brought back, and asks first what it has attested. Try later.")
_TOLD_FOR = timedelta(days=1)
_LEAST = 20_000
"""Bytes that anything counts for: a small message takes room and time too, by the facts that follow from it."""


class Node:
    """Opens the home in three threads: one shows what is public and who signs; one takes what partners send, which may
    be long papers to read; and one does what is due, and waits for partners meanwhile.

    Close it, or use it in a `with` block. `url` is its own address.
    """

    def __init__(
        self,
        home: Path,
        url: str,
        ask: Ask,
        say: Say = lambda _: None,
        clock: Clock = utc_now,
        quota: Rate = QUOTA,
        **times: int,
    ) -> None:
        self._url, self._say, self._clock, self._said = url, say, clock, dict[str, datetime]()
        self._telling = Lock()
        self._brought, self._told = Buckets(quota, lambda: clock().timestamp()), set[str]()
        ask = cache(ask)
        with ExitStack() as opened:
            self._shows = opened.enter_context(Desk(home, ask, clock))
            self._answers = opened.enter_context(Desk(home, ask, clock))
            self._errands = opened.enter_context(Desk(home, ask, clock))
            self._open = opened.pop_all()
        self._round = Round(self._errands.office, **times)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is under way, and close the home."""
        self._open.close()

    def key(self) -> CompanyKey:
        """The key that signs our requests now. It is asked for by what is due, and never by what answers."""
        return self._do(lambda office: office.identity.key)

    def did(self) -> Reply:
        """The did:web document."""
        known = self._shows.do(lambda office: office.identity.known)
        return Reply(status=200, body=did_document(known, self._url), content_type=DID)

    def identity(self, nonce: str) -> Reply:
        """A signed token of who we are, over this nonce."""
        if not 0 < len(nonce) <= NONCE_MAX or not nonce.isprintable():
            return refusal(400, f"A nonce has 1 to {NONCE_MAX} characters.")

        def told(office: Office) -> str:
            identity, owner = office.identity, office.home.settings.owner
            keys = office.home.vkey(), identity.cosigner.verifier.vkey
            return introduce(owner, identity.known, identity.key, *keys, self._url, nonce, office.now())

        return Reply(status=200, body=self._shows.do(told).encode(), content_type=JWT)

    def log_file(self, path: str) -> Reply:
        """A file of the published log."""
        return self._shows.do(lambda office: log_file(office.home, path))

    def add_checkpoint(self, body: bytes) -> Reply:
        """The answer of our witness (c2sp.org/tlog-witness)."""

        def heard(office: Office) -> Reply:
            home = office.home
            known = partial(signing_as, home.store)
            reply, told = add_checkpoint(home, office.logbook(), known, office.identity.cosigner, body, home.clock())
            if told:
                self._say(told)
            return reply

        return self._do(heard)

    def witnessed(self, name: str) -> Reply:
        """The last checkpoint that our witness cosigned of a log."""
        return self._shows.do(lambda office: witnessed(office.home, name))

    def signer_of(self, kid: str) -> tuple[str, bytes] | None:
        """The company, and the public key, that a kid is of; None where it is no partner's."""
        found = self._shows.do(lambda office: list(signing_as(office.home.store, kid)))
        pairs = ((peer.company, key) for peer in found for key in peer.keys)
        return next(((company, key) for company, key in pairs if kid_of(key) == kid), None)

    def message(self, company: str, body: bytes) -> Reply:
        """Take a message of a partner, answered with our head."""

        def received(office: Office) -> Reply:
            if awaiting(office.home) is not None:
                return _BROUGHT_BACK
            if too_much := self._too_much(company, body):
                return too_much
            return office.sharing.receive(company, body, office.now())

        return self._do(received)

    def keys(self, body: bytes, has_signed: key_news.HasSigned) -> Reply:
        """Follow a partner to its new keys; who sends them must have the newest one."""
        return self._judged(lambda office: self._new_keys(office, body, has_signed))

    def proofs(self, company: str, body: bytes) -> Reply:
        """Proofs of what we share with a partner, in our published log."""
        wants = partial(self._round.wants, company)
        return self._judged(lambda office: answer_proofs(office.home, company, body, office.half.partner, wants))

    def halves(self, company: str, body: bytes) -> Reply:
        """Give back to a partner what we hold of its facts: its home was brought back from a backup."""
        return self._judged(lambda office: halves_for(office, company, body))

    def tally(self, company: str, body: bytes) -> Reply:
        """Count with a partner what both hold."""

        def counted(office: Office) -> Reply:
            if awaiting(office.home) is not None:
                return _BROUGHT_BACK
            if too_much := self._too_much(company, body):
                return too_much
            reply, told = answer_tally(office, company, body)
            self._tell_once(told)
            return reply

        return self._judged(counted)

    def notice(self, company: str, body: bytes) -> Reply:
        """Keep what a partner tells us of an invoice that is assigned to us."""

        def taken(office: Office) -> Reply:
            peer = peer_at(office.home.store, company)
            if peer is None:
                return refusal(403, "We do not exchange facts with you.")
            if too_much := self._too_much(company, body):
                return too_much
            fact = notices.take_notice(office, peer, body)
            if fact is not None:
                level = f" ({fact.claims['level']})" if "level" in fact.claims else ""
                self._say(f"{peer.name} tells of an invoice that is assigned to us: {verb_of(fact.kind)}{level}.")
            return Reply(status=200, body=b"Taken.\n")

        return self._judged(taken)

    def round(self, transport: Transport) -> None:
        """Do what is due; what has to be told is told once in a day, since not every round looks at everything."""
        self._tell_once(self._errands.do(lambda _: self._round.go(transport)))

    def _tell_once(self, lines: Iterable[str]) -> None:
        now = self._clock()
        with self._telling:
            self._said = {line: at for line, at in self._said.items() if now - at < _TOLD_FOR}
            for line in lines:
                if line not in self._said:
                    self._say(line)
                    self._said[line] = now

    def _new_keys(self, office: Office, body: bytes, has_signed: key_news.HasSigned) -> Reply:
        before = peer_at(office.home.store, key_news.parse_news(body).company)
        peer = key_news.take_news(office, body, has_signed)
        if before is not None and peer.keys != before.keys:
            newest = kid_of(peer.keys[-1])
            self._say(f"{peer.name} has other keys now, as its history says. It signed with {newest[:8]}.")
        return Reply(status=200, body=b"Taken.\n")

    def _too_much(self, company: str, body: bytes) -> Reply | None:
        """The refusal of what a partner may not bring today any more."""
        if not self._brought.take(company, max(len(body), _LEAST)):
            return None
        line = f"{company} brings more than a partner may in a day; the rest is not taken now."
        if line not in self._told:
            self._told.add(line)
            self._say(line)
        return refusal(429, "You have brought more than a partner may in a day. Try later.")

    def _judged(self, do: Callable[[Office], Reply]) -> Reply:
        """A proof that does not hold is the sender's fault, anything else is ours."""
        try:
            return self._do(do)
        except ProofError as error:
            return refusal(400, str(error))
        except CounterfoilError as error:
            self._say(str(error))
            return refusal(500, "This node cannot do that now. Try later.")

    def _do(self, what: Callable[[Office], T]) -> T:
        return self._answers.do(what)
