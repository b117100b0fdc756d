"""What UBL and CII call the things that the rules about VAT categories ask, and the facts about a document by it."""

from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules.en16931._vat import Names, Vat

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

_CODES = Named("cac:TaxCategory/cbc:ID", "cac:ClassifiedTaxCategory/cbc:ID", "ram:CategoryCode")


def vat_of(elements: Elements) -> Vat:
    """The facts about the VAT categories of a document."""
    vat = elements.kept.get(Vat)
    if vat is None:
        vat = elements.kept[Vat] = Vat(elements, CII_NAMES if elements.root == CII_ROOT else UBL_NAMES)
    known: Vat = vat
    return known


def codes_written(elements: Elements) -> frozenset[str]:
    """The codes that stand for categories anywhere in a document, to the letter."""
    codes: frozenset[str] | None = elements.kept.get(_CODES)
    if codes is None:
        codes = elements.kept[_CODES] = frozenset(elements.texts(_CODES(elements)))
    return codes


def codes_used(elements: Elements) -> frozenset[str]:
    """The same, and those without the white space around them that only UBL passes over."""
    codes = codes_written(elements)
    return codes | {code.strip(" \t\r\n") for code in codes}
