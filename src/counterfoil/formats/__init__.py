"""The formats that are read, listed by hand, and how a document finds its own: by its content, never by its name."""

from collections.abc import Iterator

from counterfoil.errors import UnreadableError
from counterfoil.formats._envelope import unwrapped
from counterfoil.formats._format import BytesFormat, Reading, XmlFormat
from counterfoil.formats._pdf import embedded_xml, is_pdf
from counterfoil.formats._xml import parse
from counterfoil.formats._zip import MAGICS
from counterfoil.formats.camt import CAMT_052, CAMT_053, CAMT_054
from counterfoil.formats.cii import CII, ZUGFERD_1
from counterfoil.formats.epcis import EPCIS_JSON, EPCIS_XML
from counterfoil.formats.mt940 import MT940
from counterfoil.formats.table import looks_like_table
from counterfoil.formats.ubl_application_response import UBL_APPLICATION_RESPONSE
from counterfoil.formats.ubl_despatch import UBL_DESPATCH_ADVICE
from counterfoil.formats.ubl_invoice import UBL_CREDIT_NOTE, UBL_INVOICE
from counterfoil.formats.ubl_order import UBL_ORDER
from counterfoil.formats.ubl_order_cancellation import UBL_ORDER_CANCELLATION
from counterfoil.formats.ubl_order_change import UBL_ORDER_CHANGE
from counterfoil.formats.ubl_order_response import UBL_ORDER_RESPONSE
from counterfoil.formats.ubl_receipt import UBL_RECEIPT_ADVICE
from counterfoil.model.settings import Limits

XML_FORMATS: tuple[XmlFormat, ...] = (
    UBL_INVOICE,
    UBL_CREDIT_NOTE,
    UBL_ORDER,
    UBL_ORDER_RESPONSE,
    UBL_ORDER_CHANGE,
    UBL_ORDER_CANCELLATION,
    UBL_DESPATCH_ADVICE,
    UBL_RECEIPT_ADVICE,
    UBL_APPLICATION_RESPONSE,
    CII,
    ZUGFERD_1,
    CAMT_052,
    CAMT_053,
    CAMT_054,
    EPCIS_XML,
)
BYTES_FORMATS: tuple[BytesFormat, ...] = (EPCIS_JSON, MT940)

__all__ = ["BYTES_FORMATS", "XML_FORMATS", "BytesFormat", "Reading", "XmlFormat", "is_table", "read"]


def read(data: bytes, limits: Limits) -> Iterator[Reading]:
    """Read the documents in these bytes; UnreadableError says why where there are none."""
    if is_pdf(data):
        name, data = embedded_xml(data, limits)
        try:
            yield from _read(data, limits)
        except UnreadableError as error:
            raise type(error)(f"In the PDF, in {name}: {error.message}", error.hint) from None
    else:
        yield from _read(data, limits)


def _read(data: bytes, limits: Limits) -> Iterator[Reading]:
    if not _looks_like_xml(data):
        yield from _read_bytes(data, limits)
        return
    root = unwrapped(parse(data, limits))
    xml_format = xml_format_of(root.tag)
    if xml_format is None:
        name = root.tag.rpartition("}")[2]
        raise UnreadableError(f"Its root element {name!r} is of no format that we read.", _HINT)
    yield from xml_format.read(root)


def _read_bytes(data: bytes, limits: Limits) -> Iterator[Reading]:
    for bytes_format in BYTES_FORMATS:
        if bytes_format.detect(data):
            yield from bytes_format.read(data, limits)
            return
    packed = next((name for name, magic, at in _PACKED if data.startswith(magic, at)), None)
    if packed is not None:
        told = f"Its content is of no format that we read: it is packed with {packed}."
        raise UnreadableError(told, "Unpack it and add what is in it.")
    if data.startswith(_OLDER_OFFICE):
        told = "It is a file of an older office program (XLS, DOC, MSG), or a workbook with a password."
        raise UnreadableError(
            told, "Save a table as XLSX or CSV, without a password, and what is attached to a message as files."
        )
    raise UnreadableError("Its content is of no format that we read." if data.strip() else "It is empty.", _HINT)


def is_table(head: bytes) -> bool:
    """Are these the first 64 KiB of a table: of a workbook or delimited text, and of no other format?"""
    if head.startswith(MAGICS):
        return True
    if is_pdf(head) or _looks_like_xml(head) or any(each.detect(head) for each in BYTES_FORMATS):
        return False
    return looks_like_table(head)


def xml_format_of(tag: str) -> XmlFormat | None:
    """The format whose documents have this root element (Clark notation)."""
    found = _BY_ROOT.get(tag)
    if found is None:
        for start, end, xml_format in _BY_PATTERN:
            if tag.startswith(start) and tag.endswith(end):
                return xml_format
    return found


_HINT = "Known are UBL, CII, Factur-X and ZUGFeRD, ISO 20022 camt, MT940, EPCIS 2.0, and tables with a mapping."
_PACKED = (
    ("gzip", b"\x1f\x8b", 0),
    ("bzip2", b"BZh", 0),
    ("xz", b"\xfd7zXZ\0", 0),
    ("zstd", b"\x28\xb5\x2f\xfd", 0),
    ("7-Zip", b"7z\xbc\xaf\x27\x1c", 0),
    ("RAR", b"Rar!\x1a\x07", 0),
    ("tar", b"ustar", 257),
)
_OLDER_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BY_ROOT = {root: each for each in XML_FORMATS for root in each.roots if "*" not in root}
_BY_PATTERN = [
    (root.partition("*")[0], root.partition("*")[2], each) for each in XML_FORMATS for root in each.roots if "*" in root
]


def _looks_like_xml(data: bytes) -> bool:
    """Does it begin, after a byte order mark and white space, with "<" in an encoding that XML parsers know?"""
    start = data[:256].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return start.startswith((b"<", b"\x4c\x6f\xa7\x94"))  # "<?xm" in EBCDIC, which has to declare itself
