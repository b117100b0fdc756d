"""The rows of one document become its summary, and its identity is made from what they say."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Context, Decimal
from functools import reduce
from typing import Any

import msgspec

from counterfoil.errors import UnreadableError
from counterfoil.formats.table.plan import DEBIT, Plan, Taken
from counterfoil.formats.table.terms import (
    DAY,
    DOCUMENT,
    NUMBER,
    PARTY,
    PARTY_FIELDS,
    PARTY_SCHEMES,
    REFERENCE_KINDS,
)
from counterfoil.model.summary import PartySummary, Reference
from counterfoil.model.values import Identifier

_encode = msgspec.json.Encoder().encode
_EXACTLY = Context(prec=200)
"""Numbers in cells have at most some 60 digits, so that nothing is rounded."""
_EXACT = {"currency", "number", "kind", "account"}
"""Texts of the whole document that may not differ between its rows, as no number or day may."""


class Head:
    """The values that the rows of a document tell of the whole of it."""

    def __init__(self, plan: Plan, *, parties: bool = True) -> None:
        self._plan = plan
        self._single: dict[str, list[int]] = {}
        self._many: dict[str, list[int]] = {}
        levels = (DOCUMENT, PARTY) if parties else (DOCUMENT,)
        for at, slot in enumerate(plan.slots):
            if slot.term.level in levels:
                table = self._many if slot.term.many else self._single
                name = slot.term.name + slot.parameter
                table.setdefault(name, []).append(at)
        self._convert = {name: _converter(plan.slots[ats[0]].term.holds) for name, ats in self._single.items()}

    def terms(self) -> set[str]:
        """The terms that it takes one value of."""
        return set(self._single)

    def written(self, rows: Sequence[Taken]) -> dict[str, str]:
        """The canonical value of each term; UnreadableError where two rows contradict each other."""
        found: dict[str, str] = {}
        for name, ats in self._single.items():
            before: str | None = None
            for row in rows:
                for at in ats:
                    value = row.values[at]
                    if value is not None:
                        if before is None:
                            before = found[name] = value
                        elif before != value:
                            self._check_same(name, before, value, rows[0].row, row.row)
                        break
        return found

    def lists(self, rows: Sequence[Taken]) -> dict[str, tuple[str, ...]]:
        """All different values of each term of which a document may have several."""
        found: dict[str, tuple[str, ...]] = {}
        for name, ats in self._many.items():
            values = dict.fromkeys(value for row in rows for at in ats if (value := row.values[at]) is not None)
            if values:
                found[name] = tuple(values)
        return found

    def converted(self, written: dict[str, str]) -> dict[str, Any]:
        """The values as texts, decimals and dates."""
        return {name: self._convert[name](value) for name, value in written.items()}

    def _check_same(self, name: str, before: str, value: str, first: int, row: int) -> None:
        slot = self._plan.slots[self._single[name][0]]
        exact = slot.term.holds == DAY or slot.term.name in _EXACT
        if exact or (slot.term.holds == NUMBER and Decimal(before) != Decimal(value)):
            raise UnreadableError(
                f"Row {row}, column {slot.header!r}: {value!r} differs from {before!r} in row {first},"
                " which is of the same document.",
                f"A document has one {slot.term.name}. If the column tells something of lines, correct the mapping.",
            )


def party(values: dict[str, Any], lists: dict[str, tuple[str, ...]], prefix: str) -> PartySummary | None:
    """A party from the terms that begin with `prefix`; None where they tell nothing."""
    fields = {name: value for name in PARTY_FIELDS if (value := values.get(prefix + name)) is not None}
    identifiers = list(_identifiers(values, lists, prefix))
    if identifiers:
        fields["identifiers"] = tuple(dict.fromkeys(identifiers))
    accounts = lists.get(f"{prefix}account", ())
    if accounts:
        fields["accounts"] = tuple(dict.fromkeys("".join(each.split()) for each in accounts))
    return PartySummary(**fields) if fields else None


def _identifiers(values: dict[str, Any], lists: dict[str, tuple[str, ...]], prefix: str) -> Iterator[Identifier]:
    for name, scheme in PARTY_SCHEMES.items():
        if (value := values.get(prefix + name)) is not None:
            yield Identifier(value=value, scheme=scheme)
    for name, several in lists.items():
        if name == f"{prefix}registration":
            yield from (Identifier(value=value) for value in several)
        elif name.startswith(f"{prefix}id:"):
            scheme = name.removeprefix(f"{prefix}id:")
            yield from (Identifier(value=value, scheme=scheme) for value in several)


class References:
    """The other documents that rows refer to: from the document where all rows agree, from the line else."""

    def __init__(self, plan: Plan) -> None:
        self._slots = [(kind, plan.at(name), plan.at(f"{name}_line")) for name, kind in REFERENCE_KINDS.items()]
        self._slots = [(kind, numbers, lines) for kind, numbers, lines in self._slots if numbers or lines]

    def of_document(self, rows: Sequence[Taken]) -> tuple[tuple[Reference, ...], frozenset[str]]:
        """The references from the whole document, and the kinds of which its rows name different ones."""
        found: list[Reference] = []
        differing: set[str] = set()
        for kind, numbers, _ in self._slots:
            named = dict.fromkeys(value for row in rows for at in numbers if (value := row.values[at]) is not None)
            found += [Reference(document=kind, number=number) for number in named]
            if len(named) > 1:
                differing.add(kind)
        return tuple(found), frozenset(differing)

    def of_line(self, row: Taken, differing: frozenset[str] | None) -> tuple[Reference, ...]:
        """The references from one row: to lines, and to documents of the kinds that differ (None: of all kinds)."""
        found: list[Reference] = []
        for kind, numbers, lines in self._slots:
            number = next((value for at in numbers if (value := row.values[at]) is not None), None)
            line = next((value for at in lines if (value := row.values[at]) is not None), None)
            if line is not None or (number is not None and (differing is None or kind in differing)):
                found.append(Reference(document=kind, number=number or "", line=line))
        return tuple(found)


class Lines:
    """The terms of a line and how its fields are filled from them."""

    def __init__(self, plan: Plan, fields: dict[str, str]) -> None:
        self._single: list[tuple[str, list[int], Callable[[str], Any]]] = []
        self._many: list[tuple[str, list[int]]] = []
        for name, field in fields.items():
            if ats := plan.at(name):
                term = plan.slots[ats[0]].term
                if term.many:
                    self._many.append((field, ats))
                else:
                    self._single.append((field, ats, _converter(term.holds)))

    def __bool__(self) -> bool:
        return bool(self._single or self._many)

    def fields(self, row: Taken) -> dict[str, Any]:
        """The fields of the line that a row is."""
        found: dict[str, Any] = {}
        values = row.values
        for field, ats, convert in self._single:
            for at in ats:
                value = values[at]
                if value is not None:
                    found[field] = convert(value)
                    break
        for field, ats in self._many:
            several = tuple(value for at in ats if (value := values[at]) is not None)
            if several:
                found[field] = several
        return found


def added_up(plan: Plan, name: str, rows: Sequence[Taken]) -> Decimal | None:
    """The sum of a term over the rows; None where no row has it."""
    values = [Decimal(value) for at in plan.at(name) for row in rows if (value := row.values[at]) is not None]
    return reduce(_EXACTLY.add, values) if values else None


def signed(row: Taken, ats: Sequence[tuple[list[int], int]], sign: Sequence[int]) -> Decimal | None:
    """The amount of an entry from its columns, each with the factor that it counts by."""
    amounts = [
        Decimal(value) if factor > 0 else negated(Decimal(value))
        for columns, factor in ats
        for at in columns
        if (value := row.values[at]) is not None
    ]
    if not amounts:
        return None
    amount = reduce(_EXACTLY.add, amounts)
    turned = next((value for at in sign if (value := row.values[at]) is not None), None)
    return negated(amount) if turned == DEBIT else amount


def negated(value: Decimal) -> Decimal:
    """A number with the other sign, exact whatever its length; nought has none."""
    return value.copy_negate() if value else value


class Identity:
    """SHA-256 over what a document's rows say, so that the same document out of another export is the same.

    Neither the order of its rows, nor zeros around a number, nor the names of columns are part of it.
    """

    def __init__(self, plan: Plan, head: Head) -> None:
        of_head = head.terms()
        slots = [(slot.term.name + slot.parameter, at, slot.term.holds == NUMBER) for at, slot in enumerate(plan.slots)]
        self._numbers = {name for name, _, is_number in slots if is_number}
        self._lines = sorted(each for each in slots if each[0] not in of_head)

    def of(self, document: str, rows: Sequence[Taken], head: dict[str, str]) -> bytes:
        """The identity of a document with these rows, and these values of the whole of it."""
        numbers, lines = self._numbers, self._lines
        told = sorted((name, _plain(value) if name in numbers else value) for name, value in head.items())
        content = _encode(["counterfoil table document/1", document, told])
        if not lines:
            return hashlib.sha256(content).digest()
        encoded = []
        for row in rows:
            values = row.values
            parts: list[str] = []
            for name, at, is_number in lines:
                value = values[at]
                if value is not None:
                    parts += (name, _plain(value) if is_number else value)
            encoded.append(_encode(parts))
        encoded.sort()
        return hashlib.sha256(content + b"\n" + b"\n".join(encoded)).digest()


def _plain(value: str) -> str:
    if value[0] in "123456789" and "." not in value:
        return value
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    digits = digits.lstrip("0")
    digits = "0" + digits if not digits or digits.startswith(".") else digits
    return digits if digits == "0" else sign + digits


def _converter(holds: str) -> Callable[[str], Any]:
    if holds == NUMBER:
        return Decimal
    return date.fromisoformat if holds == DAY else str
