"""The trace: parents and places out of paths alone, and XPaths that find what they name."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.model import trace as module
from counterfoil.model.trace import Trace

NAMES = st.sampled_from(["a", "p:b", "Q{urn:x/y}c", "Q{urn:z}a"])
TREES: st.SearchStrategy[Any] = st.recursive(
    st.tuples(NAMES, st.just([])), lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)), max_leaves=25
)


def laid_out(tree: Any, above: str = "", parent: int = -1, start: int = 0) -> Iterator[tuple[str, int]]:
    """Paths and parents of a tree's elements in document order."""
    name, children = tree
    path = f"{above}/{name}" if above else name
    yield path, parent
    index = start + 1
    for child in children:
        for inner in laid_out(child, path, start, index):
            yield inner
            index += 1


def document(tree: Any) -> etree._Element:
    tag, children = tree
    uris = {"p": "urn:p"}
    prefix, _, local = tag.rpartition(":") if not tag.startswith("Q") else ("", "", "")
    name = tag[1:] if tag.startswith("Q") else f"{{{uris[prefix]}}}{local}" if prefix else tag
    element = etree.Element(name)
    element.extend([document(child) for child in children])
    return element


@given(TREES)
def test_parents_follow_from_paths(tree: Any) -> None:
    told = list(laid_out(tree))
    trace = Trace(paths=[path for path, _ in told])
    assert trace.parents == [parent for _, parent in told]
    assert trace.parents is trace.parents


@given(TREES)
def test_an_xpath_finds_the_element_that_it_names(tree: Any) -> None:
    trace = Trace(paths=[path for path, _ in laid_out(tree)])
    root = document(tree)
    for index, element in enumerate(root.iter()):
        # XPath 1.0 has no Q{uri}name, so that the steps are taken one by one.
        here = root
        for step in steps(trace.where(index))[1:]:
            name, _, position = step.rpartition("[")
            wanted = document((name, [])).tag
            here = [child for child in here if child.tag == wanted][int(position[:-1]) - 1]
        assert here is element


def steps(where: str) -> list[str]:
    """The steps of an XPath: a slash within braces is none."""
    found, depth = [""], 0
    for character in where.removeprefix("/"):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == "/" and not depth:
            found.append("")
        else:
            found[-1] += character
    return found


def test_elements_are_found_and_counted_by_path() -> None:
    trace = Trace(paths=["R", "R/a", "R/b", "R/a"])
    assert list(trace.find("R/a")) == [1, 3]
    assert (trace.count("R/a"), trace.count("R/c")) == (2, 0)


def test_a_part_that_nobody_knows_is_at_the_root() -> None:
    part = object()
    trace = Trace(paths=["R", "R/a"], places={id(part): 1}, parts=[part])
    assert (trace.place_of(part), trace.place_of(object())) == (1, 0)


def test_too_many_paths_are_forgotten_and_still_told(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "_ABOVE_MAX", 2)
    for number in range(4):
        assert Trace(paths=["R", f"R/a{number}", f"R/a{number}/b"]).parents == [-1, 0, 1]


def test_an_empty_trace_has_nothing() -> None:
    assert (Trace().parents, Trace().attributes, list(Trace().find("R"))) == ([], {}, [])


def test_an_element_has_the_name_that_the_document_gives_it() -> None:
    paths = ["r", "r/p:b", "r/Q{urn:x/y}c"]
    assert [Trace(paths=paths).name(index) for index in range(3)] == ["r", "p:b", "Q{urn:x/y}c"]
    read = Trace(paths=paths)
    read.keep(etree.fromstring(b'<r xmlns:o="urn:p"><o:b/><c xmlns="urn:x/y"/></r>'))
    assert [read.name(index) for index in range(3)] == ["r", "o:b", "c"]


def test_an_element_is_told_by_the_line_that_it_begins_on() -> None:
    tree = etree.fromstring(b"<a>\n\n  <b/>\n  <b>\n</b></a>")
    trace = Trace(paths=["a", "a/b", "a/b"])
    assert (trace.tree, trace.line(2)) == (None, None)
    read = Trace(paths=["a", "a/b", "a/b"])
    read.keep(tree)
    assert [read.line(index) for index in range(3)] == [1, 3, 4]
    assert read == trace, "the tree is no part of its value"
