"""Is what stands beside the log sound: who our partners are, what is shared with whom, and what they signed?

The facts themselves are verified like all others, by the floor below. What may be lost is not looked at: what is to be
sent follows from the halves, and what is waited for comes again.
"""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress

import msgspec

from counterfoil.errors import CounterfoilError, ProofError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.identity import Known, known_identity
from counterfoil.exchange.halves.key_history import every_key
from counterfoil.exchange.halves.peers import ADDED, CHANGED, REMOVED, SIGNS_AS, marks_of, peer_in, row_of, subject_of
from counterfoil.exchange.halves.peers import SHELF as PEERS
from counterfoil.exchange.halves.relying import RELYING
from counterfoil.exchange.halves.shelves import DISPROVED, HEADS, PAPERS, SHARED, SUBJECTS, TOKENS
from counterfoil.exchange.halves.stored_half import CONTRADICTED
from counterfoil.exchange.halves.tallies import TALLIES, agreed, keys_of_both, parse_call
from counterfoil.exchange.proof.attested import ASSIGNED, KINDS, LEVELS, OFFERED, WITHDRAWN
from counterfoil.exchange.proof.credentials import TYP, bare_payload
from counterfoil.exchange.proof.dossier import KeyOf
from counterfoil.exchange.proof.heads import read_head
from counterfoil.exchange.proof.reader import Keys
from counterfoil.flow.damage import Damage
from counterfoil.flow.facts import payload_of_row
from counterfoil.flow.home import Home
from counterfoil.model._base import Model
from counterfoil.store import FactRow

_ID_CHARACTERS = 43
"""Of the id of a company."""
_UNREADABLE = (CounterfoilError, msgspec.MsgspecError, ValueError, KeyError, TypeError)


Rows = dict[bytes, bytes]
"""Of a shelf, values by key."""


class _Claims(Model):
    to: str
    original: str | None = None
    of: str | None = None
    level: str | None = None
    assignee: str | None = None


def verify_half(home: Home) -> Iterator[Damage]:
    """Every damage beside the log; nothing where we have exchanged nothing yet."""
    known = known_identity(home)
    if known is None:
        return
    with home.store.reading():
        following = _Following(home, known)
        yield from following.follow()
        yield from following.compare()


def expected_rows(home: Home, known: Known) -> list[tuple[str, Rows]]:
    """What must stand on each shelf that follows from the facts; of a fact that does not hold nothing follows."""
    following = _Following(home, known)
    deque(following.follow(), maxlen=0)
    return [(shelf, rows) for _, shelf, rows in following.expected()]


class _Following:
    """What must stand on the shelves, by the facts so far."""

    def __init__(self, home: Home, known: Known) -> None:
        self._store, self._us = home.store, known.company
        self._own = every_key([known.anchor], known.history)
        self._peers: dict[str, Peer] = {}
        self._keys: dict[str, dict[bytes, None]] = {}
        self._ring: Keys | None = None
        self._subjects, self._papers = dict[bytes, bytes](), dict[bytes, bytes]()
        self._offers, self._gone = dict[bytes, bytes](), set[bytes]()
        self._counts = Counter[tuple[str, str]]()
        """Of facts, by partner and author."""
        self._held, self._disproved, self._relying = set[bytes](), dict[bytes, bytes](), dict[bytes, bytes]()

    def follow(self) -> Iterator[Damage]:
        """Follow all facts; first all keys, since who changes its key signs anew what it said before."""
        for row in self._store.facts_of_kinds(ADDED, CHANGED):
            with suppress(*_UNREADABLE):
                self._keys_of(peer_in(row.claims or b""))
        for row in self._store.facts_of_kinds(*KINDS, ADDED, CHANGED, REMOVED, CONTRADICTED):
            yield from self._take(row)

    def expected(self) -> Iterator[tuple[str, str, Rows]]:
        """What must stand on each shelf: what a row is, the shelf, and the rows."""
        peers, subjects = self._peers.items(), self._subjects.items()
        yield "partner", PEERS, {company.encode(): row_of(peer) for company, peer in peers}
        yield "name of a partner", SIGNS_AS, {mark: b"" for _, peer in peers for mark in marks_of(peer)}
        yield "shared subject", SUBJECTS, self._subjects
        yield "subject of a partner", SHARED, {partner + subject: b"" for subject, partner in subjects}
        yield "subject with a contradiction", DISPROVED, self._disproved
        yield "subject of an assignee", RELYING, self._relying
        yield "shared paper", PAPERS, self._papers

    def _take(self, row: FactRow) -> Iterator[Damage]:
        if row.kind == CONTRADICTED:
            self._disproved[row.subject] = b""
            return
        try:
            (self._exchanged if row.kind in KINDS else self._peer)(row)
        except _UNREADABLE as error:
            yield Damage(where=f"fact {row.index}", what=f"What the exchange keeps of it does not hold: {error}")

    def compare(self) -> Iterator[Damage]:
        """Hold the shelves against what was followed."""
        for what, shelf, expected in self.expected():
            yield from _compared(what, expected, dict(self._store.kept(shelf)))
        for entry, _ in self._store.kept(TOKENS):
            if entry not in self._held:
                yield Damage(where=f"signed fact {entry.hex()}", what="There is no such fact of a partner.")
        for key, token in self._store.kept(HEADS):
            yield from self._head(key, token)
        for key, tokens in self._store.kept(TALLIES):
            yield from self._tally(key, tokens)

    def _peer(self, row: FactRow) -> None:
        company = next((one for one in self._peers if subject_of(one) == row.subject), "")
        if row.kind == REMOVED:
            del self._peers[company]
            return
        peer = peer_in(row.claims or b"")
        self._peers[peer.company] = peer
        self._keys_of(peer)

    def _keys_of(self, peer: Peer) -> None:
        self._keys.setdefault(peer.company, {}).update(dict.fromkeys(every_key(peer.anchors, peer.history)))
        self._ring = None

    def _exchanged(self, row: FactRow) -> None:
        if row.claims is None:
            return  # it was forgotten
        claims = msgspec.json.decode(row.claims, type=_Claims)
        partner = self._signed(row) if claims.to == self._us else claims.to
        self._subjects[row.subject] = partner.encode()
        self._counts[partner, partner if claims.to == self._us else self._us] += 1
        if claims.level in LEVELS[ASSIGNED:] and claims.assignee is not None and claims.to != self._us:
            self._relying[claims.assignee.encode() + row.subject] = b""
        if row.kind == WITHDRAWN and claims.of is not None:
            self._gone.add(bytes.fromhex(claims.of))
        if row.kind == OFFERED:
            self._offers[row.subject] = row.entry
        if row.kind == OFFERED and claims.original is not None:
            key = bytes.fromhex(claims.original) + partner.encode()
            before = self._papers.get(key)
            if before is None or self._offers[before] in self._gone:
                self._papers[key] = row.subject

    def _signed(self, row: FactRow) -> str:
        """The partner that signed a fact that we hold; ProofError where nobody did."""
        token = self._store.kept_at(TOKENS, row.entry)
        if token is None:
            raise ProofError("What its author signed of it is missing.")
        self._held.add(row.entry)
        signed = self._keyring().open(token.decode(), TYP, "credential", None)
        if bare_payload(signed.payload) != payload_of_row(row):
            raise ProofError("What its author signed is another fact.")
        return signed.key.company

    def _head(self, key: bytes, token: bytes) -> Iterator[Damage]:
        company, subject = key[:_ID_CHARACTERS].decode("ascii", "replace"), key[_ID_CHARACTERS:].hex()
        try:
            head = read_head(token.decode(), self._keyring(), subject, "head")
            if head.signer != company:
                raise ProofError("It is by another company.")
        except _UNREADABLE as error:
            yield Damage(where=f"head of {company} on {subject}", what=str(error))

    def _tally(self, key: bytes, tokens: bytes) -> Iterator[Damage]:
        company = key.decode("ascii", "replace")
        keys = keys_of_both(self._us, self._own, company, self._keys.get(company, ()))
        try:
            counted = agreed(parse_call(tokens).last, keys, self._us, company).tally
        except _UNREADABLE as error:
            yield Damage(where=f"tally with {company}", what=str(error))
            return
        for author, count in counted.facts.items():
            if count > (held := self._counts[company, author]):
                what = f"It counts {count} facts of {author}, and {held} are here."
                yield Damage(where=f"tally with {company}", what=what)

    def _keyring(self) -> Keys:
        """All keys that partners ever had; made once, since each fact is held against it."""
        if self._ring is None:
            pairs = ((company, key) for company, keys in self._keys.items() for key in keys)
            self._ring = Keys(KeyOf(company=company, public_key=key) for company, key in pairs)
        return self._ring


def _compared(what: str, expected: dict[bytes, bytes], found: dict[bytes, bytes]) -> Iterator[Damage]:
    for key in sorted(expected.keys() | found.keys()):
        name = f"{what} {key.hex()}"
        if key not in found:
            yield Damage(where=name, what="Its row is missing from the database.")
        elif key not in expected:
            yield Damage(where=name, what="No fact says that it was recorded.")
        elif found[key] != expected[key]:
            yield Damage(where=name, what="Its row in the database is not what its facts say.")
