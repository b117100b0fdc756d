"""What rules read of elements as XPath does: normalised texts, numbers, and the first of several."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from counterfoil.rules._elements import Elements
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._amounts import EXACT, ZERO, decimal, rounded
from counterfoil.rules.peppol._reading import sign


def first(elements: Elements, place: int, path: str) -> int | None:
    """The first element at a path below an element."""
    found = elements.below(place, path)
    return found[0] if found else None


def said(elements: Elements, place: int, path: str) -> str | None:
    """The text, as written, of the first element at a path; None where there is none."""
    found = elements.below(place, path)
    return elements.text(found[0]) if found else None


def normal_at(elements: Elements, place: int, path: str) -> str:
    """The normalised text of the first element at a path; empty where there is none."""
    return normalized(said(elements, place, path) or "")


def number(elements: Elements, place: int, path: str) -> Decimal | None:
    """The number in the first element at a path; None where there is none or it cannot be read."""
    text = said(elements, place, path)
    return None if text is None else decimal(text)


def number_or(elements: Elements, place: int, path: str, otherwise: Decimal = ZERO) -> Decimal:
    """The number in the first element at a path; another where there is none or it cannot be read."""
    found = number(elements, place, path)
    return otherwise if found is None else found


def at_least_zero(text: str) -> bool:
    """Whether a text that is compared with zero as it stands is not below it, which -0.0 then is."""
    found = sign(text)
    return found is not None and found >= 0


def numbers(elements: Elements, places: Iterable[int]) -> Iterator[Decimal]:
    """The numbers that can be read in elements."""
    for place in places:
        found = decimal(elements.text(place))
        if found is not None:
            yield found


def cents(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, rounded to cents."""
    total = ZERO
    for amount in amounts:
        total = EXACT.add(total, amount)
    return rounded(total)


def marked(
    elements: Elements, places: Iterable[int], wanted: str, read: Callable[[str], str] = normalized
) -> Iterator[int]:
    """Those allowances and charges whose indicator says what is wanted: "false" for allowances, "true" for charges."""
    for place in places:
        if read(said(elements, place, "cbc:ChargeIndicator") or "") == wanted:
            yield place


def amounts_of(elements: Elements, places: Iterable[int]) -> Iterator[Decimal]:
    """The amounts of allowances and charges."""
    return numbers(elements, (found for place in places for found in elements.below(place, "cbc:Amount")))


def currency(elements: Elements) -> Sequence[str]:
    """The currency of the document, as written."""
    return [elements.text(place) for place in elements.head("cbc:DocumentCurrencyCode")]
