"""EXTENDED: totals and VAT bases, each with a tolerance of one cent for every line, allowance and charge in it."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rule import Breach
from counterfoil.rules.en16931._amounts import CENT, EXACT, ZERO, rounded
from counterfoil.rules.factur_x._reading import (
    BREAKDOWN,
    LINE,
    LINE_TOTAL,
    LOGISTICS,
    SETTLEMENT,
    Part,
    base,
    is_detail,
    is_vat,
    normalised,
    number,
    numbers,
    of_category,
    once,
    parts,
    total,
    where_used,
)
from counterfoil.rules.factur_x.sums import TOTALS, allowances, amounts, cents_of_doubles, charges

_ACTUAL = "ram:ActualAmount"
_TO_CENTS = (100.0,)
_DUE = Named("ram:DuePayableAmount")
_PAYABLE_BY = Named(
    "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime", "ram:SpecifiedTradePaymentTerms/ram:Description"
)


def _near(found: Decimal | None, expected: Decimal, count: int) -> bool | Breach:
    """Whether a total is within one cent for each of its parts."""
    near = found is not None and EXACT.abs(EXACT.subtract(found, expected)) <= count * CENT
    return near or Breach(found=found, expected=rounded(expected))


@once
def _billed(elements: Elements) -> list[int]:
    """The lines that are billed."""
    return [line for line in elements.head(LINE) if is_detail(elements, line)]


@once
def _of_lines(elements: Elements) -> Decimal:
    return cents_of_doubles(amounts(elements, _billed(elements), LINE_TOTAL), _TO_CENTS)


@once
def _of_allowances(elements: Elements) -> Decimal:
    return cents_of_doubles(amounts(elements, allowances(elements), _ACTUAL))


@once
def _of_charges(elements: Elements) -> Decimal:
    charged = cents_of_doubles(amounts(elements, charges(elements), _ACTUAL), _TO_CENTS)
    logistics = cents_of_doubles(amounts(elements, elements.head(LOGISTICS), "ram:AppliedAmount"))
    return EXACT.add(charged, logistics)


@once
def _parts_beside_lines(elements: Elements) -> int:
    """How many allowances and charges the document has."""
    return sum(map(len, (allowances(elements), charges(elements), elements.head(LOGISTICS))))


@at("BR-CO-25", "/")
def _payable_by(elements: Elements, _place: int) -> bool | Breach:
    """Where something is to be paid, the terms say until when, or how."""
    due = next(iter(numbers(elements, _DUE(elements))), ZERO)
    return due <= 0 or bool(_PAYABLE_BY(elements)) or Breach(found=due)


@at("BR-FXEXT-CO-10", TOTALS)
def _lines(elements: Elements, place: int) -> bool | Breach:
    """All lines widen the tolerance, those that are not billed too."""
    return _near(number(elements, place, "ram:LineTotalAmount"), _of_lines(elements), len(elements.head(LINE)))


@at("BR-FXEXT-CO-11", TOTALS)
def _allowances(elements: Elements, place: int) -> bool | Breach:
    some, name = allowances(elements), "ram:AllowanceTotalAmount"
    if not some and not elements.below(place, name):
        return True
    return _near(number(elements, place, name), _of_allowances(elements), len(some))


@at("BR-FXEXT-CO-12", TOTALS)
def _charges(elements: Elements, place: int) -> bool | Breach:
    """Charges for logistics alone do not call for a total."""
    some, name = charges(elements), "ram:ChargeTotalAmount"
    if not some and not elements.below(place, name):
        return True
    return _near(number(elements, place, name), _of_charges(elements), len(some) + len(elements.head(LOGISTICS)))


@at("BR-FXEXT-CO-13", TOTALS)
def _without_tax(elements: Elements, place: int) -> bool | Breach:
    expected = EXACT.subtract(EXACT.add(_of_lines(elements), _of_charges(elements)), _of_allowances(elements))
    count = len(_billed(elements)) + _parts_beside_lines(elements)
    return _near(number(elements, place, "ram:TaxBasisTotalAmount"), expected, count)


@at("BR-FXEXT-CO-15", TOTALS)
def _with_tax(elements: Elements, place: int) -> bool | Breach:
    """With the one tax total in the currency of the invoice; the artefact is never content where there is none."""
    currency = elements.texts(elements.head(f"{SETTLEMENT}/ram:InvoiceCurrencyCode"))
    of_currency = [
        each
        for each in elements.below(place, "ram:TaxTotalAmount")
        if elements.attribute(each, "currencyID") in currency
    ]
    taxes = numbers(elements, of_currency)
    found, without = number(elements, place, "ram:GrandTotalAmount"), number(elements, place, "ram:TaxBasisTotalAmount")
    if without is None or len(taxes) != 1:
        return Breach(found=found)
    return _near(found, EXACT.add(without, taxes[0]), len(_billed(elements)) + _parts_beside_lines(elements))


@at("BR-FXEXT-CO-16", TOTALS)
def _payable(elements: Elements, place: int) -> bool | Breach:
    """To the cent: what was paid is taken off, what was rounded or adjusted comes on top."""
    found = number(elements, place, "ram:DuePayableAmount")
    expected = ZERO
    for name, sign in (("ram:GrandTotalAmount", 1), ("ram:TotalPrepaidAmount", -1), ("ram:RoundingAmount", 1)):
        expected = EXACT.add(expected, EXACT.multiply(sign, total(numbers(elements, elements.below(place, name)))))
    adjusted = elements.head(f"{SETTLEMENT}/ram:SpecifiedFinancialAdjustment/{_ACTUAL}")
    expected = EXACT.add(expected, total(numbers(elements, adjusted)))
    return found == expected or Breach(found=found, expected=expected)


# --- The VAT breakdown ------------------------------------------------------------------------------------------------

_NOT_SUBJECT_TO_VAT = "O"
_BY_REASON, _BY_RATE = True, False


def _alike(elements: Elements, tax: int, category: str, reasoned: bool) -> list[Part]:
    """The parts under the VAT of a group: of its category and rate and, if `reasoned`, exempt for the same reasons."""
    rate = number(elements, tax, "ram:RateApplicablePercent")
    reason = (normalised(elements, tax, "ram:ExemptionReasonCode"), normalised(elements, tax, "ram:ExemptionReason"))
    return [
        part
        for part in parts(elements)
        if category in part.categories
        and (category == _NOT_SUBJECT_TO_VAT or rate in part.rates)
        and (not reasoned or part.reason == reason)
        and part.billed
    ]


def _rate_is_there(elements: Elements, tax: int, category: str) -> bool:
    """What has no rate has no base that fits, but for what is not subject to VAT."""
    return category == _NOT_SUBJECT_TO_VAT or number(elements, tax, "ram:RateApplicablePercent") is not None


def _base_of(category: str, *reasoned: bool) -> Callable[[Elements, int], "bool | Breach"]:
    """Whether the base of a group fits in one of these ways of looking at reasons."""

    def holds(elements: Elements, tax: int) -> bool | Breach:
        found, told = number(elements, tax, "ram:BasisAmount"), None
        for by_reason in reasoned if _rate_is_there(elements, tax, category) else ():
            alike = _alike(elements, tax, category, by_reason)
            answer = _near(found, base(alike), len(alike))
            if answer is True:
                return True
            told = told or answer
        return told or Breach(found=found)

    return holds


def _tax_of_rate(elements: Elements, tax: int) -> bool | Breach:
    """The standard rate of the base, with the tolerance of the parts under it."""
    found, of = number(elements, tax, "ram:CalculatedAmount"), number(elements, tax, "ram:BasisAmount")
    rate = number(elements, tax, "ram:RateApplicablePercent")
    if of is None or rate is None:
        return Breach(found=found)
    expected = rounded(EXACT.multiply(of, EXACT.multiply(rate, CENT)))
    counts = (len(_alike(elements, tax, "S", reasoned)) for reasoned in (_BY_REASON, _BY_RATE))
    return _near(found, expected, max(counts))


def _rule(rule_id: str, category: str, holds: Callable[[Elements, int], "bool | Breach"], vat: bool) -> ElementRule:
    """A rule that is asked at each group of a category, if `vat` only where its type is VAT."""

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        found: list[Breach] = []
        for tax in of_category(elements, path, category):
            answer = not vat or is_vat(elements, tax)
            if answer and (told := holds(elements, tax)) is not True:
                breach = told or Breach()
                found.append(Breach(place=tax, found=breach.found, expected=breach.expected))
        return found

    context = Context(forms=(f"/{BREAKDOWN}",))
    return ElementRule(id=rule_id, context=context, find=find, when=where_used(category))


def _bases(name: str, category: str) -> Iterator[ElementRule]:
    """Whether a base fits by category and rate, whether by its reasons too, and whether in either way."""
    either = "08b" if name == "S" else "-08b"
    yield _rule(f"BR-FXEXT-{name}{either}", category, _base_of(category, _BY_REASON, _BY_RATE), vat=True)
    yield _rule(f"BR-FXEXT-{name}-08ini", category, _base_of(category, _BY_RATE), vat=True)
    yield _rule(f"BR-FXEXT-{name}-08rev", category, _base_of(category, _BY_REASON), vat=True)


_FAMILIES = (
    *(("S", "S"), ("Z", "Z"), ("E", "E"), ("AE", "AE"), ("IC", "K"), ("G", "G"), ("O", "O")),
    *(("AF", "L"), ("AG", "M")),
)

EXTENDED_SUMS: tuple[ElementRule, ...] = (
    _payable_by,
    _lines,
    _allowances,
    _charges,
    _without_tax,
    _with_tax,
    _payable,
    *(rule for name, category in _FAMILIES for rule in _bases(name, category)),
    _rule("BR-FXEXT-S-09b", "S", _tax_of_rate, vat=False),
)
