"""The envelope that networks carry documents in: the Standard Business Document (SBDH 1.0 of UN/CEFACT, in Peppol)."""

from lxml import etree

from counterfoil.errors import UnreadableError

_SBDH = "{http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader}"
_ENVELOPE, _HEADER = f"{_SBDH}StandardBusinessDocument", f"{_SBDH}StandardBusinessDocumentHeader"


def unwrapped(root: etree._Element) -> etree._Element:
    """The document in an envelope, as a tree of its own with the lines that it had; any other root as it is.

    UnreadableError where the envelope holds none, or several.
    """
    if root.tag != _ENVELOPE:
        return root
    inside = [child for child in root.iterchildren("*") if child.tag != _HEADER]
    if len(inside) != 1:
        raise UnreadableError(
            f"This envelope (a Standard Business Document) holds {len(inside)} documents, and not one.",
            "Add the documents without it.",
        )
    root.remove(inside[0])
    return inside[0]
