"""How these rules read a document: texts that say anything at all, numbers, and taxes by their category."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from counterfoil.rules._element_rule import When
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules.en16931._amounts import EXACT, ZERO, decimal, rounded
from counterfoil.rules.en16931._vat_names import codes_written

TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRADE}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
SUMMATION = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
BREAKDOWN = f"{SETTLEMENT}/ram:ApplicableTradeTax"
ADJUSTMENT = f"{SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge"
LOGISTICS = f"{SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge"
LINE = f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"
LINE_TAX = f"{LINE}/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"
LINE_TOTAL = "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
INDICATOR = "ram:ChargeIndicator/udt:Indicator"
STATE = "ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode"

_WHITE = " \t\r\n"
_TRUE, _FALSE = {"true", "1"}, {"false", "0"}


# --- Tests of an element ----------------------------------------------------------------------------------------------


def written(path: str) -> Test:
    """Whether an element at this path has any character, white space too."""
    return lambda elements, place: any(elements.text(found) for found in elements.below(place, path))


def with_attribute(path: str, name: str) -> Test:
    """Whether an element at this path has an attribute that is not empty."""
    return lambda elements, place: any(elements.attribute(found, name) for found in elements.below(place, path))


def says(path: str, *texts: str) -> Test:
    """Whether an element at this path says one of these texts to the letter."""
    return lambda elements, place: any(elements.text(found) in texts for found in elements.below(place, path))


def is_vat(elements: Elements, tax: int) -> bool:
    """Whether a tax is VAT, in whatever letters."""
    return any(elements.text(code).upper() == "VAT" for code in elements.below(tax, "ram:TypeCode"))


def is_detail(elements: Elements, line: int) -> bool:
    """Whether a line is billed, and not one that groups or explains others."""
    states = elements.below(line, STATE)
    return not states or any(elements.text(state) == "DETAIL" for state in states)


def normalised(elements: Elements, place: int, path: str) -> str:
    """What the element at a path says, with single blanks between its words; "" where it is not there."""
    return " ".join(" ".join(elements.text(found) for found in elements.below(place, path)).split())


# --- Numbers ----------------------------------------------------------------------------------------------------------


def numbers(elements: Elements, places: Sequence[int]) -> list[Decimal]:
    """What elements say, where it is a number."""
    return [number for place in places if (number := decimal(elements.text(place))) is not None]


def number(elements: Elements, place: int, path: str) -> Decimal | None:
    """The first number at a path below an element."""
    return next(iter(numbers(elements, elements.below(place, path))), None)


def as_doubles(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are the same to the artefacts, which compare many of them as doubles."""
    return float(one) == float(other)


# --- Taxes ------------------------------------------------------------------------------------------------------------


def of_category(elements: Elements, path: str, category: str) -> Sequence[int]:
    """The taxes at an absolute path that are of a category."""
    known: dict[str, list[int]] | None = elements.kept.get(("category", path))
    if known is None:
        known = elements.kept["category", path] = {}
        for tax in elements.at(path):
            for code in elements.below(tax, "ram:CategoryCode"):
                known.setdefault(elements.text(code), []).append(tax)
    return known.get(category, ())


@cache
def where_used(category: str) -> When:
    """Asks whether a category stands anywhere in a document; without it, none of its rules can be broken."""
    return lambda elements: category in codes_written(elements)


class Part(NamedTuple):
    """A line, an allowance or a charge of a document, with the VAT that it is under."""

    kind: str
    """ "line", "allowance", "charge", "neither" of these two, or "logistics"."""
    billed: bool
    """Whether it is no line that only groups or explains others."""
    amount: Decimal
    categories: tuple[str, ...]
    rates: tuple[Decimal, ...]
    reason: tuple[str, str]
    """Why it is exempt, as code and as text."""


def parts(elements: Elements) -> tuple[Part, ...]:
    """All that adds up to the bases of the VAT breakdown."""
    known: tuple[Part, ...] | None = elements.kept.get(Part)
    if known is None:
        known = elements.kept[Part] = (
            *_parts(elements, LINE, LINE_TOTAL, "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"),
            *_parts(elements, ADJUSTMENT, "ram:ActualAmount", "ram:CategoryTradeTax"),
            *_parts(elements, LOGISTICS, "ram:AppliedAmount", "ram:AppliedTradeTax"),
        )
    return known


def _parts(elements: Elements, path: str, amount: str, tax: str) -> Iterator[Part]:
    """What stands at a path, whose amounts and taxes stand below it."""
    whole = f"{elements.root}/{path}"
    if whole not in elements.by_path:
        return
    places, taxes = elements.at(whole), elements.at(f"{whole}/{tax}")
    amounts = elements.firsts(whole, amount)
    marks = elements.firsts(whole, INDICATOR if path == ADJUSTMENT else STATE)
    firsts = elements.firsts(whole, tax)
    for place, stated, mark, first in zip(places, amounts, marks, firsts, strict=True):
        own = [first] if first is not None else []
        if len(taxes) > len(places) or None in firsts:
            own = list(elements.below(place, tax))
        text = "" if mark is None else elements.text(mark)
        yield Part(
            kind=_adjusts(text) if path == ADJUSTMENT else "line" if path == LINE else "logistics",
            billed=path != LINE or mark is None or text == "DETAIL",
            amount=(None if stated is None else decimal(elements.text(stated))) or ZERO,
            categories=tuple(elements.text(code) for each in own for code in elements.below(each, "ram:CategoryCode")),
            rates=tuple(
                rate for each in own for rate in numbers(elements, elements.below(each, "ram:RateApplicablePercent"))
            ),
            reason=_reason(elements, own),
        )


def _adjusts(indicator: str) -> str:
    """Whether this is an allowance or a charge, by an indicator in any spelling of a truth value; else neither."""
    flag = indicator.strip(_WHITE)
    return "charge" if flag in _TRUE else "allowance" if flag in _FALSE else "neither"


def _reason(elements: Elements, taxes: Sequence[int]) -> tuple[str, str]:
    code, text = (
        "".join(normalised(elements, tax, name) for tax in taxes)
        for name in ("ram:ExemptionReasonCode", "ram:ExemptionReason")
    )
    return code, text


def total(amounts: Sequence[Decimal]) -> Decimal:
    """The exact sum."""
    result = ZERO
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result


def base(some: Sequence[Part]) -> Decimal:
    """What parts add up to, each kind of them in cents."""
    result = ZERO
    for kind, sign in (("line", 1), ("charge", 1), ("logistics", 1), ("allowance", -1)):
        result = EXACT.add(result, sign * rounded(total([part.amount for part in some if part.kind == kind])))
    return result
