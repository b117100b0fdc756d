"""What UBL and CII call the things that the rules about VAT categories ask, and the facts about a document by it."""

from collections.abc import Iterable, Sequence

from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._layout import Reader, reader
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules.en16931._vat import Names, Taxes, Vat

_SETTLEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"

UBL_NAMES = Names(
    code="cbc:ID",
    tax="cac:TaxScheme/cbc:ID",
    rate="cbc:Percent",
    trimmed=True,
    items=Named("cac:ClassifiedTaxCategory"),
    lines=("cac:InvoiceLine", "cac:CreditNoteLine"),
    line_tax="cac:Item/cac:ClassifiedTaxCategory",
    line_ends=(
        "/cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory",
        "/cac:CreditNoteLine/cac:Item/cac:ClassifiedTaxCategory",
    ),
    line_amount="cbc:LineExtensionAmount",
    adjusted=Named("cac:AllowanceCharge/cac:TaxCategory"),
    adjustments="cac:AllowanceCharge",
    adjustment_tax="cac:TaxCategory",
    adjustment_amount="cbc:Amount",
    indicator="cbc:ChargeIndicator",
    anywhere=Named("cac:TaxCategory"),
    groups="cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory",
    group_base="cbc:TaxableAmount",
    group_amount="cbc:TaxAmount",
    sums_above=True,
    reasons=("cbc:TaxExemptionReason", "cbc:TaxExemptionReasonCode"),
)
CII_NAMES = Names(
    code="ram:CategoryCode",
    tax="ram:TypeCode",
    rate="ram:RateApplicablePercent",
    trimmed=False,
    items=Named("ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"),
    lines=("rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement",),
    line_tax="ram:ApplicableTradeTax",
    line_ends=("/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax",),
    line_amount="ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    adjusted=Named("ram:CategoryTradeTax"),
    adjustments=f"{_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge",
    adjustment_tax="ram:CategoryTradeTax",
    adjustment_amount="ram:ActualAmount",
    indicator="ram:ChargeIndicator/udt:Indicator",
    anywhere=Named("ram:ApplicableTradeTax"),
    groups=f"{_SETTLEMENT}/ram:ApplicableTradeTax",
    group_base="ram:BasisAmount",
    group_amount="ram:CalculatedAmount",
    sums_above=False,
    reasons=("ram:ExemptionReason", "ram:ExemptionReasonCode"),
)

_CHARACTERS_MAX = 20_000
"""How long texts about taxes may be that are remembered."""
_PARTY_TAXES = Named("cac:PartyTaxScheme/cac:TaxScheme/cbc:ID")
_CODES = Named("cac:TaxCategory/cbc:ID", "cac:ClassifiedTaxCategory/cbc:ID", "ram:CategoryCode")


def vat_of(elements: Elements) -> Vat:
    """The facts about the VAT categories of a document."""
    vat = elements.kept.get(Vat)
    if vat is None:
        vat = elements.kept[Vat] = _vat_of(elements)
    known: Vat = vat
    return known


def _vat_of(elements: Elements) -> Vat:
    """Made from what the last document with these elements had, if its taxes were the same."""
    kept, names = elements.layout.kept, CII_NAMES if elements.root == CII_ROOT else UBL_NAMES
    if not elements.layout.remembered:
        return Vat(elements, names)
    last: tuple[Reader, Sequence[str | None], Taxes] | None = kept.get(Vat)
    read = reader([*taxes_said(elements)] or [0]) if last is None else last[0]
    told = read(elements.trace.texts)
    if last is not None and told == last[1]:
        return Vat(elements, names, last[2])
    vat = Vat(elements, names)
    if sum(len(text) for text in told if text) <= _CHARACTERS_MAX:
        kept[Vat] = (read, told, vat.taxes)
    return vat


def taxes_said(elements: Elements, _path: str = "") -> Iterable[int]:
    """All elements that say what the taxes of a document are; amounts and reasons aside."""
    names = CII_NAMES if elements.root == CII_ROOT else UBL_NAMES
    taxes = {path for named in (names.items, names.adjusted, names.anywhere) for path in elements.paths_ending(named)}
    taxes.add(f"{elements.root}/{names.groups}")
    paths = {f"{tax}/{below}" for tax in taxes for below in (names.code, names.tax, names.rate)}
    paths |= {f"{tax.rpartition('/')[0]}/{names.indicator}" for tax in taxes}
    paths.add(f"{elements.root}/{names.adjustments}/{names.indicator}")
    places = {place for path in paths for place in elements.at(path)}
    return sorted(places.union(_CODES(elements), _PARTY_TAXES(elements)))


def codes_written(elements: Elements) -> frozenset[str]:
    """The codes that stand for categories anywhere in a document, to the letter."""
    return vat_of(elements).codes(_CODES)


def codes_used(elements: Elements) -> frozenset[str]:
    """The same, and those without the white space around them that only UBL passes over."""
    codes = codes_written(elements)
    return codes | {code.strip(" \t\r\n") for code in codes}
