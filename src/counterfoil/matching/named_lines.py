"""Which lines of the documents that it names does a document mean, where it names documents without lines?"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from counterfoil.matching.goods import SAME_GOODS, Goods, agreement, goods_of, identity, is_extra
from counterfoil.matching.keys import plain_number
from counterfoil.matching.mentions import head_mentions, lines_of
from counterfoil.model.summary import Recorded, Reference, Summary, TradeLine

_SAME_ARTICLE = 1.0
"""Lines whose evidence differs by less are lines of the same article."""
_ENOUGH, _FAR_MORE = Decimal("1.02"), Decimal("1.5")
_CONFLICT = -2.0
_TEN_TIMES = 0.9
_BY_NUMBER, _BY_NAME, _BY_LIKE_NAME = Decimal("0.99"), Decimal("0.97"), Decimal("0.92")
_NUMBERED, _NAMED = 5.5, 4.0


class Place(NamedTuple):
    """A line of a named document, by its id and position from 1."""

    document: bytes
    line: int


class Pair(NamedTuple):
    """A line, the line that it means, and how sure that is."""

    line: int
    place: Place
    confidence: Decimal
    says: str


class Pairing(NamedTuple):
    """What can be told by the lines alone."""

    pairs: Sequence[Pair]
    undecided: frozenset[int]
    """Lines that could mean several."""


def can_tell(lines: Sequence[TradeLine]) -> bool:
    """Do lines say which goods they are about?"""
    return any(line.name or line.standard_item or line.seller_item or line.buyer_item for line in lines)


def contradicts(one: TradeLine, other: TradeLine) -> bool:
    """Are these surely different goods? Asked of each line that names another, so the first look is a cheap one."""
    if (
        not _differ(one.standard_item, other.standard_item)
        and not _differ(one.seller_item, other.seller_item)
        and not _differ(one.buyer_item, other.buyer_item)
    ):
        return False
    return identity(goods_of(one), goods_of(other)) <= _CONFLICT


def is_refuted(summary: Summary, target: Summary) -> bool:
    """Are the lines that a document names in another about other goods there, or not there, more often than not?

    Then the number is more likely a wrong one, even if there is a document of it. Where just none of the lines is
    there, they are only counted otherwise.
    """
    found = [(line, each) for line in lines_of(summary) for each in line.references if _names(summary, each, target)]
    there = {(line.id or "").strip(): line for line in lines_of(target)} if found else {}
    ends = [(line, there.get((each.line or "").strip())) for line, each in found]
    others = sum(end is not None and contradicts(line, end) for line, end in ends)
    return others > 0 and others + sum(end is None for _, end in ends) > len(ends) / 2


def _names(summary: Summary, reference: Reference, target: Summary) -> bool:
    """Does a line name a line of a document, whose number may stand at the head alone?"""
    if not reference.line or reference.document != target.document:
        return False
    if reference.number:
        return plain_number(reference.number) == plain_number(target.number or "")
    heads = {one.number for one in head_mentions(summary) if one.document == target.document}
    return heads == {plain_number(target.number or "")}


def paired(
    lines: Mapping[int, TradeLine],
    named: Sequence[Recorded],
    taken: frozenset[tuple[bytes, int]],
    own: Mapping[int, Collection[bytes]] = MappingProxyType({}),
) -> Pairing:
    """Pair lines (by position) with those lines of named documents that are not `taken`, by the goods.

    `own` are the documents that some lines can mean only, since they name these themselves.
    An article that stands on several lines is told by quantities only where all of them are there; or else it is left
    undecided, since then it depends on what other documents took.
    """
    mine = {at: goods for at, line in lines.items() if not is_extra(goods := goods_of(line))}
    places = dict(_places(named, taken))
    open_to = {at: _open_to(places, own.get(at)) for at in mine}
    wanted = {at: like for at, goods in mine.items() if (like := _like(goods, open_to[at]))}
    pairs: list[Pair] = []
    undecided: set[int] = set()
    for group in _articles(wanted):
        ends = _meant({at: mine[at] for at in group}, {one: places[one] for at in group for one in wanted[at]}, open_to)
        if ends is None:
            undecided.update(group)
        else:
            pairs += [_pair(at, end, wanted[at].get(end, SAME_GOODS)) for at, end in ends.items()]
    return Pairing(sorted(pairs, key=lambda pair: pair.line), frozenset(undecided))


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _places(named: Sequence[Recorded], taken: frozenset[tuple[bytes, int]]) -> Iterator[tuple[Place, Goods]]:
    for document in named:
        for at, line in enumerate(lines_of(document.summary), 1):
            if (document.id, at) not in taken:
                yield Place(document.id, at), goods_of(line)


def _open_to(places: dict[Place, Goods], own: Collection[bytes] | None) -> dict[Place, Goods]:
    return places if own is None else {place: goods for place, goods in places.items() if place.document in own}


def _like(goods: Goods, places: Mapping[Place, Goods]) -> dict[Place, float]:
    """The lines about the same goods; where some are surely so, not those that only might be."""
    found = {
        place: told
        for place, other in places.items()
        if (told := identity(goods, other)) >= SAME_GOODS and (told >= _NAMED or not _is_ten_times(goods, other))
    }
    best = max(found.values(), default=0.0)
    return {place: told for place, told in found.items() if told > best - _SAME_ARTICLE}


def _is_ten_times(goods: Goods, other: Goods) -> bool:
    """Does a unit of one cost more than ten times as much as of the other? Then a name that is alike says little."""
    apart = agreement(goods, other).price
    return apart is not None and apart > _TEN_TIMES


def _articles(wanted: Mapping[int, Mapping[Place, float]]) -> list[list[int]]:
    """The lines in groups that share no place."""
    groups: list[tuple[list[int], set[Place]]] = []
    for at, like in wanted.items():
        joined: tuple[list[int], set[Place]] = ([at], set(like))
        apart = []
        for group in groups:
            if group[1].isdisjoint(joined[1]):
                apart.append(group)
            else:
                joined = (group[0] + joined[0], group[1] | joined[1])
        groups = [*apart, joined]
    return [sorted(lines) for lines, _ in groups]


def _meant(
    mine: Mapping[int, Goods], places: Mapping[Place, Goods], open_to: Mapping[int, Collection[Place]]
) -> dict[int, Place] | None:
    """The one place that there is, or else for each line the one of its quantity, if that leaves no place over."""
    if len(places) == 1:
        place, other = next(iter(places.items()))
        return dict.fromkeys(mine, place) if _is_enough(mine.values(), other) else None
    ends = {}
    for at, goods in mine.items():
        same = [place for place, other in places.items() if place in open_to[at] and agreement(goods, other).share == 1]
        if len(same) != 1:
            return None
        ends[at] = same[0]
    return ends if set(ends.values()) == set(places) else None


def _is_enough(mine: Iterable[Goods], other: Goods) -> bool:
    """Are lines together no more than the one that they would all go to? Of a single one that may not be told."""
    lines = list(mine)
    shares = [agreement(goods, other).share for goods in lines]
    told = [share for share in shares if share is not None]
    if len(lines) == 1 and not told:
        return not _costs_far_more(lines[0].line, other.line)
    return len(told) == len(shares) and sum(told) <= _ENOUGH


def _costs_far_more(one: TradeLine, other: TradeLine) -> bool:
    """Does a line cost so much more than another, in units that do not compare, that it must be about more goods?"""
    return one.amount is not None and other.amount is not None and 0 < other.amount * _FAR_MORE < one.amount


def _pair(at: int, place: Place, told: float) -> Pair:
    if told >= _NUMBERED:
        return Pair(at, place, _BY_NUMBER, "the same item number")
    if told >= _NAMED:
        return Pair(at, place, _BY_NAME, "the same name")
    return Pair(at, place, _BY_LIKE_NAME, "a name that is much alike")
