"""What the record keeps of invoice responses and message level responses, and how it tells the two apart."""

from datetime import date

import pytest

from counterfoil.model.summary import (
    CREDIT_NOTE,
    INVOICE,
    INVOICE_RESPONSE,
    MESSAGE_LEVEL_RESPONSE,
    Reference,
    TradeLine,
)
from formats.trade_golden import golden, read_text, summary_of


def test_simple_response_answers_an_invoice() -> None:
    reading = golden("invoice-response-simple.xml")
    summary = summary_of(reading)
    assert (reading.document, reading.format) == (INVOICE_RESPONSE, "ubl-application-response")
    assert summary.response == "AP"
    assert summary.references == (Reference(document=INVOICE, number="F-2026-311"),)


def test_buyer_answers_and_seller_is_answered() -> None:
    summary = summary_of(golden("invoice-response-simple.xml"))
    assert summary.buyer is not None
    assert summary.seller is not None
    assert (summary.buyer.name, summary.seller.name) == ("Nordholz Möbel GmbH", "Birkverk Faner AB")


def test_parties_of_the_invoice_go_before_those_of_the_message() -> None:
    summary = summary_of(golden("invoice-response-rich.xml"))
    assert summary.buyer is not None
    assert summary.seller is not None
    assert (summary.seller.name, summary.buyer.name) == ("issuer registered name", "recipient registered name")


def test_clarifications_become_notes_with_their_codes() -> None:
    assert summary_of(golden("invoice-response-rich.xml")).notes == (
        "first note",
        "second note",
        "response description",
        "OPStatusReason PRI: price of line 1 is not the ordered one; status description; BT-146 8.50",
        "OPStatusAction CNP",
        "a reason without a code",
    )


def test_lines_carry_the_first_code() -> None:
    assert summary_of(golden("invoice-response-rich.xml")).lines == (TradeLine(id="invoice line", response="UQ"),)


def test_response_to_a_credit_note_refers_to_a_credit_note() -> None:
    assert summary_of(golden("invoice-response-rich.xml")).references == (
        Reference(document=CREDIT_NOTE, number="invoice number", issued=date(2026, 1, 2)),
    )


def test_accepted_message_is_no_accepted_invoice() -> None:
    reading = golden("message-level-response.xml")
    assert reading.document == MESSAGE_LEVEL_RESPONSE
    assert summary_of(reading).references == (Reference(document=INVOICE, number="F-2026-311"),)
    assert summary_of(reading).lines == (TradeLine(id="/Invoice/cac:InvoiceLine[1]", response="RE"),)


def _response(type_code: str, customization: str = "", profile: str = "", code: str = "") -> str:
    return f"""
      <cbc:CustomizationID>{customization}</cbc:CustomizationID>
      <cbc:ProfileID>{profile}</cbc:ProfileID>
      <cac:SenderParty><cac:PartyName><cbc:Name>Sender</cbc:Name></cac:PartyName></cac:SenderParty>
      <cac:ReceiverParty><cac:PartyName><cbc:Name>Receiver</cbc:Name></cac:PartyName></cac:ReceiverParty>
      <cac:DocumentResponse>
        <cac:Response><cbc:ResponseCode>{code}</cbc:ResponseCode></cac:Response>
        <cac:DocumentReference>
          <cbc:ID>D-1</cbc:ID><cbc:DocumentTypeCode>{type_code}</cbc:DocumentTypeCode>
        </cac:DocumentReference>
        <cac:LineResponse/>
      </cac:DocumentResponse>"""


@pytest.mark.parametrize(
    ("customization", "profile", "type_code", "kind"),
    [
        ("urn:fdc:peppol.eu:poacc:trns:invoice_response:3", "", "9", INVOICE_RESPONSE),
        ("", "urn:fdc:peppol.eu:poacc:bis:invoice_response:3", "", INVOICE_RESPONSE),
        ("urn:example:INVOICE-RESPONSE:1", "", "", INVOICE_RESPONSE),
        ("urn:fdc:peppol.eu:poacc:trns:mlr:3", "", "380", MESSAGE_LEVEL_RESPONSE),
        ("urn:peppol:edec:mls:1.0", "", "380", MESSAGE_LEVEL_RESPONSE),
        ("urn:example:none", "urn:fdc:peppol.eu:poacc:bis:mlr:3", "380", MESSAGE_LEVEL_RESPONSE),
        ("", "", "380", INVOICE_RESPONSE),
        ("", "", "381", INVOICE_RESPONSE),
        ("", "", "220", MESSAGE_LEVEL_RESPONSE),
        ("", "", "", MESSAGE_LEVEL_RESPONSE),
        ("urn:www.cenbii.eu:transaction:biitrns058:ver2.0", "", "9", MESSAGE_LEVEL_RESPONSE),
    ],
)
def test_kind_is_what_the_response_says_it_is_or_else_what_it_answers(
    customization: str, profile: str, type_code: str, kind: str
) -> None:
    reading = read_text("ApplicationResponse", _response(type_code, customization, profile))
    assert reading.document == kind
    assert reading.summary.document == kind


def test_invoice_response_that_does_not_say_what_it_answers_answers_an_invoice() -> None:
    body = _response("", "urn:fdc:peppol.eu:poacc:trns:invoice_response:3")
    assert summary_of(read_text("ApplicationResponse", body)).references == (Reference(document=INVOICE, number="D-1"),)


@pytest.mark.parametrize(
    ("type_code", "seller"),
    [("380", "Receiver"), ("351", "Receiver"), ("", "Receiver"), ("220", "Sender"), ("632", "Sender")],
)
def test_who_sells_depends_on_which_document_is_answered(type_code: str, seller: str) -> None:
    summary = summary_of(read_text("ApplicationResponse", _response(type_code)))
    assert summary.seller is not None
    assert summary.seller.name == seller


def test_first_code_that_stands_there_is_the_response() -> None:
    one, two = _response("380"), _response("380", code="RE")
    assert summary_of(read_text("ApplicationResponse", one)).response is None
    assert summary_of(read_text("ApplicationResponse", one + two)).response == "RE"


def test_empty_response_reads() -> None:
    summary = summary_of(read_text("ApplicationResponse", "<cac:DocumentResponse/>"))
    assert summary.document == MESSAGE_LEVEL_RESPONSE
    assert (summary.references, summary.lines, summary.notes, summary.seller) == ((), (), (), None)


def test_status_that_says_nothing_is_no_note() -> None:
    response = "<cac:Response><cac:Status/><cac:Status><cac:Condition/></cac:Status></cac:Response>"
    body = f"<cac:DocumentResponse>{response}</cac:DocumentResponse>"
    assert summary_of(read_text("ApplicationResponse", body)).notes == ()
