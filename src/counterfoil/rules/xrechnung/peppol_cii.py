"""Peppol's rules that XRechnung reads otherwise for CII documents, or has there alone (PEPPOL-EN16931)."""

from collections.abc import Sequence
from decimal import Decimal

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._amounts import EXACT, ZERO, decimal
from counterfoil.rules.peppol._reading import first
from counterfoil.rules.xrechnung.amounts import CII_ADJUSTED, percentage_of_base
from counterfoil.rules.xrechnung.documents import CII, LINE, SETTLEMENT

_ADJUSTMENT = "ram:SpecifiedTradeAllowanceCharge"
_DISCOUNT = "ram:AppliedTradeAllowanceCharge"
_TAX_TOTALS = "ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount"
_CURRENCY = f"{SETTLEMENT}/ram:InvoiceCurrencyCode"
_TAX_CURRENCY = f"{SETTLEMENT}/ram:TaxCurrencyCode"
_PRICES = ("ram:NetPriceProductTradePrice", "ram:GrossPriceProductTradePrice")
_EMPTY_AT_WILL = "ram:ApplicableHeaderTradeDelivery"


def _empty(elements: Elements, _path: str) -> Sequence[Breach]:
    """An element without text and without elements. Where one has elements, the next in the document is the first.

    The artefact lets the one pass by its name as written, so that a document with other prefixes must not have it.
    """
    paths, texts = elements.trace.paths, elements.trace.texts
    blank = {text for text in set(texts) if text is None or not text.strip(" \t\r\n")}
    above = {path: path.rpartition("/")[0] for path in elements.by_path} | {"": ""}
    empty = [
        place
        for place, (text, path, following) in enumerate(zip(texts, paths, (*paths[1:], ""), strict=True))
        if text in blank and above[following] != path
    ]
    return [Breach(place=place) for place in empty if elements.trace.name(place) != _EMPTY_AT_WILL]


def _totals(elements: Elements, place: int, currency: str) -> list[int]:
    """The tax totals of a settlement in the currency at a path."""
    currencies = elements.texts(elements.head(currency))
    totals = elements.below(place, _TAX_TOTALS)
    return [total for total in totals if elements.attribute(total, "currencyID") in currencies]


@at("PEPPOL-EN16931-R053", f"/{SETTLEMENT}", terms=("BT-110",), roots=CII)
def _one_total(elements: Elements, place: int) -> bool | Breach:
    totals = len(_totals(elements, place, _CURRENCY))
    return totals <= 1 or Breach(found=totals, expected=1)


@at("PEPPOL-EN16931-R055", f"/{SETTLEMENT}", terms=("BT-110", "BT-111"), roots=CII)
def _same_signs(elements: Elements, place: int) -> bool | Breach:
    own = _totals(elements, place, _CURRENCY)
    if not (own and elements.head(_TAX_CURRENCY)):
        return True
    one, other = _numbers(elements, _totals(elements, place, _TAX_CURRENCY)), _numbers(elements, own)
    return (
        (any(tax < ZERO for tax in one) and any(tax < ZERO for tax in other))
        or (any(tax >= ZERO for tax in one) and any(tax >= ZERO for tax in other))
        or Breach(found=next(iter(one), None), expected=next(iter(other), None))
    )


def _numbers(elements: Elements, places: Sequence[int]) -> list[Decimal]:
    return [number for place in places if (number := decimal(elements.text(place))) is not None]


@at("PEPPOL-EN16931-R043-1", _ADJUSTMENT, roots=CII)
def _kind(elements: Elements, place: int) -> bool | Breach:
    # Asked only where percentage and base are both there, or neither: the artefact asks each element one question.
    if bool(elements.below(place, CII_ADJUSTED.percentage)) != bool(elements.below(place, CII_ADJUSTED.base)):
        return True
    found = first(elements, place, CII_ADJUSTED.indicator)
    return normalized(found) in ("true", "false") or Breach(found=found or None)


@at("PEPPOL-EN16931-R043-2", _DISCOUNT, roots=CII)
def _kind_of_discount(elements: Elements, place: int) -> bool | Breach:
    found = first(elements, place, CII_ADJUSTED.indicator)
    return normalized(found) in ("true", "false") or Breach(found=found or None)


@at("PEPPOL-EN16931-R044", f"/{LINE}/ram:SpecifiedLineTradeAgreement/{_PRICES[1]}", terms=("BT-147",), roots=CII)
def _discount(elements: Elements, place: int) -> bool | Breach:
    kinds = elements.texts(elements.below(place, f"{_DISCOUNT}/{CII_ADJUSTED.indicator}"))
    if not elements.below(place, f"{_DISCOUNT}/ram:ActualAmount"):
        return True
    return "false" in kinds or Breach(found=next(iter(kinds), None))


@at(
    *("PEPPOL-EN16931-R046", f"/{LINE}/ram:SpecifiedLineTradeAgreement/{_PRICES[1]}"),
    terms=("BT-146", "BT-147", "BT-148"),
    roots=CII,
)
def _net_price(elements: Elements, place: int) -> bool | Breach:
    if not elements.below(place, "ram:ChargeAmount"):
        return True
    written = first(elements, elements.parent(place), f"{_PRICES[0]}/ram:ChargeAmount")
    gross, off = (
        decimal(first(elements, place, "ram:ChargeAmount")),
        first(elements, place, f"{_DISCOUNT}/ram:ActualAmount"),
    )
    expected = None if gross is None else EXACT.subtract(gross, decimal(off) or ZERO)
    return (expected is not None and decimal(written) == expected) or Breach(found=written or None, expected=expected)


PEPPOL_CII: tuple[ElementRule, ...] = (
    ElementRule(id="PEPPOL-EN16931-R008", context=Context(forms=("/",)), find=_empty, roots=CII),
    _one_total,
    _same_signs,
    percentage_of_base(CII_ADJUSTED, _ADJUSTMENT, roots=CII),
    _kind,
    _kind_of_discount,
    _discount,
    _net_price,
)
