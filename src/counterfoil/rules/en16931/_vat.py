"""Which VAT categories stand where in a document, worked out once for all the rules that ask about them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from counterfoil.model._base import Model
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules.en16931._amounts import EXACT, ZERO, decimal

_WHITE = " \t\r\n"
_TRUE, _FALSE = ("true", "1"), ("false", "0")


class Kind(NamedTuple):
    """What an element says that names a tax, its category and its rate."""

    code: str
    """The category as the artefacts of the syntax compare it; empty where there is none."""
    written: str | None
    vat: bool
    """Whether the tax is VAT."""
    rate: Decimal | None
    rated: bool
    """Whether there is a rate, be it unreadable."""


class Adjusted(NamedTuple):
    """A tax of an allowance or charge."""

    place: int
    owner: int
    """The allowance or charge itself."""
    kind: Kind
    charge: bool | None
    on_document: bool


class Group(NamedTuple):
    """A group of the VAT breakdown."""

    place: int
    """Its tax."""
    sums: int
    """What holds its amounts."""
    kind: Kind


class Part(NamedTuple):
    """The lines, allowances or charges with the same categories and rates, added up."""

    codes: frozenset[str]
    rates: frozenset[Decimal]
    total: Decimal


class Names(Model):
    """What a syntax calls things, below the root or below the tax."""

    code: str
    tax: str
    rate: str
    trimmed: bool
    """Whether white space around a category or the name of a tax does not matter."""
    items: Named
    """All taxes of lines, wherever they stand."""
    lines: tuple[str, ...]
    """Where the lines stand, or what holds their taxes and amounts."""
    line_tax: str
    line_ends: tuple[str, ...]
    """How the paths end of the taxes of lines."""
    line_amount: str
    adjusted: Named
    """All taxes of allowances and charges, wherever they stand."""
    adjustments: str
    adjustment_tax: str
    adjustment_amount: str
    indicator: str
    anywhere: Named
    """All taxes of a document, but for those of `adjusted` where the syntax calls them something else."""
    groups: str
    group_base: str
    group_amount: str
    sums_above: bool
    """Whether the amounts of a group stand beside its tax, not below it."""
    reasons: tuple[str, str]
    """Why nothing is charged, in words and as a code."""


class Vat:
    """The categories of one document."""

    __slots__ = ("_anywhere", "_kinds", "_sums", "adjusted", "elements", "groups", "items", "lines", "names")

    def __init__(self, elements: Elements, names: Names) -> None:
        self.elements, self.names = elements, names
        self._kinds: dict[str, list[Kind]] = {}
        self._anywhere: Mapping[Kind, Sequence[int]] | None = None
        self._sums: Sequence[Sequence[Part]] | None = None
        paths = elements.paths_ending(names.items)
        own = [path for path in paths if path.endswith(names.line_ends)]
        self.items: Mapping[Kind, Sequence[int]] = self._by_kind(paths)
        """The taxes of all that is sold, in lines and in lines below lines."""
        self.lines: Mapping[Kind, Sequence[int]] = self.items if len(own) == len(paths) else self._by_kind(own)
        """The taxes of lines alone."""
        self.adjusted: Sequence[Adjusted] = self._read_adjusted()
        """The taxes of all allowances and charges, those of lines and prices too."""
        self.groups: Sequence[Group] = self._read_groups()
        """The groups of the VAT breakdown."""

    @property
    def anywhere(self) -> Mapping[Kind, Sequence[int]]:
        """All taxes of the document (see `Names`)."""
        if self._anywhere is None:
            self._anywhere = self._by_kind(self.elements.paths_ending(self.names.anywhere))
        return self._anywhere

    @property
    def sums(self) -> Sequence[Sequence[Part]]:
        """The amounts of lines of each name, of charges and of allowances, by categories and rates."""
        if self._sums is None:
            self._sums = [*(self._sums_of_lines(line) for line in self.names.lines), *self._sums_of_adjustments()]
        return self._sums

    def _read_adjusted(self) -> list[Adjusted]:
        elements, found = self.elements, list[Adjusted]()
        on_document = f"{elements.root}/{self.names.adjustments}/{self.names.adjustment_tax}"
        # Those of prices have names of their own in CII, and no rule asks which of the two they are.
        own = "/".join(on_document.rsplit("/", 2)[1:])
        for path in elements.paths_ending(self.names.adjusted):
            for place, kind in zip(elements.at(path), self.kinds(path), strict=True):
                owner = elements.parents[place]
                charge = self._is_charge(owner) if path.endswith(own) else None
                found.append(Adjusted(place, owner, kind, charge, path == on_document))
        return found

    def _read_groups(self) -> list[Group]:
        path, parents = f"{self.elements.root}/{self.names.groups}", self.elements.parents
        found = zip(self.elements.at(path), self.kinds(path), strict=True)
        above = self.names.sums_above
        return [Group(place, parents[place] if above else place, kind) for place, kind in found]

    def kinds(self, path: str) -> list[Kind]:
        """The kind of each of the taxes at a path."""
        kinds = self._kinds.get(path)
        if kinds is None:
            kinds = self._kinds[path] = self._read(path)
        return kinds

    def _read(self, path: str) -> list[Kind]:
        if path not in self.elements.by_path:
            return []
        names, texts = self.names, self.elements.trace.texts
        columns = [
            [None if place is None else texts[place] or "" for place in self.elements.firsts(path, below)]
            for below in (names.code, names.tax, names.rate)
        ]
        return list(map(_kind, *columns, repeat(names.trimmed)))

    def _by_kind(self, paths: Sequence[str]) -> dict[Kind, list[int]]:
        found: dict[Kind, list[int]] = {}
        for path in paths:
            for place, kind in zip(self.elements.at(path), self.kinds(path), strict=True):
                found.setdefault(kind, []).append(place)
        return found

    def _is_charge(self, adjustment: int) -> bool | None:
        for place in self.elements.below(adjustment, self.names.indicator):
            text = self.elements.text(place).strip(_WHITE)
            return True if text in _TRUE else False if text in _FALSE else None
        return None

    def _sums_of_lines(self, line: str) -> list[Part]:
        path = f"{self.elements.root}/{line}"
        if path not in self.elements.by_path:
            return []
        return self._added(path, self.names.line_tax, self.names.line_amount, None)

    def _sums_of_adjustments(self) -> tuple[list[Part], list[Part]]:
        path, names = f"{self.elements.root}/{self.names.adjustments}", self.names
        if path not in self.elements.by_path:
            return [], []
        charges = [self._is_charge(place) for place in self.elements.at(path)]
        charged, allowed = (
            self._added(path, names.adjustment_tax, names.adjustment_amount, [each is side for each in charges])
            for side in (True, False)
        )
        return charged, allowed

    def _added(self, path: str, tax: str, amount: str, wanted: Sequence[bool] | None) -> list[Part]:
        """The amounts below the elements at a path, of those that are wanted, by the kinds of their taxes."""
        texts, totals = self.elements.trace.texts, dict[tuple[Kind, ...], Decimal]()
        found = zip(self._owned(path, tax), self.elements.firsts(path, amount), strict=True)
        for number, (kinds, place) in enumerate(found):
            if wanted is None or wanted[number]:
                value = None if place is None else decimal(texts[place] or "")
                totals[kinds] = EXACT.add(totals.get(kinds, ZERO), value or ZERO)
        return [
            Part(
                frozenset(kind.code for kind in kinds),
                frozenset(kind.rate for kind in kinds if kind.rate is not None),
                total,
            )
            for kinds, total in totals.items()
        ]

    def _owned(self, path: str, tax: str) -> Iterator[tuple[Kind, ...]]:
        """The kinds of the taxes below each element at a path."""
        whole = f"{path}/{tax}"
        owners, places, kinds = self.elements.at(path), self.elements.at(whole), self.kinds(whole)
        if len(owners) == len(places) and None not in self.elements.firsts(path, tax):
            return ((kind,) for kind in kinds)
        owned: list[tuple[Kind, ...]] = [()] * len(owners)
        for place, kind in zip(places, kinds, strict=True):
            owner = bisect_right(owners, place) - 1
            owned[owner] = (*owned[owner], kind)
        return iter(owned)


@lru_cache(maxsize=4096)
def _kind(code: str | None, tax: str | None, rate: str | None, trimmed: bool) -> Kind:
    """The same few taxes stand in all lines of a document, and in the next one too."""
    strip: Callable[[str], str] = (lambda text: text.strip(_WHITE)) if trimmed else str
    return Kind(
        code=strip(code or ""),
        written=code,
        vat=strip((tax or "").upper()) == "VAT",
        rate=decimal(rate) if rate is not None else None,
        rated=rate is not None,
    )


def total_of(parts: Sequence[Part], code: str, rate: Decimal | None) -> Decimal:
    """What the parts with a category, and with a rate if one is given, add up to."""
    result = ZERO
    for part in parts:
        if code in part.codes and (rate is None or rate in part.rates):
            result = EXACT.add(result, part.total)
    return result
