"""How these rules read a document: texts that say anything at all, numbers, and taxes by their category."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeVar

from counterfoil.rules._element_rule import When
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules._white_space import normalized, stripped
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

_TRUE, _FALSE = {"true", "1"}, {"false", "0"}
_REASONS = ("ram:ExemptionReasonCode", "ram:ExemptionReason")

Known = TypeVar("Known")


def once(work: Callable[[Elements], Known]) -> Callable[[Elements], Known]:
    """Work something out once for a document."""

    def known(elements: Elements) -> Known:
        if work not in elements.kept:
            elements.kept[work] = work(elements)
        found: Known = elements.kept[work]
        return found

    return known


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
    return normalized(" ".join(elements.text(found) for found in elements.below(place, path)))


# --- Numbers ----------------------------------------------------------------------------------------------------------


def numbers(elements: Elements, places: Sequence[int]) -> list[Decimal]:
    """What elements say, where it is a number."""
    return [number for place in places if (number := decimal(elements.text(place))) is not None]


def number(elements: Elements, place: int, path: str) -> Decimal | None:
    """The first number at a path below an element."""
    return next(iter(numbers(elements, elements.below(place, path))), None)


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
    categories: set[str]
    rates: set[Decimal]
    reason: tuple[str, str]
    """Why it is exempt, as code and as text."""


@once
def parts(elements: Elements) -> tuple[Part, ...]:
    """All that adds up to the bases of the VAT breakdown."""
    return (
        *_parts(elements, LINE, LINE_TOTAL, "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"),
        *_parts(elements, ADJUSTMENT, "ram:ActualAmount", "ram:CategoryTradeTax"),
        *_parts(elements, LOGISTICS, "ram:AppliedAmount", "ram:AppliedTradeTax"),
    )


def _parts(elements: Elements, path: str, amount: str, tax: str) -> Iterator[Part]:
    """What stands at a path, whose amounts and taxes stand below it."""
    whole = f"{elements.root}/{path}"
    if whole not in elements.by_path:
        return
    places, several = elements.at(whole), len(elements.at(f"{whole}/{tax}")) > len(elements.at(whole))
    amounts, codes, rates, marks = (
        elements.firsts(whole, below)
        for below in (
            amount,
            f"{tax}/ram:CategoryCode",
            f"{tax}/ram:RateApplicablePercent",
            INDICATOR if path == ADJUSTMENT else STATE,
        )
    )
    reasoned = any(f"{whole}/{tax}/{name}" in elements.by_path for name in _REASONS)
    for place, stated, code, rate, mark in zip(places, amounts, codes, rates, marks, strict=True):
        text = "" if mark is None else elements.text(mark)
        yield Part(
            kind=_adjusts(text) if path == ADJUSTMENT else "line" if path == LINE else "logistics",
            billed=path != LINE or mark is None or text == "DETAIL",
            amount=(None if stated is None else decimal(elements.text(stated))) or ZERO,
            categories=elements.texts(_all(elements, place, f"{tax}/ram:CategoryCode", code, several)),
            rates=set(numbers(elements, _all(elements, place, f"{tax}/ram:RateApplicablePercent", rate, several))),
            reason=_reason(elements, place, tax) if reasoned else ("", ""),
        )


def _all(elements: Elements, place: int, path: str, first: int | None, several: bool) -> Sequence[int]:
    """What stands below an element, of which the first is known: it is the only one unless there may be several."""
    if several:
        return elements.below(place, path)
    return () if first is None else (first,)


def _adjusts(indicator: str) -> str:
    """Whether this is an allowance or a charge, by an indicator in any spelling of a truth value; else neither."""
    flag = stripped(indicator)
    return "charge" if flag in _TRUE else "allowance" if flag in _FALSE else "neither"


def _reason(elements: Elements, place: int, tax: str) -> tuple[str, str]:
    code, text = (normalised(elements, place, f"{tax}/{name}") for name in _REASONS)
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
        result = EXACT.add(
            result, EXACT.multiply(sign, rounded(total([part.amount for part in some if part.kind == kind])))
        )
    return result
