"""Conditions that rules of several transactions ask; each is a test for `at`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementFind, ElementRule, ElementTest
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._reading import currencies
from counterfoil.rules.peppol_transactions._columns import some
from counterfoil.rules.peppol_transactions._reading import currency

DECIMALS_MAX = 2
_LINE_ITEMS = Named("cac:LineItem")


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


def line_id_once(elements: Elements, path: str) -> Sequence[Breach]:
    """No other line of the document has the identifier of one, not even in an extension; none is none, too."""
    texts = _line_ids(elements, path)
    others = [one for one in elements.paths_ending(_LINE_ITEMS) if one != path]
    if not others and None not in texts and len(set(texts)) == len(texts):
        return ()
    counts = Counter(chain(texts, *(_line_ids(elements, one) for one in others)))
    return [
        Breach(place=place, found=text)
        for place, text in zip(elements.at(path), texts, strict=True)
        if text is None or counts[text] > 1
    ]


def _line_ids(elements: Elements, path: str) -> list[str | None]:
    return [None if first is None else elements.text(first) for first in elements.firsts(path, "cbc:ID")]


def with_children(*names: str) -> Concerns:
    """Whether there are all these children below elements at a path."""
    return lambda paths, path: all(f"{path}/{name}" in paths for name in names)


def named_or_identified(party: str) -> ElementFind:
    """A party has a name or an identifier."""
    return some(f"{party}cac:PartyName/cbc:Name", f"{party}cac:PartyIdentification/cbc:ID")
