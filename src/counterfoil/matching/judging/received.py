"""Does a line bill more than was received, or what was never received?"""

from collections.abc import Iterator

from counterfoil.matching.amounts import ZERO, shown, total
from counterfoil.matching.judging.billed_line import BilledLine
from counterfoil.matching.judging.billing import place_of
from counterfoil.matching.judging.spanning import may_span
from counterfoil.matching.judging.tolerated import quantity_tolerated
from counterfoil.matching.unit_prices import value_of
from counterfoil.model.link import Discrepancy


def quantity_over_received(billed: BilledLine) -> Iterator[Discrepancy]:
    """A line that bills more than was received and not billed before, where something was received at all.

    Earlier invoices (by day, number and id) consume what was received first. Nothing is said in doubt: units that do
    not convert, unreadable quantities, receipts that do not name lines.
    """
    line, roots = billed.line, billed.roots
    received = billed.receipts.received(roots, line.unit) if roots else None
    if received is None:
        return
    found = billed.billing.quantity(billed.end, list(billed.links), roots, line.unit)
    before = billed.billing.before(place_of(billed.end, billed.context), roots, line.unit)
    if found is None or before is None:
        return
    still_open = max(total([received.quantity, before.copy_negate()]), ZERO)
    if billed.is_guessed and not still_open:
        return
    excess = total([found, still_open.copy_negate()])
    tolerated = quantity_tolerated(received.quantity, line, billed.summary, billed.context)
    beyond = total([found, before, received.quantity.copy_negate()]) > tolerated
    amount = value_of(line, excess)
    if excess > 0 and beyond and not may_span(billed, excess) and not billed.is_made_good(amount):
        yield billed.differs("quantity-over-received", shown(still_open), shown(found), amount, received.receipts)
