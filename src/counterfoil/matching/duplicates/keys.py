"""Blocking keys of invoices that may be one: number and partner, number and amount, partner and amount, order, day."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from counterfoil.matching.duplicates.bill import Bill, bill_of
from counterfoil.matching.keys import payable_key
from counterfoil.matching.once import noted
from counterfoil.matching.parties.identifiers import identifier_key
from counterfoil.matching.parties.name_likeness import is_general
from counterfoil.matching.parties.names import name_form
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded

_LETTERS = 5
_ORDERS_MAX = 3
_MONTHS, _YEAR = 3, 12


@noted
def offered(document: Recorded) -> tuple[str, ...]:
    """The keys under which copies find an invoice or credit note; none of other documents."""
    bill = bill_of(document)
    return () if bill is None else tuple(_offered(bill, _block(bill)))


@noted
def sought(document: Recorded) -> tuple[str, ...]:
    """The keys of what a document could be a copy of, and of what stands around: its own number first."""
    bill = bill_of(document)
    return () if bill is None else (*_same(bill), *offered(document), *_further(bill, _block(bill)))


@noted
def months(document: Recorded) -> tuple[str, ...]:
    """The keys of all invoices of a partner in the month of this one, which it offers, and in those beside.

    What was billed again in parts under numbers of their own has nothing else in common.
    """
    bill = bill_of(document)
    name = name_form((bill and bill.partner and bill.partner.name) or "")
    if bill is None or not name or bill.issued is None or bill.kind != kinds.INVOICE:
        return ()
    month = bill.issued.year * _YEAR + bill.issued.month
    return tuple([f"same|{name}|month|{month + apart}" for apart in (0, -1, 1)])


def _same(bill: Bill) -> Iterator[str]:
    if bill.number.plain:
        yield payable_key(bill.number.plain)


def _offered(bill: Bill, block: str) -> Iterator[str]:
    if bill.digits:
        yield from _numbered(bill.digits, block, bill.sum)
    if block and bill.issued:
        yield f"same|{block}|{bill.issued}"
        if bill.sum:
            yield f"same|{block}|{bill.sum}|{_quarter(bill.issued)}"
    for order in bill.orders[:_ORDERS_MAX]:
        yield f"same|order|{order}"
    if block and (stem := _stem(bill)):
        yield f"same|{block}|stem|{stem}"


def _further(bill: Bill, block: str) -> Iterator[str]:
    """What others may have, but not it: a number without what was appended, or with it, and other days."""
    if stem := _stem(bill):
        yield from _numbered(stem, block, bill.sum)
    if block and bill.digits:
        yield f"same|{block}|stem|{bill.digits}"
    if block and bill.issued and bill.sum:
        yield f"same|{block}|{bill.sum}|{_quarter(bill.issued) - 1}"


def _stem(bill: Bill) -> str:
    stem = bill.number.stem_digits
    return stem if stem != bill.digits else ""


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


def _quarter(day: date) -> int:
    return (day.year * 12 + day.month - 1) // _MONTHS
