"""Which status an answer has in an invoice response, and what it has to say to explain it."""

from collections.abc import Iterator, Sequence

from counterfoil.errors import UsageError
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, DISPUTED
from counterfoil.exchange.responses import response_codes as t111
from counterfoil.exchange.responses.response import InvoiceResponse, Reason
from counterfoil.matching.amounts import EXACT, plain
from counterfoil.model._base import Model


class Clarified(Model):
    """A clarification of a status, as it is written: a code and its list, words, and conditions."""

    listed_in: str | None = None
    code: str | None = None
    says: str = ""
    conditions: tuple[tuple[str, str], ...] = ()


def status_of(response: InvoiceResponse) -> str:
    """The code of the status that a response says."""
    answer = response.answer
    if answer.kind == DISPUTED:
        return t111.REJECTED if answer.is_final else t111.UNDER_QUERY
    if answer.kind != ACKNOWLEDGED:
        return t111.PAID
    status = t111.STATUS_OF_LEVEL[answer.level or ""]
    is_whole = not answer.set_off and answer.amount in (None, response.payable)
    return status if is_whole or status != t111.ACCEPTED else t111.CONDITIONALLY_ACCEPTED


def clarifications(response: InvoiceResponse, status: str) -> Iterator[Clarified]:
    """Why the status is what it is, and what the seller is asked to do."""
    answer = response.answer
    match status:
        case t111.IN_PROCESS:
            yield _reason(t111.NO_ISSUE, t111.MATCHED_WORDS, (t111.LEVEL, "matched"))
        case t111.CONDITIONALLY_ACCEPTED:
            yield _accepted(response)
            yield from _explained(answer.reasons)
            yield from _asked(t111.asked_for(answer.codes) or (t111.NO_ACTION,))
        case t111.UNDER_QUERY | t111.REJECTED:
            yield from _explained(answer.reasons or (Reason(),))
            if answer.amount is not None:
                amount = plain(answer.amount)
                yield Clarified(
                    says=f"In dispute: {amount} {response.currency}.", conditions=((t111.DISPUTED_AMOUNT, amount),)
                )
            yield from _asked(t111.asked_for(answer.codes) or t111.UNKNOWN.actions)
        case t111.PAID:
            yield from _paid_in_part(response)
        case _:
            pass


def _accepted(response: InvoiceResponse) -> Clarified:
    """What is accepted, and what will be paid: a reader who knows BT-115 alone sees the latter."""
    answer, currency = response.answer, response.currency
    accepted = response.payable if answer.amount is None else answer.amount
    if answer.set_off and not 0 < answer.set_off <= accepted:
        hint = f"Name what is set off against the {plain(accepted)} that are accepted."
        raise UsageError(f"A set-off of {plain(answer.set_off)} is not possible.", hint)
    says, conditions = f"Accepted: {plain(accepted)} {currency}.", [(t111.PAYABLE, plain(accepted))]
    if answer.set_off:
        set_off, to_pay = plain(answer.set_off), plain(EXACT.subtract(accepted, answer.set_off))
        says += f" Set off: {set_off} {currency}. To be paid: {to_pay} {currency}."
        conditions = [(t111.PAYABLE, to_pay), (t111.SET_OFF, set_off)]
    if answer.reasons:
        return Clarified(says=says, conditions=tuple(conditions))
    return _reason(t111.OTHER, says, *conditions)


def _explained(reasons: Sequence[Reason]) -> Iterator[Clarified]:
    for reason in reasons:
        known = t111.CLARIFICATIONS.get(reason.code or "", t111.UNKNOWN)
        ours = ((t111.DISCREPANCY, reason.code),) if reason.code and reason.code in t111.CLARIFICATIONS else ()
        yield _reason(known.reason, reason.says.strip() or known.words, *ours)


def _paid_in_part(response: InvoiceResponse) -> Iterator[Clarified]:
    answer = response.answer
    if answer.amount is None and answer.in_part:
        yield _reason(t111.PARTIALLY_PAID, "Paid in part.")
    elif answer.amount is not None and (answer.in_part or answer.amount.copy_abs() < response.payable.copy_abs()):
        amount = plain(answer.amount)
        yield _reason(t111.PARTIALLY_PAID, f"Paid so far: {amount} {response.currency}.", (t111.PAID_AMOUNT, amount))


def _reason(code: str, says: str, *conditions: tuple[str, str]) -> Clarified:
    return Clarified(listed_in=t111.REASONS, code=code, says=says, conditions=conditions)


def _asked(actions: Sequence[str]) -> Iterator[Clarified]:
    return (Clarified(listed_in=t111.ACTIONS, code=action, says=t111.ACTION_WORDS[action]) for action in actions)
