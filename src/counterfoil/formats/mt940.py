"""SWIFT MT940 (customer statement) and MT942 (interim report), by the tag grammar of the library mt-940.

The library reads each field. Which fields belong together is told here, since files differ in that from the standard:
headers of the network or of a bank around statements, several statements in a file, texts behind the closing balance.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._format import BytesFormat, Reading
from counterfoil.formats._mt940_fields import HINT, Tag
from counterfoil.formats._mt940_statement import to_statement
from counterfoil.formats._statement_summary import summarise
from counterfoil.model.settings import Limits
from counterfoil.model.summary import STATEMENT

_HEAD_BYTES = 4096
_HEADER_LINES_MAX = 12
_KNOWN = "13|20|21|25|28|34|60|61|62|64|65|86|90"
_TAG = re.compile(rf":((?:{_KNOWN})[A-Z]?|NS):")
_ANY_TAG = re.compile(r"^:([0-9]{2}[A-Z]?|NS):", re.MULTILINE)
_PLAUSIBLE = re.compile(
    r":(?:20:.|21:.|25P?:[A-Z0-9]|28C?:[0-9]|6[02][FM]?:[CD][0-9]{6}[A-Z]{3}|6[45]:[CD][0-9]{6}|61:[0-9]{6}|86:|NS:)"
)
_HEADER = re.compile(r"[A-Z0-9 .,:/{}\-]*")
_BETWEEN = re.compile(r"-(?:XXX|\}.*)?\s*|:94[02]:\s*|\{1:.*")
"""The end of a statement, or the start of the header of the next."""
_WRAPPED_TIME = re.compile(r":[0-9]{2}:[0-9]{2}(?![0-9])")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def detect(head: bytes) -> bool:
    """Whether these first bytes are a statement, whatever header stands before it.

    Other SWIFT messages have field 20, too, but also fields that a statement never has.
    """
    text = _text_of(head[:_HEAD_BYTES])
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if _TAG.match(line)), None)
    if first is None or first > _HEADER_LINES_MAX or not _PLAUSIBLE.match(lines[first]):
        return False
    if not all(_HEADER.fullmatch(line) for line in lines[:first]):
        return False
    found = _ANY_TAG.findall(text)
    return "61" in found or "86" in found or all(_TAG.match(f":{tag}:") for tag in found)


def read(data: bytes, limits: Limits) -> Iterator[Reading]:
    """Give one reading for each statement, in their order.

    Raises UnreadableError where a field cannot be read, LimitError where the file is too large.
    """
    if len(data) > limits.document_bytes_max:
        raise LimitError(
            f"The document has {len(data):,} bytes, more than the {limits.document_bytes_max:,} allowed.",
            "Raise document_bytes_max in counterfoil.toml if you trust where it comes from.",
        )
    text = _text_of(data)
    fields = list(_statements(_tags(text)))
    statements = [to_statement(tags) for tags in fields]
    if not statements:
        raise UnreadableError("This is no MT940 statement: it has none of its fields, such as :20: or :61:.", HINT)
    if _is_cut_off(text, fields[-1]):
        told = f"The file ends within its line {text.count(chr(10)) + 1}, before the closing balance of the statement."
        raise UnreadableError(told, "Ask the bank for the whole statement.")
    for statement in statements:
        yield Reading(document=STATEMENT, format="mt940", model=statement, summarise=summarise)


MT940 = BytesFormat(id="mt940", detect=detect, read=read)


# ---------------------------------------------------------------------------------------------------------------------
# Text and tags
# ---------------------------------------------------------------------------------------------------------------------


def _text_of(data: bytes) -> str:
    """The text with plain line ends, without control characters, each tag at the start of a line."""
    text = _decoded(data.removeprefix(b"\xef\xbb\xbf"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    # A line may break within a tag, and the text block of the network may start in the line of its header.
    return re.sub(r"(?m)^:\n(?=(?:[0-9]{2}[A-Z]?|NS):)|(?<=\{4:)(?=:[0-9]{2})", _mended, text)


def _mended(match: re.Match[str]) -> str:
    return ":" if match[0] else "\n"


def _decoded(data: bytes) -> str:
    """UTF-16 or UTF-8 where it is; else the code page, of Windows or DOS, that makes most letters of it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # The head of a file may end within a character.
        if error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")
    high = bytes(byte for byte in data if byte > 127)
    pages = _MIDDLE if _MIDDLE_CURRENCY.search(data) else _WEST
    return data.decode(max(pages, key=lambda page: _letters(high.decode(page, "replace"))), "replace")


_WEST, _MIDDLE = ("cp1252", "cp1250", "cp852"), ("cp1250", "cp1252", "cp852")
"""The likelier first: what is a letter in one page of Windows is often another letter in the other."""
_MIDDLE_CURRENCY = re.compile(rb"[0-9](?:PLN|CZK|HUF|RON)[0-9]")


def _letters(text: str) -> int:
    """Letters with a case, since a circumflex alone counts as a letter too."""
    return sum(one.islower() or one.isupper() for one in text)


def _tags(text: str) -> Iterator[Tag]:
    """The fields with their lines. What stands between statements belongs to none of them."""
    current: Tag | None = None
    between: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.match(line)
        if match and not (current and _is_wrapped_time(current, line)):
            if current:
                # A hyphen alone may also be a line of a text, which then goes on.
                if between and match[1] != "20":
                    current.lines.extend(between)
                yield current
            current, between = Tag(match[1], [line[match.end() :]], number), None
        elif _BETWEEN.fullmatch(line):
            between = []
        elif between is not None:
            between.append(line)
        elif current:
            current.lines.append(line)
    if current:
        yield current


def _is_wrapped_time(current: Tag, line: str) -> bool:
    """A long text may break within a time of day, so that ":26:37" or even ":20:37" starts a line."""
    before = current.lines[-1]
    return current.id == "86" and len(before) > 60 and before[-2:].isdigit() and bool(_WRAPPED_TIME.match(line))


def _is_cut_off(text: str, tags: list[Tag]) -> bool:
    """Whether the last line has no end, where the statement that it stands in has an opening and no closing balance."""
    ids = {tag.id[:2] for tag in tags}
    return "60" in ids and "62" not in ids and not text.endswith(("\n", "-", "-}", "\x1a"))


def _statements(tags: Iterable[Tag]) -> Iterator[list[Tag]]:
    """The fields of each statement: field 20 opens one."""
    statement: list[Tag] = []
    for tag in tags:
        if tag.id == "20" and statement:
            yield statement
            statement = []
        statement.append(tag)
    if statement:
        yield statement
