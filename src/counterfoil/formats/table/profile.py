"""What the cells of a column look like: days, numbers, identifiers, codes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from counterfoil.formats.table.cells import Cell, day_parser, number_parser, text
from counterfoil.model._base import Model

STYLES: tuple[tuple[str, str], ...] = ((".", ""), (",", ""), (".", ","), (",", "."), (".", "'"))
"""Decimal sign and sign between thousands, the plainer first."""
DATE_FORMATS = (
    *("YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD"),
    *("DD.MM.YY", "DD/MM/YY", "MM/DD/YY", "DD-MM-YY", "D.M.YYYY", "D/M/YYYY", "M/D/YYYY", "D-M-YYYY", "D.M.YY"),
    *("D/M/YY", "M/D/YY", "DD-MMM-YYYY", "DD-MMM-YY", "D-MMM-YY", "DD MMM YYYY", "D MMM YYYY", "MMM D, YYYY"),
    *("D. MMM YYYY", "YYYY.MM.DD.", "DDMMYYYY", "DDMMYY", "DDMM"),
)
"""The preferred first: where several fit all cells, the first is taken."""

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}").fullmatch
_VAT = re.compile(
    r"(?:AT U|ATU|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)[A-Z0-9]{7,13}"
)
_CURRENCY = re.compile(
    "EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|JPY|CNY|CAD|AUD|NZD|INR|ZAR|BRL|MXN|SGD|HKD|AED"
).fullmatch
_DIGITS = re.compile(r"\d+").fullmatch
_SAMPLES = 3
_ENOUGH = 0.98


class Profile(Model, gc=True):
    """A column as far as its first rows show it."""

    header: str
    place: int
    cells: list[str]
    """What is not empty, in order."""
    samples: tuple[str, ...]
    filled: float
    """Share of the rows in which something stands."""
    dates: frozenset[str] = frozenset()
    """The formats in which all cells are days."""
    typed_days: bool = False
    """Whether a workbook says that all are days."""
    styles: tuple[int, ...] = ()
    """The ways of writing numbers that fit all cells, by their place in STYLES."""
    typed_numbers: bool = False
    negative: bool = False
    iban: bool = False
    vat: bool = False
    gtin: bool = False
    gln: bool = False
    currency: bool = False
    digits: bool = False
    """Whether all cells are digits only."""

    def is_day(self) -> bool:
        """Could these be days?"""
        return self.typed_days or bool(self.dates)

    def is_number(self) -> bool:
        """Could these be numbers?"""
        return self.typed_numbers or bool(self.styles)


_STYLED = [number_parser(*style) for style in STYLES]
_FORMATS = {written: day_parser([written], date(2024, 1, 1)) for written in DATE_FORMATS}


def profile(header: str, place: int, rows: Sequence[Sequence[Cell]]) -> Profile:
    """Look at one column of the first rows."""
    found = [cells[place] for cells in rows if place < len(cells) and text(cells[place])]
    written = [text(cell) or "" for cell in found]
    distinct = list(dict.fromkeys(written))
    plain = ["".join(each.split()).upper() for each in distinct]
    return Profile(
        header=header,
        place=place,
        cells=written,
        samples=tuple(distinct[:_SAMPLES]),
        filled=len(found) / len(rows) if rows else 0.0,
        dates=frozenset(_date_formats(found)),
        typed_days=bool(found) and all(isinstance(cell, date) for cell in found),
        styles=tuple(_styles(found)),
        typed_numbers=bool(found) and all(isinstance(cell, Decimal) for cell in found),
        negative=any(each.startswith(("-", "(")) or each.endswith("-") for each in distinct),
        iban=_share(plain, lambda each: bool(_IBAN(each)) and iban_checks(each)),
        vat=_share(plain, lambda each: bool(_VAT.fullmatch(each))),
        gtin=_share(plain, lambda each: len(each) in (8, 12, 13, 14) and gs1_checks(each)),
        gln=_share(plain, lambda each: len(each) == 13 and gs1_checks(each)),
        currency=_share(plain, lambda each: bool(_CURRENCY(each))),
        digits=bool(plain) and all(map(_DIGITS, plain)),
    )


def iban_checks(iban: str) -> bool:
    """Do the check digits of an IBAN fit (ISO 13616, mod 97)?"""
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def gs1_checks(digits: str) -> bool:
    """Does the check digit of a GTIN or GLN fit (GS1 General Specifications, 7.9)?"""
    if not (digits.isascii() and digits.isdigit()) or not int(digits):
        return False
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(weighed) % 10 == 0


def pick_style(profiles: Iterable[Profile]) -> tuple[str, str]:
    """The way of writing numbers that fits most columns; where several do, the one that more cells speak for."""
    votes: Counter[int] = Counter()
    for one in profiles:
        if one.is_day() and not one.typed_numbers and not any(c in "".join(one.samples) for c in ",."):
            continue
        for style in one.styles:
            votes[style] += 10 * len(one.cells)
            sign, thousands = STYLES[style]
            votes[style] += sum(_speaks_for(cell, sign, thousands) for cell in one.cells)
    if not votes:
        return STYLES[0]
    best = max(votes, key=lambda style: (votes[style], -style))
    return STYLES[best]


def _speaks_for(cell: str, decimal: str, thousands: str) -> int:
    """Does a cell look like being written this way? 1,50 has two decimals; 1,500 rather has none."""
    last = re.search(r"[.,](\d+)\D*$", cell)
    if last is None:
        return 0
    sign = cell[last.start()]
    if len(last[1]) != 3 or re.match(r"[-+( ]*0[.,]", cell):
        return 3 if sign == decimal else 0
    return 2 if sign == thousands else 0


def _styles(found: Sequence[Cell]) -> list[int]:
    texts = list(dict.fromkeys(cell for cell in found if isinstance(cell, str)))
    if not texts:
        return []
    return [place for place, parse in enumerate(_STYLED) if _all_parsed(parse, texts)]


def _date_formats(found: Sequence[Cell]) -> list[str]:
    texts = list(dict.fromkeys(cell for cell in found if not isinstance(cell, date)))
    if not texts or len(texts) != sum(isinstance(cell, str) for cell in texts):
        return []
    return [written for written, parse in _FORMATS.items() if _all_parsed(parse, texts)]


def _all_parsed(parse: object, cells: Sequence[Cell]) -> bool:
    """Whether all cells can be read this way but for a few, and at least one holds something."""
    read = failed = 0
    for cell in cells:
        try:
            read += parse(cell) is not None  # type: ignore[operator]
        except ValueError:
            failed += 1
            if failed > len(cells) * (1 - _ENOUGH):
                return False
    return read > 0


def _share(values: Sequence[str], test: object) -> bool:
    return bool(values) and sum(bool(test(each)) for each in values) >= len(values) * _ENOUGH  # type: ignore[operator]
