"""What we hold of what is shared with partners, as it is read: subjects, facts of both sides, heads, and what waits."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.opened import Opened, opened, read
from counterfoil.exchange.halves.peers import peer_at
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
    UNSENT,
)
from counterfoil.exchange.proof.attested import KINDS, Attested
from counterfoil.store import FactRow, Store


class ReadHalf:
    """Our half in the store, to look at. It belongs to one thread."""

    def __init__(self, store: Store, us: str) -> None:
        self._store, self._us = store, us

    def peer(self, company: str) -> Peer | None:
        """The company that we exchange with under this id."""
        return peer_at(self._store, company)

    def partner(self, subject: str) -> str | None:
        """The id of the company that we share a subject with."""
        value = self._store.kept_at(SUBJECTS, bytes.fromhex(subject))
        return None if value is None else value.decode()

    def subjects(self, begin: str = "") -> Iterator[tuple[str, str]]:
        """All subjects that we share, or those whose ids begin so, with the ids of the partners."""
        found = self._store.kept(SUBJECTS, bytes.fromhex(begin[: len(begin) // 2 * 2]))
        return ((key.hex(), value.decode()) for key, value in found if key.hex().startswith(begin))

    def subjects_with(self, company: str, after: str = "") -> Iterator[str]:
        """The subjects that we share with a partner, or those behind one."""
        prefix = company.encode()
        behind = prefix + bytes.fromhex(after) if after else b""
        return (key[len(prefix) :].hex() for key, _ in self._store.kept(SHARED, prefix, after=behind))

    def subjects_of(self, original: bytes) -> Iterator[tuple[str, str]]:
        """The subjects under which we share a paper (the SHA-256 of its bytes), with the ids of the partners."""
        found = self._store.kept(PAPERS, original)
        return ((value.hex(), key[len(original) :].decode()) for key, value in found)

    def subject_of(self, original: bytes, company: str) -> str | None:
        """The subject under which we share a paper (the SHA-256 of its bytes) with a partner."""
        value = self._store.kept_at(PAPERS, original + company.encode())
        return None if value is None else value.hex()

    def open_subjects(self) -> list[str]:
        """Subjects on which something may still follow from our record."""
        return [key.hex() for key, _ in self._store.kept(OPEN)]

    def is_open(self, subject: str) -> bool:
        """May something still follow from our record there?"""
        return self._store.kept_at(OPEN, bytes.fromhex(subject)) is not None

    def quiet_subjects(self) -> Iterator[str]:
        """Subjects on which nobody waits for anything until more is said."""
        return (key.hex() for key, _ in self._store.kept(QUIET))

    def disproved(self) -> Iterator[str]:
        """Subjects on which a company said things that cannot all be true."""
        return (key.hex() for key, _ in self._store.kept(DISPROVED))

    def chain(self, subject: str, author: str) -> Sequence[Attested]:
        """All facts of an author on a subject, by number."""
        return sorted((one for one in self.facts(subject) if one.author == author), key=lambda one: one.seq)

    def facts(self, subject: str, open_fact: Callable[[FactRow], Opened] = opened) -> list[Attested]:
        """All facts on a subject, in the order in which they came into our log."""
        rows = [row for row in self._store.facts_of(bytes.fromhex(subject)) if row.kind in KINDS and row.claims]
        partner = self.partner(subject) or ""
        return [self._attested(row, partner, open_fact) for row in rows]

    def read(self, subject: str) -> list[Attested]:
        """The same by their claims alone: they can be read, and not shown."""
        return self.facts(subject, read)

    def original(self, digest: str) -> bytes | None:
        """A paper's bytes by the hex of their SHA-256."""
        file = self._store.open_original(bytes.fromhex(digest))
        if file is None:
            return None
        with file:
            return file.read()

    def head_of(self, subject: str, company: str) -> str | None:
        """The newest head on a subject that a partner signed, as a token."""
        value = self._store.kept_at(HEADS, company.encode() + bytes.fromhex(subject))
        return None if value is None else value.decode()

    def has_heads(self, company: str) -> bool:
        """Has a partner told since the last change of keys how much it knows?"""
        return next(self._store.kept(HEADS, company.encode()), None) is not None

    def unsent(self, company: str) -> list[str]:
        """Subjects on which we attested what the partner may not know."""
        prefix = company.encode()
        return [key[len(prefix) :].hex() for key, _ in self._store.kept(UNSENT, prefix)]

    def is_unsent(self, company: str, subject: str) -> bool:
        """Did we attest something there that the partner may not know?"""
        return self._store.kept_at(UNSENT, company.encode() + bytes.fromhex(subject)) is not None

    def is_anew(self, company: str, subject: str) -> bool:
        """Is all that we attested on a subject to be sent, whatever the partner knows of it?"""
        return self._store.kept_at(UNSENT, company.encode() + bytes.fromhex(subject)) == ANEW

    def _attested(self, row: FactRow, partner: str, open_fact: Callable[[FactRow], Opened] = opened) -> Attested:
        fact = open_fact(row)
        is_theirs = fact.claims["to"] == self._us
        token = (self._store.kept_at(TOKENS, row.entry) or b"") if is_theirs else b""
        return Attested(
            entry=row.entry.hex(),
            subject=row.subject.hex(),
            kind=row.kind,
            author=partner if is_theirs else self._us,
            claims=fact.claims,
            payload=fact.payload,
            disclosures=fact.disclosures,
            token=token.decode(),
            withheld=int(fact.is_reduced),
        )
