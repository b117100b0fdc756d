"""Small words of lists for people: how many, how much, and what is linked with what."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from counterfoil.cli._output import print_json, say


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things in words: "1 link", "2,000 links"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def program() -> str:
    """Our command as a person can type it here: by its name where the shell finds it, else as it was called."""
    import shutil
    import sys
    from shlex import quote

    called = sys.argv[0]
    is_found = shutil.which("counterfoil") is not None or not called.endswith("/counterfoil")
    return "counterfoil" if is_found else quote(called)


def sum_up(number: int, one: str, many: str = "", more: str = "") -> None:
    """Say at the end of a list how many there were, and what else is to be said of all of them."""
    say("")
    say(f"{counted(number, one, many)}{more}.")


def print_rows(rows: Iterable[Any]) -> None:
    """One JSON object a line."""
    for row in rows:
        print_json(row)


def end(of: Mapping[str, Any]) -> str:
    """An end of a link: the document and its line, as people name them."""
    return f"{of['document'] or '?'} {of['number'] or of['id'][:12]}{place(of)}"


def place(of: Mapping[str, Any]) -> str:
    """The line of a document, or the entry of a statement, by position, since what a bank calls it is long."""
    if not of["line"]:
        return ""
    return f" entry {of['line']}" if of["document"] == "statement" else f" line {of['line_id'] or of['line']}"


def money(row: Mapping[str, Any], name: str = "amount") -> str:
    """An amount of a row with its currency; nothing where it has none."""
    return f"{row[name]} {row['currency'] or ''}".strip() if row[name] is not None else ""


def sums(amounts: Mapping[str, Decimal]) -> str:
    """Sums by currency in words: "1,200.00 EUR and 30.00 USD"."""
    said = [f"{amounts[currency]:,f} {currency}".strip() for currency in sorted(amounts)]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
