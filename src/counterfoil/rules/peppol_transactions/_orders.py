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
from counterfoil.rules.peppol_transactions._columns import Row, each_row, not_negative, over, some
from counterfoil.rules.peppol_transactions._order_totals import totals
from counterfoil.rules.peppol_transactions._reading import amounts_of, cents, marked, number, said

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
        over(f"{name}-R002", "/", find=some("cac:ValidityPeriod/cbc:EndDate"), severity=Severity.WARNING),
        conditions.in_document_currency(f"{name}-R003", *_AMOUNTS),
        at(f"{name}-R028", *_AMOUNTS, concerns=conditions.outside_prices)(conditions.two_decimals),
        over(f"{name}-R014", "cac:OriginatorCustomerParty", find=conditions.named_or_identified("cac:Party/")),
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
    base_quantity = "cac:Price/cbc:BaseQuantity"
    return (
        over(f"{name}-R024", _LINE, find=each_row(_line_amount, *_OF_AMOUNT)),
        over(
            f"{name}-R025",
            _LINE,
            find=each_row(_base_quantity, base_quantity),
            concerns=conditions.with_children(base_quantity),
        ),
        over(f"{name}-R001", _LINE, find=conditions.line_id_once),
        over(f"{name}-R004", _LINE, find=not_negative("cbc:Quantity")),
        over(f"{name}-R013", _LINE, find=some("cbc:Quantity"), severity=Severity.WARNING),
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


_OF_AMOUNT = (
    "cbc:LineExtensionAmount",
    "cbc:Quantity",
    "cac:Price/cbc:PriceAmount",
    "cac:Price/cbc:BaseQuantity",
    "cac:AllowanceCharge",
)


def _line_amount(elements: Elements, place: int, row: Row) -> bool | Breach:
    """Quantity times price, with charges and without allowances, give or take two cents."""
    stated, quantity, price, base, adjustment = row
    expected = EXACT.multiply(_value(elements, quantity, ONE), _price_of_one(elements, price, base))
    if adjustment is not None:
        parts = elements.below(place, "cac:AllowanceCharge")
        charges = cents(amounts_of(elements, marked(elements, parts, "true")))
        allowances = cents(amounts_of(elements, marked(elements, parts, "false")))
        expected = EXACT.subtract(EXACT.add(expected, charges), allowances)
    if EXACT.abs(EXACT.subtract(_value(elements, stated, ZERO), expected)) <= SLACK:
        return True
    return Breach(found=None if stated is None else elements.text(stated), expected=rounded(expected))


def _price_of_one(elements: Elements, price: int | None, base: int | None) -> Decimal:
    """The price by the quantity that it is for; a quantity of zero counts as one."""
    amount = _value(elements, price, ZERO)
    if price is None or base is None or _value(elements, base, ONE) == ONE:
        return amount
    found = quotient(elements.text(price), elements.text(base))
    return amount if found is None else found


def _value(elements: Elements, place: int | None, otherwise: Decimal) -> Decimal:
    value = None if place is None else decimal(elements.text(place))
    return otherwise if value is None else value


def _base_quantity(elements: Elements, _place: int, row: Row) -> bool | Breach:
    (base,) = row
    if base is None:
        return True
    text = elements.text(base)
    value = decimal(text)
    return value is None or value > 0 or Breach(place=base, found=text)


def _price_less_allowance(elements: Elements, place: int) -> bool | Breach:
    """The price is the gross price without the allowance, where a gross price is given."""
    gross = number(elements, place, "cbc:BaseAmount")
    if gross is None:
        return True
    price = elements.parent(place)
    amount, found = number(elements, place, "cbc:Amount"), number(elements, price, "cbc:PriceAmount")
    expected = None if amount is None else EXACT.subtract(gross, amount)
    if found is not None and found == expected:
        return True
    return Breach(place=price, found=said(elements, price, "cbc:PriceAmount"), expected=expected)
