"""Texts as XPath reads them: numbers as the processor compares and divides them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.model.trace import Trace
from counterfoil.rules import Contents, ElementRule
from counterfoil.rules._element_rule import at
from counterfoil.rules._elements import Elements
from counterfoil.rules.peppol._reading import double, once, owner, quotient, sign


# Each quotient is what the processor that the artefacts were run with gives.
@pytest.mark.parametrize(
    ("dividend", "divisor", "expected"),
    [
        ("1", "3", "0.333333333333333333"),
        ("2", "3", "0.666666666666666667"),
        ("10", "3000000", "0.000003333333333333"),
        ("1.1", "3000000", "0.0000003666666666667"),
        ("0.01", "7", "0.00142857142857142857"),
        ("0.01", "0.7", "0.0142857142857142857"),
        ("1", "7000000000000000000000", "0.000000000000000000000142857142857142857"),
        ("12.10", "7", "1.7285714285714285714"),
        ("100.0", "7", "14.285714285714285714"),
        ("12.12", "700.0", "0.0173142857142857142857"),
        ("12.123", "0.0007", "17318.571428571428571429"),
        ("-1", "3", "-0.333333333333333333"),
        ("0", "7", "0.000000000000000000"),
        ("1.00000000000000000000000000000000", "3", "0.333333333333333333"),
    ],
)
def test_a_quotient_has_the_digits_that_the_processor_gives(dividend: str, divisor: str, expected: str) -> None:
    assert quotient(dividend, divisor) == Decimal(expected)


@pytest.mark.parametrize(("dividend", "divisor"), [("x", "1"), ("1", ""), ("1", "0.0")])
def test_what_is_no_number_has_no_quotient(dividend: str, divisor: str) -> None:
    assert quotient(dividend, divisor) is None


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4)


@given(numbers, numbers.filter(bool))
def test_a_quotient_is_as_near_as_its_digits_allow(dividend: Decimal, divisor: Decimal) -> None:
    found = quotient(format(dividend, "f"), format(divisor, "f"))
    assert found is not None
    exact = Fraction(dividend) / Fraction(divisor)
    assert abs(Fraction(found) - exact) <= Fraction(1, 2 * 10**18)


long_numbers = st.from_regex(r"-?[1-9][0-9]{20,90}(\.[0-9]{1,40})?", fullmatch=True, alphabet="0123456789.-")


@given(long_numbers, long_numbers)
def test_a_quotient_of_long_numbers_is_the_nearest_too(dividend: str, divisor: str) -> None:
    found = quotient(dividend, divisor)
    assert found is not None
    digits = -int(found.as_tuple().exponent)
    assert digits >= 18 or Fraction(found) * Fraction(divisor) == Fraction(dividend)
    assert abs(Fraction(found) - Fraction(dividend) / Fraction(divisor)) <= Fraction(1, 2 * 10**digits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("0.01", 1), ("-0.01", -1), ("0", 0), ("0.00", 0), ("-0", 0), ("-0.00", -1), ("", None), ("1e3", None)],
)
def test_minus_nothing_with_a_point_lies_below_zero(text: str, expected: int | None) -> None:
    assert sign(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25", 25.0),
        (" +2.5e1\n", 25.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-INF", float("-inf")),
        ("", None),
        ("NaN", None),
        ("1 2", None),
        ("0x1", None),
        ("1_0", None),
    ],
)
def test_numbers_are_doubles(text: str, expected: float | None) -> None:
    assert double(text) == expected


def test_an_element_stands_in_the_last_one_that_began_before_it() -> None:
    elements = Elements(Trace(paths=["r", "r/a", "r/a/b", "r/a/b/c", "r/a", "r/a/b"]))
    assert [owner(elements, place, "r/a") for place in (2, 3, 5)] == [1, 1, 4]


def test_what_is_asked_once_is_worked_out_once_for_each_document() -> None:
    asked: list[Any] = []

    @once
    def tell(elements: Elements) -> int:
        asked.append(elements)
        return len(asked)

    one, other = Elements(None), Elements(None)
    assert [tell(one), tell(one), tell(other), tell(one)] == [1, 1, 2, 1]


def test_rules_for_some_documents_are_asked_of_no_others() -> None:
    asked: list[str] = []

    def when(elements: Elements) -> bool:
        asked.append("when")
        return bool(elements.head("b"))

    def made(name: str, only: bool) -> ElementRule:
        @at(name, "/", when=when if only else None)
        def rule(elements: Elements, place: int) -> bool:
            del elements, place
            asked.append(name)
            return True

        return rule

    contents = Contents(
        elements=(made("A", only=False), made("B", only=True), made("C", only=True), made("D", only=False))
    )
    for paths in (["r", "r/b"], ["r"]):
        elements = Elements(Trace(paths=paths))
        for rule, path in contents.element_plan("r").due(elements):
            assert list(rule.find(elements, path)) == []
    assert asked == ["when", "A", "B", "C", "D", "when", "A", "D"]
