"""When the days of XSD begin, by which the artefacts compare them: with years of any length, and zones."""

import re
from functools import lru_cache

from counterfoil.rules._white_space import stripped

_DATE = re.compile(r"(-?)([1-9][0-9]{4,}|[0-9]{4})-([0-9]{2})-([0-9]{2})(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?").fullmatch
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ZONE_MINUTES_MAX = 14 * 60
_DAY_MINUTES = 24 * 60

_REMEMBERED = 8_192
_REMEMBERED_CHARACTERS_MAX = 30
"""How many days written with how many characters are remembered, since documents repeat themselves."""


def instant(text: str) -> int | None:
    """When a day of XSD begins, in minutes from some fixed one, by its own zone or UTC; None where it is no day."""
    day = stripped(text)
    return _instant(day) if len(day) <= _REMEMBERED_CHARACTERS_MAX else None


@lru_cache(_REMEMBERED)
def _instant(text: str) -> int | None:
    match = _DATE(text)
    if match is None:
        return None
    year, month, day = (int(match[group]) for group in (2, 3, 4))
    year = -year if match[1] else year
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] + (month == 2 and _leap(year)):
        return None
    offset = int(match[7] or 0) * 60 + int(match[8] or 0)
    if offset > _ZONE_MINUTES_MAX or int(match[8] or 0) > 59:
        return None
    days = 365 * year + sum(_DAYS[: month - 1]) + day + (month > 2 and _leap(year))
    before = year - 1
    days += before // 4 - before // 100 + before // 400
    return days * _DAY_MINUTES + (offset if match[6] == "-" else -offset)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
