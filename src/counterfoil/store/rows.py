"""Rows that the store keeps, in our own words; every database keeps the same."""

from datetime import date, datetime
from decimal import Decimal

from counterfoil.model._base import Model


class FactRow(Model):
    """A fact at its place in the log.

    Where it was forgotten, `claims` and `secret` are None and `entry` stays. Where only elements of it were, `claims`
    are what is left, and `salts` stand in the place of the secret, from which theirs could be made again.
    """

    index: int
    kind: str
    subject: bytes
    actor: str
    predecessor: int | None
    recorded: datetime
    reader: str
    claims: bytes | None
    """Canonical JSON of the claims."""
    secret: bytes | None
    """32 bytes that the salts derive from."""
    entry: bytes
    """32 bytes: the log entry."""
    salts: bytes | None = None
    """Canonical JSON of the salts of what is left, as `log.erasure` has them."""
    attested: datetime | None = None
    """Of a fact of another company that we hold: when that company says that it was recorded; None for our own.

    `recorded` is then when we did, and `salts` are those that its author has shown us: the secret is not ours.
    """


class CheckpointRow(Model):
    """A signed checkpoint of the log."""

    size: int
    root: bytes
    frontier: bytes
    """The right edge of the tree, from which the next batch is appended."""
    note: str
    """The signed note."""
    recorded: datetime


class DocumentRow(Model):
    """A document, with the columns that lists filter by."""

    id: bytes
    original: bytes
    """SHA-256 of the original that it stands in."""
    position: int
    """1 for the first document in its original."""
    file: str
    """Where it came from when it was first added."""
    document: str
    format: str
    number: str | None
    issuer: str | None
    partner: str | None
    """The other company: the seller where we buy, the buyer where we sell, None where neither is known."""
    role: str
    """buyer, seller or neither: what we are in it; forgotten, where nothing but its id and kind is left."""
    issued: date | None
    due: date | None
    currency: str | None
    amount: Decimal | None
    """Payable, or the sum with tax; None for documents without one."""
    valid: bool | None
    fact: int
    """Index of the fact that recorded it; its claims are the summary."""
    checked: int | None
    """Index of the fact that holds the verdict and findings."""
    forgotten: int | None = None
    """Index of the last fact that it, or an entry of it, was forgotten."""


class LinkRow(Model):
    """A link that holds."""

    id: bytes
    """16 bytes, a function of kind and ends alone."""
    kind: str
    source: bytes
    source_line: str | None
    target: bytes
    target_line: str | None
    quantity: Decimal | None
    unit: str | None
    amount: Decimal | None
    currency: str | None
    confidence: Decimal
    state: str
    evidence: tuple[str, ...]
    fact: int
    """Index of the fact that recorded it."""
    basis: str = "reference"
    """reference, inference or decision: what it rests on."""


class DiscrepancyRow(Model):
    """A discrepancy as it follows from the links."""

    id: bytes
    """16 bytes, a function of code, document and line alone."""
    code: str
    document: bytes
    line: str | None
    expected: str | None
    found: str | None
    amount: Decimal | None
    currency: str | None
    since: date | None
    others: tuple[bytes, ...]
    why: tuple[str, ...]


class DecisionRow(Model):
    """What a person decided about a link, which stands here as it was then. An undone link has no other row."""

    link: bytes
    """The link's id, 16 bytes."""
    confirmed: bool
    """Confirmed, or else undone."""
    kind: str
    source: bytes
    source_line: str | None
    target: bytes
    target_line: str | None
    quantity: Decimal | None
    unit: str | None
    amount: Decimal | None
    currency: str | None
    confidence: Decimal
    evidence: tuple[str, ...]
    why: str | None
    """The person's reason."""
    fact: int
    """Index of the fact that recorded it."""


class HandlingRow(Model):
    """How people handle a discrepancy: what it was when they last said so, and what they said."""

    discrepancy: bytes
    """The discrepancy's id, 16 bytes."""
    state: str
    """open, accepted or resolved; the last two hold as long as the discrepancy is what it was."""
    owner: str | None
    """Who looks after it."""
    why: str | None
    expected: str | None
    found: str | None
    amount: Decimal | None
    fact: int
    """Index of the fact that recorded it."""


class DocumentFilter(Model):
    """What `list` filters by; None filters nothing. Dates are inclusive; `party` is part of a name, any case."""

    document: str | None = None
    party: str | None = None
    number: str | None = None
    since: date | None = None
    until: date | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    currency: str | None = None
    state: str | None = None
    """valid, invalid, unchecked, linked, unlinked, discrepant or forgotten (whole or in part)."""
    untold: tuple[str, date] | None = None
    """Discrepancies of this code that came about after this day make no document discrepant."""


class Migration(Model):
    """A numbered step of a floor's own tables; `sql` has one script a database ("sqlite", "postgres")."""

    number: int
    name: str
    sql: dict[str, str]
