"""BR-DEC: amounts are written with at most two digits after the point. It is the written form that counts."""

from collections.abc import Sequence
from math import isfinite

from counterfoil.rules._coded import beside
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, at, in_digits
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS
from counterfoil.rules.en16931._amounts import decimal, from_cents

DIGITS_MAX = 2

_UBL = INVOICE_ROOTS
_CII = (CII_ROOT,)
_SETTLEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"
_SUMMATION = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_ADJUSTMENT = "ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge"
_LINE_ADJUSTMENT = "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge"
_TAX = "ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax"
_LINE_TOTAL = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
_LINE = ("cac:InvoiceLine", "cac:CreditNoteLine")


def decimals(
    rule_id: str,
    *forms: str,
    terms: tuple[str, ...],
    roots: tuple[str, ...],
    where: Test | None = None,
) -> ElementRule:
    """A rule that the texts of a context are written with two decimals at most.

    `where` says of an element that is written with more whether the rule asks it at all.
    """

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        return [
            Breach(place=place, found=text, expected=DIGITS_MAX)
            for place in elements.at(path)
            if len((text := elements.text(place)).partition(".")[2]) > DIGITS_MAX
            and (where is None or where(elements, place))
        ]

    return ElementRule(
        id=rule_id, context=Context(forms=forms), find=find, terms=terms, roots=roots, harmless=in_digits(DIGITS_MAX)
    )


def _first(test: Test, name: str) -> Test:
    """The test, of the first of several elements alike."""

    def first(elements: Elements, place: int) -> bool:
        return test(elements, place) and elements.below(elements.parent(place), name)[0] == place

    return first


def _in_cents(text: str) -> bool:
    """Whether a number is one of cents, as the artefacts tell with doubles: 1.10 and 1.100 are."""
    number = decimal(text)
    if number is None:
        return False
    double = float(number)
    return isfinite(double * 100) and double == from_cents(double * 100)


_KEPT_APART = ("L", "M", "O")


def _is_asked(elements: Elements, place: int) -> bool:
    """The artefacts look at VAT of the categories L, M and O elsewhere, and do not come back to its amounts."""
    tax = elements.parent(place)
    if not elements.texts(elements.below(tax, "ram:CategoryCode")).intersection(_KEPT_APART):
        return True
    types = {text.upper() for text in elements.texts(elements.below(tax, "ram:TypeCode"))}
    return "VAT" not in types or not elements.trace.paths[tax].endswith(f"{_SETTLEMENT}/ram:ApplicableTradeTax")


@at("BR-DEC-13", _SUMMATION, terms=("BT-110",), roots=_CII)
def _tax_total(elements: Elements, place: int) -> bool | Breach:
    # One total that is as it should be is enough; any in another currency is.
    totals = elements.below(place, "ram:TaxTotalAmount")
    currency = elements.texts(elements.head(f"{_SETTLEMENT}/ram:InvoiceCurrencyCode"))
    return (
        not totals
        or any(
            elements.attribute(total, "currencyID") not in currency or _in_cents(elements.text(total))
            for total in totals
        )
        or Breach(place=totals[0], found=elements.text(totals[0]), expected=DIGITS_MAX)
    )


@at("BR-DEC-15", _SUMMATION, terms=("BT-111",), roots=_CII)
def _tax_total_accounting(elements: Elements, place: int) -> bool | Breach:
    # Where an accounting currency is named, a total in it, in cents, is asked for.
    totals = elements.below(place, "ram:TaxTotalAmount")
    currency = elements.texts(elements.head(f"{_SETTLEMENT}/ram:TaxCurrencyCode"))
    if not (totals and currency):
        return True
    own = [total for total in totals if elements.attribute(total, "currencyID") in currency]
    if any(_in_cents(elements.text(total)) for total in own):
        return True
    return Breach(place=(own or totals)[0], found=elements.text(own[0]) if own else None, expected=DIGITS_MAX)


_ALLOWANCE = beside("cbc:ChargeIndicator", "false", "0", strip=True)
_CHARGE = beside("cbc:ChargeIndicator", "true", "1", strip=True)
_ALLOWANCE_CII = beside("ram:ChargeIndicator/udt:Indicator", "false")
_CHARGE_CII = beside("ram:ChargeIndicator/udt:Indicator", "true")
_ACTUAL = "ram:ActualAmount"


def _total(rule_id: str, term: str, ubl: str, cii: str) -> tuple[ElementRule, ElementRule]:
    """A rule on one of the document's totals, in both syntaxes."""
    return (
        decimals(rule_id, f"cac:LegalMonetaryTotal/{ubl}", terms=(term,), roots=_UBL),
        decimals(rule_id, f"{_SUMMATION}/{cii}", terms=(term,), roots=_CII),
    )


def _amount(
    rule_id: str, term: str, ubl: tuple[str, ...], cii: str, test: Test, test_cii: Test
) -> tuple[ElementRule, ElementRule]:
    """A rule on an amount of an allowance or charge, in both syntaxes."""
    if cii.endswith(_ACTUAL):
        test_cii = _first(test_cii, _ACTUAL)
    return (
        decimals(rule_id, *ubl, terms=(term,), roots=_UBL, where=test),
        decimals(rule_id, cii, terms=(term,), roots=_CII, where=test_cii),
    )


def _of(name: str, *parents: str) -> tuple[str, ...]:
    return tuple(f"{parent}/cac:AllowanceCharge/{name}" for parent in parents)


_AMOUNT, _BASE = _of("cbc:Amount", ""), _of("cbc:BaseAmount", "")
_LINE_AMOUNT, _LINE_BASE = _of("cbc:Amount", *_LINE), _of("cbc:BaseAmount", *_LINE)

DECIMALS: tuple[ElementRule, ...] = (
    *_amount("BR-DEC-01", "BT-92", _AMOUNT, f"{_ADJUSTMENT}/{_ACTUAL}", _ALLOWANCE, _ALLOWANCE_CII),
    *_amount("BR-DEC-02", "BT-93", _BASE, f"{_ADJUSTMENT}/ram:BasisAmount", _ALLOWANCE, _ALLOWANCE_CII),
    *_amount("BR-DEC-05", "BT-99", _AMOUNT, f"{_ADJUSTMENT}/{_ACTUAL}", _CHARGE, _CHARGE_CII),
    *_amount("BR-DEC-06", "BT-100", _BASE, f"{_ADJUSTMENT}/ram:BasisAmount", _CHARGE, _CHARGE_CII),
    *_total("BR-DEC-09", "BT-106", "cbc:LineExtensionAmount", "ram:LineTotalAmount"),
    *_total("BR-DEC-10", "BT-107", "cbc:AllowanceTotalAmount", "ram:AllowanceTotalAmount"),
    *_total("BR-DEC-11", "BT-108", "cbc:ChargeTotalAmount", "ram:ChargeTotalAmount"),
    *_total("BR-DEC-12", "BT-109", "cbc:TaxExclusiveAmount", "ram:TaxBasisTotalAmount"),
    # In UBL, BR-DEC-13 and BR-DEC-15 look for the currency inside of the amount, where there is none, and cannot break.
    _tax_total,
    *_total("BR-DEC-14", "BT-112", "cbc:TaxInclusiveAmount", "ram:GrandTotalAmount"),
    _tax_total_accounting,
    *_total("BR-DEC-16", "BT-113", "cbc:PrepaidAmount", "ram:TotalPrepaidAmount"),
    *_total("BR-DEC-17", "BT-114", "cbc:PayableRoundingAmount", "ram:RoundingAmount"),
    *_total("BR-DEC-18", "BT-115", "cbc:PayableAmount", "ram:DuePayableAmount"),
    decimals("BR-DEC-19", "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount", terms=("BT-116",), roots=_UBL),
    decimals("BR-DEC-19", f"{_TAX}/ram:BasisAmount", terms=("BT-116",), roots=_CII, where=_is_asked),
    decimals("BR-DEC-20", "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount", terms=("BT-117",), roots=_UBL),
    decimals("BR-DEC-20", f"{_TAX}/ram:CalculatedAmount", terms=("BT-117",), roots=_CII, where=_is_asked),
    decimals("BR-DEC-23", *(f"{line}/cbc:LineExtensionAmount" for line in _LINE), terms=("BT-131",), roots=_UBL),
    decimals(
        *("BR-DEC-23", f"ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/{_LINE_TOTAL}"),
        terms=("BT-131",),
        roots=_CII,
    ),
    *_amount("BR-DEC-24", "BT-136", _LINE_AMOUNT, f"{_LINE_ADJUSTMENT}/{_ACTUAL}", _ALLOWANCE, _ALLOWANCE_CII),
    *_amount("BR-DEC-25", "BT-137", _LINE_BASE, f"{_LINE_ADJUSTMENT}/ram:BasisAmount", _ALLOWANCE, _ALLOWANCE_CII),
    *_amount("BR-DEC-27", "BT-141", _LINE_AMOUNT, f"{_LINE_ADJUSTMENT}/{_ACTUAL}", _CHARGE, _CHARGE_CII),
    *_amount("BR-DEC-28", "BT-142", _LINE_BASE, f"{_LINE_ADJUSTMENT}/ram:BasisAmount", _CHARGE, _CHARGE_CII),
)
