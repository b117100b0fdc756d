"""Which VAT categories stand where in a document, worked out once for all the rules that ask about them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
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

    def __init__(self, elements: Elements, names: Names) -> None:
        self.elements, self.names = elements, names
        self._known: dict[tuple[str | None, ...], Kind] = {}
        self._kinds: dict[str, list[Kind]] = {}

    @cached_property
    def items(self) -> Mapping[Kind, Sequence[int]]:
        """The taxes of all that is sold, in lines and in lines below lines."""
        return self._by_kind(self.elements.paths_ending(self.names.items))

    @cached_property
    def lines(self) -> Mapping[Kind, Sequence[int]]:
        """The taxes of lines alone."""
        ends = tuple(f"/{line}/{self.names.line_tax}" for line in self.names.lines)
        return self._by_kind([path for path in self.elements.paths_ending(self.names.items) if path.endswith(ends)])

    @cached_property
    def adjusted(self) -> Sequence[Adjusted]:
        """The taxes of all allowances and charges, those of lines and prices too."""
        elements, found = self.elements, list[Adjusted]()
        on_document = f"{elements.root}/{self.names.adjustments}/{self.names.adjustment_tax}"
        # Those of prices have names of their own in CII, and no rule asks which of the two they are.
        own = "/".join(on_document.rsplit("/", 2)[1:])
        for path in elements.paths_ending(self.names.adjusted):
            for place, kind in zip(elements.at(path), self.kinds(path), strict=True):
                owner = elements.trace.parents[place]
                charge = self._is_charge(owner) if path.endswith(own) else None
                found.append(Adjusted(place, owner, kind, charge, path == on_document))
        return found

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The groups of the VAT breakdown."""
        path, parents = f"{self.elements.root}/{self.names.groups}", self.elements.trace.parents
        found = zip(self.elements.at(path), self.kinds(path), strict=True)
        above = self.names.sums_above
        return [Group(place, parents[place] if above else place, kind) for place, kind in found]

    @cached_property
    def anywhere(self) -> Mapping[Kind, Sequence[int]]:
        """All taxes of the document (see `Names`)."""
        return self._by_kind(self.elements.paths_ending(self.names.anywhere))

    @cached_property
    def sums(self) -> Sequence[Sequence[Part]]:
        """The amounts of lines of each name, of charges and of allowances, by categories and rates."""
        return [*(self._sums_of_lines(line) for line in self.names.lines), *self._sums_of_adjustments()]

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
        known, kinds = self._known, list[Kind]()
        for written in zip(*columns, strict=True):
            kind = known.get(written)
            if kind is None:
                kind = known[written] = self._kind(*written)
            kinds.append(kind)
        return kinds

    def _kind(self, code: str | None, tax: str | None, rate: str | None) -> Kind:
        strip: Callable[[str], str] = (lambda text: text.strip(_WHITE)) if self.names.trimmed else str
        return Kind(
            code=strip(code or ""),
            written=code,
            vat=strip((tax or "").upper()) == "VAT",
            rate=decimal(rate) if rate is not None else None,
            rated=rate is not None,
        )

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


def total_of(parts: Sequence[Part], code: str, rate: Decimal | None) -> Decimal:
    """What the parts with a category, and with a rate if one is given, add up to."""
    result = ZERO
    for part in parts:
        if code in part.codes and (rate is None or rate in part.rates):
            result = EXACT.add(result, part.total)
    return result
