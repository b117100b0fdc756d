"""Which invoices does an entry of a bank statement pay, going by the numbers that it names?"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.amounts import ZERO, amount_due, total
from counterfoil.matching.cash import Claim, Payment, given_out
from counterfoil.matching.keys import PAYABLE, key_of, plain_number
from counterfoil.matching.parties import BUYER, NEITHER, SELLER, names_of, same_party
from counterfoil.matching.precedence import precedence
from counterfoil.matching.remittance import STRUCTURED, TEXT, Named, named_numbers
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import PartySummary, Recorded, StatementLine, StatementSummary, TradeSummary

_NOT_BOOKED = ("PDNG", "INFO", "FUTR")


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of all numbers that the entries of a statement name."""
    plain = {named.plain: None for line in _payments(document) for named in named_numbers(line)}
    yield from (key_of(kinds.INVOICE, number) for number in plain)


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """A link for each entry and invoice that it pays, with the cash that goes there; each cent goes out once."""
    for line in _payments(document):
        payment = Payment(document.id, line, line.currency or getattr(document.summary, "currency", None))
        named = list(named_numbers(line))
        picked = {one: choice for one in named if (choice := _picked(payment, one, find)) is not None}
        if picked:
            complete = all(one in picked for one in named if one.how == STRUCTURED)
            claims = _corroborated(payment, _claims(payment, picked))
            # In another currency it cannot be told how the cash splits.
            if (complete and len(claims) == 1) or not any(payment.is_foreign(one.currency) for one in claims):
                yield from given_out(payment, claims, complete)


PAYMENTS = Matcher(id="payments", seeks=seeks, links=links)

_Picked = tuple[Recorded, bool]
"""The invoice, and whether it had to be guessed by its amount."""


def _payments(document: Recorded) -> Iterator[StatementLine]:
    """The entries that moved money, with the details in place of a batch that has them. Only what is booked did."""
    summary = document.summary
    if isinstance(summary, StatementSummary):
        batches = {line.part_of for line in summary.lines}
        for line in summary.lines:
            if line.position not in batches and line.amount and line.status not in _NOT_BOOKED:
                yield line


def _picked(payment: Payment, named: Named, find: Find) -> _Picked | None:
    """The invoice of that number: the original where it was sent again, None where it could be another company's."""
    fitting = [
        other
        for other in find(key_of(kinds.INVOICE, named.plain))
        if _quotes(other.summary, named.plain) and _payable(other, payment)
    ]
    guessed = False
    if len(fitting) > 1:
        for narrower in _narrower(payment, named):
            fitting = [other for other in fitting if narrower(other)] or fitting
        by_amount = [other for other in fitting if _fits(other, payment)] or fitting
        guessed = len(by_amount) < len(fitting)
        fitting = by_amount
    return (min(fitting, key=precedence), guessed) if _all_the_same(fitting) else None


def _narrower(payment: Payment, named: Named) -> Sequence[Callable[[Recorded], bool]]:
    """What tells several documents of one number apart, the most telling first."""
    came_in = payment.cash > 0
    return (
        lambda other: other.summary.document == named.kind,
        lambda other: other.summary.document != kinds.OPEN_ITEM,  # which only stands in for an invoice
        lambda other: (_signed_due(other, came_in) > 0) == came_in,
        lambda other: _is_partner(payment.line.counterparty, other),
    )


def _all_the_same(fitting: Sequence[Recorded]) -> bool:
    """Is it one invoice, if perhaps sent several times? A reference that the payer shall quote can stand on many."""
    if len(fitting) < 2:
        return bool(fitting)
    first, *others = (one.summary for one in sorted(fitting, key=precedence))
    number = plain_number(first.number or "")
    return number != "" and all(
        plain_number(other.number or "") == number
        and same_party(getattr(first, "seller", None), getattr(other, "seller", None)) is True
        for other in others
    )


def _quotes(summary: object, plain: str) -> bool:
    return isinstance(summary, TradeSummary) and plain in (
        plain_number(summary.number or ""),
        plain_number(summary.payment_reference or ""),
    )


def _payable(other: Recorded, payment: Payment) -> bool:
    """Is something due, in the currency of the entry or the one that the payer instructed?"""
    if other.summary.document not in PAYABLE or not amount_due(other.summary):
        return False
    currency = _currency(other)
    return not payment.is_foreign(currency) or currency == payment.line.instructed_currency


def _claims(payment: Payment, picked: dict[Named, _Picked]) -> list[Claim]:
    """Each invoice that is named, once, by what names it most surely. What stands within a longer one is none."""
    spans = [named.span for named in picked if named.span is not None]
    chosen: dict[bytes, tuple[Named, Recorded, bool]] = {}
    for named, (invoice, guessed) in picked.items():
        if named.span is None or not any(_within(named.span, other) for other in spans):
            chosen.setdefault(invoice.id, (named, invoice, guessed))
    refund = all(invoice.summary.document == kinds.CREDIT_NOTE for _, invoice, _ in chosen.values())
    claims = []
    for named, invoice, guessed in sorted(chosen.values(), key=lambda one: precedence(one[1])):
        came_in = (payment.cash > 0) != refund
        due, known = _signed_due(invoice, came_in), _is_partner(payment.line.counterparty, invoice)
        sure = not guessed and (named.how != TEXT or known or payment.fits(due, _currency(invoice)))
        claims.append(Claim(invoice, _view(invoice, came_in), _currency(invoice), due, named, sure, known))
    return claims


def _corroborated(payment: Payment, claims: list[Claim]) -> list[Claim]:
    """Without those named by a mere count or day, unless partner and amount bear them out, alone or all together."""
    strong = [one for one in claims if not one.named.weak]
    borne_out = [one for one in claims if not one.named.weak or one.known]
    if len(borne_out) == len(strong) or payment.fits(total([one.due for one in borne_out]), borne_out[0].currency):
        return borne_out
    alone = [one for one in borne_out if payment.fits(one.due, one.currency)]
    return strong or (alone if len(alone) == 1 else [])


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]


def _currency(document: Recorded) -> str | None:
    return document.summary.currency if isinstance(document.summary, TradeSummary) else None


def _view(invoice: Recorded, came_in: bool) -> str:
    """What we are to an invoice; where it does not say, going by where the cash went."""
    return (SELLER if came_in else BUYER) if invoice.role == NEITHER else invoice.role


def _fits(invoice: Recorded, payment: Payment) -> bool:
    return payment.fits(_signed_due(invoice, payment.cash > 0), _currency(invoice))


def _signed_due(invoice: Recorded, came_in: bool) -> Decimal:
    """What is due, with the sign that paying it has on our account."""
    due = amount_due(invoice.summary) or ZERO
    to_us = (_view(invoice, came_in) == SELLER) != (invoice.summary.document == kinds.CREDIT_NOTE)
    return due if to_us else due.copy_negate()


def _is_partner(other: PartySummary | None, invoice: Recorded) -> bool:
    """Does the other side of an entry, by account or name, stand in the invoice as our partner or its payee?"""
    summary = invoice.summary
    if other is None or not isinstance(summary, TradeSummary):
        return False
    partners = [summary.buyer] if invoice.role == SELLER else [summary.seller, summary.payee]
    if invoice.role == NEITHER:
        partners.append(summary.buyer)
    return any(_same_payer(other, partner) for partner in partners if partner is not None)


def _same_payer(other: PartySummary, partner: PartySummary) -> bool:
    accounts = {account.upper() for account in partner.accounts}
    return any(account.upper() in accounts for account in other.accounts) or not names_of(other).isdisjoint(
        names_of(partner)
    )
