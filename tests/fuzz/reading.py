"""What fuzzing starts from, changes, and holds readers to: only errors of ours, and what is read can be recorded."""

import gzip
import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from archives import zipped
from counterfoil.errors import CounterfoilError
from counterfoil.flow.columns import document_row
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import guess_mapping, load_mapping
from counterfoil.flow.prepare import OUR_FAULT, Options, Prepared, checked_claims, provenance, received_claims
from counterfoil.formats import read
from counterfoil.formats.table import parse_mapping
from counterfoil.model.settings import Limits
from trades import trade

LIMITS = Limits(document_bytes_max=5_000_000, elements_max=50_000, archive_bytes_max=10_000_000)
GOLDEN = Path(__file__).resolve().parent.parent / "golden"
PAPERS = {".csv", ".jsonld", ".pdf", ".sta", ".xlsx", ".xml"}
WORLD = Path(str(files("counterfoil.flow"))) / "demo_documents"
TOKENS = (
    *(b"", b"\0", b"<", b">", b"&x;", b"&#0;", b"&#x110000;", b"]]>", b"<![CDATA[", b"<?xml?>", b"<!DOCTYPE a>"),
    *(b"NaN", b"1e400", b"-0", b"9" * 400, b"1e-400", b"Infinity", b"0x1", b"\xd9\xa1", b"1.", b".", b"+1"),
    *(b"2026-02-30", b"0000-00-00", b"-2026-01-01", b"2026-01-01T25:00:00+99:00", b"24:00:00", b"99999-01-01"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b'"\\ud800"', b"\\u0000", b"null", b"true", b"[]", b"{}", b'""'),
    *(b"\r", b"\r\n:61:", b":86:", b"\r\n-}{4:", b"{1:", b";", b"\t", b'"', b"'", b"=1+1", b"\x1b[31m"),
)


@cache
def seeds() -> tuple[bytes, ...]:
    """Documents of every format that is read, in a stable order, the golden ones among them; archives too."""
    paths = (path for folder in (GOLDEN, WORLD) for path in sorted(folder.rglob("*")))
    papers = [path.read_bytes() for path in paths if path.suffix in PAPERS]
    papers += trade().values()
    return (*papers, zipped({f"{n}.xml": data for n, data in enumerate(trade().values())}), gzip.compress(papers[0]))


@cache
def options() -> Options:
    """The options of reading, with the mappings of the demo."""
    mappings = tuple(load_mapping(path) for path in sorted((WORLD / "mappings").glob("*.toml")))
    return Options(on=date(2026, 3, 3), limits=LIMITS, mappings=mappings)


def changed(data: bytes, chance: random.Random) -> bytes:
    """A document with a few changes: bytes, pieces, values, or a part of another document."""
    if chance.random() < 0.7:
        # What stays well-formed gets further.
        for _ in range(chance.choice((1, 2, 4, 12))):
            data = _value(data, chance)
        return data
    changes = (_byte, _cut, _twice, _token, _value, _splice, _truncated)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        data = chance.choice(changes)(data, chance)
    return data


def only_errors_of_ours(data: bytes) -> None:
    """Reading gives documents or raises an error of ours, whatever the bytes are."""
    refusal = None
    try:
        for _ in read(data, LIMITS):
            pass
    except CounterfoilError as error:
        refusal = error
    assert refusal is None or refusal.message.endswith((".", ")")), refusal.message


def guessable(data: bytes, folder: Path) -> None:
    """Guessing how a table is to be read gives a mapping that can be read again, or an error of ours."""
    path = folder / "guessed"
    path.write_bytes(data)
    try:
        guessed = guess_mapping(path, LIMITS)
    except CounterfoilError:
        return
    if guessed.guess.mapping.columns:
        parse_mapping(guessed.text, "guessed")


def recordable(data: bytes, folder: Path) -> list[Prepared]:
    """On the whole way in nothing is a fault of ours, and of what was read claims and rows can be made."""
    path = folder / "fuzzed"
    path.write_bytes(data)
    found = [intake.prepared for intake in intakes([path], options())]
    for prepared in found:
        if prepared.error is not None:
            assert OUR_FAULT.partition("(")[0] not in prepared.error, prepared.error
            assert "\n" not in prepared.error
        else:
            assert prepared.summary is not None
            origin = provenance(prepared, "buyer")
            received_claims(prepared.summary, origin)
            checked_claims(prepared)
            document_row(prepared.id, prepared.summary, origin, (0, None), prepared.valid)
    return found


def _span(data: bytes, chance: random.Random, most: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(1, most))


def _byte(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data)) if data else 0
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _twice(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance, 1000)
    return data[:end] + data[start:end] * chance.choice((1, 1, 40)) + data[end:]


def _token(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance, 4)
    return data[:start] + chance.choice(TOKENS) + data[end:]


def _value(data: bytes, chance: random.Random) -> bytes:
    """Another value in place of one: a text of an element, a value of JSON, a field of a statement, a cell."""
    values = list(_values(data))
    if not values:
        return _token(data, chance)
    start, end = chance.choice(values)
    other = chance.choice(TOKENS) if chance.random() < 0.6 else data[slice(*chance.choice(values))]
    return data[:start] + other + data[end:]


def _values(data: bytes) -> Iterator[tuple[int, int]]:
    """Where values stand: between tags, in quotes, between the marks of fields and cells."""
    pattern = _XML_VALUES if data[:200].lstrip(b"\xef\xbb\xbf").startswith(b"<") else _OTHER_VALUES
    return (found.span(found.lastindex or 0) for found in pattern.finditer(data[:40_000]))


_XML_VALUES = re.compile(rb'>([^<>]+)<|="([^"<>]*)"')
_OTHER_VALUES = re.compile(rb'"([^"\r\n]*)"|([^":;,\t\r\n/=]+)')


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(seeds())
    start, end = _span(other, chance, 2000)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]
