"""Workbooks of our own making, for tests: written part by part, so that a test can write them wrong."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from archives import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Value = str | Decimal | date | bool | None


def workbook(
    sheets: dict[str, Sequence[Sequence[Value]]],
    *,
    namespace: str = MAIN,
    shared: bool = True,
    from_1904: bool = False,
    replaced: dict[str, str] | None = None,
) -> bytes:
    """An XLSX file; `replaced` has parts that stand in place of those that are right."""
    strings: list[str] = []
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _main(list(sheets), namespace, from_1904=from_1904),
        "xl/styles.xml": f'<styleSheet xmlns="{namespace}"><numFmts count="1"><numFmt numFmtId="164" '
        'formatCode="dd\\.mm\\.yyyy"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
        '<xf numFmtId="164"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet(rows, strings, namespace, shared, 1462 if from_1904 else 0)
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{texts}</sst>'
    related = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    parts["xl/_rels/workbook.xml.rels"] = _relations(
        [*related, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    )
    return packed(parts | (replaced or {}))


def packed(parts: dict[str, str]) -> bytes:
    """An archive of these parts."""
    return zipped({name: text.encode() for name, text in parts.items()})


def sheet(
    rows: Sequence[Sequence[Value]], strings: list[str], namespace: str = MAIN, shared: bool = True, shift: int = 0
) -> str:
    """A worksheet; its texts are added to `strings`."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{column_name(place)}{number}", value, strings, shared, shift) for place, value in enumerate(row, 1)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{namespace}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def column_name(place: int) -> str:
    """A column's letters by its place from 1."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(place: str, value: Value, strings: list[str], shared: bool, shift: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="2"><v>{(value - date(1899, 12, 30)).days - shift}</v></c>'
    if isinstance(value, Decimal):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = "".join(f"_x{ord(c):04X}_" if c < " " and c not in "\t\n" else c for c in value)
    if not shared:
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    strings.append(text)
    return f'<c r="{place}" t="s"><v>{len(strings) - 1}</v></c>'


def _main(names: list[str], namespace: str, *, from_1904: bool) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    shifted = '<workbookPr date1904="1"/>' if from_1904 else ""
    return f'<workbook xmlns="{namespace}" xmlns:r="{_OFFICE}">{shifted}<sheets>{sheets}</sheets></workbook>'


def _relations(related: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
