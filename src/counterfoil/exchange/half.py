"""Our half of what two companies share: facts by subject and author, as a floor below keeps them."""

from collections.abc import Sequence
from typing import Protocol

from counterfoil.exchange.attested import Attested
from counterfoil.exchange.heads import SubjectHead
from counterfoil.model._base import Model


class Peer(Model):
    """A company that we exchange facts with: keys come from a person, never from what is received."""

    company: str
    name: str
    keys: tuple[bytes, ...]
    """Public keys, the one that we make credentials for last."""
    logs: tuple[str, ...] = ()
    """The vkeys of its logs."""
    url: str = ""
    assurance: str = "added by a person"


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

    def take(self, facts: Sequence[Attested]) -> None:
        """Log facts of a partner, the next ones in its chain, and share their subject with it."""
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
