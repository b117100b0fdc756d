"""Elements without text and without elements (R008), against XPath on generated trees."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.model.trace import Trace
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules.peppol_billing import PEPPOL_BILLING

(RULE,) = (each for each in PEPPOL_BILLING.rules if each.id == "PEPPOL-EN16931-R008" and isinstance(each, ElementRule))


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    element = etree.Element(draw(st.sampled_from("ab")))
    children = draw(st.lists(trees(depth=depth - 1), max_size=3)) if depth else []
    if children:
        element.extend(children)
    else:
        element.text = draw(st.sampled_from(("text", "text", " text", None, "", " \n", "\x85")))
    return element


@given(trees())
def test_empty_elements_are_found_where_xpath_finds_them(root: etree._Element) -> None:
    trace, tree = Trace(), list(root.iter())
    for element in tree:
        parent = element.getparent()
        trace.paths.append((f"{trace.paths[tree.index(parent)]}/" if parent is not None else "") + str(element.tag))
        trace.texts.append(None if len(element) else element.text)
    empty: Any = root.xpath("//*[not(*) and not(normalize-space())]")
    assert [breach.place for breach in RULE.find(Elements(trace), root.tag)] == [tree.index(each) for each in empty]
