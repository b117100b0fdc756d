"""Blocking keys of invoices that may be one: number and partner, number and amount, partner and amount, order, day."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from counterfoil.matching.amounts import EXACT
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.number_likeness import digits_of, stem_of
from counterfoil.matching.parties.identifiers import identifier_key
from counterfoil.matching.parties.name_likeness import is_general
from counterfoil.matching.parties.names import name_form
from counterfoil.model.summary import PartySummary

_LETTERS = 5
_ORDERS_MAX = 3
_MONTHS = 3


def offered(bill: Bill) -> Iterator[str]:
    """The keys under which copies find an invoice or credit note."""
    return _keys(bill, _block(bill), _plain(bill))


def sought(bill: Bill) -> Iterator[str]:
    """The keys of what an invoice or credit note could be a copy of, and of what stands around."""
    block, amount = _block(bill), _plain(bill)
    yield from _keys(bill, block, amount)
    stem = digits_of(stem_of(bill.number) or "")
    if stem and stem != bill.digits:
        yield from _numbered(stem, block, amount)
    if block and bill.issued and amount:
        yield f"same|{block}|{amount}|{_quarter(bill.issued) - 1}"


def _keys(bill: Bill, block: str, amount: str) -> Iterator[str]:
    if bill.digits:
        yield from _numbered(bill.digits, block, amount)
    if block and bill.issued:
        yield f"same|{block}|{bill.issued}"
        if amount:
            yield f"same|{block}|{amount}|{_quarter(bill.issued)}"
    if bill.orders:
        yield from (f"same|order|{order}" for order in sorted(bill.orders)[:_ORDERS_MAX])


def _numbered(digits: str, block: str, amount: str) -> Iterator[str]:
    if amount:
        yield f"same|{digits}|{amount}"
    if block:
        yield f"same|{block}|#{digits}"


def _block(bill: Bill) -> str:
    return block_of(bill.partner) if bill.partner is not None else ""


@lru_cache(maxsize=8192)
def block_of(partner: PartySummary) -> str:
    """A short text that most spellings of one partner have in common: the start of the longest word of its name."""
    for name in (partner.name, partner.trading_name):
        words = name_form(name or "").split()
        if words:
            telling = [word for word in words if not is_general(word)] or words
            return max(telling, key=lambda word: (len(word), word))[:_LETTERS]
    keys = filter(None, (identifier_key(one, partner.country) for one in partner.identifiers))
    return min((f"{scheme}:{value}" for scheme, value in keys), default="")


def _plain(bill: Bill) -> str:
    return "" if bill.amount is None else str(EXACT.normalize(bill.amount))


def _quarter(day: date) -> int:
    return (day.year * 12 + day.month - 1) // _MONTHS
