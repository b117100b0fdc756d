"""Does the text of a payment go on from one number to others that it shortens or breaks off?"""

import re
from functools import lru_cache

from counterfoil.matching.keys import plain_number
from counterfoil.model.summary import StatementLine

_SHORT_MAX = 4
"""Of further numbers people write the last digits alone: R-508/12/14."""


def goes_on(entry: StatementLine, number: str | None) -> bool:
    """Does a text list more numbers after this one, which cannot be read? Then the entry may pay more than it names."""
    plain = plain_number(number or "")
    if not any(letter.isalnum() for letter in plain):
        return False
    return any(
        _is_more(rest.group("lists"), rest.group("word"), rest.group("last") is not None, plain)
        for text in entry.remittance
        for rest in _after(plain).finditer(text)
    )


def _is_more(lists: str, word: str, last: bool, number: str) -> bool:
    """Is a word behind the number a further one, by its last digits, or by its beginning where the text breaks off?"""
    if word.isdigit():
        return bool(lists) and len(word) <= min(_SHORT_MAX, len(number) - 1)
    start = plain_number(word)
    return last and len(start) < len(number) and number.startswith(start)


@lru_cache(maxsize=1024)
def _after(number: str) -> re.Pattern[str]:
    """The number in any spelling, what parts it from the next word, that word, and whether it is the last."""
    spelled = r"[\W_]*".join(letter for letter in number if letter.isalnum())
    word = r"(?P<word>\d+(?![\w.]|[/-]\d+[/.-]?\d{2,4}\b)|[^\W\d][\w-]*)"
    return re.compile(rf"(?<!\w)0*{spelled}(?!\w)\s*(?P<lists>[/,;+&]?)\s*{word}(?P<last>\s*$)?", re.IGNORECASE)
