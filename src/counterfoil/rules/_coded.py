"""Rules that a text or an attribute is a code of a list, wherever its element stands."""

from collections.abc import Callable, Iterator
from functools import cache

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementFind, ElementRule, Harmless, Reads
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import stripped
from counterfoil.rules.codes import codes


def coded(
    rule_id: str,
    name: str,
    *forms: str,
    attribute: str = "",
    terms: tuple[str, ...] = (),
    severity: Severity = Severity.FATAL,
    roots: tuple[str, ...] = (),
    outside: tuple[str, ...] = (),
    where: Test | None = None,
    where_reads: Reads = Reads.ALL,
    fold: Callable[[str], str] | None = None,
) -> ElementRule:
    """A rule that the elements of a context (forms as in `Context`) say a code of the list with this full name.

    White space around the code does not count. An `attribute` is looked at in place of the text, where there is one.
    Elements `outside` of which the rule stands are named by their step; `where` says for an element whose code is not
    in the list whether the rule asks it at all, and `where_reads` what it looks at; `fold` brings a code to the letters
    that the list is written in.
    """
    return ElementRule(
        id=rule_id,
        context=Context(forms=forms),
        find=_find(name, attribute, where, fold),
        severity=severity,
        terms=terms,
        roots=roots,
        concerns=_outside(outside) if outside else None,
        reads=Reads.ATTRIBUTES if attribute and (where is None or where_reads is Reads.ATTRIBUTES) else Reads.ALL,
        harmless=None if attribute else _listed(name, fold),
    )


@cache
def _listed(name: str, fold: Callable[[str], str] | None) -> Harmless:
    return Harmless(test=lambda text: (fold(stripped(text)) if fold else stripped(text)) in codes(name))


def beside(path: str, *values: str, strip: bool = False) -> Test:
    """Whether a path from the parent of an element leads to one of these texts, as written or stripped."""

    def test(elements: Elements, place: int) -> bool:
        for found in elements.below(elements.parent(place), path):
            text = elements.text(found)
            if (stripped(text) if strip else text) in values:
                return True
        return False

    return test


def unlisted(elements: Elements, path: str, name: str, attribute: str) -> Iterator[tuple[int, str | None]]:
    """The elements at a path whose text, or attribute, is no code of a list to the letter, each with what it says.

    An attribute that is not there is None. It is asked of every amount of a document, so it calls nothing.
    """
    known = codes(name)
    if not attribute:
        texts = elements.trace.texts
        for place in elements.at(path):
            text = texts[place] or ""
            if text not in known:
                yield place, text
        return
    attributes = elements.trace.attributes
    for place in elements.at(path):
        for found, value in attributes.get(place, ()):
            if found == attribute:
                if value not in known:
                    yield place, value
                break
        else:
            yield place, None


def _find(name: str, attribute: str, where: Test | None, fold: Callable[[str], str] | None) -> ElementFind:
    def find(elements: Elements, path: str) -> Iterator[Breach]:
        for place, text in unlisted(elements, path, name, attribute):
            if text is not None:
                code = stripped(text)
                listed = (fold(code) if fold else code) in codes(name)
                if not listed and (where is None or where(elements, place)):
                    yield Breach(place=place, found=text)

    return find


def _outside(steps: tuple[str, ...]) -> Concerns:
    def concerns(_paths: object, path: str) -> bool:
        return not any(f"/{step}/" in path for step in steps)

    return concerns
