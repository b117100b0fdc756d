"""Which of several things an element of one name is: an allowance or a charge, a VAT identifier or a tax number."""

from collections.abc import Callable, Mapping, Sequence

from counterfoil.rules._elements import Elements

OTHER = "other"
"""An element that is none of the variants of its name."""

Variants = Callable[[Elements, int], Sequence[str]]
"""The variants that an element is; it is asked as the first of them alone."""

_SETTLEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"


def fits(elements: Elements, place: int, variant: str) -> bool:
    """Whether an element is a variant, be it another one before that too."""
    return variant in _told(elements, elements.trace.paths[place])[place]


def asked(elements: Elements, places: Sequence[int], variant: str) -> list[int]:
    """Those of the elements (at one path) that are asked as a variant."""
    if not places:
        return []
    told = _told(elements, elements.trace.paths[places[0]])
    return [place for place in places if (told[place][0] if told[place] else OTHER) == variant]


def _told(elements: Elements, path: str) -> Mapping[int, Sequence[str]]:
    """The variants of each element at a path."""
    known: dict[int, Sequence[str]] | None = elements.kept.get(("variants", path))
    if known is None:
        variants = VARIANTS[path.rpartition("/")[2]]
        known = elements.kept["variants", path] = {place: variants(elements, place) for place in elements.at(path)}
    return known


def _registrations(elements: Elements, place: int) -> Sequence[str]:
    schemes = {elements.attribute(found, "schemeID") for found in elements.below(place, "ram:ID")}
    return [scheme for scheme in ("FC", "VA") if scheme in schemes]


def _documents(elements: Elements, place: int) -> Sequence[str]:
    types = elements.texts(elements.below(place, "ram:TypeCode"))
    return [kind for kind in ("130", "50", "916") if kind in types]


def _adjustments(elements: Elements, place: int) -> Sequence[str]:
    told = elements.texts(elements.below(place, "ram:ChargeIndicator/udt:Indicator"))
    return [variant for text, variant in (("false", "allowance"), ("true", "charge")) if text in told]


def _reasons(elements: Elements, place: int) -> Sequence[str]:
    listed = elements.attribute(place, "listID")
    if listed is None:
        return ("unlisted",)
    return (listed,) if listed == "5153" else ()


def _tax_totals(elements: Elements, place: int) -> Sequence[str]:
    currency = elements.attribute(place, "currencyID")
    return [
        variant
        for name, variant in (("InvoiceCurrencyCode", "invoice-currency"), ("TaxCurrencyCode", "tax-currency"))
        if currency in elements.texts(elements.head(f"{_SETTLEMENT}/ram:{name}"))
    ]


VARIANTS: Mapping[str, Variants] = {
    "ram:SpecifiedTaxRegistration": _registrations,
    "ram:AdditionalReferencedDocument": _documents,
    "ram:SpecifiedTradeAllowanceCharge": _adjustments,
    "ram:AppliedTradeAllowanceCharge": _adjustments,
    "ram:ReasonCode": _reasons,
    "ram:TaxTotalAmount": _tax_totals,
}
"""By the name of the element, each in the order in which the official rules ask."""
