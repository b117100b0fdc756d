"""Reports as SVRL (ISO/IEC 19757-3, annex D), so that tools for Schematron results can read them."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from counterfoil.render.characters import xml_text

NAMESPACE = "http://purl.oclc.org/dsdl/svrl"
_NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


HEAD = "".join(
    (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svrl:schematron-output xmlns:svrl="{NAMESPACE}"',
        ' title="Counterfoil">\n',
        *(
            f'  <svrl:ns-prefix-in-attribute-values prefix="{prefix}" uri="{uri}"/>\n'
            for prefix, uri in _NAMESPACES.items()
        ),
    )
)
TAIL = "</svrl:schematron-output>\n"


def document(report: Mapping[str, Any]) -> Iterator[str]:
    """What stands between HEAD and TAIL for a report as `counterfoil check --json` gives it, piece by piece.

    A document is an active pattern; each finding is a failed assertion within it. A document that could not be read,
    or that no rulebook exists for, is a pattern of its own that says so in its name.
    """
    name = report["error"] or ", ".join(report["rulebooks"]) or "no rulebook"
    yield f"  <svrl:active-pattern document={_attribute(report['file'])} name={_attribute(name)}/>\n"
    yield '  <svrl:fired-rule context="/*"/>\n'  # a pattern has at least one
    for finding in report["findings"]:
        yield f"  <svrl:fired-rule context={_attribute(located(finding['where']))}/>\n"
        yield f"  <svrl:failed-assert id={_attribute(finding['rule'])} flag={_attribute(finding['severity'])}"
        yield f" location={_attribute(located(finding['where']))} test={_attribute(finding['rule'])}>\n"
        yield f"    <svrl:text>{_text(finding['message'])}</svrl:text>\n  </svrl:failed-assert>\n"


def located(where: str) -> str:
    """An XPath 2 expression: the root of a UBL document has a namespace of its own, so its name stands without one."""
    root, slash, rest = where.removeprefix("/").partition("/")
    first = root if ":" in root or not root else f"*:{root}"
    return f"/{first}{slash}{rest}"


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text))


def _text(text: str) -> str:
    return escape(xml_text(text))
