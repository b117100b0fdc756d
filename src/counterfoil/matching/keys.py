"""Blocking keys: words under which documents that may belong together meet, so that not all meet all."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeSummary

PAYABLE = (kinds.INVOICE, kinds.CREDIT_NOTE, kinds.OPEN_ITEM)
"""Kinds of document that ask for money, or take such a demand back."""

_GROUPS = {kinds.CREDIT_NOTE: kinds.INVOICE, kinds.OPEN_ITEM: kinds.INVOICE}
_TAIL = 5
_DIGITS = re.compile(r"[0-9]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad", "-"))


def key_of(document: str, number: str) -> str:
    """The key of a kind of document and a number; invoices, credit notes and open items share theirs."""
    return f"{_GROUPS.get(document, document)}|{plain_number(number)}"


def payable_key(plain: str) -> str:
    """The key of an invoice, credit note or open item by a number that is spelled one way already."""
    return f"{kinds.INVOICE}|{plain}"


def plain_number(number: str) -> str:
    """A document number for exact comparison: without case, white space and typographic variants of its characters."""
    if not number.isascii():
        number = unicodedata.normalize("NFKC", number).translate(_DASHES)
    return "".join(number.split()).casefold()


@lru_cache(maxsize=8192)
def tail_of(number: str) -> str | None:
    """The last digits of a number; None where it has too few."""
    digits = "".join(_DIGITS.findall(number))
    return digits[-_TAIL:] if len(digits) >= _TAIL else None


def hashed(key: str) -> int:
    """A key as a signed 64-bit integer; that two may meet by chance is harmless, since every candidate is compared."""
    return int.from_bytes(
        hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def offers(document: Recorded) -> Iterator[str]:
    """The keys under which others find this document: its number, and for invoices what the payer shall quote."""
    summary = document.summary
    if not isinstance(summary, TradeSummary):
        return
    number = plain_number(summary.number or "")
    if number:
        yield key_of(summary.document, number)
    if summary.payment_reference and summary.document in PAYABLE:
        quoted = plain_number(summary.payment_reference)
        if quoted and quoted != number:
            yield key_of(kinds.INVOICE, quoted)
