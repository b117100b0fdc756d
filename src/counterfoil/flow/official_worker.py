"""Runs a published stylesheet over a document; meant for a process of its own."""

from functools import cache
from typing import Any

import saxonche
from lxml import etree

from counterfoil.formats._envelope import unwrapped

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_SHOWN_MAX = 300


def fired(file: str, xml: bytes) -> frozenset[str] | str:
    """The ids of the rules that fired, or why there is no answer: published rules may stop on what they did not expect.

    The document has been read before, so that it declares no DTD and keeps to our limits.
    """
    try:
        node = _processor().parse_xml(xml_text=_text(xml))
        output: str = _sheet(file).transform_to_string(xdm_node=node)
    except (saxonche.PySaxonApiError, etree.XMLSyntaxError) as error:
        return " ".join(str(error).split())[:_SHOWN_MAX]
    root = etree.fromstring(output.encode(), _parser())
    found = root.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
    return frozenset(each.get("id") or "(no id)" for each in found)


def _text(xml: bytes) -> str:
    """The document as text, without the envelope and the declaration of the encoding that it had."""
    return etree.tostring(unwrapped(etree.fromstring(xml, _parser())), encoding="unicode", with_tail=False)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


@cache
def _processor() -> Any:
    return saxonche.PySaxonProcessor(license=False)


@cache
def _sheet(file: str) -> Any:
    """A stylesheet, compiled once."""
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=file)
