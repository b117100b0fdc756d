"""The decoded results beside the MT940 samples: YAML with object tags, read as text, never as objects."""

import base64
import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

Told = dict[str, Any]

_FIELD = re.compile(r"(\w+):(?: (.*))?")
_AMOUNT = re.compile(r"Decimal(?: \[|\n\s*- )'(.*?)'")
_CURRENCY = re.compile(r"currency: (?:'(.*?)'|(\S+))")
_DAY = re.compile(r"!!binary \|\n\s*(\S+)")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")


class Decoded(NamedTuple):
    """The fields of the statement, and those of each transaction."""

    statement: Told
    transactions: list[Told]


def decoded(text: str) -> Decoded:
    """Read one file: the library merges all statements of a sample into one."""
    head, _, tail = text.partition("\ntransactions:")
    head = head.partition("\nprocessors:")[0].partition("data:")[2]
    items = re.split(r"(?m)^- !!python/object:mt940\.models\.Transaction$", tail)[1:]
    return Decoded(
        statement=_mapping(head, "  ") if "\n" in head else _flow(head),
        transactions=[_mapping(item.partition("  data:\n")[2], "    ") for item in items],
    )


def _flow(text: str) -> Told:
    return {m[1]: _scalar(m[2]) for m in re.finditer(r"(\w+): ('.*?'|[^,}]+)", text)}


def _mapping(text: str, indent: str) -> Told:
    """The fields at one depth: those that end where a less deep line begins."""
    told: Told = {}
    name, lines = "", [""]
    for line in [*text.strip("\n").split("\n"), ""]:
        match = _FIELD.fullmatch(line[len(indent) :]) if line.startswith(indent) else None
        if match and not line[len(indent) :].startswith((" ", "-")):
            if name:
                told[name] = _value("\n".join(lines))
            name, lines = match[1], [match[2] or ""]
        elif line and not line.startswith(indent) and not line.startswith(indent[:-2] + "- "):
            break
        else:
            lines.append(line)
    if name:
        told[name] = _value("\n".join(lines))
    return told


def _value(written: str) -> Any:
    if "mt940.models.Balance" in written or "mt940.models.Amount" in written or "mt940.models.SumAmount" in written:
        amount, currency = _AMOUNT.search(written), _CURRENCY.search(written)
        assert amount is not None
        day = _day(written)
        money = (Decimal(amount[1]), _scalar(currency[1] or currency[2]) if currency else None)
        return (*money, day) if "models.Balance" in written else money
    if "mt940.models.Date" in written:
        return _day(written)
    return _scalar(written)


def _day(written: str) -> dt.date | None:
    match = _DAY.search(written)
    if match is None:
        return None
    raw = base64.b64decode(match[1])
    return dt.date(raw[0] * 256 + raw[1], raw[2], raw[3])


def _scalar(written: str) -> str | None:
    """A scalar in any style: folded lines are one, an empty line is a line end."""
    written = written.strip()
    if written in ("null", "~", ""):
        return None
    if written[0] == '"':
        text = re.sub(r"\\\n\s*(?:\\(?= ))?", "", written[1:-1])
        return _ESCAPE.sub(_unescaped, _folded(text))
    if written[0] == "'":
        return _folded(written[1:-1]).replace("''", "'")
    return _folded(written)


def _folded(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n".join(re.sub(r"\s*\n\s*", " ", paragraph).strip("\n") for paragraph in paragraphs)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "xu":
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "0": "\0"}.get(code, code)
