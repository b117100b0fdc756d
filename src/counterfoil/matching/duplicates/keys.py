"""Blocking keys of invoices that may be one, by number or amount; and of what is around: of an order, day or month."""

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
    """The keys under which copies find an invoice or credit note, and who looks around; none of other documents."""
    bill = bill_of(document)
    if bill is None:
        return ()
    block = _block(bill)
    return (*_alike(bill, block), *orders(document), *_beside(bill, block), *months(document)[:1])


@noted
def sought(document: Recorded) -> tuple[str, ...]:
    """The keys of what a document could be a copy of, by number or sum: its own number first."""
    bill = bill_of(document)
    if bill is None:
        return ()
    block = _block(bill)
    return (*_same(bill), *_alike(bill, block), *_like_others(bill, block))


@noted
def beside(document: Recorded) -> tuple[str, ...]:
    """The keys of what stands around a document: of its day, its orders, and with other ends to its number."""
    bill = bill_of(document)
    if bill is None:
        return ()
    block = _block(bill)
    further = [_appended(block, bill.digits)] if block and bill.digits else []
    return (*orders(document), *_beside(bill, block), *further)


@noted
def orders(document: Recorded) -> tuple[str, ...]:
    """The keys of all that names an order which an invoice or credit note names."""
    bill = bill_of(document)
    return () if bill is None else tuple([f"same|order|{order}" for order in bill.orders[:_ORDERS_MAX]])


@noted
def families(document: Recorded) -> tuple[tuple[str, ...], ...]:
    """The keys of what bears a number or that number with something appended: first the one that it offers itself.

    For its own number, and for what its number could come from.
    """
    bill = bill_of(document)
    if bill is None or not (block := _block(bill)):
        return ()
    found = []
    if bill.digits:
        found.append((_as_is(block, bill.digits), _appended(block, bill.digits)))
    if stem := _stem(bill):
        found.append((_appended(block, stem), _as_is(block, stem)))
    return tuple(found)


@noted
def months(document: Recorded) -> tuple[str, ...]:
    """The keys of all invoices of a partner in the month of this one, which it offers, and in those beside.

    What was billed again in parts under numbers of their own has nothing else in common.
    """
    bill = bill_of(document)
    name = name_form((bill and bill.partner and bill.partner.name) or "")
    if bill is None or not name or bill.issued is None or bill.kind != kinds.INVOICE:
        return ()
    month = month_of(bill.issued)
    return tuple([f"same|{name}|month|{month + apart}" for apart in (0, -1, 1)])


def month_of(day: date) -> int:
    """Its month, counted on over the years."""
    return day.year * _YEAR + day.month


def _same(bill: Bill) -> Iterator[str]:
    if bill.number.plain:
        yield payable_key(bill.number.plain)


def _alike(bill: Bill, block: str) -> Iterator[str]:
    """What it has in common with most copies."""
    if bill.digits:
        yield from _numbered(bill.digits, block, bill.sum)
    if bill.sum:
        if block and bill.issued:
            yield f"same|{block}|{bill.sum}|{_quarter(bill.issued)}"
        for order in bill.orders[:_ORDERS_MAX]:
            yield f"same|order|{order}|{bill.sum}"
        if block and (stem := _stem(bill)):
            yield f"{_appended(block, stem)}|{bill.sum}"


def _like_others(bill: Bill, block: str) -> Iterator[str]:
    """What copies may have, but not it: a number without what was appended, or with it, and other days."""
    if stem := _stem(bill):
        yield from _numbered(stem, block, bill.sum)
    if block and bill.sum:
        if bill.digits:
            yield f"{_appended(block, bill.digits)}|{bill.sum}"
        if bill.issued:
            yield f"same|{block}|{bill.sum}|{_quarter(bill.issued) - 1}"


def _beside(bill: Bill, block: str) -> Iterator[str]:
    if block and bill.issued:
        yield f"same|{block}|{bill.issued}"
    if block and (stem := _stem(bill)):
        yield _appended(block, stem)


def _stem(bill: Bill) -> str:
    stem = bill.number.stem_digits
    return stem if stem != bill.digits else ""


def _numbered(digits: str, block: str, amount: str) -> Iterator[str]:
    if amount:
        yield f"same|{digits}|{amount}"
    if block:
        yield _as_is(block, digits)


def _as_is(block: str, digits: str) -> str:
    return f"same|{block}|#{digits}"


def _appended(block: str, digits: str) -> str:
    return f"same|{block}|stem|{digits}"


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
