"""Tables of which some rows are in another encoding than the rest."""

import io
from functools import partial

import pytest

from counterfoil.errors import LimitError
from counterfoil.formats import Reading
from counterfoil.formats.table import Unread, delimited, guess, survey
from counterfoil.model.summary import PartySummary, TradeSummary
from formats.table_reading import HEADER, ORDERS, read, results, table_of, trades

MIXED = [
    (HEADER + "1;01.02.2026;Müller;1;1,00;2,00\n2;01.02.2026;Käse & Söhne;1;1,00;2,00\n").encode(),
    "3;01.02.2026;Größe GmbH;1;1,00;2,00\n".encode("cp1252"),
    "4;01.02.2026;Bäcker;1;1,00;2,00\n".encode(),
]


def test_a_row_that_is_not_in_utf_8_as_the_others_are_is_named() -> None:
    found = results(b"".join(MIXED), ORDERS)
    read_ones = [one.summary for one in found if isinstance(one, Reading)]
    assert [isinstance(one, Unread) for one in found] == [False, False, True, False]
    assert [getattr(one, "number", None) for one in read_ones] == ["1", "2", "4"]
    assert isinstance(read_ones[2], TradeSummary)
    assert read_ones[2].buyer == PartySummary(name="Bäcker")
    (refused,) = (str(one.error) for one in found if isinstance(one, Unread))
    assert refused.startswith(
        "Row 4, column 'Kunde': 'Gr\ufffd\ufffde GmbH' is not in UTF-8, as the rest of the table is."
    )


def test_what_nobody_reads_may_be_in_any_encoding() -> None:
    other = [
        row.replace(b"\n", b";Notiz\n" if not place else "; für später\n".encode()) for place, row in enumerate(MIXED)
    ]
    header, *rows = b"".join(other[:1] + other[2:]).splitlines(keepends=True)
    bad = "5;01.02.2026;Meier;1;1,00;2,00;für später\n".encode("cp1252")
    assert len(read(header + b"".join(rows) + bad, ORDERS)) == 4


def test_letters_that_pass_for_utf_8_do_not_make_a_table_mixed() -> None:
    """In cp1252 "É" and a closing quotation mark are two bytes that are one letter in UTF-8."""
    data = (HEADER + "1;01.02.2026;“CAFÉ” Müller, Größe;1;1,00;2,00\n").encode("cp1252")
    (order,) = trades(data, ORDERS)
    assert order.buyer is not None
    assert order.buyer.name == "“CAFÉ” Müller, Größe"


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_a_survey_counts_across_chunks(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(delimited, "_CHUNK_BYTES", size)
    mixed = b"".join(MIXED)
    for data, encoding, is_mixed in (
        (mixed, "utf-8", True),
        (b"".join(MIXED[::2]), "utf-8", False),
        (b"\xef\xbb\xbf" + mixed, "utf-8-sig", True),
        (HEADER.encode() + MIXED[1] * 3, None, False),
        (MIXED[0] + b"\xc3", "utf-8", True),
        ("Nr;Größe\n1;2\n".encode("utf-16") + b"\x00", None, False),
    ):
        told = survey(partial(io.BytesIO, data), 10**6)
        if size > 3 or encoding != "utf-8-sig":  # what begins with a mark is told by the first chunk
            assert (told.encoding, told.mixed) == (encoding, is_mixed)


def test_a_table_in_another_encoding_is_not_counted_to_its_end() -> None:
    told = survey(partial(io.BytesIO, "ü;ö\n".encode("cp1252") * 10**6), 10**8)
    assert told.encoding is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_line_without_end_is_refused_before_it_is_held_in_memory(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(delimited, "_CHUNK_BYTES", 64)
    monkeypatch.setattr(delimited, "_LINE_BYTES_MAX", 1000)
    row = "x;" * 200 + "\n"
    long = (row * 50 + "9" * 5000).encode(encoding)
    with pytest.raises(LimitError, match="line of more than the 1,000 bytes allowed"):
        survey(partial(io.BytesIO, long), 10**6)
    for end in ("\n", "\r\n", "\r"):
        survey(partial(io.BytesIO, (row.replace("\n", end) * 50).encode(encoding)), 10**6)


def test_a_mixed_table_can_be_mapped() -> None:
    found = guess(table_of(b"".join(MIXED).replace(b"Nr;", b"Bestellnummer;")))
    assert {column.header for column in found.mapping.columns} >= {"Bestellnummer", "Kunde"}
    assert any("is not in UTF-8" in said for said in found.trial)
