"""Totals and the VAT of a group, where these profiles ask them otherwise than EN 16931 (BR-CO-11, -12, -15, -17)."""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from math import isfinite
from operator import add

from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import stripped
from counterfoil.rules.en16931._amounts import CENT, EXACT, ONE, ZERO, rounded, same
from counterfoil.rules.factur_x._reading import (
    ADJUSTMENT,
    BREAKDOWN,
    INDICATOR,
    LOGISTICS,
    SETTLEMENT,
    SUMMATION,
    number,
    numbers,
    once,
    says,
    total,
)

TOTALS = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"


_IS_ALLOWANCE, _IS_CHARGE = says(INDICATOR, "false"), says(INDICATOR, "true")


@once
def allowances(elements: Elements) -> list[int]:
    """The document's allowances, by the word alone."""
    return [place for place in elements.head(ADJUSTMENT) if _IS_ALLOWANCE(elements, place)]


@once
def charges(elements: Elements) -> list[int]:
    """The document's charges, by the word alone."""
    return [place for place in elements.head(ADJUSTMENT) if _IS_CHARGE(elements, place)]


def amounts(elements: Elements, places: Sequence[int], name: str) -> list[Decimal]:
    """All numbers of this name below elements."""
    return [each for place in places for each in numbers(elements, elements.below(place, name))]


def cents_of_doubles(some: Sequence[Decimal], factors: Sequence[float] = (10, 10)) -> Decimal:
    """The sum in cents as the artefacts make it of doubles, one after the other; the factors bring it to cents.

    The last bit of the division by a hundred counts too, where a tolerance is kept by nothing to spare.
    """
    result = reduce(add, map(float, some)) if some else 0.0
    for factor in factors:
        result *= factor
    if not isfinite(result):
        return total(some)
    return Decimal(float(rounded(Decimal(result), ONE)) / 100)


@at("BR-CO-11", TOTALS)
def _allowances(elements: Elements, place: int) -> bool | Breach:
    """Without any allowance there need be no total."""
    some, name = allowances(elements), "ram:AllowanceTotalAmount"
    if not some and not elements.below(place, name):
        return True
    parts, found = amounts(elements, some, "ram:ActualAmount"), number(elements, place, name)
    expected = rounded(cents_of_doubles(parts)) if parts else ZERO
    return (found is not None and same(found, expected)) or Breach(found=found, expected=expected)


@at("BR-CO-12", TOTALS)
def _charges(elements: Elements, place: int) -> bool | Breach:
    """The total is rounded to cents before it is compared; charges for logistics alone do not call for one."""
    some, name = charges(elements), "ram:ChargeTotalAmount"
    if not some and not elements.below(place, name):
        return True
    found = number(elements, place, name)
    expected = rounded(
        EXACT.add(
            cents_of_doubles(amounts(elements, some, "ram:ActualAmount")),
            cents_of_doubles(amounts(elements, elements.head(LOGISTICS), "ram:AppliedAmount")),
        )
    )
    fits = found is not None and rounded(cents_of_doubles([found])) == expected
    return fits or Breach(found=found, expected=expected)


@at("BR-CO-15", TOTALS)
def _with_tax(elements: Elements, place: int) -> bool | Breach:
    """With the one tax total in the currency of the invoice, or without any tax."""
    del place
    with_tax = next(iter(numbers(elements, elements.head(f"{SUMMATION}/ram:GrandTotalAmount"))), None)
    without = next(iter(numbers(elements, elements.head(f"{SUMMATION}/ram:TaxBasisTotalAmount"))), None)
    for currency in elements.texts(elements.head(f"{SETTLEMENT}/ram:InvoiceCurrencyCode")):
        totals = elements.head(f"{SUMMATION}/ram:TaxTotalAmount")
        taxes = numbers(elements, [total for total in totals if elements.attribute(total, "currencyID") == currency])
        expected = None
        if without is not None:
            expected = rounded(EXACT.add(without, taxes[0])) if len(taxes) == 1 else without
        if with_tax is None or with_tax not in (expected, without):
            return Breach(found=with_tax, expected=expected)
    return True


@at("BR-CO-17", f"/{BREAKDOWN}")
def _tax_of_group(elements: Elements, place: int) -> bool | Breach:
    """The base times the rate, within one unit of the currency; a rate that is none of VAT counts as none."""
    found, of = number(elements, place, "ram:CalculatedAmount"), number(elements, place, "ram:BasisAmount")
    types = {stripped(text).upper() for text in elements.texts(elements.below(place, "ram:TypeCode"))}
    rate = number(elements, place, "ram:RateApplicablePercent") if "VAT" in types else None
    expected: Decimal | None = ZERO
    if rate is None or rounded(rate, ONE) == 0:
        fits = found is not None and rounded(found, ONE) == 0
    elif found is None or of is None:
        expected, fits = None, False
    else:
        expected = rounded(EXACT.multiply(EXACT.abs(of), EXACT.multiply(rate, CENT)))
        fits = EXACT.abs(EXACT.subtract(EXACT.abs(found), expected)) <= 1
    return fits or Breach(found=found, expected=expected)


SUMS: tuple[ElementRule, ...] = (_allowances, _charges, _with_tax, _tax_of_group)
