"""Which numbers does an entry of a bank statement name, and how?"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.keys import PAYABLE, plain_number
from counterfoil.model.summary import StatementLine

STRUCTURED, END_TO_END, CREDITOR, TEXT = (
    "structured remittance",
    "end-to-end id",
    "creditor reference",
    "remittance text",
)
_ANY = "document"
_WORDS_MAX = 200
"""Numbers that are looked for in the free texts of one entry."""
_PIECES_MAX = 6
_LENGTH_MIN, _LENGTH_MAX = 2, 70
_BARE_DIGITS_MIN, _WEAK_DIGITS_MAX = 3, 5

_WORD = re.compile(r"[^\s,;]+")
_PIECE = re.compile(r"[^/:+&|()\[\]{}<>#'\"*=.]+")
_EDGES = ".:()[]{}<>#'\"*+-/=&|?!"
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|(?:19|20)\d\d-?[01]\d-?[0-3]\d")


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


def named_numbers(line: StatementLine) -> Iterator[Named]:
    """All that may be numbers of documents, the surest first: structured remittance, references, words of the texts."""
    for reference in line.references:
        plain = plain_number(reference.number)
        if plain and reference.line is None and reference.document in (*PAYABLE, _ANY):
            yield Named(
                reference.number, plain, STRUCTURED, weak=False, kind=reference.document, stated=reference.amount
            )
    for written, how in ((line.end_to_end_id, END_TO_END), (line.creditor_reference, CREDITOR)):
        if written and (plain := plain_number(written)):
            yield Named(written, plain, how, _is_weak(plain))
    for count, named in enumerate(_of_texts(line.remittance)):
        if count == _WORDS_MAX:
            return
        yield named


def _of_texts(texts: tuple[str, ...]) -> Iterator[Named]:
    """Words of each text, and of all put together: banks break a text into pieces, in the midst of a number too."""
    seen: set[tuple[int, int]] = set()
    for text, start in _placed(texts):
        for span in _spans(text):
            placed = (start + span[0], start + span[1])
            written = text[span[0] : span[1]]
            if placed not in seen and len(written) <= _LENGTH_MAX:
                seen.add(placed)
                plain = plain_number(written)
                if _may_be_number(plain):
                    yield Named(written, plain, TEXT, _is_weak(plain), span=placed)


def _placed(texts: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    start = 0
    for text in texts:
        yield text, start
        start += len(text)
    if len(texts) > 1:
        yield "".join(texts), 0


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers may stand in a text: the whole, each word, parts of a word, two words together."""
    yield _trimmed(text, 0, len(text))
    before: tuple[int, int] | None = None
    for match in _WORD.finditer(text):
        word = _trimmed(text, *match.span())
        yield word
        if not _DATE.fullmatch(text, *word):
            yield from _parts(text, *word)
        if before is not None:
            yield before[0], word[1]
        before = word


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring pieces, as "2026/17" in "Invoice:2026/17."."""
    pieces = [match.span() for match in _PIECE.finditer(text, start, end)][:_PIECES_MAX]
    for first, (at, _) in enumerate(pieces):
        for _, to in pieces[first:]:
            yield _trimmed(text, at, to)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGES or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1].isspace()):
        end -= 1
    return start, end


def _may_be_number(plain: str) -> bool:
    """Has it a digit, and if nothing but digits, at least three? One or two of them stand in every text."""
    if len(plain) < _LENGTH_MIN or not any(c.isdigit() for c in plain):
        return False
    return not plain.isdigit() or len(plain) >= _BARE_DIGITS_MIN


def _is_weak(plain: str) -> bool:
    if _DATE.fullmatch(plain):
        return True
    letters = "".join(c for c in plain if c.isalnum())
    return len(letters) < _BARE_DIGITS_MIN or (letters.isdigit() and len(letters) <= _WEAK_DIGITS_MAX)
