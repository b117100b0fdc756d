"""A table read as documents: its mapping is found by its columns, its rows are gathered, each document is built."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

import msgspec

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._format import Reading
from counterfoil.formats._zip import MAGICS
from counterfoil.formats.table.build import Build, builder
from counterfoil.formats.table.cells import Cell, day_parser, text
from counterfoil.formats.table.delimited import Open, Row, Survey, delimiter_of, rows_of, sample_text
from counterfoil.formats.table.grouping import Grouping
from counterfoil.formats.table.mapping import Mapping
from counterfoil.formats.table.plan import Fault, Plan, Taken, columns_of, is_nameless
from counterfoil.formats.table.workbook import Workbook, open_workbook, rows_of_sheet
from counterfoil.model._base import Model
from counterfoil.model.settings import Limits
from counterfoil.model.summary import PartySummary, Summary

FORMAT = "table"
_HEAD_BYTES = 1 << 16
_HEADER_ROWS = 100
_SAMPLE_ROWS, _SAMPLE_AHEAD_ROWS, _SAMPLE_EVERY = 1500, 60_000, 60
_HELD_BACK_MAX = 1000
_COLUMNS_SHOWN = 30


class Unread(Model, gc=True):
    """A document of a table that could not be read."""

    error: UnreadableError


class Table:
    """A table that can be read more than once."""

    def __init__(self, open_source: Open, told: Survey, limits: Limits) -> None:
        self._open, self._encoding, self.limits = open_source, told.encoding, limits
        self.mixed = told.mixed
        """Whether some rows are not in its encoding."""
        with open_source() as stream:
            self.head = stream.read(_HEAD_BYTES)
        self.workbook: Workbook | None = None
        if self.head.startswith(MAGICS):
            self.workbook = open_workbook(open_source, limits)

    def parts(self) -> list[str | None]:
        """The names of its sheets; one part without a name where it is no workbook."""
        return [sheet.name for sheet in self.workbook.sheets] if self.workbook else [None]

    def rows(self, part: int, mapping: Mapping) -> Iterator[Row]:
        """The rows of a part, read as a mapping says."""
        if self.workbook is not None:
            return rows_of_sheet(self.workbook, self.workbook.sheets[part])
        delimiter = mapping.delimiter or self.delimiter(mapping.quote, mapping.encoding) or ","
        return rows_of(self._open, self.encoding(mapping.encoding), delimiter, mapping.quote, mixed=self.mixed)

    def encoding(self, otherwise: str) -> str:
        """Its encoding: told by its content where it is Unicode."""
        return self._encoding or otherwise

    def delimiter(self, quote: str, encoding: str) -> str | None:
        """Its delimiter, told by its first rows."""
        return delimiter_of(sample_text(self.head, encoding), quote)

    def decodes(self, encoding: str) -> bool:
        """Whether its first bytes are in this encoding, if its content does not tell another."""
        if self.mixed:
            return True
        try:
            self.head.decode(self.encoding(encoding))
        except UnicodeDecodeError as error:
            return error.start > len(self.head) - 8  # a character that the end of the head cuts off
        return True

    @staticmethod
    def year_begins(mapping: Mapping, rows: list[Row]) -> date | None:
        """The first day of the financial year, where the mapping says that a cell tells it."""
        return _year_begins(mapping, rows)

    def sample(self, part: int, mapping: Mapping) -> list[Row]:
        """The first rows, and then some of those behind them: dates and amounts may look different there."""
        rows = self.rows(part, mapping)
        try:
            first = list(islice(rows, _SAMPLE_ROWS))
            return first + list(islice(rows, 0, _SAMPLE_AHEAD_ROWS, _SAMPLE_EVERY))
        finally:
            rows.close()  # type: ignore[attr-defined]  # both readers are generators

    def first_rows(self, part: int, mapping: Mapping, count: int) -> list[Row]:
        """The first rows of a part."""
        rows = self.rows(part, mapping)
        try:
            return list(islice(rows, count))
        finally:
            rows.close()  # type: ignore[attr-defined]  # both readers are generators


class Fit(Model, gc=True):
    """A mapping that fits a part of a table."""

    part: int
    mapping: Mapping
    header: int
    columns: list[str]
    year_begins: date | None = None
    ragged: bool = False
    mixed: bool = False


def read_table(table: Table, mappings: Sequence[Mapping], us: PartySummary | None = None) -> Iterator[Reading | Unread]:
    """The documents of a table in the order of their first rows; of one that cannot be read, why.

    Raises UnreadableError where no mapping fits or two do, where the table breaks off, or where all documents fail.
    """
    for fit in fits(table, mappings):
        yield from _held_back(read_rows(table.rows(fit.part, fit.mapping), fit, table.limits, us))


def fits(table: Table, mappings: Sequence[Mapping]) -> list[Fit]:
    """For each part the fitting mapping with the most columns; UnreadableError where none fits, or two as well."""
    found: list[Fit] = []
    seen: list[list[Row]] = []
    for part, sheet in enumerate(table.parts()):
        fitting: list[Fit] = []
        heads: dict[tuple[str | None, str, str], list[Row]] = {}
        for mapping in mappings:
            if mapping.sheet is not None and mapping.sheet != sheet:
                continue
            dialect = (mapping.delimiter, mapping.quote, mapping.encoding)
            if dialect not in heads:
                heads[dialect] = table.first_rows(part, mapping, _HEADER_ROWS)
            if (fit := _fit(part, mapping, heads[dialect], ragged=sheet is not None)) is not None:
                fitting.append(msgspec.structs.replace(fit, mixed=table.mixed))
        if fitting:
            found.append(_most_specific(fitting))
        elif not found:
            seen.append(table.first_rows(part, Mapping(name="", document="", columns=()), _HEADER_ROWS))
    if not found:
        raise _unmapped(seen)
    return found


def _fit(part: int, mapping: Mapping, rows: list[Row], *, ragged: bool) -> Fit | None:
    wanted = {column.header.casefold() for column in mapping.columns}
    for number, cells in rows:
        if mapping.header is not None and number != mapping.header:
            continue
        if len(cells) < len(wanted):
            continue
        columns = columns_of(cells)
        if wanted <= {name.casefold() for name in columns}:
            begins = _year_begins(mapping, rows)
            return Fit(part=part, mapping=mapping, header=number, columns=columns, year_begins=begins, ragged=ragged)
    return None


def _year_begins(mapping: Mapping, rows: list[Row]) -> date | None:
    if mapping.year_begins_at is None:
        return None
    row, column = mapping.year_begins_at
    cells = next((cells for number, cells in rows if number == row), [])
    cell: Cell = cells[column - 1] if column <= len(cells) else None
    try:
        day = day_parser(["YYYYMMDD", "YYYY-MM-DD", "DD.MM.YYYY"])(cell)
    except ValueError:
        day = None
    if day is None:
        raise UnreadableError(
            f"Row {row}, column {column} should tell the day on which the year begins; there is {text(cell)!r}.",
            f"Correct year_begins_at in {mapping.name}.",
        )
    return date.fromisoformat(day)


def _most_specific(fitting: list[Fit]) -> Fit:
    """The one with the most columns; of equal mappings under two names, the first."""
    most = max(len(fit.mapping.columns) for fit in fitting)
    best = [fit for fit in fitting if len(fit.mapping.columns) == most]
    plain = {msgspec.structs.replace(fit.mapping, name="") for fit in best}
    if len(plain) > 1:
        raise UnreadableError(
            f"Two mappings fit this table equally well: {best[0].mapping.name} and {best[1].mapping.name}.",
            "Remove one of them, or map a column more in the one that is meant.",
        )
    return best[0]


def _unmapped(parts: list[list[Row]]) -> UnreadableError:
    """No mapping fits: what columns there are, as far as we can see which row is the header."""
    columns: list[str] = []
    for rows in parts:
        for _, cells in rows[:_HEADER_ROWS]:
            names = [name for place, name in enumerate(columns_of(cells)) if not is_nameless(name, place)]
            if len(names) > len(columns) + (2 if len(columns) > 1 else 0):
                columns = names
        if columns:
            break
    if not columns:
        return UnreadableError("The table is empty.", "Export it again.")
    shown = ", ".join(repr(name[:40]) for name in columns[:_COLUMNS_SHOWN]) + (
        ", …" if len(columns) > _COLUMNS_SHOWN else ""
    )
    return UnreadableError(
        f"No mapping fits this table; its columns are {shown}.",
        "Run 'counterfoil map FILE' to write one, and correct it; or name one with --mapping.",
    )


# --- Documents --------------------------------------------------------------------------------------------------------

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Taken).decode


def read_rows(
    rows: Iterator[Row], fit: Fit, limits: Limits, us: PartySummary | None = None
) -> Iterator[Reading | Unread]:
    """The documents in these rows of a part, header included."""
    plan = Plan(fit.mapping, fit.columns, fit.year_begins, ragged=fit.ragged, mixed=fit.mixed)
    build = builder(plan, us)
    rows_max = max(1, limits.elements_max // max(1, len(plan.slots)))
    grouping = Grouping()
    try:
        above: list[str | None] | None = None
        for number, cells in rows:
            if number <= fit.header:
                continue
            taken = plan.take(number, cells)
            if taken is None:
                continue
            key, above = plan.key(taken, cells, above)
            if (fault := plan.untold(taken, above)) is not None:
                taken = msgspec.structs.replace(taken, fault=fault)
            grouping.add(key, number, _encode(taken))
        for records in grouping.documents():
            yield _document(map(_decode, records), build, fit.mapping, rows_max)
    finally:
        grouping.close()


def _document(rows: Iterator[Taken], build: Build, mapping: Mapping, rows_max: int) -> Reading | Unread:
    taken = list(islice(rows, rows_max + 1))
    faults = [row.fault for row in taken if row.fault is not None]
    if faults:
        return Unread(error=_faulty(faults, mapping))
    if len(taken) > rows_max:
        return Unread(
            error=LimitError(
                f"The document that begins in row {taken[0].row} has more than {rows_max:,} rows.",
                "Split it, or raise elements_max in counterfoil.toml if you trust where it comes from.",
            )
        )
    try:
        summary, identity = build(taken)
    except UnreadableError as error:
        return Unread(error=error)
    return Reading(document=summary.document, format=FORMAT, model=summary, summarise=_itself, identity=identity)


def _itself(summary: Summary) -> Summary:
    """What a table says is its summary already."""
    return summary


def _faulty(faults: list[Fault], mapping: Mapping) -> UnreadableError:
    more = f" {len(faults) - 1:,} more rows of the document have such a fault." if len(faults) > 1 else ""
    return UnreadableError(faults[0].sentence() + more, f"Correct the cell, or what {mapping.name} says of the column.")


def _held_back(documents: Iterator[Reading | Unread]) -> Iterator[Reading | Unread]:
    """The same, but where all documents fail and most in one column, one sentence for the whole table."""
    failed: list[Unread] = []
    for document in documents:
        if isinstance(document, Reading):
            yield from failed
            yield document
            yield from documents
            return
        failed.append(document)
        if len(failed) >= _HELD_BACK_MAX:
            raise _all_failed(failed, more=True)
    if len(failed) > 2:
        raise _all_failed(failed, more=False)
    yield from failed


def _all_failed(failed: list[Unread], *, more: bool) -> UnreadableError:
    first = failed[0].error
    count = f"the first {len(failed):,}" if more else f"{len(failed):,}"
    return UnreadableError(
        f"None of {count} documents in the table can be read. {first.message}",
        "The mapping does not suit the table: correct it, or write one with 'counterfoil map FILE'.",
    )
