"""By how much may a quantity or price differ from what was ordered?"""

from collections.abc import Iterator
from decimal import Decimal

from counterfoil.matching.amounts import EXACT, ZERO, divided
from counterfoil.matching.items import item_numbers
from counterfoil.matching.judging.context import Context
from counterfoil.matching.keys import plain_number
from counterfoil.matching.parties.identity import forms_of
from counterfoil.matching.parties.names import name_form
from counterfoil.matching.unit_prices import half_a_unit
from counterfoil.model.settings import Tolerance
from counterfoil.model.summary import PartySummary, TradeLine, TradeSummary

_HUNDRED = Decimal(100)
_ROUNDED_MAX = Decimal("0.005")
"""What differs by more than this part of the price is another price, however it was rounded."""


def quantity_tolerated(ordered: Decimal, line: TradeLine, summary: TradeSummary, context: Context) -> Decimal:
    """By how much more than ordered a line may bill."""
    for each in _concerning(line, summary, context):
        if each.quantity is not None or each.quantity_percent is not None:
            return _larger(each.quantity, each.quantity_percent, ordered)
    return ZERO


def price_tolerated(ordered: Decimal, line: TradeLine, summary: TradeSummary, context: Context) -> Decimal:
    """By how much the price of a unit may differ from the ordered one, beyond rounding."""
    for each in _concerning(line, summary, context):
        if each.price is not None or each.price_percent is not None:
            return _larger(each.price, each.price_percent, ordered)
    return ZERO


def price_rounding(price: Decimal, *lines: TradeLine) -> Decimal:
    """By how much prices may differ since one of these lines writes fewer decimals than the other."""
    halves = [half_a_unit(line) for line in lines if line.price is not None]
    return min(max(halves, default=ZERO), EXACT.multiply(price.copy_abs(), _ROUNDED_MAX))


def _concerning(line: TradeLine, summary: TradeSummary, context: Context) -> Iterator[Tolerance]:
    """The tolerances that concern a line, those that name most first, an item before a supplier."""
    if context.tolerances:
        seller, numbers = summary.seller or PartySummary(), item_numbers(line)
        ranked = sorted(context.tolerances, key=lambda each: (each.item is None, each.supplier is None))
        for each in ranked:
            if _is_item(each.item, numbers) and _is_seller(each.supplier, seller):
                yield each


def _is_item(named: str | None, numbers: frozenset[str]) -> bool:
    return named is None or plain_number(named) in numbers or plain_number(named).lstrip("0") in numbers


def _is_seller(named: str | None, seller: PartySummary) -> bool:
    if named is None:
        return True
    spelled = "".join(named.split()).casefold()
    identifiers = {"".join(each.value.split()).casefold() for each in seller.identifiers}
    return spelled in identifiers or f"name:{name_form(named)}" in forms_of(seller)


def _larger(absolute: Decimal | None, percent: Decimal | None, of: Decimal) -> Decimal:
    relative = divided(EXACT.multiply(of.copy_abs(), percent or ZERO), _HUNDRED)
    return max(absolute or ZERO, relative)
