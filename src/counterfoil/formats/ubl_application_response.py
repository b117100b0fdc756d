"""UBL 2.1 ApplicationResponse: Peppol BIS 3 invoice response (T111) and message level response (T71)."""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import Group, Row, day_of, identifier, text
from counterfoil.formats._trade_summary import DOCUMENT, kind_of, party_summary, references
from counterfoil.formats._ubl_goods import line_reference, related, trade_party
from counterfoil.formats._ubl_order import HEAD, table
from counterfoil.formats._walk import walk
from counterfoil.model import summary as kinds
from counterfoil.model.response import (
    ApplicationResponse,
    Condition,
    DocumentResponse,
    LineResponse,
    Response,
    Status,
)
from counterfoil.model.summary import PartySummary, Reference, TradeLine, TradeSummary

_STATUS: dict[str, Row] = {
    "cbc:Description": text("descriptions", many=True),
    "cbc:StatusReasonCode": identifier("reason"),
    "cbc:StatusReason": text("reasons", many=True),
    "cac:Condition": Group(
        "conditions",
        Condition,
        {"cbc:AttributeID": text("attribute"), "cbc:Description": text("description", many=True)},
        many=True,
    ),
}

_RESPONSE: dict[str, Row] = {
    "cbc:ResponseCode": text("code"),
    "cbc:Description": text("descriptions", many=True),
    "cbc:EffectiveDate": day_of("effective"),
    "cbc:EffectiveTime": text("effective_time"),
    "cac:Status": Group("statuses", Status, _STATUS, many=True),
}

_LINE_RESPONSE: dict[str, Row] = {
    "cac:LineReference": line_reference("reference"),
    "cac:Response": Group("responses", Response, _RESPONSE, many=True),
}

_DOCUMENT_RESPONSE: dict[str, Row] = {
    "cac:Response": Group("response", Response, _RESPONSE),
    "cac:DocumentReference": related("documents", many=True),
    "cac:IssuerParty": trade_party("issuer"),
    "cac:RecipientParty": trade_party("recipient"),
    "cac:LineResponse": Group("lines", LineResponse, _LINE_RESPONSE, many=True),
}

TABLE = table(
    "ApplicationResponse",
    ApplicationResponse,
    {
        **HEAD,
        "cbc:ResponseDate": day_of("responded"),
        "cbc:ResponseTime": text("responded_time"),
        "cac:SenderParty": trade_party("sender"),
        "cac:ReceiverParty": trade_party("receiver"),
        "cac:DocumentResponse": Group("answers", DocumentResponse, _DOCUMENT_RESPONSE, many=True),
    },
)

_BILLS = (kinds.INVOICE, kinds.CREDIT_NOTE)
# Documents that go from the buyer to the seller, so that the answer comes from the seller.
_OF_BUYER = (kinds.ORDER, kinds.ORDER_CHANGE, kinds.ORDER_CANCELLATION, kinds.RECEIPT_ADVICE)


def read(root: etree._Element) -> Iterator[Reading]:
    """Give the invoice response or message level response that a document holds."""
    response, trace = walk(root, TABLE)
    yield Reading(
        document=kind_of_response(response),
        format=UBL_APPLICATION_RESPONSE.id,
        model=response,
        summarise=_summarise,
        trace=trace,
    )


UBL_APPLICATION_RESPONSE = XmlFormat(id="ubl-application-response", roots=(TABLE.root_tag,), read=read)


def kind_of_response(response: ApplicationResponse) -> str:
    """What it is by what it says it is, and only then by what it answers.

    A message level response says nothing about the business: that a message with an invoice was accepted must never
    count as the buyer accepting the invoice.
    """
    for said in (response.customization, response.profile):
        words = (said or "").lower().replace("-", "_").split(":")
        if "invoice_response" in words:
            return kinds.INVOICE_RESPONSE
        if "mlr" in words or "mls" in words:
            return kinds.MESSAGE_LEVEL_RESPONSE
    answered = [kind_of(document.type_code) for answer in response.answers for document in answer.documents]
    return kinds.INVOICE_RESPONSE if any(kind in _BILLS for kind in answered) else kinds.MESSAGE_LEVEL_RESPONSE


def _summarise(response: ApplicationResponse) -> TradeSummary:
    kind = kind_of_response(response)
    refers = tuple(reference for answer in response.answers for reference in _references(answer, kind))
    seller, buyer = _seller_and_buyer(response, refers)
    codes = [answer.response.code for answer in response.answers if answer.response and answer.response.code]
    return TradeSummary(
        document=kind,
        number=response.number,
        issued=response.issued,
        customization=response.customization,
        response=codes[0] if codes else None,
        seller=seller,
        buyer=buyer,
        notes=(*response.notes, *(note for answer in response.answers for note in _notes(answer.response))),
        references=refers,
        lines=tuple(_line(line) for answer in response.answers for line in answer.lines),
    )


def _references(answer: DocumentResponse, kind: str) -> Iterator[Reference]:
    for document in answer.documents:
        answered = kind_of(document.type_code)
        if answered == DOCUMENT and kind == kinds.INVOICE_RESPONSE:
            answered = kinds.INVOICE
        yield from references(answered, document.number, issued=document.issued)


def _seller_and_buyer(
    response: ApplicationResponse, refers: tuple[Reference, ...]
) -> tuple[PartySummary | None, PartySummary | None]:
    """The parties to the answered document: the answer goes to who issued it, unless it names others."""
    issuers = [party for answer in response.answers if (party := party_summary(answer.issuer))]
    recipients = [party for answer in response.answers if (party := party_summary(answer.recipient))]
    issuer = issuers[0] if issuers else party_summary(response.receiver)
    recipient = recipients[0] if recipients else party_summary(response.sender)
    of_buyer = bool(refers) and refers[0].document in _OF_BUYER
    return (recipient, issuer) if of_buyer else (issuer, recipient)


def _notes(response: Response | None) -> Iterator[str]:
    """The reasons in words, each with its code where it has one."""
    if response is None:
        return
    yield from response.descriptions
    for status in response.statuses:
        code = status.reason
        label = f"{code.scheme} {code.value}" if code and code.scheme else code.value if code else None
        words = [*status.reasons, *status.descriptions]
        words += [" ".join(filter(None, (one.attribute, *one.description))) for one in status.conditions]
        said = "; ".join(filter(None, words))
        if label or said:
            yield ": ".join(filter(None, (label, said)))


def _line(line: LineResponse) -> TradeLine:
    codes = [response.code for response in line.responses if response.code]
    return TradeLine(id=line.reference.line if line.reference else None, response=codes[0] if codes else None)
