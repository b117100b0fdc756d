"""Which code page a table is in that is not in Unicode: by the letters that it would have, and the words around them.

Nearly all bytes are characters in every code page, so what tells one from another is whether words come out: in the
wrong one there are signs within words, or capitals behind small letters. Where several fit, the words that need no
accents say which part of Europe the table is from.
"""

import re
from collections.abc import Callable

_WEST = ("cp1252", "cp850", "latin-1")
_MIDDLE = ("cp1250", "iso8859-2", "cp852")
_TURKISH = ("cp1254", "cp857")
_FROM_MIDDLE = re.compile(
    rb"\b(?:pln|czk|huf|ron|kwota|waluta|numer|nabywca|dostawca|nazwa|wystawienia|faktury|splatnosti|dodavatel|celkem"
    rb"|celkom|sklad|popis|devizanem|kelte|kft|zrt|furnizor|s\.r\.o|a\.s|sp\. z o|cz\d{8}|sk\d{10}|pl\d{10}|hu\d{8})\b"
)
_FROM_TURKEY = re.compile(rb"\b(?:try|trl|fatura|tarihi|vergi|tutar|matrah|para birimi|genel toplam|adet|a\.\xfe)\b")
_WORD_SIGNS = "£¥¦¶±¹³¼¾¬¤"
"""Signs that stand before digits, or alone, but never before a letter."""
_WITHIN_WORDS = "’·\xad–"
"""No letters, and yet within words."""
_FEW = 2
"""So many words of one part of Europe are no accident."""


def code_page(head: bytes, decodes: Callable[[str], bool]) -> str:
    """The code page in which the first bytes of a table make the most sense; of several alike the usual one."""
    lower = head.lower()
    known: tuple[str, ...] = (*_WEST, *_MIDDLE)
    if len(set(_FROM_TURKEY.findall(lower))) >= _FEW:
        known = (*_TURKISH, *known)
    elif len(set(_FROM_MIDDLE.findall(lower))) >= _FEW:
        known = (*_MIDDLE, *_WEST)
    found = [each for each in known if decodes(each)]
    return min(found, key=lambda each: misfits(head.decode(each, "ignore")), default="latin-1")


def misfits(text: str) -> int:
    """How many characters beyond ASCII stand where no word has them."""
    wrong = 0
    for found in _BEYOND_ASCII.finditer(text):
        at = found.start()
        character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
        if character.isalpha():
            wrong += character.isupper() and before.islower()
        elif "\x80" <= character < "\xa0":
            wrong += 2
        elif character not in _WITHIN_WORDS and after.isalpha():
            wrong += before.isalpha() or character in _WORD_SIGNS
    return wrong


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
