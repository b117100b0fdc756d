"""Which days and months does the text of an entry give: "Rechnung vom 12.03.2026", "Miete 03/2026", "loyer mars"?"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

_TEXT_MAX = 600
_CENTURY = 2000
# In the order of the year; each in German, English, Dutch, French, Italian, Spanish, Swedish, Danish and Norwegian.
_NAMES = """
    januar jänner jaenner january januari janvier gennaio enero jan
    februar february februari février fevrier febbraio febrero feb febr févr
    märz maerz march maart mars marzo mrz mrt
    april avril aprile abril apr avr
    mai may mei maggio mayo maj
    juni june juin giugno junio jun
    juli july juillet luglio julio jul juil
    august augustus août aout agosto augusti aug
    september septembre settembre septiembre sept sep
    oktober october octobre ottobre octubre okt oct
    november novembre noviembre nov
    dezember december décembre decembre dicembre diciembre dez dec déc
"""
_MONTHS = {name: month for month, names in enumerate(_NAMES.strip().splitlines(), 1) for name in names.split()}
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>20\d\d|\d\d)(?![\d/-]|\.\d)"
    r"|(?<![\d/.-])(?P<iso>20\d\d-\d\d-\d\d)(?![\d/-])"
    rf"|(?<![\d/.-])(?P<on>\d{{1,2}})\.?\s+(?:de\s+)?{_NAME}\s+(?:de\s+)?(?P<of>20\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?<![\d/.-])(?P<month>0?[1-9]|1[0-2])[./-](?P<year>20\d\d)(?![\d/.-])"
    r"|(?<![\d/.,-])(?P<short_month>0[1-9]|1[0-2])[./](?P<short_year>\d\d)(?![\d/.,-]|\s?(?:EUR|€|%))"
    r"|(?<![\d/.-])(?P<first>20\d\d)[./-](?P<then>0[1-9]|1[0-2])(?![\d/.-])"
    rf"|\b{_NAME}(?:\s*(?:de\s+)?(?P<of>20\d\d)(?!\d))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def days_named(text: str) -> frozenset[date]:
    """The days that a text gives, in any of the ways in which the day stands before the month, or year first."""
    return frozenset(day for match in _DAY.finditer(text[:_TEXT_MAX]) if (day := _day(match)) is not None)


def is_month_named(text: str, day: date, *, with_year: bool) -> bool:
    """Does the text give the month of that day, with its year or without any?"""
    return (day.year if with_year else None, day.month) in _months_named(text)


@lru_cache(maxsize=4096)
def _months_named(text: str) -> frozenset[tuple[int | None, int]]:
    return frozenset(_months(_DAY.sub(" ", text[:_TEXT_MAX])))


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["name"]:
            return date(int(match["of"]), _MONTHS[match["name"].lower()], int(match["on"]))
        return date(_CENTURY + int(match["year"][-2:]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _months(text: str) -> Iterator[tuple[int | None, int]]:
    for match in _MONTH.finditer(text):
        if match["name"]:
            yield int(match["of"]) if match["of"] else None, _MONTHS[match["name"].lower()]
        elif match["short_month"]:
            yield _CENTURY + int(match["short_year"]), int(match["short_month"])
        else:
            yield int(match["year"] or match["first"]), int(match["month"] or match["then"])
