"""Is the tax of a line the one that was ordered?"""

from collections.abc import Iterator
from decimal import Decimal

from counterfoil.matching.amounts import EXACT, cents, divided, plain
from counterfoil.matching.judging.billed_line import BilledLine
from counterfoil.matching.judging.given_back import given_back
from counterfoil.matching.unit_prices import amount_of
from counterfoil.model.link import Discrepancy

_HUNDRED = Decimal(100)


def tax_mismatch(billed: BilledLine) -> Iterator[Discrepancy]:
    """A line at another rate of tax than ordered; nothing is said where order lines differ in it, or tell none."""
    found = billed.line.tax_rate
    terms = billed.terms
    rates = {each.line.tax_rate for each in terms if each is not None}
    if found is None or None in terms or len(rates) != 1:
        return
    (expected,) = rates
    if expected is None or expected == found:
        return
    net = amount_of(billed.line)
    gap = (found - expected).copy_abs()
    stake = None if net is None else cents(divided(EXACT.multiply(net.copy_abs(), gap), _HUNDRED))
    if not given_back(billed.end, billed.context).is_anything:
        says = [document for each in terms if each is not None for document in each.says]
        yield billed.differs("tax-mismatch", plain(expected), plain(found), stake, says)
