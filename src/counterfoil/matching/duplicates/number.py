"""The number of a document, taken apart: what is compared of it, worked out once."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from counterfoil.matching.keys import plain_number

_RUNS = re.compile(r"\d+|[^\W\d_]+")
_MISREAD = re.compile(r"[oOiIlsSB]")
_ZEROS = re.compile(r"(?<=\d)[oO]+|[oO]+(?=\d)")
_ONES, _FIVES, _EIGHTS = (re.compile(rf"(?<=\d){one}(?=\d)") for one in ("[iIl]", "[sS]", "B"))
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

Forms = tuple[str, str]
"""Runs written without what stands between them: as they are, and each without the zeros that lead it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Number:
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
    forms: Forms
    bare_forms: Forms
    stem_forms: Forms


def taken_apart(number: str) -> Number:
    """A number as all comparisons need it."""
    written = number if number.isascii() else unicodedata.normalize("NFKC", number)
    runs, stem = _runs_of(written), _stem_of(written.strip())
    stem_runs = _runs_of(stem) if stem is not None else ()
    bare = _bare(runs)
    forms = forms_of(runs)
    return Number(
        plain=plain_number(number),
        runs=runs,
        digits=_digits_of(runs),
        stem=stem,
        stem_digits=_digits_of(stem_runs),
        bare=bare,
        forms=forms,
        bare_forms=forms if bare is runs else forms_of(bare),
        stem_forms=forms_of(_bare(stem_runs)),
    )


def forms_of(runs: Sequence[str]) -> Forms:
    """Runs joined, as they are and each without the zeros that lead it."""
    joined = "".join(runs)
    return joined, "".join([run.lstrip("0") or "0" for run in runs]) if "0" in joined else joined


def _stem_of(written: str) -> str | None:
    if len(written) >= _COUNTED and written[-_COUNTED:].isdecimal():
        return None
    return next((found["stem"] for one in _APPENDED if (found := one.fullmatch(written))), None)


def _digits_of(runs: tuple[str, ...]) -> str:
    return "".join([run for run in runs if run.isdigit()]).replace("0", "") or "".join(runs)


def _runs_of(written: str) -> tuple[str, ...]:
    if _MISREAD.search(written):
        written = _ZEROS.sub(lambda found: "0" * len(found[0]), written)
        for letter, digit in ((_ONES, "1"), (_FIVES, "5"), (_EIGHTS, "8")):
            written = letter.sub(digit, written)
    return tuple(_RUNS.findall(written.casefold()))


def _bare(runs: tuple[str, ...]) -> tuple[str, ...]:
    start = 0
    while start < len(runs) - 1 and (runs[start] in _PREFIXES or not runs[start].strip("0")):
        start += 1
    return runs[start:] if start else runs
