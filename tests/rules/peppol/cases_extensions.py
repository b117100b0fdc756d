"""UBL invoices with elements in extensions, which the artefact asks wherever they stand, with the rules they break."""

from rules.peppol.edits import Case

_FIRST = "<cbc:CustomizationID>"
_TOTAL = (
    '<cac:TaxTotal><cac:TaxSubtotal><cbc:TaxAmount currencyID="EUR">0</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>'
)
_RATE = "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent></cac:TaxCategory>"
_EXTENSIONS = 'xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"'


def _extended(content: str) -> dict[str, str]:
    return {
        _FIRST: f"<ext:UBLExtensions {_EXTENSIONS}><ext:UBLExtension><ext:ExtensionContent>{content}"
        f"</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>{_FIRST}"
    }


def _seller(country: str, number: str, vat: str) -> str:
    return (
        '<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="9930">X</cbc:EndpointID><cac:PostalAddress>'
        f"<cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        f"</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>"
        "</cac:Party></cac:AccountingSupplierParty>"
    )


def _invoice(content: str) -> str:
    return f'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">{content}{_TOTAL}</Invoice>'


_PROCESS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_OURS = f"<cbc:CustomizationID>{_PROCESS}</cbc:CustomizationID>"
_PROFILE, _REFERENCE = "<cbc:ProfileID>P</cbc:ProfileID>", "<cbc:BuyerReference>B</cbc:BuyerReference>"
_NOTE, _CURRENCY = "<cbc:Note>N</cbc:Note>", "<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>"

_WHOLE = f"{_OURS}{_PROFILE}{_REFERENCE}"


def _allowance(indicator: str, amount: str, factor: str, base: str) -> str:
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>{factor}"
        f'<cbc:Amount currencyID="EUR">{amount}</cbc:Amount>{base}</cac:AllowanceCharge>'
    )


_TENTH, _HUNDRED = (
    "<cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>",
    '<cbc:BaseAmount currencyID="EUR">100</cbc:BaseAmount>',
)

CASES = [
    Case("", _extended(_seller("SE", "5567037485", "SE556703748501"))),
    Case("SE-R-006", _extended(_seller("SE", "5567037485", "SE556703748501") + _RATE)),
    Case("", _extended(_seller("SE", "5567037485", "DE1") + _RATE)),
    Case("SE-R-003 SE-R-004 SE-R-013", _extended(_seller("SE", "A", "SE556703748501"))),
    Case("SE-R-001 SE-R-002", _extended(_seller("SE", "5567037485", "SEABC"))),
    Case("", _extended(_seller("SE", "5567037485", "DE1"))),
    Case("", _extended(_seller("DE", "A", "SEABC")), "swedish"),
    Case("", _extended(_invoice(f"{_OURS}{_PROFILE}{_NOTE}{_REFERENCE}"))),
    Case("PEPPOL-EN16931-R001", _extended(_invoice(f"{_OURS}{_REFERENCE}"))),
    Case("PEPPOL-EN16931-R002", _extended(_invoice(f"{_OURS}{_PROFILE}{_NOTE * 2}{_REFERENCE}"))),
    Case("PEPPOL-EN16931-R003", _extended(_invoice(f"{_OURS}{_PROFILE}"))),
    Case("PEPPOL-EN16931-R004", _extended(_invoice(f"{_PROFILE}{_REFERENCE}"))),
    Case("PEPPOL-EN16931-R054 PEPPOL-EN16931-R055", _extended(_invoice(f"{_OURS}{_PROFILE}{_CURRENCY}{_REFERENCE}"))),
    Case("PEPPOL-EN16931-R053", _extended(_invoice(f"{_OURS}{_PROFILE}{_REFERENCE}{_TOTAL}"))),
    Case("", _extended(_CURRENCY)),
    Case("", _extended(_invoice(_WHOLE + _allowance("false", "10", _TENTH, _HUNDRED)))),
    Case("PEPPOL-EN16931-R040", _extended(_invoice(_WHOLE + _allowance("true", "20", _TENTH, _HUNDRED)))),
    Case("PEPPOL-EN16931-R041", _extended(_invoice(_WHOLE + _allowance("true", "10", _TENTH, "")))),
    Case("PEPPOL-EN16931-R042", _extended(_invoice(_WHOLE + _allowance("true", "10", "", _HUNDRED)))),
    Case("PEPPOL-EN16931-R043", _extended(_invoice(_WHOLE + _allowance("1", "10", "", "")))),
    Case("", _extended(_allowance("1", "20", _TENTH, _HUNDRED))),
]
