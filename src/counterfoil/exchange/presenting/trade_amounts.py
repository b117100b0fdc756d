"""The amounts in facts between companies, and how they hang together: which relations hold among them.

A reader who knows trade knows these relations too. Of terms that are seldom there (what was paid before, rounding,
allowances and charges on the whole) he may take it that there are none, since that is so of most papers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from counterfoil.exchange.presenting.determined import Monomial, Relation
from counterfoil.exchange.presenting.showing import Part, Showing, papers_in
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CREDITED, DISPUTED, OFFERED, PAID, is_decimal

TOTALS = ("net", "tax", "total", "paid", "payable", "allowances", "charges", "rounding")
_STATED = ("amount", "set_off")
RATE = "tax_rate"
_OF_LINE = ("quantity", "price", "price_base", "amount", RATE)
ALIKE = ("net", "tax", "total", "payable")
"""Totals that papers of one trade often have in common."""
HALF_CENT = Fraction(1, 200)
PERCENT = 100


class Amount(NamedTuple):
    """A number in a fact: the fact by its place, the claim or element by its path, and in a line the field."""

    fact: int
    path: str
    field: str = ""


Term: TypeAlias = "Monomial[Amount]"
Amounts: TypeAlias = "Mapping[Amount, Fraction]"


def amounts_in(showings: Sequence[Showing]) -> dict[Amount, Fraction]:
    """The numbers that facts hold, shown or not. A tax that is not there is none, which a reader does not know."""
    found: dict[Amount, Fraction] = {}
    for place, showing in enumerate(showings):
        is_paper = showing.fact.kind == OFFERED
        for name in TOTALS if is_paper else _STATED:
            _note(found, Amount(place, name), showing.value(name))
        if not is_paper:
            continue
        found.setdefault(Amount(place, "tax"), Fraction(0))
        for line in showing.elements("lines"):
            for field in _OF_LINE:
                _note(found, Amount(place, line.path, field), field_of(line, field))
    return found


def shown_in(showings: Sequence[Showing], amounts: Iterable[Amount]) -> set[Amount]:
    """Those of the numbers that are shown."""
    return {one for one in amounts if one.path in showings[one.fact].shown}


def rates_told(amounts: Amounts, known: Collection[Amount]) -> dict[Amount, Amount]:
    """The tax rates of withheld lines that a line shows: whoever reads this one tries its rate for others too."""
    rates = {amounts[one]: one for one in known if one.field == RATE}
    return {
        one: rates[rate] for one, rate in amounts.items() if one.field == RATE and one not in known and rate in rates
    }


def relations_of(showings: Sequence[Showing], amounts: Amounts, known: set[Amount]) -> list[Relation[Amount]]:
    """All relations that hold among the numbers. Between two papers of one trade, those of which one side is known."""
    found = chain.from_iterable(_of_paper(place, one, amounts) for place, one in papers_in(showings))
    said = _of_what_is_said(showings, amounts)
    alike = (one for one in _alike(showings, amounts) if any(term[1][0] in known for term in one.terms))
    return [one for one in (*found, *said, *alike) if one.holds(amounts)]


def field_of(part: Part, name: str) -> Any:
    """A field of an element; None where it has none."""
    return part.value.get(name) if isinstance(part.value, dict) else None


def _note(found: dict[Amount, Fraction], amount: Amount, written: object) -> None:
    if is_decimal(written):
        found[amount] = Fraction(written)


def _of_paper(place: int, paper: Showing, amounts: Amounts) -> Iterator[Relation[Amount]]:
    """Total = net + tax; payable = total - paid + rounding; and what comes from the lines."""

    def some(sign: int, *names: str) -> list[Term]:
        return [(sign, (Amount(place, name),)) for name in names if Amount(place, name) in amounts]

    if some(1, "total"):
        yield _relation(some(1, "total"), some(-1, "net", "tax"))
        yield _relation(some(1, "payable", "paid"), some(-1, "total", "rounding"))
    else:
        yield _relation(some(1, "payable", "paid"), some(-1, "net", "tax", "rounding"))
    lines = paper.elements("lines")
    of_lines: list[Term] = [(-1, (Amount(place, line.path, "amount"),)) for line in lines]
    if all(variables[0] in amounts for _, variables in of_lines):
        yield _relation(some(1, "net", "allowances"), of_lines, some(-1, "charges"))
    for line in lines:
        yield from _of_line(place, line, amounts)
    yield from _of_tax(place, lines, amounts)


def _of_line(place: int, line: Part, amounts: Amounts) -> Iterator[Relation[Amount]]:
    """Amount = quantity x price, for so many units as the price is for."""
    quantity, price, base, amount = (
        Amount(place, line.path, field) for field in ("quantity", "price", "price_base", "amount")
    )
    if {quantity, price, amount} <= amounts.keys():
        divided = (amount, base) if base in amounts else (amount,)
        tolerance = HALF_CENT * abs(amounts.get(base, Fraction(1)))
        yield Relation(((1, (quantity, price)), (-1, divided)), tolerance)


def _of_tax(place: int, lines: Sequence[Part], amounts: Amounts) -> Iterator[Relation[Amount]]:
    """Tax = the amounts of lines by their rates; where there is one rate, tax = net by that rate."""
    tax, net = Amount(place, "tax"), Amount(place, "net")
    of_lines = [(Amount(place, line.path, RATE), Amount(place, line.path, "amount")) for line in lines]
    rated = [(rate, amount) for rate, amount in of_lines if rate in amounts and amount in amounts]
    tolerance = HALF_CENT * PERCENT * max(1, len(rated))
    taxed: Term = (PERCENT, (tax,))
    if rated and len(rated) == len(lines):
        yield Relation((taxed, *((-1, both) for both in rated)), tolerance)
    if net in amounts and len({amounts[rate] for rate, _ in rated}) == 1:
        for rate, _ in rated:
            yield Relation((taxed, (-1, (rate, net))), tolerance)


def _of_what_is_said(showings: Sequence[Showing], amounts: Amounts) -> Iterator[Relation[Amount]]:
    """What is accepted, disputed, credited and paid of a paper, against what is payable."""
    said = dict[str, dict[int, list[int]]]()
    by_entry = {one.fact.entry: place for place, one in enumerate(showings)}
    for place, one in enumerate(showings):
        about = by_entry.get(one.fact.of or "")
        if about is not None and Amount(place, "amount") in amounts:
            said.setdefault(one.fact.kind, {}).setdefault(about, []).append(place)
    for about in {about for by_paper in said.values() for about in by_paper}:
        credited, disputed, paid, accepted = (
            said.get(kind, {}).get(about, []) for kind in (CREDITED, DISPUTED, PAID, ACKNOWLEDGED)
        )
        for place in credited:
            term = _said(place, amounts)
            yield from (_relation(term, total) for total in _of_credit_note(showings[place], showings, amounts))
        rest = [[term for place in places for term in _said(place, amounts)] for places in (credited, disputed)]
        yield from _settling(about, [term for place in paid for term in _said(place, amounts)], rest, amounts)
        for place in (*accepted, *disputed):
            yield from _settling(about, _said(place, amounts), rest if place in accepted else rest[:1], amounts)
            if amounts.get(Amount(place, "set_off")) == 0:
                # Seldom is anything set off, so a reader may take it that nothing is.
                yield from _settling(about, [(1, (Amount(place, "amount"),))], rest, amounts)


def _said(place: int, amounts: Amounts) -> list[Term]:
    """The amount that a fact states, with what it sets off."""
    both = Amount(place, "amount"), Amount(place, "set_off")
    return [(1, (one,)) for one in both if one in amounts]


def _settling(
    about: int, terms: Sequence[Term], rest: Sequence[Sequence[Term]], amounts: Amounts
) -> Iterator[Relation[Amount]]:
    """What is payable is this, or this and the rest: what was credited, what is disputed, or both."""
    if terms and Amount(about, "payable") in amounts:
        payable: Term = (-1, (Amount(about, "payable"),))
        yield _relation(terms, [payable])
        yield from (_relation(terms, one, [payable]) for one in rest if one)
        if len(rest) > 1 and all(rest):
            yield _relation(terms, *rest, [payable])


def _of_credit_note(one: Showing, showings: Sequence[Showing], amounts: Amounts) -> Iterator[list[Term]]:
    """The amounts of the credit note by which something is credited."""
    for place, paper in papers_in(showings):
        if paper.fact.subject == one.value("credit_note"):
            for name in ALIKE:
                if Amount(place, name) in amounts:
                    yield [(-1, (Amount(place, name),))]


def _alike(showings: Sequence[Showing], amounts: Amounts) -> Iterator[Relation[Amount]]:
    """Papers of which one refers to the other, with the same totals."""
    by_subject = {one.fact.subject: place for place, one in papers_in(showings)}
    for place, paper in papers_in(showings):
        for link in paper.value("refers") or ():
            other = by_subject.get(link["subject"])
            if other is None:
                continue
            for one, same in ((Amount(place, name), Amount(other, name)) for name in ALIKE):
                if one in amounts and same in amounts:
                    yield _relation([(1, (one,))], [(-1, (same,))])


def _relation(*terms: Sequence[Term]) -> Relation[Amount]:
    return Relation(tuple(chain.from_iterable(terms)))
