"""How could one document number have become the other, by somebody's hand?"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA

from counterfoil.matching.keys import plain_number


class Numbers(Enum):
    """What two numbers have to do with one another, the most telling first."""

    SAME = "the same number"
    REFORMATTED = "the number written otherwise"
    PREFIXED = "the number with or without what stands before it"
    SUFFIXED = "the number with something appended"
    MISTYPED = "the number but for one mistake of typing"
    MISSING = "no number"
    OTHER = "another number"


_RUNS = re.compile(r"\d+|[^\W\d_]+")
_ZEROS = re.compile(r"(?<=\d)[oO]+|[oO]+(?=\d)")
_ONES = re.compile(r"(?<=\d)[iIl](?=\d)")
_YEAR = re.compile(r"(?:19|20)?\d\d")
# What stands before the number of an invoice in one layout and not in another.
_PREFIXES_TEXT = """
re rg rn rnr r rech rechnung rechnungsnummer inv invoice bill fa fac fact facture factura fattura faktura faktuur f ft
fv ar kr nr no n num number nummer doc beleg gs gutschrift cn credit avoir nc crn
"""
_PREFIXES = frozenset(_PREFIXES_TEXT.split())
_APPENDED_NUMBER = re.compile(r"(?P<stem>.*[^\W_])[\W_]+0?\d")
_APPENDED_WORD = re.compile(r"(?P<stem>.*\d(?:.*[^\W_])?)[\W_]+[^\W\d_]{1,9}[\W_]*")
_APPENDED_LETTERS = re.compile(r"(?P<stem>.*\d)[^\W\d_]{1,9}[\W_]*")
_APPENDED = (_APPENDED_NUMBER, _APPENDED_WORD, _APPENDED_LETTERS)
_TELLING = 4
"""Of fewer characters another number is as likely as a mistake."""


@lru_cache(maxsize=32768)
def numbers_alike(one: str, other: str) -> Numbers:
    """What two numbers of documents have to do with one another."""
    ours, theirs = runs_of(one), runs_of(other)
    if not ours or not theirs:
        return Numbers.MISSING
    if plain_number(one) == plain_number(other):
        return Numbers.SAME
    if _is_same(ours, theirs):
        return Numbers.REFORMATTED
    ours, theirs = _bare(ours), _bare(theirs)
    if any(
        _is_same(one, other) for one, other in ((ours, theirs), *_shortened(ours, theirs), *_shortened(theirs, ours))
    ):
        return Numbers.PREFIXED
    stem, stem_there = stem_of(one), stem_of(other)
    if _is_stem(stem, theirs) or _is_stem(stem_there, ours):
        return Numbers.SUFFIXED
    if stem is not None and stem == stem_there:
        return Numbers.OTHER  # parts of one number, such as instalments, each with a count of its own
    return Numbers.MISTYPED if _is_mistyped(ours, theirs) else Numbers.OTHER


@lru_cache(maxsize=32768)
def stem_of(number: str) -> str | None:
    """A number without what may have been appended to tell a copy or a part of it: '-1', 'A', ' copy'."""
    written = unicodedata.normalize("NFKC", number).strip()
    return next((found["stem"] for one in _APPENDED if (found := one.fullmatch(written))), None)


@lru_cache(maxsize=32768)
def digits_of(number: str) -> str:
    """What of a number survives most ways of writing it: its digits but zeros, or without any its letters."""
    runs = runs_of(number)
    return "".join(run for run in runs if run.isdigit()).replace("0", "") or "".join(runs)


@lru_cache(maxsize=32768)
def runs_of(number: str) -> tuple[str, ...]:
    """The runs of digits and of letters in a number; letters among digits that look like digits are such."""
    clear = _ZEROS.sub(lambda found: "0" * len(found[0]), unicodedata.normalize("NFKC", number))
    return tuple(_RUNS.findall(_ONES.sub("1", clear).casefold()))


def _is_same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return bool(ours) and ("".join(ours) == "".join(theirs) or _without_zeros(ours) == _without_zeros(theirs))


def _without_zeros(runs: tuple[str, ...]) -> str:
    """The runs without the zeros that lead them."""
    return "".join(run.lstrip("0") or "0" for run in runs)


def _bare(runs: tuple[str, ...]) -> tuple[str, ...]:
    """The runs without the words that stand before a number."""
    start = 0
    while start < len(runs) - 1 and (runs[start] in _PREFIXES or not runs[start].strip("0")):
        start += 1
    return runs[start:]


def _shortened(runs: tuple[str, ...], there: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The runs without the year or the letters that they start with and those there do not, if enough is left."""
    if len(runs) > len(there) and len("".join(runs[1:])) >= _TELLING - 1:
        letters = runs[0].isalpha() and there[0].isdecimal()
        if letters or (_YEAR.fullmatch(runs[0]) and len("".join(runs[1:])) >= _TELLING):
            yield runs[1:], there


def _is_stem(stem: str | None, runs: tuple[str, ...]) -> bool:
    return stem is not None and _is_same(_bare(runs_of(stem)), runs)


def _is_mistyped(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    pairs = (("".join(ours), "".join(theirs)), (_without_zeros(ours), _without_zeros(theirs)))
    return any(min(len(one), len(other)) >= _TELLING and OSA.distance(one, other) == 1 for one, other in pairs)
