"""Delimited text as rows of cells: its encoding and delimiter are told by its content."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, TextIO

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats.table.cells import Cell
from counterfoil.model._base import Model

if TYPE_CHECKING:
    from _csv import Reader as Rows

Open = Callable[[], BinaryIO]
Row = tuple[int, list[Cell]]
"""Its number as spreadsheets count, from 1, and its cells."""

DELIMITERS = ";,\t|"
_CHUNK_BYTES = 1 << 20
_SAMPLE_BYTES = 1 << 16
_LINE_BYTES_MAX = 8_000_000
"""The reader of cells holds a line as a whole, so that one without end would take all memory."""
_SAMPLE_ROWS = 50
_WRONG_MAX = 1000
REPLACED = "\ufffd"
"""Stands for what is not in the encoding of a table that is mixed."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


class Survey(Model):
    """What one reading of all bytes tells."""

    digest: bytes
    """SHA-256."""
    size: int
    encoding: str | None
    """The Unicode encoding; None where it is another one."""
    mixed: bool = False
    """Whether some of it is in another one all the same, as where exports of two programs were put together."""


def survey(open_source: Open, most: int) -> Survey:
    """Read a source once, to its end. Raises LimitError beyond `most` bytes, and for a line without end."""
    digest, size, line = sha256(), 0, 0
    with open_source() as stream:
        chunk = stream.read(_CHUNK_BYTES)
        told = _Told(unicode_of(chunk[:_SAMPLE_BYTES]))
        while chunk:
            size += len(chunk)
            if size > most:
                raise LimitError(
                    f"The table has more than the {most:,} bytes allowed.",
                    "Split it, or raise table_bytes_max in counterfoil.toml if you trust where it comes from.",
                )
            line = _line_after(line, chunk)
            digest.update(chunk)
            told.take(chunk)
            chunk = stream.read(_CHUNK_BYTES)
        told.take(b"", final=True)
    return Survey(
        digest=digest.digest(), size=size, encoding=told.encoding, mixed=told.encoding is not None and told.wrong > 0
    )


def _line_after(line: int, chunk: bytes) -> int:
    """How long the last line is after this chunk, in bytes. Raises LimitError where it is too long."""
    end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    line = line + len(chunk) if end < 0 else len(chunk) - end - 1
    if line > _LINE_BYTES_MAX:
        raise LimitError(
            f"The table has a line of more than the {_LINE_BYTES_MAX:,} bytes allowed.",
            "Export it with a line for each row.",
        )
    return line


class _Told:
    """Whether all of a text is in its encoding; of UTF-8 also whether most is, by the characters that are not ASCII.

    Letters of another encoding that stand side by side can pass for UTF-8, but only a few of them do.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding: str | None = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._in_utf_8 = encoding in ("utf-8", "utf-8-sig")
        self._rest = b""
        self._right = 0
        self.wrong = 0
        """Places that are not in the encoding, if that is UTF-8 all the same."""

    @property
    def encoding(self) -> str | None:
        """The encoding; None where the text is in another."""
        return self._encoding if self._right > self.wrong or not self.wrong else None

    def take(self, chunk: bytes, *, final: bool = False) -> None:
        """Look at what comes next."""
        if self._in_utf_8:
            self._count(self._rest + chunk, final)
        elif self._encoding is not None:
            try:
                self._decoder.decode(chunk, final)
            except UnicodeDecodeError:
                self._encoding = None

    def _count(self, data: bytes, final: bool) -> None:
        rest = memoryview(data)
        while self.wrong <= self._right + _WRONG_MAX:  # else it is hopeless
            try:
                text, used = codecs.utf_8_decode(rest, "strict", final)
            except UnicodeDecodeError as error:
                self._right += error.start - len(codecs.utf_8_decode(rest[: error.start])[0])
                self.wrong += 1
                rest = rest[error.end :]
            else:
                self._right += used - len(text)
                self._rest = bytes(rest[used:])
                break


def unicode_of(head: bytes) -> str:
    """The Unicode encoding that these first bytes are in, if they are in any."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    even, odd = head[0:1024:2].count(0), head[1:1024:2].count(0)
    half = min(len(head), 1024) // 2
    if half > 3 and odd > half * 0.6 and not even:
        return "utf-16-le"
    if half > 3 and even > half * 0.6 and not odd:
        return "utf-16-be"
    return "utf-8"


def sample_text(head: bytes, encoding: str = "cp1252") -> str:
    """The first bytes of a table as text, without a character that they cut off."""
    found = unicode_of(head)
    try:
        return codecs.getincrementaldecoder(found)().decode(head).lstrip("\ufeff")
    except UnicodeDecodeError:
        return head.decode(encoding, "replace")


def delimiter_of(text: str, quote: str = '"') -> str | None:
    """The delimiter that splits most rows into the same number of cells, at least two; None where none does."""
    best, delimiter = 0.0, None
    for each in DELIMITERS:
        widths = [len(cells) for cells in _cut_rows(text, each, quote) if any(cells)]
        width, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if width < 2:
            wider = [one for one in widths if one > 1]
            width, count = Counter(wider).most_common(1)[0] if len(wider) > 1 else (0, 0)
        share = count / len(widths) if widths else 0.0
        score = share * (1 + min(width, 50) / 10)
        if width >= 2 and score > best:
            best, delimiter = score, each
    return delimiter


def looks_like_table(head: bytes) -> bool:
    """Are these the first bytes of delimited text: several rows, most with as many cells as one another?"""
    text = sample_text(head)
    if not text.strip() or _CONTROLS.search(text):
        return False
    delimiter = delimiter_of(text)
    if delimiter is None:
        return False
    widths = [len(cells) for cells in _cut_rows(text, delimiter, '"') if any(cells)]
    width = Counter(each for each in widths if each > 1).most_common(1)[0][0]
    # Titles and filters may stand above the header.
    widths = widths[widths.index(width) :]
    if delimiter != ",":
        return widths.count(width) * 2 >= len(widths)
    # Prose has commas too: there a blank and a small letter follow them, and the lines differ.
    return widths.count(width) * 4 >= len(widths) * 3 and not re.search(r"^[^\"\n]*, [a-z]", text, re.MULTILINE)


def _cut_rows(text: str, delimiter: str, quote: str) -> list[list[str]]:
    """The first rows of a cut-off text without its last one, which may not be whole."""
    try:
        rows = _reader(io.StringIO(text, newline=""), delimiter, quote)
        found = [row for _, row in zip(range(_SAMPLE_ROWS + 1), rows, strict=False)]
    except csv.Error:
        return []
    return found[:-1] if len(found) > 2 and len(text) > _SAMPLE_BYTES // 4 else found


def rows_of(open_source: Open, encoding: str, delimiter: str, quote: str, *, mixed: bool = False) -> Iterator[Row]:
    """All rows of a delimited text. Raises UnreadableError where it is not in that encoding, or a cell has no end.

    Where it is `mixed`, what is not in the encoding is REPLACED.
    """
    number = 0
    with open_source() as stream:
        text = io.TextIOWrapper(stream, encoding, "replace" if mixed else "strict", newline="")
        try:
            for number, cells in enumerate(_reader(text, delimiter, quote), 1):
                if number == 1 and cells and cells[0].startswith("\ufeff"):
                    cells[0] = cells[0].removeprefix("\ufeff")
                yield number, cells  # type: ignore[misc]  # a list of texts is one of cells, but lists are invariant
        except UnicodeDecodeError as error:
            raise UnreadableError(
                f"The table is not in {encoding}: after row {number} there is a byte {error.object[error.start]:#04x}.",
                "Name its encoding in the mapping, or export it as UTF-8.",
            ) from None
        except csv.Error as error:
            raise UnreadableError(
                f"After row {number} the table cannot be told apart into cells: {error}.",
                "Look for a quotation mark without its partner, or correct quote in the mapping.",
            ) from None


def _reader(text: TextIO, delimiter: str, quote: str) -> "Rows":
    if not quote:
        return csv.reader(text, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(text, delimiter=delimiter, quotechar=quote, doublequote=True)
