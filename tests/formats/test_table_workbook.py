"""XLSX workbooks: the same documents as from delimited text, values as they are meant, and refusals of bad packages."""

import io
import zipfile
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import CounterfoilError, LimitError, UnreadableError
from counterfoil.formats.table.cells import Cell
from counterfoil.formats.table.reading import Unread
from counterfoil.formats.table.workbook import open_workbook, rows_of_sheet
from counterfoil.model.settings import Limits
from formats.table_reading import HEADER, ORDERS, read, results, table_of, trades
from formats.xlsx_writer import MAIN, STRICT, Value, packed, sheet, workbook

SHEET: list[list[Value]] = [
    ["Nr", "Datum", "Kunde", "Pos", "Menge", "Preis"],
    ["B-1", date(2026, 1, 31), "Nord", "10", Decimal(1000), Decimal("0.10000000000000001")],
    ["B-1", date(2026, 1, 31), "Nord", "20", "1.000,5", Decimal("3.25")],
]


def rows(data: bytes, limits: Limits | None = None) -> list[tuple[int, list[Cell]]]:
    found = open_workbook(lambda: io.BytesIO(data), limits or Limits())
    return [row for each in found.sheets for row in rows_of_sheet(found, each)]


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("namespace", [MAIN, STRICT])
@pytest.mark.parametrize("from_1904", [True, False])
def test_a_workbook_reads_as_its_text_does(shared: bool, namespace: str, from_1904: bool) -> None:
    book = workbook({"Data": SHEET}, namespace=namespace, shared=shared, from_1904=from_1904)
    text = HEADER + "B-1;31.01.2026;Nord;10;1000;0,1\nB-1;31.01.2026;Nord;20;1.000,5;3,25\n"
    (from_book,), (from_text,) = read(book, ORDERS), read(text, ORDERS)
    assert from_book.summary == from_text.summary
    assert from_book.identity == from_text.identity


def test_numbers_are_the_shortest_that_are_the_same_float() -> None:
    written = ["0.10000000000000001", "1E3", "-1.5", "123456789012345", "0.30000000000000004", "1e-7", "1e300", "abc"]
    cells = "".join(f"<c><v>{each}</v></c>" for each in written)
    data = workbook({"A": []}, replaced={"xl/worksheets/sheet1.xml": f"<worksheet><row>{cells}</row></worksheet>"})
    ((_, found),) = rows(data)
    assert [str(each) for each in found] == [
        *("0.1", "1000", "-1.5", "123456789012345", "0.30000000000000004", "1E-7", "1e300", "abc")
    ]


def test_cells_of_every_type() -> None:
    cells = (
        '<c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>said</v></c>'
        '<c t="d"><v>2026-01-31T10:00:00</v></c>'
        '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>'
        '<c><f>1+1</f></c><c r="I1"><v>9</v></c>'
        '<c s="1"><v>46053.5</v></c><c s="1"><v>0.25</v></c><c s="1"><v>60</v></c><c t="s"><v>0</v></c>'
    )
    replaced = {
        "xl/worksheets/sheet1.xml": f"<worksheet><row r='7'>{cells}</row></worksheet>",
        "xl/sharedStrings.xml": (
            "<sst><si><r><t>ri</t></r><r><t>ch_x000A__xD800_</t></r><rPh><t>no</t></rPh></si></sst>"
        ),
    }
    ((number, found),) = rows(workbook({"A": []}, replaced=replaced))
    assert number == 7
    assert found == [
        *("TRUE", "#N/A", "said", "2026-01-31", "ab", "=?", None, None, Decimal(9), date(2026, 1, 31)),
        *(Decimal("0.25"), Decimal(60), "rich\n\ufffd"),
    ]


def test_days_are_known_by_the_format_of_their_cell() -> None:
    codes = [
        "dd/mm/yyyy",
        'yyyy"d"',
        '"day" 0',
        "[Red]0.00",
        "mm:ss",
        "\\d0",
        "d. mmm",
        "[$-407]d. mmmm yyyy",
        "General",
    ]
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for at, code in enumerate(codes)
    )
    styles = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(codes)))
    cells = "".join(f'<c s="{at}"><v>46053</v></c>' for at in range(len(codes)))
    replaced = {
        "xl/styles.xml": f"<styleSheet><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": f"<worksheet><row>{cells}</row></worksheet>",
    }
    ((_, found),) = rows(workbook({"A": []}, replaced=replaced))
    assert [isinstance(each, date) for each in found] == [True, True, False, False, False, False, True, True, False]


def test_every_sheet_that_has_a_mapping_is_read_and_the_others_are_not() -> None:
    other: list[list[Value]] = [
        ["Nr", "Datum", "Kunde", "Pos", "Menge", "Preis"],
        ["B-2", date(2026, 2, 1), "Süd", "1", Decimal(1), None],
    ]
    book = workbook({"Notes": [["Hello"], ["a", "b"]], "Data": SHEET, "More": other})
    assert [one.number for one in trades(book, ORDERS)] == ["B-1", "B-2"]
    assert [one.number for one in trades(book, 'sheet = "More"\n' + ORDERS)] == ["B-2"]
    with pytest.raises(UnreadableError, match="its columns are 'a', 'b'"):
        results(workbook({"Notes": [["Hello"], ["a", "b"]]}), ORDERS)


def test_what_stands_beside_a_table_in_a_workbook_means_nothing() -> None:
    assert len(read(workbook({"Data": [SHEET[0], [*SHEET[1], None, "a remark"]]}), ORDERS)) == 1


def test_the_sheet_is_found_by_what_the_package_says_not_by_its_name() -> None:
    book = zipfile.ZipFile(io.BytesIO(workbook({"Data": SHEET})))
    parts = {name: book.read(name).decode() for name in book.namelist()}
    parts["data/rows.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    related = parts["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "../data/./rows.xml")
    assert len(read(packed(parts | {"xl/_rels/workbook.xml.rels": related}), ORDERS)) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("xl/worksheets/sheet1.xml", "<worksheet><row>", "not well-formed XML"),
        ("xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>", "declares a DTD"),
        ("xl/worksheets/sheet1.xml", "<a>" * 70 + "</a>" * 70, "nested deeper"),
        ("xl/worksheets/sheet1.xml", '<w><row r="1048577"><c><v>1</v></c></row></w>', "row 1,048,577"),
        ("xl/worksheets/sheet1.xml", '<w><row><c r="ZZZ1"><v>1</v></c></row></w>', "column 18,278"),
        ("xl/worksheets/sheet1.xml", '<w><row><c t="s"><v>99</v></c></row></w>', "text '99' that is not there"),
        ("xl/worksheets/sheet1.xml", '<w><row><c t="s"><v>-1</v></c></row></w>', "text '-1' that is not there"),
        (
            "xl/worksheets/sheet1.xml",
            '<w><row><c t="s"><v>10000000000</v></c></row></w>',
            "'10000000000' that is not there",
        ),
        ("xl/worksheets/sheet1.xml", '<w><row><c t="s"><v>\uff10</v></c></row></w>', "that is not there"),
        (
            "xl/worksheets/sheet1.xml",
            f"<w><row><c><v>{''.join(map(str, range(200_000)))}</v></c></row></w>",
            "more than 1,000,000 characters",
        ),
        ("xl/worksheets/sheet1.xml", "<?xml version='1.0' encoding='klingon'?><w/>", "not well-formed XML|no encoding"),
        ("xl/sharedStrings.xml", "<sst><si>", "xl/sharedStrings.xml"),
        ("xl/styles.xml", "oops", "xl/styles.xml"),
        ("xl/workbook.xml", "<workbook/>", "no worksheet"),
        ("_rels/.rels", "<Relationships/>", "no XLSX workbook"),
    ],
)
def test_a_bad_package_is_refused_with_a_reason(name: str, content: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        results(workbook({"Data": SHEET}, replaced={name: content}), ORDERS)


def test_a_binary_workbook_is_named_as_such() -> None:
    with pytest.raises(UnreadableError, match="XLSB"):
        results(packed({"[Content_Types].xml": "<a/>", "xl/workbook.bin": "x"}), ORDERS)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    book = workbook({"Data": SHEET}, replaced={"xl/sharedStrings.xml": "<sst>" + " " * 50_000_000 + "</sst>"})
    with pytest.raises(LimitError, match="200 times its packed size"):
        results(book, ORDERS)


def test_texts_are_limited_in_number() -> None:
    with pytest.raises(LimitError, match="more than 3 different texts"):
        rows(workbook({"Data": SHEET}), Limits(elements_max=3))


def test_numbers_that_are_days_become_days_where_the_mapping_wants_one() -> None:
    book = workbook({"Data": [SHEET[0], ["B-1", Decimal(46053), "N", "1", Decimal(1), Decimal(1)]]})
    (found,) = trades(book, ORDERS)
    assert found.issued == date(2026, 1, 31)


def test_a_formula_that_was_not_worked_out_refuses_its_document_and_no_sum_is_too_small() -> None:
    book = workbook({"Data": SHEET})
    parts = {name: zipfile.ZipFile(io.BytesIO(book)).read(name).decode() for name in ("xl/worksheets/sheet1.xml",)}
    sheets = {name: part.replace("<v>3.25</v>", "<f>A1*2</f><v></v>") for name, part in parts.items()}
    assert sheets != parts
    (unread,) = results(workbook({"Data": SHEET}, replaced=sheets), ORDERS)
    assert isinstance(unread, Unread)
    assert "Row 3, column 'Preis': '=?' is no number" in str(unread.error)


def test_long_numbers_of_documents_keep_their_digits() -> None:
    book = workbook({"Data": [SHEET[0], [Decimal(4500001234), date(2026, 1, 31), "N", Decimal("10.0"), None, None]]})
    (found,) = trades(book, ORDERS)
    assert (found.number, found.lines[0].id) == ("4500001234", "10")


def test_another_reader_finds_the_same_cells() -> None:
    calamine = pytest.importorskip("python_calamine")
    data = workbook({"Data": SHEET})
    theirs = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    ours = [cells for _, cells in rows(data)]
    assert [[float(each) if isinstance(each, Decimal) else each for each in row] for row in ours] == theirs


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff"), min_size=1, max_size=20),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.floats(-1e15, 1e15).map(lambda each: Decimal(repr(each))),
)


@given(st.lists(st.lists(VALUES, max_size=6), max_size=8), st.booleans(), st.booleans())
def test_what_was_written_is_read_back(cells: list[list[Value]], shared: bool, from_1904: bool) -> None:
    after = date(1904, 3, 1) - timedelta(days=1)
    cells = [[max(each, after) if isinstance(each, date) else each for each in row] for row in cells]
    expected = {}
    for number, row in enumerate(cells, 1):
        told = [str(each).upper() if isinstance(each, bool) else each for each in row]
        while told and told[-1] is None:
            told.pop()
        if told:
            expected[number] = told
    found = dict(rows(workbook({"A": cells}, shared=shared, from_1904=from_1904)))
    assert found == expected


@given(st.data())
def test_damaged_workbooks_never_fail_otherwise_than_by_a_refusal(data: st.DataObject) -> None:
    good = bytearray(workbook({"Data": SHEET}))
    for _ in range(data.draw(st.integers(1, 8))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = results(bytes(good[: data.draw(st.integers(100, len(good)))]), ORDERS)
    except CounterfoilError:
        return
    assert all(found)


@given(st.text(alphabet='<>/crwvtsi="19AZ ?!-', max_size=300))
def test_any_sheet_is_read_or_refused(content: str) -> None:
    book = workbook({"Data": SHEET}, replaced={"xl/worksheets/sheet1.xml": f"<w>{content}</w>"})
    with suppress(CounterfoilError):
        results(book, ORDERS)


def test_a_sheet_is_read_in_the_memory_of_its_rows() -> None:
    import tracemalloc

    lines: list[list[Value]] = [[Decimal(n), Decimal("1.5"), "text"] for n in range(20_000)]
    strings: list[str] = []
    whole = sheet(lines, strings, shared=False)
    found = table_of(workbook({"A": []}, replaced={"xl/worksheets/sheet1.xml": whole}))
    assert found.workbook is not None
    tracemalloc.start()
    count = sum(1 for _ in rows_of_sheet(found.workbook, found.workbook.sheets[0]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 1_500_000 < len(whole)
