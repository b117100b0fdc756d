"""Bank statements in MT940: official samples with their decodings, golden documents, dialects written and read back."""

import datetime as dt
import json
import logging
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats.mt940 import MT940, detect, read
from counterfoil.model.settings import Limits
from counterfoil.model.statement import Entry, Statement, When
from counterfoil.model.summary import StatementLine, StatementSummary
from formats.mt940_decoded import decoded

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "mt940"
LIMITS = Limits()
DOCUMENTS = sorted(GOLDEN.glob("*.sta"))


def statements(data: bytes) -> list[Statement]:
    return [reading.model for reading in read(data, LIMITS)]


def summaries(data: bytes) -> list[StatementSummary]:
    found = [reading.summary for reading in read(data, LIMITS)]
    return [one for one in found if isinstance(one, StatementSummary)]


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_golden_document_summarises_to_exactly_this_or_is_refused(path: Path) -> None:
    assert detect(path.read_bytes())
    if path.name.startswith("fault-"):
        with pytest.raises(UnreadableError, match=r"Field :6.*: in line \d cannot be read") as refused:
            summaries(path.read_bytes())
        assert refused.value.hint
        return
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert msgspec.to_builtins(summaries(path.read_bytes()), builtin_types=(Decimal,)) == [
        msgspec.to_builtins(msgspec.convert(one, StatementSummary), builtin_types=(Decimal,)) for one in expected
    ]


def test_a_reversed_credit_goes_out_and_names_who_had_paid() -> None:
    (statement,) = statements(golden("german-subfields.sta"))
    back = statement.entries[1]
    assert (back.direction, back.reversal, back.status) == ("DBIT", True, "BOOK")
    detail = back.details[0]
    assert detail.parties is not None
    assert detail.parties.debtor is not None
    assert detail.parties.debtor.name == "Paula Zahler"
    assert detail.returned is not None
    assert detail.returned.reason == "912"


def test_a_reversed_debit_comes_in() -> None:
    data = golden("german-subfields.sta").replace(b":61:2603310331RCR126,00", b":61:2603310331RDR126,00")
    line = summaries(data)[0].lines[1]
    assert (line.amount, line.reversal) == (Decimal("126.00"), True)


def test_texts_behind_the_closing_balance_belong_to_the_statement() -> None:
    (statement,) = statements(golden("german-subfields.sta"))
    assert statement.additional == "Bitte beachten Sie unsere neuen Preise"
    assert statement.related_reference == "NONREF"
    assert [balance.type for balance in statement.balances] == ["OPBD", "CLBD", "CLAV", "FWAV"]
    assert statements(golden("dutch-code-words.sta"))[0].additional == "/SUM/2/2/21,50/44,00/"


def test_the_subfields_stay_as_they_came() -> None:
    (statement,) = statements(golden("german-subfields.sta"))
    fields = statement.entries[0].details[0].fields
    assert ("20", "EREF+AUFTRAG-2026-0000000047") not in fields
    assert fields[0] == ("00", "SEPA-GUTSCHRIFT")
    assert [text for code, text in fields if code == "22"] == ["SVWZ+RE-2026-101 und RE-202"]


def test_what_a_plain_entry_says_beside_its_text() -> None:
    first, _ = statements(golden("plain-texts.sta"))
    foreign, cheque, _, odd, _ = first.entries
    assert first.account is not None
    assert first.account.servicer is not None
    assert (first.account.iban, first.account.servicer.bic) == ("GB33BUKB20201555555555", "BUKBGB22XXX")
    assert cheque.details[0].references is not None
    assert cheque.details[0].references.cheque == "000123"
    assert foreign.code is not None
    assert foreign.code.proprietary == "NTRF"
    assert odd.additional == "second line third line"


def test_a_report_before_the_end_of_the_day_tells_when_it_was_made() -> None:
    (statement,) = statements(golden("interim-report-expected.sta"))
    assert statement.message_type == "MT942"
    assert statement.created == When(day=dt.date(2026, 3, 31), moment=dt.datetime(2026, 3, 31, 16, 45, tzinfo=dt.UTC))
    assert statement.totals is not None
    assert statement.totals.credits is not None
    assert statement.totals.credits.sum is not None
    assert statement.totals.credits.sum.value == Decimal("5.00")


# ---------------------------------------------------------------------------------------------------------------------
# Detection
# ---------------------------------------------------------------------------------------------------------------------

BODY = b":20:X\r\n:25:DE02120300000000202051\r\n:28C:1\r\n:60F:C260330EUR1,00\r\n:62F:C260330EUR1,00\r\n"


@pytest.mark.parametrize(
    "data",
    [
        BODY,
        BODY.replace(b"\r\n", b"\n"),
        BODY.replace(b"\r\n", b"\r"),
        b"\xef\xbb\xbf" + BODY,
        b"\r\n\r\n" + BODY,
        b"\x01\r\n" + BODY + b"-\x03",
        b"{1:F01BANKDEFFAXXX0000000000}{2:O940}{4:\r\n" + BODY + b"-}",
        b"{1:F01BANKDEFFAXXX0000000000}{2:O940}{4:" + BODY + b"-}",
        b"ABNANL2A\n940\nABNANL2A\n" + BODY,
        b":940:\n" + BODY,
        b":\n" + BODY[1:],
    ],
)
def test_a_statement_is_told_by_its_content(data: bytes) -> None:
    assert MT940.detect(data)
    (summary,) = summaries(data)
    assert (summary.number, summary.account) == ("X", "DE02120300000000202051")
    assert (summary.opening, summary.closing) == (Decimal("1.00"), Decimal("1.00"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"20;25;28C\n:20:;:25:\n",
        b"<?xml version='1.0'?><a>\n:20:X\n</a>",
        b"UNA:+.? 'UNB+UNOA:1+A+B+260101:1200+1'",
        b"%PDF-1.7\n:20:X",
        b":20:X\r\n:23B:CRED\r\n:32A:260330EUR1,00\r\n:50K:A\r\n:59:B\r\n",
        b":20:\n:61:\n",
        b"Dear all,\nplease see\n:20:X\n",
        b"\n" * 20 + BODY,
    ],
)
def test_other_texts_are_no_statement(data: bytes) -> None:
    assert not detect(data)


def test_what_is_no_statement_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no MT940 statement") as refused:
        statements(b"1\n2\n3\n")
    assert refused.value.hint


def test_a_head_that_ends_within_a_character_is_told() -> None:
    assert detect(BODY + b":86:" + "ä".encode() * 3000)
    assert detect((BODY + b":86:" + "ä".encode() * 3000)[: len(BODY) + 5])


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(LimitError, match="more than the 10 allowed"):
        list(read(BODY, Limits(document_bytes_max=10)))


def test_the_library_says_nothing(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(UnreadableError):
        summaries(golden("fault-entry-cut-off.sta"))
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_a_time_that_starts_a_line_is_no_field() -> None:
    long = "0123456789" * 6 + "AT 13"
    data = BODY.replace(b":62F:", f":61:260331C1,00NTRFNONREF\n:86:{long}\n:20:45 AND ON\n:62F:".encode())
    (summary,) = summaries(data)
    assert summary.lines[0].remittance[0] == f"{long}:20:45 AND ON"


# ---------------------------------------------------------------------------------------------------------------------
# Official samples
# ---------------------------------------------------------------------------------------------------------------------

NO_STATEMENT = "invalid_statement"

# Samples whose decoding is not taken over, after review: here the later of two accounts is kept, which is the text of a
# transaction; of six opening balances the last one; a number of ten digits is split; and the currency is missing, so
# that digits take its place.
OTHERWISE = {
    "amount_formats": {"final_opening_balance"},
    "sepa_snippet_broken": {"account_identification"},
    "long_statement_number": {"statement_number", "sequence_number"},
    "raphaelm": {"final_closing_balance", "intermediate_closing_balance"},
}
BALANCES = {
    "final_opening_balance": ("OPBD", 0),
    "intermediate_opening_balance": ("ITBD", 0),
    "final_closing_balance": ("CLBD", -1),
    "intermediate_closing_balance": ("ITBD", -1),
    "available_balance": ("CLAV", -1),
    "forward_available_balance": ("FWAV", -1),
}


def samples(corpora: Path) -> list[Path]:
    return sorted((corpora / "documents" / "mt940").rglob("*.sta"))


def test_all_official_samples_are_told_and_read(corpora: Path) -> None:
    paths = samples(corpora)
    assert len(paths) == 49
    for path in paths:
        data = path.read_bytes()
        if path.stem == NO_STATEMENT:
            assert not detect(data)
            continue
        assert detect(data), path.name
        assert summaries(data), path.name


def test_official_samples_tell_what_their_decoding_tells(corpora: Path) -> None:
    compared = 0
    for path in samples(corpora):
        if path.stem == NO_STATEMENT:
            continue
        ours = statements(path.read_bytes())
        theirs = decoded(path.with_suffix(".yml").read_text(encoding="utf-8"))
        compare_statement(ours, theirs.statement, path.stem)
        entries = [entry for statement in ours for entry in statement.entries]
        assert len(entries) == len(theirs.transactions), path.name
        for entry, transaction in zip(entries, theirs.transactions, strict=True):
            compare_entry(entry, transaction)
            compared += 1
    assert compared == 209


def compare_statement(ours: list[Statement], told: dict[str, Any], name: str) -> None:
    """The decoding merges the statements of a file: of each field, the last one stands."""
    told = {key: value for key, value in told.items() if key not in OTHERWISE.get(name, ())}
    last = ours[-1]
    assert last.id == told.get("transaction_reference")
    number = "/".join(part for part in (told.get("statement_number"), told.get("sequence_number")) if part)
    assert number in ("", last.legal_sequence)
    if "account_identification" in told:
        assert last.account is not None
        account = last.account.iban or (last.account.other.value if last.account.other else "")
        currency = last.account.currency or ""
        assert told["account_identification"] in (account, account + currency, f"{account}/{currency}")
    for key, (kind, place) in BALANCES.items():
        if key in told:
            holders = [[one for one in statement.balances if one.type == kind] for statement in ours]
            found = [one for one in holders if one][-1][place]
            assert found.amount is not None
            assert found.amount.value is not None
            value = found.amount.value if found.direction == "CRDT" else -found.amount.value
            assert (value, found.amount.currency, found.when) == (*told[key][:2], When(day=told[key][2])), key


def compare_entry(entry: Entry, told: dict[str, Any]) -> None:
    amount, currency = told["amount"]
    assert entry.amount is not None
    assert (entry.amount.value, entry.amount.currency) == (abs(amount), currency)
    assert (entry.direction, entry.reversal) == {
        "C": ("CRDT", False),
        "D": ("DBIT", False),
        "RC": ("DBIT", True),
        "RD": ("CRDT", True),
    }[told["status"]]
    assert entry.valued == When(day=told["date"])
    assert entry.booked == (When(day=told["entry_date"]) if "entry_date" in told else None)
    assert (entry.code.proprietary or "" if entry.code else "").startswith((told["id"] or "").strip())
    if told["bank_reference"] is not None:
        assert entry.account_servicer_reference == told["bank_reference"]
    detail = entry.details[0]
    if "transaction_details" in told:
        # The decoding does not know other separators than "?", and gives the last entry what the bank says behind it.
        ours = [bare(text) for _, text in detail.fields]
        theirs = bare(told["transaction_details"])
        assert theirs.startswith("".join(ours)) or not any(code == "" for code, _ in detail.fields)
        assert all(text in theirs for text in ours)
    elif "posting_text" in told:
        compare_subfields(entry, told)
    if "non_swift_15" in told:
        names = " ".join(told[key] for key in ("non_swift_15", "non_swift_16") if key in told)
        assert detail.parties is not None
        assert names in [one.name for one in (detail.parties.debtor, detail.parties.creditor) if one]


def compare_subfields(entry: Entry, told: dict[str, Any]) -> None:
    """As one word: the decoding joins all subfields without blanks."""
    detail = entry.details[0]
    refs, parties = detail.references, detail.parties
    assert refs is not None
    assert detail.additional == told["posting_text"]
    code = entry.code.proprietary or "" if entry.code else ""
    assert [told["transaction_code"], *([told["prima_nota"]] if told["prima_nota"] else [])] == code.split("+")[1:]
    other = [one for one in (parties.debtor, parties.creditor) if one] if parties else []
    accounts = [one for one in (parties.debtor_account, parties.creditor_account) if one] if parties else []
    assert bare(other[0].name if other else None) == bare(told["applicant_name"])
    if not any(code == "38" for code, _ in detail.fields):
        assert [one.iban or (one.other.value if one.other else "") for one in accounts] == [
            one for one in [told["applicant_iban"]] if one
        ]
    if told.get("end_to_end_reference"):
        assert bare(told["end_to_end_reference"]).startswith(bare(refs.end_to_end))
    assert bare(refs.mandate) == bare(told.get("additional_position_reference"))
    said = "".join(map(bare, (*detail.unstructured, refs.end_to_end, refs.instruction)))
    said += "".join(bare(one.value) for party in other for one in party.identifiers)
    assert bare(told["purpose"])[:27] in said


def bare(text: str | None) -> str:
    return "".join((text or "").split())


# ---------------------------------------------------------------------------------------------------------------------
# Dialects, written and read back
# ---------------------------------------------------------------------------------------------------------------------

NAMES = st.from_regex(r"[A-Za-z][A-Za-z.&]{0,9}( [A-Za-z][A-Za-z.&]{0,9}){0,4}", fullmatch=True)
IDS = st.from_regex(r"[A-Z0-9]{2,35}", fullmatch=True)
IBANS = st.from_regex(r"[A-Z]{2}[0-9]{20}", fullmatch=True)
TEXTS = st.from_regex(r"[A-Za-z0-9.-]{1,12}( [A-Za-z0-9.-]{1,12}){0,9}", fullmatch=True)
AMOUNTS = st.integers(1, 10**12).map(lambda cents: Decimal(cents).scaleb(-2))


def one_line(information: str, amount: Decimal) -> StatementLine:
    lines = [information[start : start + 65] for start in range(0, len(information), 65)]
    written = str(amount).replace(".", ",")
    text = "\r\n".join(
        [":20:X", ":25:1", ":60F:C260330EUR0,00", f":61:2603310331C{written}NTRFNONREF", ":86:" + "\r\n".join(lines)]
    )
    (summary,) = summaries(f"{text}\r\n:62F:C260331EUR{written}\r\n-".encode())
    assert summary.closing == summary.lines[0].amount == amount
    return summary.lines[0]


@given(eref=IDS, mref=IDS, text=TEXTS, name=NAMES, iban=IBANS, amount=AMOUNTS, separator=st.sampled_from("?>~<^"))
def test_german_subfields_read_back(
    eref: str, mref: str, text: str, name: str, iban: str, amount: Decimal, separator: str
) -> None:
    codes = iter(range(20, 30))
    purpose = [
        (next(codes), value[start : start + 27])
        for value in (f"EREF+{eref}", f"MREF+{mref}", f"SVWZ+{text}")
        for start in range(0, len(value), 27)
    ]
    if len(purpose) > 10:
        return
    names = [(32, name[:27]), (33, name[27:54])] if len(name) > 27 else [(32, name)]
    parts = [(0, "GUTSCHRIFT"), (10, "931"), *purpose, (30, "DEUTDEFF"), (31, iban), *names]
    line = one_line("166" + "".join(f"{separator}{code:02}{value}" for code, value in parts), amount)
    assert (line.end_to_end_id, line.mandate) == (eref, mref)
    assert text in line.remittance
    assert line.counterparty is not None
    assert line.counterparty.accounts == (iban,)
    assert line.counterparty.name == name[:54].strip()
    assert line.transaction_code == "NTRF+166+931"


def test_subfields_may_stand_without_the_code_of_the_business() -> None:
    line = one_line("?20EREF+E-7?21SVWZ+Invoice 12?31DE02120300000000202051?32Tannhof", Decimal(5))
    assert (line.end_to_end_id, line.remittance, line.transaction_code) == ("E-7", ("Invoice 12",), "NTRF")
    assert line.counterparty is not None
    assert (line.counterparty.name, line.counterparty.accounts) == ("Tannhof", ("DE02120300000000202051",))
    assert one_line("?20 pieces of oak", Decimal(5)).remittance == ("?20 pieces of oak",), "one mark alone is a text"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_tells_utf_16(encoding: str) -> None:
    plain = golden("plain-texts.sta").decode("cp1252")
    told = ("\ufeff" if encoding != "utf-16" else "") + plain
    assert detect(told.encode(encoding))
    assert summaries(told.encode(encoding)) == summaries(plain.encode())


@given(eref=IDS, text=TEXTS, name=NAMES, iban=IBANS, amount=AMOUNTS)
def test_dutch_code_words_read_back(eref: str, text: str, name: str, iban: str, amount: Decimal) -> None:
    line = one_line(f"/EREF/{eref}//CNTP/{iban}/INGBNL2A/{name}///REMI/USTD//{text}/", amount)
    assert line.end_to_end_id == eref
    assert text in line.remittance
    assert line.counterparty is not None
    assert (line.counterparty.name, line.counterparty.accounts) == (name, (iban,))


@given(text=TEXTS, amount=AMOUNTS)
def test_plain_text_reads_back(text: str, amount: Decimal) -> None:
    assert bare("".join(one_line(text, amount).remittance[:1])) == bare(text)


# ---------------------------------------------------------------------------------------------------------------------
# Damage
# ---------------------------------------------------------------------------------------------------------------------


def read_or_refused(data: bytes) -> bool:
    """Whether there are statements, or a refusal with a sentence and a hint; anything else is raised."""
    detect(data[:4096])
    try:
        found = summaries(data)
    except UnreadableError as error:
        return bool(error.message and error.hint)
    return bool(found) and all(
        msgspec.json.decode(msgspec.json.encode(one), type=StatementSummary) == one for one in found
    )


@given(data=st.data())
def test_truncated_and_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(DOCUMENTS)).read_bytes()
    damaged = bytearray(original[: data.draw(st.integers(0, len(original)))] if data.draw(st.booleans()) else original)
    for _ in range(data.draw(st.integers(0, 6))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert read_or_refused(bytes(damaged))


@given(
    st.lists(
        st.builds(
            lambda tag, text: f":{tag}:{text}",
            st.sampled_from(
                ["20", "21", "25", "25P", "28C", "60F", "60M", "61", "86", "62F", "64", "90D", "13D", "34F", "NS"]
            ),
            st.text(st.sampled_from("0123456789,CDREUN/?+\n :-AZ²٣é\x1f"), max_size=40),
        )
    )
)
def test_fields_of_nonsense_are_read_or_refused(fields: list[str]) -> None:
    assert read_or_refused("\n".join(fields).encode())


@pytest.mark.parametrize(
    ("currency", "text", "pages"),
    [
        ("PLN", "ul. Długa 1, zapłata za żółtą gęś", ["utf-8", "utf-8-sig", "cp1250", "cp852"]),
        ("EUR", "ul. Długa 1, zapłata za żółtą gęś", ["utf-8", "cp1250", "cp852"]),
        ("EUR", "Möbel Müller, Straße 5, Äpfel", ["utf-8", "cp1252", "cp1250", "cp852", "cp850"]),
        ("EUR", "Façade à Besançon, crème brûlée", ["utf-8", "cp1252"]),
        ("EUR", "Señor Muñoz, Málaga", ["utf-8", "cp1252"]),
        ("CZK", "Žižka, Příbram, účet", ["utf-8", "cp1250", "cp852"]),
    ],
)
def test_texts_are_read_in_the_code_page_of_their_bank(currency: str, text: str, pages: list[str]) -> None:
    fields = (
        f":20:A\n:25:1\n:28C:1\n:60F:C260101{currency}1,\n:61:260102C1,NMSC\n:86:{text}\n:62F:C260102{currency}2,\n"
    )
    for page in pages:
        (found,) = summaries(fields.encode(page))
        assert found.lines[0].remittance == (text,), page
