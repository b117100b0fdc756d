"""The tallies that we keep with partners: the last one that both signed, and how what we hold is counted now."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.exchange.halves.half import NOT_TAKEN, SAME_VERSION, Peer
from counterfoil.exchange.halves.key_history import every_key
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.dossier import KeyOf
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.proof.tally import Chains, SignedTally, Tally, counted, read_tally, sign_tally
from counterfoil.log.canonical import canonical_json
from counterfoil.log.strict_json import read_object
from counterfoil.model._base import Model
from counterfoil.store import Store

TALLIES = "exchange.tallies"
"""Partner → the last tally that both signed: both tokens."""
COUNTED = "exchange.counted"
"""Partner → how counting with it went last. It may be lost."""
FORMAT = "counterfoil-tally/1"
_TOKENS = 2


class Agreed(NamedTuple):
    """A tally that both signed: by our word, and by the partner's."""

    ours: SignedTally
    theirs: SignedTally
    tokens: tuple[str, ...]

    @property
    def tally(self) -> Tally:
        """What both say."""
        return self.ours.tally


class Counting(Model):
    """How counting with a partner stands. Times are in seconds since 1970."""

    again: int = 0
    """Not before this time."""
    differs_since: int | None = None
    facts: dict[str, int] = {}
    """By company, how many facts the partner counts, where it does not count what we do."""


class Call(Model):
    """What one side tells the other: the last tally that both signed, as it knows, and how it counts now."""

    last: tuple[str, ...] = ()
    tally: str | None = None

    @property
    def data(self) -> bytes:
        """The call as it travels."""
        told = {"format": FORMAT, "last": self.last}
        return canonical_json(told if self.tally is None else told | {"tally": self.tally})


def parse_call(data: bytes) -> Call:
    """The call in a body; anything but the exact form is a ProofError."""
    match read_object(data, "A tally"):
        case {"format": "counterfoil-tally/1", "last": list(last), **rest} if rest.keys() <= {"tally"}:
            tally, tokens = rest.get("tally"), tuple(one for one in last if isinstance(one, str))
            if len(tokens) == len(last) in (0, _TOKENS) and (tally is None or isinstance(tally, str)):
                return Call(last=tokens, tally=tally)
        case _:
            pass
    raise ProofError(f"A tally is not of the format {FORMAT}.", SAME_VERSION)


def keys_of_both(us: str, ours: Iterable[bytes], partner: str, theirs: Iterable[bytes]) -> Keys:
    """The keys that a tally of two companies may be signed with: those that they had then, in force or not."""
    known = [*((us, key) for key in ours), *((partner, key) for key in theirs)]
    return Keys(KeyOf(company=company, public_key=key) for company, key in known)


def agreed(tokens: Sequence[str], keys: Keys, us: str, partner: str) -> Agreed:
    """The tally that two tokens say, one by each company; ProofError where they do not, or no two of them are there."""
    read = {one.signer: (one, token) for token in tokens for one in [read_tally(token, keys, (us, partner), "tally")]}
    if read.keys() != {us, partner} or len(tokens) != _TOKENS:
        raise ProofError("A tally is not signed by both companies.", NOT_TAKEN)
    (ours, our_token), (theirs, their_token) = read[us], read[partner]
    if ours.tally != theirs.tally:
        raise ProofError("Two companies signed two tallies.", NOT_TAKEN)
    return Agreed(ours, theirs, (our_token, their_token))


class Tallies:
    """Those of one company with one partner."""

    def __init__(self, office: Office, peer: Peer) -> None:
        self._office, self._store, self.peer = office, office.home.store, peer
        self._pair = (office.us, peer.company)
        ours = every_key([office.known.anchor], office.known.history)
        theirs = [*every_key(peer.anchors, peer.history), *peer.keys]
        self._keys = keys_of_both(office.us, ours, peer.company, theirs)

    def last(self) -> Agreed | None:
        """The last one that both signed.

        None, too, where what stands there is damaged: `verify` names it, and the partner gives it back.
        """
        value = self._store.kept_at(TALLIES, self.peer.company.encode())
        with suppress(ProofError, UnreadableError):
            return None if value is None else agreed(parse_call(value).last, self._keys, *self._pair)
        return None

    def now(self) -> Tally:
        """The one that would follow, as we count."""
        last = self.last()
        return counted(self._pair, self._ends(), None if last is None else last.tally)

    def sign(self, tally: Tally) -> str:
        """Our word for a tally."""
        return sign_tally(tally, self._office.now(), self._office.identity.key)

    def read(self, token: str) -> Tally:
        """What the partner says now, with a key that is in force."""
        return read_tally(token, Keys.of(self.peer.company, self.peer.keys), self._pair, "tally").tally

    def adopt(self, tokens: Sequence[str]) -> None:
        """Keep a tally that both signed, where it comes after the one that we know; ProofError where it does not hold.

        Where two were signed under one number, since both sides called at once, both keep the one that counts more.
        """
        if not tokens:
            return
        told, known = agreed(tokens, self._keys, *self._pair), self.last()
        if known is not None and _rank(told.tally) <= _rank(known.tally):
            return
        with self._store.writing():
            self._store.keep(TALLIES, [(self.peer.company.encode(), Call(last=told.tokens).data)])

    def unconfirmed(self) -> Iterator[str]:
        """Subjects on which we said more than the partner's head tells of."""
        for subject in list(self._office.half.subjects_with(self.peer.company)):
            ours = sum(one.author == self._office.us for one in self._office.half.read(subject))
            if ours > self._office.sharing.known_to(subject, self.peer):
                yield subject

    def _ends(self) -> Iterator[tuple[bytes, Chains]]:
        """How far the chains go that both sides hold, by subject: ours as far as the partner's head tells of it."""
        office, company = self._office, self.peer.company
        for subject in list(office.half.subjects_with(company)):
            heard = office.sharing.known_to(subject, self.peer)
            facts = [one for one in office.half.read(subject) if one.author == company or one.seq <= heard]
            ends = {one.author: (one.seq, one.entry) for one in sorted(facts, key=lambda one: one.seq)}
            if ends:
                yield bytes.fromhex(subject), ends


def counting(store: Store, company: str) -> Counting:
    """How counting with a partner stands."""
    value = store.kept_at(COUNTED, company.encode())
    return Counting() if value is None else _decode(value)


def put_counting(store: Store, company: str, counting: Counting) -> None:
    """Note how it went."""
    with store.writing():
        store.keep(COUNTED, [(company.encode(), _encode(counting))])


def _rank(tally: Tally) -> tuple[int, int, str]:
    return tally.number, sum(tally.facts.values()), tally.digest


_decode = msgspec.json.Decoder(Counting).decode
_encode = msgspec.json.Encoder(order="sorted").encode
