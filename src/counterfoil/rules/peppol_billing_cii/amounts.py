"""What Peppol asks of the amounts, prices and lines of a CII invoice (PEPPOL-EN16931-R040 to R043, R100 to R130)."""

from collections.abc import Callable, Iterator, Mapping

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._amounts import CENT, EXACT, ZERO, rounded
from counterfoil.rules.peppol._cii import LINES, SETTLEMENT
from counterfoil.rules.peppol._reading import first, having, number, owner
from counterfoil.rules.peppol.lines import Priced, line_amount, near

_ADJUSTMENT = "ram:SpecifiedTradeAllowanceCharge"
_PERCENT, _BASE = "ram:CalculationPercent", "ram:BasisAmount"
_INDICATOR = "ram:ChargeIndicator/udt:Indicator"
_LINE = "ram:IncludedSupplyChainTradeLineItem"
_OBJECTS = "ram:SpecifiedLineTradeSettlement/ram:AdditionalReferencedDocument"
_PRICES = ("ram:NetPriceProductTradePrice", "ram:GrossPriceProductTradePrice")
_PERIOD = "ram:BillingSpecifiedPeriod"
_OBJECT_CODE = "130"

_PRICED = Priced(
    amount="ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    quantity="ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",
    price="ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount",
    base="ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity",
    adjustments=f"ram:SpecifiedLineTradeSettlement/{_ADJUSTMENT}",
    indicator=_INDICATOR,
    adjustment="ram:ActualAmount",
)


@at("PEPPOL-EN16931-R041", _ADJUSTMENT, terms=("BT-93", "BT-100", "BT-137", "BT-142"), concerns=having(_PERCENT))
def base_given(elements: Elements, place: int) -> bool:
    """A percentage stands beside its base."""
    return bool(not elements.below(place, _PERCENT) or elements.below(place, _BASE))


@at("PEPPOL-EN16931-R042", _ADJUSTMENT, terms=("BT-94", "BT-101", "BT-138", "BT-143"), concerns=having(_BASE))
def percentage_given(elements: Elements, place: int) -> bool:
    """A base stands beside its percentage."""
    return bool(elements.below(place, _PERCENT) or not elements.below(place, _BASE))


@at("PEPPOL-EN16931-R040", _ADJUSTMENT, terms=("BT-92", "BT-99", "BT-136", "BT-141"), concerns=having(_PERCENT))
def percentage_of_base(elements: Elements, place: int) -> bool | Breach:
    """An allowance or charge is the percentage of its base."""
    percent, base = number(first(elements, place, _PERCENT)), number(first(elements, place, _BASE))
    if percent is None or base is None:
        return True
    written = first(elements, place, "ram:ActualAmount")
    expected = EXACT.multiply(EXACT.multiply(base, percent), CENT)
    return near(number(written) or ZERO, expected) or Breach(found=written or None, expected=rounded(expected))


@at("PEPPOL-EN16931-R043", _ADJUSTMENT, "ram:AppliedTradeAllowanceCharge")
def kind_told(elements: Elements, place: int) -> bool | Breach:
    """An allowance or charge says which it is, by a word, asked where percentage and base are both there or not."""
    found = first(elements, place, _INDICATOR)
    if normalized(found) in ("true", "false"):
        return True
    of_price = elements.trace.paths[place].endswith("/ram:AppliedTradeAllowanceCharge")
    alone = bool(elements.below(place, _PERCENT)) != bool(elements.below(place, _BASE))
    return (alone and not of_price) or Breach(found=found or None)


def _within(rule_id: str, name: str, right: Callable[[str, str], bool], terms: tuple[str, ...]) -> ElementRule:
    """A day of a line's period against that of the invoice's, where both are given; days are compared as written."""
    of_document = f"{SETTLEMENT}/{_PERIOD}/{name}"

    @at(
        rule_id,
        f"/{LINES}/ram:SpecifiedLineTradeSettlement/{_PERIOD}/{name}",
        terms=terms,
        concerns=lambda paths, path: f"{path.partition('/')[0]}/{of_document}" in paths,
    )
    def within(elements: Elements, place: int) -> bool | Breach:
        days = [elements.text(each) for each in elements.below(place, "udt:DateTimeString")]
        limits = [elements.text(each) for each in elements.head(f"{of_document}/udt:DateTimeString")]
        if any(right(day, limit) for day in days for limit in limits):
            return True
        return Breach(found=next(iter(days), None), expected=next(iter(limits), None))

    return within


def _with_object(paths: Mapping[str, object], path: str) -> bool:
    return f"{path}/{_OBJECTS}" in paths


@at("PEPPOL-EN16931-R100", _LINE, terms=("BT-128",), concerns=_with_object)
def one_object(elements: Elements, place: int) -> bool | Breach:
    """A line refers to one object at most."""
    objects = sum(
        any(elements.text(code) == _OBJECT_CODE for code in elements.below(each, "ram:TypeCode"))
        for each in elements.below(place, _OBJECTS)
    )
    return objects <= 1 or Breach(found=objects, expected=1)


@at("PEPPOL-EN16931-R101", _LINE, terms=("BT-128",), concerns=_with_object)
def object_only(elements: Elements, place: int) -> bool:
    """A line refers to no other document than its object."""
    if not elements.below(place, _OBJECTS):
        return True
    return any(elements.text(code) == _OBJECT_CODE for code in elements.below(place, f"{_OBJECTS}/ram:TypeCode"))


@at("PEPPOL-EN16931-R121", *(f"{price}/ram:BasisQuantity" for price in _PRICES), terms=("BT-149",))
def base_quantity(elements: Elements, place: int) -> bool | Breach:
    """The base quantity of a price is positive."""
    found = elements.text(place)
    quantity = number(found)
    return (quantity is not None and quantity > ZERO) or Breach(found=found or None)


def _same_unit(elements: Elements, path: str) -> Iterator[Breach]:
    """The unit of a base quantity is that of the quantity that is billed."""
    line_path = "/".join(path.split("/")[:-3])
    for place in elements.at(path):
        unit = elements.attribute(place, "unitCode")
        if unit is not None:
            line = owner(elements, place, line_path)
            billed = elements.below(line, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
            units = [elements.attribute(quantity, "unitCode") for quantity in billed]
            if unit not in units:
                yield Breach(place=place, found=unit, expected=next(iter(units), None))


AMOUNTS: tuple[ElementRule, ...] = (
    base_given,
    percentage_given,
    percentage_of_base,
    kind_told,
    _within("PEPPOL-EN16931-R110", "ram:StartDateTime", lambda day, limit: day >= limit, ("BT-73", "BT-134")),
    _within("PEPPOL-EN16931-R111", "ram:EndDateTime", lambda day, limit: day <= limit, ("BT-74", "BT-135")),
    line_amount(_PRICED, _LINE),
    one_object,
    object_only,
    base_quantity,
    ElementRule(
        id="PEPPOL-EN16931-R130",
        context=Context(forms=tuple(f"{price}/ram:BasisQuantity" for price in _PRICES)),
        find=_same_unit,
        terms=("BT-130", "BT-150"),
    ),
)
