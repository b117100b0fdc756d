"""Documents damaged anywhere are answered with findings, never with an exception, and each finding has its place."""

import copy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import check
from rules.invoices import EN16931

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"
TREES = {name: etree.parse(GOLDEN / f"{name}.xml").getroot() for name in ("ubl", "cii")}
TEXTS = (
    "",
    " ",
    "NaN",
    "-INF",
    "1e400",
    "9" * 60,
    "-0.005",
    "1,5",
    "O",
    "VAT",
    "58",
    "EUR",
    "2026-02-30",
    "{found}",
    "\u00a0",
)


@pytest.mark.parametrize("name", TREES)
@given(data=st.data())
def test_damage_is_answered_with_findings(name: str, data: st.DataObject) -> None:
    root = copy.deepcopy(TREES[name])
    for _ in range(data.draw(st.integers(min_value=1, max_value=6))):
        elements = list(root.iter())[1:]
        if elements:
            damage(data, data.draw(st.sampled_from(elements)))
    (reading,) = read(etree.tostring(root), Limits())
    assert reading.trace is not None
    places = {reading.trace.where(place) for place in range(len(reading.trace.paths))}
    for finding in check(reading.model, reading.trace, (EN16931,)):
        assert finding.where in places
        assert finding.message


def damage(data: st.DataObject, element: etree._Element) -> None:
    above = element.getparent()
    assert above is not None
    match data.draw(st.sampled_from(("remove", "empty", "double", "say", "strip"))):
        case "remove":
            above.remove(element)
        case "empty":
            del element[:]
            element.text = None
        case "double":
            element.addnext(copy.deepcopy(element))
        case "say":
            element.text = data.draw(st.sampled_from(TEXTS))
        case _:
            element.attrib.clear()
