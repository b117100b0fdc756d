"""The only call of the XML parser: no DTD, no entities, no network, limits on size and depth."""

from lxml import etree

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.model.settings import Limits


def parse(data: bytes, limits: Limits) -> etree._Element:
    """Parse a document and give its root; comments, processing instructions and blank text between elements are dropped.

    Raises UnreadableError where it is no well-formed XML or declares a DTD, LimitError where it exceeds `limits`.
    """
    if len(data) > limits.document_bytes_max:
        raise LimitError(
            f"The document has {len(data):,} bytes, more than the {limits.document_bytes_max:,} allowed.",
            "Raise document_bytes_max in counterfoil.toml if you trust where it comes from.",
        )
    parser = _parser()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from None
    except (ValueError, LookupError) as error:
        raise UnreadableError(f"This is not readable as XML: {error}.", "Check the encoding that its first line names.") from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise UnreadableError("The document declares a DTD, which is never read.", "Ask the sender for the document without a DOCTYPE.")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        huge_tree=False,
    )


def _refusal(error: etree.XMLSyntaxError) -> UnreadableError:
    line, column = error.position
    place = f" at line {line}, column {column}" if line else ""
    said = (error.msg or "it is empty").partition(", line")[0]
    return UnreadableError(f"This is not well-formed XML{place}: {said}.", "Ask the sender for an undamaged copy.")
