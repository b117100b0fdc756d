"""Rules on the anticipated totals of orders and of changes of them: each is the sum of what it is made of."""

from collections.abc import Callable
from decimal import Decimal

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, ElementTest, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules.en16931._amounts import EXACT, ZERO
from counterfoil.rules.peppol_transactions._columns import not_negative, over
from counterfoil.rules.peppol_transactions._reading import (
    amounts_of,
    cents,
    first,
    marked,
    number,
    number_or,
    numbers,
    said,
)

Sum = Callable[[Elements, int], Decimal | None]
"""What an amount of the totals should be; None where it cannot be worked out."""

_TOTALS = "cac:AnticipatedMonetaryTotal"
_LINES = "cbc:LineExtensionAmount"
_WITHOUT_TAX = "cbc:TaxExclusiveAmount"
_WITH_TAX = "cbc:TaxInclusiveAmount"
_ALLOWANCES = "cbc:AllowanceTotalAmount"
_CHARGES = "cbc:ChargeTotalAmount"


def totals(name: str, of_lines: Severity) -> tuple[ElementRule, ...]:
    """The rules on totals by the beginning of their ids; `of_lines` is the severity of a wrong sum of lines."""
    return (
        over(f"{name}-R006", _TOTALS, find=not_negative("cbc:PayableAmount")),
        over(f"{name}-R007", _TOTALS, find=not_negative(_LINES)),
        at(f"{name}-R008", _TOTALS, severity=of_lines)(_is(_LINES, _sum_of_lines)),
        at(f"{name}-R009", _TOTALS)(_is(_ALLOWANCES, _sum_of_adjustments("false"), ZERO)),
        at(f"{name}-R010", _TOTALS)(_is(_CHARGES, _sum_of_adjustments("true"), ZERO)),
        at(f"{name}-R011", _TOTALS)(_without_tax_is_right),
        at(f"{name}-R016", _TOTALS)(_where_taxed(_is("cbc:PayableAmount", _payable))),
        at(f"{name}-R017", _TOTALS)(_where_taxed(_with_tax_is_right)),
    )


def _is(path: str, expected: Sum, otherwise: Decimal | None = None) -> ElementTest:
    """The amount at a path, or what it counts as where it is missing, is the one expected."""

    def test(elements: Elements, place: int) -> bool | Breach:
        found = first(elements, place, path)
        value = otherwise if found is None else number(elements, place, path)
        right = expected(elements, place)
        if value is not None and value == right:
            return True
        return Breach(place=found, found=said(elements, place, path), expected=right)

    return test


def _where_taxed(test: ElementTest) -> ElementTest:
    """A test asked only where there is a total with taxes other than zero."""

    def taxed(elements: Elements, place: int) -> bool | Breach:
        return not number(elements, place, _WITH_TAX) or test(elements, place)

    return taxed


def _sum_of_lines(elements: Elements, place: int) -> Decimal:
    del place
    return cents(numbers(elements, elements.head("cac:OrderLine/cac:LineItem/cbc:LineExtensionAmount")))


def _sum_of_adjustments(indicator: str) -> Sum:
    def expected(elements: Elements, place: int) -> Decimal:
        del place
        return cents(amounts_of(elements, marked(elements, elements.head("cac:AllowanceCharge"), indicator)))

    return expected


def _adjusted(elements: Elements, place: int) -> Decimal | None:
    """The sum of the lines, less allowances, with charges."""
    lines = number(elements, place, _LINES)
    if lines is None:
        return None
    return EXACT.add(
        EXACT.subtract(lines, number_or(elements, place, _ALLOWANCES)), number_or(elements, place, _CHARGES)
    )


def _without_tax(elements: Elements, place: int) -> Decimal | None:
    return number(elements, place, _WITHOUT_TAX) if elements.below(place, _WITHOUT_TAX) else _adjusted(elements, place)


def _without_tax_is_right(elements: Elements, place: int) -> bool | Breach:
    found, expected = _without_tax(elements, place), _adjusted(elements, place)
    if found is not None and found == expected:
        return True
    return Breach(
        place=first(elements, place, _WITHOUT_TAX), found=said(elements, place, _WITHOUT_TAX), expected=expected
    )


def _payable(elements: Elements, place: int) -> Decimal:
    paid, rounding = (
        number_or(elements, place, "cbc:PrepaidAmount"),
        number_or(elements, place, "cbc:PayableRoundingAmount"),
    )
    return EXACT.add(EXACT.subtract(number_or(elements, place, _WITH_TAX), paid), rounding)


def _with_tax_is_right(elements: Elements, place: int) -> bool | Breach:
    """Where the document gives taxes: the total with them is that without them and their amount."""
    if not elements.head("cac:TaxTotal"):
        return True
    without = _without_tax(elements, place)
    tax = next(numbers(elements, elements.head("cac:TaxTotal/cbc:TaxAmount")), ZERO)
    return _is(_WITH_TAX, lambda _elements, _place: None if without is None else EXACT.add(without, tax))(
        elements, place
    )
