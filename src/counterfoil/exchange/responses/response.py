"""What a buyer answers to an invoice, whether a signed fact says it or an invoice response."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from counterfoil.errors import UsageError
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, DISPUTED, LEVELS, PAID
from counterfoil.matching.amounts import plain
from counterfoil.model._base import Model
from counterfoil.model.invoice import Invoice
from counterfoil.model.party import Party

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
"""Amounts of money in messages of strangers, and no more: sums of them stay exact in Python's usual context."""


class Reason(Model):
    """Why an invoice is not accepted as it is."""

    code: str | None = None
    """The code of a discrepancy; None where the reason is none of ours."""
    listed: str | None = None
    """The code of OPStatusReason that stood in a response; not needed to write one."""
    says: str = ""
    """In words."""


class Answer(Model):
    """An acknowledgement, a dispute, or that something was paid."""

    kind: str
    """ACKNOWLEDGED, DISPUTED or PAID, the kinds of `exchange.proof.attested`."""
    level: str | None = None
    """Of an acknowledgement, one of LEVELS."""
    amount: Decimal | None = None
    """Of an acknowledgement: what is accepted, before set-off; None is all that is payable.
    Of a dispute: what is in dispute; None where it does not say.
    Paid: what is paid so far, in all; None is all, or with `in_part` unknown."""
    currency: str | None = None
    """None: that of the invoice."""
    set_off: Decimal | None = None
    """What the buyer sets off against what is accepted, so that so much less is paid."""
    reasons: tuple[Reason, ...] = ()
    is_final: bool = False
    """Of a dispute: the invoice is rejected and not looked at again."""
    in_part: bool = False
    """Of a payment: there is more to come."""
    effective: date | None = None
    """From when on this is so; of a payment its day."""
    note: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The discrepancies that it tells of, each once."""
        return tuple(dict.fromkeys(reason.code for reason in self.reasons if reason.code))


class InvoiceResponse(Model):
    """An answer to an invoice with all that it takes to send it."""

    id: str
    """Of this message, and of no other: the entry of the fact that says the same, for one."""
    at: datetime
    """When it was said, in any zone."""
    answer: Answer
    sender: Party
    """The buyer, as the invoice has it."""
    receiver: Party
    """The seller, likewise."""
    number: str
    """Of the invoice or credit note, as the next three."""
    type_code: str
    payable: Decimal
    currency: str
    issued: date | None = None


def response_to(invoice: Invoice, answer: Answer, *, id: str, at: datetime) -> InvoiceResponse:
    """The response to an invoice or credit note that was read; UsageError where it lacks what an answer needs."""
    payable = invoice.totals.payable if invoice.totals else None
    if payable is None or payable.value is None or invoice.currency is None:
        hint = "Answer by other means: without them nobody can tell what was accepted."
        raise UsageError(f"Invoice {invoice.number} states no amount to pay, or no currency.", hint)
    return InvoiceResponse(
        id=id,
        at=at,
        answer=answer,
        sender=invoice.buyer or Party(),
        receiver=invoice.seller or Party(),
        number=invoice.number or "",
        issued=invoice.issued,
        type_code=invoice.type_code or ("381" if invoice.credit_note else "380"),
        payable=payable.value,
        currency=invoice.currency,
    )


def answer_of(kind: str, claims: Mapping[str, Any]) -> Answer:
    """What a fact of our own with these claims answers; UsageError where a response has no word for such a fact."""
    if kind not in (ACKNOWLEDGED, DISPUTED, PAID):
        hint = "It tells of acknowledgements, disputes and payments; send anything else by other means."
        raise UsageError(f"An invoice response cannot say what a fact of the kind {kind} says.", hint)
    level = claims.get("level") if kind == ACKNOWLEDGED else None
    if kind == ACKNOWLEDGED and level not in LEVELS:
        raise UsageError(f"There is no acknowledgement at the level {level!r}.", f"Levels are {', '.join(LEVELS)}.")
    day = claims.get("date") if kind == PAID else None
    return Answer(
        kind=kind,
        level=level,
        amount=_amount(claims, "amount"),
        currency=claims.get("currency"),
        set_off=_amount(claims, "set_off"),
        reasons=tuple(Reason(code=code) for code in claims.get("codes", ())),
        effective=None if day is None else date.fromisoformat(day),
    )


def claims_of(answer: Answer, payable: Decimal, currency: str) -> dict[str, Any]:
    """The claims of a fact of its kind about an invoice with this to pay, beside `of` and those of every fact.

    What is accepted is never more than what is payable, whatever the response says.
    """
    match answer.kind:
        case "exchange.acknowledged/1":
            return {"level": answer.level} | _accepted(answer, payable, currency)
        case "exchange.disputed/1":
            return {"codes": list(answer.codes)} | _money(answer.amount, currency)
        case _:
            amount = payable if answer.amount is None and not answer.in_part else answer.amount
            day = {} if answer.effective is None else {"date": answer.effective.isoformat()}
            return _money(amount, currency) | day


def decimal_of(written: object) -> Decimal | None:
    """An amount as it is written; None where it is none, or is beyond all reason."""
    return Decimal(written) if isinstance(written, str) and _DECIMAL.fullmatch(written) else None


def _amount(claims: Mapping[str, Any], name: str) -> Decimal | None:
    """An amount of our own: what we cannot read must not become 'all of it'."""
    amount = decimal_of(claims.get(name))
    if amount is None and name in claims:
        hint = "Write it as 1250.00: at most 15 digits, and 6 after the point."
        raise UsageError(f"{claims[name]!r} is no amount of money.", hint)
    return amount


def _accepted(answer: Answer, payable: Decimal, currency: str) -> dict[str, Any]:
    if answer.level in ("received", "matched"):
        return {}
    amount = payable if answer.amount is None else answer.amount
    within = min(amount, payable) if payable >= 0 else max(amount, payable)
    return _money(within, currency) | ({"set_off": plain(answer.set_off)} if answer.set_off else {})


def _money(amount: Decimal | None, currency: str) -> dict[str, Any]:
    return {} if amount is None else {"amount": plain(amount), "currency": currency}
