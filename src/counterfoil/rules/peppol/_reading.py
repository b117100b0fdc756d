"""How XPath reads the texts of a document: white space, numbers, days, and division to a number of digits."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from counterfoil.rules._elements import Elements
from counterfoil.rules.en16931._amounts import EXACT, decimal

_QUOTIENT_DIGITS = 18
"""How many digits behind the point the artefacts' processor gives a quotient at least."""
_SMALL_DIGITS = 18
"""An integer of so many digits is not written shorter by that processor before it counts digits."""

_WHITE = " \t\r\n"
_MANY_WHITE = re.compile(r"[ \t\r\n]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF").fullmatch
_DATE = re.compile(r"(-?)([1-9][0-9]{4,}|[0-9]{4})-([0-9]{2})-([0-9]{2})(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?").fullmatch
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ZONE_MINUTES_MAX = 14 * 60
_DAY_MINUTES = 24 * 60

Told = TypeVar("Told")


def once(tell: Callable[[Elements], Told]) -> Callable[[Elements], Told]:
    """Make of a function one that works its answer out once for a document and then keeps it."""

    def told(elements: Elements) -> Told:
        kept = elements.kept
        if told not in kept:
            kept[told] = tell(elements)
        answer: Told = kept[told]
        return answer

    return told


def normalized(text: str) -> str:
    """The text without white space around it, and with single blanks within."""
    if text.isascii():
        return " ".join(text.split())
    return _MANY_WHITE.sub(" ", text).strip(" ")


def first(elements: Elements, place: int, path: str) -> str:
    """The text of the first element at a path below a place; empty where there is none."""
    found = elements.below(place, path)
    return elements.text(found[0]) if found else ""


def head(elements: Elements, path: str) -> str:
    """The text of the first element at a path below the root; empty where there is none."""
    found = elements.head(path)
    return elements.text(found[0]) if found else ""


def any_filled(elements: Elements, place: int, path: str) -> bool:
    """Whether an element at a path below a place has text."""
    return any(elements.filled(found) for found in elements.below(place, path))


def owner(elements: Elements, place: int, path: str) -> int:
    """The element at a path above the element's own that it stands in."""
    alike = elements.at(path)
    return alike[bisect_right(alike, place) - 1]


@once
def currencies(elements: Elements) -> Mapping[str, Sequence[int]]:
    """The elements with an amount, by their currencyID."""
    return _attributes(elements)[0]


@once
def schemes(elements: Elements) -> Mapping[str, Sequence[int]]:
    """The elements with an identifier, by their schemeID."""
    return _attributes(elements)[1]


@once
def _attributes(elements: Elements) -> tuple[Mapping[str, Sequence[int]], Mapping[str, Sequence[int]]]:
    amounts, identifiers = dict[str, list[int]](), dict[str, list[int]]()
    for place, items in elements.trace.attributes.items():
        for name, value in items:
            if name == "currencyID":
                amounts.setdefault(value, []).append(place)
            elif name == "schemeID":
                identifiers.setdefault(value, []).append(place)
    return amounts, identifiers


def double(text: str) -> float | None:
    """The number that XPath's number() makes of a text; None where that is no number."""
    text = text.strip(_WHITE)
    return float(text.lower()) if _DOUBLE(text) else None


def sign(text: str) -> int | None:
    """Whether a number lies below (-1), at (0) or above zero (1) when it is compared as it stands; None for none.

    The artefacts' processor takes -0.0 for less than zero, but not -0.
    """
    number = decimal(text)
    if number is None:
        return None
    if not number:
        return -1 if number.is_signed() and "." in text else 0
    return -1 if number < 0 else 1


def instant(text: str) -> int | None:
    """When a day of XSD begins, in minutes from some fixed one, by its own zone or UTC; None where it is no day."""
    match = _DATE(text.strip(_WHITE))
    if match is None:
        return None
    year, month, day = (int(match[group]) for group in (2, 3, 4))
    year = -year if match[1] else year
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] + (month == 2 and _leap(year)):
        return None
    offset = int(match[7] or 0) * 60 + int(match[8] or 0)
    if offset > _ZONE_MINUTES_MAX or int(match[8] or 0) > 59:
        return None
    days = 365 * year + sum(_DAYS[: month - 1]) + day + (month > 2 and _leap(year))
    before = year - 1
    days += before // 4 - before // 100 + before // 400
    return days * _DAY_MINUTES + (offset if match[6] == "-" else -offset)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def quotient(dividend: str, divisor: str) -> Decimal | None:
    """One number by another as the artefacts' processor divides decimals; None where there is no quotient.

    It has 18 digits behind the point, and more where the dividend is written with more of them than the divisor.
    """
    above, below = decimal(dividend), decimal(divisor)
    if above is None or not below:
        return None
    digits = max(_QUOTIENT_DIGITS, _scale(dividend, above) - _scale(divisor, below) + _QUOTIENT_DIGITS)
    scaled = Fraction(above) / Fraction(below) * 10**digits
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest > scaled.denominator
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-digits, EXACT)


def _scale(text: str, number: Decimal) -> int:
    """How many digits behind the point a number has without the zeros at its end: fewer than none for a round one."""
    if not number or ("." not in text and len(text) <= _SMALL_DIGITS):
        return 0
    exponent = number.normalize(EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
