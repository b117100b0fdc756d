"""How the element rules of a rulebook are asked: what a document has no elements for costs it nothing.

Documents of one shape (the same set of paths) are asked the same rules at the same paths, so this is worked out once
for a shape, and a path's rules once for a path. Of those that are due, many can be settled without being asked one by
one: for all documents that are laid out alike, for those with the same attributes, or by a look at all texts of a kind.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter

from counterfoil.model.trace import Attributes
from counterfoil.rules._element_rule import ElementRule, Harmless, Reads, Said, Steady, When
from counterfoil.rules._elements import Elements
from counterfoil.rules._layout import Reader, reader

_PATHS_MAX = 20_000
_REMEMBERED_CHARACTERS_MAX = 20_000
"""How long the attributes and texts of a document may be that are remembered with what they break."""

Asked = tuple[int, ElementRule, str]
"""The position in the rulebook's order, the rule, and the absolute path to ask it at."""
Due = tuple[tuple[ElementRule, str], ...]
"""The rules to ask, each with the absolute path to ask it at."""
_Groups = tuple[tuple[When | None, Due], ...]
"""The rules for documents of one shape, parted by what the document must be for them to be asked."""
Places = tuple[Said, str]
"""What gives elements, and the path that it gives them for."""


class Settled:
    """The rules that documents of one layout are asked, by what settles them."""

    __slots__ = ("_by_attributes", "_by_codes", "_groups", "_last", "_texts")

    def __init__(self, asked: Iterable[tuple[ElementRule, str]], elements: Elements) -> None:
        by_text: dict[Harmless, list[Asked]] = {}
        by_attributes: list[Asked] = []
        by_codes: list[Asked] = []
        rest: list[Asked] = []
        for position, (rule, path) in enumerate(asked):
            one = (position, rule, path)
            if rule.possible is not None and not rule.possible(elements):
                continue
            if rule.harmless is not None and _all_stand(one, elements):
                by_text.setdefault(rule.harmless, []).append(one)
            elif rule.reads is Reads.ATTRIBUTES:
                by_attributes.append(one)
            elif rule.reads is Reads.SAID or (rule.reads is Reads.ALL and isinstance(rule.when, Steady)):
                by_codes.append(one)
            elif rule.reads is Reads.ALL or _is_due(one, elements):
                rest.append(one)
        self._texts = [
            (harmless, _reader([_harmless_by(one) for one in group], elements), group)
            for harmless, group in by_text.items()
        ]
        self._by_attributes = _Answer(by_attributes, None)
        self._by_codes = _Answer(by_codes, _reader(_turning_on(by_codes), elements))
        self._groups = [(when, list(group)) for when, group in groupby(rest, key=lambda one: one[1].when)]
        self._last: tuple[list[Sequence[Asked]], Due] | None = None
        """What the last document was asked, by parts and in order."""

    def due(self, elements: Elements) -> Due:
        """The rules to ask of a document, in order."""
        suspects = [self._by_attributes.due(elements), self._by_codes.due(elements)]
        texts = elements.trace.texts
        for harmless, read, group in self._texts:
            if not harmless.holds(read(texts)):
                suspects.append([one for one in group if _asks(one, elements)])
        for when, group in self._groups:
            if when is None or when(elements):
                suspects.append(group)
        last = self._last
        if last is None or last[0] != suspects:
            due = sorted(chain.from_iterable(suspects), key=itemgetter(0))
            last = self._last = (suspects, tuple((rule, path) for _, rule, path in due))
        return last[1]


class _Answer:
    """Rules that give the same answer for documents with the same attributes, and the same texts at some places."""

    __slots__ = ("_asked", "_conditional", "_last", "_read")

    def __init__(self, asked: list[Asked], read: Reader | None) -> None:
        self._asked, self._read = asked, read
        self._conditional = any(rule.when is not None and not isinstance(rule.when, Steady) for _, rule, _ in asked)
        self._last: tuple[Attributes, Sequence[str | None], list[Asked]] | None = None
        """What the last document had, and which rules it broke."""

    def due(self, elements: Elements) -> Sequence[Asked]:
        """Those of the rules that are broken, or are to be asked."""
        if not self._asked:
            return ()
        due = self._suspects(elements)
        return [one for one in due if _asks(one, elements)] if due and self._conditional else due

    def _suspects(self, elements: Elements) -> Sequence[Asked]:
        """Those that are, should conditions hold that turn on other things."""
        attributes, read, last = elements.trace.attributes, self._read, self._last
        texts = () if read is None else read(elements.trace.texts)
        if last is not None and last[0] == attributes and last[1] == texts:
            return last[2]
        due = [one for one in self._asked if _is_due(one, elements)]
        if _length(attributes, texts) <= _REMEMBERED_CHARACTERS_MAX:
            self._last = (attributes, texts, due)
        return due


def _is_due(asked: Asked, elements: Elements) -> bool:
    """Whether a rule is broken, or is to be asked; a condition that may turn on other things is not looked at."""
    _, rule, path = asked
    if isinstance(rule.when, Steady):
        if not rule.when(elements):
            return False
        if rule.reads is Reads.ALL:
            return True
    return any(True for _ in rule.find(elements, path))


def _asks(asked: Asked, elements: Elements) -> bool:
    when = asked[1].when
    return when is None or when(elements)


def _length(attributes: Attributes, texts: Iterable[str | None]) -> int:
    values = (len(value) for items in attributes.values() for _, value in items)
    return sum(values) + sum(len(text) for text in texts if text is not None)


def _here(elements: Elements, path: str) -> Sequence[int]:
    return elements.at(path)


def _harmless_by(asked: Asked) -> Places:
    """The elements whose texts a rule is harmless by."""
    _, rule, path = asked
    return (rule.said or _here, path)


def _all_stand(asked: Asked, elements: Elements) -> bool:
    said, path = _harmless_by(asked)
    places = [*said(elements, path)]
    return bool(places) and None not in places


def _turning_on(rules: Iterable[Asked]) -> Iterator[Places]:
    """The elements whose texts rules and their conditions turn on."""
    for _, rule, path in rules:
        if rule.reads is Reads.SAID:
            yield (rule.said or _here, path)
        if isinstance(rule.when, Steady) and rule.when.said is not None:
            yield (rule.when.said, path)


def _reader(groups: Iterable[Places], elements: Elements) -> Reader:
    # Many rules look at the same elements.
    found = dict.fromkeys(place for said, path in dict.fromkeys(groups) for place in said(elements, path))
    # The root says nothing; it is there so that something is.
    return reader([place for place in found if place is not None] or [0])


class ElementPlan:
    """The element rules for documents with one root."""

    __slots__ = ("_by_name", "_by_path", "_root")

    def __init__(self, rules: Sequence[ElementRule], root: str) -> None:
        self._root = root
        self._by_name: dict[str, list[tuple[int, ElementRule]]] = {}
        for number, rule in enumerate(rules):
            for name in rule.context.names():
                self._by_name.setdefault(name, []).append((number, rule))
        self._by_path: dict[str, tuple[tuple[int, tuple[ElementRule, str]], ...]] = {}

    def due(self, elements: Elements) -> Due:
        """The rules to ask of a document, in the order of the rulebook."""
        layout = elements.layout
        if not layout.remembered:
            groups = self._of_shape(elements)
            return tuple(chain.from_iterable(due for when, due in groups if when is None or when(elements)))
        settled: Settled | None = layout.kept.get(self)
        if settled is None:
            asked = chain.from_iterable(due for _, due in self._of_shape(elements))
            settled = layout.kept[self] = Settled(asked, elements)
        return settled.due(elements)

    def _of_shape(self, elements: Elements) -> _Groups:
        """The rules for documents of a shape, one after the other in the order of the rulebook."""
        kept = elements.shape.kept
        found: _Groups | None = kept.get(self)
        if found is None:
            asked = self._worked_out(elements)
            groups = groupby(asked, key=lambda one: one[0].when)
            found = kept[self] = tuple((when, tuple(group)) for when, group in groups)
        return found

    def _worked_out(self, elements: Elements) -> Iterator[tuple[ElementRule, str]]:
        paths = elements.by_path
        asked = [
            one
            for path in paths
            for one in self._at(path)
            if (rule := one[1][0]).concerns is None or rule.concerns(paths, path)
        ]
        asked.sort(key=itemgetter(0))
        return (one for _, one in asked)

    def _at(self, path: str) -> tuple[tuple[int, tuple[ElementRule, str]], ...]:
        """The rules for a path, by their numbers; each stands with the path in one object for all shapes."""
        found = self._by_path.get(path)
        if found is None:
            if len(self._by_path) >= _PATHS_MAX:
                self._by_path.clear()
            found = self._by_path[path] = tuple(
                {
                    number: (number, (rule, path))
                    for name in ("*", "" if path == self._root else path.rpartition("/")[2])
                    for number, rule in self._by_name.get(name, ())
                    if rule.context.holds(path, self._root)
                }.values()
            )
        return found
