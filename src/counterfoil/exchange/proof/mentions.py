"""Which texts tell a value, however it may be written there: spaced, with other marks, in other letters."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Any

_TEXT_MIN, _NUMBER_MIN, _COMPACT_MIN = 4, 3, 6
"""Shorter ones stand in many texts by chance."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DAYS = re.compile(r"(?<![\d.,])\d{1,3}(?!\d|[.,]\d)")
_DAYS_MAX = 400
_IN_WORD = re.compile(r"(?<=\w)(?=\w)")
_IN_NUMBER = re.compile(r"(?<=\d)(?=\d)|(?<=\d[.,])(?=\d)|(?<=\d)(?=[.,]\d)")
"""A seam within a word or a number: it neither begins nor ends there."""


class Texts:
    """Texts in which values are sought, all of them at once. Answers are their places, from 0, in order."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._raw = _Joined(texts)
        self._plain = _Joined([_plain(one) for one in texts])
        self._compact = _Joined([_compact(one) for one in texts])

    def telling_text(self, value: str) -> Iterator[int]:
        """Those that hold this name, number or identifier as words of its own, or spaced as an IBAN may be."""
        wanted, compact = _plain(value), _compact(value)
        has_digit = any(one.isdigit() for one in compact)
        if len(wanted) >= (_NUMBER_MIN if has_digit else _TEXT_MIN):
            yield from self._plain.holding(wanted, _IN_WORD.match)
        if has_digit and len(compact) >= _COMPACT_MIN:
            spaced = re.compile(r"(?<!\w)" + r"[\W_]*".join(map(re.escape, compact)) + r"(?!\w)")
            candidates = dict.fromkeys(self._compact.holding(compact))
            yield from (at for at in candidates if spaced.search(self._plain.texts[at]))

    def telling_amount(self, value: Fraction) -> Iterator[int]:
        """Those that hold this amount, with whatever marks between thousands and before the decimals."""
        if str(int(abs(value))) in self._compact.text:
            for written in _amounts(abs(value)):
                yield from self._raw.holding(written, _IN_NUMBER.match)

    def telling_date(self, value: date) -> Iterator[int]:
        """Those that hold this day, in figures."""
        day, month, year = str(value.day), str(value.month), str(value.year)
        if year[2:] in self._compact.text:
            written = (
                rf"{year}[-/.]?0?{month}[-/.]?0?{day}",
                rf"0?{day}[-/. ]+0?{month}[-/. ]+(?:{year[:2]})?{year[2:]}",
                rf"0?{month}/0?{day}/(?:{year[:2]})?{year[2:]}",
            )
            yield from self._raw.matching(rf"(?<!\d)(?:{'|'.join(written)})(?!\d)")


class _Joined:
    """Texts as one, which is searched as fast as a text can be."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts, self.text = texts, "\n".join(texts)
        self._starts = [0, *accumulate(len(one) + 1 for one in texts)]

    def holding(self, wanted: str, goes_on: Callable[[str, int], object] = lambda _text, _at: None) -> Iterator[int]:
        """The places of texts that hold this where it begins and ends, since nothing around it `goes_on` with it."""
        at = self.text.find(wanted)
        while at >= 0:
            if not goes_on(self.text, at) and not goes_on(self.text, at + len(wanted)):
                yield self._place(at)
            at = self.text.find(wanted, at + 1)

    def matching(self, pattern: str) -> Iterator[int]:
        """The places of texts in which this is found."""
        return (self._place(found.start()) for found in re.finditer(pattern, self.text))

    def _place(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1


def days_in(text: str) -> Iterator[int]:
    """The whole numbers in a text that may be periods in days."""
    return (int(one) for one in _DAYS.findall(text) if int(one) <= _DAYS_MAX)


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


def rows_in(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list; a partner may have written anything there."""
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def alike(one: object, other: object) -> bool:
    """Are two texts the same to a person: but for case and spaces?"""
    return isinstance(one, str) and isinstance(other, str) and bool(one.strip()) and _plain(one) == _plain(other)


def _amounts(value: Fraction) -> Iterator[str]:
    """An amount as people write it. A small whole number could stand for anything, so it counts with decimals alone."""
    cents = round(value * 100)
    if not cents or Fraction(cents, 100) != value:
        return
    whole, rest = divmod(cents, 100)
    for grouped in {str(whole), *(f"{whole:,}".replace(",", mark) for mark in ",. '\u00a0\u202f\u2019")}:
        yield from (f"{grouped}{mark}{rest:02}" for mark in ".,")
        if not rest and whole >= 1000:
            yield grouped


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
