"""Single cells as values: numbers, days and texts, each in one canonical written form."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from counterfoil.errors import SettingsError

Cell = str | Decimal | date | None
"""What stands in a cell: workbooks know numbers and days, delimited texts only text."""
Parse = Callable[[Cell], str | None]
"""Gives the canonical form, None where the cell is empty; ValueError where it holds something else."""

_EMPTY = {"", "-", "–", "—", "n/a", "na", "null", "\\n", "none", "nan", "#n/a", "k.a."}
_NO_DAYS = re.compile(r"[0./\- :T]+")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
_CODES = "AUD|BGN|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|NOK|NZD|PLN|RON|SEK|TRY|USD"
_CURRENCY = re.compile(rf"^(?:{_CODES}|[€$£¥])|(?:{_CODES}|[€$£¥]|Fr\.|kr\.?|zł)$")
_PLAIN = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?").fullmatch
_EXPONENT = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?[eE][+-]?[0-9]{1,2}").fullmatch
_DIGITS_MAX = 60


def text(cell: Cell) -> str | None:
    """A cell as text without blanks around it."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell.strip() or None
    return format(cell, "f") if isinstance(cell, Decimal) else cell.isoformat()


def number_parser(decimal: str, thousands: str) -> Parse:
    """How numbers are read with these signs before decimals and between groups of digits ("": none but blanks)."""
    group = re.escape(thousands) if thousands.strip() else ""
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
    matches = re.compile(rf"(?:{whole})?(?:{re.escape(decimal)}[0-9]*)?").fullmatch
    direct = decimal == "."

    def parse(cell: Cell) -> str | None:
        if cell is None:
            return None
        if not isinstance(cell, str):
            if isinstance(cell, Decimal):
                return format(cell, "f")
            raise ValueError("a date")
        if direct and _PLAIN(cell):
            return cell
        written = _SPACES.sub("", cell)
        if written.lower() in _EMPTY:
            return None
        if direct and _EXPONENT(written):
            return _expanded(written)
        sign, digits = _unsigned(written)
        if not matches(digits) or not any("0" <= c <= "9" for c in digits) or len(digits) > _DIGITS_MAX:
            raise ValueError(cell)
        plain = digits.replace(thousands, "") if group else digits
        plain = plain.replace(decimal, ".").removesuffix(".")
        return sign + ("0" + plain if plain.startswith(".") else plain)

    return parse


def _unsigned(written: str) -> tuple[str, str]:
    """Sign and digits: a minus may stand before or behind, or brackets around; a currency may stand at either end."""
    sign = ""
    if written.startswith("(") and written.endswith(")"):
        sign, written = "-", written[1:-1]
    written = _CURRENCY.sub("", written).removesuffix("%")
    for minus in ("-", "−", "–"):
        if written.startswith(minus) or written.endswith(minus):
            if sign:
                raise ValueError(written)
            sign, written = (
                "-",
                written.removeprefix(minus) if written.startswith(minus) else written.removesuffix(minus),
            )
            break
    else:
        written = written.removeprefix("+")
    return sign, _CURRENCY.sub("", written)


def _expanded(written: str) -> str:
    value = Decimal(written)
    if abs(value.adjusted()) > _DIGITS_MAX:
        raise ValueError(written)
    return format(value, "f")


# --- Days -------------------------------------------------------------------------------------------------------------

_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MMM": r"(?P<name>[^\W\d]{3,9}\.?)",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
}
_TOKEN = re.compile("YYYY|YY|MMM|MM|M|DD|D")
_TIME = r"(?:(?:T|,?\s+)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "jan feb maa apr mei jun jul aug sep okt nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}
_EPOCH = date(1899, 12, 30)
_SERIAL_MIN, _SERIAL_MAX = 61, 2_958_465
"""Day numbers of workbooks from 1900-03-01, before which they count a day that never was, to 9999-12-31."""


def day_parser(formats: Sequence[str], year_begins: date | None = None) -> Parse:
    """How days are read that are written in one of these formats; a time behind one is passed over."""
    patterns = [_pattern(each) for each in formats]
    known: dict[str, str] = {}

    def parse(cell: Cell) -> str | None:
        if cell is None:
            return None
        if isinstance(cell, date):
            return cell.isoformat()
        if isinstance(cell, Decimal):
            if _SERIAL_MIN <= cell <= _SERIAL_MAX:
                return serial_day(int(cell)).isoformat()
            cell = format(cell, "f")
        found = known.get(cell)
        if found is not None:
            return found
        written = cell.strip()
        if written.lower() in _EMPTY or (_NO_DAYS.fullmatch(written) and len(written) > 3):
            return None
        found = _day(written, patterns, year_begins).isoformat()
        if len(known) < 10_000:
            known[cell] = found
        return found

    return parse


def serial_day(serial: int) -> date:
    """The day that a workbook counts as this number (1900 date system)."""
    return _EPOCH + timedelta(days=serial)


def check_date_format(written: str) -> None:
    """SettingsError where this is no format of dates."""
    _pattern(written)


def _pattern(written: str) -> re.Pattern[str]:
    tokens = _TOKEN.findall(written)
    if sorted(token[0] for token in tokens) not in (["D", "M", "Y"], ["D", "M"]):
        raise SettingsError(
            f"{written!r} is no format of dates.", "Write it with YYYY or YY, MMM, MM or M, and DD or D: DD.MM.YYYY."
        )
    parts, place = [], 0
    for found in _TOKEN.finditer(written):
        parts += [re.escape(written[place : found.start()]), _PARTS[found[0]]]
        place = found.end()
    pattern = "".join(parts) + re.escape(written[place:])
    # A leading zero goes missing where a spreadsheet took the cell for a number.
    if written.startswith("DD") and re.fullmatch("[A-Z]+", written):
        pattern = pattern.replace(_PARTS["DD"], r"(?P<day>\d{1,2})", 1)
    return re.compile(pattern + _TIME, re.IGNORECASE)


def _day(written: str, patterns: Sequence[re.Pattern[str]], year_begins: date | None) -> date:
    for pattern in patterns:
        found = pattern.fullmatch(written)
        if found is None or (not found[0].isascii() and "name" not in pattern.groupindex):
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if parts.get("month") else _MONTHS.get(parts["name"][:3].lower(), 0)
        day = int(parts["day"])
        try:
            if parts.get("year"):
                return date(int(parts["year"]), month, day)
            if parts.get("short"):
                short = int(parts["short"])
                return date(short + (2000 if short < 70 else 1900), month, day)
            if year_begins is None:
                raise ValueError(written)
            later = (month, day) < (year_begins.month, year_begins.day)
            return date(year_begins.year + later, month, day)
        except ValueError:
            continue
    raise ValueError(written)
