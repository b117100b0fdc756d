"""Check digits of identifiers, as the artefacts of Peppol work them out; what they let pass passes here too.

Each function gets a text whose form the rule has checked before, unless it says otherwise.
"""

import re
from functools import lru_cache

_INTEGER = re.compile(r"[ \t\r\n]*[+-]?[0-9]+[ \t\r\n]*").fullmatch
_DIGITS = re.compile(r"[0-9]+").fullmatch
_LETTERS = re.compile(r"[A-Za-z]+").fullmatch
_IPA = re.compile(r"[A-Za-z0-9]{6}").fullmatch

_ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
_TIN_WEIGHTS = (256, 128, 64, 32, 16, 8, 4, 2)


def is_integer(text: str) -> bool:
    """Whether a text spells an integer of XSD: white space around it and a sign are allowed."""
    return _INTEGER(text) is not None


def gln(digits: str) -> bool:
    """A GS1 number (GLN, scheme 0088) of any length: from the right, weights 3 and 1 in turn, modulo 10."""
    weighted = sum(int(digit) * (1 if at % 2 else 3) for at, digit in enumerate(reversed(digits[:-1])))
    return -weighted % 10 == int(digits[-1])


def mod_11(digits: str) -> bool:
    """A Norwegian organisation number (0192): from the right, weights 2 to 7 again and again, modulo 11; not all 0."""
    weighted = sum(int(digit) * (at % 6 + 2) for at, digit in enumerate(reversed(digits[:-1])))
    return int(digits) > 0 and -weighted % 11 == int(digits[-1])


def belgian(digits: str) -> bool:
    """A Belgian enterprise number (0208) of ten digits: the last two complete the first eight modulo 97."""
    return int(digits[8:10]) == 97 - int(digits[:8]) % 97


def australian(text: str) -> bool:
    """An Australian business number (0151), by its first eleven characters; fewer are none. Any text may be given."""
    if len(text) < len(_ABN_WEIGHTS):
        return False
    digits = [ord(character) - 48 for character in text[: len(_ABN_WEIGHTS)]]
    digits[0] -= 1
    return sum(digit * weight for digit, weight in zip(digits, _ABN_WEIGHTS, strict=True)) % 89 == 0


def swedish(text: str) -> bool:
    """A Swedish organisation number (0007): its tenth digit by Luhn's formula. Any text may be given."""
    if _DIGITS(text) is None or len(text) < 10:
        return False
    doubled = [int(digit) * (1 if at % 2 else 2) for at, digit in enumerate(text[:9])]
    return -sum(number // 10 + number % 10 for number in doubled) % 10 == int(text[9])


def greek(text: str) -> bool:
    """A Greek tax number, by its first nine characters; fewer are none. Any text may be given."""
    digits = text[:9]
    if len(digits) < 9 or _DIGITS(digits) is None:
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:8], _TIN_WEIGHTS, strict=True))
    return weighted % 11 % 10 == int(digits[8])


def italian_office(text: str) -> bool:
    """A code of the Italian index of public administrations (IPA, 0201): six letters or digits."""
    return _IPA(text) is not None


def italian_tax_code(text: str) -> bool:
    """An Italian tax code (codice fiscale, 0210): eleven digits, or sixteen characters of which some are letters."""
    if len(text) != 16:
        return len(text) == 11 and is_integer(text)
    letters = text[:6] + text[8] + text[15]
    return _LETTERS(letters) is not None and all(is_integer(part) for part in (text[6:8], text[9:11], text[14]))


def italian_vat(text: str) -> bool:
    """An Italian VAT number (partita IVA, 0211): IT and eleven digits by Luhn's formula; other countries' pass."""
    if text[:2] not in ("IT", "it"):
        return True
    digits = text[2:]
    if len(digits) != 11 or _DIGITS(digits) is None:
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


@lru_cache(8_192)
def iban(text: str) -> bool:
    """An IBAN (ISO 13616) without blanks: country, two check digits, and what is 1 modulo 97; other texts are none."""
    if re.fullmatch(r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}", text) is None:
        return False
    # A small letter counts by its own code here, so that it never stands for the capital.
    moved = text[4:] + text[:4]
    return int("".join(str(ord(each) - (55 if ord(each) > 64 else 48)) for each in moved)) % 97 == 1
