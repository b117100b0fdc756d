"""Does a text that is shown tell a value that is withheld? However it may be written: spaced, with other marks."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

_TEXT_MIN, _NUMBER_MIN, _COMPACT_MIN = 4, 3, 6
"""Shorter ones stand in many texts by chance."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DAYS_MAX = 400


def tells_text(text: str, value: str) -> bool:
    """Does a text hold this name, number or identifier as words of its own, or run together as an IBAN may be?"""
    wanted, where = _plain(value), _plain(text)
    if len(wanted) >= (_NUMBER_MIN if _has_digit(wanted) else _TEXT_MIN) and _is_word(where, wanted):
        return True
    compact = _compact(value)
    return len(compact) >= _COMPACT_MIN and _has_digit(compact) and _is_word_apart(where, compact)


def tells_amount(text: str, value: Fraction) -> bool:
    """Does a text hold this amount, with whatever marks between thousands and before the decimals?"""
    return any(_is_number(text, one) for one in _amounts(abs(value)))


def tells_date(text: str, value: date) -> bool:
    """Does a text hold this day, in figures?"""
    day, month, year = str(value.day), str(value.month), str(value.year)
    written = (
        rf"{year}[-/.]?0?{month}[-/.]?0?{day}",
        rf"0?{day}[-/. ]+0?{month}[-/. ]+(?:{year[:2]})?{year[2:]}",
        rf"0?{month}/0?{day}/(?:{year[:2]})?{year[2:]}",
    )
    return re.search(rf"(?<!\d)(?:{'|'.join(written)})(?!\d)", text) is not None


def days_in(text: str) -> Iterator[int]:
    """The whole numbers in a text that may be periods in days."""
    return (int(one) for one in re.findall(r"(?<![\d.,])\d{1,3}(?![\d]|[.,]\d)", text) if int(one) <= _DAYS_MAX)


def day_of(value: object) -> date | None:
    """The date that a claim is; None where it is none."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def texts_in(value: Any) -> Iterator[str]:
    """All texts within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


def alike(one: object, other: object) -> bool:
    """Are two texts the same to a person: but for case and spaces?"""
    return isinstance(one, str) and isinstance(other, str) and bool(one.strip()) and _plain(one) == _plain(other)


def _amounts(value: Fraction) -> Iterable[str]:
    """An amount as people write it. A small whole number could stand for anything, so it counts with decimals alone."""
    cents = round(value * 100)
    if not cents or Fraction(cents, 100) != value:
        return
    whole, rest = divmod(cents, 100)
    for grouped in {str(whole), *(f"{whole:,}".replace(",", mark) for mark in ",. '\u00a0\u202f\u2019")}:
        yield from (f"{grouped}{mark}{rest:02}" for mark in ".,")
        if not rest and whole >= 1000:
            yield grouped


def _is_number(text: str, number: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", text) is not None


def _is_word(text: str, wanted: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None


def _is_word_apart(text: str, compact: str) -> bool:
    """The characters in their order, with marks or spaces between them at most."""
    return re.search(r"(?<!\w)" + r"[\W_]*".join(map(re.escape, compact)) + r"(?!\w)", text) is not None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _compact(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())


def _has_digit(text: str) -> bool:
    return any(one.isdigit() for one in text)
