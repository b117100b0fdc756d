"""How much is told of one rule: a document that breaks it a million times is as wrong as one that does so often."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from counterfoil.model.finding import Finding
from counterfoil.texts import word

T = TypeVar("T")

LISTED_MAX = 1000
"""So many places are listed for each rule. Each finding takes half a kilobyte, and is recorded."""


def listed(found: Iterable[T], rule_of: Callable[[T], Hashable]) -> Iterator[tuple[T, bool]]:
    """The first of what was found by each rule, and whether it is the last of that rule which is listed."""
    counts: Counter[Hashable] = Counter()
    for one in found:
        rule = rule_of(one)
        counts[rule] += 1
        if counts[rule] <= LISTED_MAX:
            yield one, counts[rule] == LISTED_MAX


def with_no_more(finding: Finding) -> Finding:
    """The last finding that is listed of a rule, which says that there may be more."""
    return replace(finding, message=f"{finding.message} {word('no more')}")
