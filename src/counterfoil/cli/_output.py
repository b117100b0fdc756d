"""What leaves us: JSON lines for programs, tables for people, messages on stderr.

Foreign text never reaches a terminal raw.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from counterfoil.errors import CounterfoilError

# Control characters, and those that reorder or hide what stands around them.
_UNSAFE = "\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_RAW = re.compile(f"[{_UNSAFE}\ud800-\udfff]")
_IN_JSON = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def printable(text: str) -> str:
    """Text that cannot do anything to a terminal: what is not plain to see is written as an escape."""
    return _RAW.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def print_json(row: Any) -> None:
    """One JSON object on one line of stdout; decimals inside are numbers, amounts come as strings already."""
    import msgspec

    text = msgspec.json.Encoder(decimal_format="number").encode(row).decode()
    sys.stdout.write(_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def say(text: str) -> None:
    """A sentence for a person on stdout."""
    sys.stdout.write(printable(text) + "\n")


def tell(text: str) -> None:
    """A message on stderr."""
    sys.stderr.write(printable(text) + "\n")


def complain(error: CounterfoilError) -> None:
    """Why our work could not be done, and what to do about it."""
    tell(f"counterfoil: {error.message}")
    if error.hint:
        tell(f"  {error.hint}")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str | None]], right: Iterable[str] = ()) -> int:
    """A table for people, as wide as the terminal; gives how many rows it had.

    Columns in `right` are set flush right.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    flush = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in flush else "left", overflow="fold")
    count = 0
    for row in rows:
        table.add_row(*(Text(printable(cell or "")) for cell in row))
        count += 1
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    return count
