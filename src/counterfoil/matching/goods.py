"""Are two lines about the same goods, and do quantity, price and day agree?"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from counterfoil.matching.amounts import EXACT, divided
from counterfoil.matching.parties.names import plain_name
from counterfoil.matching.units import AS_IT_IS, NO_PACKS, Packs, packs_told, plain_unit, ratio
from counterfoil.model.summary import TradeLine

SAME_GOODS = 1.5
"""From this evidence on two lines are about the same goods."""

_ID_CHARACTERS_MIN = 3
_SEPARATORS = re.compile(r"[\s\-/._]+")
_FEE = (
    r"(?:s?(?:kosten|gebuh?e?hr(?:en)?|pauschalen?|zuschlage?|zuschlaege|aufschlag|anteil|spesen|entgelt|aufwand|leistung|"
    r"service|versicherung|abwicklung|beitrag|floater|tausch|kosten\w+|kost(?:en)?|toeslag))"
)
_CHARGES = re.compile(
    # Where a word is made of two, the last tells what it is: a bag for the post is no postage.
    rf"\b(?:(?:fracht|versand|transport|verpackung|maut|energie|diesel|bearbeitung|mindermengen?|liefer|zustell|"
    rf"paletten|verzend|vracht|bezorg|verpakking|administratie){_FEE}|"
    r"fracht|freight|versand|porto|transport|zustellung|anlieferung|mindermenge|verpackung|maut|zuschlag|pfand|"
    r"verzending|vracht|bezorging|toeslag|verpakking|emballage|frais|livraison|expedition|eco ?(?:part|taxe)\w*|"
    r"(?:delivery|service) (?:charge|cost|fee)s?|surcharge|minimum order|insurance|versicherung)\b"
)
_SERVICES = re.compile(
    r"(?<!for )\b(?:shipping|carriage|postage|handling|packaging|packing|toll|fuel|diesel)\b"
    r"(?= *$| +(?:and|or|to|from|for|per|via|in|of|costs?|charges?|fees?|zone|flat|rate|\d|dhl|ups|dpd|gls|fedex|tnt))"
)
"""What an English name of goods may begin with (shipping box, fuel pump), where it stands for itself."""


class Goods(NamedTuple):
    """A line as it is compared."""

    line: TradeLine
    standard: str | None
    seller: str | None
    buyer: str | None
    name: str
    quantity: Decimal | None
    unit: str | None
    price: Decimal | None
    """Of one unit."""
    due: date | None
    ids: frozenset[str]
    """All numbers of the item, whosesoever."""


def goods_of(line: TradeLine) -> Goods:
    """A line made ready for comparison."""
    price = line.price
    if price is not None and line.price_base:
        price = divided(price, line.price_base)
    if price is None and line.amount is not None and line.quantity:
        price = divided(line.amount, line.quantity)
    standard = (item_number(line.standard_item) or "").lstrip("0") or None
    seller, buyer = item_number(line.seller_item), item_number(line.buyer_item)
    return Goods(
        line=line,
        standard=standard,
        seller=seller,
        buyer=buyer,
        name=plain_name(line.name or ""),
        quantity=line.quantity,
        unit=plain_unit(line.unit),
        price=price,
        due=line.due,
        ids=frozenset(one for one in (standard, seller, buyer) if one),
    )


def is_extra(goods: Goods) -> bool:
    """Is this freight, packaging or another charge that nobody orders?"""
    if goods.standard or goods.buyer:
        return False
    return (_CHARGES.search(goods.name) or _SERVICES.search(goods.name)) is not None


def identity(one: Goods, other: Goods) -> float:
    """The evidence that both are the same goods, as the logarithm of odds."""
    equal = conflicts = 0
    for ours, theirs in ((one.standard, other.standard), (one.seller, other.seller), (one.buyer, other.buyer)):
        if ours and theirs:
            equal, conflicts = (equal + 1, conflicts) if ours == theirs else (equal, conflicts + 1)
    if not equal and not one.ids.isdisjoint(other.ids):
        equal = 1
    name = _by_name(one.name, other.name)
    if equal:
        # A name says little beside a number: it may be in another language.
        return 6.0 + min(max(name, -0.5), 2.0) - (3.0 if conflicts else 0.0)
    if conflicts:
        return -4.0 + (max(name, 0.0) / 2)
    return name


class Agreement(NamedTuple):
    """How the numbers of two lines about the same goods compare."""

    share: Decimal | None
    """What the first's quantity is of the second's; None where units or quantities do not compare."""
    price: float | None
    """How far the prices of one unit are apart, as a share; None where they do not compare."""
    day: int | None
    """Days from the one's day to the other's."""


def agreement(one: Goods, other: Goods, packs: Packs = NO_PACKS) -> Agreement:
    """Quantity and price of a line beside those of another."""
    factor = ratio(one.unit, other.unit, packs) if one.unit or other.unit else AS_IT_IS
    if factor is None:
        factor = ratio(one.unit, other.unit, packs_told(one.line, other.line))
    if factor is None:
        return Agreement(None, None, _days(one, other))
    over, under = factor
    share = price = None
    if one.quantity is not None and other.quantity:
        share = (
            divided(one.quantity, other.quantity)
            if factor is AS_IT_IS
            else divided(EXACT.multiply(one.quantity, over), EXACT.multiply(other.quantity, under))
        )
    if one.price is not None and other.price is not None:
        ours = float(one.price) * float(under) / float(over)
        top = max(abs(ours), abs(float(other.price)))
        price = abs(ours - float(other.price)) / top if top else 0.0
    return Agreement(share, price, _days(one, other))


def _days(one: Goods, other: Goods) -> int | None:
    return (one.due - other.due).days if one.due and other.due else None


def item_number(number: str | None) -> str | None:
    """An item's number for comparison; None for one that is too short to tell anything."""
    if number is None:
        return None
    plain = _SEPARATORS.sub("", number).upper()
    return plain if len(plain) >= _ID_CHARACTERS_MIN or plain.isdigit() else None


@lru_cache(maxsize=65536)
def _by_name(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 5.0
    alike = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), 0.97 * fuzz.token_set_ratio(one, other))
    found = next(score for least, score in _NAMES if alike >= least)
    return min(found, 0.5) if _other_variant(one, other) else found


_NAMES: Sequence[tuple[float, float]] = ((97, 4.5), (88, 3.5), (78, 2.0), (65, 0.5), (50, -1.5), (0, -4.0))


def _other_variant(one: str, other: str) -> bool:
    """Do the words with digits differ, as sizes and models do?"""
    ours, theirs = (frozenset(word for word in name.split() if any(map(str.isdigit, word))) for name in (one, other))
    return bool(ours and theirs) and not (ours <= theirs or theirs <= ours)
