"""What XRechnung takes over from Peppol on amounts: percentages of a base, and what a line comes to (R040, R120)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._amounts import EXACT, ONE, ZERO, decimal, rounded
from counterfoil.rules.peppol._reading import first, quotient
from counterfoil.rules.peppol.lines import Priced, line_amount
from counterfoil.rules.xrechnung.documents import CII, SETTLEMENT

_SLACK = Decimal("0.02")
_SLACK_FORINT = Decimal("0.5")
_FORINT = "HUF"
_PERCENT = Decimal("0.01")


class Adjusted(Model):
    """Where an allowance or charge has its amount, its base and its percentage."""

    amount: str
    base: str
    percentage: str
    indicator: str


UBL_ADJUSTED = Adjusted(
    amount="cbc:Amount",
    base="cbc:BaseAmount",
    percentage="cbc:MultiplierFactorNumeric",
    indicator="cbc:ChargeIndicator",
)
CII_ADJUSTED = Adjusted(
    amount="ram:ActualAmount",
    base="ram:BasisAmount",
    percentage="ram:CalculationPercent",
    indicator="ram:ChargeIndicator/udt:Indicator",
)
_AGREEMENT = "ram:SpecifiedLineTradeAgreement"
_GROSS_BASE = f"{_AGREEMENT}/ram:GrossPriceProductTradePrice/ram:BasisQuantity"
_CII_LINE = Priced(
    amount="ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    quantity="ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",
    price=f"{_AGREEMENT}/ram:NetPriceProductTradePrice/ram:ChargeAmount",
    base=f"{_AGREEMENT}/ram:NetPriceProductTradePrice/ram:BasisQuantity",
    adjustments="ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge",
    indicator=CII_ADJUSTED.indicator,
    adjustment=CII_ADJUSTED.amount,
)


def _ubl_line(quantity: str) -> Priced:
    return Priced(
        amount="cbc:LineExtensionAmount",
        quantity=quantity,
        price="cac:Price/cbc:PriceAmount",
        base="cac:Price/cbc:BaseQuantity",
        adjustments="cac:AllowanceCharge",
        indicator=UBL_ADJUSTED.indicator,
        adjustment=UBL_ADJUSTED.amount,
    )


def near(elements: Elements, stated: Decimal, expected: Decimal) -> bool:
    """Whether an amount is what it follows from, give or take two cents, or half a forint."""
    currencies = (*elements.head("cbc:DocumentCurrencyCode"), *elements.head(f"{SETTLEMENT}/ram:InvoiceCurrencyCode"))
    slack = _SLACK_FORINT if _FORINT in elements.texts(currencies) else _SLACK
    return -slack <= EXACT.subtract(stated, expected) <= slack


def percentage_of_base(adjusted: Adjusted, *forms: str, roots: tuple[str, ...]) -> ElementRule:
    """The rule that an allowance or charge is its percentage of its base, where it has both."""

    def find(elements: Elements, path: str) -> Iterator[Breach]:
        columns = (elements.firsts(path, name) for name in (adjusted.percentage, adjusted.base, adjusted.amount))
        for place, *told in zip(elements.at(path), *columns, strict=True):
            factor, base, amount = ("" if one is None else elements.text(one) for one in told)
            expected = _percentage(factor, base) if factor and base else None
            if expected is not None and not near(elements, decimal(amount) or ZERO, expected):
                yield Breach(place=place, found=amount or None, expected=rounded(expected))

    return ElementRule(
        id="PEPPOL-EN16931-R040",
        context=Context(forms=forms),
        find=find,
        terms=("BT-92", "BT-99", "BT-136", "BT-141"),
        roots=roots,
        concerns=lambda paths, path: f"{path}/{adjusted.percentage}" in paths,
    )


def _percentage(factor: str, base: str) -> Decimal | None:
    """A percentage of a base, None where one is no number."""
    percent, whole = decimal(factor), decimal(base)
    return None if percent is None or whole is None else EXACT.multiply(EXACT.multiply(whole, percent), _PERCENT)


def _line_amount(priced: Priced, *forms: str, roots: tuple[str, ...]) -> ElementRule:
    """The rule that the net amount of a line is quantity times price, plus charges, less allowances."""
    as_peppol = line_amount(priced, *forms).find

    def find(elements: Elements, path: str) -> Iterator[Breach]:
        # Peppol allows less, so that what it lets pass passes here too, but where the base of the gross price counts.
        lines = {breach.place for breach in as_peppol(elements, path)} | set(_with_gross_base(priced, elements, path))
        for place in sorted(line for line in lines if line is not None):
            expected = EXACT.add(_cost(priced, elements, place), _adjustments(priced, elements, place))
            written = first(elements, place, priced.amount)
            if not near(elements, decimal(written) or ZERO, expected):
                yield Breach(place=place, found=written or None, expected=rounded(expected))

    return ElementRule(
        id="PEPPOL-EN16931-R120",
        context=Context(forms=forms),
        find=find,
        severity=Severity.WARNING,
        terms=("BT-131", "BT-129", "BT-146"),
        roots=roots,
    )


def _with_gross_base(priced: Priced, elements: Elements, path: str) -> Iterator[int]:
    """The lines that name a base for the gross price, but none for the net price, or zero."""
    if f"{path}/{_GROSS_BASE}" in elements.by_path:
        bases = zip(elements.firsts(path, priced.base), elements.firsts(path, _GROSS_BASE), strict=True)
        for line, (net, gross) in zip(elements.at(path), bases, strict=True):
            if gross is not None and (net is None or not decimal(elements.text(net))):
                yield line


def _cost(priced: Priced, elements: Elements, line: int) -> Decimal:
    """Quantity times price; one where no quantity and nothing where no price is told."""
    quantity = decimal(first(elements, line, priced.quantity))
    price = first(elements, line, priced.price)
    each = decimal(price) or ZERO
    for path in (priced.base, _GROSS_BASE):
        base = first(elements, line, path)
        if decimal(base):
            each = quotient(price, base) or ZERO
            break
    return EXACT.multiply(ONE if quantity is None else quantity, each)


def _adjustments(priced: Priced, elements: Elements, line: int) -> Decimal:
    """Charges less allowances of a line, each sum in cents."""
    sums = {"true": ZERO, "false": ZERO}
    for place in elements.below(line, priced.adjustments):
        kind = normalized(first(elements, place, priced.indicator))
        if kind in sums:
            sums[kind] = _sum(elements, elements.below(place, priced.adjustment), sums[kind])
    return EXACT.subtract(rounded(sums["true"]), rounded(sums["false"]))


def _sum(elements: Elements, places: Iterable[int], start: Decimal) -> Decimal:
    for place in places:
        start = EXACT.add(start, decimal(elements.text(place)) or ZERO)
    return start


LINE_AMOUNTS: tuple[ElementRule, ...] = (
    _line_amount(_ubl_line("cbc:InvoicedQuantity"), "cac:InvoiceLine", "cac:CreditNoteLine", roots=("Invoice",)),
    _line_amount(_ubl_line("cbc:CreditedQuantity"), "cac:InvoiceLine", "cac:CreditNoteLine", roots=("CreditNote",)),
    _line_amount(_CII_LINE, "ram:IncludedSupplyChainTradeLineItem", roots=CII),
)
