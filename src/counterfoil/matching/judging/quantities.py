"""Does a line bill more than is still open on the order?"""

from collections.abc import Iterator
from decimal import Decimal

from counterfoil.matching.amounts import ZERO, shown, total
from counterfoil.matching.judging.billed_line import BilledLine
from counterfoil.matching.judging.billing import place_of
from counterfoil.matching.judging.spanning import may_span
from counterfoil.matching.judging.tolerated import quantity_tolerated
from counterfoil.matching.unit_prices import value_of
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded


def quantity_over_ordered(billed: BilledLine) -> Iterator[Discrepancy]:
    """A line that bills more than was ordered and not billed before, by more than what is tolerated.

    Earlier invoices (by day, number and id) consume what was ordered first.
    """
    line, roots, context = billed.line, billed.roots, billed.context
    if not roots:
        return
    found = billed.billing.quantity(billed.end, list(billed.links), roots, line.unit)
    told = _ordered(billed)
    before = billed.billing.before(place_of(billed.end, context), roots, line.unit)
    if found is None or told is None or before is None:
        return
    quantity, says = told
    still_open = max(total([quantity, before.copy_negate()]), ZERO)
    if billed.is_guessed and not still_open:
        return
    excess = total([found, still_open.copy_negate()])
    tolerated = quantity_tolerated(quantity, line, billed.summary, context)
    beyond = total([found, before, quantity.copy_negate()]) > tolerated
    amount = value_of(line, excess)
    if excess > 0 and beyond and not may_span(billed, excess) and not billed.is_made_good(amount):
        yield billed.differs("quantity-over-ordered", shown(still_open), shown(found), amount, says)


def _ordered(billed: BilledLine) -> tuple[Decimal, list[Recorded]] | None:
    """What was ordered of all the goods of a line, in its unit; None where any of it is not known."""
    quantities: list[Decimal] = []
    says: list[Recorded] = []
    for terms in billed.terms:
        if terms is None or terms.line.quantity is None:
            return None
        quantity = billed.supply.in_unit(
            terms.line.quantity, terms.line.unit, billed.line.unit, terms.line, billed.line
        )
        if quantity is None:
            return None
        quantities.append(quantity)
        says += terms.says
    return total(quantities), says
