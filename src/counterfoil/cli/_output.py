"""What leaves us: JSON lines for programs, tables for people, messages on stderr.

Foreign text never reaches a terminal raw.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from counterfoil.errors import CounterfoilError

# Control characters, and those that reorder, hide or tag what stands around them (Unicode's Default_Ignorable ones).
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_RAW = re.compile(f"[\x00-\x1f\x7f-\x9f{_HIDDEN}\ud800-\udfff]")
_IN_JSON = re.compile(f"[\x7f-\x9f{_HIDDEN}]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class OutputError(Exception):
    """Our output could not be written; `reason` says why. It is told apart from a home that cannot be written to."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(reason)
        self.reason = reason


def printable(text: str) -> str:
    """Text that cannot do anything to a terminal: what is not plain to see is written as an escape."""
    return text if text.isascii() and text.isprintable() else _RAW.sub(_escaped, text)


def escaped(value: Any) -> Any:
    """Data with all its texts made printable, for what lays them out."""
    return _with_texts(value, printable)


def print_json(row: Any) -> None:
    """One JSON object on one line of stdout; decimals inside are numbers, amounts come as strings already."""
    import msgspec

    encoder = msgspec.json.Encoder(decimal_format="number")
    try:
        text = encoder.encode(row).decode()
    except UnicodeEncodeError:
        # A file's name that is no UTF-8 has come as surrogates (PEP 383), which JSON cannot carry.
        text = encoder.encode(_with_texts(row, lambda text: _SURROGATE.sub(_escaped, text))).decode()
    plain = _IN_JSON if _is_utf8(sys.stdout) else _NOT_ASCII
    put(plain.sub(_json_escaped, text) + "\n")


def put(text: str) -> None:
    """Text on stdout as it is; OutputError where it cannot be written."""
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise OutputError(error) from None


def say(text: str, style: str = "", *, whole: bool = False) -> None:
    """A sentence for a person on stdout, in a style of `render.table` where the terminal has colour.

    It is broken between words where it is wider than the terminal; `whole`: it is not, since it is to be copied.
    """
    coloured = bool(style) and colour(sys.stdout)
    for line in _broken(printable(text), None if whole else width(sys.stdout)):
        if coloured:
            from counterfoil.render.table import styled

            line = styled(line, style, colour=True)
        put(line + "\n")


def tell(text: str) -> None:
    """A message on stderr."""
    for line in _broken(printable(text), width(sys.stderr)):
        sys.stderr.write(line + "\n")


def complain(error: CounterfoilError) -> None:
    """Why our work could not be done, and what to do about it."""
    tell(f"counterfoil: {error.message}")
    if error.hint:
        tell(f"  {error.hint}")


def print_table(columns: Sequence[Any], rows: Iterable[Sequence[str | None]]) -> int:
    """A table for people of `render.table.Column`s, as wide as the terminal; gives how many rows it had."""
    from counterfoil.render.table import table

    count = 0

    def cells() -> Iterable[list[str]]:
        nonlocal count
        for row in rows:
            count += 1
            yield [printable(cell or "") for cell in row]

    for line in table(columns, cells(), width(sys.stdout), colour=colour(sys.stdout)):
        put(line + "\n")
    return count


def width(stream: TextIO) -> int | None:
    """How many places a line of the terminal has; None where it is none, so that lines there are never broken."""
    if not stream.isatty():
        return None
    named = os.environ.get("COLUMNS", "")
    if named.isascii() and named.isdigit() and int(named) > 0:
        return int(named)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def colour(stream: TextIO) -> bool:
    """Shall there be colour? On a terminal that has it, unless NO_COLOR is set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def _broken(text: str, places: int | None) -> list[str]:
    """A line in as many as the terminal needs; those that follow stand a little in."""
    if places is None or len(text) * 2 <= places:
        return [text]
    from counterfoil.render.table import wrapped

    body = text.lstrip(" ")
    before = " " * (len(text) - len(body))
    if len(wrapped(body, max(places - len(before), 20))) == 1:
        return [text]
    first, *rest = wrapped(body, max(places - len(before) - 4, 20))
    return [before + first, *(f"{before}    {line}" for line in rest)]


def _escaped(found: re.Match[str]) -> str:
    """The escape of a character; a surrogate that stands for a byte of a file's name (PEP 383) as that byte."""
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else found[0].encode("unicode_escape").decode()


def _json_escaped(found: re.Match[str]) -> str:
    """As JSON escapes it, above U+FFFF as a pair of them (RFC 8259, 7)."""
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {_with_texts(key, change): _with_texts(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_with_texts(one, change) for one in value]
    return value


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("-", "") in {"utf8", "cp65001"}
