"""The index of elements against lxml's own XPath, on generated trees."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.model.invoice import Period
from counterfoil.model.trace import Trace
from counterfoil.rules import _elements
from counterfoil.rules._elements import Elements, Named, exists, filled, has, head

NAMES = ("a", "b", "c")
A_OR_B_BELOW_C = Named("c/a", "c/b")
B = Named("b")


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    element = etree.Element(draw(st.sampled_from(NAMES)))
    if draw(st.booleans()):
        element.set("version", "1")
    if draw(st.booleans()):
        element.set("scheme", draw(st.sampled_from(("", "x"))))
    children = draw(st.lists(trees(depth=depth - 1), max_size=3)) if depth else []
    if children:
        element.extend(children)
    else:
        element.text = draw(st.sampled_from((None, "", " \n", "text")))
    return element


def traced(root: etree._Element) -> tuple[Elements, list[etree._Element]]:
    trace, elements = Trace(), list(root.iter())
    for place, element in enumerate(elements):
        parent = element.getparent()
        above = "" if parent is None else trace.paths[elements.index(parent)] + "/"
        trace.paths.append(above + element.tag)
        trace.texts.append(None if len(element) else element.text)
        if items := element.items():
            trace.attributes[place] = [(str(name), str(value)) for name, value in items]
    return Elements(trace), elements


def xpath(element: etree._Element, path: str) -> Any:
    return element.xpath(path)


def places(elements: list[etree._Element], found: list[etree._Element]) -> list[int]:
    return sorted(elements.index(each) for each in found)


@given(trees())
def test_elements_are_found_where_xpath_finds_them(root: etree._Element) -> None:
    elements, tree = traced(root)
    assert elements.root == root.tag
    for path in ("a", "b/c", "c/c/a"):
        assert list(elements.head(path)) == places(tree, xpath(root, f"/*/{path}"))
        assert list(elements.at(f"{root.tag}/{path}")) == places(tree, xpath(root, f"/*/{path}"))
        assert list(head(path)(elements)) == list(elements.head(path))
        for place, element in enumerate(tree):
            assert list(elements.below(place, path)) == places(tree, xpath(element, path))


@given(trees())
def test_the_first_of_each_is_found_for_all_at_once(root: etree._Element) -> None:
    elements, tree = traced(root)
    for path in elements.by_path:
        for below in ("a", "b/c"):
            firsts = [xpath(tree[place], f"({below})[1]") for place in elements.at(path)]
            counted = [len(xpath(tree[place], below)) for place in elements.at(path)]
            assert list(elements.counts(path, below)) == counted
            assert list(elements.firsts(path, below)) == [tree.index(found[0]) if found else None for found in firsts]


@given(trees())
def test_the_first_elements_with_an_attribute_are_known(root: etree._Element) -> None:
    elements, tree = traced(root)
    firsts: dict[str, int] = {}
    for place, element in enumerate(tree):
        if "scheme" in element.attrib:
            firsts.setdefault(elements.trace.paths[place], place)
    assert elements.attributed("scheme") == firsts
    assert elements.attributed("nobody") == {}


@given(trees())
def test_elements_are_found_by_the_end_of_their_path(root: etree._Element) -> None:
    elements, tree = traced(root)
    assert list(B(elements)) == places(tree, xpath(root, "/*//b"))
    assert list(A_OR_B_BELOW_C(elements)) == places(tree, xpath(root, "/*//c/a | /*//c/b"))


@given(trees())
def test_tests_say_what_xpath_says(root: etree._Element) -> None:
    elements, tree = traced(root)
    for place, element in enumerate(tree):
        assert exists("a", "b/c")(elements, place) == xpath(element, "boolean(a or b/c)")
        assert filled("a")(elements, place) == xpath(element, "boolean(a[normalize-space(text()) != ''])")
        assert has("scheme")(elements, place) == xpath(element, "boolean(@scheme)")
        assert has("scheme", "a", "b")(elements, place) == xpath(element, "boolean(a/@scheme or b/@scheme)")
        assert elements.attribute(place, "scheme") == element.get("scheme")


@given(trees())
def test_the_parent_of_one_element_is_found_as_those_of_all_are(root: etree._Element) -> None:
    elements, _ = traced(root)
    parents = elements.trace.parents
    for remembered in (False, True):
        elements.layout.remembered = remembered
        assert [elements.parent(place) for place in range(len(parents))] == list(elements.parents) == parents


@given(trees())
def test_a_place_is_told_as_the_trace_tells_it(root: etree._Element) -> None:
    elements, tree = traced(root)
    for place, element in enumerate(tree):
        assert elements.where(place) == elements.trace.where(place)
        assert xpath(root, elements.where(place)) == [element]


def test_a_place_under_a_namespace_of_its_own_is_told_whole() -> None:
    trace = Trace(paths=["Invoice", "Invoice/Q{http://example.com/x}y", "Invoice/Q{http://example.com/x}y/cbc:ID"])
    assert Elements(trace).where(2) == trace.where(2) == "/Invoice/Q{http://example.com/x}y[1]/cbc:ID[1]"


def test_no_trace_has_no_elements() -> None:
    elements = Elements(None)
    assert not elements
    assert (elements.root, elements.where(0)) == ("", "/")
    assert list(elements.head("a")) == list(B(elements)) == []


def test_a_part_made_for_the_rules_stands_where_it_is_put() -> None:
    read, made, foreign = Period(), Period(), Period()
    elements = Elements(Trace(paths=["Invoice", "Invoice/cac:InvoicePeriod"], places={id(read): 1}, parts=[read]))
    assert elements.stand(made, 1) is made
    assert [elements.place_of(part) for part in (None, read, made, foreign)] == [0, 1, 1, None]


def test_paths_that_were_learnt_are_forgotten_when_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_elements, "_KNOWN_PATHS_MAX", 3)
    for number in range(8):
        elements = Elements(Trace(paths=["x", f"x/{number}", f"x/{number}/b"]))
        assert list(B(elements)) == [2]
    assert len(_elements._WANTED.hits) <= 6
    _elements._WANTED.hits.clear()


def test_what_is_wanted_later_is_found_in_a_document_that_was_asked_before() -> None:
    elements = Elements(Trace(paths=["x", "x/first", "x/second"]))
    assert list(Named("first")(elements)) == [1]
    assert list(Named("second")(elements)) == [2], "as when a rulebook is loaded for the first time"
