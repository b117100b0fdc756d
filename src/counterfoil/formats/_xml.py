"""The only call of the XML parser: no DTD, no entities, no network, limits on size and depth."""

import codecs
import re

from lxml import etree

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.model.settings import Limits


def parse(data: bytes, limits: Limits) -> etree._Element:
    """Parse a document and give its root without comments, processing instructions and blank text between elements.

    Raises UnreadableError where it is no well-formed XML or declares a DTD, LimitError where it exceeds `limits`.
    A DOCTYPE that only names a root element declares nothing and is passed over.
    """
    if len(data) > limits.document_bytes_max:
        raise _too_large(len(data), limits)
    if not _IS_PLAIN(data):
        if not _IN_UTF_8(data):
            data = _in_utf_8(data)
        _refuse_dtd(data)
    large = len(data) > _TEXT_BYTES_MAX
    if large and data.count(b"<") > 2 * limits.elements_max:  # a start and an end for each element
        raise _too_many(limits)
    deep = limits.depth_max > _DEPTH_MAX
    try:
        root = etree.fromstring(data, _LARGE_PARSER if large or deep else _PARSER)
    except etree.XMLSyntaxError as error:
        raise _refusal(error, limits) from None
    if (large or limits.depth_max != _DEPTH_MAX) and _is_deeper(root, limits.depth_max):
        raise _too_deep(limits)
    if _may_have_too_many_attributes(data) and _HAS_TOO_MANY_ATTRIBUTES(root):
        raise UnreadableError(
            f"One of its elements has more than {_ATTRIBUTES_MAX:,} attributes, which no trade document has.",
            "Ask the sender what it is.",
        )
    return root


def _parser(*, large: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        huge_tree=large,
        collect_ids=False,  # a tenth of the time, and nobody asks for them
    )


# libxml2 allows so much for one text and so many levels unless it is told that the tree is huge; then it drops its
# other guards too, so only a document that could need it is parsed that way. Attachments can have many megabytes.
_TEXT_BYTES_MAX, _DEPTH_MAX = 10_000_000, 256
_PARSER, _LARGE_PARSER = _parser(large=False), _parser(large=True)

# To look through the attributes of one element takes the square of their number.
_ATTRIBUTES_MAX = 1000
_HAS_TOO_MANY_ATTRIBUTES = etree.XPath(f"boolean(//*[@*[{_ATTRIBUTES_MAX + 1}]])")
_ATTRIBUTE_BYTES_MIN = len(b' a=""')


def _may_have_too_many_attributes(data: bytes) -> bool:
    """Whether there is so long a stretch without a start of an element that so many attributes could stand in it.

    From the last start within a stretch one looks on, which passes over nearly all of a document.
    """
    stretch = _ATTRIBUTES_MAX * _ATTRIBUTE_BYTES_MIN
    place, last = 0, len(data) - stretch
    while place < last:
        place = data.rfind(b"<", place + 1, place + stretch + 1)
        if place < 0:
            return True
    return False


# Trade documents have some ten levels; where there are more, they must be counted.
_USUAL_DEPTH = 20
_IS_UNUSUAL = etree.XPath(f"boolean({'/*' * (_USUAL_DEPTH + 1)})")


def _is_deeper(root: etree._Element, most: int) -> bool:
    if most >= _USUAL_DEPTH and not _IS_UNUSUAL(root):
        return False
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False


def _too_large(size: int, limits: Limits) -> LimitError:
    return LimitError(
        f"The document has {size:,} bytes, more than the {limits.document_bytes_max:,} allowed.",
        "Raise document_bytes_max in counterfoil.toml if you trust where it comes from.",
    )


def _too_many(limits: Limits) -> LimitError:
    return LimitError(
        f"The document has more than the {limits.elements_max:,} elements allowed.",
        "Split it, or raise elements_max in counterfoil.toml if you trust where it comes from.",
    )


def _too_deep(limits: Limits) -> LimitError:
    return LimitError(
        f"Its elements are nested deeper than the {limits.depth_max:,} levels allowed.",
        "Raise depth_max in counterfoil.toml if you trust where it comes from.",
    )


def _refusal(error: etree.XMLSyntaxError, limits: Limits) -> UnreadableError:
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError
    line, column = error.position
    place = f" at line {line}, column {column}" if line else ""
    # The parser quotes what follows, which may have lines of its own and say anything.
    said = (error.msg or "it is empty").partition("\n")[0]
    said = re.sub(r", line \d+, column \d+$", "", said).strip()
    if said.startswith("Excessive depth"):
        return _too_deep(limits)
    return UnreadableError(f"This is not well-formed XML{place}: {said}.", "Ask the sender for an undamaged copy.")


# --- The prolog -------------------------------------------------------------------------------------------------------


def _refuse_dtd(data: bytes) -> None:
    """Find a DOCTYPE before the root, and so before the parser could meet an entity."""
    place = 3 if data.startswith(codecs.BOM_UTF8) else 0
    while data.startswith(_PASSED_OVER, place := _past_blanks(data, place)):
        end = b"-->" if data.startswith(b"<!--", place) else b"?>"
        place = data.find(end, place + 2) + len(end)
        if place < len(end):  # without an end, which the parser will say
            return
    if data.startswith(b"<!DOCTYPE", place) and not _NAMES_A_ROOT(data, place):
        raise UnreadableError(
            "The document declares a DTD, which is never read.", "Ask the sender for the document without a DOCTYPE."
        )


def _past_blanks(data: bytes, place: int) -> int:
    blanks = _BLANKS(data, place)
    return blanks.end() if blanks else place


# In UTF-8, and the root stands right after the first line: the most common case, told by one glance.
_IS_PLAIN = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml\s+version\s*=\s*[\"'][0-9.]+[\"'](?:\s+encoding\s*=\s*[\"']utf-8[\"'])?"
    rb"(?:\s+standalone\s*=\s*[\"'][a-z]+[\"'])?\s*\?>\s*)?<[^!?\0]",
    re.IGNORECASE,
).match
_PASSED_OVER = (b"<?", b"<!--")
_BLANKS = re.compile(rb"[ \t\r\n]+").match
_NAMES_A_ROOT = re.compile(rb"<!DOCTYPE[ \t\r\n]+[^ \t\r\n\[\]<>\"']+[ \t\r\n]*>").match


# --- Encodings --------------------------------------------------------------------------------------------------------

_IN_UTF_8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:[^?\0]|\?xml\s(?![^>]*\sencoding)|\?xml\s[^>]*\sencoding\s*=\s*[\"'](?:utf-8|us-ascii)[\"'])",
    re.IGNORECASE,
).match
_NAME = re.compile(r"(\A<\?xml\s[^>]*?\sencoding\s*=\s*[\"'])[A-Za-z][A-Za-z0-9._-]*(?=[\"'])")
_ENCODING = re.compile(rb"<\?xml\s[^>]*\sencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']").match

# How the first characters look in encodings that are told by that (XML 1.0, appendix F); the longer ones come first.
_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_EBCDIC = "<?xml".encode("cp037")


def _in_utf_8(data: bytes) -> bytes:
    """The document in UTF-8, and so declared: what the parser sees is what we see."""
    encoding = _encoding(data)
    if encoding is None:
        return data
    try:
        text = data.decode(encoding)
    except LookupError:
        raise UnreadableError(
            f"Its first line names an encoding that we do not know: {encoding}.", "Ask the sender for it in UTF-8."
        ) from None
    except UnicodeError:
        raise UnreadableError(
            f"Its content is not in {encoding}, the encoding that it begins with.", "Ask the sender for it in UTF-8."
        ) from None
    return _NAME.sub(r"\1UTF-8", text.removeprefix("\ufeff"), count=1).encode("utf-8", "replace")


def _encoding(data: bytes) -> str | None:
    """The encoding that a document begins with or names, None where it does neither."""
    for start, encoding in _SIGNATURES:
        if data.startswith(start):
            return encoding
    if data.startswith(_EBCDIC):
        # All code pages of EBCDIC have the same letters and digits; the declaration says which page it is.
        declared = _ENCODING(data[:1000].decode("cp037").encode("utf-8"))
        return declared[1].decode() if declared else "cp037"
    declared = _ENCODING(data)
    if declared is None:
        return None
    encoding = declared[1].decode()
    # It was read as single bytes, so it is in none of these: some programs write the name of what they hold in memory.
    wide = encoding.lower().startswith(("utf-16", "utf-32", "ucs-", "iso-10646-ucs-", "unicode"))
    return "utf-8" if wide else encoding
