"""Which numbers does an entry of a bank statement name, and how?"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from counterfoil.matching.cash.creditor_reference import spelled_alike
from counterfoil.matching.cash.lists import glued, shortened, whole
from counterfoil.matching.keys import PAYABLE, plain_number
from counterfoil.model.summary import StatementLine

STRUCTURED, END_TO_END, CREDITOR, TEXT, LISTED = (
    "structured remittance",
    "end-to-end id",
    "creditor reference",
    "remittance text",
    "the last digits in a list",
)
_ANY = "document"
_NAMED = (*PAYABLE, _ANY)
_WORDS_MAX = 200
"""Numbers that are looked for in the free texts of one entry."""
_PIECES_MAX = 6
_KEPT_CHARACTERS = 300
_LENGTH_MIN, _LENGTH_MAX = 2, 70
_BARE_DIGITS_MIN = 3

_WORD = re.compile(r"[^\s,;]+")
_PIECE = re.compile(r"[^/:+&|()\[\]{}<>#'\"*=.]+")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])")
_MARK = re.compile(r"[/:+&|()\[\]{}<>#'\"*=.]")
_DIGIT = re.compile(r"\d")
_BEFORE = 40
_WORD_FOR_INVOICE = (
    r"(?<![^\W_])(?:rechnung|rechn|rg|re|rnr|rn|inv|invoice|bill|fact|facture|factuur|fattura|factura|fakt|faktura|faktuur)"
    r"(?:s?nr|s?nummer|number)?[\s.:#-]{0,3}(?:(?:nr|no|n°|nummer|number|num[eé]ro)[\s.:#]{0,3})?"
)
_INVOICE_WORD = re.compile(f"{_WORD_FOR_INVOICE}$", re.IGNORECASE)
# RGIN002340, InvoiceR2026-02586: with nothing between the word and the number.
_GLUED_WORD = re.compile(
    r"(?:(?:rechnung|rechn|invoice|bill|facture|factuur|fattura|factura|faktura|faktuur|fact|fakt)"
    r"(?:s?nr|s?nummer|no|number)?(?=[a-z]{0,5}[-/]?\d)|(?:rg|rnr|renr|inv|ft|fra|no)(?=[a-z]{1,4}[-/]?\d)|n[°º](?=[a-z]{0,4}[-/]?\d))",
    re.IGNORECASE,
)
_PARTS = r"(?:rate|rata|teilzahlung|teilbetrag|abschlag|abschlagszahlung|instal+ment|termijn|acompte|échéance|plazo)"
# What part of the invoice it is: "2. Teilzahlung 36", "Rate 1 von 3 46", "46 Rate 1/3".
_PART_OF = rf"(?<![^\W_]){_PARTS}\s+\d{{1,2}}\s?(?:von|of|van|de|di|sur|/)\s?\d{{1,2}}"
_PART_BEFORE = re.compile(rf"(?:(?<!\d)\d{{1,2}}\.\s?{_PARTS}|{_PART_OF})\s+$", re.IGNORECASE)
_PART_BEHIND = re.compile(rf"\s+{_PART_OF}(?![^\W_])", re.IGNORECASE)
_COUNTED = re.compile(r"\d{2,5}|\d{8}|\d{1,3}[-/]\d{1,2}")
_RUN = re.compile(r"\d+")
_LISTING = re.compile(rf"{_WORD_FOR_INVOICE}\d", re.IGNORECASE)
_SET_OFF = re.compile(
    r"\bverrechn|\babz|\./\.|\bless\b|\bminus\b|\bmoins\b|\bset.?off|\boffset|\bcompens", re.IGNORECASE
)
_FURTHER = re.compile(r"[^\W_]|\s{0,2}[./,;+&-]\s{0,2}\d")
# A day; up to five digits and nothing else but punctuation; up to two letters or digits.
_WEAK = re.compile(rf"{_DATE.pattern}|[\W_]*(?:\d[\W_]*){{1,5}}|[\W_]*(?:[^\W_][\W_]*){{0,2}}")


class Named(NamedTuple):
    """A number that an entry names."""

    written: str
    plain: str
    how: str
    weak: bool
    """It could be anything: a day, a year, a count. Only what else is known can make it the number of an invoice."""
    kind: str = _ANY
    """The kind of document, where structured remittance says it."""
    stated: Decimal | None = None
    """The amount, positive, that structured remittance says goes to the document."""
    span: tuple[int, int] | None = None
    """Where it stands in the free texts, put together without a space."""
    told: bool = False
    """Do the words about it say that it is the number of an invoice, and does no further number stand behind it?"""


def named_numbers(line: StatementLine) -> Iterator[Named]:
    """All that may be numbers of documents, the surest first: structured remittance, references, words of the texts."""
    for reference in line.references:
        plain = plain_number(reference.number)
        if plain and reference.line is None and reference.document in _NAMED:
            yield Named(
                reference.number, plain, STRUCTURED, weak=False, kind=reference.document, stated=reference.amount
            )
    if line.end_to_end_id and (plain := plain_number(line.end_to_end_id)):
        yield Named(line.end_to_end_id, plain, END_TO_END, _is_weak(plain))
    if line.creditor_reference:
        for plain in spelled_alike(plain_number(line.creditor_reference)):
            yield Named(line.creditor_reference, plain, CREDITOR, _is_weak(plain))
    texts = line.remittance
    # They are asked for as keys and again as links; long ones would fill the memory.
    yield from _first_again(texts) if sum(map(len, texts)) <= _KEPT_CHARACTERS else _first_of_texts(texts)


def _first_of_texts(texts: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(islice(_of_texts(texts), _WORDS_MAX))


_first_again = lru_cache(maxsize=2048)(_first_of_texts)


def _of_texts(texts: tuple[str, ...]) -> Iterator[Named]:
    """Words of each text, and of all put together: banks break a text into pieces, in the midst of a number too."""
    seen: set[tuple[int, int]] = set()
    start = 0
    for text in texts:
        yield from _numbers_in(text, start, seen)
        start += len(text)
    for text, start in _across_breaks(texts):
        yield from _numbers_in(text, start, seen)
    for plain, written in _of_lists(texts).items():
        yield Named(written, plain, LISTED, weak=True)


def _of_lists(texts: tuple[str, ...]) -> dict[str, str]:
    """What lists give by last digits, by the number. Of a text with and without blanks at its joints, the first."""
    together = whole(texts)
    told = (together,) if together in texts else (*texts, together)
    return {plain_number(one.full): one.written for text in told for one in shortened(text)}


def _numbers_in(text: str, start: int, seen: set[tuple[int, int]]) -> Iterator[Named]:
    """What may be a number in a text that starts there in the whole, unless it was seen."""
    for first, last in _spans(text):
        placed = (start + first, start + last)
        if placed not in seen and last - first <= _LENGTH_MAX:
            seen.add(placed)
            written = text[first:last]
            plain = plain_number(written)
            weak = _is_weak(plain)
            told = weak and _COUNTED.fullmatch(written) is not None and _is_told(text, first, last)
            if told or _is_long(plain) or (len(plain) >= _LENGTH_MIN and _may_be_short(text)):
                yield Named(written, plain, TEXT, weak, span=placed, told=told)


def _may_be_short(text: str) -> bool:
    """May two digits in it be a number: alone, listed behind a word for invoice, or set off?"""
    return len(_RUN.findall(text)) == 1 or _LISTING.search(text) is not None or _SET_OFF.search(text) is not None


def _is_long(plain: str) -> bool:
    """Is it long enough to be told from a count?"""
    return len(plain) >= (_BARE_DIGITS_MIN if plain.isdecimal() else _LENGTH_MIN)


def _is_told(text: str, start: int, end: int) -> bool:
    """Do words say that this is the number of an invoice, and not the first of several, or of a day?"""
    before = text[max(start - _BEFORE, 0) : start]
    is_told = _INVOICE_WORD.search(before) or _PART_BEFORE.search(before) or _PART_BEHIND.match(text, end)
    return is_told is not None and _FURTHER.match(text, end) is None


def _across_breaks(texts: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The whole, if it may be one number, and the words about each break between texts; with the place of each."""
    if len(texts) < 2:
        return
    whole, at = "".join(texts), 0
    if len(whole) <= _LENGTH_MAX:
        yield whole, 0
        return
    words = [match.span() for match in _WORD.finditer(whole)]
    for text in texts[:-1]:
        at += len(text)
        after = bisect_left(words, (at, 0))
        about = words[max(after - 2, 0) : after + 2]
        if about:
            yield whole[about[0][0] : about[-1][1]], about[0][0]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers may stand in a text: the whole, each word, parts of a word, two words together.

    All of them have a digit.
    """
    if not _DIGIT.search(text):
        return
    yield _trimmed(text, 0, len(text))
    before, had_digit = -1, False
    for match in _WORD.finditer(text):
        start, end = _trimmed(text, *match.span())
        has_digit = _DIGIT.search(text, start, end) is not None
        if has_digit:
            yield start, end
            yield from glued(text, start, end)
            if (word_for_invoice := _GLUED_WORD.match(text, start, end)) is not None:
                yield word_for_invoice.end(), end
            if _MARK.search(text, start, end) and not _DATE.fullmatch(text, start, end):
                yield from _parts(text, start, end)
        if before >= 0 and (has_digit or had_digit):
            yield before, end
        before, had_digit = start, has_digit


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring pieces, as "2026/17" in "Invoice:2026/17."."""
    pieces = [match.span() for match in _PIECE.finditer(text, start, end)][:_PIECES_MAX]
    for first, (at, _) in enumerate(pieces):
        for _, to in pieces[first:]:
            if _DIGIT.search(text, at, to):
                yield _trimmed(text, at, to)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without punctuation and white space at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _is_weak(plain: str) -> bool:
    return _WEAK.fullmatch(plain) is not None
