"""Text between elements, which a trace does not keep."""

from lxml import etree

from counterfoil.formats.structure._types import SPACE
from counterfoil.model.trace import Trace

_length = etree.XPath("string-length()")


def has_stray_text(tree: etree._Element, trace: Trace) -> bool:
    """Whether there is more text in a tree than in its leaves; some of it may be blank."""
    return _length(tree) != sum([len(text) for text in trace.texts if text])


def stray_text(element: etree._Element) -> str:
    """The text in an element that is not in one of its children, without white space around it."""
    return " ".join(
        part for part in ((text or "").strip(SPACE) for text in (element.text, *(one.tail for one in element))) if part
    )
