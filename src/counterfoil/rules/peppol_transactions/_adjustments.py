"""Rules on allowances, charges, prices and taxes that orders, their changes and agreements have in common."""

from decimal import Decimal

from counterfoil.rules._element_rule import ElementRule, ElementTest, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules.codes import codes
from counterfoil.rules.en16931._amounts import EXACT, ZERO
from counterfoil.rules.peppol._reading import normalized
from counterfoil.rules.peppol_transactions._conditions import not_negative, some, with_children
from counterfoil.rules.peppol_transactions._reading import first, normal_at, number, numbers, said

SLACK = Decimal("0.02")

_HUNDREDTH = Decimal("0.01")
_FACTOR = "cbc:MultiplierFactorNumeric"
_BASE = "cbc:BaseAmount"
_CODE = "cbc:AllowanceChargeReasonCode"
_GROSS = "cac:AllowanceCharge/cbc:BaseAmount"


def percentages(rule_id: str, *forms: str) -> ElementRule:
    """With the percentage there is the amount that it is of."""

    @at(rule_id, *forms, concerns=with_children(_FACTOR))
    def rule(elements: Elements, place: int) -> bool:
        return not elements.below(place, _FACTOR) or bool(elements.below(place, _BASE))

    return rule


def bases(rule_id: str, *forms: str) -> ElementRule:
    """With the amount that a percentage is of there is the percentage."""

    @at(rule_id, *forms, concerns=with_children(_BASE))
    def rule(elements: Elements, place: int) -> bool:
        return bool(elements.below(place, _FACTOR)) or not elements.below(place, _BASE)

    return rule


def adjustments(of_base: str, reasoned: str, positive: str, *forms: str) -> tuple[ElementRule, ...]:
    """The amount is the percentage of the base; there is a reason; the amount is not below zero.

    They are asked where there are both percentage and base, or neither: otherwise one of the rules before speaks.
    """
    return (
        at(of_base, *forms, concerns=with_children(_FACTOR, _BASE))(_whole(_percentage_of_base)),
        at(reasoned, *forms)(_whole(some("cbc:AllowanceChargeReason", _CODE))),
        at(positive, *forms)(_whole(not_negative("cbc:Amount"))),
    )


def reasons(name: str) -> tuple[ElementRule, ...]:
    """The codes of reasons are from the list for allowances, or from that for charges."""
    coded = with_children(_CODE)
    return (
        at(f"{name}-CL001", "cac:AllowanceCharge", concerns=coded)(
            _reason("false", "allowance-reasons@en16931-1.3.16")
        ),
        at(f"{name}-CL002", "cac:AllowanceCharge", concerns=coded)(_reason("true", "charge-reasons@en16931-1.3.16")),
    )


def taxes(percent: str, standard: str, *forms: str) -> tuple[ElementRule, ...]:
    """A category has its percentage, but for O (outside the scope of VAT); that of S is above zero."""
    return at(percent, *forms)(_percent), at(standard, *forms)(_standard)


def prices(net: str, gross: str, allowance: str) -> tuple[ElementRule, ...]:
    """Neither the net price nor the gross price nor what stands between them is below zero."""
    given = with_children(_GROSS)
    amount = "cac:AllowanceCharge/cbc:Amount"
    return (
        at(net, "cac:Price")(not_negative("cbc:PriceAmount")),
        at(gross, "cac:Price", concerns=given)(_gross),
        at(allowance, "cac:Price", concerns=with_children(amount))(not_negative(amount, needed=False)),
    )


def _whole(test: ElementTest) -> ElementTest:
    def whole(elements: Elements, place: int) -> bool | Breach:
        return bool(elements.below(place, _FACTOR)) != bool(elements.below(place, _BASE)) or test(elements, place)

    return whole


def _percentage_of_base(elements: Elements, place: int) -> bool | Breach:
    """Give or take two cents; an amount that is missing counts as nothing."""
    base, factor = number(elements, place, _BASE), number(elements, place, _FACTOR)
    amount = first(elements, place, "cbc:Amount")
    stated = ZERO if amount is None else number(elements, place, "cbc:Amount")
    if base is None or factor is None or stated is None:
        return True
    expected = EXACT.multiply(EXACT.multiply(base, factor), _HUNDREDTH)
    if abs(EXACT.subtract(stated, expected)) <= SLACK:
        return True
    return Breach(place=amount, found=said(elements, place, "cbc:Amount"), expected=expected)


def _reason(indicator: str, name: str) -> ElementTest:
    def test(elements: Elements, place: int) -> bool | Breach:
        for found in elements.below(place, _CODE):
            text = elements.text(found)
            if normalized(text) not in codes(name) and indicator in elements.texts(
                elements.below(place, "cbc:ChargeIndicator")
            ):
                return Breach(place=found, found=text)
        return True

    return test


def _percent(elements: Elements, place: int) -> bool:
    return bool(elements.below(place, "cbc:Percent")) or normal_at(elements, place, "cbc:ID") == "O"


def _standard(elements: Elements, place: int) -> bool | Breach:
    if normal_at(elements, place, "cbc:ID") != "S":
        return True
    percent = number(elements, place, "cbc:Percent")
    return (percent is not None and percent > 0) or Breach(found=said(elements, place, "cbc:Percent"))


def _gross(elements: Elements, place: int) -> bool | Breach:
    """One of the amounts that the price is reduced from is not below zero, where there are any."""
    places = elements.below(place, _GROSS)
    if not places or any(value >= 0 for value in numbers(elements, places)):
        return True
    return Breach(place=places[0], found=elements.text(places[0]), expected=0)
