"""What Peppol asks of the amounts, prices and lines of a UBL invoice (PEPPOL-EN16931-R040 to R051, R100 to R130)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from counterfoil.rules._context import Context
from counterfoil.rules._days import instant
from counterfoil.rules._element_rule import ElementRule, Harmless, Reads, at, below_root, first_below
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._amounts import EXACT, ZERO, rounded
from counterfoil.rules.peppol._process import Process
from counterfoil.rules.peppol._reading import currencies, first, having, head, number, owner
from counterfoil.rules.peppol._ubl import CREDIT_NOTE, INVOICE
from counterfoil.rules.peppol.lines import Priced, line_amount, near

_LINES = ("cac:InvoiceLine", "cac:CreditNoteLine")
_ADJUSTMENTS = (
    "/cac:AllowanceCharge",
    "/cac:InvoiceLine/cac:AllowanceCharge",
    "/cac:CreditNoteLine/cac:AllowanceCharge",
    *(f"{INVOICE}/{line}cac:AllowanceCharge" for line in ("", "cac:InvoiceLine/")),
    *(f"{CREDIT_NOTE}/{line}cac:AllowanceCharge" for line in ("", "cac:CreditNoteLine/")),
)
"""Those of the document and its lines, and of an invoice that stands in an extension."""
_PRICED = Priced(
    amount="cbc:LineExtensionAmount",
    quantity="cbc:InvoicedQuantity",
    price="cac:Price/cbc:PriceAmount",
    base="cac:Price/cbc:BaseQuantity",
    adjustments="cac:AllowanceCharge",
    indicator="cbc:ChargeIndicator",
    adjustment="cbc:Amount",
)
_FACTOR = "cbc:MultiplierFactorNumeric"
_BASE = "cbc:BaseAmount"
_PERCENT = Decimal("0.01")

AMOUNTS = frozenset(
    f"cbc:{name}"
    for name in (
        "Amount",
        "BaseAmount",
        "PriceAmount",
        "TaxableAmount",
        "LineExtensionAmount",
        "TaxExclusiveAmount",
        "TaxInclusiveAmount",
        "AllowanceTotalAmount",
        "ChargeTotalAmount",
        "PrepaidAmount",
        "PayableRoundingAmount",
        "PayableAmount",
    )
)
"""The amounts that Peppol knows, but for those of taxes."""
TAX = "cbc:TaxAmount"


@at(
    "PEPPOL-EN16931-R041",
    *_ADJUSTMENTS,
    terms=("BT-93", "BT-100", "BT-137", "BT-142"),
    concerns=having(_FACTOR),
    reads=Reads.PATHS,
)
def base_given(elements: Elements, place: int) -> bool:
    """A percentage stands beside its base."""
    return bool(not elements.below(place, _FACTOR) or elements.below(place, _BASE))


@at(
    "PEPPOL-EN16931-R042",
    *_ADJUSTMENTS,
    terms=("BT-94", "BT-101", "BT-138", "BT-143"),
    concerns=having(_BASE),
    reads=Reads.PATHS,
)
def percentage_given(elements: Elements, place: int) -> bool:
    """A base stands beside its percentage."""
    return bool(elements.below(place, _FACTOR) or not elements.below(place, _BASE))


@at("PEPPOL-EN16931-R040", *_ADJUSTMENTS, terms=("BT-92", "BT-99", "BT-136", "BT-141"), concerns=having(_FACTOR))
def percentage_of_base(elements: Elements, place: int) -> bool | Breach:
    """An allowance or charge is the percentage of its base."""
    factor, base = number(first(elements, place, _FACTOR)), number(first(elements, place, _BASE))
    if factor is None or base is None:
        return True
    written = first(elements, place, "cbc:Amount")
    expected = EXACT.multiply(EXACT.multiply(base, factor), _PERCENT)
    return near(number(written) or ZERO, expected) or Breach(found=written or None, expected=rounded(expected))


@at("PEPPOL-EN16931-R043", *_ADJUSTMENTS, reads=Reads.SAID, said=first_below("cbc:ChargeIndicator"))
def kind_told(elements: Elements, place: int) -> bool | Breach:
    """An allowance or charge says which it is, by a word, asked where percentage and base are both there or not."""
    found = first(elements, place, "cbc:ChargeIndicator")
    if normalized(found) in ("true", "false"):
        return True
    alone = bool(elements.below(place, _FACTOR)) != bool(elements.below(place, _BASE))
    return alone or Breach(found=found or None)


@at(
    *("PEPPOL-EN16931-R044", "cac:Price/cac:AllowanceCharge"),
    terms=("BT-147",),
    reads=Reads.SAID,
    said=first_below("cbc:ChargeIndicator"),
)
def discount(elements: Elements, place: int) -> bool | Breach:
    """What lies between gross and net price is a discount."""
    found = first(elements, place, "cbc:ChargeIndicator")
    return normalized(found) == "false" or Breach(found=found or None)


@at("PEPPOL-EN16931-R046", "cac:Price/cac:AllowanceCharge", terms=("BT-146", "BT-147", "BT-148"))
def net_price(elements: Elements, place: int) -> bool | Breach:
    """The net price is the gross price less the discount."""
    if not elements.below(place, _BASE):
        return True
    gross, off = number(first(elements, place, _BASE)), number(first(elements, place, "cbc:Amount"))
    price = elements.trace.paths[place].rpartition("/")[0]
    net = first(elements, owner(elements, place, price), "cbc:PriceAmount")
    expected = None if gross is None or off is None else EXACT.subtract(gross, off)
    return (expected is not None and number(net) == expected) or Breach(found=net or None, expected=expected)


def _currency(process: Process) -> ElementRule:
    def find(elements: Elements, _path: str) -> Iterator[Breach]:
        """Amounts of another currency than the document's; a tax total without breakdown is that of accounting."""
        currency, paths = head(elements, "cbc:DocumentCurrencyCode"), elements.trace.paths
        for found, places in currencies(elements).items():
            if found != currency:
                for place in places:
                    above, _, name = paths[place].rpartition("/")
                    if name in AMOUNTS or (name == TAX and _of_breakdown(elements, place, above)):
                        yield Breach(place=place, found=found, expected=currency or None)

    def _of_breakdown(elements: Elements, place: int, above: str) -> bool:
        if above.endswith("/cac:TaxTotal"):
            return bool(elements.below(owner(elements, place, above), "cac:TaxSubtotal"))
        return process.taxes and above.endswith("/cac:TaxSubtotal")

    return ElementRule(
        id="PEPPOL-EN16931-R051",
        context=Context(forms=("/",)),
        find=find,
        terms=("BT-5", "BT-111"),
        reads=Reads.SAID,
        said=below_root("cbc:DocumentCurrencyCode"),
    )


def _within(rule_id: str, name: str, right: Callable[[int, int], bool], terms: tuple[str, ...]) -> ElementRule:
    """A day of a line's period against that of the invoice's, where both are given."""
    of_document = f"cac:InvoicePeriod/{name}"

    @at(
        rule_id,
        *(f"/{line}/{of_document}" for line in _LINES),
        terms=terms,
        concerns=lambda paths, path: f"{path.partition('/')[0]}/{of_document}" in paths,
    )
    def within(elements: Elements, place: int) -> bool | Breach:
        limit = head(elements, of_document)
        found = elements.text(place)
        day, last = instant(found), instant(limit)
        return day is None or last is None or right(day, last) or Breach(found=found, expected=limit)

    return within


def _is_positive(text: str) -> bool:
    quantity = number(text)
    return quantity is not None and quantity > ZERO


_POSITIVE = Harmless(test=_is_positive)


@at(
    "PEPPOL-EN16931-R121",
    *(f"{line}/cac:Price/cbc:BaseQuantity" for line in _LINES),
    terms=("BT-149",),
    harmless=_POSITIVE,
)
def base_quantity(elements: Elements, place: int) -> bool | Breach:
    """The base quantity of a price is positive."""
    found = elements.text(place)
    return _is_positive(found) or Breach(found=found or None)


def _with_reference(paths: Mapping[str, object], path: str) -> bool:
    return f"{path}/cac:DocumentReference" in paths


@at("PEPPOL-EN16931-R100", *_LINES, terms=("BT-128",), concerns=_with_reference, reads=Reads.PATHS)
def one_object(elements: Elements, place: int) -> bool | Breach:
    """A line refers to one object at most."""
    objects = len(elements.below(place, "cac:DocumentReference"))
    return objects <= 1 or Breach(found=objects, expected=1)


@at("PEPPOL-EN16931-R101", *_LINES, terms=("BT-128",), concerns=_with_reference)
def object_only(elements: Elements, place: int) -> bool:
    """A line refers to no other document than its object."""
    if not elements.below(place, "cac:DocumentReference"):
        return True
    return any(
        elements.text(code) == "130" for code in elements.below(place, "cac:DocumentReference/cbc:DocumentTypeCode")
    )


def _same_unit(elements: Elements, path: str) -> Iterator[Breach]:
    """The unit of a base quantity is that of the quantity that is billed."""
    counted, other = ("cbc:InvoicedQuantity", "cbc:CreditedQuantity")
    if elements.root != INVOICE:
        counted, other = other, counted
    line_path = path.removesuffix("/cac:Price/cbc:BaseQuantity")
    for place in elements.at(path):
        unit = elements.attribute(place, "unitCode")
        line = owner(elements, place, line_path)
        quantities = elements.below(line, counted)
        if unit is None or not (quantities or elements.below(line, other)):
            continue
        units = [elements.attribute(quantity, "unitCode") for quantity in quantities]
        if unit not in units:
            yield Breach(place=place, found=unit, expected=next(iter(units), None))


def amounts(process: Process) -> Sequence[ElementRule]:
    """These rules, as a process has them."""
    return (
        base_given,
        percentage_given,
        percentage_of_base,
        kind_told,
        _currency(process),
        _within("PEPPOL-EN16931-R110", "cbc:StartDate", lambda day, limit: day >= limit, ("BT-73", "BT-134")),
        _within("PEPPOL-EN16931-R111", "cbc:EndDate", lambda day, limit: day <= limit, ("BT-74", "BT-135")),
        line_amount(_PRICED, *_LINES, roots=(INVOICE,)),
        line_amount(replace(_PRICED, quantity="cbc:CreditedQuantity"), *_LINES, roots=(CREDIT_NOTE,)),
        base_quantity,
        one_object,
        object_only,
        discount,
        net_price,
        ElementRule(
            id="PEPPOL-EN16931-R130",
            context=Context(forms=("cac:Price/cbc:BaseQuantity",)),
            find=_same_unit,
            terms=("BT-130", "BT-150"),
            reads=Reads.ATTRIBUTES,
        ),
    )
