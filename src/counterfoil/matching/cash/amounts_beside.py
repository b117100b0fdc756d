"""Which amount does a text give beside each of the numbers in it?"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from counterfoil.matching.cash.lists import whole

Span = tuple[int, int]

_DAY = re.compile(r"(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)|(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")
_AMOUNT = re.compile(r"(?<![\w.,/])(?:[A-Z]{3}|[€$£])?(\d{1,3}(?:[.,' ]\d{3})+|\d+)[.,](\d\d)(?![\d/]|[.,]\d)")


def amounts_beside(texts: tuple[str, ...], spans: Sequence[Span]) -> Iterator[tuple[Decimal, ...]]:
    """The amounts, positive, that stand behind these numbers of some texts, and those before them, in their order.

    Either only where there is just one beside each. Days such as 01.02.26 are none.
    """
    text = whole(texts)  # of a text that is told twice the first
    if max(end for _, end in spans) > len(text):
        return
    blank = _DAY.sub(lambda match: "#" * len(match[0]), text)
    ordered = sorted(spans)
    starts, ends = [start for start, _ in ordered], [end for _, end in ordered]
    for gaps in (zip(ends, [*starts[1:], len(text)], strict=True), zip([0, *ends[:-1]], starts, strict=True)):
        told = [_AMOUNT.findall(blank[start:end]) for start, end in gaps]
        if all(len(one) == 1 for one in told):
            by_span = {span: decimal_of(*one[0]) for span, one in zip(ordered, told, strict=True)}
            yield tuple(by_span[span] for span in spans)


def amounts_in(texts: tuple[str, ...]) -> frozenset[Decimal]:
    """All amounts that texts give, positive."""
    return frozenset(decimal_of(*one) for one in _AMOUNT.findall(_DAY.sub("#", whole(texts))))


def decimal_of(whole: str, cents: str) -> Decimal:
    """An amount by the digits before and behind its last separator."""
    return Decimal(f"{''.join(filter(str.isdigit, whole))}.{cents}")
