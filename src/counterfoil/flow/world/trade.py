"""Trade over a year: orders of each relation, one after another, and what becomes of them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from counterfoil.flow.world import doubles
from counterfoil.flow.world.billing import Invoice, invoice
from counterfoil.flow.world.book import Book
from counterfoil.flow.world.credit import credit_note
from counterfoil.flow.world.deliveries import Sent, receive, shipment_of_several, shipments
from counterfoil.flow.world.orders import Order, answer, cancel, change, order
from counterfoil.flow.world.paper import CENT, Paper, plain
from counterfoil.flow.world.relations import COLLECTIVE, PER_DESPATCH, Relation

_PLANTED = (
    "price-over-ordered",
    "quantity-over-received",
    "not-ordered",
    "tax-mismatch",
    "not-received",
    "quantity-over-ordered",
    "price-under-ordered",
    "received-not-invoiced",
    "total-mismatch",
    "payee-account-changed",
    "order-cancelled",
    "currency-mismatch",
)
_AT_ONCE = ("quantity-over-ordered", "quantity-over-received", "not-received")
"""With several deliveries it could not be said which of the invoices they stand on."""
_NEEDS_RECEIPTS = ("quantity-over-received", "not-received", "received-not-invoiced")
SETTLED_DAYS = 75
"""The last orders are placed so long before the end, so that what follows from them falls into the world."""


class Trade:
    """Makes deals; what is planted takes its turn, so that no kind is left out by chance."""

    def __init__(self, book: Book) -> None:
        self._book = book
        planted = [one for one in _PLANTED if one in book.faults]
        book.random.shuffle(planted)
        self._planted: Iterator[str | None] = cycle(planted or [None])
        self._waiting: str | None = None
        self._collected: dict[tuple[int, int], list[list[Sent]]] = {}
        self._of: dict[int, Relation] = {}
        self._last: dict[int, Order] = {}
        self._known: dict[str, date] = {}
        """When the first invoice of a supplier came."""
        self._sound: list[tuple[Relation, Invoice]] = []
        """Invoices that we got and nothing is wrong with."""

    def deal(self, relation: Relation, day: date) -> None:
        """One order with all that follows, but for what is billed by the month."""
        book = self._book
        fault = self._fault(relation, day)
        like = self._last.get(id(relation)) if book.chance(0.12, "repeated-order") else None
        placed = order(book, relation, day, like)
        self._last[id(relation)] = placed
        if fault == "order-cancelled":
            self._cancelled(relation, placed)
            return
        if fault is None and book.chance(0.05, "several-orders-shipped"):
            self._at_once(relation, [placed, order(book, relation, day + timedelta(days=1))])
            return
        self._go_on(relation, placed, fault)
        if fault is None and book.chance(0.03, "equal-amounts"):
            twin = order(book, relation, day, placed)
            twin.difficulty = ["equal-amounts"]
            self._go_on(relation, twin, None)

    def _at_once(self, relation: Relation, orders: list[Order]) -> None:
        """Several orders that are sent, and mostly billed, together."""
        for one in orders:
            answer(self._book, one)
        deliveries = shipment_of_several(self._book, orders)
        self._receive(deliveries, None)
        self._bill(relation, deliveries, None)

    def standing(self, relation: Relation, days: Iterable[date]) -> None:
        """The same order again and again, as for coffee or paper."""
        first: Order | None = None
        for day in days:
            placed = order(self._book, relation, day, first)
            first = first or placed
            self._go_on(relation, placed, None)

    def _go_on(self, relation: Relation, placed: Order, fault: str | None) -> None:
        """What comes of an order that stands."""
        book = self._book
        answer(book, placed)
        change(book, placed)
        if not relation.we_buy and book.chance(0.1, "no-order") and relation.despatching:
            self._forget(placed)
        excess = Decimal(book.random.randrange(2, 9)) if fault == "quantity-over-ordered" else Decimal(0)
        deliveries = shipments(book, placed, excess=excess, whole=fault in _AT_ONCE)
        receipts = self._receive(deliveries, fault)
        if fault == "received-not-invoiced":
            self._never_billed(deliveries.pop(), receipts.pop())
            fault = None
        if not deliveries:
            return
        made = self._bill(relation, deliveries, fault)
        if made is not None and fault is not None:
            self._consequences(made, receipts[0], fault, excess)

    def close(self) -> None:
        """Bill what is billed by the month."""
        for (at, _), deliveries in self._collected.items():
            self._settle(self._of[at], deliveries, None)
        doubles.come_again(self._book, self._sound)

    def _fault(self, relation: Relation, day: date) -> str | None:
        if not relation.we_buy or not self._book.chance(0.3):
            return None
        fault = self._waiting or next(self._planted)
        known = self._known.get(relation.partner.vat, date.max) < day
        if (fault in _NEEDS_RECEIPTS and relation.receiving is None) or (
            fault == "payee-account-changed" and not known
        ):
            # It waits for a relation that it can happen in.
            self._waiting = fault
            return None
        self._waiting = None
        return fault

    def _cancelled(self, relation: Relation, placed: Order) -> None:
        book = self._book
        cancel(book, placed)
        day = placed.paper.issued + timedelta(days=12)
        sent = [Sent(placed, one, one.open, day, None, None) for one in placed.wanted]
        made = invoice(book, relation, [sent], fault="order-cancelled")
        book.wrong(
            "order-cancelled",
            made.paper.key,
            expected="0",
            found=str(made.paper.total),
            amount=made.paper.total,
            cause="order-cancelled",
        )
        if relation.receiving is not None:
            for place, row in enumerate(made.paper.rows, 1):
                book.wrong(
                    "not-received", made.paper.key, place, amount=row.net, cause="order-cancelled", optional=True
                )

    def _forget(self, placed: Order) -> None:
        """The order came by telephone: there is no paper of it, nor of its answer."""
        book = self._book
        placed.difficulty.append("no-order")
        placed.on_paper = False
        key = placed.paper.key
        answers = {tie.source.key for tie in book.ties if tie.target.key == key}
        book.ties = [tie for tie in book.ties if tie.target.key != key]
        for each in (key, *answers):
            del book.papers[each]

    def _receive(self, deliveries: list[list[Sent]], fault: str | None) -> list[Paper | None]:
        """The receipts of deliveries; the first is the one that something is wrong with."""
        receipts: list[Paper | None] = []
        for place, delivery in enumerate(deliveries):
            short = Decimal(0)
            if fault == "quantity-over-received" and place == 0:
                short = max((delivery[0].quantity / 5).to_integral_value(), Decimal(1))
                short = short if short < delivery[0].quantity else delivery[0].quantity / 2
            lost = fault == "not-received" and place == 0
            receipts.append(None if lost else receive(self._book, delivery, short=short))
        return receipts

    def _bill(self, relation: Relation, deliveries: list[list[Sent]], fault: str | None) -> Invoice | None:
        """Bill deliveries: gives the first invoice, or None where it is left for the end of the month."""
        if relation.invoicing == COLLECTIVE and fault is None and deliveries[0][0].order.on_paper:
            month = deliveries[-1][0].day.toordinal() // 30
            self._of[id(relation)] = relation
            self._collected.setdefault((id(relation), month), []).extend(deliveries)
            return None
        groups = [[one] for one in deliveries] if relation.invoicing == PER_DESPATCH else [deliveries]
        made = [self._settle(relation, group, fault if place == 0 else None) for place, group in enumerate(groups)]
        return made[0]

    def _settle(self, relation: Relation, deliveries: list[list[Sent]], fault: str | None) -> Invoice:
        """Bill deliveries; sometimes something of it comes back, or the invoice comes again."""
        book = self._book
        made = invoice(book, relation, deliveries, fault=fault)
        first = self._known.get(relation.partner.vat, date.max)
        self._known[relation.partner.vat] = min(first, made.paper.issued)
        if fault is None:
            if book.chance(0.08, "returns") and made.paper.rows[0].allowance is None:
                credit_note(book, relation, made)
            elif all(made.billed) and book.chance(0.04, "credit-and-rebill"):
                doubles.credit_and_rebill(book, relation, made)
            elif relation.we_buy:
                self._sound.append((relation, made))
        return made

    def _never_billed(self, delivery: list[Sent], receipt: Paper | None) -> None:
        if receipt is None:
            return
        for place, (sent, row) in enumerate(zip(delivery, receipt.rows, strict=True), 1):
            value = (row.quantity * sent.wanted.row.price).quantize(CENT)
            told = {"expected": plain(row.quantity), "found": "0", "amount": value}
            self._book.wrong("received-not-invoiced", receipt.key, place, cause="received-not-invoiced", **told)

    def _consequences(self, made: Invoice, receipt: Paper | None, fault: str, excess: Decimal) -> None:
        """What a fault in the goods makes wrong on the invoice's lines."""
        if fault == "not-received":
            for place, (part, row) in enumerate(zip(made.billed, made.paper.rows, strict=True), 1):
                if part:
                    told = {"expected": plain(row.quantity), "found": "0", "amount": row.net}
                    self._book.wrong(fault, made.paper.key, place, cause=fault, **told)
        over = excess
        if fault == "quantity-over-received" and receipt is not None:
            over = (receipt.rows[0].short or Decimal(0)) + (receipt.rows[0].rejected or Decimal(0))
        first, row = made.billed[0][0], made.paper.rows[0]
        if fault in ("quantity-over-ordered", "quantity-over-received"):
            over *= row.quantity / first.quantity
            amount = (over * row.net / row.quantity).quantize(CENT)
            told = {"expected": plain(row.quantity - over), "found": plain(row.quantity), "amount": amount}
            self._book.wrong(fault, made.paper.key, 1, cause=fault, **told)


def days_of(book: Book, count: int) -> list[date]:
    """So many days of orders over the year, in order."""
    last = max(book.days - SETTLED_DAYS, 1)
    return sorted(book.day(book.random.randrange(last)) for _ in range(count))
