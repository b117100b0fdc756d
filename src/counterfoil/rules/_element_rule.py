"""Rules about the elements of a document themselves: asked wherever their context stands, and nowhere else.

Most official rules beyond the EN 16931 model are of this kind. `at` makes one of a function that is asked element by
element; tables of them, which need no code, are in `_tables`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import cast

from msgspec.structs import replace

from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach

_HARMLESS_MAX = 10_000
_HARMLESS_CHARACTERS_MAX = 30

ElementTest = Callable[[Elements, int], "bool | Breach"]
"""Asked of an element by its place: True where the rule holds, else False or a Breach that tells more."""
ElementFind = Callable[[Elements, str], Iterable[Breach]]
"""The breaches among all elements at one absolute path."""
Concerns = Callable[[Mapping[str, object], str], bool]
"""Whether a rule can be broken at a path, by the paths that the document has; asked once for documents of one shape."""
When = Callable[[Elements], bool]
"""Whether a document is one that rules are for, by what it says (its seller is Danish)."""


class Steady:
    """A condition that turns on nothing but paths, attributes, and the texts at some places.

    Rules that read no more than paths and attributes may only have it if it reads no texts.
    """

    __slots__ = ("said", "test")

    def __init__(self, test: When, said: "Said | None" = None) -> None:
        self.test, self.said = test, said

    def __call__(self, elements: Elements) -> bool:
        return self.test(elements)


Said = Callable[[Elements, str], Iterable[int | None]]
"""Gives elements by paths alone."""


class Reads(Enum):
    """What the answer of a rule follows from, its condition aside; it says how long an answer is good for."""

    PATHS = "paths"
    """Good for all documents that are laid out alike."""
    ATTRIBUTES = "attributes"
    """Paths and attributes: good for those of them that have the same attributes."""
    SAID = "said"
    """These, and the texts of `said`: good for those of them that say the same there, such as the same codes."""
    ALL = "all"
    """Texts too: good for one document."""


class Harmless:
    """Texts that break no rule of some kind: codes of a list, amounts in cents.

    What is not among the `known` ones and passes the test is remembered; it must pass whatever stands around it.
    """

    __slots__ = ("known", "test")

    def __init__(self, known: Collection[str] = (), test: Callable[[str], bool] | None = None) -> None:
        self.known: frozenset[str | None] | set[str | None] = frozenset(known) if test is None else set(known)
        self.test = test

    def holds(self, texts: Sequence[str | None]) -> bool:
        """Whether all of these are known, or found now, to be harmless."""
        known = self.known
        if known.issuperset(texts):
            return True
        if self.test is None or not isinstance(known, set):
            return False
        for text in texts:
            if text not in known:
                if not self.test(text or ""):
                    return False
                if len(known) >= _HARMLESS_MAX:
                    known.clear()
                if text is None or len(text) <= _HARMLESS_CHARACTERS_MAX:
                    known.add(text)
        return True


class Filled(Harmless):
    """Texts with more than white space in them."""

    __slots__ = ()

    def holds(self, texts: Sequence[str | None]) -> bool:
        """Whether all of these are; some with other blanks in them are doubted."""
        try:
            # What comes behind an exclamation mark does not begin with white space.
            return min(cast("Sequence[str]", texts)) > "!" or all(map(str.strip, cast("Sequence[str]", texts)))
        except TypeError:  # there is one without text
            return False


FILLED = Filled()


@cache
def in_digits(most: int) -> Harmless:
    """Texts with at most so many digits after a point."""
    return Harmless(test=lambda text: len(text.partition(".")[2]) <= most)


class ElementRule(Model):
    """One rule, by its official id, over the elements. Rules of one id may stand at several contexts."""

    id: str
    context: Context
    find: ElementFind
    severity: Severity = Severity.FATAL
    terms: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    """The documents that it is for, by root element; all that the rulebook is written for where empty."""
    concerns: Concerns | None = None
    when: When | None = None
    """Asked once of a document for all the rules that stand beside one another in a rulebook and share it."""
    text: str | None = None
    """The id of its sentence in `texts`, where it has none of its own."""
    about: str | None = None
    """What the sentence speaks of as {about}: an element or attribute, for rules that share a sentence."""
    reads: Reads = Reads.ALL
    harmless: Harmless | None = None
    """Where all texts at a path are of these, the rule is not broken there, whatever else the document says."""
    said: Said | None = None
    """The elements whose texts `harmless` or `reads` speak of, where they are not those at the path. With None among
    them `harmless` tells nothing."""
    possible: When | None = None
    """Whether it can be broken in documents that are laid out like this one; what they say is not looked at."""


def at(
    rule_id: str,
    *forms: str,
    terms: tuple[str, ...] = (),
    severity: Severity = Severity.FATAL,
    roots: tuple[str, ...] = (),
    concerns: Concerns | None = None,
    when: When | None = None,
    reads: Reads = Reads.ALL,
    harmless: Harmless | None = None,
    said: Said | None = None,
    possible: When | None = None,
) -> Callable[[ElementTest], ElementRule]:
    """Make a rule of a function that is asked at each element of the context (forms as in `Context`)."""

    def made(test: ElementTest) -> ElementRule:
        return ElementRule(
            id=rule_id,
            context=Context(forms=forms),
            find=one_by_one(test),
            severity=severity,
            terms=terms,
            roots=roots,
            concerns=concerns,
            when=when,
            reads=reads,
            harmless=harmless,
            said=said,
            possible=possible,
        )

    return made


def first_below(below: str) -> Said:
    """The first element at a path below each element of the context."""
    return lambda elements, path: elements.firsts(path, below)


def below_root(*below: str) -> Said:
    """All elements at paths below the root."""
    return lambda elements, path: [place for each in below for place in elements.head(each)]


def one_by_one(test: ElementTest) -> ElementFind:
    """Ask a test at each element at a path."""

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        found: list[Breach] = []
        for place in elements.at(path):
            answer = test(elements, place)
            if answer is True:
                continue
            if answer is False:
                found.append(Breach(place=place))
            else:
                found.append(answer if answer.place is not None else replace(answer, place=place))
        return found

    return find
