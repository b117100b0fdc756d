"""What an identifier of a party says, spelled one way, and whether its check digits let it be believed."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from counterfoil.model.values import Identifier

Key = tuple[str, str]
"""Scheme and value, spelled one way."""

VAT, GLN, LEI = "VAT", "0088", "0199"

_SEPARATORS = re.compile(r"[\s.\-/:]+")
_SWISS = re.compile(r"(CHE\d{9})(?:MWST|TVA|IVA|VAT|HR|RC)?")
_NORWEGIAN = re.compile(r"(NO\d{9})MVA")
# Electronic address schemes (EAS) that hold the VAT identifiers of a country, whose prefix may be left out.
_VAT_OF_COUNTRY = """
9906:IT 9910:HU 9914:AT 9920:ES 9922:AD 9923:AL 9924:BA 9925:BE 9926:BG 9927:CH 9928:CY 9929:CZ 9930:DE 9931:EE 9932:GB
9933:EL 9934:HR 9935:IE 9936:LI 9937:LT 9938:LU 9939:LV 9940:MC 9941:ME 9942:MK 9943:MT 9944:NL 9945:PL 9946:PT 9947:RO
9948:RS 9949:SI 9950:SK 9951:SM 9952:TR 9953:VA 9955:SE 9957:FR 0211:IT
"""
_VAT_OF = {scheme: country for scheme, _, country in (pair.partition(":") for pair in _VAT_OF_COUNTRY.split())}
_SCHEMES = {
    "VA": VAT,
    "GLN": GLN,
    "EAN": GLN,
    "LEI": LEI,
    "DUNS": "0060",
    "SIREN": "0002",
    "SIRET": "0009",
    "KVK": "0106",
}
_WITH_COUNTRY = ("VAT", "VA")
_COUNTRY = re.compile(r"^[A-Z]{2,3}")
_NUMBERED = frozenset((*_SCHEMES, *_SCHEMES.values(), *_VAT_OF, VAT))
"""Schemes whose identifiers all have digits."""
_ACCOUNTS = ("IBAN", "9918")
"""An account is no identity: it can be shared, sold and forged."""
MAILBOX, BARE = "EM", ""
"""Schemes that name nobody for sure: a mailbox, which a service provider may share out, and a number without scheme."""
_LEI_LENGTH = 20
_TELLING = 8
"""Of fewer characters another one is as likely as a mistake."""
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
# Registers whose numbers are part of the VAT identifier: country, length of the number, and how the one follows from
# the other. In Denmark, Sweden and others a company can have further VAT identifiers: these agree, or say nothing.
_REGISTERS = {
    "0002": ("FR", 9, ""),
    "0009": ("FR", 14, ""),
    "0007": ("SE", 10, "SE{}01"),
    "0184": ("DK", 8, "DK{}"),
    "0192": ("NO", 9, "NO{}"),
    "0208": ("BE", 10, "BE{}"),
    "0212": ("FI", 8, "FI{}"),
    "0183": ("CHE", 9, "CHE{}"),
}
_CHECKED = "AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
# Without the letters that Norway appends, and of Switzerland with those that come first, it is the register's number.
_ELSEWHERE = {"EL": ("GR", "vat"), "XI": ("GB", "vat"), "NO": ("NO", "orgnr"), "CH": ("CH", "uid")}
_CHECKS = {country: (country, "vat") for country in _CHECKED.split()} | _ELSEWHERE


@lru_cache(maxsize=8192)
def identifier_key(identifier: Identifier, country: str | None = None) -> Key | None:
    """Scheme and value of an identifier, spelled one way; None for what is empty or an account.

    A VAT identifier without the prefix of its country gets it from its scheme or from `country`.
    """
    value = _SEPARATORS.sub("", identifier.value).upper()
    scheme = (identifier.scheme or "").strip().upper()
    if not value or scheme in _ACCOUNTS or _fills_a_field(scheme, value):
        return None
    if scheme in _VAT_OF:
        return VAT, _vat(value, _VAT_OF[scheme])
    scheme = _SCHEMES.get(scheme, scheme)
    return scheme, _vat(value, country) if scheme == VAT else value


def _fills_a_field(scheme: str, value: str) -> bool:
    """Does it stand there because something had to: 'n/a', only zeros or nines? It would make one of all companies."""
    if not any(map(str.isdigit, value)):
        return scheme in _NUMBERED
    digits = _COUNTRY.sub("", value) if scheme in _WITH_COUNTRY or scheme in _VAT_OF else value
    return not digits.strip("0") or (len(digits) >= _TELLING and not digits[:-1].strip("9"))


@lru_cache(maxsize=8192)
def account_key(account: str) -> str:
    """An account, spelled one way."""
    return _SEPARATORS.sub("", account).upper().removeprefix("IBAN")


@lru_cache(maxsize=8192)
def is_believable(key: Key) -> bool:
    """Do the check digits hold? What fails was mistyped or made up; of what has none nothing is said against it."""
    scheme, value = key
    if scheme == LEI:
        return len(value) == _LEI_LENGTH and is_iso7064_97(value)
    if scheme == GLN:
        return is_gs1(value)
    return has_vat_check(value) if scheme == VAT else True


@lru_cache(maxsize=8192)
def implied_vat(key: Key) -> str | None:
    """The VAT identifier that follows from a number of a register, in countries that build the one from the other."""
    scheme, value = key
    if scheme not in _REGISTERS or not value.isascii():
        return None
    country, digits, pattern = _REGISTERS[scheme]
    bare = value.removeprefix(country)
    if not bare.isdigit() or len(bare) != digits:
        return None
    if country == "FR":
        siren = bare[:9]
        return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"
    return pattern.format(bare)


def is_near(one: str, other: str) -> bool:
    """Could one identifier be the other with one mistake of typing?"""
    return len(one) >= _TELLING and OSA.distance(one, other, score_cutoff=1) <= 1


def is_iban(account: str) -> bool:
    """Is this an IBAN whose check digits hold (ISO 13616, by ISO 7064 mod 97-10)?"""
    value = account_key(account)
    return bool(_IBAN.fullmatch(value)) and is_iso7064_97(value[4:] + value[:4])


def is_iso7064_97(value: str) -> bool:
    """Do the check digits hold by ISO 7064 mod 97-10, with letters from A = 10?"""
    return value.isascii() and value.isalnum() and int("".join(str(int(one, 36)) for one in value)) % 97 == 1


def is_gs1(value: str) -> bool:
    """Does the last digit of a GLN or GTIN hold (GS1 General Specifications, 7.9)?"""
    if not value.isascii() or not value.isdigit():
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(value))) % 10 == 0


def has_vat_check(value: str) -> bool:
    """Do the check digits of a VAT identifier hold, or are none known of its country?"""
    from stdnum.util import get_cc_module

    if value[:2] not in _CHECKS:
        return True
    country, name = _CHECKS[value[:2]]
    rules = get_cc_module(country.lower(), name)
    return rules is None or bool(rules.is_valid(value if country == "CH" else value[2:]))


def _vat(value: str, country: str | None) -> str:
    if value.startswith("GR"):
        return f"EL{value[2:]}"  # Greece's prefix for VAT is not its country code
    if told := _SWISS.fullmatch(value) or _NORWEGIAN.fullmatch(value):
        return told[1]
    if country and not value[:2].isalpha():
        return _vat(f"{country.upper()}{value}", None)
    return value
