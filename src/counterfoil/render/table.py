"""Tables for people, as lines of text: pure, the same every time, and as wide as they are told to be.

A table is streamed: the first rows say how wide the columns are, so that a list of any length needs little memory.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from counterfoil.model._base import Model

_MEASURED_ROWS = 500
"""So many rows say how wide the columns are; a longer cell further down stands out of its column."""
_WIDEST = 400
"""No column is wider: where one name has fifty million letters, not every row is filled up to that."""
_GAP = 2
_ELLIPSIS = "…"
_RESET = "\x1b[0m"
STYLES = {"heading": "\x1b[1m", "good": "\x1b[32m", "bad": "\x1b[1;31m", "notable": "\x1b[33m", "faint": "\x1b[2m"}
"""What may be said of a text by colour, in the eight colours that every terminal has."""


class Column(Model):
    """A column: its title, and what may be done to it where the table is too wide."""

    title: str
    right: bool = False
    """Flush right, as numbers stand."""
    least: int | None = None
    """It may be shortened to so many places; None: it stands whole."""
    wrap: bool = False
    """A text that is too long goes on below, instead of being cut off."""
    tail: bool = False
    """Of a text that is too long the end is kept, as of a path."""
    optional: int = 0
    """Where nothing else helps, columns are left out, those with the largest number first; 0: never."""
    styles: Mapping[str, str] = {}
    """The style of a cell by its text; "" stands for all others."""


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None = None, *, colour: bool = False
) -> Iterator[str]:
    """The lines of a table, the heading first; `width` in places of a terminal, None for as wide as it needs.

    Cells hold no line breaks or control characters.
    """
    stream = iter(rows)
    first = list(islice(stream, _MEASURED_ROWS))
    natural = [_natural(column.title, (row[at] for row in first)) for at, column in enumerate(columns)]
    kept, widths = _fitted(columns, natural, width)
    chosen = [columns[at] for at in kept]
    fit = width is not None
    yield from _lines(chosen, widths, [column.title for column in chosen], "heading" if colour else None, fit=fit)
    rule = "  ".join("─" * place for place in widths)
    yield f"{STYLES['faint']}{rule}{_RESET}" if colour else rule
    for row in chain(first, stream):
        yield from _lines(chosen, widths, [row[at] for at in kept], "" if colour else None, fit=fit)


def styled(text: str, style: str, *, colour: bool) -> str:
    """A text in a style, where there is colour."""
    return f"{STYLES[style]}{text}{_RESET}" if colour and style and text else text


def shortened(text: str, width: int, *, tail: bool = False) -> str:
    """A text in so many places of a terminal, cut off with an ellipsis where it is longer."""
    if _places(text) <= width:
        return text
    kept, used = [], 0
    for character in reversed(text) if tail else text:
        used += _places(character)
        if used > width - 1:
            break
        kept.append(character)
    return _ELLIPSIS + "".join(reversed(kept)) if tail else "".join(kept) + _ELLIPSIS


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many places, broken between words where that is possible."""
    lines, line = list[str](), ""
    for word in text.split(" "):
        while word and _places(word) > width:
            room = width - _places(line) - bool(line)
            if line and room < width // 2:
                lines.append(line)
                line = ""
                room = width
            head = _head(word, room)
            line = f"{line} {head}" if line else head
            word = word[len(head) :]
            lines.append(line)
            line = ""
        if not line:
            line = word
        elif _places(line) + 1 + _places(word) <= width:
            line = f"{line} {word}"
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def _natural(title: str, cells: Iterable[str]) -> int:
    return min(max([_places(title), *map(_places, cells)]), _WIDEST)


def _fitted(columns: Sequence[Column], natural: Sequence[int], width: int | None) -> tuple[list[int], list[int]]:
    """Which columns stand, and how wide: the widest that may be shortened give first, then columns are left out."""
    kept = list(range(len(columns)))
    while True:
        widths = [natural[at] for at in kept]
        over = 0 if width is None else sum(widths) + _GAP * (len(widths) - 1) - width
        least = [min(natural[at], max(columns[at].least or natural[at], _places(columns[at].title))) for at in kept]
        while over > 0:
            room = [place for place in range(len(kept)) if widths[place] > least[place]]
            if not room:
                break
            widest = max(room, key=lambda place: widths[place])
            widths[widest] -= 1
            over -= 1
        spare = [at for at in kept if columns[at].optional]
        if over <= 0 or not spare:
            return kept, widths
        kept.remove(max(spare, key=lambda at: columns[at].optional))


def _lines(
    columns: Sequence[Column], widths: Sequence[int], cells: Sequence[str], style: str | None, *, fit: bool
) -> Iterator[str]:
    """The lines of one row; `style` None is without colour, "" with that of each cell."""
    parts = [_part(*of) if fit else [of[2]] for of in zip(columns, widths, cells, strict=True)]
    for at in range(max(map(len, parts), default=0)):
        line = []
        for column, width, part, cell in zip(columns, widths, parts, cells, strict=True):
            text = part[at] if at < len(part) else ""
            pad = " " * max(width - _places(text), 0)
            if style is not None:
                text = styled(text, style or column.styles.get(cell, column.styles.get("", "")), colour=True)
            line.append(pad + text if column.right else text + pad)
        yield (" " * _GAP).join(line).rstrip()


def _part(column: Column, width: int, cell: str) -> list[str]:
    """A cell in the lines that it takes."""
    if column.wrap:
        return wrapped(cell, width)
    return [cell if column.least is None else shortened(cell, width, tail=column.tail)]


def _head(text: str, width: int) -> str:
    """As much of the beginning as fits, up to a seam where there is one, and at least one character."""
    used = 0
    for at, character in enumerate(text):
        used += _place(character)
        if used > width and at:
            seam = max(text.rfind(mark, 0, at) for mark in _SEAMS) + 1
            return text[: seam or at]
    return text


_SEAMS = "-/_"
"""Where a long word is best broken."""


def _places(text: str) -> int:
    """How many places of a terminal a text takes: two for a wide letter, none for a mark set on another."""
    if text.isascii():
        return len(text)
    return sum(_place(character) for character in text)


def _place(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
