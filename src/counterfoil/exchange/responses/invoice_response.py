"""What we answer to an invoice, written as an invoice response (UBL ApplicationResponse, Peppol BIS 3, T111)."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from lxml import etree

from counterfoil.errors import UsageError
from counterfoil.exchange.responses.response import InvoiceResponse
from counterfoil.exchange.responses.response_codes import WORDS_OF_LEVEL
from counterfoil.exchange.responses.response_statuses import Clarified, clarifications, status_of
from counterfoil.model.party import Party
from counterfoil.model.values import Identifier
from counterfoil.render.characters import xml_text
from counterfoil.rules.codes import codes

_NAMESPACES: Mapping[Any, str] = {  # the stubs of lxml know no namespace without a prefix
    None: "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3"
_PROFILE = "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"
_ENDPOINTS = "eas@peppol-2026.5"
_IDENTIFIERS = "icd@en16931-1.3.16"
_TYPES = "document-types@peppol-2026.5"


def write(response: InvoiceResponse) -> bytes:
    """The document in UTF-8; UsageError where it could not be a valid one, or could not say what the answer says."""
    answer = response.answer
    if answer.currency not in (None, response.currency):
        hint = "A response has no place for a currency; answer by other means."
        raise UsageError(f"The answer is in {answer.currency}, but the invoice in {response.currency}.", hint)
    if response.type_code not in codes(_TYPES):
        raise UsageError(f"{response.type_code!r} is no type of document (UNTDID 1001).", "Take that of the invoice.")
    root = etree.Element(f"{{{_NAMESPACES[None]}}}ApplicationResponse", nsmap=_NAMESPACES)
    at = response.at.astimezone(UTC)
    _add(root, "cbc:CustomizationID", _CUSTOMIZATION)
    _add(root, "cbc:ProfileID", _PROFILE)
    _add(root, "cbc:ID", _needed(response.id, "An id of its own"))
    _add(root, "cbc:IssueDate", at.date().isoformat())
    _add(root, "cbc:IssueTime", at.strftime("%H:%M:%SZ"))
    note = " ".join(filter(None, (_clean(answer.note), WORDS_OF_LEVEL.get(answer.level or ""))))
    if note:
        _add(root, "cbc:Note", note)
    _party(_add(root, "cac:SenderParty"), response.sender, "the buyer, who sends it")
    _party(_add(root, "cac:ReceiverParty"), response.receiver, "the seller, who gets it")
    _document(_add(root, "cac:DocumentResponse"), response)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _document(parent: etree._Element, response: InvoiceResponse) -> None:
    status = status_of(response)
    answered = _add(parent, "cac:Response")
    _add(answered, "cbc:ResponseCode", status)
    if response.answer.effective is not None:
        _add(answered, "cbc:EffectiveDate", response.answer.effective.isoformat())
    for one in clarifications(response, status):
        _status(_add(answered, "cac:Status"), one)
    reference = _add(parent, "cac:DocumentReference")
    _add(reference, "cbc:ID", _needed(response.number, "The number of the invoice"))
    if response.issued is not None:
        _add(reference, "cbc:IssueDate", response.issued.isoformat())
    _add(reference, "cbc:DocumentTypeCode", response.type_code)


def _status(parent: etree._Element, status: Clarified) -> None:
    if status.code is not None:
        _add(parent, "cbc:StatusReasonCode", status.code, listID=status.listed_in or "")
    _add(parent, "cbc:StatusReason", _clean(status.says))
    for attribute, value in status.conditions:
        condition = _add(parent, "cac:Condition")
        _add(condition, "cbc:AttributeID", attribute)
        _add(condition, "cbc:Description", value)


def _party(parent: etree._Element, party: Party, who: str) -> None:
    endpoint = party.endpoint
    if endpoint is None or endpoint.scheme not in codes(_ENDPOINTS):
        hint = "Peppol delivers to a participant's address, such as 0088:4012345000009; ask the partner for it."
        raise UsageError(f"There is no electronic address in Peppol of {who}.", hint)
    address = _needed(endpoint.value, f"The electronic address of {who}")
    _add(parent, "cbc:EndpointID", address, schemeID=endpoint.scheme)
    if (identifier := _identifier(party)) is not None:
        schemes = {} if identifier.scheme is None else {"schemeID": identifier.scheme}
        _add(_add(parent, "cac:PartyIdentification"), "cbc:ID", _clean(identifier.value), **schemes)
    name = _needed(party.name or party.trading_name or "", f"The name of {who}")
    _add(_add(parent, "cac:PartyLegalEntity"), "cbc:RegistrationName", name)


def _identifier(party: Party) -> Identifier | None:
    """The first identifier of a party that a response may name."""
    found = (*party.identifiers, *filter(None, (party.registration,)))
    allowed = codes(_IDENTIFIERS) | {None}
    return next((one for one in found if one.scheme in allowed and _clean(one.value)), None)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    prefix, _, local = name.partition(":")
    element = etree.SubElement(parent, f"{{{_NAMESPACES[prefix]}}}{local}", attributes)
    element.text = text
    return element


def _needed(text: str, what: str) -> str:
    cleaned = _clean(text)
    if not cleaned:
        raise UsageError(f"{what} is missing, so no invoice response can be written.", "Give it, or answer by hand.")
    return cleaned


def _clean(text: str) -> str:
    return xml_text(text).strip()
