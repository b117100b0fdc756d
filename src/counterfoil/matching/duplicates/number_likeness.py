"""How could one document number have become the other, by somebody's hand?"""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum

from rapidfuzz.distance import OSA

from counterfoil.matching.keys import plain_number
from counterfoil.model._base import Model


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
_MISREAD = re.compile(r"[oOiIl]")
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
_COUNTED = 3
"""A number that ends in so many digits has nothing appended."""
_TELLING = 4
"""Of fewer characters another number is as likely as a mistake."""


_Forms = tuple[str, str]
"""Runs written without what stands between them: as they are, and each without the zeros that lead it."""


class Number(Model):
    """The number of a document, taken apart."""

    plain: str
    """For exact comparison."""
    runs: tuple[str, ...]
    """Its runs of digits and of letters; letters among digits that look like digits are such."""
    digits: str
    """What survives most ways of writing it: its digits but zeros, or without any its letters."""
    stem: str | None
    """What is left without what may have been appended to tell a copy or a part of it: '-1', 'A', ' copy'."""
    stem_digits: str
    bare: tuple[str, ...]
    """The runs without the words that stand before a number."""
    forms: _Forms
    bare_forms: _Forms
    stem_forms: _Forms


def taken_apart(number: str) -> Number:
    """A number as all comparisons need it."""
    written = number if number.isascii() else unicodedata.normalize("NFKC", number)
    runs, stem = _runs_of(written), _stem_of(written.strip())
    stem_runs = _runs_of(stem) if stem is not None else ()
    bare = _bare(runs)
    forms = _forms(runs)
    return Number(
        plain=plain_number(number),
        runs=runs,
        digits=_digits_of(runs),
        stem=stem,
        stem_digits=_digits_of(stem_runs),
        bare=bare,
        forms=forms,
        bare_forms=forms if bare is runs else _forms(bare),
        stem_forms=_forms(_bare(stem_runs)),
    )


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
    if _is_same(one.stem_forms, other.bare_forms) or _is_same(other.stem_forms, one.bare_forms):
        return Numbers.SUFFIXED
    if one.stem is not None and one.stem == other.stem:
        return Numbers.OTHER  # parts of one number, such as instalments, each with a count of its own
    return Numbers.MISTYPED if _is_mistyped(one.bare_forms, other.bare_forms) else Numbers.OTHER


def _stem_of(written: str) -> str | None:
    if len(written) >= _COUNTED and written[-_COUNTED:].isdecimal():
        return None
    return next((found["stem"] for one in _APPENDED if (found := one.fullmatch(written))), None)


def _digits_of(runs: tuple[str, ...]) -> str:
    return "".join([run for run in runs if run.isdigit()]).replace("0", "") or "".join(runs)


def _runs_of(written: str) -> tuple[str, ...]:
    if _MISREAD.search(written):
        written = _ONES.sub("1", _ZEROS.sub(lambda found: "0" * len(found[0]), written))
    return tuple(_RUNS.findall(written.casefold()))


def _forms(runs: Sequence[str]) -> _Forms:
    joined = "".join(runs)
    return joined, "".join([run.lstrip("0") or "0" for run in runs]) if "0" in joined else joined


def _is_same(ours: _Forms, theirs: _Forms) -> bool:
    return bool(ours[0]) and (ours[0] == theirs[0] or ours[1] == theirs[1])


def _bare(runs: tuple[str, ...]) -> tuple[str, ...]:
    start = 0
    while start < len(runs) - 1 and (runs[start] in _PREFIXES or not runs[start].strip("0")):
        start += 1
    return runs[start:] if start else runs


def _is_shortened(one: Number, other: Number) -> bool:
    """Is one the other but for the year or the letters that it starts with, if enough is left?"""
    runs, there = one.bare, other.bare
    if len(runs) <= len(there):
        return False
    rest = _forms(runs[1:])
    letters = runs[0].isalpha() and there[0].isdecimal() and len(rest[0]) >= _TELLING - 1
    year = len(rest[0]) >= _TELLING and _YEAR.fullmatch(runs[0])
    return bool(letters or year) and _is_same(rest, other.bare_forms)


def _is_mistyped(ours: _Forms, theirs: _Forms) -> bool:
    return any(
        min(len(one), len(other)) >= _TELLING and OSA.distance(one, other, score_cutoff=1) == 1
        for one, other in zip(ours, theirs, strict=True)
    )
