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
    place: int
    amount: Decimal
    categories: set[str]
    rates: set[Decimal]
    reason: tuple[str, str]
    """Why it is exempt, as code and as text."""


def parts(elements: Elements) -> tuple[Part, ...]:
    """All that adds up to the bases of the VAT breakdown."""
    known: tuple[Part, ...] | None = elements.kept.get("parts")
    if known is None:
        known = elements.kept["parts"] = tuple(_parts(elements))
    return known


def _parts(elements: Elements) -> Iterator[Part]:
    for line in elements.head(LINE):
        amount = total(numbers(elements, elements.below(line, LINE_TOTAL)))
        yield _part(elements, "line", line, amount, "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax")
    for place in elements.head(ADJUSTMENT):
        amount = number(elements, place, "ram:ActualAmount") or ZERO
        yield _part(elements, _kind(elements, place), place, amount, "ram:CategoryTradeTax")
    for place in elements.head(LOGISTICS):
        amount = total(numbers(elements, elements.below(place, "ram:AppliedAmount")))
        yield _part(elements, "logistics", place, amount, "ram:AppliedTradeTax")


def _part(elements: Elements, kind: str, place: int, amount: Decimal, tax: str) -> Part:
    return Part(
        kind=kind,
        place=place,
        amount=amount,
        categories=elements.texts(elements.below(place, f"{tax}/ram:CategoryCode")),
        rates=set(numbers(elements, elements.below(place, f"{tax}/ram:RateApplicablePercent"))),
        reason=(
            normalised(elements, place, f"{tax}/ram:ExemptionReasonCode"),
            normalised(elements, place, f"{tax}/ram:ExemptionReason"),
        ),
    )


def _kind(elements: Elements, place: int) -> str:
    """Whether this is an allowance or a charge, by an indicator in any spelling of a truth value; else neither."""
    flags = {text.strip(_WHITE) for text in elements.texts(elements.below(place, INDICATOR))}
    return "charge" if flags & _TRUE else "allowance" if flags & _FALSE else "neither"


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
