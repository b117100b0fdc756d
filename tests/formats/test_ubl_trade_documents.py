"""What holds for all UBL documents around the invoice: golden documents, official examples, and damaged ones."""

import copy
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.errors import UnreadableError
from counterfoil.formats import xml_format_of
from counterfoil.formats._table import Group, Leaf, Row
from counterfoil.formats._xml import parse
from counterfoil.model import summary as kinds
from counterfoil.model.settings import Limits
from counterfoil.model.summary import TradeSummary
from formats.trade_golden import FOLDER, FORMATS, format_of, golden, read_root, read_text, row_at, told
from verdicts import unit_tests

NAMES = sorted(path.name for path in FOLDER.glob("*.xml"))

# Elements of the official examples that have no place in the model, after review: none.
REVIEWED: frozenset[str] = frozenset()

# Elements of the official unit tests without a place, after review: UBL has no such period outside of a delivery.
REVIEWED_IN_UNIT_TESTS = frozenset(
    f"OrderResponse/cac:PromisedDeliveryPeriod{below}" for below in ("", "/cbc:StartDate", "/cbc:EndDate")
)


@pytest.mark.parametrize("name", NAMES)
def test_golden_document_tells_exactly_this(name: str) -> None:
    reading = golden(name)
    expected = (FOLDER / name).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [*told(reading.model, "model"), *told(reading.summary, "summary")] == expected


def test_golden_documents_fill_every_row_of_every_table() -> None:
    filled: set[int] = set()
    for name in NAMES:
        reading = golden(name)
        (table,) = [table for each, table in FORMATS.items() if each.id == reading.format]
        filled |= {id(row_at(table, path)) for path in reading.trace.paths} if reading.trace else set()
    missing = [
        f"{each.id}: {path}"
        for each, table in FORMATS.items()
        for path, row in _leaves(table.root.children, set())
        if id(row) not in filled
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_golden_document_leaves_nothing_unread(name: str) -> None:
    assert _unmapped(parse((FOLDER / name).read_bytes(), Limits())) == set()


def test_all_formats_are_found_by_their_root() -> None:
    assert {xml_format_of(root) for each in FORMATS for root in each.roots} == set(FORMATS)


def test_official_examples_read_and_leave_nothing_unread(corpora: Path) -> None:
    paths = sorted((corpora / "documents" / "peppol-poacc").rglob("*.xml"))
    assert len(paths) >= 26
    for path in paths:
        root = parse(path.read_bytes(), Limits())
        assert _unmapped(root) <= REVIEWED, path.name
        summary = read_root(root).summary
        assert isinstance(summary, TradeSummary)
        assert None not in (summary.number, summary.issued, summary.customization), path.name
        assert None not in (summary.buyer, summary.seller), path.name
        assert all(line.id for line in summary.lines), path.name
        if summary.document not in (kinds.ORDER, kinds.MESSAGE_LEVEL_RESPONSE):
            assert any(reference.document != "document" for reference in summary.references), path.name


def test_documents_of_the_official_unit_tests_read(corpora: Path) -> None:
    count = 0
    unmapped: set[str] = set()
    for test in unit_tests(corpora, "poacc-*"):
        try:
            root = parse(test["xml"].encode(), Limits())
        except UnreadableError:
            continue
        if xml_format_of(root.tag) in FORMATS:
            count += 1
            unmapped |= _unmapped(root)
    assert count > 300
    assert unmapped <= REVIEWED_IN_UNIT_TESTS


ODD_TEXTS = (
    "", " ", "NA", "NaN", "1e400", "-0", "1.", ".5", "+7", "1,5", "٣", "2026-02-30", "0000-01-01", "9999-12-31", "TRUE",
    "9" * 400, "-" + "9" * 50, "\u2028", "a" * 5000, "====", "380", "mlr", "S:mlr:3",
)  # fmt: skip


DAMAGE = st.tuples(st.integers(0, 7), st.integers(0, 600), st.integers(0, 600))


@given(st.sampled_from(NAMES), st.lists(DAMAGE, max_size=8))
def test_damaged_documents_read_all_the_same(name: str, damages: list[tuple[int, int, int]]) -> None:
    root = parse((FOLDER / name).read_bytes(), Limits())
    for kind, place, other in damages:
        _damage(root, kind, place, other)
    reading = read_root(root)
    assert reading.document == reading.summary.document
    assert reading.trace is not None
    assert len(reading.trace.paths) == sum(1 for _ in root.iter(tag=etree.Element))
    assert msgspec.json.decode(msgspec.json.encode(reading.summary), type=TradeSummary) == reading.summary
    assert read_root(copy.deepcopy(root)).summary == reading.summary


def _damage(root: etree._Element, kind: int, place: int, other: int) -> None:
    """Do one of eight wrongs to a tree: to the element at one place, with what stands at another."""
    elements = list(root.iter(tag=etree.Element))
    element = elements[place % len(elements)]
    second = elements[other % len(elements)]
    parent = element.getparent()
    match kind:
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            parent.append(copy.deepcopy(element))
        case 2:
            element.text = ODD_TEXTS[other % len(ODD_TEXTS)]
        case 3 if parent is not None:
            element.tag = second.tag
        case 4:
            element.append(copy.deepcopy(second) if len(elements) < 2000 else etree.Element("{urn:x}Deep"))
        case 5:
            element.attrib.clear()
        case 6:
            element.set(("unitCode", "currencyID", "schemeID", "listID", "name")[other % 5], "odd")
        case 7 if parent is not None:
            element.tag = ("{urn:unknown}Thing", "Bare", "{urn:x}ID")[other % 3]
        case _:
            pass


def _unmapped(root: etree._Element) -> set[str]:
    table, trace = FORMATS[format_of(root)], read_root(root).trace
    assert trace is not None
    return {path for path in set(trace.paths) if row_at(table, path) is None}


def _leaves(rows: dict[str, Row], seen: set[int]) -> Iterator[tuple[str, Leaf]]:
    """Every leaf below some rows with its name, a shared row once."""
    for name, row in rows.items():
        if isinstance(row, Leaf):
            yield name, row
        elif id(row.children) not in seen:
            seen.add(id(row.children))
            yield from ((f"{name}/{inner}", leaf) for inner, leaf in _leaves(row.children, seen))


def test_rows_are_groups_or_leaves_of_the_table() -> None:
    (table,) = [table for each, table in FORMATS.items() if each.id == "ubl-order"]
    assert isinstance(row_at(table, "Order/cac:OrderLine"), Group)
    assert isinstance(row_at(table, "Order/cac:OrderLine/cac:LineItem/cac:Item/cbc:Name"), Leaf)
    assert row_at(table, "Order/cac:OrderLine/cac:LineItem/cac:Item/cbc:Nonsense") is None


def test_lines_and_packages_may_nest_as_deep_as_documents_may() -> None:
    depth = Limits().depth_max - 5
    lines = "<cac:SubLineItem>" * depth + "<cbc:ID>deepest</cbc:ID>" + "</cac:SubLineItem>" * depth
    line = read_text("Order", f"<cac:OrderLine><cac:LineItem>{lines}</cac:LineItem></cac:OrderLine>").model.lines[0]
    for _ in range(depth):
        (line,) = line.sub_lines
    assert line.id == "deepest"
