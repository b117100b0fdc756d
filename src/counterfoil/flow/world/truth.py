"""What is true in a world, by what was meant when its papers were written: links, discrepancies, entries."""

from decimal import Decimal

from counterfoil.model._base import Model


class End(Model):
    """A paper or statement of the world by its key, and a line or an entry of it by position."""

    key: int
    line: str | None = None


class Tie(Model):
    """A link that holds between two papers or lines.

    Of ties with the same `either` one is enough. An `optional` one is neither asked for nor wrong, since the house
    leaves it open.
    """

    kind: str
    source: End
    target: End
    quantity: Decimal | None = None
    amount: Decimal | None = None
    difficulty: tuple[str, ...] = ()
    either: str | None = None
    optional: bool = False


class Wrong(Model):
    """A discrepancy that was planted, or follows from that; of those with the same `either` one is enough."""

    code: str
    end: End
    expected: str | None = None
    found: str | None = None
    amount: Decimal | None = None
    cause: str = ""
    either: str | None = None
    optional: bool = False


class Purpose(Model):
    """What a payment was for. `applied` are invoices and credit notes, each with the cash that goes there."""

    entry: int
    detail: int | None
    """The place of a detail in its batch, from 1; None for an entry with one payment."""
    purpose: str
    applied: tuple[tuple[End, Decimal], ...] = ()
    difficulty: tuple[str, ...] = ()
    optional: bool = False
