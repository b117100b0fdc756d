"""What an identifier of a party says, spelled one way, and whether its check digits let it be believed."""

import re
from functools import lru_cache

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
_ACCOUNTS = ("IBAN", "9918")
"""An account is no identity: it can be shared, sold and forged."""
MAILBOX, BARE = "EM", ""
"""Schemes that name nobody for sure: a mailbox, which a service provider may share out, and a number without scheme."""


@lru_cache(maxsize=8192)
def identifier_key(identifier: Identifier, country: str | None = None) -> Key | None:
    """Scheme and value of an identifier, spelled one way; None for what is empty or an account.

    A VAT identifier without the prefix of its country gets it from its scheme or from `country`.
    """
    value = _SEPARATORS.sub("", identifier.value).upper()
    scheme = (identifier.scheme or "").strip().upper()
    if not value or scheme in _ACCOUNTS:
        return None
    if scheme in _VAT_OF:
        return VAT, _vat(value, _VAT_OF[scheme])
    scheme = _SCHEMES.get(scheme, scheme)
    return scheme, _vat(value, country) if scheme == VAT else value


@lru_cache(maxsize=8192)
def account_key(account: str) -> str:
    """An account, spelled one way."""
    return _SEPARATORS.sub("", account).upper().removeprefix("IBAN")


def _vat(value: str, country: str | None) -> str:
    if value.startswith("GR"):
        return f"EL{value[2:]}"  # Greece's prefix for VAT is not its country code
    if told := _SWISS.fullmatch(value) or _NORWEGIAN.fullmatch(value):
        return told[1]
    if country and not value[:2].isalpha():
        return _vat(f"{country.upper()}{value}", None)
    return value
