"""Exact arithmetic as the official rules do it: decimals of any length, and rounding like XPath."""

import re
from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache, reduce
from math import isfinite
from operator import add

from counterfoil.model.values import Amount, Number
from counterfoil.rules._white_space import stripped

ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_UP)
"""For sums and products of numbers as written: nothing is ever cut. Not for division."""
_EXACT_DOWN = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_DOWN)

_REMEMBERED = 8_192
_REMEMBERED_CHARACTERS_MAX = 30
"""How many texts of what length are remembered with their numbers, since several rules ask for each."""
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)").fullmatch


def decimal(written: str) -> Decimal | None:
    """The number that a text spells by XSD 1.0 decimal, or None."""
    return _decimal(written) if len(written) <= _REMEMBERED_CHARACTERS_MAX else _spelled(written)


def _spelled(written: str) -> Decimal | None:
    bare = stripped(written)
    return Decimal(bare) if _DECIMAL(bare) else None


_decimal = lru_cache(_REMEMBERED)(_spelled)


def value(amount: Amount | Number | None) -> Decimal | None:
    """The number, or None where it is missing or unreadable."""
    return None if amount is None else amount.value


def total(amounts: Iterable[Amount | None]) -> Decimal:
    """The sum, in cents, of those amounts that are there and readable."""
    result = ZERO
    for amount in amounts:
        if amount is not None and amount.value is not None:
            result = EXACT.add(result, amount.value)
    return rounded(result)


def total_of_doubles(amounts: Sequence[Amount | None], scaled: bool = True) -> Decimal:
    """The sum, in cents, as the CII artefacts make it: in doubles, one after the other.

    It differs from the exact sum only where that is half a cent or very large (1.005 is a little less than that as a
    double), and in that it may be -0; of nothing it is the digit 0. No money is computed with it: it is here because
    documents are judged by it. Most of these rules bring the double to cents before they round it (`scaled`), which may
    make it half a cent again.
    """
    doubles = [float(amount.value) for amount in amounts if amount is not None and amount.value is not None]
    if not doubles:
        return ZERO
    result = reduce(add, doubles)
    if not isfinite(result * 100):
        return total(amounts)
    return EXACT.multiply(rounded(Decimal(result * 10 * 10), ONE), CENT) if scaled else rounded(Decimal(result))


def same(written: Decimal, number: Decimal) -> bool:
    """Whether what is written is a number, to those who compare them as doubles: -0 is less than 0 to them.

    Only where both are whole numbers, as the digit 0 is, they are compared as such.
    """
    if float(written) != float(number):
        return False
    return written.is_signed() == number.is_signed() or (_is_whole(written) and _is_whole(number))


def below_zero(number: Decimal) -> bool:
    """Whether a number is negative to those who compare it with the digit 0: -0.00 is then, and -0 is not."""
    return number < 0 or (number.is_signed() and not _is_whole(number))


def _is_whole(number: Decimal) -> bool:
    """Whether a number has no digits behind the point, not even zeros."""
    return number.as_tuple().exponent == 0


def rounded(number: Decimal, unit: Decimal = CENT) -> Decimal:
    """The number rounded to a unit with a half going towards plus infinity, as XPath's round() does."""
    return (_EXACT_DOWN if number < 0 else EXACT).quantize(number, unit)


def from_cents(number: float) -> float:
    """A double of cents, rounded to whole ones as XPath's round() does it, in units; what is too large stays so."""
    return float(rounded(Decimal(number), ONE)) / 100 if isfinite(number) else number


def shown(amount: Amount | Number | None) -> str | None:
    """An amount as the document writes it."""
    if amount is None:
        return None
    return amount.written or (None if amount.value is None else format(amount.value, "f"))
