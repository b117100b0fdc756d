"""Which VAT categories stand where in a document, worked out once for all the rules that ask about them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from counterfoil.model._base import Model
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._white_space import stripped
from counterfoil.rules.en16931._amounts import EXACT, ZERO, decimal

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


_Summands = tuple[frozenset[str], frozenset[Decimal], list[int]]
"""What a part is made of: its categories and rates, and the elements with the amounts."""


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


class Taxes:
    """What documents with the same elements have in common whose taxes are the same too, whatever their amounts."""

    __slots__ = ("adjusted", "anywhere", "groups", "items", "kinds", "lines", "parts", "used")

    def __init__(self) -> None:
        self.kinds: dict[str, list[Kind]] = {}
        self.used: dict[Named, frozenset[str]] = {}
        self.items: Mapping[Kind, Sequence[int]] = {}
        self.lines: Mapping[Kind, Sequence[int]] = {}
        self.adjusted: Sequence[Adjusted] = ()
        self.groups: Sequence[Group] = ()
        self.anywhere: Mapping[Kind, Sequence[int]] | None = None
        self.parts: Sequence[Sequence[_Summands]] = ()


class Vat:
    """The categories of one document."""

    __slots__ = ("_sums", "adjusted", "elements", "groups", "items", "lines", "names", "taxes")

    def __init__(self, elements: Elements, names: Names, taxes: Taxes | None = None) -> None:
        self.elements, self.names = elements, names
        self._sums: Sequence[Sequence[Part]] | None = None
        self.taxes = taxes or Taxes()
        """May be those of a document before this one."""
        if taxes is None:
            self._read_taxes(self.taxes)
        self.items = self.taxes.items
        """The taxes of all that is sold, in lines and in lines below lines."""
        self.lines = self.taxes.lines
        """The taxes of lines alone."""
        self.adjusted = self.taxes.adjusted
        """The taxes of all allowances and charges, those of lines and prices too."""
        self.groups = self.taxes.groups
        """The groups of the VAT breakdown."""

    def _read_taxes(self, taxes: Taxes) -> None:
        paths = self.elements.paths_ending(self.names.items)
        own = [path for path in paths if path.endswith(self.names.line_ends)]
        taxes.items = self._by_kind(paths)
        taxes.lines = taxes.items if len(own) == len(paths) else self._by_kind(own)
        taxes.adjusted = self._read_adjusted()
        taxes.groups = self._read_groups()

    @property
    def anywhere(self) -> Mapping[Kind, Sequence[int]]:
        """All taxes of the document (see `Names`)."""
        found = self.taxes.anywhere
        if found is None:
            found = self.taxes.anywhere = self._by_kind(self.elements.paths_ending(self.names.anywhere))
        return found

    @property
    def sums(self) -> Sequence[Sequence[Part]]:
        """The amounts of lines of each name, of charges and of allowances, by categories and rates."""
        if self._sums is None:
            if not self.taxes.parts:
                of_lines = [self._parts_of_lines(line) for line in self.names.lines]
                self.taxes.parts = [*of_lines, *self._parts_of_adjustments()]
            self._sums = [[self._added(*part) for part in parts] for parts in self.taxes.parts]
        return self._sums

    def codes(self, named: Named) -> frozenset[str]:
        """What stands at paths of categories, to the letter."""
        found = self.taxes.used.get(named)
        if found is None:
            found = self.taxes.used[named] = frozenset(self.elements.texts(named(self.elements)))
        return found

    def _read_adjusted(self) -> list[Adjusted]:
        elements, found = self.elements, list[Adjusted]()
        on_document = f"{elements.root}/{self.names.adjustments}/{self.names.adjustment_tax}"
        # Those of prices have names of their own in CII, and no rule asks which of the two they are.
        own = "/".join(on_document.rsplit("/", 2)[1:])
        for path in elements.paths_ending(self.names.adjusted):
            for place, kind in zip(elements.at(path), self.kinds(path), strict=True):
                owner = elements.parent(place)
                charge = self._is_charge(owner) if path.endswith(own) else None
                found.append(Adjusted(place, owner, kind, charge, path == on_document))
        return found

    def _read_groups(self) -> list[Group]:
        path, parent = f"{self.elements.root}/{self.names.groups}", self.elements.parent
        found = zip(self.elements.at(path), self.kinds(path), strict=True)
        above = self.names.sums_above
        return [Group(place, parent(place) if above else place, kind) for place, kind in found]

    def kinds(self, path: str) -> list[Kind]:
        """The kind of each of the taxes at a path."""
        kinds = self.taxes.kinds.get(path)
        if kinds is None:
            kinds = self.taxes.kinds[path] = self._read(path)
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
            text = stripped(self.elements.text(place))
            return True if text in _TRUE else False if text in _FALSE else None
        return None

    def _parts_of_lines(self, line: str) -> list[_Summands]:
        path = f"{self.elements.root}/{line}"
        if path not in self.elements.by_path:
            return []
        return self._parted(path, self.names.line_tax, self.names.line_amount, None)

    def _parts_of_adjustments(self) -> tuple[list[_Summands], list[_Summands]]:
        path, names = f"{self.elements.root}/{self.names.adjustments}", self.names
        if path not in self.elements.by_path:
            return [], []
        charges = [self._is_charge(place) for place in self.elements.at(path)]
        charged, allowed = (
            self._parted(path, names.adjustment_tax, names.adjustment_amount, [each is side for each in charges])
            for side in (True, False)
        )
        return charged, allowed

    def _parted(self, path: str, tax: str, amount: str, wanted: Sequence[bool] | None) -> list[_Summands]:
        """The amounts below the elements at a path, of those that are wanted, by the kinds of their taxes."""
        parts: dict[tuple[Kind, ...], list[int]] = {}
        found = zip(self._owned(path, tax), self.elements.firsts(path, amount), strict=True)
        for number, (kinds, place) in enumerate(found):
            if wanted is None or wanted[number]:
                places = parts.setdefault(kinds, [])
                if place is not None:
                    places.append(place)
        return [
            (
                frozenset(kind.code for kind in kinds),
                frozenset(kind.rate for kind in kinds if kind.rate is not None),
                places,
            )
            for kinds, places in parts.items()
        ]

    def _added(self, codes: frozenset[str], rates: frozenset[Decimal], places: Sequence[int]) -> Part:
        texts, total = self.elements.trace.texts, ZERO
        for place in places:
            value = decimal(texts[place] or "")
            if value is not None:
                total = EXACT.add(total, value)
        return Part(codes, rates, total)

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
    strip: Callable[[str], str] = stripped if trimmed else str
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
