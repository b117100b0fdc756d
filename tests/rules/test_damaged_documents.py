"""Documents damaged anywhere are answered with findings, never with an exception, and each finding has its place."""

import copy
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import check, rulebooks_for
from rules.invoices import EN16931

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"
TREES = {name: etree.parse(GOLDEN / f"{name}.xml").getroot() for name in ("ubl", "cii")}
IS_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch
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


@pytest.mark.parametrize("digits", [200, 400], ids=["product", "number"])
@pytest.mark.parametrize("path", sorted(GOLDEN.rglob("*.xml")), ids=lambda path: path.stem)
def test_numbers_beyond_all_doubles_are_answered_with_findings(path: Path, digits: int) -> None:
    root = etree.parse(path).getroot()
    numbers = [element for element in root.iter() if IS_NUMBER(element.text or "") and element.text != "1"]
    for element in numbers:
        element.text = "9" * digits
    (reading,) = read(etree.tostring(root), Limits())
    books = rulebooks_for(reading.trace, date(2026, 11, 1))
    assert numbers
    assert all(finding.message for finding in check(reading.model, reading.trace, books))


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
