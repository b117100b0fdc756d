"""A partner that means harm: it signs and sends whatever it likes, by its own key, to a node that knows it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from counterfoil.exchange.halves.message import Message
from counterfoil.exchange.proof.attested import OFFERED
from counterfoil.exchange.proof.credentials import credential_of
from counterfoil.exchange.proof.heads import SubjectHead, sign_head
from counterfoil.exchange.reply import Reply
from counterfoil.flow.facts import BY_ELEMENT
from counterfoil.log.claims import disclosures, entry, payload
from exchange.made import seed
from exchange.nodes import Place

TIME = "2026-11-22T08:00:00+00:00"


class Forged(NamedTuple):
    """A fact of the attacker's, as its victim would get it."""

    subject: str
    entry: str
    seq: int
    text: str
    payload: bytes
    disclosures: tuple[str, ...]


class Attacker:
    """Speaks for a place whose key it has, to another one."""

    def __init__(self, place: Place, victim: Place) -> None:
        self.place, self.victim = place, victim
        self.key = place.office().identity.key
        self.holder = victim.office().identity.key.kid

    def fact(
        self,
        kind: str,
        subject: str,
        seq: int = 1,
        envelope: Mapping[str, Any] | None = None,
        holder: str = "",
        **claims: Any,
    ) -> Forged:
        """A fact with just these claims beside `to` and `seq`."""
        told = {"to": self.victim.us, "seq": seq, **claims}
        around = {"kind": kind, "subject": subject, "actor": "x", "recorded": TIME, "reader": "x", **(envelope or {})}
        around = {name: value for name, value in around.items() if value is not None}
        secret = seed(f"{subject} {seq} {sorted(map(str, told.items()))}")
        made = payload(around, told, BY_ELEMENT, secret)
        shown = tuple(disclosures(told, BY_ELEMENT, secret).values())
        text = credential_of(made, shown, self.key, holder or self.holder).text
        return Forged(subject, entry(made).hex(), seq, text, made, shown)

    def offer(self, name: str, document: str = "invoice", original: bytes | None = None, **claims: Any) -> Forged:
        """An offer on a subject of this name; with a paper, it names that."""
        told = {"document": document, **claims}
        if original is not None:
            told["original"] = sha256(original).hexdigest()
        return self.fact(OFFERED, seed(name).hex(), **told)

    def head(self, subject: str, chains: Mapping[str, tuple[int, str]], time: int | None = None) -> str:
        now = int(self.victim.net.watch().timestamp()) if time is None else time
        return sign_head(SubjectHead(signer=self.place.us, subject=subject, time=now, chains=chains), self.key)

    def message(self, *facts: Forged, originals: Sequence[bytes] = (), chains: Any = None) -> bytes:
        last = facts[-1]
        chains = {self.place.us: (last.seq, last.entry)} if chains is None else chains
        head = self.head(last.subject, chains)
        return Message(facts=tuple(one.text for one in facts), head=head, originals=tuple(originals)).data

    def send(self, *facts: Forged, originals: Sequence[bytes] = (), chains: Any = None) -> Reply:
        return self.victim.up.message(self.place.us, self.message(*facts, originals=originals, chains=chains))
