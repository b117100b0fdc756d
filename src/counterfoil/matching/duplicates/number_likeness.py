"""How could one document number have become the other, by somebody's hand?"""

import re
from enum import Enum

from rapidfuzz.distance import OSA

from counterfoil.matching.duplicates.number import Forms, Number, forms_of


class Numbers(Enum):
    """What two numbers have to do with one another, the most telling first."""

    SAME = "the same number"
    REFORMATTED = "the number written otherwise"
    PREFIXED = "the number with or without what stands before it"
    SUFFIXED = "the number with something appended"
    MISTYPED = "the number but for one mistake of typing"
    MISSING = "no number"
    OTHER = "another number"


_YEAR = re.compile(r"(?:19|20)?\d\d")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])?")
_SHORT_YEAR = re.compile(r"2\d")
_TELLING = 4
"""Of fewer characters another number is as likely as a mistake."""


def numbers_alike(one: Number, other: Number) -> Numbers:
    """What two numbers of documents have to do with one another."""
    if not one.runs or not other.runs:
        return Numbers.MISSING
    if one.plain == other.plain:
        return Numbers.SAME
    if _is_same(one.forms, other.forms):
        return Numbers.REFORMATTED
    if _is_same(one.bare_forms, other.bare_forms) or _is_shortened(one, other) or _is_shortened(other, one):
        return Numbers.PREFIXED
    if _has_short_year(one, other) or _has_short_year(other, one):
        return Numbers.REFORMATTED
    if _is_same(one.stem_forms, other.bare_forms) or _is_same(other.stem_forms, one.bare_forms):
        return Numbers.SUFFIXED
    if _has_year(one, other) or _has_year(other, one):
        return Numbers.SUFFIXED
    if one.stem is not None and one.stem == other.stem:
        return Numbers.OTHER  # parts of one number, such as instalments, each with a count of its own
    return Numbers.MISTYPED if _is_mistyped(one.bare_forms, other.bare_forms) else Numbers.OTHER


def _is_same(ours: Forms, theirs: Forms) -> bool:
    return bool(ours[0]) and (ours[0] == theirs[0] or ours[1] == theirs[1])


def _is_shortened(one: Number, other: Number) -> bool:
    """Is one the other but for the year or the letters that it starts with, if enough is left?"""
    runs, there = one.bare, other.bare
    if len(runs) <= len(there):
        return False
    rest = forms_of(runs[1:])
    letters = runs[0].isalpha() and there[0].isdecimal() and len(rest[0]) >= _TELLING - 1
    year = len(rest[0]) >= _TELLING and _YEAR.fullmatch(runs[0])
    return bool(letters or year) and _is_same(rest, other.bare_forms)


def _has_year(one: Number, other: Number) -> bool:
    """Is one the other with a year behind it?"""
    runs = one.bare
    return (
        len(runs) == len(other.bare) + 1
        and _is_year_of(runs[-1], len(other.bare_forms[0]))
        and _is_same(forms_of(runs[:-1]), other.bare_forms)
    )


def _is_year_of(run: str, length: int) -> bool:
    """Is this a year, behind a number of that length? Behind a short one two digits count what belongs to it."""
    return _FULL_YEAR.fullmatch(run) is not None or (length > _TELLING and _SHORT_YEAR.fullmatch(run) is not None)


def _has_short_year(one: Number, other: Number) -> bool:
    """Is one the other with a year written in two digits, before a count or behind it?"""
    runs, there = one.bare, other.bare
    if len(runs) != len(there) or len(runs) < 2:
        return False
    return any(
        _YEAR_MONTH.fullmatch(long) is not None
        and long[2:] == short
        and _is_same(forms_of((*runs[:place], *runs[place + 1 :])), forms_of((*there[:place], *there[place + 1 :])))
        for place, (short, long) in enumerate(zip(runs, there, strict=True))
    )


def _is_mistyped(ours: Forms, theirs: Forms) -> bool:
    return any(
        max(len(one), len(other)) >= _TELLING
        and min(len(one), len(other)) >= _TELLING - 1
        and OSA.distance(one, other, score_cutoff=1) == 1
        for one, other in zip(ours, theirs, strict=True)
    )
