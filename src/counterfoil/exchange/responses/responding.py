"""An answer written as an invoice response, for partners whom only Peppol reaches; that it was written is a fact."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from counterfoil.errors import UsageError
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import ACKNOWLEDGED
from counterfoil.exchange.responses import response_codes as t111
from counterfoil.exchange.responses.hearsay import invoice_of
from counterfoil.exchange.responses.invoice_response import write
from counterfoil.exchange.responses.response import Answer, InvoiceResponse, answer_of, response_to
from counterfoil.exchange.responses.response_statuses import status_of
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.model._base import Model
from counterfoil.store import DocumentRow

WRITTEN = "response.written/1"
_LAST = {t111.ACCEPTED: frozenset({t111.PAID}), t111.REJECTED: frozenset[str](), t111.PAID: frozenset[str]()}
"""What Peppol lets follow; after any other status everything may."""


class Written(Model):
    """A response as it is to be sent."""

    data: bytes
    status: str
    warning: str = ""
    """Why its receiver may ignore it."""


class _Claims(msgspec.Struct):
    status: str


def check_can_respond(office: Office, document: DocumentRow | None) -> None:
    """UsageError where no response to this paper can be written, whatever it would say."""
    _response(office, document, Answer(kind=ACKNOWLEDGED, level="received"), "0")


def respond(
    office: Office, document: DocumentRow | None, kind: str, claims: Mapping[str, Any], id: str, person: str
) -> Written:
    """Write what a fact of ours with these claims says, and record that; `id` is that of the message."""
    response = _response(office, document, answer_of(kind, claims), id)
    assert document is not None
    data, status = write(response), status_of(response)
    before = [msgspec.json.decode(fact.claims, type=_Claims).status for fact in _written(office, document)]
    shut = next((one for one in before if status not in _LAST.get(one, frozenset({status}))), None)
    told = {
        name: claims[name] for name in ("level", "amount", "currency", "set_off", "codes", "role") if name in claims
    }
    told |= {"status": status, "message": id, "sha256": sha256(data).hexdigest()}

    def tell(facts: FactBatch) -> None:
        facts.add(WRITTEN, document.id, named_claims(told), actor=person)

    office.write(tell)
    warning = f"A response with the status {shut} was written before: Peppol lets its receiver ignore this one."
    return Written(data=data, status=status, warning=warning if shut else "")


def _written(office: Office, document: DocumentRow) -> list[Any]:
    return [one for one in office.home.store.facts_of(document.id) if one.kind == WRITTEN and one.claims is not None]


def _response(office: Office, document: DocumentRow | None, answer: Answer, id: str) -> InvoiceResponse:
    if document is None:
        raise UsageError("The invoice is not in our record, so no response can be written.", "Leave out --response.")
    if document.role != "buyer":
        raise UsageError("An invoice response answers an invoice to us.", "Leave out --response.")
    response = response_to(invoice_of(office, document), answer, id=id, at=office.home.clock())
    write(response)
    return response
