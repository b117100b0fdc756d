"""What asks for money, or takes such a demand back, as cash application sees it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from counterfoil.matching.amounts import EXACT, ZERO, amount_due, in_cents
from counterfoil.matching.cash.discount import Discount, discounts_of, last_days
from counterfoil.matching.days import shifted
from counterfoil.matching.keys import PAYABLE, key_of, plain_number, tail_of
from counterfoil.matching.once import noted
from counterfoil.matching.parties.identity import BUYER, NEITHER, SELLER, payment_forms
from counterfoil.matching.precedence import precedence
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import PartySummary, Recorded, TradeSummary

Order = tuple[date, str, int, str, bytes]
_MONTHS_OF_QUARTER = 3
_TO_NEXT_QUARTER_DAYS = 92
"""From the first of any month they lead into the next quarter."""
_ORDERS = (kinds.ORDER, "sales-order")
PAYMENT_DAYS = 30
"""When an invoice that tells no due day is taken to be due."""


class Item:
    """An invoice, credit note or open item with something due. Amounts in its own sense are positive: what it asks."""

    __slots__ = (
        "_order",
        "_sells",
        "cents",
        "currency",
        "document",
        "due_day",
        "forms",
        "id",
        "is_credit",
        "issued",
        "number",
        "numbers",
        "orders",
        "size",
        "summary",
    )

    def __init__(self, document: Recorded, summary: TradeSummary, due: Decimal) -> None:
        self.document, self.summary = document, summary
        self.id, self.currency = document.id, summary.currency
        self.size = EXACT.add(due.copy_abs(), ZERO)
        self.cents = in_cents(self.size)
        self.is_credit = (summary.document == kinds.CREDIT_NOTE) != (due < 0)
        self.number = plain_number(summary.number or "")
        """Its number, spelled one way."""
        reference = summary.payment_reference
        self.numbers = _quoted(self.number, plain_number(reference) if reference else "")
        """The numbers by which a payer shall name it: its own, and what to quote."""
        self.orders = _orders(summary, self.numbers)
        """The numbers of the orders that it names."""
        each = [payment_forms(one, by_bank=False) for one in self.partners]
        self.forms = each[0] if len(each) == 1 else frozenset[str]().union(*each)
        self.issued = summary.issued or summary.due
        """The day of issue; of an item without one the day on which it is due."""
        self.due_day = summary.due
        """The day on which it is due."""
        if summary.due is None and summary.issued is not None:
            self.due_day = shifted(summary.issued, PAYMENT_DAYS)
        self._sells = None if document.role == NEITHER else document.role == SELLER
        self._order: Order | None = None

    def brings_in(self, came_in: bool) -> bool:
        """Does cash come in to us when it is settled?

        Where it does not say what we are to it, we are what goes with where the cash of its invoices would go.
        """
        return (came_in if self._sells is None else self._sells) != self.is_credit

    def signed(self, amount: Decimal, came_in: bool) -> Decimal:
        """An amount in the sense of the item, as our account sees it; and the other way round."""
        return amount if self.brings_in(came_in) else amount.copy_negate()

    @property
    def partners(self) -> Sequence[PartySummary]:
        """Who may pay or be paid: our partner, or the payee that it names."""
        return _partners(self.document.role, self.summary)

    @property
    def discounts(self) -> tuple[Discount, ...]:
        """The discounts that it agreed to."""
        return () if self.is_credit else discounts_of(self.summary)

    @property
    def order(self) -> Order:
        """By day due."""
        if self._order is None:
            self._order = self.due_day or date.max, *precedence(self.document)
        return self._order


def _quoted(number: str, reference: str) -> tuple[str, ...]:
    if not reference or reference == number:
        return (number,) if number else ()
    return (number, reference) if number else (reference,)


def _orders(summary: TradeSummary, numbers: tuple[str, ...]) -> tuple[str, ...]:
    references = summary.references
    for line in summary.lines:
        references += line.references
    if not references:
        return ()
    named = [plain_number(one.number) for one in references if one.document in _ORDERS]
    return tuple(dict.fromkeys([one for one in named if one and one not in numbers]))


def _partners(role: str, told: TradeSummary) -> tuple[PartySummary, ...]:
    if role == SELLER:
        return () if told.buyer is None else (told.buyer,)
    ours = (told.seller, told.payee) if role == BUYER else (told.seller, told.payee, told.buyer)
    return tuple([one for one in ours if one is not None])


class Balance:
    """What is left of an item."""

    __slots__ = ("cents", "item", "last_days", "left", "offs")

    def __init__(self, item: Item, left: Decimal) -> None:
        self.item, self.left = item, left
        self.cents = (item.cents if left is item.size else in_cents(left)) or 0
        self.offs = tuple([in_cents(one.off(left)) or 0 for one in item.discounts])
        """What each agreed discount takes off, in cents."""
        self.last_days = last_days(item.summary, item.issued) if self.offs else ()
        """The last day for each of them, where it tells one."""


@noted
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
    for amount in dict.fromkeys(filter(None, map(in_cents, asked_by(item)))):
        for quarter in _quarters(item.issued):
            yield f"amount|{item.currency}|{amount}|{quarter}"


def asked_by(item: Item) -> Sequence[Decimal]:
    """The whole of an item, and what is left of it less each agreed discount."""
    return [item.size, *(EXACT.subtract(item.size, one.off(item.size)) for one in item.discounts)]


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


@lru_cache(maxsize=1024)
def _quarters(day: date) -> tuple[str, str]:
    return _quarter(day), _quarter(shifted(day.replace(day=1), _TO_NEXT_QUARTER_DAYS))


@lru_cache(maxsize=1024)
def _quarter(day: date) -> str:
    return f"{day.year}Q{(day.month - 1) // _MONTHS_OF_QUARTER + 1}"


def own_sense(item: Item, link: Link) -> Decimal:
    """The amount of a link in the sense of the item: positive settles it."""
    amount = item.size if link.amount is None else link.amount
    return amount.copy_negate() if item.is_credit and link.amount is not None else amount
