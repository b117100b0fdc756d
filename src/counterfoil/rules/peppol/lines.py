"""The net amount of a line against quantity, price, allowances and charges, in both syntaxes (PEPPOL-EN16931-R120)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import lt

from counterfoil.model._base import Model
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._amounts import EXACT, ONE, ZERO, rounded
from counterfoil.rules.peppol._reading import first, number, quotient

SLACK = Decimal("0.02")
"""How far an amount may lie from what it follows from."""


_WHOLE = (ONE, ZERO)
"""Base quantities that a price is not divided by: one, and none."""


class Priced(Model):
    """Where a line says what it costs: paths below the line, and below an allowance or charge."""

    amount: str
    quantity: str
    price: str
    base: str
    adjustments: str
    indicator: str
    adjustment: str


def near(stated: Decimal, expected: Decimal) -> bool:
    """Whether an amount is what it follows from, give or take two cents."""
    return -SLACK <= EXACT.subtract(stated, expected) <= SLACK


def line_amount(priced: Priced, *forms: str, roots: tuple[str, ...] = ()) -> ElementRule:
    """The rule that a line's net amount is quantity times price, plus charges, less allowances."""

    def find(elements: Elements, path: str) -> Iterator[Breach]:
        lines = elements.at(path)
        adjustments = _adjustments(priced, elements, lines, path)
        stated, quantities, prices, bases = (
            _column(elements, lines, path, wanted)
            for wanted in (priced.amount, priced.quantity, priced.price, priced.base)
        )
        for place, amount, quantity, price, base in zip(lines, stated, quantities, prices, bases, strict=True):
            expected = _cost(quantity, price, base)
            if place in adjustments and expected is not None:
                expected = EXACT.add(expected, adjustments[place])
            found = ZERO if amount is None else number(amount)
            if found == expected or found is None or expected is None:
                continue
            if not near(found, expected):
                yield Breach(place=place, found=amount, expected=rounded(expected))

    return ElementRule(
        id="PEPPOL-EN16931-R120",
        context=Context(forms=forms),
        find=find,
        roots=roots,
        terms=("BT-131", "BT-129", "BT-146"),
    )


def _column(elements: Elements, lines: Sequence[int], path: str, wanted: str) -> Sequence[str | None]:
    """What each line says at a path, None where nothing stands there; found at once where each line says it."""
    found = elements.at(f"{path}/{wanted}")
    if len(found) == len(lines):
        texts = elements.trace.texts
        return [texts[place] or "" for place in found]
    if not found:
        return [None] * len(lines)
    return [first(elements, line, wanted) if elements.below(line, wanted) else None for line in lines]


def _cost(quantity: str | None, price: str | None, base: str | None) -> Decimal | None:
    """Quantity times price; one where no quantity and nothing where no price stands. None where one is no number."""
    counted = ONE if quantity is None else number(quantity)
    each = ZERO if price is None else number(price)
    if price is not None and base is not None and number(base) not in _WHOLE:
        each = quotient(price, base)
    return None if counted is None or each is None else EXACT.multiply(counted, each)


def _adjustments(priced: Priced, elements: Elements, lines: Sequence[int], path: str) -> Mapping[int, Decimal]:
    """For each line that has any, its charges less its allowances, each sum in cents."""
    of_adjustment = f"{path}/{priced.adjustments}"
    places = elements.at(of_adjustment)
    if not places:
        return {}
    sums: dict[int, dict[str, Decimal]] = {}
    following, last = 0, len(lines)
    kinds = _column(elements, places, of_adjustment, priced.indicator)
    for place, kind, amount in zip(places, kinds, _amounts(priced, elements, places, of_adjustment), strict=True):
        # Both are in the order of the document, so the line is the last that began before.
        while following < last and lines[following] < place:
            following += 1
        of_line = sums.setdefault(lines[following - 1], {"true": ZERO, "false": ZERO})
        if (told := normalized(kind or "")) in of_line:
            of_line[told] = EXACT.add(of_line[told], amount)
    return {line: EXACT.subtract(rounded(each["true"]), rounded(each["false"])) for line, each in sums.items()}


def _amounts(priced: Priced, elements: Elements, places: Sequence[int], path: str) -> Sequence[Decimal]:
    """The amount of each allowance or charge; CII allows several, which are added up."""
    found = elements.at(f"{path}/{priced.adjustment}")
    if len(found) == len(places) and all(map(lt, places, found)) and all(map(lt, found, places[1:])):
        return [number(elements.text(each)) or ZERO for each in found]
    return [
        reduce(
            EXACT.add, (number(elements.text(each)) or ZERO for each in elements.below(place, priced.adjustment)), ZERO
        )
        for place in places
    ]
