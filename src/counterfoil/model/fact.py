"""A fact: the envelope of everything that is recorded, whatever floor it comes from."""

from datetime import datetime

from counterfoil.model._base import Model


class Fact(Model):
    """One thing that happened, as it goes into the log.

    Each of its claims (decimals as strings) can be disclosed by itself.

    `kind` is an open string with a version ("document.received/1"); upper floors bring their own kinds.
    """

    kind: str
    subject: bytes
    """What it is about: a document id or a link id."""
    claims: bytes
    """A JSON object in canonical form."""
    recorded: datetime
    """When we say that we recorded it: a claim, UTC; the log index is the evidence."""
    actor: str = "counterfoil"
    """Who or what did it: the program, or a person by name."""
    predecessor: int | None = None
    """Index of the fact that this one follows from, where there is one."""
    reader: str = ""
    """Version of the reader that made the claims."""
