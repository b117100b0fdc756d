"""Amounts of money: what is due, sums, cents. Arithmetic is exact, however many digits there are."""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

from counterfoil.model.summary import Summary, TradeSummary

ZERO = Decimal(0)
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_UP)
"""For sums and products; never for a division, which would fill the memory."""

_SHOWN = Decimal("0.000001")
_CENT = Decimal("0.01")
_DIGITS_MAX, _DECIMALS = 15, 4
_DIVISION = Context(prec=60, rounding=ROUND_HALF_UP)


def amount_due(summary: Summary) -> Decimal | None:
    """What is to be paid for an invoice, or given back for a credit note, as written: payable, or the sum with tax."""
    if not isinstance(summary, TradeSummary):
        return None
    return summary.payable if summary.payable is not None else summary.total


def smallest(amount: Decimal) -> int | None:
    """An amount in ten-thousandths, of which the smallest units of all currencies (ISO 4217) are made.

    None where it is no number of these, or too large for any sum of money.
    """
    if amount.adjusted() > _DIGITS_MAX:
        return None
    scaled = amount.scaleb(_DECIMALS, EXACT)
    whole = int(scaled)
    return whole if whole == scaled else None


def total(values: list[Decimal]) -> Decimal:
    """The exact sum."""
    result = ZERO
    for value in values:
        result = EXACT.add(result, value)
    return result


def cents(value: Decimal) -> Decimal:
    """Rounded to two decimals, half up."""
    return EXACT.quantize(value, _CENT)


def in_cents(value: Decimal) -> int | None:
    """An amount as a whole number of cents; None where it is none, or is beyond all reason."""
    if value.adjusted() > _DIGITS_MAX:
        return None
    scaled = value.scaleb(2, EXACT)
    whole = int(scaled)
    return whole if whole == scaled else None


def divided(value: Decimal, by: Decimal) -> Decimal:
    """A quotient, to sixty digits."""
    return _DIVISION.divide(value, by)


def plain(value: Decimal) -> str:
    """A number without exponent."""
    return format(value, "f")


def shown(value: Decimal) -> str:
    """A quantity for people: to six places, which only what was converted exceeds."""
    exponent = value.as_tuple().exponent
    rounded = EXACT.quantize(value, _SHOWN).normalize(EXACT) if isinstance(exponent, int) and exponent < -6 else value
    return plain(rounded)
