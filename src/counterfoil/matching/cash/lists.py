"""Lists of numbers in the text of an entry, of which only the first stands in full, or that break off."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from counterfoil.matching.keys import plain_number

_SHORT_MAX = 6
_SHORTENED_MAX = 24
"""Numbers made out of last digits that are looked for in one text."""
_DIGITS_MIN = 3
_BEFORE = 24
_ALIKE = 3
_TEXT_MAX = 600
_AND = r"und|and|et|en|sowie|og|och|u\.|e|y"
_NEXT = rf"(?:\s{{0,2}}[/,;+&]\s{{0,2}}|\s-\s|\s(?:{_AND})\s)"
_UPTO_WORD = r"bis|t/m|tot|t\.?e\.?m\.?|until|to|through|thru|à|au|al|til|till|hasta"
_UPTO = rf"\s{{0,2}}(?:-|–|{_UPTO_WORD})\s{{0,2}}"
_NO_MORE = r"(?![^\W_]|[.,:]\d|\s?%)"
# Digits, what may stand behind them in each number, and further digits behind marks: 001592/596/602, 377/A/80/A.
_LIST = re.compile(
    r"(?<!\d)(?P<last>\d{2,})(?P<ending>(?:[/-]?[a-z]{1,2})?)"
    rf"(?P<short>(?:{_NEXT}\d{{1,{_SHORT_MAX}}}(?P=ending){_NO_MORE})+)",
    re.IGNORECASE,
)
_GOES_ON_SHORT = re.compile(rf"\d(?:[/-]?[a-z]{{1,2}})?{_NEXT}\d", re.IGNORECASE)
"""What every such list has somewhere, and few other texts."""
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY_OR_AMOUNT = re.compile(
    r"(?<![\d/])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?![\d/])|(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)"
    r"|(?<!\d)\d{1,3}(?:[.,' ]?\d{3})*[.,]\d\d(?!\d)"
)
_HEAD = re.compile(r"(?:\b[a-z]{1,4}\s)?[^\s,;+&|()]*$", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_]+")
_MORE = re.compile(
    r"\.\.\.|…|\bu\.\s?a\.|\bu\.\s?w\.|\bua\b|\bff\b|\busw\b|\betc\b|\be\.\s?a\.|\bm\.\s?fl\b|\bmfl\b"
    r"|\bweitere|\bdiverse|\bdiv\.|\bmehrere|\bvarious|\bseveral|\bothers?\b|\bmore\b"
    r"|\ben\s+andere|\bautres|\baltr[ei]\b|\botr[oa]s\b|\bandra\b|\bandre\b"
    r"|\bavis|\badvice|\baufstellung|\bliste?\b|\blista\b|\bspecificatie|\bbijlage|\brelev[eé]|\bbordereau"
    r"|\banlage|\battach|\brechnungen\b|\binvoices\b|\bbills\b|\bfactures\b|\bfacturen\b|\bfatture\b"
    r"|\bfacturas\b|\bfaktur(?:or|aer|y)\b",
    re.IGNORECASE,
)
"""Words for several papers, or for a list that came another way."""
_SET_OFF = re.compile(
    r"\babz|\bless\b|\bminus\b|\bmoins\b|\bmenos\b|\bmeno\b|\bminder\b|\bfradrag|\./\.|\bverrechn|\bgutschr"
    r"|\b[ck]redit\s?-?not|\bcredit\s?memo|\bavoir|\bnota\s+(?:de|di)\s+cr|\babono",
    re.IGNORECASE,
)
"""Words for what is taken off."""
_GOING_ON = re.compile(rf"(?<=[^\W_])(?=(?:{_NEXT}|{_UPTO})\d)", re.IGNORECASE)
_OPEN_END = re.compile(rf"(?:[/,;+&]|\d\s*-|\d\s+(?:{_AND}))\s*$", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?:\d|[/,;+&|])(?:\s+|\s*[,;+&|]\s*)(?P<word>[^\s,;+&|]+)\s*$|/(?P<piece>[^\W_]+)\s*$")
_FIRST_TO_LAST = re.compile(rf"\d\s+(?:{_UPTO_WORD})\s+[^\W\d_]{{0,5}}[\W_]?\d", re.IGNORECASE)
"""From one number to another, both in full."""
_WORD_START = re.compile(r"(?<![^\s,;+&|/])[^\W_]")
_NUMBER = re.compile(r"[^\W\d_]{0,5}\d")
# RE1001RE1002: digits behind the same letters again and again; 0010010100100102: digits that repeat their first half.
_GLUED = re.compile(r"(?P<head>[^\W\d_]{1,5})(?:[/.-]?\d){3,}(?:(?P=head)(?:[/.-]?\d){3,})+", re.IGNORECASE)
_GLUED_MIN = 12
_PART_MIN, _PART_MAX = 6, 10
_LINE_LENGTHS = frozenset((27, 35, 54, 70, 105, 108, 140))
"""So many characters fit into one line or more of a transfer (DTAUS 27, SWIFT 35), or into all of it (SEPA 140)."""


class Shortened(NamedTuple):
    """A number that a list gives by its last digits."""

    written: str
    full: str


def shortened(text: str) -> Iterator[Shortened]:
    """The numbers of which a list gives the last digits alone, each with all that it may begin with."""
    if _GOES_ON_SHORT.search(text) is None:
        return
    text = _blanked(text[:_TEXT_MAX])
    at, left = 0, _SHORTENED_MAX
    while (match := _LIST.search(text, at)) is not None:
        last, shorts = match["last"], _DIGITS.findall(match["short"])
        if _YEAR.fullmatch(last) or len(shorts[0]) > len(last):
            at = match.end("last")
            continue
        at = match.end()
        head = _HEAD.search(text[max(match.start() - _BEFORE, 0) : match.start()])
        numbers = _numbers(head[0] if head else "", last)
        for short, number in product(shorts, numbers):
            if left and len(short) <= len(last) and len(short) < len(number):
                left -= 1
                yield Shortened(short, number[: len(number) - len(short)] + short + match["ending"])


def glued(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the numbers stand that a word has one behind the other with nothing between."""
    if end - start < _GLUED_MIN:
        return
    if (match := _GLUED.search(text, start, end)) is not None:
        head = re.compile(re.escape(match["head"]), re.IGNORECASE)
        starts = [one.start() for one in head.finditer(text, *match.span())]
        yield from pairwise([*starts, match.end()])
    elif text[start:end].isdecimal():
        for long in range(_PART_MIN, _PART_MAX + 1):
            starts = list(range(start, end, long))
            heads = {text[at : at + long // 2] for at in starts}
            if (end - start) % long == 0 and len(heads) == 1:
                yield from pairwise([*starts, end])


def _numbers(before: str, last: str) -> list[str]:
    """What the number in full may be: the last digits, with ever more of what stands before them."""
    starts = [len(before), *(piece.start() for piece in _PIECE.finditer(before))]
    numbers = (before[start:] + last for start in starts)
    return [one for one in numbers if sum(map(str.isdigit, one)) >= _DIGITS_MIN]


def _blanked(text: str) -> str:
    """Without days and amounts."""
    return _DAY_OR_AMOUNT.sub(lambda match: "#" * len(match[0]), text)


@lru_cache(maxsize=4096)
def may_go_on(texts: tuple[str, ...]) -> bool:
    """Could more be meant than the numbers that stand in a text in full, whatever these are?"""
    text = whole(texts)
    more = is_cut(texts) or _says_more(text) or _SET_OFF.search(text) is not None
    return more or next(shortened(text), None) is not None


def goes_on(texts: tuple[str, ...], number: str) -> bool:
    """Is more meant than this number, by all that one sees?

    The list goes on in short, there are words such as "u.a." or "siehe Avis" or the plural, or the text ends behind a
    mark or within another number.
    """
    text = whole(texts)
    return _says_more(text) or _is_followed(_blanked(text), plain_number(number))


def whole(texts: tuple[str, ...]) -> str:
    """The texts put together; the first of those that are one text with and without blanks at its joints."""
    is_one = len({"".join(text.split()) for text in texts}) == 1
    return (texts[0] if is_one else "".join(texts))[:_TEXT_MAX]


def is_cut(texts: tuple[str, ...]) -> bool:
    """Does a text have as many characters as a bank takes?"""
    return bool(texts) and not _LINE_LENGTHS.isdisjoint((len(texts[-1]), len(whole(texts))))


def _says_more(text: str) -> bool:
    has_words = _OPEN_END.search(text) is not None or _MORE.search(text) is not None
    return has_words or _is_range(text) or _breaks_off(text)


def _is_range(text: str) -> bool:
    return _FIRST_TO_LAST.search(text) is not None and _FIRST_TO_LAST.search(_blanked(text)) is not None


def _is_followed(text: str, number: str) -> bool:
    """Do fewer digits follow a number behind a mark?"""
    letters = [letter for letter in number if letter.isalnum()]
    if len(letters) < 2 or not _may_be_followed(text, "".join(letters)):
        return False
    spelled = r"[\W_]*".join(letters)
    short = rf"{_NEXT}\d{{1,{min(_SHORT_MAX, len(letters) - 1)}}}"
    upto = rf"{_UPTO}\d{{1,{len(letters)}}}"
    return re.search(rf"(?<![^\W_])0*{spelled}(?:{short}|{upto}){_NO_MORE}", text, re.IGNORECASE) is not None


def _may_be_followed(text: str, letters: str) -> bool:
    """Do digits follow behind a mark, where the text up to it ends with these letters? Else no pattern need be made."""
    if not (text.isascii() and letters.isascii()):
        return True
    return any(
        "".join(filter(str.isalnum, text[: match.start()])).casefold().endswith(letters)
        for match in _GOING_ON.finditer(text)
    )


def _breaks_off(text: str) -> bool:
    """Is the last word the beginning of a number such as those before it?"""
    match = _LAST_WORD.search(_blanked(text))
    if match is None:
        return False
    last = match["word"] or match["piece"]
    word, before = _squeezed(last), text[: len(text.rstrip()) - len(last)]
    for start in _WORD_START.finditer(before) if word else ():
        number = _squeezed(before[start.start() :].split(",")[0])[: len(word) + _SHORT_MAX]
        if _NUMBER.match(number) and len(number) > len(word) and _begin_alike(number, word):
            return True
    return False


def _begin_alike(number: str, word: str) -> bool:
    shared = next((at for at, (here, there) in enumerate(zip(number, word, strict=False)) if here != there), len(word))
    return shared == len(word) or shared >= _ALIKE


def _squeezed(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).upper()
