"""Parts that the UBL papers of the trading world share: parties, items, sums, references."""

from datetime import date, timedelta
from xml.sax.saxutils import escape

from counterfoil.flow.world.paper import CREDITOR, LOCAL_TAX_NUMBER, Company, Paper, Row, money

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_COMMON = f'xmlns:cac="{_UBL}CommonAggregateComponents-2" xmlns:cbc="{_UBL}CommonBasicComponents-2"'
_ANSWER_DAYS = 14
"""An order waits so long for its answer."""


def document(root: str, customization: str, profile: str, body: str) -> bytes:
    """A whole document."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_UBL}{root}-2" {_COMMON}>'
        f"{leaf('CustomizationID', customization)}{leaf('ProfileID', profile)}{body}</{root}>\n"
    )
    return text.replace("><c", ">\n<c").encode()


def leaf(name: str, text: object) -> str:
    """An element with a text; nothing where there is no text."""
    return "" if text is None else f"<cbc:{name}>{escape(str(text))}</cbc:{name}>"


def reference(name: str, number: str | None) -> str:
    """A reference to another document by its number; nothing where there is none."""
    return "" if number is None else f"<cac:{name}>{leaf('ID', number)}</cac:{name}>"


def party(company: Company) -> str:
    """What orders and despatch advices know of a party."""
    return f"{_identified(company)}{_address(company)}{_legal(company)}"


def ordering_parties(paper: Paper) -> str:
    """Buyer and seller of an order."""
    return (
        f"<cac:BuyerCustomerParty><cac:Party>{party(paper.buyer)}</cac:Party></cac:BuyerCustomerParty>"
        f"<cac:SellerSupplierParty><cac:Party>{party(paper.seller)}</cac:Party></cac:SellerSupplierParty>"
    )


def response_parties(paper: Paper) -> str:
    """Seller and buyer of an answer, by identifier and name."""
    seller, buyer = (f"{_identified(one)}{_legal(one)}" for one in (paper.seller, paper.buyer))
    return (
        f"<cac:SellerSupplierParty><cac:Party>{seller}</cac:Party></cac:SellerSupplierParty>"
        f"<cac:BuyerCustomerParty><cac:Party>{buyer}</cac:Party></cac:BuyerCustomerParty>"
    )


def billing_parties(paper: Paper) -> str:
    """Seller and buyer of an invoice."""
    return (
        f"<cac:AccountingSupplierParty><cac:Party>{_billing(paper.seller, seller_of=paper)}</cac:Party>"
        f"</cac:AccountingSupplierParty><cac:AccountingCustomerParty><cac:Party>{_billing(paper.buyer)}</cac:Party>"
        "</cac:AccountingCustomerParty>"
    )


def answer_until(issued: date) -> str:
    """Until when an order waits for its answer."""
    until = leaf("EndDate", issued + timedelta(days=_ANSWER_DAYS))
    return f"<cac:ValidityPeriod>{until}</cac:ValidityPeriod>"


def transfer(paper: Paper, root: str) -> str:
    """How an invoice wants to be paid: by transfer, or collected by a mandate."""
    due = leaf("PaymentDueDate", paper.due) if root == "CreditNote" else ""
    quoted = leaf("PaymentID", paper.payment_reference)
    if paper.mandate is not None:
        return (
            f'<cac:PaymentMeans><cbc:PaymentMeansCode name="SEPA">59</cbc:PaymentMeansCode>{due}{quoted}'
            f"<cac:PaymentMandate>{leaf('ID', paper.mandate)}<cac:PayerFinancialAccount>"
            f"{leaf('ID', paper.buyer.iban)}</cac:PayerFinancialAccount></cac:PaymentMandate></cac:PaymentMeans>"
        )
    return (
        f'<cac:PaymentMeans><cbc:PaymentMeansCode name="SEPA">58</cbc:PaymentMeansCode>{due}{quoted}'
        f"<cac:PayeeFinancialAccount>{leaf('ID', paper.account or paper.seller.iban)}</cac:PayeeFinancialAccount>"
        "</cac:PaymentMeans>"
    )


def item(row: Row, *, taxed: bool = True) -> str:
    """An item by its name and whatever numbers the line gives."""
    numbers = "".join(
        f"<cac:{name}><cbc:ID{scheme}>{escape(number)}</cbc:ID></cac:{name}>"
        for name, number, scheme in (
            ("BuyersItemIdentification", row.buyer_item, ""),
            ("SellersItemIdentification", row.seller_item, ""),
            ("StandardItemIdentification", row.gtin, ' schemeID="0160"'),
        )
        if number
    )
    category = f"<cac:ClassifiedTaxCategory>{_category(row.rate)}</cac:ClassifiedTaxCategory>" if taxed else ""
    return f"<cac:Item>{leaf('Name', row.name)}{numbers}{category}</cac:Item>"


def sums(paper: Paper) -> str:
    """Charge, taxes and totals of an invoice."""
    currency = f'currencyID="{paper.currency}"'
    groups = "".join(
        f"<cac:TaxSubtotal><cbc:TaxableAmount {currency}>{money(base)}</cbc:TaxableAmount>"
        f"<cbc:TaxAmount {currency}>{money(tax)}</cbc:TaxAmount><cac:TaxCategory>{_category(rate)}</cac:TaxCategory>"
        "</cac:TaxSubtotal>"
        for rate, base, tax in paper.taxes
    )
    charged = (
        f"<cbc:ChargeTotalAmount {currency}>{money(paper.charge.amount)}</cbc:ChargeTotalAmount>"
        if paper.charge
        else ""
    )
    return (
        f"{_charge(paper)}<cac:TaxTotal><cbc:TaxAmount {currency}>{money(paper.tax)}</cbc:TaxAmount>{groups}"
        f"</cac:TaxTotal><cac:LegalMonetaryTotal>"
        f"<cbc:LineExtensionAmount {currency}>{money(paper.lines_net)}</cbc:LineExtensionAmount>"
        f"<cbc:TaxExclusiveAmount {currency}>{money(paper.net)}</cbc:TaxExclusiveAmount>"
        f"<cbc:TaxInclusiveAmount {currency}>{money(paper.total)}</cbc:TaxInclusiveAmount>{charged}"
        f"<cbc:PayableAmount {currency}>{money(paper.total)}</cbc:PayableAmount></cac:LegalMonetaryTotal>"
    )


def _charge(paper: Paper) -> str:
    if paper.charge is None:
        return ""
    return (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
        f"{leaf('AllowanceChargeReason', paper.charge.reason)}"
        f'<cbc:Amount currencyID="{paper.currency}">{money(paper.charge.amount)}</cbc:Amount>'
        f"<cac:TaxCategory>{_category(paper.charge.rate)}</cac:TaxCategory></cac:AllowanceCharge>"
    )


def _category(rate: str) -> str:
    return f"<cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def _billing(company: Company, *, seller_of: Paper | None = None) -> str:
    asked = (
        f"<cac:Contact>{leaf('Name', company.person)}{leaf('Telephone', company.phone)}"
        f"{leaf('ElectronicMail', company.mail)}</cac:Contact>"
    )
    trading = f"<cac:PartyName>{leaf('Name', company.trading_name)}</cac:PartyName>" if company.trading_name else ""
    number, scheme = (company.vat, "VAT") if company.vat else (LOCAL_TAX_NUMBER, "FC")
    tax = (
        f"<cac:PartyTaxScheme>{leaf('CompanyID', number)}<cac:TaxScheme>{leaf('ID', scheme)}</cac:TaxScheme>"
        "</cac:PartyTaxScheme>"
    )
    creditor = (
        f'<cac:PartyIdentification><cbc:ID schemeID="SEPA">{CREDITOR}</cbc:ID></cac:PartyIdentification>'
        if seller_of and seller_of.mandate
        else ""
    )
    named = f"{_identified(company)}{creditor}{trading}{_address(company)}{tax}{_legal(company)}"
    return f"{named}{asked}" if seller_of else named


def _identified(company: Company) -> str:
    return (
        f'<cbc:EndpointID schemeID="0088">{company.gln}</cbc:EndpointID>'
        f'<cac:PartyIdentification><cbc:ID schemeID="0088">{company.gln}</cbc:ID></cac:PartyIdentification>'
    )


def _address(company: Company) -> str:
    return (
        f"<cac:PostalAddress>{leaf('StreetName', company.street)}{leaf('CityName', company.city)}"
        f"{leaf('PostalZone', company.post_code)}<cac:Country>{leaf('IdentificationCode', company.country)}"
        "</cac:Country></cac:PostalAddress>"
    )


def _legal(company: Company) -> str:
    return f"<cac:PartyLegalEntity>{leaf('RegistrationName', company.name)}</cac:PartyLegalEntity>"
