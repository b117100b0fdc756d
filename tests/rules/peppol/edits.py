"""Invoices of our own for the rules of Peppol, and edits of them: a text that stands there once, and another for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

GOLDEN = Path(__file__).parents[2] / "golden" / "rules" / "peppol"

Edits = Mapping[str, str]


class Case(NamedTuple):
    """Edits after which the official artefact finds these rules broken, and no others."""

    rules: str
    edits: Edits
    setting: str = ""


_CREDIT = {
    "<Invoice xmlns": "<CreditNote xmlns",
    "xsd:Invoice-2": "xsd:CreditNote-2",
    "</Invoice>": "</CreditNote>",
    "  <cbc:DueDate>2026-04-30</cbc:DueDate>\n": "",
    "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>": "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>",
}
_SELLER_NUMBER = '<cbc:CompanyID schemeID="0208">0202239951</cbc:CompanyID>'
_BUYER_NUMBER = '<cbc:CompanyID schemeID="0002">12345678901234</cbc:CompanyID>'
_TAX = "<cbc:CompanyID>TAXCODE1234</cbc:CompanyID>"
_SELLER_ADDRESS = '<cbc:EndpointID schemeID="0088">4012345000009</cbc:EndpointID>'
_BUYER_ADDRESS = '<cbc:EndpointID schemeID="0192">974760673</cbc:EndpointID>'
_TERMS_REFERENCE = """<cbc:ID>D-2</cbc:ID>
    <cbc:DocumentDescription>Terms</cbc:DocumentDescription>"""
_MARK = """<cbc:ID>D-1</cbc:ID>
    <cbc:DocumentDescription>Drawing</cbc:DocumentDescription>"""


def _between(country: str, seller_vat: str, buyer_vat: str) -> dict[str, str]:
    return {
        ">BE<": f">{country}<",
        ">FR<": f">{country}<",
        ">BE0202239951<": f">{seller_vat}<",
        ">FR12345678901<": f">{buyer_vat}<",
    }


SETTINGS: Mapping[str, Edits] = {
    "": {},
    "danish": {
        **_between("DK", "DK12345674", "DK87654321"),
        _SELLER_NUMBER: '<cbc:CompanyID schemeID="0184">DK12345674</cbc:CompanyID>',
        _BUYER_NUMBER: '<cbc:CompanyID schemeID="0184">87654321</cbc:CompanyID>',
        "<cbc:PaymentMeansCode>30<": "<cbc:PaymentMeansCode>58<",
    },
    "german": _between("DE", "DE123456788", "DE987654321"),
    "greek": {
        **_between("GR", "EL094259216", "EL094259216"),
        ">R-17</cbc:ID>": ">094259216|31/03/2026|0|1.1|A|17</cbc:ID>",
        _SELLER_ADDRESS: '<cbc:EndpointID schemeID="9933">094259216</cbc:EndpointID>',
        _BUYER_ADDRESS: '<cbc:EndpointID schemeID="9933">094259216</cbc:EndpointID>',
        _MARK: _MARK.replace("D-1", "400001").replace("Drawing", "##M.AR.K##"),
        _TERMS_REFERENCE: _TERMS_REFERENCE.replace("Terms", "##INVOICE|URL##"),
    },
    "icelandic": {
        **_between("IS", "IS12345", "IS54321"),
        _SELLER_NUMBER: '<cbc:CompanyID schemeID="0196">1234567890</cbc:CompanyID>',
        _BUYER_NUMBER: '<cbc:CompanyID schemeID="0196">0987654321</cbc:CompanyID>',
        _TERMS_REFERENCE: _TERMS_REFERENCE.replace("D-2", "2026-05-15").replace("Terms", "EINDAGI"),
        "<cbc:PaymentMeansCode>30<": "<cbc:PaymentMeansCode>9<",
        ">DE02120300000000202051<": ">012345678901<",
    },
    "italian": _between("IT", "IT00743110157", "IT00743110157"),
    "dutch": {
        **_between("NL", "NL123456789B01", "NL123456789B01"),
        _SELLER_NUMBER: '<cbc:CompanyID schemeID="0106">12345678</cbc:CompanyID>',
        _BUYER_NUMBER: '<cbc:CompanyID schemeID="0190">12345678901234567890</cbc:CompanyID>',
    },
    "norwegian": {
        **_between("NO", "NO974760673MVA", "NO974760673MVA"),
        _TAX: _TAX.replace("TAXCODE1234", "Foretaksregisteret"),
    },
    "swedish": {
        **_between("SE", "SE556703748501", "SE556703748501"),
        _SELLER_NUMBER: '<cbc:CompanyID schemeID="0007">5567037485</cbc:CompanyID>',
        _TAX: _TAX.replace("TAXCODE1234", "Godkänd för F-skatt"),
        ">BANKDEFF<": ">SE:BANKGIRO<",
        ">DE02120300000000202051<": ">1234567<",
    },
}
"""How the invoice becomes one between parties of a country, which breaks none of its rules."""

SELF_BILLING: Edits = {
    "poacc:billing:3.0": "poacc:selfbilling:3.0",
    "poacc:billing:01:1.0": "poacc:selfbilling:01:1.0",
    ">380<": ">389<",
}

_LEGAL_SELLER = '<ram:ID schemeID="0208">0202239951</ram:ID>'
_LEGAL_BUYER = '<ram:ID schemeID="0002">12345678901234</ram:ID>'
_REGISTRATION = '<ram:ID schemeID="FC">TAXCODE1234</ram:ID>'


def _between_in_cii(country: str, vat: str) -> dict[str, str]:
    return {">BE<": f">{country}<", ">FR<": f">{country}<", ">BE0202239951<": f">{vat}<"}


SETTINGS_IN_CII: Mapping[str, Edits] = {
    "": {},
    "danish": {
        **_between_in_cii("DK", "DK12345674"),
        _LEGAL_SELLER: '<ram:ID schemeID="0184">DK12345674</ram:ID>',
        _LEGAL_BUYER: '<ram:ID schemeID="0184">87654321</ram:ID>',
        "<ram:TypeCode>30<": "<ram:TypeCode>58<",
    },
    "italian": _between_in_cii("IT", "IT00743110157"),
    "dutch": {
        **_between_in_cii("NL", "NL123456789B01"),
        _LEGAL_SELLER: '<ram:ID schemeID="0106">12345678</ram:ID>',
        _LEGAL_BUYER: '<ram:ID schemeID="0190">12345678901234567890</ram:ID>',
    },
    "norwegian": {
        **_between_in_cii("NO", "NO974760673MVA"),
        _REGISTRATION: _REGISTRATION.replace("TAXCODE1234", "Foretaksregisteret"),
    },
    "swedish": {
        **_between_in_cii("SE", "SE556703748501"),
        _LEGAL_SELLER: '<ram:ID schemeID="0007">5567037485</ram:ID>',
        _REGISTRATION: _REGISTRATION.replace("TAXCODE1234", "Godkänd för F-skatt"),
        ">BANKDEFF<": ">SE:BANKGIRO<",
    },
}


def edited(document: str, *changes: Edits) -> str:
    """The document after each edit; ValueError where the text to change does not stand there once."""
    for edits in changes:
        for old, new in edits.items():
            if document.count(old) != 1:
                raise ValueError(f"{document.count(old)} times in the document: {old}")
            document = document.replace(old, new)
    return document


def ubl(setting: str, *changes: Edits) -> str:
    """The invoice in a setting ("danish", "danish credit", "self"), edited."""
    text = (GOLDEN / "invoice.xml").read_text(encoding="utf-8")
    for word in setting.split() or [""]:
        if word == "credit":
            text = edited(text, _CREDIT).replace("InvoiceLine>", "CreditNoteLine>")
            text = text.replace("InvoicedQuantity", "CreditedQuantity")
        elif word == "self":
            text = edited(text, SELF_BILLING if ">380<" in text else {**_WITHOUT_KIND, ">381<": ">261<"})
        else:
            text = edited(text, SETTINGS[word])
    return edited(text, *changes)


_WITHOUT_KIND = {old: new for old, new in SELF_BILLING.items() if old != ">380<"}


def cii(setting: str, *changes: Edits) -> str:
    """The invoice in CII in a setting, edited."""
    text = (GOLDEN / "invoice-cii.xml").read_text(encoding="utf-8")
    return edited(text, SETTINGS_IN_CII[setting], *changes)
