"""What a reader can infer of what is withheld from what is shown, so that nobody withholds in vain without knowing."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace

from counterfoil.exchange.presenting.determined import Relation, determined
from counterfoil.exchange.presenting.mentioned import mentioned
from counterfoil.exchange.presenting.overlaps import Overlap, overlaps
from counterfoil.exchange.presenting.shared_sums import shared_sums
from counterfoil.exchange.presenting.showing import Showing, listed, papers_in, titles
from counterfoil.exchange.presenting.told_shares import told_numbers, told_shares
from counterfoil.exchange.presenting.trade_amounts import (
    RATE,
    Amount,
    Amounts,
    amounts_in,
    rates_told,
    relations_of,
    shown_in,
)
from counterfoil.exchange.proof.attested import OFFERED
from counterfoil.exchange.proof.mentions import day_of, days_in, texts_in
from counterfoil.model._base import Model

_LINES_NAMED_MAX = 3
_OPEN = frozenset({"tax_rate", "price_base"})
"""Fields of lines that are no secret: everybody can look rates up."""
_SELLERS = frozenset({"invoice", "credit-note", "order-response", "despatch-advice"})
"""Papers by the seller; the others are by the buyer."""

_BASES = ("issued", "delivered", "despatched")
"""Days of a paper from which terms of payment count."""

EARLIER = -1
"""The place of a fact that is not among these, since an earlier file shows it."""


class Inference(Model):
    """One thing that is withheld and can be inferred: of which fact (by place), and in a sentence from what."""

    fact: int
    path: str
    says: str
    is_certain: bool = True
    """Whether everybody can infer it; else only who knows or has more than the dossier."""


def infer(showings: Sequence[Showing], originals: Collection[str] = ()) -> list[Inference]:
    """All that can be inferred, in the order of the facts; `originals` are the hashes (hex) of those that go along."""
    named = titles(one.fact for one in showings)
    names = [named[one.fact.entry] for one in showings]
    found = [one for place, showing in enumerate(showings) for one in _of_original(place, showing, originals, names)]
    # What an original shows is shown, for all that follows from it too.
    seen = [replace(one, shown=frozenset(one.parts)) if one.value("original") in originals else one for one in showings]
    same = list(overlaps(seen))
    found += (_of_overlap(one, names) for one in same)
    found += _of_numbers(seen, same, names)
    told = {(one.fact, one.path, one.source, one.source_path) for one in same}
    found += (_mentioned(*one, names) for one in mentioned(seen) if one not in told)
    for place, showing in enumerate(seen):
        found += _of_dates(place, seen, names)
        found += _of_companies(place, showing, names)
        found += _of_hash(place, showing, originals, names)
    order = {(place, path): at for place, one in enumerate(showings) for at, path in enumerate(one.parts)}
    return sorted(dict.fromkeys(found), key=lambda one: (not one.is_certain, one.fact, order[one.fact, one.path]))


def _of_original(place: int, showing: Showing, originals: Collection[str], names: Sequence[str]) -> Iterator[Inference]:
    if showing.value("original") not in originals:
        return
    for path in showing.withheld:
        yield Inference(fact=place, path=path, says=f"{_what(path)} of {names[place]} shows in its original.")


def _of_overlap(one: Overlap, names: Sequence[str]) -> Inference:
    fields = f" ({listed(one.fields)})" if one.fields else ""
    says = f"{_what(one.path)} of {names[one.fact]}{fields} shows in {one.source_path} of {names[one.source]}."
    return Inference(fact=one.fact, path=one.path, says=says)


class _Numbers(NamedTuple):
    """The numbers of all facts, those that a reader sees, and where he sees what stands in a withheld part too."""

    amounts: Amounts
    known: set[Amount]
    seen: Mapping[Amount, Amount]
    relations: Sequence[Relation[Amount]]


def _numbers(showings: Sequence[Showing], same: Sequence[Overlap]) -> _Numbers:
    told = told_numbers(showings)
    amounts = {**amounts_in(showings), **told}
    seen = {
        Amount(one.fact, one.path, field): Amount(one.source, one.source_path, field)
        for one in same
        for field in one.fields
        if Amount(one.fact, one.path, field) in amounts
    }
    shown = shown_in(showings, amounts) | told.keys()
    seen |= rates_told(amounts, shown | seen.keys())
    known = shown | seen.keys()
    relations = relations_of(showings, amounts, known) + shared_sums(showings, amounts, known)
    return _Numbers(amounts, known, seen, relations + told_shares(showings, amounts, told))


def _of_numbers(showings: Sequence[Showing], same: Sequence[Overlap], names: Sequence[str]) -> Iterator[Inference]:
    """What follows from the numbers that are shown; and of lines what does for whoever tries the usual tax rates."""
    numbers = _numbers(showings, same)
    found = _by_part(showings, numbers, numbers.known)
    for (place, path), amounts in found.items():
        yield Inference(fact=place, path=path, says=f"{_of_amounts(place, path, amounts, names)}.")
    rates = {one for one in numbers.amounts if one.field == RATE} - numbers.known
    guessed = _by_part(showings, numbers, numbers.known | rates) if rates else {}
    for (place, path), amounts in guessed.items():
        if (place, path) not in found and "/" in path:
            without = [(amount, sources - rates) for amount, sources in amounts]
            says = f"{_of_amounts(place, path, without, names)} by whoever tries the usual tax rates."
            yield Inference(fact=place, path=path, says=says, is_certain=False)


def _by_part(
    showings: Sequence[Showing], numbers: _Numbers, known: AbstractSet[Amount]
) -> dict[tuple[int, str], list[tuple[Amount, frozenset[Amount]]]]:
    """The numbers that follow from the known, by the claim or element that they stand in."""
    found: dict[tuple[int, str], list[tuple[Amount, frozenset[Amount]]]] = {}
    for amount, sources in determined(numbers.relations, numbers.amounts, known).items():
        if amount.path in showings[amount.fact].parts and amount.field not in _OPEN:
            of_part = found.setdefault((amount.fact, amount.path), [])
            of_part.append((amount, frozenset(numbers.seen.get(one, one) for one in sources)))
    return found


def _of_amounts(
    place: int, path: str, amounts: Sequence[tuple[Amount, frozenset[Amount]]], names: Sequence[str]
) -> str:
    fields = sorted(amount.field for amount, _ in amounts if amount.field)
    sources = sorted({source for _, all_of_it in amounts for source in all_of_it})
    says = f"{_what(path)} of {names[place]}{f' ({listed(fields)})' if fields else ''} can be worked out"
    return f"{says} from {_from(sources, names)}"


def _from(sources: Sequence[Amount], names: Sequence[str]) -> str:
    """The claims of each fact that something follows from; of many lines only that it is lines."""
    by_fact: dict[int, list[str]] = {}
    for one in sources:
        by_fact.setdefault(one.fact, []).append(one.path)
    parts = list[str]()
    for place, paths in by_fact.items():
        once = list(dict.fromkeys(paths))
        lines = [path for path in once if "/" in path]
        if len(lines) > _LINES_NAMED_MAX:
            once = [path for path in once if "/" not in path] + ["the lines that are shown"]
        parts.append(f"{listed(once)} of {names[place]}")
    return listed(parts, 9) or "what such papers always say"


def _mentioned(place: int, path: str, source: int, source_path: str, names: Sequence[str]) -> Inference:
    says = f"{_what(path)} of {names[place]}, or part of it, stands in {source_path} of {names[source]}."
    return Inference(fact=place, path=path, says=says)


def _of_dates(place: int, showings: Sequence[Showing], names: Sequence[str]) -> Iterator[Inference]:
    """A day of payment by another day of its paper, and the day of issue by it, as terms of this trade lead there."""
    showing = showings[place]
    due = day_of(showing.value("due"))
    if showing.fact.kind != OFFERED or due is None:
        return
    for withheld, other in (*(("due", base) for base in _BASES), ("issued", "due")):
        base = day_of(showing.value("issued" if other == "due" else other))
        if withheld in showing.shown or other not in showing.shown or base is None:
            continue
        for source, path in _terms(place, showings):
            if due in _days_after(
                base, showings[source].value(path), by_month=path == "payment_terms" and withheld == "due"
            ):
                of_other = "" if source == place else f" of {names[source]}"
                says = f"{_what(withheld)} of {names[place]} can be worked out from its {other} and {path}{of_other}."
                yield Inference(fact=place, path=withheld, says=says)


def _terms(place: int, showings: Sequence[Showing]) -> Iterator[tuple[int, str]]:
    """Where terms of payment are shown: in the paper itself, and in others of its trade."""
    yield from ((place, path) for path in sorted(showings[place].shown & {"payment_terms", "notes"}))
    yield from (
        (at, "payment_terms") for at, one in papers_in(showings) if at != place and "payment_terms" in one.shown
    )


def _days_after(base: date, terms: Any, *, by_month: bool) -> Iterator[date]:
    """The days that terms may lead to from this one: so many days later, or by the end of that month or of this."""
    for days in (days for text in texts_in(terms) for days in days_in(text)):
        after = timedelta(days)
        with suppress(OverflowError):  # a partner may write any year
            yield base + after
            if by_month:
                yield from (_end_of_month(base + after), _end_of_month(base) + after)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _of_companies(place: int, showing: Showing, names: Sequence[str]) -> Iterator[Inference]:
    """Who wrote a paper, and to whom, shows in the ids of both companies."""
    if showing.fact.kind != OFFERED:
        return
    author = "seller" if showing.value("document") in _SELLERS else "buyer"
    for name in ("seller", "buyer"):
        if name in showing.parts and name not in showing.shown:
            did = "signed it" if name == author else "it was sent to"
            says = f"The {name} of {names[place]} is the company that {did}; who knows its id knows who that is."
            yield Inference(fact=place, path=name, says=says, is_certain=False)


def _of_hash(place: int, showing: Showing, originals: Collection[str], names: Sequence[str]) -> Iterator[Inference]:
    """The hash of a paper tells who can guess it that the guess is right."""
    if "original" in showing.shown and showing.value("original") not in originals and showing.withheld:
        says = (
            f"What is withheld of {names[place]} can be guessed until the hash of its original, which is shown, fits."
        )
        yield Inference(fact=place, path="original", says=says, is_certain=False)


def _what(path: str) -> str:
    """The beginning of a sentence about a claim or element."""
    return f"'{path}'"
