"""Blocking keys: short words under which documents that may belong together meet, so that linking never compares all with all."""

import hashlib
from collections.abc import Iterator

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeSummary

_GROUPS = {kinds.CREDIT_NOTE: kinds.INVOICE, kinds.OPEN_ITEM: kinds.INVOICE}


def key_of(document: str, number: str) -> str:
    """The key of a kind of document and a number; invoices, credit notes and open items share theirs."""
    return f"{_GROUPS.get(document, document)}|{plain_number(number)}"


def plain_number(number: str) -> str:
    """A document number for exact comparison: without case and surplus white space."""
    return " ".join(number.split()).casefold()


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
    if summary.number:
        yield key_of(summary.document, summary.number)
    if summary.payment_reference and summary.document in (kinds.INVOICE, kinds.CREDIT_NOTE, kinds.OPEN_ITEM):
        quoted = key_of(kinds.INVOICE, summary.payment_reference)
        if not summary.number or quoted != key_of(kinds.INVOICE, summary.number):
            yield quoted
