"""Bank statements in camt.052 to .054: official decodings, golden documents, every version written and read back."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from counterfoil import formats
from counterfoil.errors import UnreadableError
from counterfoil.formats._format import Reading
from counterfoil.formats._xml import parse
from counterfoil.formats.camt import CAMT_052, CAMT_053, CAMT_054, read
from counterfoil.model.settings import Limits
from counterfoil.model.statement import MessageHeader, Statement, TransactionDetails
from counterfoil.model.summary import StatementSummary
from formats.camt_decoded import told_by_decoding, told_by_model
from formats.camt_statements import headers, statements
from formats.camt_writer import KINDS, VERSIONS, sayable, write

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "camt"
LIMITS = Limits()


def readings(data: bytes) -> list[Reading]:
    return list(read(parse(data, LIMITS)))


def golden(name: str) -> list[Reading]:
    return readings((GOLDEN / name).read_bytes())


def summaries(found: list[Reading]) -> list[StatementSummary]:
    assert all(isinstance(reading.summary, StatementSummary) for reading in found)
    return [reading.summary for reading in found if isinstance(reading.summary, StatementSummary)]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.xml")), ids=lambda path: path.stem)
def test_golden_document_summarises_to_exactly_this(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert msgspec.to_builtins(summaries(golden(path.name)), builtin_types=(Decimal,)) == [
        msgspec.to_builtins(msgspec.convert(one, StatementSummary), builtin_types=(Decimal,)) for one in expected
    ]


def test_each_statement_is_a_reading_of_its_own_with_the_trace_of_the_file() -> None:
    first, second = golden("two-reports-before-version-4.v02.xml")
    assert (first.document, first.format, first.model.id) == ("statement", "camt.052", "RPT-1-A")
    assert second.trace is first.trace is not None
    assert first.trace.where(first.trace.place_of(second.model)) == "/Document/BkToCstmrAcctRpt[1]/Rpt[2]"
    assert first.trace.where(first.trace.place_of(second.model.entries[0])).endswith("/Rpt[2]/Ntry[1]")


def test_batch_details_can_stand_for_the_batch() -> None:
    (summary,) = summaries(golden("batch-with-charges.v08.xml"))
    details = [line for line in summary.lines if line.part_of == "1"]
    assert [line.position for line in details] == ["1.1", "1.2"]
    assert sum(line.amount for line in details) == summary.lines[0].amount
    assert not summary.lines[0].references
    assert summary.lines[0].end_to_end_id is None


def test_opening_and_booked_entries_make_the_closing_balance() -> None:
    (summary,) = summaries(golden("batch-with-charges.v08.xml"))
    entries = [line.amount for line in summary.lines if line.part_of is None]
    assert summary.opening is not None
    assert summary.opening + sum(entries) == summary.closing


def test_adjustments_are_negative_where_they_are_debits() -> None:
    (reading,) = golden("batch-with-charges.v08.xml")
    amounts = reading.model.entries[0].details[0].structured[1].amounts
    assert [one.value for one in amounts.adjustments] == [Decimal("-3.00"), Decimal("1.00")]


def test_a_country_of_residence_stands_in_for_that_of_the_address() -> None:
    data = (GOLDEN / "batch-with-charges.v08.xml").read_bytes()
    name = "<Nm>Karl Kaufmann</Nm>"
    for written, street in ((name, None), (f"{name}<PstlAdr><StrtNm>Am Tor</StrtNm></PstlAdr>", "Am Tor")):
        (summary,) = summaries(readings(data.replace(name.encode(), f"{written}<CtryOfRes>CH</CtryOfRes>".encode())))
        other = summary.lines[2].counterparty
        assert other is not None
        assert (other.country, other.street) == ("CH", street)


def test_a_message_without_statements_is_a_statement_that_says_nothing() -> None:
    data = write(MessageHeader(id="M-1"), [], "053", 8)
    (reading,) = readings(data)
    assert reading.model == Statement(message_type="camt.053.001.08", message=MessageHeader(id="M-1"))
    assert reading.summary == StatementSummary(number="M-1")


def test_a_document_without_the_message_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"it is camt\.053\.001\.08, but holds neither"):
        readings(b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt/></Document>')


def test_formats_are_told_by_namespace_whatever_the_version() -> None:
    assert [one.id for one in (CAMT_052, CAMT_053, CAMT_054)] == ["camt.052", "camt.053", "camt.054"]
    assert CAMT_053.roots == ("{urn:iso:std:iso:20022:tech:xsd:camt.053.*}Document",)


def test_a_version_that_the_bank_does_not_follow_is_read_as_it_is_written() -> None:
    new = (GOLDEN / "batch-with-charges.v08.xml").read_bytes()
    old = new.replace(b"camt.053.001.08", b"camt.053.001.02")
    (declared_new,), (declared_old,) = readings(new), readings(old)
    assert declared_old.summary == declared_new.summary


# ---------------------------------------------------------------------------------------------------------------------
# Official decodings
# ---------------------------------------------------------------------------------------------------------------------


def corpus(corpora: Path) -> list[Path]:
    return sorted((corpora / "documents" / "camt").glob("*.xml"))


def test_all_official_samples_are_read(corpora: Path) -> None:
    paths = corpus(corpora)
    assert len(paths) == 13
    for path in paths:
        assert all(reading.summary.document == "statement" for reading in readings(path.read_bytes())), path


def test_official_samples_tell_what_their_decoding_tells(corpora: Path) -> None:
    decoded = [path for path in corpus(corpora) if path.with_suffix(".json").is_file()]
    assert len(decoded) == 12
    for path in decoded:
        models = [reading.model for reading in readings(path.read_bytes())]
        decoding = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert told_by_model(models) == told_by_decoding(decoding), path.name


# Elements of the official samples that have no place in the model, after review: the query that a report answers, and
# a country of residence beside the country of the address.
REVIEWED = {f"OrgnlBizQry/{name}" for name in ("MsgId", "MsgNmId", "CreDtTm")} | {"MsgRcpt/CtryOfRes"}


def test_every_element_of_the_official_samples_has_its_place(corpora: Path) -> None:
    homeless = set()
    for path in corpus(corpora):
        root = parse(path.read_bytes(), LIMITS)
        told = [reading.model for reading in read(root)]
        for element in [one for one in root.iter() if one.text and one.text.strip()]:
            written, element.text = element.text, "2001-02-03T04:05:06Z"
            parent = element.getparent()
            if parent is not None and told == [reading.model for reading in read(root)]:
                homeless.add(f"{etree.QName(parent).localname}/{etree.QName(element).localname}")
            element.text = written
    assert homeless == REVIEWED


# ---------------------------------------------------------------------------------------------------------------------
# Every version, written and read back
# ---------------------------------------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(KINDS)), st.none() | headers, st.lists(statements, min_size=1, max_size=2))
def test_statements_written_in_any_version_read_back(
    kind: str, header: MessageHeader | None, told: list[Statement]
) -> None:
    for version in VERSIONS:
        message_type = f"camt.{kind}.001.{version:02}"
        expected = [replace(sayable(one, version), message_type=message_type, message=header) for one in told]
        found = readings(write(header, expected, kind, version))
        assert [one.model for one in found] == expected
        assert {one.format for one in found} == {f"camt.{kind}"}


@given(statement=statements)
def test_a_summary_has_a_line_for_every_entry_and_for_details_that_all_have_amounts(statement: Statement) -> None:
    (reading,) = readings(write(None, [statement], "053", 8))
    (summary,) = summaries([reading])
    by_position = {line.position: line for line in summary.lines}
    assert len(by_position) == len(summary.lines)
    for number, entry in enumerate(statement.entries, 1):
        line = by_position.pop(str(number))
        assert entry.amount is not None
        assert line.amount == (entry.amount.value if entry.direction == "CRDT" else -(entry.amount.value or 0))
        details = [by_position.pop(f"{number}.{n}", None) for n in range(1, len(entry.details) + 1)]
        expected = len(entry.details) > 1 and all(map(has_amount, entry.details))
        assert [one is not None for one in details] == [expected] * len(entry.details)
        assert all(one.part_of == str(number) for one in details if one)
        assert line.charges is None or line.charges > 0
    assert not by_position


def has_amount(detail: TransactionDetails) -> bool:
    amounts = detail.amounts
    told = (amounts.transaction, amounts.counter_value, amounts.instructed) if amounts else ()
    return detail.amount is not None or any(told)


# ---------------------------------------------------------------------------------------------------------------------
# Damage
# ---------------------------------------------------------------------------------------------------------------------


def read_or_refused(data: bytes) -> bool:
    """Whether there are readings, or a refusal with a sentence and a hint; anything else is raised."""
    try:
        return bool(list(formats.read(data, LIMITS)))
    except UnreadableError as error:
        return bool(error.message and error.hint)


@given(data=st.data())
def test_truncated_and_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    original = (GOLDEN / data.draw(st.sampled_from(sorted(path.name for path in GOLDEN.glob("*.xml"))))).read_bytes()
    damaged = bytearray(original[: data.draw(st.integers(0, len(original)))] if data.draw(st.booleans()) else original)
    for _ in range(data.draw(st.integers(0, 5))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert read_or_refused(bytes(damaged))


@given(data=st.data())
def test_any_text_in_place_of_another_is_data(data: st.DataObject) -> None:
    original = (GOLDEN / "batch-with-charges.v08.xml").read_bytes()
    root = parse(original, LIMITS)
    elements = [element for element in root.iter() if element.text]
    for element in data.draw(st.lists(st.sampled_from(elements), max_size=8)):
        element.text = data.draw(NONSENSE)
    for reading in read(root):
        assert msgspec.json.decode(msgspec.json.encode(reading.summary), type=StatementSummary) == reading.summary


NONSENSE: st.SearchStrategy[Any] = st.sampled_from(
    ["", "NaN", "1e400", "-0", "+7.5", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "٣"]
)
