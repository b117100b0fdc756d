"""The invoice inside a PDF: Factur-X, ZUGFeRD, XRechnung and Order-X embed it as XML in a PDF/A-3."""

import functools
import io
import logging
import re
from collections.abc import Iterator
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.model.settings import Limits

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, StreamObject

# In the order of preference; a PDF may carry an older version of the standard beside the newer one.
_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml", "cida.xml")
_RELATIONSHIPS = ("/Alternative", "/Data", "/Source")  # Factur-X 1.0, 6.2.2
_ROOT = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?(?:CrossIndustryInvoice|CrossIndustryDocument"
    rb"|SCRDMCCBDACIOMessageStructure|Invoice|CreditNote|Order)[\s>/]",
    re.DOTALL,
)
_FILES_MAX, _NODES_MAX, _PAGES_MAX = 10_000, 10_000, 1000
_HEAD_BYTES = 65536
_END = re.compile(rb"startxref\s+[0-9]+\s+%%EOF\s*\Z")

_ASK = "Ask the sender for an undamaged copy."


def is_pdf(data: bytes) -> bool:
    """Is this a PDF? Its header may have other bytes before it (ISO 32000-1, annex H.3), but XML may speak of PDFs."""
    return data[:1] != b"<" and b"%PDF-" in data[:1024]


def embedded_xml(data: bytes, limits: Limits) -> tuple[str, bytes]:
    """The name and content of the invoice (or order) that a PDF embeds.

    Raises UnreadableError where there is none, or where the PDF is encrypted, broken, or unpacks beyond `limits`.
    """
    pypdf = _library()
    try:
        with pypdf.apply_configuration(zlib_maximum_output_length=limits.document_bytes_max):
            reader = pypdf.PdfReader(io.BytesIO(data))
            locked = reader.is_encrypted and not reader.decrypt("")  # many are encrypted for their author alone
            found = None if locked else _invoice(reader, limits.document_bytes_max)
    except pypdf.errors.LimitReachedError:
        raise LimitError("The PDF unpacks to more than is allowed, as bombs do.", _ASK) from None
    except LimitError:
        raise
    except (Exception, RecursionError) as error:
        # The last part of a PDF says which of its objects count. Without it older ones could be taken for the newest.
        what = "broken" if _END.search(data) else "cut off or damaged at its end"
        raise UnreadableError(f"The PDF is {what} ({type(error).__name__}).", _ASK) from error
    if locked:
        raise UnreadableError("The PDF is encrypted.", "Save it without a password and add it again.")
    if found is None:
        raise UnreadableError(
            "The PDF has no invoice in it that a machine can read.",
            "Ask the sender for a Factur-X, ZUGFeRD or XRechnung invoice; a scanned or printed page is not read.",
        )
    return found


@functools.cache
def _library() -> ModuleType:
    """Load pypdf, which few runs need; it would tell the terminal of every oddity, and we tell what matters."""
    import pypdf

    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    return pypdf


class _File(NamedTuple):
    name: str
    relationship: str
    stream: "StreamObject"

    def rank(self) -> tuple[int, int, bool]:
        name = self.name.lower()
        return _place(_NAMES, name), _place(_RELATIONSHIPS, self.relationship), not name.endswith(".xml")


def _invoice(reader: "PdfReader", most: int) -> tuple[str, bytes] | None:
    """The embedded file that is an invoice by its root element: of several that of the best known name.

    Where there is none, one of a known name stands for it, so that it is told what is wrong with that.
    """
    named, unpacked, whole = None, 0, True
    for specifications in (_of_document(reader.root_object), _of_pages(reader)):
        whole = whole and len(specifications) <= _FILES_MAX
        for file in sorted(_files(specifications), key=_File.rank):
            content = file.stream.get_data()
            unpacked += len(content)
            if _is_invoice(content):
                return file.name, content
            if unpacked > most:
                raise LimitError("The files in the PDF unpack to more than is allowed, as bombs do.", _ASK)
            if named is None and file.name.lower() in _NAMES:
                named = file.name, content
    if named is None and not whole:
        raise LimitError(f"The PDF has more than {_FILES_MAX:,} files in it, and none of these is an invoice.", _ASK)
    return named


def _is_invoice(content: bytes) -> bool:
    """Is it one by its root element? In UTF-16 there is a zero beside each letter of that."""
    head = content[:_HEAD_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return _ROOT.match(head) is not None


def _of_document(catalog: "DictionaryObject") -> list[Any]:
    """The files that the document is associated with, then those in its tree of embedded files."""
    names = _dictionary(catalog.get("/Names"))
    return [*_array(catalog.get("/AF")), *_leaves(_dictionary(names.get("/EmbeddedFiles")))]


def _of_pages(reader: "PdfReader") -> list[Any]:
    """The files that a page is associated with, or that are pinned to it (ISO 32000-1, 12.5.6.15)."""
    found: list[Any] = []
    for page in islice(reader.pages, _PAGES_MAX):
        found += _array(page.get("/AF"))
        found += [note["/FS"] for note in map(_dictionary, _array(page.get("/Annots"))) if "/FS" in note]
    return found


def _files(specifications: list[Any]) -> Iterator[_File]:
    for specification in map(_dictionary, specifications[:_FILES_MAX]):
        embedded = _dictionary(specification.get("/EF"))
        stream = _direct(embedded.get("/UF") or embedded.get("/F"))
        name = _direct(specification.get("/UF") or specification.get("/F"))
        if hasattr(stream, "get_data") and isinstance(name, str):
            yield _File(name, str(specification.get("/AFRelationship")), stream)


def _leaves(root: "dict[Any, Any]") -> list[Any]:
    """The values of a name tree, whose leaves list names and values in turn (ISO 32000-1, 7.9.6)."""
    found: list[Any] = []
    nodes, visited = [root], 0
    while nodes and visited < _NODES_MAX:  # a tree may say that it is within itself
        node = nodes.pop()
        visited += 1
        found += _array(node.get("/Names"))[1::2]
        nodes += map(_dictionary, reversed(_array(node.get("/Kids"))[:_NODES_MAX]))
    return found


def _direct(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _dictionary(value: Any) -> "dict[Any, Any]":
    direct = _direct(value)
    return direct if isinstance(direct, dict) else {}


def _array(value: Any) -> list[Any]:
    direct = _direct(value)
    return direct if isinstance(direct, list) else []


def _place(known: tuple[str, ...], value: str) -> int:
    return known.index(value) if value in known else len(known)
