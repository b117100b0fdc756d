"""Rules on allowances, charges, prices and taxes that orders, their changes and agreements have in common."""

from collections.abc import Sequence
from decimal import Decimal

from counterfoil.rules._element_rule import ElementFind, ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.en16931._amounts import EXACT, ZERO, decimal
from counterfoil.rules.peppol_transactions._columns import Row, RowTest, each_row, not_negative, over
from counterfoil.rules.peppol_transactions._conditions import with_children
from counterfoil.rules.peppol_transactions._reading import at_least_zero, said

SLACK = Decimal("0.02")

_HUNDREDTH = Decimal("0.01")
_FACTOR = "cbc:MultiplierFactorNumeric"
_BASE = "cbc:BaseAmount"
_AMOUNT = "cbc:Amount"
_CODE = "cbc:AllowanceChargeReasonCode"
_GROSS = "cac:AllowanceCharge/cbc:BaseAmount"


def percentages(rule_id: str, *forms: str) -> ElementRule:
    """With the percentage there is the amount that it is of."""
    find = each_row(lambda _elements, _place, row: row[0] is None or row[1] is not None, _FACTOR, _BASE)
    return over(rule_id, *forms, find=find, concerns=with_children(_FACTOR))


def bases(rule_id: str, *forms: str) -> ElementRule:
    """With the amount that a percentage is of there is the percentage."""
    find = each_row(lambda _elements, _place, row: row[0] is not None or row[1] is None, _FACTOR, _BASE)
    return over(rule_id, *forms, find=find, concerns=with_children(_BASE))


def adjustments(of_base: str, reasoned: str, positive: str, *forms: str) -> tuple[ElementRule, ...]:
    """The amount is the percentage of the base; there is a reason; the amount is not below zero.

    They are asked where there are both percentage and base, or neither: otherwise one of the rules before speaks.
    """
    return (
        over(of_base, *forms, find=_whole(_percentage_of_base, _AMOUNT), concerns=with_children(_FACTOR, _BASE)),
        over(reasoned, *forms, find=_whole(_reasoned, "cbc:AllowanceChargeReason", _CODE)),
        over(positive, *forms, find=_whole(_not_negative, _AMOUNT)),
    )


def reasons(name: str) -> tuple[ElementRule, ...]:
    """The codes of reasons are from the list for allowances, or from that for charges."""
    allowances = _reason("false", "allowance-reasons@en16931-1.3.16")
    charges = _reason("true", "charge-reasons@en16931-1.3.16")
    coded = with_children(_CODE)
    return (
        over(f"{name}-CL001", "cac:AllowanceCharge", find=allowances, concerns=coded),
        over(f"{name}-CL002", "cac:AllowanceCharge", find=charges, concerns=coded),
    )


def taxes(percent: str, standard: str, *forms: str) -> tuple[ElementRule, ...]:
    """A category has its percentage, but for O (outside the scope of VAT); that of S is above zero."""
    columns = ("cbc:Percent", "cbc:ID")
    return (
        over(percent, *forms, find=each_row(_percent, *columns)),
        over(standard, *forms, find=each_row(_standard, *columns)),
    )


def prices(net: str, gross: str, allowance: str) -> tuple[ElementRule, ...]:
    """Neither the net price nor the gross price nor what stands between them is below zero."""
    given = with_children(_GROSS)
    amount = "cac:AllowanceCharge/cbc:Amount"
    reduction = not_negative(amount, needed=False)
    return (
        over(net, "cac:Price", find=not_negative("cbc:PriceAmount")),
        over(gross, "cac:Price", find=_gross, concerns=given),
        over(allowance, "cac:Price", find=reduction, concerns=with_children(amount)),
    )


def _whole(test: RowTest, *below: str) -> ElementFind:
    def whole(elements: Elements, place: int, row: Row) -> bool | Breach:
        return (row[0] is None) != (row[1] is None) or test(elements, place, row)

    return each_row(whole, _FACTOR, _BASE, *below)


def _percentage_of_base(elements: Elements, place: int, row: Row) -> bool | Breach:
    """Give or take two cents; an amount that is missing counts as nothing."""
    factor, base, amount = row
    if factor is None or base is None:
        return True
    stated = ZERO if amount is None else decimal(elements.text(amount))
    of, percent = decimal(elements.text(base)), decimal(elements.text(factor))
    if of is None or percent is None or stated is None:
        return True
    expected = EXACT.multiply(EXACT.multiply(of, percent), _HUNDREDTH)
    if EXACT.abs(EXACT.subtract(stated, expected)) <= SLACK:
        return True
    return Breach(place=amount, found=said(elements, place, _AMOUNT), expected=expected)


def _reasoned(_elements: Elements, _place: int, row: Row) -> bool:
    return row[2] is not None or row[3] is not None


def _not_negative(elements: Elements, _place: int, row: Row) -> bool | Breach:
    amount = row[2]
    if amount is None:
        return False
    text = elements.text(amount)
    value = decimal(text)
    return (value is not None and value >= 0) or Breach(place=amount, found=text, expected=0)


def _reason(indicator: str, name: str) -> ElementFind:
    def test(elements: Elements, place: int, row: Row) -> bool | Breach:
        (code,) = row
        if code is None or normalized(elements.text(code)) in codes(name):
            return True
        if indicator not in elements.texts(elements.below(place, "cbc:ChargeIndicator")):
            return True
        return Breach(place=code, found=elements.text(code))

    return each_row(test, _CODE)


def _percent(elements: Elements, _place: int, row: Row) -> bool:
    percent, code = row
    return percent is not None or (code is not None and normalized(elements.text(code)) == "O")


def _standard(elements: Elements, place: int, row: Row) -> bool | Breach:
    percent, code = row
    if code is None or normalized(elements.text(code)) != "S":
        return True
    value = None if percent is None else decimal(elements.text(percent))
    return (value is not None and value > 0) or Breach(found=said(elements, place, "cbc:Percent"))


def _gross(elements: Elements, path: str) -> Sequence[Breach]:
    """One of the amounts that a price is reduced from is not below zero, where there are any."""
    found: list[Breach] = []
    for place in elements.at(path):
        places = elements.below(place, _GROSS)
        if places and not any(at_least_zero(elements.text(gross)) for gross in places):
            found.append(Breach(place=places[0], found=elements.text(places[0]), expected=0))
    return found
