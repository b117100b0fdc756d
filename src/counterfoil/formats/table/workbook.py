"""XLSX workbooks as rows of cells (ISO/IEC 29500-1, 18), read as a stream: only the shared strings are kept in memory.

Numbers are the shortest decimals that stand for what is written, and days go by the format of their cell.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._zip import Member
from counterfoil.formats.table.cells import Cell, serial_day
from counterfoil.formats.table.delimited import Open, Row
from counterfoil.formats.table.package import HINT, Sheet, open_package, parsed
from counterfoil.model._base import Model
from counterfoil.model.settings import Limits

_COLUMNS_MAX, _ROWS_MAX = 16_384, 1_048_576
_STYLES_MAX = 100_000
_DIGITS_MAX = 9
"""No place or number in a workbook has more of them."""


class Workbook(Model, gc=True):
    """An opened workbook: its sheets, and what their cells refer to."""

    open: Open
    sheets: tuple[Sheet, ...]
    strings: list[str]
    day_styles: frozenset[int]
    days_shifted: int
    """1462 where days are counted from 1904 (18.17.4.1)."""


def open_workbook(open_source: Open, limits: Limits) -> Workbook:
    """Read all of a workbook but its rows. Raises UnreadableError where it is none, LimitError beyond a limit."""
    package = open_package(open_source, limits)
    main = package.main()
    sheets, shifted = package.sheets(main)
    strings, styles = (package.related(main, kind) for kind in ("sharedStrings", "styles"))
    return Workbook(
        open=open_source,
        sheets=sheets,
        strings=_shared_strings(open_source, strings, limits) if strings else [],
        day_styles=_day_styles(open_source, styles) if styles else frozenset(),
        days_shifted=shifted,
    )


def rows_of_sheet(workbook: Workbook, sheet: Sheet) -> Iterator[Row]:
    """The rows of a sheet that hold something."""
    reader = _Rows(workbook)
    for _ in parsed(workbook.open, sheet.member, reader.start, reader.end, reader.text):
        yield from reader.taken()
    yield from reader.taken()


# --- Strings and styles -----------------------------------------------------------------------------------------------

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as _x000D_ (22.9.2.19)."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _shared_strings(open_source: Open, member: Member, limits: Limits) -> list[str]:
    strings: list[str] = []
    parts: list[str] = []
    within: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        within.append(tag)
        if tag == "si":
            parts.clear()

    def end(tag: str) -> None:
        within.pop()
        if tag == "si":
            if len(strings) >= limits.elements_max:
                raise LimitError(
                    f"The workbook has more than {limits.elements_max:,} different texts.",
                    "Split it, or raise elements_max in counterfoil.toml if you trust where it comes from.",
                )
            strings.append(_unescaped("".join(parts)))

    def text(data: str) -> None:
        if within and within[-1] == "t" and "rPh" not in within:  # rPh tells how to pronounce
            parts.append(data)

    for _ in parsed(open_source, member, start, end, text):
        pass
    return strings


_BUILT_IN_DAYS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)}
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def _day_styles(open_source: Open, member: Member) -> frozenset[int]:
    """The cell formats that show a number as a day (18.8.30)."""
    day_formats = set(_BUILT_IN_DAYS)
    styles: list[int] = []
    within: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        within.append(tag)
        if tag == "numFmt":
            code = _NOT_CODE.sub("", attributes.get("formatCode", "")).lower()
            number = _count(attributes.get("numFmtId", ""))
            day_formats.discard(number)
            if "d" in code or "y" in code:
                day_formats.add(number)
        elif tag == "xf" and "cellXfs" in within and len(styles) < _STYLES_MAX:
            styles.append(_count(attributes.get("numFmtId", "0")))

    def end(_: str) -> None:
        within.pop()

    for _ in parsed(open_source, member, start, end):
        pass
    return frozenset(at for at, number in enumerate(styles) if number in day_formats)


# --- Rows -------------------------------------------------------------------------------------------------------------

_INTEGER = re.compile(r"-?\d{1,15}").fullmatch
_NUMBER = re.compile(r"[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,4})?").fullmatch
_NUMBER_MAX = 1e40
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}").fullmatch
_NOT_WORKED_OUT = "=?"
"""What stands for a formula without its value; a text that no number or day is."""


class _Rows:
    """Takes the elements of a sheet and gathers its rows (18.3.1)."""

    def __init__(self, workbook: Workbook) -> None:
        self._strings, self._days, self._shift = workbook.strings, workbook.day_styles, workbook.days_shifted
        self._ready: list[Row] = []
        self._cells: list[Cell] = []
        self._row = self._column = 0
        self._kind, self._style = "n", 0
        self._value: list[str] = []
        self._has_formula = False
        self._takes = False
        self._spoken = False
        """Within what tells how to pronounce a text (rPh)."""

    def taken(self) -> list[Row]:
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self._takes = not self._spoken
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            number = _count(attributes.get("r", ""))
            self._row = number if number > self._row else self._row + 1
            self._column = 0
            if self._row > _ROWS_MAX:
                raise UnreadableError(f"The sheet has a row {self._row:,}, more than workbooks can have.", HINT)
        elif tag == "rPh":
            self._spoken = True

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._takes = False
        elif tag == "rPh":
            self._spoken = False
        elif tag == "c":
            cell = self._cell("".join(self._value))
            if cell is not None:
                self._put(cell)
        elif tag == "row" and self._cells:
            self._ready.append((self._row, self._cells))
            self._cells = []

    def text(self, data: str) -> None:
        if self._takes:
            self._value.append(data)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        place = _PLACE(attributes.get("r", ""))
        if place:
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - 64
            self._column = column
        if self._column > _COLUMNS_MAX:
            raise UnreadableError(
                f"Row {self._row} has a cell in column {self._column:,}, more than there can be.", HINT
            )
        self._kind = attributes.get("t", "n")
        self._style = _count(attributes.get("s", "0"))
        self._value.clear()
        self._has_formula = False

    def _put(self, cell: Cell) -> None:
        cells, column = self._cells, self._column
        if len(cells) < column:
            cells.extend([None] * (column - len(cells)))
        cells[column - 1] = cell

    def _cell(self, value: str) -> Cell:
        kind = self._kind
        if kind in {"inlineStr", "str", "e"}:
            return _unescaped(value) or None
        if not value:
            # A program wrote it without working it out: to pass it over would make sums too small.
            return _NOT_WORKED_OUT if self._has_formula else None
        if kind == "s":
            if not value.isascii() or not value.isdigit() or len(value) > _DIGITS_MAX:
                raise self._without_text(value)
            place = int(value)
            if place >= len(self._strings):
                raise self._without_text(value)
            return self._strings[place] or None
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "d":
            return value.partition("T")[0]
        return self._number(value)

    def _without_text(self, place: str) -> UnreadableError:
        return UnreadableError(f"Row {self._row} refers to a text {place[:20]!r} that is not there.", HINT)

    def _number(self, value: str) -> Cell:
        if not _NUMBER(value):
            return value
        number = Decimal(value) if _INTEGER(value) else _shortest(value)
        if number is None:
            return value
        serial = number + self._shift
        if self._style in self._days and 61 <= serial <= 2_958_465:
            return serial_day(int(serial))
        return number


def _shortest(value: str) -> Decimal | None:
    """The shortest number that is the same float: workbooks hold floats, and write 0.1 as 0.10000000000000001."""
    number = float(value)
    if not abs(number) < _NUMBER_MAX:  # nor what is no number
        return None
    shortest = Decimal(repr(number))
    return shortest.to_integral_value() if shortest == shortest.to_integral_value() else shortest


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX else 0
