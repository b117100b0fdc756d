"""What an invoice response says, in our terms: never more than it says, and less where it is not clear."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, DISPUTED, PAID
from counterfoil.exchange.responses import response_codes as t111
from counterfoil.exchange.responses.response import Answer, Reason, decimal_of
from counterfoil.formats.ubl_application_response import kind_of_response
from counterfoil.model._base import Model
from counterfoil.model.response import ApplicationResponse, DocumentResponse, Response, Status
from counterfoil.model.summary import INVOICE_RESPONSE

_CONTESTED = frozenset({t111.UNDER_QUERY, t111.CONDITIONALLY_ACCEPTED, t111.REJECTED})


class Answered(Model):
    """What a response says of one document."""

    number: str | None
    """Of the invoice or credit note, as the next two."""
    issued: date | None
    type_code: str | None
    status: str
    """The code that stood there."""
    answer: Answer
    asks: tuple[str, ...] = ()
    """Codes of what the seller shall do (OPStatusAction)."""


def answers_in(response: ApplicationResponse) -> Iterator[Answered]:
    """What a response says of each document that it names; nothing where it is about a message and not the invoice.

    A status that is none of the seven says nothing. Nobody signed what is read: who sent it is known to the network
    that delivered it, and to nobody else.
    """
    if kind_of_response(response) != INVOICE_RESPONSE:
        return
    for answered in response.answers:
        said = answered.response
        if said is None or said.code is None or (answer := _answer(said, answered)) is None:
            continue
        answer = _with_notes(answer, response, said)
        asks = tuple(dict.fromkeys(_listed(said.statuses, t111.ACTIONS)))
        for document in answered.documents:
            yield Answered(
                number=document.number,
                issued=document.issued,
                type_code=document.type_code,
                status=said.code,
                answer=answer,
                asks=asks,
            )


def _answer(said: Response, answered: DocumentResponse) -> Answer | None:
    match said.code:
        case t111.RECEIVED:
            return Answer(kind=ACKNOWLEDGED, level="received")
        case t111.IN_PROCESS:
            # That somebody looks at an invoice does not say that it fits, unless it is one of us who says so.
            return Answer(kind=ACKNOWLEDGED, level="matched" if "matched" in _told(said, t111.LEVEL) else "received")
        case t111.ACCEPTED | t111.CONDITIONALLY_ACCEPTED:
            return _accepted(said, answered)
        case t111.UNDER_QUERY:
            return _disputed(said)
        case t111.REJECTED:
            return _disputed(said, is_final=True)
        case t111.PAID:
            in_part = t111.PARTIALLY_PAID in _listed(said.statuses, t111.REASONS)
            amount = _amount(said, t111.PAID_AMOUNT) if in_part else None
            return Answer(kind=PAID, amount=amount, in_part=in_part)
        case _:
            return None


def _accepted(said: Response, answered: DocumentResponse) -> Answer:
    """Approved, where it is clear how much is; else it is not known what is accepted, and that is a dispute."""
    reasons = tuple(_reasons(said.statuses))
    if _told(said, t111.PAYABLE) or _told(said, t111.SET_OFF):
        to_pay, set_off = _amount(said, t111.PAYABLE), _amount(said, t111.SET_OFF)
        if to_pay is None:
            return _disputed(said)
        if set_off is None:
            return _approved(reasons, amount=to_pay)
        is_possible = set_off > 0 and to_pay >= 0
        return _approved(reasons, amount=to_pay + set_off, set_off=set_off) if is_possible else _disputed(said)
    contested = any(one.code in _CONTESTED for line in answered.lines for one in line.responses)
    is_whole = said.code == t111.ACCEPTED or _is_only_later(said)
    return _approved(reasons) if is_whole and not contested else _disputed(said)


def _is_only_later(said: Response) -> bool:
    """Whether another due date is the one condition."""
    attributes = {one.attribute for status in said.statuses for one in status.conditions}
    return attributes == {t111.DUE} and set(_listed(said.statuses, t111.REASONS)) == {t111.PAYMENT_TERMS}


def _approved(reasons: tuple[Reason, ...], amount: Decimal | None = None, set_off: Decimal | None = None) -> Answer:
    return Answer(kind=ACKNOWLEDGED, level="approved", amount=amount, set_off=set_off, reasons=reasons)


def _disputed(said: Response, *, is_final: bool = False) -> Answer:
    amount = _amount(said, t111.DISPUTED_AMOUNT)
    return Answer(kind=DISPUTED, amount=amount, reasons=tuple(_reasons(said.statuses)), is_final=is_final)


def _reasons(statuses: Iterable[Status]) -> Iterator[Reason]:
    for status in filter(_is_reason, statuses):
        assert status.reason is not None
        listed = status.reason.value
        ours = [value for value in _told_by(status, t111.DISCREPANCY) if value in t111.CLARIFICATIONS]
        for code in ours or (t111.CODE_OF_REASON.get(listed),):
            yield Reason(code=code, listed=listed, says=_words(status))


def _is_reason(status: Status) -> bool:
    return bool(set(_listed((status,), t111.REASONS)) - {t111.NO_ISSUE})


def _listed(statuses: Iterable[Status], name: str) -> list[str]:
    """The codes of one of the two lists; one that stands in both, or names no list, is a reason."""
    return [
        status.reason.value
        for status in statuses
        if status.reason is not None and (status.reason.scheme == t111.ACTIONS) == (name == t111.ACTIONS)
    ]


def _told(said: Response, attribute: str) -> list[str]:
    return [value for status in said.statuses for value in _told_by(status, attribute)]


def _told_by(status: Status, attribute: str) -> list[str]:
    """The values of a condition; one without a value is one that cannot be read."""
    return [value for one in status.conditions if one.attribute == attribute for value in (one.description or ("",))]


def _amount(said: Response, attribute: str) -> Decimal | None:
    """The one amount that a condition names; None where there are several."""
    values = set(_told(said, attribute))
    return decimal_of(values.pop()) if len(values) == 1 else None


def _words(status: Status) -> str:
    others = (one for one in status.conditions if one.attribute not in t111.OURS)
    conditions = (" ".join(filter(None, (one.attribute, *one.description))) for one in others)
    return "; ".join(filter(None, (*status.reasons, *status.descriptions, *conditions)))


def _with_notes(answer: Answer, response: ApplicationResponse, said: Response) -> Answer:
    """With all that is said in words beside the reasons, and from when on it is so."""
    words = (_words(status) for status in said.statuses if not (answer.reasons and _is_reason(status)))
    note = "\n".join(filter(None, (*response.notes, *said.descriptions, *words)))
    return replace(answer, note=note, effective=said.effective)
