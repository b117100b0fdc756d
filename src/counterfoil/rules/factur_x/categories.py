"""The families of VAT categories: who must be identified, which rates they have, what their breakdown holds.

Unlike the rules of EN 16931 for CII, these ask taxes of any type, and an allowance or charge only by the words "true"
and "false". BR-AF-08, BR-AG-08, BR-AF-09 and BR-AG-09 cannot be broken: the artefacts look for the rate where none is,
or for nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements, Named, Test, exists
from counterfoil.rules._rule import Breach
from counterfoil.rules.en16931 import _vat_parties as of_parties
from counterfoil.rules.en16931._amounts import CENT, EXACT, ONE, ZERO, below_zero, from_cents, rounded, same
from counterfoil.rules.factur_x._reading import (
    BREAKDOWN,
    DELIVERY,
    INDICATOR,
    LINE_TAX,
    SETTLEMENT,
    Part,
    base,
    number,
    numbers,
    of_category,
    parts,
    says,
    where_used,
)

_TAXES_OF_ADJUSTMENTS = "ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax"
_LINE_TAXES = Named("ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode")
_BREAKDOWNS = Named("ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode")
_ADJUSTMENT_TAXES = Named("ram:CategoryTradeTax/ram:CategoryCode")
_LOGISTICS_TAXES = Named("ram:AppliedTradeTax/ram:CategoryCode")
_ALL_TAXES = Named("ram:ApplicableTradeTax/ram:CategoryCode")

Holds = Callable[[Elements, int], "bool | Breach"]


# --- The rate of a line, an allowance or a charge ---------------------------------------------------------------------


def _rate(test: Callable[[Decimal], bool], expected: str) -> Holds:
    def holds(elements: Elements, tax: int) -> bool | Breach:
        rates = numbers(elements, elements.below(tax, "ram:RateApplicablePercent"))
        return any(map(test, rates)) or Breach(found=rates[0] if rates else None, expected=expected)

    return holds


def _no_rate(elements: Elements, tax: int) -> bool | Breach:
    rates = elements.below(tax, "ram:RateApplicablePercent")
    return not rates or Breach(found=elements.text(rates[0]))


_ZERO_RATE = _rate(lambda rate: rate == 0 and not below_zero(rate), "0")
_RATE = _rate(lambda rate: rate > 0, "> 0")
_ANY_RATE = _rate(lambda rate: not below_zero(rate), "≥ 0")


# --- A group of the breakdown -----------------------------------------------------------------------------------------


def _in_category(elements: Elements, category: str) -> list[Part]:
    """Charges for logistics do not count, but for EXTENDED."""
    return [part for part in parts(elements) if category in part.categories and part.kind != "logistics"]


def _base_is_near(category: str) -> Holds:
    """Within one unit of the currency: as much as that too little, less than that too much."""

    def holds(elements: Elements, tax: int) -> bool | Breach:
        found, expected = number(elements, tax, "ram:BasisAmount"), base(_in_category(elements, category))
        near = found is not None and float(found) - 1 <= float(expected) < float(found) + 1
        return near or Breach(found=found, expected=expected)

    return holds


def _base_is(category: str) -> Holds:
    def holds(elements: Elements, tax: int) -> bool | Breach:
        found, expected = number(elements, tax, "ram:BasisAmount"), base(_in_category(elements, category))
        return (found is not None and same(found, expected)) or Breach(found=found, expected=expected)

    return holds


def _base_is_of_rate(category: str) -> Holds:
    """For each rate of the group, which has one at most; without a rate nothing is asked."""

    def holds(elements: Elements, tax: int) -> bool | Breach:
        found = number(elements, tax, "ram:BasisAmount")
        for rate in numbers(elements, elements.below(tax, "ram:RateApplicablePercent")):
            expected = base([part for part in _in_category(elements, category) if rate in part.rates])
            if found is None or not same(found, expected):
                return Breach(found=found, expected=expected)
        return True

    return holds


def _tax_is_zero(elements: Elements, tax: int) -> bool | Breach:
    found = number(elements, tax, "ram:CalculatedAmount")
    return (found is not None and same(found, ZERO)) or Breach(found=found, expected=ZERO)


def _tax_fits_rate(elements: Elements, tax: int) -> bool | Breach:
    """Less than one unit of the currency from the base times the rate, which the artefact computes in doubles."""
    found, rate = number(elements, tax, "ram:CalculatedAmount"), number(elements, tax, "ram:RateApplicablePercent")
    of = number(elements, tax, "ram:BasisAmount")
    if found is None or rate is None or of is None:
        return Breach(found=found)
    double, size = from_cents(float(EXACT.abs(of)) * float(rate)), EXACT.abs(found)
    if float(EXACT.subtract(size, ONE)) < double < float(EXACT.add(size, ONE)):
        return True
    return Breach(found=found, expected=rounded(EXACT.multiply(EXACT.multiply(EXACT.abs(of), rate), CENT)))


_EXEMPTION = exists("ram:ExemptionReason", "ram:ExemptionReasonCode")


def _no_exemption(elements: Elements, tax: int) -> bool:
    return not _EXEMPTION(elements, tax)


def _alone(taxes: Named, category: str) -> Holds:
    """No tax of another category stands beside one that is not subject to VAT."""

    def holds(elements: Elements, _tax: int) -> bool | Breach:
        others = sorted(elements.texts(taxes(elements)) - {category})
        return not others or Breach(found=others[0])

    return holds


def _delivered(elements: Elements, _tax: int) -> bool:
    """There is a day of delivery, or a period that is invoiced."""
    event = "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"
    period = f"{SETTLEMENT}/ram:BillingSpecifiedPeriod"
    return any(
        elements.head(path)
        for path in (f"{DELIVERY}/{event}", f"{period}/ram:StartDateTime", f"{period}/ram:EndDateTime")
    )


def _delivered_to_country(elements: Elements, _tax: int) -> bool:
    return bool(elements.head(f"{DELIVERY}/ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID"))


# --- How often a category stands in the breakdown ---------------------------------------------------------------------


def _count(elements: Elements, taxes: Named, category: str) -> int:
    return sum(1 for code in taxes(elements) if elements.text(code) == category)


def _several(elements: Elements, category: str) -> bool:
    """At least once where it is used at all; the artefact counts all of both together, and is content with two."""
    groups = _count(elements, _BREAKDOWNS, category)
    lines = _count(elements, _LINE_TAXES, category)
    adjustments = _count(elements, _ADJUSTMENT_TAXES, category)
    return all(used + groups >= 2 or not used for used in (lines, adjustments))


def _once(elements: Elements, category: str) -> bool:
    """Exactly once where a line, an allowance or a charge has it, and never elsewhere."""
    used = _count(elements, _LINE_TAXES, category) + _count(elements, _ADJUSTMENT_TAXES, category)
    return _count(elements, _BREAKDOWNS, category) == (1 if used else 0)


def _at_most_once(elements: Elements, category: str) -> bool:
    """As `_once`, but what is not subject to VAT needs no group."""
    return not _count(elements, _BREAKDOWNS, category) or _once(elements, category)


def _used_and_told(elements: Elements, category: str) -> bool:
    """EXTENDED: in the breakdown, once or more, exactly where something has it."""
    used = any(_count(elements, taxes, category) for taxes in (_LINE_TAXES, _ADJUSTMENT_TAXES, _LOGISTICS_TAXES))
    return bool(_count(elements, _BREAKDOWNS, category)) == used


# --- The families -----------------------------------------------------------------------------------------------------


def _rule(rule_id: str, category: str, holds: Holds, *forms: str, about: Test | None = None) -> ElementRule:
    """A rule that is asked at each tax of a category; `about` says which allowances or charges it is for."""

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        found: list[Breach] = []
        for tax in of_category(elements, path, category):
            if about is not None and not about(elements, elements.parent(tax)):
                continue
            answer = holds(elements, tax)
            if answer is not True:
                told = answer or Breach()
                found.append(Breach(place=tax, found=told.found, expected=told.expected))
        return found

    return ElementRule(id=rule_id, context=Context(forms=forms), find=find, when=where_used(category))


def _whole(rule_id: str, category: str, holds: Callable[[Elements, str], bool]) -> ElementRule:
    """A rule over the whole document."""

    def find(elements: Elements, _path: str) -> Sequence[Breach]:
        return () if holds(elements, category) else [Breach(place=0, found=category)]

    return ElementRule(id=rule_id, context=Context(forms=("/",)), find=find, when=where_used(category))


_IS_ALLOWANCE, _IS_CHARGE = says(INDICATOR, "false"), says(INDICATOR, "true")
_GROUP = f"/{BREAKDOWN}"


def _family(
    name: str, category: str, known: of_parties.Known, rate: Holds, told: Callable[[Elements, str], bool]
) -> Iterator[ElementRule]:
    """What all families have in common: rules 01 to 07."""
    yield _whole(f"BR-{name}-01", category, told)
    yield _whole(f"BR-FXEXT-{name}-01", category, _used_and_told)
    for about, numbers_of, form in (
        (None, ("02", "05"), f"/{LINE_TAX}"),
        (_IS_ALLOWANCE, ("03", "06"), _TAXES_OF_ADJUSTMENTS),
        (_IS_CHARGE, ("04", "07"), _TAXES_OF_ADJUSTMENTS),
    ):
        identified, rated = numbers_of
        yield _rule(f"BR-{name}-{identified}", category, lambda elements, _tax: known(elements), form, about=about)
        yield _rule(f"BR-{name}-{rated}", category, rate, form, about=about)


def _exempt(name: str, category: str) -> tuple[ElementRule, ...]:
    """The rules 08 to 10 of categories without tax that need a reason."""
    return (
        _rule(f"BR-{name}-08", category, _base_is_near(category), _GROUP),
        _rule(f"BR-{name}-09", category, _tax_is_zero, _GROUP),
        _rule(f"BR-{name}-10", category, _EXEMPTION, _GROUP),
    )


_, TAXABLE = of_parties.TAXABLE
_, EXPORT = of_parties.EXPORT
_, REVERSE_CHARGE = of_parties.REVERSE_CHARGE
_, WITHIN_THE_UNION = of_parties.WITHIN_THE_UNION
_, OUTSIDE = of_parties.OUTSIDE

CATEGORIES: tuple[ElementRule, ...] = (
    *_family("S", "S", TAXABLE, _RATE, _several),
    _rule("BR-S-08", "S", _base_is_of_rate("S"), _GROUP),
    _rule("BR-S-09", "S", _tax_fits_rate, _GROUP),
    _rule("BR-S-10", "S", _no_exemption, _GROUP),
    *_family("Z", "Z", TAXABLE, _ZERO_RATE, _once),
    _rule("BR-Z-08", "Z", _base_is_near("Z"), _GROUP),
    _rule("BR-Z-09", "Z", _tax_is_zero, _GROUP),
    _rule("BR-Z-10", "Z", _no_exemption, _GROUP),
    *_family("E", "E", TAXABLE, _ZERO_RATE, _once),
    *_exempt("E", "E"),
    *_family("AE", "AE", REVERSE_CHARGE, _ZERO_RATE, _once),
    *_exempt("AE", "AE"),
    *_family("IC", "K", WITHIN_THE_UNION, _ZERO_RATE, _once),
    *_exempt("IC", "K"),
    _rule("BR-IC-11", "K", _delivered, _GROUP),
    _rule("BR-IC-12", "K", _delivered_to_country, _GROUP),
    *_family("G", "G", EXPORT, _ZERO_RATE, _once),
    *_exempt("G", "G"),
    *_family("O", "O", OUTSIDE, _no_rate, _at_most_once),
    _rule("BR-O-08", "O", _base_is("O"), _GROUP),
    _rule("BR-O-09", "O", _tax_is_zero, _GROUP),
    _rule("BR-O-10", "O", _EXEMPTION, _GROUP),
    _rule("BR-O-11", "O", _alone(_ALL_TAXES, "O"), _GROUP),
    _rule("BR-O-12", "O", _alone(_ALL_TAXES, "O"), _GROUP),
    _rule("BR-O-13", "O", _alone(_ADJUSTMENT_TAXES, "O"), _GROUP),
    _rule("BR-O-14", "O", _alone(_ADJUSTMENT_TAXES, "O"), _GROUP),
    *_family("AF", "L", TAXABLE, _RATE, _several),
    _rule("BR-AF-10", "L", _no_exemption, _GROUP),
    *_family("AG", "M", TAXABLE, _ANY_RATE, _several),
    _rule("BR-AG-10", "M", _no_exemption, _GROUP),
)
"""In the order of the families, each in that of its numbers; rules of all profiles."""
