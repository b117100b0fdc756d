"""Does a text give a number, if not quite as it is written? And how likely would it stand there by chance?"""

import math
import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from counterfoil.matching.cash.days_named import days_named, is_month_named
from counterfoil.matching.keys import plain_number

_RUN = re.compile(r"\d+")
_BETWEEN = re.compile(r"[\s,;:]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])")
_NO_NUMBER = re.compile(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)(?!\d)|(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)|(?<!\d)\d{1,7}[.,]\d\d(?!\d)"
)
# Numbers of customers, accounts, mandates, the payer's own papers.
_OTHER_NUMBER = re.compile(
    r"\b(?:kd|kunden?|debitor\w*|kreditor\w*|deb(?:nr|iteur\w*)?|cred(?:nr|iteur\w*)|lieferant\w*|customer|client|cust|klant"
    r"|klantn\w*|cliente?|konto|account|acct|avis|advice|beleg|mandat\w*"
    r"|vertrag\w*|contract\w*|auftrag\w*|order|bestell\w*|steuer\w*|ust\w*|vat|iban|bic|e2e|eref|mref|cred|tel|plz|avisnummer|notre|unser|ref\w*)"
    r"[\W_]*(?:nr|no|num(?:mer|ber|ero)?|id)?[\W_]*[a-z]{0,4}[-/ ]?\d[\d/-]*",
    re.IGNORECASE,
)
_LETTERS = str.maketrans("OILSBZ", "011582")
"""Letters that are read for digits, and written for them."""
_SPELLED_MIN, _CORE_MIN, _TAIL_MIN, _TYPED_MIN = 5, 5, 3, 6
_TEXT_MAX = 600
_WHOLE_SHARE, _TAIL_SHARE, _TYPO_SHARE = 0.5, 0.03, 0.03
"""How often a payer writes a number of a few digits as it is, only the last digits, or mistypes one."""
_TRUST_MAX, _TYPED_MAX = 12.0, 8.0
_DAY_TRUST, _MONTH_TRUST = 5.5, 2.0


class Text:
    """The texts of an entry, taken apart for looking up many numbers."""

    __slots__ = ("_text", "digits", "runs", "spelled", "squeezed", "tails", "words")

    def __init__(self, texts: tuple[str, ...], known: Collection[str] = ()) -> None:
        """`known` are plain numbers of documents: what is one of them is no mistyped other."""
        self._text = " ".join(texts)[:_TEXT_MAX].upper()
        runs = _RUN.findall(self._text)
        self.digits = "".join(runs)
        """Digits alone."""
        self.runs = frozenset(runs)
        """The numbers in it, of digits alone."""
        self.squeezed = _alnum(self._text).translate(_LETTERS)
        """Letters and digits alone."""
        self.tails = sorted([run for run in self.runs if len(run) >= _TAIL_MIN], key=len, reverse=True)
        """Those of the numbers that may be the last digits of another, the longest first."""
        self.words = _words(self._text, frozenset(map(_squeezed, known)))
        """The words with a digit, without punctuation."""
        self.spelled = frozenset([word.translate(_LETTERS) for word in self.words])
        """The same words with digits for the letters that are read for them."""

    def trust(self, number: str) -> tuple[float, str] | None:
        """How much the text speaks for a number, in nats, and how it stands there; None where it does not."""
        if not self.digits:
            return None
        core, letters = _looked_for(number)
        if not core:
            return None
        if len(letters) >= _SPELLED_MIN and letters in self.squeezed:
            return _odds(1.0, len(self.squeezed), len(letters)), "spelled in another way"
        if len(core) >= _CORE_MIN and core in self.digits:
            return _odds(0.5, len(self.digits), len(core)), "without its letters"
        if letters in self.runs and len(letters) >= _TAIL_MIN:
            return _odds(_WHOLE_SHARE, len(self.runs), len(letters)), "as it is"
        for run in self.tails:
            if core.endswith(run):
                return _odds(_TAIL_SHARE, len(self.runs), len(run)), "by its last digits"
        if len(letters) >= _TYPED_MIN:
            for word in self.spelled:
                if abs(len(word) - len(letters)) <= 1 and OSA.distance(letters, word, score_cutoff=1) <= 1:
                    odds = _odds(_TYPO_SHARE, len(self.words) * 10 * len(core), len(core))
                    return min(odds, _TYPED_MAX), "with a typing error"
        return None

    def trust_by_day(self, issued: date | None) -> tuple[float, str] | None:
        """How much the text speaks for what was issued on that day, by giving the day or its month."""
        if issued is None:
            return None
        if issued in days_named(self._text):
            return _DAY_TRUST, "by its day of issue"
        if is_month_named(self._text, issued, with_year=True):
            return _DAY_TRUST, "by its month"
        return (_MONTH_TRUST, "by its month") if is_month_named(self._text, issued, with_year=False) else None


def _words(text: str, known: frozenset[str]) -> frozenset[str]:
    numbers = [word for word in _BETWEEN.split(text) if any(map(str.isdigit, word))]
    words = [_alnum(word) for word in numbers]
    return frozenset([word for word in words if _squeezed(word) not in known])


def _alnum(text: str) -> str:
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


def _odds(share: float, chances: int, digits: int) -> float:
    """The logarithm of how much likelier it stands there on purpose than by chance."""
    return min(math.log(share / max(chances, 1)) + digits * math.log(10), _TRUST_MAX)


def loose_numbers(texts: tuple[str, ...]) -> frozenset[str]:
    """The runs of digits in texts that are neither days nor years nor amounts."""
    text = _NO_NUMBER.sub(" ", _OTHER_NUMBER.sub(" ", " ".join(texts)[:_TEXT_MAX]))
    return frozenset(run for run in _RUN.findall(text) if not _YEAR.fullmatch(run))


@lru_cache(maxsize=65536)
def core_of(number: str) -> str:
    """The digits of a number, without leading zeros."""
    return "".join(_RUN.findall(number)).lstrip("0")


@lru_cache(maxsize=65536)
def _squeezed(number: str) -> str:
    spelled = (number if number.isascii() else plain_number(number)).upper()
    return _alnum(spelled).translate(_LETTERS)


@lru_cache(maxsize=65536)
def _looked_for(number: str) -> tuple[str, str]:
    """The digits and the letters and digits of a number; no digits where it is a day."""
    return "" if _DAY.fullmatch(number) else core_of(number), _squeezed(number)
