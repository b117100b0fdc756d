"""Sums over several papers of one trade that are the same: an invoice for two orders, one line in two deliveries."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from counterfoil.exchange.presenting.determined import Relation
from counterfoil.exchange.presenting.overlaps import ALIKE_MAX, keys_of
from counterfoil.exchange.presenting.showing import Showing, papers_in
from counterfoil.exchange.presenting.trade_amounts import ALIKE, Amount, Amounts

_OF_LINES = ("quantity", "amount")
_Side = tuple[Amount, ...]


def shared_sums(showings: Sequence[Showing], amounts: Amounts, known: set[Amount]) -> list[Relation[Amount]]:
    """The sums that are the same on two sides, of which one is known: who sees it takes the other for the same."""
    found = dict.fromkeys((*_of_totals(showings), *_of_lines(showings)))
    return [
        relation
        for one, other in found
        if amounts.keys() >= {*one, *other} and (known.issuperset(one) or known.issuperset(other))
        for relation in [_same(one, other)]
        if relation.holds(amounts)
    ]


def _same(one: _Side, other: _Side) -> Relation[Amount]:
    plus, minus = Fraction(1), Fraction(-1)
    return Relation((*((plus, (amount,)) for amount in one), *((minus, (amount,)) for amount in other)))


def _of_totals(showings: Sequence[Showing]) -> Iterator[tuple[_Side, _Side]]:
    """The totals of a paper, and of those papers of one kind that it refers to or that refer to it."""
    papers = dict(papers_in(showings))
    by_subject = {one.fact.subject: place for place, one in papers.items()}
    linked: dict[int, set[int]] = {}
    for place, paper in papers.items():
        for link in paper.value("refers") or ():
            other = by_subject.get(link["subject"])
            if other is not None:
                linked.setdefault(place, set()).add(other)
                linked.setdefault(other, set()).add(place)
    for place, others in linked.items():
        for kind in dict.fromkeys(str(papers[other].value("document")) for other in sorted(others)):
            alike = [other for other in sorted(others) if str(papers[other].value("document")) == kind]
            for name in ALIKE if len(alike) > 1 else ():
                yield (Amount(place, name),), tuple(Amount(other, name) for other in alike)


def _of_lines(showings: Sequence[Showing]) -> Iterator[tuple[_Side, _Side]]:
    """Quantities and amounts of the lines of one item, in all papers of one kind and in all of another."""
    by_key: dict[object, dict[object, list[tuple[int, str]]]] = {}
    for place, paper in papers_in(showings):
        for line in paper.elements("lines"):
            for key in keys_of(line, paper):
                by_key.setdefault(key, {}).setdefault(str(paper.value("document")), []).append((place, line.path))
    for by_kind in by_key.values():
        for one, other in combinations(by_kind.values(), 2):
            if 2 < len(one) + len(other) <= ALIKE_MAX:
                for field in _OF_LINES:
                    yield (
                        tuple(Amount(place, path, field) for place, path in dict.fromkeys(one)),
                        tuple(Amount(place, path, field) for place, path in dict.fromkeys(other)),
                    )
