"""Tables of any dialect, encoding and order of rows read back into the documents that they were written from."""

import csv
import io
import random
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import CounterfoilError
from counterfoil.formats import Reading
from counterfoil.formats.table import Column, Mapping, guess, looks_like_table, mapping_text, parse_mapping, survey
from counterfoil.formats.table.grouping import Grouping
from counterfoil.model.summary import PartySummary, Reference, TradeLine, TradeSummary
from formats.table_reading import ORDERS, mapping_of, read, results, table_of

WORDS = st.text(st.characters(codec="cp1252", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda word: word == word.strip() and not word.startswith("\ufeff")
)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))
DATE_FORMATS = {"YYYY-MM-DD": "%Y-%m-%d", "DD.MM.YYYY": "%d.%m.%Y", "MM/DD/YY": "%m/%d/%y", "YYYYMMDD": "%Y%m%d"}
COLUMNS = (
    *(("Nr", "number"), ("Datum", "issued"), ("Verkäufer", "seller.name"), ("W", "currency"), ("Σ", "total")),
    *(
        ("Pos", "line.id"),
        ("Menge", "line.quantity"),
        ("Text", "line.name"),
        ("Best.", "order"),
        ("BPos", "order_line"),
    ),
)


@st.composite
def documents(draw: st.DrawFn) -> list[TradeSummary]:
    numbers = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    return [draw(document(number)) for number in numbers]


@st.composite
def document(draw: st.DrawFn, number: str) -> TradeSummary:
    order = draw(st.none() | WORDS)
    lines = []
    for id in range(1, draw(st.integers(1, 4)) + 1):
        there = draw(WORDS) if order else None
        references = (Reference(document="order", number=order, line=there),) if order else ()
        lines.append(TradeLine(id=str(id), quantity=draw(AMOUNTS), name=draw(st.none() | WORDS), references=references))
    return TradeSummary(
        document="invoice",
        number=number,
        issued=draw(DAYS),
        seller=PartySummary(name=draw(WORDS)),
        currency="EUR",
        total=draw(AMOUNTS),
        references=(Reference(document="order", number=order),) if order else (),
        lines=tuple(lines),
    )


@st.composite
def dialects(draw: st.DrawFn) -> Mapping:
    decimal, thousands = draw(st.sampled_from([(".", ""), (".", ","), (",", "."), (",", ""), (".", "'")]))
    return Mapping(
        name="m.toml",
        document="invoice",
        columns=tuple(Column(header=header, terms=(term,)) for header, term in COLUMNS),
        delimiter=draw(st.sampled_from([";", ",", "\t", "|"])),
        quote=draw(st.sampled_from(['"', "'"])) if thousands != "'" else '"',
        decimal=decimal,
        thousands=thousands,
        dates=(draw(st.sampled_from(sorted(DATE_FORMATS))),),
    )


def written(documents: list[TradeSummary], mapping: Mapping, encoding: str, seed: int) -> bytes:
    """A table of these documents whose rows and columns stand in any order."""
    mixed = random.Random(seed)
    rows = [row for each in documents for row in rows_of(each, mapping)]
    mixed.shuffle(rows)
    headers = [header for header, _ in COLUMNS]
    mixed.shuffle(headers)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headers, delimiter=mapping.delimiter or ",", quotechar=mapping.quote)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def rows_of(document: TradeSummary, mapping: Mapping) -> list[dict[str, Any]]:
    assert document.issued is not None
    assert document.seller is not None
    head = {
        "Nr": document.number,
        "Datum": document.issued.strftime(DATE_FORMATS[mapping.dates[0]]),
        "Verkäufer": document.seller.name,
        "W": document.currency,
        "Σ": number(document.total, mapping),
    }
    return [
        head
        | {
            "Pos": line.id,
            "Menge": number(line.quantity, mapping),
            "Text": line.name,
            "Best.": line.references[0].number if line.references else None,
            "BPos": line.references[0].line if line.references else None,
        }
        for line in document.lines
    ]


def number(value: Decimal | None, mapping: Mapping) -> str:
    assert value is not None
    return f"{value:,.2f}".replace(",", "\0").replace(".", mapping.decimal).replace("\0", mapping.thousands)


@given(documents(), dialects(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(0, 2**32))
def test_documents_written_as_a_table_are_read_back(
    expected: list[TradeSummary], mapping: Mapping, encoding: str, seed: int
) -> None:
    found = read(written(expected, mapping, encoding, seed), mapping)
    by_number = {one.summary.number: one.summary for one in found if isinstance(one.summary, TradeSummary)}
    assert by_number == {each.number: each for each in expected}
    again = read(written(expected, mapping, encoding, seed + 1), mapping)
    assert {one.identity for one in found} == {one.identity for one in again}


@given(dialects())
def test_a_mapping_is_read_back_as_it_was_written(mapping: Mapping) -> None:
    assert parse_mapping(mapping_text(mapping), mapping.name) == mapping


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    looks_like_table(data)
    with suppress(CounterfoilError):
        results(data, ORDERS)
    with suppress(CounterfoilError):
        guess(table_of(data))


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["1.234,5", "31.01.2026", "EUR", "-", "", "DE89370400440532013000", "B-1", '"', "1e999", "9" * 70, "NaN"]
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=12), st.sampled_from([";", ",", "\t"]))
def test_any_table_is_read_refused_or_guessed(cells: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["Nr", "Datum", "Kunde", "Pos", "Menge", "Preis"])
    writer.writerows(cells)
    with suppress(CounterfoilError):
        for one in results(text.getvalue(), ORDERS):
            assert isinstance(one, Reading) == (getattr(one, "error", None) is None)
    with suppress(CounterfoilError):
        found = guess(table_of(text.getvalue()))
        parse_mapping(mapping_text(found.mapping, found.trial, found.remarks, found.unmapped), "g.toml")


@given(st.text(max_size=200))
def test_any_text_is_a_mapping_or_refused(text: str) -> None:
    with suppress(CounterfoilError):
        mapping_of(text)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.binary(max_size=9).map(lambda row: row.replace(b"\n", b"")))),
    st.integers(0, 3000),
)
def test_rows_that_wait_in_a_file_come_back_as_those_in_memory(
    rows: list[tuple[int, bytes]], in_memory_bytes: int
) -> None:
    expected: dict[int, list[bytes]] = {}
    grouping = Grouping(in_memory_bytes)
    for place, (key, record) in enumerate(rows):
        expected.setdefault(key, []).append(record)
        grouping.add(bytes([key]), place, record)
    found = [list(records) for records in grouping.documents()]
    grouping.close()
    assert found == list(expected.values())


@given(st.binary(max_size=300))
def test_a_survey_tells_whether_bytes_are_unicode(data: bytes) -> None:
    told = survey(lambda: io.BytesIO(data), 10**6)
    assert told.size == len(data)
    if told.encoding is not None:
        data.decode(told.encoding, "replace" if told.mixed else "strict")
