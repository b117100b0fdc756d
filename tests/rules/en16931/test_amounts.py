"""Sums and rounding against fractions and doubles, which know nothing of decimal contexts."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.model.values import Amount
from counterfoil.rules.en16931._amounts import ONE, decimal, rounded, same, shown, total, total_of_doubles

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=4)
cents = st.integers(min_value=-(10**13), max_value=10**13).map(lambda each: Decimal(each).scaleb(-2))


def amounts(values: list[Decimal]) -> list[Amount | None]:
    return [*(Amount(value=value) for value in values), None, Amount(value=None, written="none")]


def half_up(number: Fraction, places: int) -> Fraction:
    """XPath's round(): the nearest, of two the one closer to plus infinity."""
    return Fraction(math.floor(number * 10**places + Fraction(1, 2)), 10**places)


@given(numbers)
def test_rounding_is_that_of_xpath(number: Decimal) -> None:
    assert Fraction(rounded(number)) == half_up(Fraction(number), 2)
    assert Fraction(rounded(number, ONE)) == half_up(Fraction(number), 0)


@pytest.mark.parametrize(
    ("written", "result"),
    [("2.345", "2.35"), ("-2.345", "-2.34"), ("-2.3451", "-2.35"), ("0.005", "0.01"), ("-0.005", "0.00")],
)
def test_a_half_goes_towards_plus_infinity(written: str, result: str) -> None:
    assert rounded(Decimal(written)) == Decimal(result)


@given(st.lists(numbers, max_size=6))
def test_a_sum_is_exact_in_cents_whatever_context_the_caller_has(values: list[Decimal]) -> None:
    with localcontext() as context:
        context.prec = 2
        found = total(amounts(values))
    assert Fraction(found) == half_up(sum(map(Fraction, values), Fraction(0)), 2)


def test_a_sum_of_very_long_numbers_loses_nothing() -> None:
    long = Decimal("9" * 400 + ".99")
    assert total(amounts([long, Decimal("0.01")])) == Decimal("1" + "0" * 400)
    assert total_of_doubles(amounts([long, Decimal("0.01")])) == Decimal("1" + "0" * 400)


@given(st.lists(cents, max_size=6))
def test_sums_in_cents_are_the_same_as_doubles(values: list[Decimal]) -> None:
    expected = sum(values, Decimal(0))
    assert total_of_doubles(amounts(values)) == expected
    assert total_of_doubles(amounts(values), scaled=False) == expected


def test_half_a_cent_as_a_double_is_less_until_it_is_brought_to_cents() -> None:
    half = amounts([Decimal("1.005")])
    assert total(half) == Decimal("1.01")
    assert total_of_doubles(half, scaled=False) == Decimal("1.00")
    # As doubles 1.005 × 10 × 10 is 100.49999999999999, but 2.675 × 10 × 10 is 267.5 although 2.675 is less than that.
    assert total_of_doubles(half) == Decimal("1.00")
    assert total_of_doubles(amounts([Decimal("2.675")])) == Decimal("2.68")
    assert total_of_doubles(amounts([Decimal("2.675")]), scaled=False) == Decimal("2.67")


# Each answer is what the processor that the artefacts were run with gives.
@pytest.mark.parametrize(
    ("written", "number", "expected"),
    [
        ("0", "0.00", True),
        ("-0", "0", True),
        ("-0", "0.00", False),
        ("-0.00", "0", False),
        ("0", "-0.00", False),
        ("-0", "-0.00", True),
        ("20", "20.00", True),
        ("-20", "20.00", False),
        ("20.00000000000000000001", "20.00", True),
        ("5125000000000010.00", "5125000000000010.24", True),
        ("20.01", "20.00", False),
    ],
)
def test_numbers_are_the_same_as_doubles_and_nothing_by_its_sign(written: str, number: str, expected: bool) -> None:
    assert same(Decimal(written), Decimal(number)) is expected


def test_the_sum_of_nothing_is_the_digit_and_of_no_money_a_double() -> None:
    assert str(total_of_doubles([])) == "0"
    assert str(total_of_doubles(amounts([Decimal("-0")]))) == "-0.00"


@pytest.mark.parametrize("written", ["1", "+1.5", " -0.25\n", ".5", "7."])
def test_a_decimal_is_read_as_the_schema_says(written: str) -> None:
    assert decimal(written) == Decimal(written.strip())


@pytest.mark.parametrize("written", ["", "1e3", "NaN", "Infinity", "1,5", "0x1", "١", "1 0", "."])
def test_what_is_no_decimal_is_none(written: str) -> None:
    assert decimal(written) is None


def test_an_amount_is_shown_as_written_or_else_without_exponent() -> None:
    assert shown(None) is None
    assert shown(Amount(value=Decimal("1E+2"))) == "100"
    assert shown(Amount(value=Decimal(1), written="1.00")) == "1.00"
    assert shown(Amount(value=None, written="much")) == "much"
    assert shown(Amount(value=None)) is None
