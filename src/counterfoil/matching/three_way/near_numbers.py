"""Is a number that was written another one, mistyped, cut, misread by a scanner, or hidden in a text?"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

# What scanners and people mistake for one another.
_MISREAD = str.maketrans("OQDILZSB", "00011258")
_NOT_TELLING = re.compile(r"[^0-9A-Z]+")
_RUNS = re.compile(r"[0-9]+|[A-Z]+")
_LETTERS_BEFORE = re.compile(r"^\s*[^\W\d_]+[\W_]*(?=\d)")
_WITHIN = re.compile(r"[\s\-/._]")
_ORDER_WORD = (
    r"(?:orders?|ord|p\.?o|purchase\s+order|bestell(?:ung|ing|nummer|nr)?|auftrag|commande|cde|cmd|ordine|pedido"
    r"|encomenda)"
)
_NUMBER_WORD = r"(?:nr|no|num|nummer|number|numero|número|n°|nº|#)?"
_OTHERS_BEFORE = (
    r"(?:(?=[\w\-]{0,12}\d)[^\W_][\w\-]{0,19}+"
    r"(?:\s{0,3}[,;+&]\s{0,3}|\s{1,3}(?:und|and|et|en|e|y|i|och|og|ja)\s{1,3})){0,24}"
)
"""The numbers before one in a list, with what stands between them."""
_CALLED_MIN = 2
_DIGITS_MIN, _TELLING_MIN, _LONG = 3, 4, 8
_GLUED_MIN = 6

SAME, REFORMATTED, MISREAD, GLUED, CUT, TYPED, TAIL, TWICE = 1.0, 0.97, 0.93, 0.9, 0.85, 0.8, 0.6, 0.5
"""How likely it is that the one was meant by the other, from the surest kind of mistake to two mistakes at once."""


def likeness(written: str, number: str) -> float:
    """How likely one number was meant by the other, from 0 to 1; 1 only if they differ in case and spaces alone."""
    one, other = sorted((written, number))
    return _likeness(one, other)


def is_within(number: str, text: str) -> bool:
    """Does a text name this number, whatever separators stand in either? Short numbers prove nothing."""
    # Nearly always the last digits are not even there; this is asked far too often to search for all of it.
    last = _last_digits(number)
    if not last or last not in text or "".join(_runs(number)) not in _joined(text):
        return False
    return _pattern(number).search(text.upper()) is not None


def is_called_order(number: str, text: str) -> bool:
    """Does a text give a number behind a word for "order", or in a list there? That is what even a short one means."""
    runs = _runs(number)
    digits = max((run for run in runs if run.isdigit()), key=len, default="")
    if len(digits) < _CALLED_MIN or digits not in text:
        return False
    return _called(runs).search(text) is not None


def bare(number: str) -> str:
    """A number without the letters that it begins with, which people leave out."""
    return _LETTERS_BEFORE.sub("", number, count=1)


def is_telling(number: str) -> bool:
    """Is a number long enough not to stand somewhere by chance?"""
    runs = _runs(number)
    return sum(len(run) for run in runs) > _TELLING_MIN and any(run.isdigit() and len(run) > 1 for run in runs)


@lru_cache(maxsize=8192)
def folded(number: str) -> str:
    """A number without separators and leading zeros, with letters that look like digits as such."""
    parts = (part.translate(_MISREAD) for part in _NOT_TELLING.split(_upper(number)))
    return _without_zeros(tuple(run for part in parts for run in _RUNS.findall(part)))


@lru_cache(maxsize=32768)
def _likeness(one: str, other: str) -> float:
    ours, theirs = _runs(one), _runs(other)
    if not ours or not theirs:
        return 0.0
    if "".join(ours) == "".join(theirs):
        return SAME if _plain(one) == _plain(other) else REFORMATTED
    if _without_zeros(ours) == _without_zeros(theirs):
        return REFORMATTED
    if folded(one) == folded(other):
        return MISREAD
    if _is_glued(one, theirs) or _is_glued(other, ours):
        return GLUED
    if _is_cut(ours, theirs) or _is_cut(theirs, ours):
        return CUT
    typed = _by_typing("".join(ours), "".join(theirs), folded(one), folded(other)) or _without_letters(one, other)
    return max(typed, TAIL) if _tail(ours) is not None and _tail(ours) == _tail(theirs) else typed


def _is_glued(written: str, number: tuple[str, ...]) -> bool:
    """Does a number stand in another with nothing but letters about it, or among others that begin as it does?

    As 450012 does in BEST450012V0803, and in 450011450012.
    """
    whole = "".join(number)
    if not _GLUED_MIN <= len(whole) < len(written) or len(number) > 2 or not whole[-1].isdigit():
        return False
    for part in _NOT_TELLING.split(_upper(written)):
        if whole in part and len(part) > len(whole):
            runs = tuple(_RUNS.findall(part))
            if any(runs[at : at + len(number)] == number for at in range(len(runs))):
                return True
            pieces = [part[at : at + len(whole)] for at in range(0, len(part), len(whole))]
            head = whole[: len(whole) // 2]
            if whole in pieces and all(len(one) == len(whole) and one.startswith(head) for one in pieces):
                return True
    return False


def _tail(runs: tuple[str, ...]) -> str | None:
    """The last run of digits, which tells the numbers of a series apart; None where it is short."""
    tail = next((run.lstrip("0") for run in reversed(runs) if run.isdigit()), "")
    return tail if len(tail) >= _DIGITS_MIN else None


def _by_typing(ours: str, theirs: str, ours_folded: str, theirs_folded: str) -> float:
    if min(len(ours), len(theirs)) < _TELLING_MIN:
        return 0.0
    distance = min(OSA.distance(ours, theirs), OSA.distance(ours_folded, theirs_folded))
    if distance <= 1:
        return TYPED
    return TWICE if distance == 2 and min(len(ours), len(theirs)) >= _LONG else 0.0


def _without_letters(one: str, other: str) -> float:
    """The same where only one of them has its letters in front: two mistakes."""
    ours, theirs = _runs(bare(one)), _runs(bare(other))
    if (ours == _runs(one)) == (theirs == _runs(other)) or min(sum(map(len, ours)), sum(map(len, theirs))) < _LONG:
        return 0.0
    typed = _by_typing("".join(ours), "".join(theirs), folded(bare(one)), folded(bare(other)))
    return TWICE if typed == TYPED else 0.0


def _is_cut(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Is one the other without its beginning or end, and does it hold the longest run of digits whole?"""
    part, whole = ("".join(run.lstrip("0") if run.isdigit() else run for run in runs) for runs in (short, long))
    digits = sum(len(run) for run in short if run.isdigit())
    if len(part) >= len(whole) or digits < _DIGITS_MIN:
        return False
    if not (whole.startswith(part) or whole.endswith(part)):
        return False
    # "2026" is not "2026-00471": what tells numbers of a series apart is at the end.
    last = next((run.lstrip("0") for run in reversed(long) if run.isdigit()), "")
    return bool(last) and last in part


@lru_cache(maxsize=8192)
def _runs(number: str) -> tuple[str, ...]:
    return tuple(_RUNS.findall(_upper(number)))


def _without_zeros(runs: tuple[str, ...]) -> str:
    return "".join(run.lstrip("0") or "0" if run.isdigit() else run for run in runs)


def _plain(number: str) -> str:
    return "".join(_upper(number).split())


def _upper(number: str) -> str:
    return unicodedata.normalize("NFKC", number).upper()


@lru_cache(maxsize=8192)
def _last_digits(number: str) -> str:
    """The last digits, as far as nothing can stand between them."""
    digits = [run for run in _runs(number) if run.isdigit()] if is_telling(number) else []
    return digits[-1][-2:] if digits else ""


@lru_cache(maxsize=1024)
def _joined(text: str) -> str:
    """A text without what may stand within a number."""
    return _WITHIN.sub("", text.upper())


@lru_cache(maxsize=8192)
def _pattern(number: str) -> re.Pattern[str]:
    plain = "".join(_runs(number))
    return re.compile(r"(?<![0-9A-Z])" + rf"{_WITHIN.pattern}*".join(re.escape(c) for c in plain) + r"(?![0-9A-Z])")


@lru_cache(maxsize=8192)
def _called(runs: tuple[str, ...]) -> re.Pattern[str]:
    number = rf"{_WITHIN.pattern}*".join(map(re.escape, "".join(runs)))
    before = rf"(?<![^\W_]){_ORDER_WORD}\W{{0,3}}{_NUMBER_WORD}\W{{0,3}}"
    return re.compile(rf"{before}{_OTHERS_BEFORE}(?<![^\W_]){number}(?![^\W_])", re.IGNORECASE)
