"""How is the cash of an entry given out to the invoices that it names?"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import ZERO, total
from counterfoil.matching.parties import SELLER
from counterfoil.matching.remittance import Named
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, StatementLine

_SURE, _LIKELY = Decimal(1), Decimal("0.8")


class Payment:
    """An entry as a payment. `cash` is what it moved on our account; of one that came back, what it had moved."""

    __slots__ = ("_fitting", "_instructed", "cash", "currency", "line", "source")

    def __init__(self, source: bytes, line: StatementLine, currency: str | None) -> None:
        self.source, self.line, self.currency = source, line, currency
        self.cash = line.amount.copy_negate() if line.reversal else line.amount
        before_charges = total([line.amount.copy_abs(), line.charges or ZERO])
        self._instructed = None if line.instructed is None else line.instructed.copy_sign(self.cash)
        self._fitting = {self.cash, before_charges.copy_sign(self.cash)}
        if line.instructed_currency in (None, currency):
            self._fitting.add(self._instructed or self.cash)

    def fits(self, due: Decimal, currency: str | None) -> bool:
        """Is this, signed as on our account, what was paid, before or after the charges that the bank took off?"""
        return due == self._instructed if self.is_foreign(currency) else due in self._fitting

    def is_foreign(self, currency: str | None) -> bool:
        """Is this another currency than the entry's?"""
        return None not in (currency, self.currency) and currency != self.currency


class Claim(NamedTuple):
    """An invoice that an entry names."""

    invoice: Recorded
    view: str
    """What we are to it: buyer, or seller."""
    currency: str | None
    due: Decimal
    """What is due, with the sign that paying it has on our account."""
    named: Named
    sure: bool
    """Is it this invoice beyond doubt?"""
    known: bool
    """Is the other side of the entry our partner in the invoice?"""

    @property
    def wish(self) -> Decimal:
        """What it shall get: what the remittance states, or else what is due."""
        return self.due if self.named.stated is None else self.named.stated.copy_sign(self.due)


def given_out(payment: Payment, claims: Sequence[Claim], complete: bool) -> Iterator[Link]:
    """The links that give the cash of a payment to its claims, in their order; none where cash went the other way.

    `complete` is False where the payment names further documents that we do not know, which have their part in it. The
    amount of a link is positive where cash goes from buyer to seller, so negative for a credit note that is set off or
    paid out, and for a payment that came back. The amounts of an entry add up to its cash, as the seller sees it.
    """
    takers = [one for one in claims if (one.due > 0) == (payment.cash > 0)]
    if not takers:
        return
    adds_up = payment.fits(total([one.due for one in claims]), claims[0].currency)
    set_off = {one.invoice.id: one.wish for one in claims if one not in takers}
    left = total([payment.cash, *(share.copy_negate() for share in set_off.values())])
    given, exact = _given(takers, left, complete)
    shares = set_off | given
    for one in claims:
        if share := shares[one.invoice.id]:
            sure = (exact or adds_up) and (one.sure or adds_up)
            backwards = (one.view != SELLER) != payment.line.reversal
            yield Link(
                kind="pays",
                source=End(id=payment.source, line=payment.line.position),
                target=End(id=one.invoice.id),
                amount=share.copy_negate() if backwards else share,
                currency=payment.currency,
                confidence=_SURE if sure else _LIKELY,
                evidence=tuple(_evidence(payment, one, share, adds_up and len(claims) > 1)),
            )


def _given(takers: Sequence[Claim], left: Decimal, complete: bool) -> tuple[dict[bytes, Decimal], bool]:
    """Who gets how much of what is left after set-off, and whether that is beyond doubt.

    A single invoice gets all: an instalment, or too much. Of several the earlier come first, and what is missing or
    left over falls to the last; where the entry does not tell how it splits, that is a guess.
    """
    wishes = [one.wish for one in takers]
    missing = total([*wishes, left.copy_negate()])
    enough = total(wishes).copy_abs() <= left.copy_abs()
    given: dict[bytes, Decimal] = {}
    for one, wish in zip(takers, wishes, strict=True):
        given[one.invoice.id] = wish if wish.copy_abs() < left.copy_abs() else left
        left = total([left, given[one.invoice.id].copy_negate()])
    if complete:
        last = takers[-1].invoice.id
        given[last] = total([given[last], left])
        alone = len(takers) == 1 and takers[0].named.stated is None
        return given, not missing or alone
    return given, enough


def _evidence(payment: Payment, one: Claim, share: Decimal, adds_up: bool) -> Iterator[str]:
    yield f"names {one.named.written} as {one.named.how}"
    if adds_up:
        yield "the amounts of all invoices named add up to the entry"
    elif share == one.due and not payment.is_foreign(one.currency):
        yield "the amount is what is due"
    if one.known:
        yield "the other side of the entry is the partner"
    if payment.line.reversal:
        yield "the payment came back"
