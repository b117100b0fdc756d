"""Names, numbers, amounts and days that are withheld, and stand in a text that is shown."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from counterfoil.exchange.presenting.overlaps import PARTIES
from counterfoil.exchange.presenting.showing import Part, Showing
from counterfoil.exchange.presenting.trade_amounts import amounts_in, field_of
from counterfoil.exchange.proof.mentions import Texts, day_of, rows_in, texts_in

_FREE = frozenset({"notes", "payment_terms", "payment_reference", "buyer_reference", "role", "findings"})
"""Claims in words of somebody's own; of a line it is the name of the item."""
_NUMBERED = frozenset({"references"})
"""Claims in which the numbers of other papers stand."""
_DAYS = frozenset({"issued", "due", "delivered", "despatched", "date"})
_NAMES = frozenset({"number", "payment_reference", "buyer_reference"})
_OF_PARTY = ("name", "trading_name", "street")
_OF_LINE = ("name", "seller_item", "buyer_item", "standard_item", "lots", "serials")
_MENTIONS_MAX = 3
_AMOUNTS_OF_LINE = frozenset({"price", "amount"})


class Mention(NamedTuple):
    """A withheld part, by place and path, and where a text tells of it."""

    fact: int
    path: str
    source: int
    source_path: str


class _Source(NamedTuple):
    """Where a text stands, and whether it is a paper's number; else it is free."""

    fact: int
    path: str
    is_numbered: bool


class _Sought(NamedTuple):
    """A question to texts, which of them tell something; of what is no paper's number only to free ones."""

    among: Callable[[Texts], Iterator[int]]
    is_number: bool = False


def mentioned(showings: Sequence[Showing]) -> Iterator[Mention]:
    """Withheld parts that shown texts tell of, each with the first few of these."""
    told = [
        (text, _Source(place, path, is_numbered))
        for place, one in enumerate(showings)
        for path, part in one.parts.items()
        if path in one.shown
        for text, is_numbered in _texts(part)
    ]
    texts, sources = Texts([text for text, _ in told]), [source for _, source in told]
    for place, one in enumerate(showings):
        amounts = _amounts_by_path(one)
        for path in one.withheld:
            found = (
                Mention(place, path, source.fact, source.path)
                for sought in _sought(one.parts[path], amounts.get(path, ()))
                for source in (sources[at] for at in sought.among(texts))
                if sought.is_number or not source.is_numbered
            )
            yield from islice(_once(found), _MENTIONS_MAX)


def _once(mentions: Iterator[Mention]) -> Iterator[Mention]:
    seen = set[Mention]()
    for one in mentions:
        if one not in seen:
            seen.add(one)
            yield one


def _texts(part: Part) -> Iterator[tuple[str, bool]]:
    """The texts in which other things may be told, and whether they are numbers of papers."""
    free: Any = part.value if part.name in _FREE else None
    numbered: Any = part.value if part.name in _NUMBERED else None
    if part.name == "lines":
        free, numbered = field_of(part, "name"), field_of(part, "references")
    elif part.name in PARTIES and isinstance(part.value, dict):
        # An account belongs to one company, whatever that is called in another paper.
        free = part.value.get("accounts")
    yield from ((text, False) for text in texts_in(free))
    yield from ((text, True) for text in texts_in(numbered))


def _amounts_by_path(showing: Showing) -> dict[str, list[Fraction]]:
    found: dict[str, list[Fraction]] = {}
    for amount, value in amounts_in([showing]).items():
        # A zero stands in many texts, and tells nothing of what it is.
        if value and (not amount.field or amount.field in _AMOUNTS_OF_LINE):
            found.setdefault(amount.path, []).append(value)
    return found


def _sought(part: Part, amounts: Sequence[Fraction]) -> Iterator[_Sought]:
    for text in _identifying(part):
        yield _Sought(partial(Texts.telling_text, value=text), part.name in _NUMBERED | {"number"})
    for amount in amounts:
        yield _Sought(partial(Texts.telling_amount, value=amount))
    day = day_of(part.value) if part.name in _DAYS else None
    if day is not None:
        yield _Sought(partial(Texts.telling_date, value=day))


def _identifying(part: Part) -> Iterator[str]:
    """Texts that tell what this part is about."""
    value: Any = part.value
    if part.name in _NAMES:
        yield from texts_in(value)
    elif part.name == "lines":
        yield from texts_in([field_of(part, name) for name in _OF_LINE])
    elif part.name == "references":
        yield from texts_in([one.get("number") for one in rows_in(value)])
    elif part.name in PARTIES and isinstance(value, dict):
        yield from texts_in([value.get(name) for name in _OF_PARTY])
        yield from texts_in([one.get("value") for one in rows_in(value.get("identifiers"))])
        yield from texts_in(value.get("accounts"))
