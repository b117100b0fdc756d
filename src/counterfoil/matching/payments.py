"""Which invoices does an entry of a bank statement pay, going by the numbers that it names?"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.keys import key_of, plain_number
from counterfoil.matching.parties import BUYER, SELLER, plain_name, same_party
from counterfoil.matching.references import arrival_free_order
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import PartySummary, Recorded, StatementLine, StatementSummary, TradeSummary

_WORDS_MAX = 120
_SPLIT = re.compile(r"[\s,;]+")
_EDGES = ".:()[]{}<>#'\"*+-/ "
_PAYABLE = (kinds.INVOICE, kinds.CREDIT_NOTE, kinds.OPEN_ITEM)
_SURE, _LIKELY = Decimal(1), Decimal("0.8")


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of all numbers that the entries of a statement name."""
    for line in _payments(document):
        for word, _ in _named_numbers(line):
            yield key_of(kinds.INVOICE, word)


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """A link for each entry and invoice that it pays, with the cash that goes there; the cash of an entry is given out once."""
    for line in _payments(document):
        named = _named_invoices(line, find)
        if named:
            yield from _given_out(document, line, named)


PAYMENTS = Matcher(id="payments", seeks=seeks, links=links)


class _Named:
    """An invoice that an entry names: how it does, and what it states to go there."""

    __slots__ = ("due", "evidence", "invoice", "stated", "sure")

    def __init__(self, invoice: Recorded, due: Decimal, evidence: str, sure: bool, stated: Decimal | None) -> None:
        self.invoice, self.due, self.evidence, self.sure, self.stated = invoice, due, evidence, sure, stated


def _payments(document: Recorded) -> Iterator[StatementLine]:
    """The entries that move money, with the details in place of a batch that has them."""
    summary = document.summary
    if isinstance(summary, StatementSummary):
        batches = {line.part_of for line in summary.lines if line.part_of}
        yield from (line for line in summary.lines if line.position not in batches and line.amount)


def _named_numbers(line: StatementLine) -> Iterator[tuple[str, str]]:
    """Numbers that an entry names, each with how: structured remittance, end-to-end id, creditor reference, or a word of the text."""
    seen: set[str] = set()
    for word, how in _all_named(line):
        plain = plain_number(word)
        if plain and plain not in seen:
            seen.add(plain)
            yield word, how
            if len(seen) >= _WORDS_MAX:
                return


def _all_named(line: StatementLine) -> Iterator[tuple[str, str]]:
    for reference in line.references:
        yield reference.number, "structured remittance"
    if line.end_to_end_id:
        yield line.end_to_end_id, "end-to-end id"
    if line.creditor_reference:
        yield line.creditor_reference, "creditor reference"
    for text in line.remittance:
        yield text, "remittance text"
        words = [bare for word in _SPLIT.split(text) if (bare := word.strip(_EDGES))]
        for word in words:
            yield word, "remittance text"
        for first, second in zip(words, words[1:], strict=False):
            yield f"{first} {second}", "remittance text"


def _named_invoices(line: StatementLine, find: Find) -> list[_Named]:
    named: dict[bytes, _Named] = {}
    for word, how in _named_numbers(line):
        invoice = _one_invoice(line, word, how, find)
        if invoice is None or invoice.id in named:
            continue
        stated = next((r.amount for r in line.references if plain_number(r.number) == plain_number(word)), None)
        sure = how != "remittance text" or _known_payer(line, invoice) or _signed_due(invoice, line) == line.amount
        named[invoice.id] = _Named(invoice, _signed_due(invoice, line), f"names {word} as {how}", sure, stated)
    return sorted(named.values(), key=lambda one: arrival_free_order(one.invoice))


def _one_invoice(line: StatementLine, word: str, how: str, find: Find) -> Recorded | None:
    """The invoice of that number; the original where it was sent again, None where it could be another company's."""
    if how == "remittance text" and not (len(word) >= 4 and any(c.isdigit() for c in word)):
        return None
    fitting = [other for other in find(key_of(kinds.INVOICE, word)) if _payable(other, line) and _quotes(other, word)]
    if len(fitting) > 1:
        of_payer = [other for other in fitting if _known_payer(line, other)]
        fitting = of_payer or [other for other in fitting if _signed_due(other, line) == line.amount] or fitting
    if not fitting:
        return None
    first = min(fitting, key=arrival_free_order)
    sellers = [getattr(other.summary, "seller", None) for other in fitting]
    if any(same_party(sellers[0], seller) is not True for seller in sellers[1:]):
        return None
    return first


def _payable(other: Recorded, line: StatementLine) -> bool:
    summary = other.summary
    if not isinstance(summary, TradeSummary) or summary.document not in _PAYABLE or not amount_due(summary):
        return False
    currencies = {line.currency, line.instructed_currency} - {None}
    return summary.currency is None or not currencies or summary.currency in currencies


def _quotes(other: Recorded, word: str) -> bool:
    summary, plain = other.summary, plain_number(word)
    written = (summary.number, summary.payment_reference) if isinstance(summary, TradeSummary) else ()
    return any(text is not None and plain_number(text) == plain for text in written)


def amount_due(summary: TradeSummary) -> Decimal | None:
    """What is to be paid for an invoice or credit note, positive as written: payable, or the sum with tax."""
    return summary.payable if summary.payable is not None else summary.total


def _signed_due(invoice: Recorded, line: StatementLine) -> Decimal:
    """The due amount with the sign that it has on our account; where we are neither party, with the sign of the entry."""
    summary = invoice.summary
    due = (amount_due(summary) or Decimal(0)) if isinstance(summary, TradeSummary) else Decimal(0)
    credit = summary.document == kinds.CREDIT_NOTE
    if invoice.role == BUYER:
        return due if credit else -due
    if invoice.role == SELLER:
        return -due if credit else due
    toward = line.amount > 0
    return due if toward != credit else -due


def _known_payer(line: StatementLine, invoice: Recorded) -> bool:
    """Does the other side of the entry, by account or name, stand in the invoice as our partner (or its payee)?"""
    summary, other = invoice.summary, line.counterparty
    if other is None or not isinstance(summary, TradeSummary):
        return False
    partners: tuple[PartySummary | None, ...] = (
        (summary.buyer,) if invoice.role == SELLER else (summary.seller, summary.payee)
    )
    if invoice.role not in (BUYER, SELLER):
        partners = (summary.seller, summary.payee, summary.buyer)
    return any(_same_payer(other, partner) for partner in partners if partner is not None)


def _same_payer(other: PartySummary, partner: PartySummary) -> bool:
    accounts = {account.upper() for account in partner.accounts}
    if any(account.upper() in accounts for account in other.accounts):
        return True
    names = {plain_name(name) for name in (partner.name, partner.trading_name) if name}
    return any(plain_name(name) in names for name in (other.name, other.trading_name) if name)


def _given_out(document: Recorded, line: StatementLine, named: Sequence[_Named]) -> Iterator[Link]:
    """Give the entry's cash to the invoices that it names. What does not fit its direction takes no part."""
    toward = line.amount > 0
    if not any((one.due > 0) == toward for one in named):
        return
    shares = _shares(line.amount, named)
    adds_up = sum((one.due for one in named), Decimal(0)) == line.amount
    for one, share in zip(named, shares, strict=True):
        if share:
            sure = one.sure or adds_up
            yield Link(
                kind="pays",
                source=End(id=document.id, line=line.position),
                target=End(id=one.invoice.id),
                amount=share if toward else -share,
                currency=line.currency,
                confidence=_SURE if sure else _LIKELY,
                evidence=_evidence(one, share, adds_up, line),
            )


def _shares(cash: Decimal, named: Sequence[_Named]) -> list[Decimal]:
    """Who gets how much, signed as on the account, adding up to the cash.

    One invoice gets all. Several get what they are due, or what the remittance states, in their order;
    credit notes that are set off come first, and what is missing or left over falls to the last invoice.
    """
    toward = cash > 0
    shares = [one.due if (one.due > 0) != toward else Decimal(0) for one in named]
    left = cash - sum(shares, Decimal(0))
    takers = [place for place, one in enumerate(named) if (one.due > 0) == toward]
    for place in takers[:-1]:
        one = named[place]
        wish = one.due if one.stated is None else (abs(one.stated) if toward else -abs(one.stated))
        shares[place] = min(wish, left) if toward else max(wish, left)
        left -= shares[place]
    shares[takers[-1]] = left
    return shares


def _evidence(one: _Named, share: Decimal, adds_up: bool, line: StatementLine) -> tuple[str, ...]:
    said = [one.evidence]
    if adds_up:
        said.append("the amounts of all invoices named add up to the entry")
    elif share == one.due:
        said.append("the amount is what is due")
    if _known_payer(line, one.invoice):
        said.append("the other side of the entry is the partner")
    return tuple(said)
