"""Rules that look at all elements of one path together: for a thousand lines at nearly the cost of one."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementFind, ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules.en16931._amounts import decimal

Row = tuple[int | None, ...]
"""For one element the first elements at several paths below it, each or None."""
RowTest = Callable[[Elements, int, Row], "bool | Breach"]
"""Asked of an element with its row; False, or a Breach that tells more, where the rule does not hold."""

_NONE: tuple[Breach, ...] = ()


def over(
    rule_id: str,
    *forms: str,
    find: ElementFind,
    severity: Severity = Severity.FATAL,
    concerns: Concerns | None = None,
) -> ElementRule:
    """A rule made of what finds its breaches at a path (forms as in `Context`)."""
    return ElementRule(id=rule_id, context=Context(forms=forms), find=find, severity=severity, concerns=concerns)


def rows(elements: Elements, path: str, *below: str) -> Iterator[tuple[int, Row]]:
    """The elements at a path, each with the first elements at paths below it."""
    columns = (elements.firsts(path, name) for name in below)
    return zip(elements.at(path), zip(*columns, strict=True), strict=True)


def each_row(test: RowTest, *below: str) -> ElementFind:
    """Ask a test of each element at a path, with the first elements at paths below it."""

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        found: list[Breach] = []
        for place, row in rows(elements, path, *below):
            answer = test(elements, place, row)
            if answer is True:
                continue
            if answer is False:
                found.append(Breach(place=place))
            else:
                at = place if answer.place is None else answer.place
                found.append(Breach(place=at, found=answer.found, expected=answer.expected))
        return found

    return find


def some(*below: str) -> ElementFind:
    """There is something at one of these paths, be it empty."""

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        columns = [elements.firsts(path, name) for name in below]
        if any(None not in column for column in columns):
            return _NONE
        return [
            Breach(place=place)
            for place, *firsts in zip(elements.at(path), *columns, strict=True)
            if firsts.count(None) == len(firsts)
        ]

    return find


def not_negative(below: str, *, needed: bool = True) -> ElementFind:
    """The number at a path is not below zero; what is missing is wrong where it is needed, and what is no number is."""

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        found: list[Breach] = []
        texts = elements.trace.texts
        for place, first in zip(elements.at(path), elements.firsts(path, below), strict=True):
            if first is None:
                if needed:
                    found.append(Breach(place=place, expected=0))
                continue
            value = decimal(texts[first] or "")
            if value is None or value < 0:
                found.append(Breach(place=first, found=elements.text(first), expected=0))
        return found

    return find
