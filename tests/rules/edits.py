"""Documents with something changed in them, written down as lists of edits: [operation, XPath, values …]."""

import copy
import json
from pathlib import Path
from typing import Any

from lxml import etree

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"
PREFIXES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())

Edit = list[str]


def edited(name: str, edits: list[Edit]) -> bytes:
    """A golden document after these edits; each must hit something."""
    root = etree.parse(GOLDEN / name, etree.XMLParser(remove_blank_text=True)).getroot()
    for operation, path, *values in edits:
        found: Any = root.xpath(path, namespaces=PREFIXES)
        assert found, f"nothing stands at {path}"
        for element in found:
            _edit(element, operation, values)
    return etree.tostring(root)


def recorded(name: str) -> list[tuple[str, frozenset[str], list[Edit]]]:
    """The recorded cases of a table: the document, the rules that the official artefact says are broken, the edits."""
    cases = []
    for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            document, broken, edits = line.split("\t")
            cases.append((document, frozenset(broken.split()), json.loads(edits)))
    return cases


def _edit(element: Any, operation: str, values: list[str]) -> None:
    if operation == "set":
        element.text = values[0]
    elif operation == "attribute":
        element.set(*values)
    elif operation == "strip":
        element.attrib.pop(values[0], None)
    elif operation == "remove":
        element.getparent().remove(element)
    elif operation == "dup":
        element.addnext(copy.deepcopy(element))
    else:
        _add(element, operation, list(etree.fromstring(f"<new {_DECLARED}>{values[0]}</new>")))


def _add(element: Any, operation: str, new: list[Any]) -> None:
    if operation == "into":
        element.extend(new)
    elif operation == "first":
        element[:0] = new
    elif operation == "before":
        for each in new:
            element.addprevious(each)
    elif operation == "after":
        for each in reversed(new):
            element.addnext(each)
    else:
        raise ValueError(operation)
