"""The walk: what it fills and notes, what it guesses, and a slow walk that must agree."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.formats import _compiled, read
from counterfoil.formats._table import Group, Leaf, Part, Row, Table, amount, flag, identifier, number, text
from counterfoil.formats._walk import walk
from counterfoil.formats._xml import parse
from counterfoil.formats.ubl_invoice import CREDIT_NOTE_TABLE, INVOICE_TABLE
from counterfoil.model.settings import Limits
from counterfoil.model.trace import Trace
from counterfoil.model.values import Amount, Identifier, Number
from strategies import damaged

GOLDEN = Path(__file__).parents[1] / "golden" / "ubl"
NAMESPACES = {"": "urn:r", "p": "urn:p"}


def table(rows: dict[str, Row], **options: Any) -> Table:
    """A table whose root builds a plain dict."""
    return Table("{urn:r}R", Group("", dict, rows, **options), NAMESPACES)


def tree(content: str, attributes: str = "") -> etree._Element:
    return parse(f'<R xmlns="urn:r" xmlns:p="urn:p" {attributes}>{content}</R>'.encode(), Limits())


def told(content: str, rows: dict[str, Row], **options: Any) -> Any:
    return walk(tree(content), table(rows, **options))[0]


# What fills the model


def test_leaves_fill_fields_with_stripped_text_and_empty_ones_fill_none() -> None:
    rows: dict[str, Row] = {"p:a": text("a"), "p:b": text("b"), "c": text("c")}
    assert told("<p:a> \n x y\t</p:a><p:b> </p:b><c>z</c><p:d>no</p:d>", rows) == {"a": "x y", "c": "z"}


def test_a_space_that_xml_does_not_know_stays() -> None:
    assert told("<c>\u00a0x\u2003</c>", {"c": text("c")}) == {"c": "\u00a0x\u2003"}


def test_of_a_leaf_that_may_stand_once_the_first_counts_and_of_others_all() -> None:
    content = "<p:a>1</p:a><p:a>2</p:a><c>1</c><c/><c>2</c>"
    assert told(content, {"p:a": number("a"), "c": text("c", many=True)}) == {
        "a": Number(value=Decimal(1), written="1"),
        "c": ("1", "2"),
    }


def test_groups_build_objects_and_parts_fill_the_group_around() -> None:
    rows: dict[str, Row] = {
        "g": Group("g", dict, {"p:a": text("a"), "h": Part({"p:b": text("b")})}, many=True),
        "p:x/p:y/p:z": text("z"),
        "p:x/p:w": text("w"),
    }
    content = "<g><p:a>1</p:a><h><p:b>2</p:b></h></g><g/><p:x><p:y><p:z>3</p:z></p:y><p:w>4</p:w></p:x>"
    assert told(content, rows) == {"g": ({"a": "1", "b": "2"}, {}), "z": "3", "w": "4"}


def test_of_a_group_that_may_stand_once_the_first_counts_whole() -> None:
    rows: dict[str, Row] = {"g": Group("g", dict, {"p:a": text("a"), "p:b": text("b")})}
    root = tree("<g><p:a>1</p:a></g><g><p:a>2</p:a><p:b>2</p:b></g>")
    built, trace = walk(root, table(rows))
    assert built == {"g": {"a": "1"}}
    assert trace.paths == ["R", "R/g", "R/g/p:a", "R/g", "R/g/p:a", "R/g/p:b"]


def test_a_group_may_build_nothing_or_hand_its_values_out() -> None:
    def lift(inner: dict[str, Any], outer: dict[str, Any], _: dict[int, int]) -> None:
        outer.setdefault("lifted", []).append(inner["a"])

    content = "<g><p:a>1</p:a></g><g><p:a>2</p:a></g>"
    for build in (None, lambda **_: None):
        rows: dict[str, Row] = {"g": Group("g", build, {"p:a": text("a")}, prepare=lift)}
        assert told(content, rows) == {"lifted": ["1", "2"]}


def test_a_group_can_contain_itself_as_deep_as_documents_are() -> None:
    rows: dict[str, Row] = {"p:a": text("a")}
    rows["g"] = Group("g", dict, rows)
    deep = 250
    built = told("<g>" * deep + "<p:a>x</p:a>" + "</g>" * deep, rows)
    for _ in range(deep):
        (built,) = built.values()
    assert built == {"a": "x"}


def test_an_only_child_is_found_wherever_it_leads() -> None:
    rows: dict[str, Row] = {
        "p:x": Part({"p:y": Group("y", dict, {"p:a": text("a")}), "p:z/p:a": text("z")}),
        "c": text("c"),
    }
    assert told("<p:x><p:y><p:a>1</p:a></p:y></p:x><c>2</c>", rows) == {"y": {"a": "1"}, "c": "2"}
    assert told("<p:x><p:z><p:a>1</p:a></p:z></p:x><c>2</c>", rows) == {"z": "1", "c": "2"}
    assert told("<p:x><p:s><p:a>1</p:a></p:s></p:x><c>2</c>", rows) == {"c": "2"}
    assert told("<p:x><p:y/></p:x><c>2</c>", rows) == {"y": {}, "c": "2"}


def test_two_rows_for_one_element_are_refused() -> None:
    with pytest.raises(TypeError, match="same element"):
        told("<g/>", {"g": text("a"), "g/p:a": text("b")})


# What is unexpected


def test_a_leaf_that_has_children_is_read_like_any_other() -> None:
    rows: dict[str, Row] = {"p:a": text("a"), "p:b": amount("b", many=True), "c": flag("c"), "d": text("d")}
    root = tree("<p:a> 1 <s><p:a>0</p:a></s>0</p:a><p:b currencyID='EUR'>2<s/></p:b><c>true</c><d/>")
    built, trace = walk(root, table(rows))
    assert built == {"a": "1", "b": (Amount(value=Decimal(2), currency="EUR", written="2"),), "c": True}
    assert trace.paths == ["R", "R/p:a", "R/p:a/s", "R/p:a/s/p:a", "R/p:b", "R/p:b/s", "R/c", "R/d"]
    assert trace.texts == [None, None, None, "0", None, None, "true", None]
    assert trace.attributes == {4: [("currencyID", "EUR")]}


def test_attributes_are_noted_where_the_table_expects_none() -> None:
    rows: dict[str, Row] = {"p:a": text("a"), "p:b": identifier("b"), "g": Group("g", dict, {})}
    plan = table(rows)
    for _ in range(2):
        root = tree('<p:a k="1">x</p:a><p:b schemeID="2">y</p:b><g k="3"/><s k="4"/>', 'k="0"')
        built, trace = walk(root, plan)
        assert built == {"a": "x", "b": Identifier(value="y", scheme="2"), "g": {}}
        assert trace.attributes == {
            0: [("k", "0")],
            1: [("k", "1")],
            2: [("schemeID", "2")],
            3: [("k", "3")],
            4: [("k", "4")],
        }


# What is noted


def test_strangers_are_traced_with_all_that_is_in_them() -> None:
    root = tree('<s xmlns="urn:s/t">1<t xmlns="">2</t></s><p:s><R>3</R></p:s><R>4</R>')
    _, trace = walk(root, table({}))
    assert trace.paths == ["R", "R/Q{urn:s/t}s", "R/Q{urn:s/t}s/t", "R/p:s", "R/p:s/R", "R/R"]
    assert trace.texts == [None, None, "2", None, "3", "4"]
    assert trace.parents == [-1, 0, 1, 0, 3, 0]
    assert [trace.where(index) for index in range(3)] == [
        "/R",
        "/R/Q{urn:s/t}s[1]",
        "/R/Q{urn:s/t}s[1]/t[1]",
    ]


def test_more_strangers_than_are_remembered_are_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_compiled, "STRANGERS_MAX", 2)
    plan = table({})
    content = "".join(f"<s{number}/>" for number in range(5)) * 2
    expected = ["R", *(f"R/s{number}" for number in range(5)), *(f"R/s{number}" for number in range(5))]
    for _ in range(2):
        assert walk(tree(content), plan)[1].paths == expected


def test_what_comes_after_what_is_no_more_than_a_guess() -> None:
    rows: dict[str, Row] = {"p:a": text("a"), "p:b": text("b"), "g": Group("g", dict, {"p:a": text("c")})}
    plan = table(rows)
    for content, told in (
        ("<p:a>1</p:a><p:b>2</p:b><g><p:a>3</p:a></g>", {"a": "1", "b": "2", "g": {"c": "3"}}),
        ("<g><p:b>0</p:b><p:a>3</p:a></g><p:b>2</p:b><p:a>1</p:a>", {"g": {"c": "3"}, "b": "2", "a": "1"}),
        ("<p:a>1</p:a><g/><g/><p:s/><p:b>2</p:b>", {"a": "1", "g": {}, "b": "2"}),
        ("<p:a>1</p:a><p:b>2</p:b><g><p:a>3</p:a></g>", {"a": "1", "b": "2", "g": {"c": "3"}}),
    ):
        root = tree(content)
        built, trace = walk(root, plan)
        assert built == told
        assert trace.paths == walk(root, table(rows))[1].paths


def test_parts_know_their_places_even_when_prepare_replaces_them() -> None:
    def replace(inner: dict[str, Any], _: dict[str, Any], places: dict[int, int]) -> None:
        old = inner["g"][1]
        inner["g"][1] = new = [*old, "new"]
        places[id(new)] = places.pop(id(old))

    rows: dict[str, Row] = {"g": Group("g", lambda **values: [values], {"p:a": text("a")}, many=True)}
    built, trace = walk(tree("<g/><p:a/><g><p:a>1</p:a></g>"), table(rows, prepare=replace))
    assert trace.where(trace.place_of(built["g"][0])) == "/R/g[1]"
    assert trace.where(trace.place_of(built["g"][1])) == "/R/g[2]"
    assert built["g"][1] == [{"a": "1"}, "new"]
    assert trace.place_of("elsewhere") == 0


def test_a_document_with_another_root_is_read_by_the_table_all_the_same() -> None:
    root = parse(b'<Q xmlns="urn:r"><c>1</c></Q>', Limits())
    assert walk(root, table({"c": text("c")}))[0] == {"c": "1"}


# A slow walk that must agree


def slow_model(element: Any, rows: dict[str, Row], namespaces: dict[str, str], values: dict[str, Any]) -> None:
    """Fill `values` as the table says, one element at a time and with no belief."""
    flat: dict[str, list[tuple[str, Row]]] = {}
    for name, row in rows.items():
        first, _, rest = name.partition("/")
        flat.setdefault(first, []).append((rest, row))
    for child in element:
        for rest, row in flat.get(prefixed(child.tag, namespaces), ()):
            if rest:
                slow_model(child, {rest: row}, namespaces, values)
            elif isinstance(row, Part):
                slow_model(child, row.children, namespaces, values)
            elif isinstance(row, Leaf):
                slow_leaf(child, row, values)
            else:
                slow_group(child, row, namespaces, values)


def slow_leaf(element: Any, row: Leaf, values: dict[str, Any]) -> None:
    written = (element.text or "").strip(" \t\r\n")
    if written:
        value = row.convert(written, element.items()) if row.convert else written
        if row.many:
            values[row.field] = (*values.get(row.field, ()), value)
        else:
            values.setdefault(row.field, value)


def slow_group(element: Any, row: Group, namespaces: dict[str, str], values: dict[str, Any]) -> None:
    if row.field in values and not row.many:
        return
    inner: dict[str, Any] = {}
    slow_model(element, row.children, namespaces, inner)
    inner = {name: list(value) if isinstance(value, tuple) else value for name, value in inner.items()}
    if row.prepare is not None:
        row.prepare(inner, values, {})
    inner = {name: tuple(value) if isinstance(value, list) else value for name, value in inner.items()}
    built = row.build(**inner) if row.build is not None else None
    if built is not None and row.many:
        values[row.field] = (*values.get(row.field, ()), built)
    elif built is not None:
        values[row.field] = built


def prefixed(tag: str, namespaces: dict[str, str]) -> str:
    uri, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    for prefix, known in namespaces.items():
        if known == uri:
            return f"{prefix}:{name}" if prefix else name
    return f"Q{{{uri}}}{name}" if uri else name


def slow_trace(element: Any, above: str, namespaces: dict[str, str], found: list[tuple[Any, ...]], parent: int) -> None:
    path = f"{above}/{prefixed(element.tag, namespaces)}".removeprefix("/")
    index = len(found)
    found.append((path, parent, None if len(element) else element.text, element.items()))
    for child in element:
        slow_trace(child, path, namespaces, found, index)


def assert_agrees(root: Any, plan: Table) -> None:
    model, trace = walk(root, plan)
    values: dict[str, Any] = {}
    slow_group(root, plan.root, dict(plan.namespaces), values)
    assert model == values[plan.root.field]
    stood: list[tuple[Any, ...]] = []
    slow_trace(root, "", dict(plan.namespaces), stood, -1)
    attributes = [trace.attributes.get(index, []) for index in range(len(stood))]
    assert stood == list(zip(trace.paths, trace.parents, trace.texts, attributes, strict=True))


DOCUMENTS = {path.name: parse(path.read_bytes(), Limits()) for path in sorted(GOLDEN.glob("*.xml"))}


def plan_of(root: etree._Element) -> Table:
    return CREDIT_NOTE_TABLE if root.tag == CREDIT_NOTE_TABLE.root_tag else INVOICE_TABLE


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_slow_walk_agrees_on_the_golden_documents(name: str) -> None:
    assert_agrees(DOCUMENTS[name], plan_of(DOCUMENTS[name]))


@given(st.sampled_from(sorted(DOCUMENTS)).flatmap(lambda name: damaged(DOCUMENTS[name])))
def test_the_slow_walk_agrees_on_whatever_became_of_them(root: etree._Element) -> None:
    assert_agrees(parse(etree.tostring(root), Limits()), plan_of(root))


@given(st.sampled_from(sorted(DOCUMENTS)).flatmap(lambda name: damaged(DOCUMENTS[name])))
def test_whatever_became_of_a_document_it_is_read_with_its_summary(root: etree._Element) -> None:
    (found,) = read(etree.tostring(root), Limits())
    assert isinstance(found.trace, Trace)
    assert found.summary.document == found.document
