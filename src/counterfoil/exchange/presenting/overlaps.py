"""The same thing in two facts of one trade: lines of papers that stand for one another, and terms that they share.

Who sees the line of an order sees what the invoice for it says, and a receipt shows the quantities of both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from counterfoil.exchange.presenting.showing import Part, Showing, papers_in
from counterfoil.exchange.presenting.trade_amounts import field_of
from counterfoil.exchange.proof.mentions import alike, rows_in, texts_in

_ITEM = ("seller_item", "buyer_item", "standard_item", "name")
_FIELDS = ("quantity", "price", "price_base", "amount", "tax_rate", *_ITEM, "lots", "serials", "due", "delivered")
"""What a line says; all of them texts or lists of texts."""
_TERMS = ("currency", "tax_currency", "buyer_reference", "payment_terms")
ALIKE_MAX = 32
"""So many lines of one item are held against another line."""
PARTIES = ("seller", "buyer", "payee", "deliver_to")


class Overlap(NamedTuple):
    """What is withheld in one fact and shown in another: by place and path, and in a line the fields."""

    fact: int
    path: str
    fields: tuple[str, ...]
    source: int
    source_path: str


def overlaps(showings: Sequence[Showing]) -> Iterator[Overlap]:
    """All that is withheld in one fact while another shows the same."""
    yield from _same_claims(showings)
    yield from _same_references(showings)
    yield from _same_lines(showings)


def _same_claims(showings: Sequence[Showing]) -> Iterator[Overlap]:
    """Currencies, parties and terms, under the same name in two facts."""
    for name in (*_TERMS, *PARTIES):
        is_same = _is_same_party if name in PARTIES else alike
        shown = [(place, one.value(name)) for place, one in enumerate(showings) if name in one.shown]
        for place, one in enumerate(showings):
            if name in one.parts and name not in one.shown:
                yield from _first(place, name, one.value(name), shown, is_same)


def _first(
    place: int, name: str, value: object, shown: Iterable[tuple[int, object]], is_same: Callable[[Any, Any], bool]
) -> Iterator[Overlap]:
    found = next((other for other, told in shown if is_same(value, told)), None)
    if found is not None:
        yield Overlap(place, name, (), found, name)


def _is_same_party(one: object, other: object) -> bool:
    """One name, or one identifier or account."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    return alike(one.get("name"), other.get("name")) or not _marks(one).isdisjoint(_marks(other))


def _marks(party: Mapping[str, Any]) -> set[object]:
    identifiers = ((str(mark.get("scheme")), str(mark.get("value"))) for mark in rows_in(party.get("identifiers")))
    return {*identifiers, *texts_in(party.get("accounts"))}


def _same_references(showings: Sequence[Showing]) -> Iterator[Overlap]:
    """References by number to a paper that the open links lead to, and whose number is shown."""
    by_subject = {one.fact.subject: place for place, one in papers_in(showings)}
    for place, paper in papers_in(showings):
        if "references" not in paper.parts or "references" in paper.shown:
            continue
        numbers = [reference.get("number") for reference in rows_in(paper.value("references"))]
        for link in paper.value("refers") or ():
            other = by_subject.get(link["subject"])
            if (
                other is not None
                and "number" in showings[other].shown
                and str(showings[other].value("number")) in numbers
            ):
                yield Overlap(place, "references", (), other, "number")


def _same_lines(showings: Sequence[Showing]) -> Iterator[Overlap]:
    """Withheld lines that a shown line of another paper stands for."""
    papers = list(papers_in(showings))
    shown = [(place, line) for place, paper in papers for line in paper.elements("lines") if line.path in paper.shown]
    by_key: dict[object, list[tuple[int, Part]]] = {}
    for place, line in shown:
        for key in keys_of(line, showings[place]):
            of_key = by_key.setdefault(key, [])
            if len(of_key) < ALIKE_MAX:
                of_key.append((place, line))
    for place, paper in papers:
        for line in paper.elements("lines"):
            if line.path not in paper.shown:
                found = [one for key in keys_of(line, paper) for one in by_key.get(key, ()) if one[0] != place]
                yield from _best(place, line, found)


def _best(place: int, line: Part, found: Iterable[tuple[int, Part]]) -> Iterator[Overlap]:
    """The line that tells most of this one, and those that tell further fields."""
    left = list(_FIELDS)
    in_order = sorted({(other, one.path): one for other, one in found}.items(), key=lambda item: -_count(line, item[1]))
    for (other, path), one in in_order:
        fields = tuple(name for name in left if _is_same_field(line, one, name))
        if fields:
            left = [name for name in left if name not in fields]
            yield Overlap(place, line.path, fields, other, path)


def _count(line: Part, other: Part) -> int:
    return sum(_is_same_field(line, other, name) for name in _FIELDS)


def _is_same_field(line: Part, other: Part, name: str) -> bool:
    value = field_of(line, name)
    return bool(value) and value == field_of(other, name)


def keys_of(line: Part, paper: Showing) -> Iterator[object]:
    """What lines that stand for one another share: an item, or that one refers to the other, or both to a third."""
    yield from _items(line)
    yield from _known([(paper.value("document"), paper.value("number"), field_of(line, "id"))])
    yield from _known((one.get("document"), one.get("number"), one.get("line")) for one in _references(line))


def _items(line: Part) -> Iterator[object]:
    for name in _ITEM:
        value = field_of(line, name)
        if isinstance(value, str) and value.strip():
            yield name, value.casefold()


def _references(line: Part) -> Iterator[dict[str, Any]]:
    return rows_in(field_of(line, "references"))


def _known(keys: Iterable[tuple[object, ...]]) -> Iterator[object]:
    """Those of the keys that are texts as a whole."""
    return (key for key in keys if all(isinstance(one, str) for one in key))
