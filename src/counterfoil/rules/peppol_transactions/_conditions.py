"""Conditions that rules of several transactions ask; each is a test for `at`."""

from collections import Counter
from collections.abc import Mapping, Sequence

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementRule, ElementTest
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules.peppol._reading import currencies, normalized
from counterfoil.rules.peppol_transactions._reading import currency, first, number, said

DECIMALS_MAX = 2


def begins_with(start: str) -> ElementTest:
    """The normalised text begins so: the customization of a transaction."""

    def test(elements: Elements, place: int) -> bool | Breach:
        text = elements.text(place)
        return normalized(text).startswith(start) or Breach(found=text, expected=start)

    return test


def one_of(*values: str) -> ElementTest:
    """The normalised text is one of these."""

    def test(elements: Elements, place: int) -> bool | Breach:
        text = elements.text(place)
        return normalized(text) in values or Breach(found=text, expected=" or ".join(values))

    return test


def some(*paths: str) -> ElementTest:
    """There is something at one of these paths, be it empty."""

    def test(elements: Elements, place: int) -> bool:
        return any(elements.below(place, path) for path in paths)

    return test


def not_negative(path: str, *, needed: bool = True) -> ElementTest:
    """The number at a path is not below zero; what is missing or no number is wrong where it is needed."""

    def test(elements: Elements, place: int) -> bool | Breach:
        found = first(elements, place, path)
        if found is None:
            return not needed
        value = number(elements, place, path)
        return (value is not None and value >= 0) or Breach(place=found, found=elements.text(found), expected=0)

    return test


def in_document_currency(rule_id: str, *forms: str) -> ElementRule:
    """Amounts (forms as in `Context`) that name their currency name that of the document."""
    amounts = Context(forms=forms)

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        expected, paths = currency(elements), elements.trace.paths
        return [
            Breach(place=place, found=found, expected=" or ".join(expected) or None)
            for found, places in currencies(elements).items()
            if found not in expected
            for place in places
            if amounts.holds(paths[place], elements.root)
        ]

    return ElementRule(id=rule_id, context=Context(forms=("/",)), find=find)


def two_decimals(elements: Elements, place: int) -> bool | Breach:
    """At most two characters follow the decimal point."""
    text = elements.text(place)
    return len(text.partition(".")[2]) <= DECIMALS_MAX or Breach(found=text, expected=DECIMALS_MAX)


def outside_prices(_paths: Mapping[str, object], path: str) -> bool:
    """Whether elements at a path are not part of a price; prices may have any number of decimals."""
    return "/cac:Price/" not in path


def line_id_once(elements: Elements, place: int) -> bool | Breach:
    """No other line of the document has this line's identifier."""
    counts: Counter[str] | None = elements.kept.get(line_id_once)
    if counts is None:
        counts = elements.kept[line_id_once] = Counter(
            elements.text(found)
            for path, places in elements.by_path.items()
            if path.endswith("/cac:LineItem/cbc:ID")
            for found in places
        )
    found = said(elements, place, "cbc:ID")
    return (found is not None and counts[found] == 1) or Breach(found=found)


def with_children(*names: str) -> Concerns:
    """Whether there are all these children below elements at a path."""
    return lambda paths, path: all(f"{path}/{name}" in paths for name in names)


def named_or_identified(party: str) -> ElementTest:
    """A party has a name or an identifier."""
    return some(f"{party}cac:PartyName/cbc:Name", f"{party}cac:PartyIdentification/cbc:ID")
