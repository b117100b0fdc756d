"""Our half of what two companies share: facts by subject and author, as a floor below keeps them."""

from collections.abc import Sequence
from typing import Protocol

from counterfoil.exchange.proof.attested import Attested
from counterfoil.exchange.proof.heads import SubjectHead
from counterfoil.model._base import Model

NOT_TAKEN = "Ask the partner; nothing of it was taken."
"""What to do where something of a partner's does not hold."""
SAME_VERSION = "Both sides need the same version."
"""What to do where it is of another form than ours."""


class Peer(Model):
    """A company that we exchange facts with: keys come from a person, never from what is received."""

    company: str
    name: str
    keys: tuple[bytes, ...]
    """Public keys in force, the one that we make credentials for last."""
    logs: tuple[str, ...] = ()
    """The vkeys of its logs."""
    url: str = ""
    """Where its node answers; empty where we only know it."""
    witness: str = ""
    """The vkey of its cosignatures; empty where it makes none."""
    assurances: tuple[str, ...] = ()
    """How we know that it is the company it says, each way by itself, in words."""
    anchors: tuple[bytes, ...] = ()
    """The keys that a person brought, from which `history` leads to the others."""
    history: tuple[str, ...] = ()
    """Tokens of `key_history`, in order."""


class Half(Protocol):
    """What we keep. It is asked and changed by one at a time, and each change is made whole or not at all."""

    def peer(self, company: str) -> Peer | None:
        """The company that we exchange with under this id."""
        ...

    def partner(self, subject: str) -> str | None:
        """The id of the company that we share a subject with; None for one that we do not know."""
        ...

    def chain(self, subject: str, author: str) -> Sequence[Attested]:
        """All facts of an author on a subject, by number."""
        ...

    def original(self, digest: str) -> bytes | None:
        """A paper's bytes by the hex of their SHA-256; None where we do not have them or they are too many."""
        ...

    def check(self, facts: Sequence[Attested]) -> None:
        """ProofError where facts of a partner, the next ones in its chain, could not be taken."""
        ...

    def receive(self, originals: Sequence[bytes], peer: Peer) -> None:
        """Record the papers that a partner has sent with what it offers."""
        ...

    def take(self, facts: Sequence[Attested]) -> None:
        """Log facts of a partner, the next ones in its chain, and share their subject with it."""
        ...

    def renew(self, facts: Sequence[Attested]) -> None:
        """Keep the tokens of facts that we hold already in the place of older ones: a key was changed."""
        ...

    def head_of(self, subject: str, company: str) -> str | None:
        """The newest head on a subject that a partner signed, as a token."""
        ...

    def put_head(self, head: SubjectHead, token: str) -> None:
        """Keep a partner's head in the place of an older one."""
        ...

    def put_contradiction(self, company: str, subject: str, first: str, second: str) -> None:
        """Keep two tokens of a company that cannot both be true, as evidence."""
        ...
