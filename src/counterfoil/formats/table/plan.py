"""A mapping applied to a header: what of each row is taken, how it is read, and which document it belongs to."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from counterfoil.errors import SettingsError
from counterfoil.formats.table.cells import Cell, Parse, day_parser, number_parser, text
from counterfoil.formats.table.delimited import REPLACED
from counterfoil.formats.table.mapping import Mapping
from counterfoil.formats.table.sums import begins_with_sum
from counterfoil.formats.table.terms import BY_BUYER, DAY, FAMILY, NUMBER, STATEMENT, TRADE, Term, term_of
from counterfoil.model._base import Model

SKIP = "skip"
"""What [values.kind] says of rows that are no documents, such as payments in a ledger."""
CREDIT, DEBIT = "credit", "debit"
_SIGNS = {
    **dict.fromkeys(("credit", "c", "cr", "crdt", "h", "haben", "gutschrift", "+", "ein", "eingang", "in"), CREDIT),
    **dict.fromkeys(("debit", "d", "dr", "dbit", "s", "soll", "lastschrift", "-", "aus", "ausgang", "out"), DEBIT),
    **dict.fromkeys(("crédit", "bij", "avere", "accredito", "haber", "abono"), CREDIT),
    **dict.fromkeys(("débit", "debet", "af", "dare", "addebito", "debe", "cargo"), DEBIT),
}
_CELL_SHOWN = 60
_NOT_UTF_8 = "is not in UTF-8, as the rest of the table is"


class Fault(Model):
    """A cell that does not hold what its column should, or a row that tells no document."""

    row: int
    column: str
    cell: str
    expected: str

    def sentence(self) -> str:
        """What is wrong where."""
        shown = repr(self.cell[:_CELL_SHOWN] + ("…" if len(self.cell) > _CELL_SHOWN else "")) if self.cell else "it"
        return f"Row {self.row}, column {self.column!r}: {shown} {self.expected}."


class Taken(Model):
    """What was taken of a row: the values of its slots in canonical form."""

    row: int
    values: list[str | None]
    fault: Fault | None = None


class Slot(Model):
    """One term that each row gives a value for, from a column or as a constant."""

    term: Term
    parameter: str
    header: str
    column: int | None
    parse: Parse
    expected: str
    constant: str | None = None


def columns_of(header: Sequence[Cell]) -> list[str]:
    """The names of columns; a second one of the same name is "Name (2)", one without a name "#" and its number."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for place, cell in enumerate(header, 1):
        name = " ".join((text(cell) or "").split()) or f"#{place}"
        count = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        names.append(name if count == 1 else f"{name} ({count})")
    return names


def is_nameless(name: str, place: int) -> bool:
    """Has the column at this place, from 0, no name but the one that it was given for its number?"""
    return name == f"#{place + 1}"


class Plan:
    """How the rows below one header are taken."""

    def __init__(
        self,
        mapping: Mapping,
        columns: Sequence[str],
        year_begins: date | None = None,
        *,
        ragged: bool = False,
        mixed: bool = False,
    ) -> None:
        """`ragged`: cells beyond the last column mean nothing, as in workbooks, where no delimiter can go wrong.
        `mixed`: what is not in the encoding of the table is REPLACED in its cells.
        """
        self._mixed = mixed
        self.mapping, self.family = mapping, FAMILY[mapping.document]
        self._width = 1 << 30 if ragged else len(columns)
        self._place = {name.casefold(): place for place, name in reversed(list(enumerate(columns)))}
        self._number = number_parser(mapping.decimal, mapping.thousands)
        self._day = day_parser(mapping.dates, year_begins)
        self._values = {term: dict(translations) for term, translations in mapping.values}
        self.slots = [*self._column_slots(), *self._constant_slots()]
        self._constants = [slot.constant for slot in self.slots if slot.column is None]
        self._taken = [(slot.column, slot.parse, slot) for slot in self.slots if slot.column is not None]
        self._kind = next((at for at, slot in enumerate(self.slots) if slot.term.name == "kind"), None)
        self._days = [at for at, slot in enumerate(self.slots) if slot.term.holds == DAY and slot.column is not None]
        self._group_by = self._group_columns()
        self._key_slots = self._default_key()

    def take(self, number: int, cells: Sequence[Cell]) -> Taken | None:
        """The values of a row; None where it holds nothing, sums up others or is to be skipped."""
        values: list[str | None] = []
        fault: Fault | None = None
        width, filled = len(cells), False
        for column, parse, slot in self._taken:
            cell = cells[column] if column < width else None
            if not cell and not isinstance(cell, Decimal):
                values.append(None)
                continue
            try:
                value = parse(cell)
            except ValueError:
                value = None
                filled = True
                fault = fault or Fault(row=number, column=slot.header, cell=str(cell).strip(), expected=slot.expected)
            if value is not None:
                filled = True
            values.append(value)
        if not filled or (self._kind is not None and values[self._kind] == SKIP):
            return None
        if self._days and values[self._days[0]] is None and self._is_sum(values, cells):
            return None
        if width > self._width and fault is None:
            fault = self._overflow(number, cells)
        if self._mixed and fault is None:
            fault = self._replaced(number, cells)
        values += self._constants
        return Taken(row=number, values=values, fault=fault)

    def _is_sum(self, values: Sequence[str | None], cells: Sequence[Cell]) -> bool:
        """A sum has no day; further lines of the document above have none either, and goods may be called so."""
        if self.mapping.fill_down or any(values[at] is not None for at in self._days):
            return False
        place = begins_with_sum(cells)
        return place is not None and all(self.slots[at].column != place for at in self.at("line.name"))

    def key(
        self, taken: Taken, cells: Sequence[Cell], above: list[str | None] | None
    ) -> tuple[bytes, list[str | None]]:
        """The key of the document that a row belongs to, and what to hand on to the next row as `above`."""
        if self._group_by is not None:
            parts = [text(cells[at]) if at < len(cells) else None for at in self._group_by]
        elif self._key_slots is None:
            return taken.row.to_bytes(8, "big"), []
        else:
            parts = [taken.values[at] for at in self._key_slots]
        if self.mapping.fill_down and above is not None and parts and parts[0] is None:
            parts = above
        return _hashed(parts), parts

    def untold(self, taken: Taken, parts: list[str | None]) -> Fault | None:
        """The fault of a row that leaves open which document it belongs to."""
        if taken.fault is None and parts and parts[0] is None:
            if self._group_by is not None:
                column = (self.mapping.group_by or ("",))[0]
            else:
                column = self.slots[(self._key_slots or [0])[0]].header
            return Fault(row=taken.row, column=column, cell="", expected="is empty, so its document is not known")
        return None

    def at(self, name: str) -> list[int]:
        """The slots of a term."""
        return [at for at, slot in enumerate(self.slots) if slot.term.name == name]

    # --- Slots

    def _column_slots(self) -> Iterator[Slot]:
        for column in self.mapping.columns:
            place = self._place[column.header.casefold()]
            for written in column.terms:
                yield self._slot(written, column.header, place)

    def _constant_slots(self) -> Iterator[Slot]:
        for written, value in self.mapping.constants:
            yield self._slot(written, "[constants]", None, value)

    def _slot(self, written: str, header: str, place: int | None, constant: str | None = None) -> Slot:
        term = term_of(self.family, written)
        assert term is not None
        name = written.removeprefix("-")
        parse, expected = self._parser(term, name)
        if written.startswith("-"):
            parse = _negated(parse)
        parameter = name.partition(":")[2]
        return Slot(
            term=term,
            parameter=parameter,
            header=header,
            column=place,
            parse=parse,
            expected=expected,
            constant=constant,
        )

    def _parser(self, term: Term, name: str) -> tuple[Parse, str]:
        translations = self._values.get(name)
        if term.holds == NUMBER:
            example = f"1{self.mapping.thousands}234{self.mapping.decimal}50"
            return self._number, f"is no number as the mapping says that they are written ({example})"
        if term.holds == DAY:
            return self._day, f"is no date as the mapping says that they are written ({', '.join(self.mapping.dates)})"
        if term.name == "kind":
            kinds = {kind for kind, family in FAMILY.items() if family == TRADE} | {SKIP}
            return _chosen(
                translations or {}, kinds, {}
            ), "means no kind of document; add it to [values.kind] of the mapping"
        if term.name == "entry.sign":
            return (
                _chosen(translations or {}, {CREDIT, DEBIT}, _SIGNS),
                'means neither credit nor debit; add it to [values."entry.sign"] of the mapping',
            )
        if term.name == "end_to_end_id":
            return _given, "cannot be read"
        return (_translated(translations) if translations else text), "cannot be read"

    # --- Keys

    def _group_columns(self) -> list[int] | None:
        if self.mapping.group_by is None:
            return None
        missing = [name for name in self.mapping.group_by if name.casefold() not in self._place]
        if missing:
            raise SettingsError(
                f"{self.mapping.name}: group_by names {missing[0]!r}, which is no column of the table.",
                "Name columns as they stand in the header.",
            )
        return [self._place[name.casefold()] for name in self.mapping.group_by]

    def _default_key(self) -> list[int] | None:
        """Slots whose values together tell a document: number and issuer; None where each row is one."""
        number = self.at("number")
        if self.family == STATEMENT:
            day = self.at("entry.booked") or self.at("entry.valued")
            return [*(number or day)[:1], *self.at("account")[:1], *(() if number else self.at("currency")[:1])]
        if not number:
            return None
        issuer = "buyer" if self.mapping.document in BY_BUYER else "seller"
        told = ("vat", "gln", "lei", "supplier_number", "customer_number", "name")
        parties = [at for name in told for at in self.at(f"{issuer}.{name}")] if self.family == TRADE else []
        return [number[0], *parties[:1], *self.at("kind")[:1]]

    def _overflow(self, number: int, cells: Sequence[Cell]) -> Fault | None:
        beyond = next((cell for cell in cells[self._width :] if text(cell)), None)
        if beyond is None:
            return None
        expected = "stands beyond the last column, as where a cell holds the delimiter and is not quoted"
        return Fault(row=number, column=f"#{self._width + 1}", cell=str(beyond), expected=expected)

    def _replaced(self, number: int, cells: Sequence[Cell]) -> Fault | None:
        """The fault of a row that could only be guessed at: a name that is garbled would be recorded as it stands."""
        for column, _, slot in self._taken:
            cell = cells[column] if column < len(cells) else None
            if isinstance(cell, str) and REPLACED in cell:
                return Fault(row=number, column=slot.header, cell=cell.strip(), expected=_NOT_UTF_8)
        return None


def _hashed(parts: list[str | None]) -> bytes:
    written = "\0".join("\1" if part is None else part for part in parts)
    return hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _given(cell: Cell) -> str | None:
    """An end-to-end id, unless it only says that there is none (ISO 20022)."""
    written = text(cell)
    return None if written is None or written.replace(" ", "").upper() in {"NOTPROVIDED", "NONREF"} else written


def _negated(parse: Parse) -> Parse:
    def negated(cell: Cell) -> str | None:
        value = parse(cell)
        if value is None or not value.strip("-0."):
            return value
        return value[1:] if value.startswith("-") else f"-{value}"

    return negated


def _translated(translations: dict[str, str]) -> Parse:
    folded = {cell.strip().casefold(): meaning for cell, meaning in translations.items()}

    def translated(cell: Cell) -> str | None:
        written = text(cell)
        if written is None:
            return folded.get("")
        return folded.get(written.casefold(), written)

    return translated


def _chosen(translations: dict[str, str], allowed: set[str], default: dict[str, str]) -> Callable[[Cell], str | None]:
    translate = _translated(translations)

    def chosen(cell: Cell) -> str | None:
        value = translate(cell)
        if value is None or value in allowed:
            return value
        value = default.get(value.casefold())
        if value is None:
            raise ValueError(cell)
        return value

    return chosen
