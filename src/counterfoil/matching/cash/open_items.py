"""What asks for money, or takes such a demand back, as cash application sees it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from counterfoil.matching.amounts import EXACT, ZERO, amount_due, in_cents
from counterfoil.matching.cash.discount import Discount, discounts_of
from counterfoil.matching.days import shifted
from counterfoil.matching.keys import PAYABLE, key_of, plain_number, tail_of
from counterfoil.matching.once import once
from counterfoil.matching.parties.identity import BUYER, NEITHER, SELLER, forms_of
from counterfoil.matching.precedence import precedence
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import PartySummary, Recorded, TradeSummary

_MONTHS_OF_QUARTER = 3
_TO_NEXT_QUARTER_DAYS = 92
"""From the first of any month they lead into the next quarter."""
_ORDERS = (kinds.ORDER, "sales-order")
PAYMENT_DAYS = 30
"""When an invoice that tells no due day is taken to be due."""


class Item:
    """An invoice, credit note or open item with something due. Amounts in its own sense are positive: what it asks."""

    def __init__(self, document: Recorded, summary: TradeSummary, due: Decimal) -> None:
        self.document, self.summary = document, summary
        self.id, self.currency = document.id, summary.currency
        self.size = EXACT.add(due.copy_abs(), ZERO)
        self.is_credit = (summary.document == kinds.CREDIT_NOTE) != (due < 0)

    def view(self, came_in: bool) -> str:
        """What we are to it; where it does not say, going by where the cash of its invoices would go."""
        return (SELLER if came_in else BUYER) if self.document.role == NEITHER else self.document.role

    def brings_in(self, came_in: bool) -> bool:
        """Does cash come in to us when it is settled?"""
        return (self.view(came_in) == SELLER) != self.is_credit

    def signed(self, amount: Decimal, came_in: bool) -> Decimal:
        """An amount in the sense of the item, as our account sees it; and the other way round."""
        return amount if self.brings_in(came_in) else amount.copy_negate()

    @once
    def cents(self) -> int | None:
        """What is due, in cents."""
        return in_cents(self.size)

    @once
    def number(self) -> str:
        """Its number, spelled one way."""
        return plain_number(self.summary.number or "")

    @once
    def numbers(self) -> tuple[str, ...]:
        """The numbers by which a payer shall name it: its own, and what to quote."""
        quoted = plain_number(self.summary.payment_reference or "")
        return tuple([one for one in dict.fromkeys((self.number, quoted)) if one])

    @once
    def orders(self) -> tuple[str, ...]:
        """The numbers of the orders that it names."""
        references = [*self.summary.references]
        for line in self.summary.lines:
            references += line.references
        named = [plain_number(one.number) for one in references if one.document in _ORDERS]
        return tuple(dict.fromkeys([one for one in named if one and one not in self.numbers])) if named else ()

    @once
    def discounts(self) -> tuple[Discount, ...]:
        """The discounts that it agreed to."""
        return () if self.is_credit else discounts_of(self.summary)

    @once
    def partners(self) -> tuple[PartySummary, ...]:
        """Who may pay or be paid: our partner, or the payee that it names."""
        role, told = self.document.role, self.summary
        if role == SELLER:
            return () if told.buyer is None else (told.buyer,)
        ours = (told.seller, told.payee) if role == BUYER else (told.seller, told.payee, told.buyer)
        return tuple([one for one in ours if one is not None])

    @once
    def forms(self) -> frozenset[str]:
        """The forms of its partners."""
        each = [forms_of(one) for one in self.partners]
        return each[0] if len(each) == 1 else frozenset().union(*each)

    @once
    def issued(self) -> date | None:
        """The day of issue; of an item without one the day on which it is due."""
        return self.summary.issued or self.summary.due

    @once
    def due_day(self) -> date | None:
        """The day on which it is due."""
        if self.summary.due is not None:
            return self.summary.due
        return None if self.summary.issued is None else shifted(self.summary.issued, PAYMENT_DAYS)

    @once
    def last_days(self) -> tuple[date | None, ...]:
        """The last day for each discount, where it tells one."""
        return tuple([one.last_day(self.issued) for one in self.discounts])

    @once
    def days(self) -> tuple[date | None, ...]:
        """The days on which it may be expected to be paid: when it is due, and the last ones for a discount."""
        return self.due_day, *self.last_days

    @once
    def order(self) -> tuple[date, tuple[str, int, str, bytes]]:
        """By day due."""
        return self.due_day or date.max, precedence(self.document)


class Balance:
    """What is left of an item."""

    __slots__ = ("cents", "discounts", "item", "left")

    def __init__(self, item: Item, left: Decimal) -> None:
        self.item, self.left = item, left
        self.cents = (item.cents if left is item.size else in_cents(left)) or 0
        offs = [in_cents(one.off(left)) for one in item.discounts]
        self.discounts = [(off, last) for off, last in zip(offs, item.last_days, strict=True) if off]
        """What each agreed discount takes off, in cents, and the last day for it, where it tells one."""


def item_of(document: Recorded) -> Item | None:
    """A document as an item to be paid; None where it is none, or nothing is due."""
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.document not in PAYABLE:
        return None
    due = amount_due(summary)
    return Item(document, summary, due) if due else None


def amount_keys(item: Item) -> Iterator[str]:
    """The keys under which a payment of the whole, or of it less an agreed discount, meets it: by quarters of years."""
    if item.cents is None or item.issued is None or item.currency is None:
        return
    amounts = [item.size, *(item.size - one.off(item.size) for one in item.discounts)]
    for amount in dict.fromkeys(filter(None, map(in_cents, amounts))):
        for quarter in _quarters(item.issued):
            yield f"amount|{item.currency}|{amount}|{quarter}"


def amount_key(cents: int, currency: str, day: date) -> str:
    """The key under which a payment of that day looks for an item of an amount."""
    return f"amount|{currency}|{cents}|{_quarter(day)}"


def order_keys(item: Item) -> Iterator[str]:
    """Where an order's number is given in place of the invoice's."""
    yield from (key_of(kinds.INVOICE, order) for order in item.orders)


def tail_keys(item: Item) -> Iterator[str]:
    """Where a number lost its prefix, its separators or its first digits."""
    for number in item.numbers:
        if (tail := tail_of(number)) is not None:
            yield f"tail|{tail}"


def _quarters(day: date) -> tuple[str, str]:
    return _quarter(day), _quarter(shifted(day.replace(day=1), _TO_NEXT_QUARTER_DAYS))


def _quarter(day: date) -> str:
    return f"{day.year}Q{(day.month - 1) // _MONTHS_OF_QUARTER + 1}"


def own_sense(item: Item, link: Link) -> Decimal:
    """The amount of a link in the sense of the item: positive settles it."""
    amount = item.size if link.amount is None else link.amount
    return amount.copy_negate() if item.is_credit and link.amount is not None else amount
