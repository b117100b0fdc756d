"""Is a written value one of its simple type? The built-in types of XML Schema that trade documents use.

Part 2 of the W3C recommendation (second edition) says how values are written; white space around them is dropped first.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence

SPACE = " \t\r\n"

KNOWN_MAX = 20_000
"""Values found right that are remembered for each type, since prices, days and quantities come back."""
KNOWN_LENGTH_MAX = 40

FILE_PART = 65_536
"""Characters of a file in Base64 that are looked at together: as many as are quickly copied."""


class Kind:
    """A simple type that not every text is a value of, with values that were found right."""

    __slots__ = ("is_right", "known", "name")

    def __init__(self, name: str, is_right: Callable[[str], object]) -> None:
        self.name = name
        self.is_right = is_right
        self.known: set[str | None] = set()

    def takes(self, written: str | None) -> bool:
        """Whether this is a value of the type; None is the empty text."""
        if written in self.known:
            return True
        if not self.is_right((written or "").strip(SPACE)):
            return False
        if written is None or len(written) <= KNOWN_LENGTH_MAX:
            if len(self.known) >= KNOWN_MAX:
                self.known.clear()
            self.known.add(written)
        return True

    def takes_all(self, written: Sequence[str | None]) -> bool:
        """Whether all these are values of the type."""
        return self.known.issuperset(written) or all(map(self.takes, written))


class _Files(Kind):
    """Files, of which none comes back: to look for one among others would cost half as much as to look into it."""

    __slots__ = ()

    def takes(self, written: str | None) -> bool:
        return _is_base64(written or "")

    def takes_all(self, written: Sequence[str | None]) -> bool:
        return all(map(self.takes, written))


class _Nothing(Kind):
    """No text at all, not even white space (part 1, 3.4.4, clause 2.1)."""

    __slots__ = ()

    def takes(self, written: str | None) -> bool:
        return not written


def kind_of(name: str) -> Kind | None:
    """The simple type of this name; None for one that takes any text (string, normalizedString, token)."""
    if name not in KINDS and name.startswith("token("):
        least, _, most = name[len("token(") : -1].partition("..")
        KINDS[name] = Kind(name, _Lengths(int(least), int(most)))
    return KINDS[name]


def collapsed(written: str) -> str:
    """A token without the white space around it, and with one blank for any within it (part 1, 3.1.4)."""
    return " ".join(part for part in re.split(f"[{SPACE}]+", written) if part)


_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DAY = r"-?((?:[1-9][0-9]{3,}|0[0-9]{3}))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DATE_ZONE, _TIME_ZONE = re.compile(_DAY + _ZONE), re.compile(_TIME + _ZONE)
_DATE_TIME_ZONE = re.compile(f"{_DAY}T{_TIME}{_ZONE}")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SPACES = SPACE.encode()
_PADS = {b"": b"", b"=": _BASE64[::4], b"==": _BASE64[::16]}
"""Before padding stand characters whose last bits are zero."""


def _is_day(found: re.Match[str] | None) -> bool:
    """Whether the calendar has such a day; there is no year 0000 (3.2.7.1)."""
    if found is None or found[1] == "0000":
        return False
    year = int(found[1][-4:]) or 4  # leap years come back after 400 years, so the last four digits say it
    return int(found[3]) <= monthrange(year, int(found[2]))[1]


def _is_date(written: str) -> bool:
    return _is_day(_DATE_ZONE.fullmatch(written))


def _is_date_time(written: str) -> bool:
    return _is_day(_DATE_TIME_ZONE.fullmatch(written))


def _is_base64(written: str) -> bool:
    """Whether these are groups of four characters, padded as 3.2.16 says; a file is gone through part by part."""
    if not written.isascii():
        return False
    count, pads, last = 0, b"", b""
    for start in range(0, len(written), FILE_PART):
        part = written[start : start + FILE_PART].encode("ascii")
        rest = part.translate(None, _BASE64)
        size = len(part) - len(rest)
        if size:
            if pads:
                return False
            count, last = count + size, part
        if rest and (signs := rest.translate(None, _SPACES)):
            pads += signs
            if pads not in _PADS or b"=" in part.rstrip(_SPACES + b"="):
                return False
    if (count + len(pads)) % 4:
        return False
    return not pads or last.rstrip(_SPACES + b"=")[-1] in _PADS[pads]


# RFC 3986 with all characters that XML Linking (5.4) has escaped, as 3.2.17 asks: those that are not ASCII, controls,
# blanks and <>"{}|\^`. What can still be wrong are percent signs, brackets, number signs, and what is before a colon.
_FREE = r"[^\[\]%#/?:@]|%[0-9A-Fa-f]{2}"
_URI = re.compile(
    rf"""(?:[A-Za-z][A-Za-z0-9+.-]*:|(?!(?:{_FREE}|@)*:))   # a scheme, or no colon before the first slash
    (?://(?:(?:{_FREE}|:)*@)?(?:\[[0-9A-Fa-fvV:.]+\]|(?:{_FREE})*)(?::[0-9]*)?(?=[/?\#]|\Z)|(?!//))
    (?:{_FREE}|[/:@])*(?:\?(?:{_FREE}|[/:@?])*)?(?:\#(?:{_FREE}|[/:@?\[\]])*)?   # XPointers have brackets""",
    re.VERBOSE,
)


def _is_uri(written: str) -> object:
    return _URI.fullmatch(written)


def _is_nothing(written: str) -> bool:
    return not written


class _Lengths:
    """A token of so many characters."""

    __slots__ = ("least", "most")

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def __call__(self, written: str) -> bool:
        return self.least <= len(collapsed(written)) <= self.most


KINDS: dict[str, Kind | None] = {
    "string": None,
    "normalizedString": None,
    "token": None,
    "decimal": Kind("decimal", _DECIMAL.fullmatch),
    "date": Kind("date", _is_date),
    "time": Kind("time", _TIME_ZONE.fullmatch),
    "dateTime": Kind("dateTime", _is_date_time),
    "boolean": Kind("boolean", {"true", "false", "1", "0"}.__contains__),
    "base64Binary": _Files("base64Binary", _is_base64),
    "language": Kind("language", _LANGUAGE.fullmatch),
    "anyURI": Kind("anyURI", _is_uri),
    "empty": _Nothing("empty", _is_nothing),
}
