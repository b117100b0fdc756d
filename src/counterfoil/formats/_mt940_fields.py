"""The single fields of MT940, as the library mt-940 reads them; it is imported when the first statement is read."""

import logging
import re
from functools import lru_cache
from typing import Any, NamedTuple

from counterfoil.errors import UnreadableError

HINT = "Ask the bank for the statement again, or for its camt.053."

_AMOUNT_ON_NEXT_LINE = re.compile(r"[0-9]{6}(?:[0-9]{4})?[A-Z]{1,3}")
_SHOWN_MAX = 60
_FAULTS = (RuntimeError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
"""What the library and the values it makes raise where a field is not of its form."""


class Tag(NamedTuple):
    """A field: its tag ("60F"), its lines as they came, and the number of its first line in the file."""

    id: str
    lines: list[str]
    number: int


def values_of(tag: Tag) -> dict[str, Any]:
    """The parts of a field by the library's names, and "made" with what the library makes of them.

    Raises UnreadableError where the field is not of its form.
    """
    library, grammar, statement = _grammar(tag.id)
    lines = [line.rstrip() for line in tag.lines if line.strip()]
    if statement:
        lines = _entry_lines(lines)
    context = library.models.Transactions(options=library.Options.all())
    try:
        written: dict[str, Any] = grammar.parse(context, "\n".join(lines).strip())
        if written.get("month") == "02":
            # Banks that reckon with months of 30 days book on 30 February.
            written = library.processors.date_fixup_pre_processor(context, grammar, written)
        return {**written, "made": grammar(context, dict(written))}
    except _FAULTS:
        raise unreadable(tag) from None


def unreadable(tag: Tag) -> UnreadableError:
    """The refusal of a field, with its place and its text."""
    shown = " ".join(line.strip() for line in tag.lines if line.strip())
    shown = shown if len(shown) <= _SHOWN_MAX else shown[:_SHOWN_MAX] + "…"
    return UnreadableError(f"Field :{tag.id}: in line {tag.number} cannot be read: “{shown}”.", HINT)


@lru_cache(maxsize=64)
def _grammar(tag_id: str) -> tuple[Any, Any, bool]:
    """The library, its grammar of a field, and whether that is the statement line."""
    import mt940

    # It would print what it cannot read; we say so ourselves.
    logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)
    number = tag_id[:2]
    if number == "61":
        return mt940, _with_expected_entries(mt940), True
    by_id = mt940.tags.TAG_BY_ID
    return mt940, by_id.get(tag_id) or by_id[int(number)], False


def _with_expected_entries(library: Any) -> Any:
    """Field 61 with the marks EC and ED of MT942, which the library does not know."""
    original = library.tags.Statement
    pattern = original.pattern.replace("(?P<status>R?[DC])", "(?P<status>[RE]?[DC])")
    return type("Statement", (original,), {"pattern": pattern})()


def _entry_lines(lines: list[str]) -> list[str]:
    """At most two lines, as the standard has it: the entry, and all that some banks add to it."""
    if len(lines) > 1 and _AMOUNT_ON_NEXT_LINE.fullmatch(lines[0]):
        lines = [lines[0] + lines[1], *lines[2:]]
    return [lines[0], " ".join(lines[1:])] if len(lines) > 2 else lines
