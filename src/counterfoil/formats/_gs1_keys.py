"""GS1 identification keys in one spelling: the canonical GS1 Digital Link URI of an EPC URI or of another Digital Link.

EPC Tag Data Standard 2.0, 6.3 (EPC URIs), 7 (classes) and 8 (patterns); GS1 Digital Link 1.2, 4 and 5. Only the
finest level of identification stays, as the CBV 2.0 event hash wants it (CBV 8.9).
"""

import re
from collections.abc import Callable
from functools import lru_cache

_BASE = "https://id.gs1.org/"
_NAMES = {
    "gtin": "01", "itip": "8006", "cpid": "8010", "gln": "414", "party": "417", "gsrnp": "8017", "gsrn": "8018",
    "gcn": "255", "sscc": "00", "gdti": "253", "ginc": "401", "gsin": "402", "grai": "8003", "giai": "8004",
    "cpv": "22", "lot": "10", "ser": "21",
}  # fmt: skip
_KEYS = ("01", "8006", "8010", "414", "417", "8017", "8018", "255", "00", "253", "401", "402", "8003", "8004")
_LINK = re.compile(r"https?://[^/?#]*(?P<path>(?:/[^/?#]+)+)/?(?:\?[^?]*)?(?:#.*)?", re.DOTALL).fullmatch
_ENCODED = str.maketrans({c: f"%{ord(c):02X}" for c in "!()*+,:"})
_EPC = re.compile(r"urn:epc:(id|idpat|class):([a-z]+):([0-9]{6,12})\.(.*)", re.DOTALL).fullmatch
_SERIAL = re.compile(r"(?:%[0-9A-Fa-f]{2}|[!')(*+,.0-9:;=A-Za-z_-])+").fullmatch
# Values of the finest level, by key: what a canonical link may look like.
_VALUE = r"[\"'\-.0-9;-?A-Z_a-z]"
_CANONICAL = re.compile(
    rf"00/\d{{18}}|01/\d{{14}}(?:/(?:21|10)/{_VALUE}{{0,20}}|/235/{_VALUE}{{0,28}})?|253/\d{{13}}{_VALUE}{{0,17}}"
    rf"|255/\d{{13,25}}|401/{_VALUE}{{0,30}}|402/\d{{17}}|414/\d{{13}}(?:/254/{_VALUE}{{0,20}})?|417/\d{{13}}"
    rf"|8003/\d{{14}}{_VALUE}{{0,16}}|8004/{_VALUE}{{0,30}}|8006/\d{{18}}(?:/(?:21|10)/{_VALUE}{{0,20}})?"
    r"|8010/[#\-/0-9A-Z]{0,30}(?:/8011/\d{0,12})?|801[78]/\d{18}"
).fullmatch


@lru_cache(maxsize=65_536)
def canonical_link(uri: str) -> str | None:
    """The canonical Digital Link of a URI with a GS1 key, or None where it is none."""
    if uri.startswith("urn:epc:"):
        return _of_epc(uri)
    if uri.startswith(("http://", "https://")):
        return _of_link(uri)
    return None


def check_digit(digits: str) -> str:
    """The check digit of a GS1 key (GS1 General Specifications, 7.9.1)."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def _of_epc(uri: str) -> str | None:
    match = _EPC(uri)
    if match is None:
        return None
    kind, scheme, prefix, rest = match.groups()
    build = _EPCS.get((kind, scheme))
    path = build(prefix, rest) if build is not None else None
    return _BASE + path if path is not None else None


def _split(prefix: str, rest: str, digits: int) -> tuple[str, str, str] | None:
    """(prefix, reference, what follows its dot) where prefix and reference have so many digits together."""
    reference, _, serial = rest.partition(".")
    fits = len(prefix) + len(reference) == digits and (reference.isdigit() or not reference) and reference.isascii()
    return (prefix, reference, serial) if fits else None


def _gtin(prefix: str, reference: str) -> str:
    raw = reference[:1] + prefix + reference[1:]
    return raw + check_digit(raw)


def _trade_item(key: str, qualifier: str, most: int) -> Callable[[str, str], str | None]:
    def build(prefix: str, rest: str) -> str | None:
        parts = _split(prefix, rest, 13)
        if parts is None or not _is_serial(parts[2], most):
            return None
        return f"{key}/{_gtin(parts[0], parts[1])}/{qualifier}/{parts[2].translate(_ENCODED)}"

    return build


def _plain(key: str, digits: int) -> Callable[[str, str], str | None]:
    def build(prefix: str, rest: str) -> str | None:
        parts = _split(prefix, rest, digits)
        if parts is None or parts[2]:
            return None
        raw = prefix + parts[1]
        return f"{key}/{raw}{check_digit(raw)}"

    return build


def _with_serial(key: str, lead: str, most: int) -> Callable[[str, str], str | None]:
    def build(prefix: str, rest: str) -> str | None:
        parts = _split(prefix, rest, 12)
        if parts is None or not _is_serial(parts[2], most):
            return None
        raw = lead + prefix + parts[1]
        return f"{key}/{raw}{check_digit(raw)}{parts[2].translate(_ENCODED)}"

    return build


def _free(key: str) -> Callable[[str, str], str | None]:
    def build(prefix: str, rest: str) -> str | None:
        return f"{key}/{prefix}{rest.translate(_ENCODED)}" if _is_serial(rest, 30 - len(prefix)) else None

    return build


def _sscc(prefix: str, rest: str) -> str | None:
    parts = _split(prefix, rest, 17)
    return f"00/{_gtin(prefix, parts[1])}" if parts is not None and not parts[2] else None


def _sgln(prefix: str, rest: str) -> str | None:
    parts = _split(prefix, rest, 12)
    if parts is None or not _is_serial(parts[2], 20):
        return None
    raw = prefix + parts[1]
    extension = "" if parts[2] == "0" else f"/254/{parts[2].translate(_ENCODED)}"
    return f"414/{raw}{check_digit(raw)}{extension}"


def _cpi(prefix: str, rest: str) -> str | None:
    reference, _, serial = rest.rpartition(".")
    if not reference or not (serial.isdigit() and len(serial) <= 12):
        return None
    return f"8010/{(prefix + reference).translate(_ENCODED)}/8011/{serial}"


def _itip(prefix: str, rest: str) -> str | None:
    parts = _split(prefix, rest, 13)
    match = re.fullmatch(r"([0-9]{2})\.([0-9]{2})\.(.*)", parts[2], re.DOTALL) if parts else None
    if parts is None or match is None or not _is_serial(match[3], 20):
        return None
    return f"8006/{_gtin(prefix, parts[1])}{match[1]}{match[2]}/21/{match[3].translate(_ENCODED)}"


def _pattern(key: str, digits: int, lead: str = "") -> Callable[[str, str], str | None]:
    """A pattern of all serials is the class without serial."""

    def build(prefix: str, rest: str) -> str | None:
        parts = _split(prefix, rest, digits)
        if parts is None or parts[2] != "*":
            return None
        raw = lead + prefix + parts[1]
        return f"{key}/{_gtin(prefix, parts[1])}" if digits == 13 else f"{key}/{raw}{check_digit(raw)}"

    return build


def _itip_pattern(prefix: str, rest: str) -> str | None:
    parts = _split(prefix, rest, 13)
    match = re.fullmatch(r"([0-9]{2})\.([0-9]{2})\.\*", parts[2]) if parts else None
    return f"8006/{_gtin(prefix, parts[1])}{match[1]}{match[2]}" if parts and match else None


def _cpi_pattern(prefix: str, rest: str) -> str | None:
    reference, _, star = rest.rpartition(".")
    return f"8010/{(prefix + reference).translate(_ENCODED)}" if reference and star == "*" else None


def _is_serial(text: str, most: int) -> bool:
    return bool(_SERIAL(text)) and len(re.sub("%..", "x", text)) <= most


_EPCS: dict[tuple[str, str], Callable[[str, str], str | None]] = {
    ("id", "sgtin"): _trade_item("01", "21", 20),
    ("id", "upui"): _trade_item("01", "235", 28),
    ("class", "lgtin"): _trade_item("01", "10", 20),
    ("id", "sscc"): _sscc,
    ("id", "sgln"): _sgln,
    ("id", "pgln"): lambda prefix, rest: _plain("417", 12)(prefix, rest.removesuffix(".")),
    ("id", "grai"): _with_serial("8003", "0", 16),
    ("id", "gdti"): _with_serial("253", "", 20),
    ("id", "sgcn"): _with_serial("255", "", 12),
    ("id", "giai"): _free("8004"),
    ("id", "ginc"): _free("401"),
    ("id", "gsrn"): _plain("8018", 17),
    ("id", "gsrnp"): _plain("8017", 17),
    ("id", "gsin"): _plain("402", 16),
    ("id", "cpi"): _cpi,
    ("id", "itip"): _itip,
    ("idpat", "sgtin"): _pattern("01", 13),
    ("idpat", "upui"): _pattern("01", 13),
    ("idpat", "grai"): _pattern("8003", 12, "0"),
    ("idpat", "gdti"): _pattern("253", 12),
    ("idpat", "sgcn"): _pattern("255", 12),
    ("idpat", "cpi"): _cpi_pattern,
    ("idpat", "itip"): _itip_pattern,
}


def _of_link(uri: str) -> str | None:
    match = _LINK(uri)
    if match is None:
        return None
    steps = [_NAMES.get(step, step) for step in match["path"][1:].split("/")]
    for place, step in enumerate(steps[:-1]):
        if step in _KEYS and re.match("[0-9]{4}", steps[place + 1]):
            path = _finest(step, steps[place + 1], steps[place + 2 :])
            return _BASE + path if path is not None and _CANONICAL(path) else None
    return None


def _finest(key: str, value: str, qualifiers: list[str]) -> str | None:
    """The key with the qualifier that identifies most finely: a serial before a lot.

    A consumer product variant never counts.
    """
    if key == "01" and value.isdigit() and len(value) in (8, 12, 13):
        value = value.zfill(14)
    given = dict(zip(qualifiers[::2], qualifiers[1::2], strict=False))
    for finer in _FINER.get(key, ()):
        if finer in given:
            return f"{key}/{value}/{finer}/{given[finer]}"
    return f"{key}/{value}"


_FINER = {"01": ("21", "235", "10"), "8006": ("21", "10"), "414": ("254",), "8010": ("8011",)}
