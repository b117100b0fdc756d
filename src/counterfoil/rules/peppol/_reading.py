"""How XPath reads the texts of a document: white space, numbers, days, and division to a number of digits."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import lru_cache
from typing import TypeVar

from counterfoil.rules._element_rule import Concerns
from counterfoil.rules._elements import Elements
from counterfoil.rules._white_space import stripped
from counterfoil.rules.en16931._amounts import EXACT, ONE, decimal

_QUOTIENT_DIGITS = 18
"""How many digits behind the point the artefacts' processor gives a quotient at least."""
_SMALL_DIGITS = 18
"""An integer of so many digits is not written shorter by that processor before it counts digits."""

_REMEMBERED = 8_192
_REMEMBERED_CHARACTERS_MAX = 30
"""How many texts of what length are remembered with what they say, since documents repeat themselves."""

_SHORT = Context(prec=60, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Most quotients end within so many digits; then nothing is to be rounded."""

_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF").fullmatch

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


def having(path: str) -> Concerns:
    """That a rule concerns documents where something stands at a path below the context."""
    return lambda paths, context: f"{context}/{path}" in paths


def lacking(*paths_below: str) -> Concerns:
    """That a rule concerns documents where nothing stands at any of these paths below the context."""
    return lambda paths, context: all(f"{context}/{path}" not in paths for path in paths_below)


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
    kinds = {"currencyID": amounts, "schemeID": identifiers}
    for place, items in elements.trace.attributes.items():
        for name, value in items:
            if (places := kinds.get(name)) is not None:
                if value in places:
                    places[value].append(place)
                else:
                    places[value] = [place]
    return amounts, identifiers


def double(text: str) -> float | None:
    """The number that XPath's number() makes of a text; None where that is no number."""
    text = stripped(text)
    return float(text.lower()) if _DOUBLE(text) else None


def number(text: str) -> Decimal | None:
    """The number that a text spells by XSD 1.0 decimal, or None."""
    return decimal(text)


def sign(text: str) -> int | None:
    """Whether a number lies below (-1), at (0) or above zero (1) when it is compared as it stands; None for none.

    The artefacts' processor takes -0.0 for less than zero, but not -0.
    """
    found = number(text)
    if found is None:
        return None
    if not found:
        return -1 if found.is_signed() and "." in text else 0
    return -1 if found < 0 else 1


def quotient(dividend: str, divisor: str) -> Decimal | None:
    """One number by another as the artefacts' processor divides decimals; None where there is no quotient.

    It has 18 digits behind the point, and more where the dividend is written with more of them than the divisor.
    """
    if len(dividend) + len(divisor) <= _REMEMBERED_CHARACTERS_MAX:
        return _quotient(dividend, divisor)
    return _divided(dividend, divisor)


def _divided(dividend: str, divisor: str) -> Decimal | None:
    above, below = number(dividend), number(divisor)
    if above is None or not below:
        return None
    digits = max(_QUOTIENT_DIGITS, _scale(dividend, above) - _scale(divisor, below) + _QUOTIENT_DIGITS)
    short = _SHORT.divide(above, below)
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= digits and _SHORT.multiply(short, below) == above:
        return short
    size, divisor_size = EXACT.scaleb(EXACT.abs(above), digits), EXACT.abs(below)
    whole = EXACT.divide_int(size, divisor_size)
    rest = EXACT.subtract(size, EXACT.multiply(whole, divisor_size))
    if EXACT.multiply(rest, 2) > divisor_size:
        whole = EXACT.add(whole, ONE)
    return EXACT.scaleb(whole if (above < 0) == (below < 0) else EXACT.minus(whole), -digits)


_quotient = lru_cache(_REMEMBERED)(_divided)


def _scale(text: str, value: Decimal) -> int:
    """How many digits behind the point a number has without the zeros at its end: fewer than none for a round one."""
    if not value or ("." not in text and len(text) <= _SMALL_DIGITS):
        return 0
    exponent = value.normalize(EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
