"""What stands in the rulebook of order agreements (T110): the totals and taxes as both sides agreed on them."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from counterfoil.rules._element_rule import ElementTest, at
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._amounts import EXACT, ONE, ZERO, rounded
from counterfoil.rules.peppol_transactions._adjustments import adjustments, bases, percentages, prices, reasons, taxes
from counterfoil.rules.peppol_transactions._columns import not_negative, over, some
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._conditions import (
    begins_with,
    in_document_currency,
    outside_prices,
    two_decimals,
    with_children,
)
from counterfoil.rules.peppol_transactions._reading import (
    amounts_of,
    at_least_zero,
    cents,
    first,
    marked,
    normal_at,
    number,
    number_or,
    numbers,
    said,
)

_AMOUNTS = (
    "cbc:Amount",
    "cbc:TaxAmount",
    "cbc:TaxableAmount",
    "cbc:LineExtensionAmount",
    "cbc:PriceAmount",
    "cbc:BaseAmount",
    "cac:LegalMonetaryTotal/*",
)
_CATEGORIES = ("cac:AllowanceCharge/cac:TaxCategory", "cac:Item/cac:ClassifiedTaxCategory")
_OF_DOCUMENT = "/cac:AllowanceCharge"
_TOTALS = "cac:LegalMonetaryTotal"
_LINES = "cbc:LineExtensionAmount"
_WITHOUT_TAX = "cbc:TaxExclusiveAmount"
_WITH_TAX = "cbc:TaxInclusiveAmount"
_ALLOWANCES = "cbc:AllowanceTotalAmount"
_CHARGES = "cbc:ChargeTotalAmount"
_PAYABLE = "cbc:PayableAmount"
_HUNDREDTH = Decimal("0.01")
_MILLION = Decimal(1_000_000)

# --- Totals -----------------------------------------------------------------------------------------------------------


def _equals(path: str, expected: Callable[[Elements, int], Decimal], *, always: bool = False) -> ElementTest:
    """The amount at a path, where it is given or always, is the one expected."""

    def test(elements: Elements, place: int) -> bool | Breach:
        found = first(elements, place, path)
        if found is None and not always:
            return True
        value, right = number_or(elements, place, path), expected(elements, place)
        return value == right or Breach(place=found, found=said(elements, place, path), expected=right)

    return test


def _sum_of_lines(elements: Elements, place: int) -> Decimal:
    del place
    return cents(numbers(elements, _AMOUNTS_OF_LINES(elements)))


_AMOUNTS_OF_LINES = Named(f"cac:OrderLine/cac:LineItem/{_LINES}")
"""Wherever they stand: the published rules look for lines in extensions, too."""


def _sum_of(indicator: str) -> Callable[[Elements, int], Decimal]:
    def expected(elements: Elements, place: int) -> Decimal:
        del place
        return cents(amounts_of(elements, marked(elements, elements.head("cac:AllowanceCharge"), indicator, str)))

    return expected


def _without_tax(elements: Elements, place: int) -> Decimal:
    with_charges = EXACT.add(number_or(elements, place, _LINES), number_or(elements, place, _CHARGES))
    return EXACT.subtract(with_charges, number_or(elements, place, _ALLOWANCES))


def _with_tax(elements: Elements, place: int) -> Decimal:
    tax = next(numbers(elements, elements.head("cac:TaxTotal/cbc:TaxAmount")), ZERO)
    return EXACT.add(number_or(elements, place, _WITHOUT_TAX), tax)


def _payable(elements: Elements, place: int) -> Decimal:
    unpaid = EXACT.subtract(number_or(elements, place, _WITH_TAX), number_or(elements, place, "cbc:PrepaidAmount"))
    return EXACT.add(unpaid, number_or(elements, place, "cbc:PayableRoundingAmount"))


def _payable_not_negative(elements: Elements, place: int) -> bool | Breach:
    found = said(elements, place, _PAYABLE)
    return found is None or at_least_zero(found) or Breach(found=found, expected=0)


_ANY_LINES, _ANY_AMOUNTS = Named("cac:OrderLine"), Named(f"cac:LineItem/{_LINES}")


@at("PEPPOL-T110-R014", _TOTALS)
def _amount_of_each_line(elements: Elements, place: int) -> bool | Breach:
    del place
    lines, amounts = len(_ANY_LINES(elements)), len(_ANY_AMOUNTS(elements))
    return lines == amounts or Breach(found=amounts, expected=lines)


_OF_TOTALS = (
    _amount_of_each_line,
    at("PEPPOL-T110-R005", _TOTALS)(_payable_not_negative),
    over("PEPPOL-T110-R006", _TOTALS, find=not_negative(_LINES, needed=False)),
    at("PEPPOL-T110-R007", _TOTALS)(_equals(_LINES, _sum_of_lines)),
    at("PEPPOL-T110-R008", _TOTALS)(_equals(_CHARGES, _sum_of("true"))),
    at("PEPPOL-T110-R009", _TOTALS)(_equals(_ALLOWANCES, _sum_of("false"))),
    at("PEPPOL-T110-R010", _TOTALS)(_equals(_WITHOUT_TAX, _without_tax)),
    at("PEPPOL-T110-R011", _TOTALS)(_equals(_WITH_TAX, _with_tax, always=True)),
    at("PEPPOL-T110-R012", _TOTALS)(_equals(_PAYABLE, _payable)),
)

# --- Taxes ------------------------------------------------------------------------------------------------------------


@at("PEPPOL-T110-R024", "cac:TaxTotal/cac:TaxSubtotal")
def _tax_of_category(elements: Elements, place: int) -> bool | Breach:
    """The tax is the percentage of what is taxed; with no percentage, or one that rounds to none, so does the tax."""
    tax = number(elements, place, "cbc:TaxAmount")
    percent = number(elements, place, "cac:TaxCategory/cbc:Percent")
    if percent is None or not rounded(percent, ONE):
        return (tax is not None and not rounded(tax, ONE)) or _wrong_tax(elements, place, ZERO)
    taxable = number(elements, place, "cbc:TaxableAmount")
    expected = None if taxable is None else cents([EXACT.multiply(EXACT.multiply(taxable, percent), _HUNDREDTH)])
    return (expected is not None and tax == expected) or _wrong_tax(elements, place, expected)


def _wrong_tax(elements: Elements, place: int, expected: Decimal | None) -> Breach:
    return Breach(
        place=first(elements, place, "cbc:TaxAmount"), found=said(elements, place, "cbc:TaxAmount"), expected=expected
    )


@at("PEPPOL-T110-R025", "/cac:TaxTotal", concerns=with_children("cac:TaxSubtotal"))
def _sum_of_taxes(elements: Elements, place: int) -> bool | Breach:
    if not elements.below(place, "cac:TaxSubtotal"):
        return True
    expected = cents(numbers(elements, elements.below(place, "cac:TaxSubtotal/cbc:TaxAmount")))
    return number(elements, place, "cbc:TaxAmount") == expected or _wrong_tax(elements, place, expected)


def _exemption(codes: str, *, given: bool) -> ElementTest:
    """A category with a reason for exemption, or without one, is one of these, or several in this order."""

    def test(elements: Elements, place: int) -> bool | Breach:
        if bool(elements.below(place, "cbc:TaxExemptionReason")) is not given:
            return True
        found = said(elements, place, "cbc:ID")
        return f" {normalized(found or '')} " in f" {codes} " or Breach(found=found, expected=codes.replace(" ", ", "))

    return test


def _category_with_percent(elements: Elements, place: int) -> tuple[str, Decimal] | None:
    """What two categories have alike that are one: the code, and the percentage to six decimals."""
    percent = number(elements, place, "cbc:Percent")
    if percent is None:
        return None
    return normal_at(elements, place, "cbc:ID"), rounded(EXACT.multiply(percent, _MILLION), ONE)


def _taxes_given(paths: Mapping[str, object], _path: str) -> bool:
    """Whether the document has a total of taxes."""
    return any(path.endswith("/cac:TaxTotal") for path in paths)


def _taxed_so(elements: Elements, place: int) -> bool | Breach:
    """A category with its percentage is one of those in the total of taxes."""
    if not elements.below(place, "cbc:Percent"):
        return True
    of_totals = elements.head("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory")
    found = _category_with_percent(elements, place)
    if any(_category_with_percent(elements, other) == found for other in of_totals):
        return True
    return Breach(found=f"{normal_at(elements, place, 'cbc:ID')} {said(elements, place, 'cbc:Percent')}")


def _known_to_totals(elements: Elements, place: int) -> bool | Breach:
    of_totals = elements.head("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory")
    found = said(elements, place, "cbc:ID")
    return (found is not None and any(normal_at(elements, other, "cbc:ID") == found for other in of_totals)) or Breach(
        found=found
    )


_OF_TAXES = (
    _tax_of_category,
    _sum_of_taxes,
    at("PEPPOL-T110-R028", "cac:TaxSubtotal/cac:TaxCategory")(_exemption("S Z L M", given=False)),
    at("PEPPOL-T110-R029", "cac:TaxSubtotal/cac:TaxCategory")(_exemption("E AE O K G", given=True)),
    at("PEPPOL-T110-R026", *_CATEGORIES, concerns=_taxes_given)(_taxed_so),
    at("PEPPOL-T110-R027", *_CATEGORIES, concerns=_taxes_given)(_known_to_totals),
    *taxes("PEPPOL-T110-R019", "PEPPOL-T110-R020", *_CATEGORIES),
)

CONTENTS = contents(
    "order_agreement",
    no_schema_location("PEPPOL-T110-B00109"),
    at("PEPPOL-T110-R030", "cbc:CustomizationID")(begins_with("urn:fdc:peppol.eu:poacc:trns:order_agreement:3")),
    over(
        "PEPPOL-T110-R002",
        "cac:Item",
        find=some("cac:StandardItemIdentification/cbc:ID", "cac:SellersItemIdentification/cbc:ID"),
    ),
    in_document_currency("PEPPOL-T110-R004", *_AMOUNTS),
    at("PEPPOL-T110-R013", *_AMOUNTS, concerns=outside_prices)(two_decimals),
    *_OF_TAXES,
    *_OF_TOTALS,
    percentages("PEPPOL-T110-R015", _OF_DOCUMENT),
    bases("PEPPOL-T110-R016", _OF_DOCUMENT),
    *adjustments("PEPPOL-T110-R017", "PEPPOL-T110-R018", "PEPPOL-T110-R021", _OF_DOCUMENT),
    *prices("PEPPOL-T110-R001", "PEPPOL-T110-R022", "PEPPOL-T110-R023"),
    *reasons("PEPPOL-T110"),
)
