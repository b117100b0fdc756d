"""Does an invoice add up?"""

from collections.abc import Iterator
from decimal import Decimal

from counterfoil.matching.amounts import ZERO, cents, plain, total
from counterfoil.matching.judging.context import Context
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded, TradeSummary


def total_mismatch(invoice: Recorded, summary: TradeSummary, _context: Context) -> Iterator[Discrepancy]:
    """A stated total that is not the sum of its parts; of several the one that comes first in the calculation."""
    for parts, stated in _sums(summary):
        expected, found = cents(total(parts)), cents(stated)
        if expected != found:
            yield Discrepancy(
                code="total-mismatch",
                id=invoice.id,
                expected=plain(expected),
                found=plain(stated),
                amount=total([expected, found.copy_negate()]).copy_abs(),
                currency=summary.currency,
                since=summary.issued,
            )
            return


def _sums(summary: TradeSummary) -> Iterator[tuple[list[Decimal], Decimal]]:
    """(the parts, what is stated), as BR-CO-10 with 13, BR-CO-15 and 16 of EN 16931 calculate, where both are told."""
    amounts = [line.amount for line in summary.lines if line.amount is not None]
    adjusted = [summary.charges or ZERO, (summary.allowances or ZERO).copy_negate()]
    if amounts and len(amounts) == len(summary.lines) and summary.net is not None:
        yield [*amounts, *adjusted], summary.net
    if summary.net is not None and summary.tax is not None and summary.total is not None:
        yield [summary.net, summary.tax], summary.total
    if summary.total is not None and summary.payable is not None and not _has_other_parts(summary):
        yield [summary.total, (summary.paid or ZERO).copy_negate(), summary.rounding or ZERO], summary.payable


def _has_other_parts(summary: TradeSummary) -> bool:
    """Can the payable have parts that the semantic model has no term for?

    The profile MINIMUM of Factur-X has no place for what was paid in advance; the extension of XRechnung adds demands
    of third parties (BG-DEX-09).
    """
    customization = (summary.customization or "").casefold()
    return ":minimum" in customization or ":extension:xrechnung" in customization
