"""Were goods received that nobody has billed yet?"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from counterfoil.matching.amounts import EXACT, ZERO, cents, plain, shown, total
from counterfoil.matching.items import same_item
from counterfoil.matching.judging.billing import billing_of, bills_goods
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.ordered import Ordered, ordered
from counterfoil.matching.judging.receipts import receipts_of
from counterfoil.matching.judging.same_terms import may_be_same
from counterfoil.matching.judging.supply import supply_of
from counterfoil.matching.mentions import lines_of
from counterfoil.matching.parties.identity import BUYER
from counterfoil.matching.unit_prices import unit_price
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy, End
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary


def received_not_invoiced(receipt: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """Receipt lines of which more was received than billed; what was received first is billed first.

    It stands since the goods came, however short ago that is. Goods that were billed and given back count as billed.
    """
    if receipt.role != BUYER:
        return
    ledger = context.kept("ledger", _Ledger)
    for position, line in enumerate(summary.lines, 1):
        end = End(id=receipt.id, line=str(position))
        root = ledger.root(end)
        billed = None if root is None else ledger.billed(end, root, line)
        if root is None or billed is None or line.quantity is None or billed >= line.quantity:
            continue
        terms = ordered(root, context)
        amount = ledger.value(total([line.quantity, billed.copy_negate()]), line, terms)
        if amount == 0:
            continue
        yield Discrepancy(
            code="received-not-invoiced",
            id=receipt.id,
            line=end.line,
            expected=plain(line.quantity),
            found=shown(billed),
            amount=amount,
            currency=None if amount is None else _currency(terms),
            since=line.delivered or summary.delivered or summary.issued,
            others=(root.id,),
            why=tuple(reason for link in context.out_of_end(end, "receives") for reason in link.evidence),
        )


class _Ledger:
    """What was received of goods and what was billed of them, in the order in which they came."""

    def __init__(self, context: Context) -> None:
        self._supply, self._context = supply_of(context), context
        self._billing, self._receipts = billing_of(context), receipts_of(context)
        self._unlinked: dict[bytes, list[TradeLine]] = {}

    def root(self, end: End) -> End | None:
        """The one order line that a receipt line belongs to; without it an invoice may bill the goods another way."""
        links = self._context.out_of_end(end, "receives")
        if not links or not all(link.target.line and self._context.is_likely(link) for link in links):
            return None
        roots = [root for root in self._supply.roots(end) if self._context.is_a(root.id, kinds.ORDER)]
        return roots[0] if len(roots) == 1 else None

    def billed(self, end: End, root: End, line: TradeLine) -> Decimal | None:
        """What was billed of a receipt line; None in doubt."""
        if line.quantity is None or self._is_doubtful(root):
            return None
        before: list[Decimal] = []
        for other in takewhile(lambda each: each != end, self._receipts.lines((root,))):
            received = self._receipts.quantity(other, self._context.out_of_end(other, "receives"), line.unit, (root,))
            if received is None:
                return None
            before.append(received)
        billed: list[Decimal] = []
        for source, links in self._billing.lines((root,)).items():
            gross = self._billing.gross(source, links, (root,), line.unit)
            if gross is None:
                return None
            billed.append(gross)
        left = total([*billed, *(each.copy_negate() for each in before)])
        return min(max(left, ZERO), line.quantity)

    def value(self, quantity: Decimal, line: TradeLine, terms: Ordered | None) -> Decimal | None:
        """What a quantity of a receipt line is worth at the price that was ordered."""
        price = None if terms is None else unit_price(terms.line)
        if price is None or terms is None:
            return None
        counted = self._supply.in_unit(quantity, line.unit, terms.line.unit, line, terms.line)
        return None if counted is None else cents(EXACT.multiply(counted, price))

    def _is_doubtful(self, root: End) -> bool:
        """May an invoice bill more of these goods, or less, than the links of its lines say?"""
        ordered_line = self._context.trade_line(root)
        ids = {end.id for end in self._supply.tree(root)}
        invoices = self._context.sources(link for id in sorted(ids) for link in self._context.into(id, "bills"))
        for invoice in invoices:
            if not bills_goods(invoice, self._context):
                # What was taken back as a whole may have been the invoice or the goods.
                if not self._context.out_of(invoice.id, "repeats"):
                    return True
                continue
            for line in self._lines_of_nothing(invoice):
                if (
                    ordered_line is None
                    or same_item(ordered_line, line) is not False
                    or may_be_same(line, ordered_line)
                ):
                    return True
        return False

    def _lines_of_nothing(self, invoice: Recorded) -> list[TradeLine]:
        """The lines of an invoice that bill none."""
        if invoice.id not in self._unlinked:
            ends = ((End(id=invoice.id, line=str(n)), line) for n, line in enumerate(lines_of(invoice.summary), 1))
            self._unlinked[invoice.id] = [line for end, line in ends if not self._context.out_of_end(end, "bills")]
        return self._unlinked[invoice.id]


def _currency(terms: Ordered | None) -> str | None:
    told = [] if terms is None else [getattr(document.summary, "currency", None) for document in terms.says]
    return next((currency for currency in told if currency), None)
