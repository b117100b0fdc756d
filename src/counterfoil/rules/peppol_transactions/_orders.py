"""Rules on orders and on changes of them, which are the same but for their numbers (T01 and T114)."""

from decimal import Decimal

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules.codes import written
from counterfoil.rules.en16931._amounts import EXACT, ONE, ZERO, decimal, rounded
from counterfoil.rules.peppol._reading import quotient
from counterfoil.rules.peppol_transactions import _conditions as conditions
from counterfoil.rules.peppol_transactions._adjustments import (
    SLACK,
    adjustments,
    bases,
    percentages,
    prices,
    reasons,
    taxes,
)
from counterfoil.rules.peppol_transactions._order_totals import totals
from counterfoil.rules.peppol_transactions._reading import amounts_of, cents, marked, number, number_or, said

_AMOUNTS = (
    "cbc:Amount",
    "cbc:TaxAmount",
    "cbc:LineExtensionAmount",
    "cbc:PriceAmount",
    "cbc:BaseAmount",
    "cac:AnticipatedMonetaryTotal/*",
)
_LINE = "cac:OrderLine/cac:LineItem"
_OF_DOCUMENT_AND_LINES = ("/cac:AllowanceCharge", f"/{_LINE}/cac:AllowanceCharge")
_CATEGORIES = ("cac:TaxCategory", "cac:ClassifiedTaxCategory")
_VAT_PREFIXES = "vat-prefixes@peppol-2026.5"


def orders(
    transaction: str, customization: str, *profiles: str, of_lines: Severity = Severity.FATAL
) -> tuple[ElementRule, ...]:
    """The rules of a transaction ("T01") beside its table; `of_lines` is the severity of a wrong line total."""
    name = f"PEPPOL-{transaction}"
    return (
        at(f"{name}-R031", "cbc:ProfileID")(conditions.one_of(*profiles)),
        at(f"{name}-R034", "cbc:CustomizationID")(conditions.begins_with(customization)),
        at(f"{name}-R002", "/", severity=Severity.WARNING)(conditions.some("cac:ValidityPeriod/cbc:EndDate")),
        conditions.in_document_currency(f"{name}-R003", *_AMOUNTS),
        at(f"{name}-R028", *_AMOUNTS, concerns=conditions.outside_prices)(conditions.two_decimals),
        at(f"{name}-R014", "cac:OriginatorCustomerParty")(conditions.named_or_identified("cac:Party/")),
        at(f"{name}-R026", "cac:PartyTaxScheme")(_vat_prefix),
        at(f"{name}-R035", "cac:QuotationLineReference/cbc:LineID")(_quotation_named),
        *_adjustments(name),
        *totals(name, of_lines),
        *taxes(f"{name}-R029", f"{name}-R030", *_CATEGORIES),
        *_lines(name),
        *_prices(name),
    )


def _adjustments(name: str) -> tuple[ElementRule, ...]:
    return (
        percentages(f"{name}-R020", "cac:AllowanceCharge"),
        bases(f"{name}-R021", *_OF_DOCUMENT_AND_LINES),
        *adjustments(f"{name}-R022", f"{name}-R023", f"{name}-R032", *_OF_DOCUMENT_AND_LINES),
        *reasons(name),
    )


def _lines(name: str) -> tuple[ElementRule, ...]:
    with_base = conditions.with_children("cac:Price/cbc:BaseQuantity")
    return (
        at(f"{name}-R024", _LINE)(_line_amount),
        at(f"{name}-R025", _LINE, concerns=with_base)(_base_quantity),
        at(f"{name}-R001", _LINE)(conditions.line_id_once),
        at(f"{name}-R004", _LINE)(conditions.not_negative("cbc:Quantity")),
        at(f"{name}-R013", _LINE, severity=Severity.WARNING)(conditions.some("cbc:Quantity")),
    )


def _prices(name: str) -> tuple[ElementRule, ...]:
    with_base = conditions.with_children("cbc:BaseAmount")
    return (
        at(f"{name}-R019", "cac:Price/cac:AllowanceCharge", concerns=with_base)(_price_less_allowance),
        *prices(f"{name}-R005", f"{name}-R027", f"{name}-R033"),
    )


def _vat_prefix(elements: Elements, place: int) -> bool | Breach:
    """The prefix may be any part of the list, blanks and nothing included, as the official rule reads it."""
    if "VAT" not in elements.texts(elements.below(place, "cac:TaxScheme/cbc:ID")):
        return True
    found = said(elements, place, "cbc:CompanyID")
    return (found or "")[:2] in written(_VAT_PREFIXES).strip() or Breach(found=found)


def _quotation_named(elements: Elements, place: int) -> bool:
    del place
    return bool(elements.head("cac:QuotationDocumentReference/cbc:ID"))


def _line_amount(elements: Elements, place: int) -> bool | Breach:
    """Quantity times price, with charges and without allowances, give or take two cents."""
    expected = EXACT.multiply(number_or(elements, place, "cbc:Quantity", ONE), _price_of_one(elements, place))
    if parts := elements.below(place, "cac:AllowanceCharge"):
        charges = cents(amounts_of(elements, marked(elements, parts, "true")))
        allowances = cents(amounts_of(elements, marked(elements, parts, "false")))
        expected = EXACT.subtract(EXACT.add(expected, charges), allowances)
    if abs(EXACT.subtract(number_or(elements, place, "cbc:LineExtensionAmount"), expected)) <= SLACK:
        return True
    return Breach(found=said(elements, place, "cbc:LineExtensionAmount"), expected=rounded(expected))


def _price_of_one(elements: Elements, place: int) -> Decimal:
    """The price by the quantity that it is for; a quantity of zero counts as one."""
    price = said(elements, place, "cac:Price/cbc:PriceAmount") or ""
    base = said(elements, place, "cac:Price/cbc:BaseQuantity")
    found = None if base is None else quotient(price, base)
    return (decimal(price) or ZERO) if found is None else found


def _base_quantity(elements: Elements, place: int) -> bool | Breach:
    value = number(elements, place, "cac:Price/cbc:BaseQuantity")
    return value is None or value > 0 or Breach(found=said(elements, place, "cac:Price/cbc:BaseQuantity"))


def _price_less_allowance(elements: Elements, place: int) -> bool | Breach:
    """The price is the gross price without the allowance, where a gross price is given."""
    gross = number(elements, place, "cbc:BaseAmount")
    if gross is None:
        return True
    price = elements.trace.parents[place]
    amount, found = number(elements, place, "cbc:Amount"), number(elements, price, "cbc:PriceAmount")
    expected = None if amount is None else EXACT.subtract(gross, amount)
    if found is not None and found == expected:
        return True
    return Breach(place=price, found=said(elements, price, "cbc:PriceAmount"), expected=expected)
