"""Links between documents, from the later to the earlier, and discrepancies that stand on them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from counterfoil.model._base import Model


class LinkState(StrEnum):
    """Whether a link holds by itself, waits for a person, or was decided by one."""

    CERTAIN = "certain"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    UNDONE = "undone"


class Basis(StrEnum):
    """What a link rests on."""

    REFERENCE = "reference"
    """A document names the other by its number."""
    INFERENCE = "inference"
    """What both say, weighed against everything else that could be meant."""
    DECISION = "decision"
    """A person confirmed it."""


class End(Model):
    """One end of a link: a document, or one of its lines."""

    id: bytes
    """The document's id, 32 bytes."""
    line: str | None = None
    """Position from 1 ("3"; a detail of a statement entry "3.2"), None for the whole document."""


class Link(Model):
    """A link from a later document (line) to an earlier one.

    `repeats` has no direction and goes from the later to the earlier.
    """

    kind: str
    """answers, ships, receives, bills, credits, pays, observes, changes, cancels or repeats."""
    source: End
    target: End
    quantity: Decimal | None = None
    unit: str | None = None
    amount: Decimal | None = None
    """For `pays`: the cash of the entry that goes to the target."""
    currency: str | None = None
    confidence: Decimal = Decimal(1)
    evidence: tuple[str, ...] = ()
    """Why, in words."""
    basis: Basis = Basis.REFERENCE


class Discrepancy(Model):
    """Something that does not fit between linked documents.

    `expected` and `found` are what the code's table row says.
    """

    code: str
    id: bytes
    """The document that it stands on, 32 bytes."""
    line: str | None = None
    expected: str | None = None
    found: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    since: date | None = None
    """The day of the document that made it so: a pure function of the documents, never of their arrival."""
    others: tuple[bytes, ...] = ()
    """Ids of the other documents that it rests on."""
    why: tuple[str, ...] = ()
