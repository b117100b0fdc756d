"""Text between elements, which a trace does not keep."""

from lxml import etree

from counterfoil.formats.structure._types import SPACE
from counterfoil.model.trace import Trace

_count_texts = etree.XPath("count(descendant::text())")


def may_have_stray_text(tree: etree._Element, trace: Trace) -> bool:
    """Whether there are more texts in a tree than leaves with text: blanks, or one that a comment cut in two, count."""
    return _count_texts(tree) != len(trace.texts) - trace.texts.count(None)


def stray_text(element: etree._Element) -> str:
    """The text in an element that is not in one of its children, without white space around it."""
    texts = ((text or "").strip(SPACE) for text in (element.text, *(child.tail for child in element)))
    return " ".join(text for text in texts if text)
