"""One thing changed in a valid document: the rules say what the official artefact says of it, on recorded cases."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.model.trace import Trace
from counterfoil.rules import check
from rules.invoices import EN16931

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"
PREFIXES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())


def cases(syntax: str) -> list[Any]:
    table = tomllib.loads((GOLDEN / f"{syntax}.toml").read_text(encoding="utf-8"))
    return [pytest.param(syntax, case, id=f"{syntax}: {case['name']}") for case in table["case"]]


def document(syntax: str) -> etree._Element:
    parser = etree.XMLParser(remove_blank_text=True)
    return etree.parse(GOLDEN / f"{syntax}.xml", parser).getroot()


def xpath(root: etree._Element, path: str) -> Any:
    return root.xpath(path, namespaces=PREFIXES)


def change(root: etree._Element, operation: str, path: str, *values: str) -> None:
    found = xpath(root, path)
    assert found, f"nothing stands at {path}"
    for element in found:
        new = list(etree.fromstring(f"<new {DECLARED}>{values[0]}</new>")) if operation in PLACES else []
        if operation == "remove":
            element.getparent().remove(element)
        elif operation == "set":
            element.text = values[0]
        elif operation == "attribute":
            element.set(*values)
        elif operation == "strip":
            del element.attrib[values[0]]
        else:
            PLACES[operation](element, new)


def after(element: etree._Element, new: list[etree._Element]) -> None:
    for each in reversed(new):
        element.addnext(each)


def before(element: etree._Element, new: list[etree._Element]) -> None:
    for each in new:
        element.addprevious(each)


def into(element: etree._Element, new: list[etree._Element]) -> None:
    element.extend(new)


PLACES = {"after": after, "before": before, "into": into}


def checked(root: etree._Element) -> tuple[set[str], Trace]:
    (reading,) = read(etree.tostring(root), Limits())
    assert reading.trace is not None
    findings = check(reading.model, reading.trace, (EN16931,))
    # What a finding names can be found again.
    for finding in findings:
        assert len(xpath(root, _resolvable(finding.where, root))) == 1, finding.where
    return {finding.rule for finding in findings}, reading.trace


def _resolvable(where: str, root: etree._Element) -> str:
    """A root without a prefix is in a namespace all the same, which XPath cannot say without one."""
    return where if ":" in where.split("/")[1] else f"/*{where.removeprefix('/' + etree.QName(root).localname)}"


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_the_document_unchanged_breaks_no_rule(syntax: str) -> None:
    assert checked(document(syntax))[0] == set()


@pytest.mark.parametrize(("syntax", "case"), [*cases("ubl"), *cases("cii")])
def test_a_change_breaks_the_rules_that_it_breaks_officially(syntax: str, case: dict[str, Any]) -> None:
    root = document(syntax)
    for operation in case["change"]:
        change(root, *operation)
    assert checked(root)[0] == set(case["fired"])
