"""What breaks each national rule of Peppol's billing in UBL, in an invoice between parties of that country."""

from rules.peppol.edits import Case

_MEANS = "<cbc:PaymentMeansCode>58<"
_PAYMENT = "<cbc:PaymentID>R-17<"
_ACCOUNT = ">DE02120300000000202051<"
_NOTE = "<cbc:Note>Thirty days</cbc:Note>"
_BANK = """      <cac:FinancialInstitutionBranch>
        <cbc:ID>BANKDEFF</cbc:ID>
      </cac:FinancialInstitutionBranch>
"""
_PAYEE = f"""    <cac:PayeeFinancialAccount>
      <cbc:ID>DE02120300000000202051</cbc:ID>
{_BANK}    </cac:PayeeFinancialAccount>
"""
_CARD = """    <cac:CardAccount>
      <cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID>
      <cbc:NetworkID>Card</cbc:NetworkID>
    </cac:CardAccount>
"""
_REASON = ">95</cbc:AllowanceChargeReasonCode>\n    <cbc:AllowanceChargeReason>Agreed<"
_SELLER_CVR = 'schemeID="0184">DK12345674<'
_FIRST_CLASS = 'listID="TST" listVersionID="19.05.01"'
_CITY = "<cbc:CityName>Milltown</cbc:CityName>"
_STREET = "        <cbc:StreetName>Mill 1</cbc:StreetName>\n"
_BUYER_STREET = "        <cbc:StreetName>Hall 7</cbc:StreetName>\n"
_ORDER = "  <cac:OrderReference>\n    <cbc:ID>O-4</cbc:ID>\n  </cac:OrderReference>\n"
_BILLING = """  <cac:BillingReference>
    <cac:InvoiceDocumentReference>
      <cbc:ID>R-16</cbc:ID>
    </cac:InvoiceDocumentReference>
  </cac:BillingReference>
"""
_VAT_SCHEME = (
    "</cbc:CompanyID>\n        <cac:TaxScheme>\n          <cbc:ID>VAT</cbc:ID>\n        </cac:TaxScheme>\n"
    "      </cac:PartyTaxScheme>\n"
)
_AFTER_BUYER = "  </cac:AccountingCustomerParty>\n"


def _mandate(account: str = "DE02120300000000202051", number: str = "<cbc:ID>M-1</cbc:ID>") -> str:
    payer = f"<cac:PayerFinancialAccount><cbc:ID>{account}</cbc:ID></cac:PayerFinancialAccount>" if account else ""
    return f"    <cac:PaymentMandate>{number}{payer}</cac:PaymentMandate>\n"


def _representative(country: str, vat: str, street: str = "<cbc:StreetName>Way 1</cbc:StreetName>") -> str:
    return (
        "<cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Rep</cbc:Name></cac:PartyName><cac:PostalAddress>"
        f"{street}<cbc:CityName>Reptown</cbc:CityName><cbc:PostalZone>1</cbc:PostalZone><cac:Country>"
        f"<cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        "</cac:PartyTaxScheme></cac:TaxRepresentativeParty>\n"
    )


def _paid(code: str, **changes: str) -> dict[str, str]:
    return {_MEANS: f"<cbc:PaymentMeansCode>{code}<", **changes}


def _danish_payment(code: str, reference: str, account: str) -> dict[str, str]:
    return {
        _MEANS: f"<cbc:PaymentMeansCode>{code}<",
        _PAYMENT: f"<cbc:PaymentID>{reference}<",
        _ACCOUNT: f">{account}<",
    }


_FIRST_PERCENT = """<cbc:TaxAmount currencyID="EUR">51.25</cbc:TaxAmount>
      <cac:TaxCategory>
        <cbc:ID>S</cbc:ID>
        <cbc:Percent>25<"""

_DENMARK = [
    Case("DK-R-002 PEPPOL-EN16931-R008 PEPPOL-COMMON-R042", {_SELLER_CVR: 'schemeID="0184"><'}, "danish"),
    Case("DK-R-002", {'        <cbc:CompanyID schemeID="0184">DK12345674</cbc:CompanyID>\n': ""}, "danish"),
    Case("DK-R-014", {_SELLER_CVR: 'schemeID="0060">DK12345674<'}, "danish"),
    Case("DK-R-014", {_SELLER_CVR: ">DK12345674<"}, "danish"),
    Case("", {_SELLER_CVR: 'schemeID=" 0184 ">DK12345674<'}, "danish"),
    Case(
        "DK-R-016",
        {'<cbc:PayableAmount currencyID="EUR">256.25<': '<cbc:PayableAmount currencyID="EUR">-0.01<'},
        "danish credit",
    ),
    Case(
        "",
        {'<cbc:PayableAmount currencyID="EUR">256.25<': '<cbc:PayableAmount currencyID="EUR">-0.00<'},
        "danish credit",
    ),
    Case("", {'<cbc:PayableAmount currencyID="EUR">256.25<': '<cbc:PayableAmount currencyID="EUR">-0.01<'}, "danish"),
    Case("DK-R-013", {'<cbc:ID schemeID="0060">123456789<': "<cbc:ID>123456789<"}, "danish"),
    Case("DK-R-013", {'<cbc:ID schemeID="0060">987654321<': '<cbc:ID schemeID=" ">987654321<'}, "danish"),
    Case("DK-R-005", _paid("57"), "danish"),
    Case("", _paid("58 59"), "danish"),
    Case("DK-R-005", _paid(" 58"), "danish"),
    Case("", _paid("57"), "danish credit"),
    Case("", _paid("31"), "danish"),
    Case("DK-R-006", {**_paid("31"), _BANK: ""}, "danish"),
    Case("DK-R-006", {**_paid("42"), _PAYEE: ""}, "danish"),
    Case("DK-R-007 PEPPOL-EN16931-R061", _paid("49"), "danish"),
    Case("DK-R-007", {**_paid("49"), _PAYEE: _PAYEE + _mandate(account="")}, "danish"),
    Case("", {**_paid("49"), _PAYEE: _PAYEE + _mandate()}, "danish"),
    Case("", _danish_payment("50", "01#", "12345678"), "danish"),
    Case("DK-R-008", _danish_payment("50", "01#", "123456"), "danish"),
    Case("DK-R-008", _danish_payment("50", "02#", "1234567"), "danish"),
    Case("DK-R-008", _danish_payment("50", "01#", "1234567 "), "danish"),
    Case("", _danish_payment("50", "04#1234567890123456", "1234567"), "danish"),
    Case("DK-R-009", _danish_payment("50", "15#123456789012345", "1234567"), "danish"),
    Case("", _danish_payment("93", "73#", "12345678"), "danish"),
    Case("DK-R-010", _danish_payment("93", "73#", "1234567"), "danish"),
    Case("DK-R-010", _danish_payment("93", "74#", "12345678"), "danish"),
    Case("", _danish_payment("93", "71#123456789012345", "12345678"), "danish"),
    Case("DK-R-011", _danish_payment("93", "75#12345678901234", "12345678"), "danish"),
    Case("DK-R-017", {'schemeID="0184">87654321<': 'schemeID="0060">87654321<'}, "danish"),
    Case("", {'        <cbc:CompanyID schemeID="0184">87654321</cbc:CompanyID>\n': ""}, "danish"),
    Case("DK-R-003", {_FIRST_CLASS: 'listID="TST" listVersionID="19.05.02"'}, "danish"),
    Case("DK-R-003", {_FIRST_CLASS: 'listID="TST"'}, "danish credit"),
    Case("", {_FIRST_CLASS: 'listID="TST" listVersionID="26.0801"'}, "danish"),
    Case("", {_FIRST_CLASS: 'listID="STI"'}, "danish"),
    Case("DK-R-004 PEPPOL-EN16931-CL002", {_REASON: _REASON.replace("95", "ZZZ")}, "danish"),
    Case("PEPPOL-EN16931-CL002", {_REASON: _REASON.replace("95", "ZZZ").replace("Agreed", "0123")}, "danish"),
    Case("PEPPOL-EN16931-CL002 DK-R-004", {_REASON: _REASON.replace("95", "ZZZ").replace("Agreed", "-123")}, "danish"),
    Case("PEPPOL-EN16931-CL002", {_REASON: _REASON.replace("95", "ZZZ").replace("Agreed", "Tax#12")}, "danish"),
    Case("PEPPOL-EN16931-CL002 DK-R-004", {_REASON: _REASON.replace("95", "ZZZ").replace("Agreed", "#12")}, "danish"),
]

_NO_CITY = {f"        {_CITY}\n": ""}
_GERMAN_MEANS = "<cbc:PaymentMeansCode>30<"


def _german(code: str, *, payee: str = _PAYEE, rest: str = "") -> dict[str, str]:
    return {_GERMAN_MEANS: f"<cbc:PaymentMeansCode>{code}<", _PAYEE: rest if not payee else payee + rest}


def _attached(name: str) -> str:
    file = "cbc:EmbeddedDocumentBinaryObject"
    return f'<{file} mimeCode="text/csv" filename="{name}">QUJD</{file}>'


def _noted(note: str) -> dict[str, str]:
    return {_NOTE: f"<cbc:Note>{note}</cbc:Note>"}


_SKONTO = "#SKONTO#TAGE=14#PROZENT=2.00#"
_ALL_MEANS = f"""  <cac:PaymentMeans>
    {_GERMAN_MEANS}/cbc:PaymentMeansCode>
    {_PAYMENT}/cbc:PaymentID>
{_PAYEE}  </cac:PaymentMeans>
"""
_SECOND_FILE = """<cac:ExternalReference>
        <cbc:URI>https://boards.example/terms</cbc:URI>
      </cac:ExternalReference>"""
_SEPA = '<cbc:ID schemeID="SEPA">DE98ZZZ09999999999</cbc:ID>'
_SELLER_ID = '<cbc:ID schemeID="0060">123456789</cbc:ID>'
_NO_VAT = {
    ">DE123456788<": "> <",
    ">TAXCODE1234<": "> <",
}

_CATEGORIES = (
    "200.00</cbc:BaseAmount>\n    <cac:TaxCategory>\n      <cbc:ID>S<",
    "15.00</cbc:Amount>\n    <cac:TaxCategory>\n      <cbc:ID>S<",
    "</cac:CommodityClassification>\n      <cac:ClassifiedTaxCategory>\n        <cbc:ID>S<",
    "<cbc:Name>Nails</cbc:Name>\n      <cac:ClassifiedTaxCategory>\n        <cbc:ID>S<",
)
_UNTAXED = {category: category.replace(">S<", ">O<") for category in _CATEGORIES}

_GERMANY = [
    Case("DE-R-001", {_ALL_MEANS: ""}, "german"),
    Case(
        "DE-R-002",
        {
            "      <cac:Contact>\n        <cbc:Name>Ada</cbc:Name>\n        <cbc:Telephone>+32 12 34</cbc:Telephone>\n"
            "        <cbc:ElectronicMail>ada@boards.example</cbc:ElectronicMail>\n      </cac:Contact>\n": ""
        },
        "german",
    ),
    Case("DE-R-003", _NO_CITY, "german"),
    Case("DE-R-003 PEPPOL-EN16931-R008", {_CITY: "<cbc:CityName> </cbc:CityName>"}, "german"),
    Case("DE-R-004", {"        <cbc:PostalZone>1000</cbc:PostalZone>\n": ""}, "german"),
    Case("DE-R-005", {"        <cbc:Name>Ada</cbc:Name>\n": ""}, "german"),
    Case("DE-R-006 DE-R-027", {"        <cbc:Telephone>+32 12 34</cbc:Telephone>\n": ""}, "german"),
    Case("DE-R-007 DE-R-028", {"        <cbc:ElectronicMail>ada@boards.example</cbc:ElectronicMail>\n": ""}, "german"),
    Case("DE-R-008", {"        <cbc:CityName>Halltown</cbc:CityName>\n": ""}, "german"),
    Case("DE-R-009", {"        <cbc:PostalZone>7000</cbc:PostalZone>\n": ""}, "german"),
    Case("DE-R-010", {"        <cbc:CityName>Yardtown</cbc:CityName>\n": ""}, "german"),
    Case("DE-R-011", {"        <cbc:PostalZone>8000</cbc:PostalZone>\n": ""}, "german"),
    Case(
        "DE-R-014", {f"{_FIRST_PERCENT}/cbc:Percent>\n": _FIRST_PERCENT.rpartition("<")[0].rpartition("<")[0]}, "german"
    ),
    Case("DE-R-015", {"  <cbc:BuyerReference>Hall 7</cbc:BuyerReference>\n": ""}, "german"),
    Case("DE-R-016 PEPPOL-EN16931-R008", _NO_VAT, "german"),
    Case("PEPPOL-EN16931-R008", {**_NO_VAT, _AFTER_BUYER: _AFTER_BUYER + _representative("FR", "FR1")}, "german"),
    Case("PEPPOL-EN16931-R008", {**_NO_VAT, **_UNTAXED}, "german"),
    Case("DE-R-017", {"<cbc:InvoiceTypeCode>380<": "<cbc:InvoiceTypeCode>393<"}, "german"),
    Case("", {"<cbc:InvoiceTypeCode>380<": "<cbc:InvoiceTypeCode>875<"}, "german"),
    Case("", _noted(f"{_SKONTO}\n"), "german"),
    Case("", _noted(f"Terms\n{_SKONTO}\n#SKONTO#TAGE=7#PROZENT=3.00#BASISBETRAG=-1.50#\n \n"), "german"),
    Case("DE-R-018", _noted(_SKONTO), "german"),
    Case("DE-R-018", _noted(f"{_SKONTO} or less\n"), "german"),
    Case("DE-R-018", _noted("#SKONTO#TAGE=14#PROZENT=2.0#\n"), "german"),
    Case("", _noted(f"{_SKONTO}\nfourteen days"), "german"),
    Case("DE-R-018", _noted("  # SKONTO\n"), "german"),
    Case("DE-R-019", _german("58", payee=_PAYEE.replace("DE02120300000000202051", "DE02120300000000202052")), "german"),
    Case("", _german("58", payee=_PAYEE.replace("DE02120300000000202051", "DE02 1203 0000 0000 2020 51")), "german"),
    Case("DE-R-019", _german("58", payee=_PAYEE.replace("DE02120300000000202051", "de02120300000000202051")), "german"),
    Case("DE-R-023-1 DE-R-019", _german("58", payee=""), "german"),
    Case("DE-R-023-1", _german("30", payee=""), "german"),
    Case("DE-R-023-2", {_PAYEE: _CARD + _PAYEE}, "german"),
    Case("DE-R-024-1 DE-R-024-2", _german("48"), "german"),
    Case("", _german("54", payee="", rest=_CARD), "german"),
    Case("DE-R-024-2", {_GERMAN_MEANS: "<cbc:PaymentMeansCode> 55 <", _PAYEE: _CARD + _PAYEE}, "german"),
    Case("DE-R-020 DE-R-025-1 DE-R-025-2 PEPPOL-EN16931-R061", _german("59"), "german"),
    Case("DE-R-030", _german("59", payee="", rest=_mandate()), "german"),
    Case("", {**_german("59", payee="", rest=_mandate()), _SELLER_ID: _SEPA}, "german"),
    Case("DE-R-020", {**_german("59", payee="", rest=_mandate(account="DE1")), _SELLER_ID: _SEPA}, "german"),
    Case("DE-R-020 DE-R-031", {**_german("59", payee="", rest=_mandate(account="")), _SELLER_ID: _SEPA}, "german"),
    Case("DE-R-025-2", {**_german("59", rest=_mandate()), _SELLER_ID: _SEPA}, "german"),
    Case(
        "DE-R-022",
        {_SECOND_FILE: _attached("drawing.pdf")},
        "german",
    ),
    Case(
        "",
        {_SECOND_FILE: _attached("drawing.csv")},
        "german",
    ),
    Case("DE-R-026", {"<cbc:InvoiceTypeCode>380<": "<cbc:InvoiceTypeCode>384<", _BILLING: ""}, "german"),
    Case("", {"<cbc:InvoiceTypeCode>380<": "<cbc:InvoiceTypeCode>384<"}, "german"),
    Case("DE-R-027", {">+32 12 34<": ">+32<"}, "german"),
    Case("", {">+32 12 34<": ">a1b2c3<"}, "german"),
    Case("DE-R-028", {">ada@boards.example<": ">ada@boards<"}, "german"),
    Case("DE-R-028", {">ada@boards.example<": ">a da@boards.example<"}, "german"),
    Case("DE-R-T02", {"https://boards.example/terms": "boards.example/terms"}, "german"),
    Case("DE-R-T02", {"https://boards.example/terms": "x:y"}, "german"),
    Case("", {"https://boards.example/terms": "cid:y"}, "german"),
]

_NUMBER = ">094259216|31/03/2026|0|1.1|A|17<"
_TIN_ADDRESS = '<cbc:EndpointID schemeID="9933">094259216</cbc:EndpointID>'
_SELLER_PARTY = f"<cac:AccountingSupplierParty>\n    <cac:Party>\n      {_TIN_ADDRESS}"
_BUYER_PARTY = f"<cac:AccountingCustomerParty>\n    <cac:Party>\n      {_TIN_ADDRESS}"
_SELLER_VAT = f"      <cac:PartyTaxScheme>\n        <cbc:CompanyID>EL094259216{_VAT_SCHEME}      <cac:PartyTaxScheme>"
_BUYER_VAT = f"      <cac:PartyTaxScheme>\n        <cbc:CompanyID>EL094259216{_VAT_SCHEME}      <cac:PartyLegalEntity>"
_SELLER_NAME = "      <cac:PartyName>\n        <cbc:Name>Boards</cbc:Name>\n      </cac:PartyName>\n"
_BUYER_NAME = "      <cac:PartyName>\n        <cbc:Name>Hall</cbc:Name>\n      </cac:PartyName>\n"


def _numbered(number: str) -> dict[str, str]:
    return {_NUMBER: f">{number}<"}


_GREECE = [
    Case("GR-R-001-1 GR-R-001-7", _numbered("094259216|31/03/2026|0|1.1|A"), "greek"),
    Case("GR-R-001-1", _numbered("094259216|31/03/2026|0|1.1|A|17|"), "greek"),
    Case("GR-R-001-2", _numbered("094259217|31/03/2026|0|1.1|A|17"), "greek"),
    Case("GR-R-001-2", _numbered("090000045|31/03/2026|0|1.1|A|17"), "greek"),
    Case("GR-R-001-3", _numbered("094259216|30/03/2026|0|1.1|A|17"), "greek"),
    Case("GR-R-001-3", _numbered("094259216|2026-03-31|0|1.1|A|17"), "greek"),
    Case("GR-R-001-4", _numbered("094259216|31/03/2026|-1|1.1|A|17"), "greek"),
    Case("GR-R-001-4", _numbered("094259216|31/03/2026|X|1.1|A|17"), "greek"),
    Case("GR-R-001-5", _numbered("094259216|31/03/2026|0|1.2|A|17"), "greek"),
    Case("GR-R-001-5", _numbered("094259216|31/03/2026|0||A|17"), "greek"),
    Case("GR-R-001-6", _numbered("094259216|31/03/2026|0|1.1||17"), "greek"),
    Case("GR-R-001-7", _numbered("094259216|31/03/2026|0|1.1|A|"), "greek"),
    Case("GR-R-002", {_SELLER_NAME: ""}, "greek"),
    Case("GR-R-005", {_BUYER_NAME: ""}, "greek"),
    Case("GR-R-003 GR-S-011 GR-R-001-2", {_SELLER_VAT: _SELLER_VAT.replace("EL094259216", "EL094259217")}, "greek"),
    Case("GR-R-003 GR-S-011", {_SELLER_VAT: _SELLER_VAT.replace("EL", "GR")}, "greek"),
    Case("GR-S-011 GR-R-001-2", {_SELLER_VAT: "      <cac:PartyTaxScheme>"}, "greek"),
    Case("GR-R-004-1", {"##M.AR.K##": "Mark"}, "greek"),
    Case("GR-R-004-2", {">400001<": ">0400001<"}, "greek"),
    Case("GR-S-008-1", {"##INVOICE|URL##": "Address"}, "greek"),
    Case("GR-R-004-1 GR-S-008-1 GR-R-008-2 GR-R-008-3", {"##M.AR.K##": "##INVOICE|URL##"}, "greek"),
    Case(
        "GR-R-008-3",
        {_SECOND_FILE: _attached("t.csv")},
        "greek",
    ),
    Case("GR-R-006", {_BUYER_VAT: _BUYER_VAT.replace("EL094259216", "EL1")}, "greek"),
    Case("", {_BUYER_VAT: _BUYER_VAT.replace("EL094259216", "FR1")}, "greek"),
    Case("GR-R-006", {_BUYER_VAT: "      <cac:PartyLegalEntity>"}, "greek"),
    Case("GR-R-009", {_SELLER_PARTY: _SELLER_PARTY.replace("094259216", "094259217")}, "greek"),
    Case("GR-R-009", {_SELLER_PARTY: _SELLER_PARTY.replace("9933", "9930")}, "greek"),
    Case("GR-R-010", {_BUYER_PARTY: _BUYER_PARTY.replace("9933", "9930")}, "greek"),
    # A tax representative makes the seller Greek, but not the electronic address.
    Case(
        "GR-S-011 GR-R-001-1 GR-R-001-2 GR-R-001-3 GR-R-001-4 GR-R-001-5 GR-R-001-6 GR-R-001-7",
        {
            "      <cac:PartyTaxScheme>\n        <cbc:CompanyID>BE0202239951</cbc:CompanyID>\n        <cac:TaxScheme>\n"
            "          <cbc:ID>VAT</cbc:ID>\n        </cac:TaxScheme>\n      </cac:PartyTaxScheme>\n": "",
            _AFTER_BUYER: _AFTER_BUYER + _representative("GR", "EL094259216"),
        },
    ),
]

_FINAL = "<cbc:ID>2026-05-15<"
_ICELANDIC_MEANS = "<cbc:PaymentMeansCode>9<"
_ICELAND = [
    Case("IS-R-001", {"<cbc:InvoiceTypeCode>380<": "<cbc:InvoiceTypeCode>393<"}, "icelandic"),
    Case("IS-R-002", {'schemeID="0196">1234567890<': 'schemeID="0060">1234567890<'}, "icelandic"),
    Case("IS-R-003", {_STREET: ""}, "icelandic"),
    Case("IS-R-004", {'schemeID="0196">0987654321<': ">0987654321<"}, "icelandic"),
    Case("IS-R-005", {_BUYER_STREET: ""}, "icelandic"),
    Case("IS-R-006", {">012345678901<": ">01234567890<"}, "icelandic"),
    Case("", {">012345678901<": "> 012345678901 <"}, "icelandic"),
    Case("IS-R-006", {_PAYEE.replace("DE02120300000000202051", "012345678901"): ""}, "icelandic"),
    Case("IS-R-007", {_ICELANDIC_MEANS: "<cbc:PaymentMeansCode>42<", ">012345678901<": ">01234567890<"}, "icelandic"),
    Case("", {_ICELANDIC_MEANS: "<cbc:PaymentMeansCode>42<"}, "icelandic"),
    Case("", {_ICELANDIC_MEANS: "<cbc:PaymentMeansCode>30<", ">012345678901<": ">1<"}, "icelandic"),
    Case("IS-R-008", {_FINAL: "<cbc:ID>2026-05-32<"}, "icelandic"),
    Case("IS-R-008", {_FINAL: "<cbc:ID>soon<"}, "icelandic"),
    Case("IS-R-009 IS-R-010", {"  <cbc:DueDate>2026-04-30</cbc:DueDate>\n": ""}, "icelandic"),
    Case("IS-R-010", {_FINAL: "<cbc:ID>2026-04-29<"}, "icelandic"),
    Case("", {_FINAL: "<cbc:ID>2026-04-30<"}, "icelandic"),
    Case("", {"EINDAGI": "Eindagi"}, "icelandic"),
]

_ITALY = [
    Case("IT-R-001", {">TAXCODE1234<": ">TAXCODE123<"}, "italian"),
    Case("IT-R-001", {">TAXCODE1234<": ">taxcode1234<"}, "italian"),
    Case("IT-R-001", {"        <cbc:CompanyID>TAXCODE1234</cbc:CompanyID>\n": ""}, "italian"),
    Case("IT-R-002", {_STREET: ""}, "italian"),
    Case("IT-R-003", _NO_CITY, "italian"),
    Case("IT-R-004", {"        <cbc:PostalZone>1000</cbc:PostalZone>\n": ""}, "italian"),
]

_PAYABLE = '<cbc:PayableAmount currencyID="EUR">256.25<'
_NETHERLANDS = [
    Case("", {_BILLING: ""}, "dutch"),
    Case("NL-R-001", {_BILLING: ""}, "dutch credit"),
    Case("NL-R-002", _NO_CITY, "dutch"),
    Case("NL-R-003", {'schemeID="0106">12345678<': 'schemeID="0060">12345678<'}, "dutch"),
    Case("NL-R-003", {'schemeID="0106">12345678<': ">12345678<"}, "dutch"),
    Case("NL-R-004", {_BUYER_STREET: ""}, "dutch"),
    Case("NL-R-005", {'schemeID="0190">12345678901234567890<': 'schemeID="0060">1<'}, "dutch"),
    Case("NL-R-006", {_AFTER_BUYER: _AFTER_BUYER + _representative("NL", "NL123456789B01", street="")}, "dutch"),
    Case("", {_AFTER_BUYER: _AFTER_BUYER + _representative("NL", "NL123456789B01")}, "dutch"),
    Case("", {_AFTER_BUYER: _AFTER_BUYER + _representative("FR", "FR1", street="")}, "dutch"),
    Case("NL-R-007", {_ALL_MEANS: ""}, "dutch"),
    Case("", {_ALL_MEANS: "", _PAYABLE: _PAYABLE.replace("256.25", "0.00")}, "dutch"),
    Case("", {_ALL_MEANS: ""}, "dutch credit"),
    Case("NL-R-007", {_ALL_MEANS: "", _PAYABLE: _PAYABLE.replace("256.25", "-1")}, "dutch credit"),
    Case("NL-R-008", {_GERMAN_MEANS: "<cbc:PaymentMeansCode>31<"}, "dutch"),
    Case("", {_GERMAN_MEANS: "<cbc:PaymentMeansCode> 57 <"}, "dutch"),
    Case("NL-R-009", {_ORDER: ""}, "dutch"),
]

_NORWEGIAN_VAT = f"NO974760673MVA{_VAT_SCHEME}      <cac:PartyTaxScheme>"
_TWO_VAT = {
    ">Foretaksregisteret<": ">NO974760673MVA<",
    "          <cbc:ID>TAX</cbc:ID>": "          <cbc:ID>VAT</cbc:ID>",
}
_NORWAY = [
    Case("NO-R-002", {">Foretaksregisteret<": ">Register<"}, "norwegian"),
    Case("", {">Foretaksregisteret<": "> Foretaksregisteret <"}, "norwegian"),
    Case("NO-R-001", {_NORWEGIAN_VAT: _NORWEGIAN_VAT.replace("974760673", "974760674")}, "norwegian"),
    Case("NO-R-001", {_NORWEGIAN_VAT: _NORWEGIAN_VAT.replace("MVA", "")}, "norwegian"),
    # Of a seller with two VAT identifiers nobody knows the country.
    Case("", _TWO_VAT, "norwegian"),
]

_SWEDISH_VAT = f"SE556703748501{_VAT_SCHEME}      <cac:PartyTaxScheme>"
_NUMBER = f"<cac:PartyTaxScheme>\n        <cbc:CompanyID>{_SWEDISH_VAT}"
_NO_NUMBER = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
_ORGANISATION = 'schemeID="0007">5567037485<'
_GIRO = ">SE:BANKGIRO<"
_GIRO_ACCOUNT = ">1234567<"
_LAST_RATE = """</cac:CommodityClassification>
      <cac:ClassifiedTaxCategory>
        <cbc:ID>S</cbc:ID>
        <cbc:Percent>25<"""
_SWEDEN = [
    Case("SE-R-001", {_SWEDISH_VAT: _SWEDISH_VAT.replace("SE556703748501", "SE55670374850")}, "swedish"),
    Case("SE-R-002", {_SWEDISH_VAT: _SWEDISH_VAT.replace("SE556703748501", "SE55670374850X")}, "swedish"),
    Case("", {_SWEDISH_VAT: _SWEDISH_VAT.replace("SE556703748501", "FR55670374850X")}, "swedish"),
    Case("", {_NUMBER: f"<cac:PartyTaxScheme>{_NO_NUMBER}{_NUMBER}"}, "swedish"),
    Case("SE-R-003 SE-R-013", {_ORGANISATION: ">556703748X<"}, "swedish"),
    Case("SE-R-004", {_ORGANISATION: ">55670374850<"}, "swedish"),
    Case("SE-R-004 SE-R-013", {_ORGANISATION: ">556703748<"}, "swedish"),
    Case("SE-R-013", {_ORGANISATION: ">5567037486<"}, "swedish"),
    Case("SE-R-005", {">Godkänd för F-skatt<": ">F-skatt<"}, "swedish"),
    Case("", {">Godkänd för F-skatt<": "> GODKÄND  för f-skatt<"}, "swedish"),
    Case(
        "",
        {
            ">Godkänd för F-skatt<": ">F-skatt<",
            '        <cbc:CompanyID schemeID="0007">5567037485</cbc:CompanyID>\n': "",
        },
        "swedish",
    ),
    Case("SE-R-006", {_FIRST_PERCENT: _FIRST_PERCENT.replace(">25<", ">24<")}, "swedish"),
    Case("", {_FIRST_PERCENT: _FIRST_PERCENT.replace(">25<", ">12.00<")}, "swedish"),
    Case("SE-R-006", {_LAST_RATE: _LAST_RATE.replace(">25<", ">7<")}, "swedish"),
    Case("", {_LAST_RATE: _LAST_RATE.replace(">25<", ">7<").replace(">S<", ">E<")}, "swedish"),
    Case("SE-R-008", {_GIRO_ACCOUNT: ">123456X<"}, "swedish"),
    Case("SE-R-009", {_GIRO_ACCOUNT: ">123456<"}, "swedish"),
    Case("", {_GIRO_ACCOUNT: ">12345678<"}, "swedish"),
    Case("SE-R-007", {_GIRO: ">SE:PLUSGIRO<", _GIRO_ACCOUNT: ">1X<"}, "swedish"),
    Case("SE-R-010", {_GIRO: ">SE:PLUSGIRO<", _GIRO_ACCOUNT: ">1<"}, "swedish"),
    Case("SE-R-010", {_GIRO: ">SE:PLUSGIRO<", _GIRO_ACCOUNT: ">123456789<"}, "swedish"),
    Case("", {_GIRO: ">SE:PLUSGIRO<", _GIRO_ACCOUNT: ">12<"}, "swedish"),
    Case("SE-R-011", {_GERMAN_MEANS: "<cbc:PaymentMeansCode>50<"}, "swedish"),
    Case("SE-R-011", {_GERMAN_MEANS: "<cbc:PaymentMeansCode>56<"}, "swedish"),
    Case("SE-R-012", {_GERMAN_MEANS: "<cbc:PaymentMeansCode>31<"}, "swedish"),
]

CASES = [*_DENMARK, *_GERMANY, *_GREECE, *_ICELAND, *_ITALY, *_NETHERLANDS, *_NORWAY, *_SWEDEN]
