"""Documents that went wrong: what hypothesis does to the documents that the tests know to be right."""

from copy import deepcopy

from hypothesis import strategies as st
from lxml import etree

TEXTS = st.sampled_from(
    ["", " ", "\n", "0", "-0.00", "1,5", "1e400", "NaN", "Infinity", "9" * 60, "2026-02-30", "2026-03-02Z", "true", "x"]
) | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)

_NAMES = st.sampled_from(["{urn:example:a/b}strange", "strange", "{urn:example}ID"])


@st.composite
def damaged(draw: st.DrawFn, document: etree._Element) -> etree._Element:
    """The document with some of its elements dropped, doubled, moved, renamed, refilled, extended or commented."""
    root = deepcopy(document)
    for _ in range(draw(st.integers(1, 6))):
        elements = list(root.iter(etree.Element))
        element = elements[draw(st.integers(0, len(elements) - 1))]
        draw(st.sampled_from(_DAMAGES))(draw, element, elements)
    return root


def _drop(_: st.DrawFn, element: etree._Element, __: list[etree._Element]) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _double(_: st.DrawFn, element: etree._Element, __: list[etree._Element]) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(parent.index(element), deepcopy(element))


def _move(draw: st.DrawFn, element: etree._Element, elements: list[etree._Element]) -> None:
    parent = elements[draw(st.integers(0, len(elements) - 1))]
    parent.insert(draw(st.integers(0, len(parent))), deepcopy(element))


def _rename(draw: st.DrawFn, element: etree._Element, elements: list[etree._Element]) -> None:
    if element.getparent() is not None:
        element.tag = draw(_NAMES | st.sampled_from([str(each.tag) for each in elements]))


def _refill(draw: st.DrawFn, element: etree._Element, _: list[etree._Element]) -> None:
    element.text = draw(TEXTS)


def _extend(draw: st.DrawFn, element: etree._Element, _: list[etree._Element]) -> None:
    element.set(draw(st.sampled_from(["currencyID", "unitCode", "schemeID", "name", "strange"])), draw(TEXTS))


def _comment(_: st.DrawFn, element: etree._Element, __: list[etree._Element]) -> None:
    element.insert(0, etree.Comment("said aside"))


_DAMAGES = [_drop, _double, _move, _rename, _refill, _extend, _comment]
