"""Exact arithmetic as the official rules do it: decimals of any length, and rounding like XPath."""

from collections.abc import Iterable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

from counterfoil.model.values import Amount, Number

ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_UP)
"""For sums and products of numbers as written: nothing is ever cut. Not for division."""
_EXACT_DOWN = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_DOWN)


def value(amount: Amount | Number | None) -> Decimal | None:
    """The number, or None where it is missing or unreadable."""
    return None if amount is None else amount.value


def total(amounts: Iterable[Amount | None]) -> Decimal:
    """The sum of those amounts that are there and readable."""
    result = ZERO
    for amount in amounts:
        if amount is not None and amount.value is not None:
            result = EXACT.add(result, amount.value)
    return result


def rounded(number: Decimal, unit: Decimal = CENT) -> Decimal:
    """The number rounded to a unit with a half going towards plus infinity, as XPath's round() does."""
    return (_EXACT_DOWN if number < 0 else EXACT).quantize(number, unit)


def shown(amount: Amount | Number | None) -> str | None:
    """An amount as the document writes it."""
    if amount is None:
        return None
    return amount.written or (None if amount.value is None else format(amount.value, "f"))
