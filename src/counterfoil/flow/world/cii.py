"""Invoices and credit notes of the trading world in UN/CEFACT CII (D16B)."""

from datetime import date
from xml.sax.saxutils import escape

from counterfoil.flow.world.paper import CREDITOR, LOCAL_TAX_NUMBER, Company, Paper, Row, money, plain
from counterfoil.model import summary as kinds

_NAMESPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
_BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def cii(paper: Paper, follows: str = "urn:cen.eu:en16931:2017") -> bytes:
    """An invoice or credit note in CII."""
    code = paper.type_code or ("380" if paper.kind == kinds.INVOICE else "381")
    notes = "".join(f"<ram:IncludedNote>{_leaf('Content', note)}</ram:IncludedNote>" for note in paper.notes)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice {_NAMESPACES}>'
        "<rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter>"
        f"{_leaf('ID', _BILLING)}</ram:BusinessProcessSpecifiedDocumentContextParameter>"
        f"<ram:GuidelineSpecifiedDocumentContextParameter>{_leaf('ID', follows)}"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument>{_leaf('ID', paper.number)}{_leaf('TypeCode', code)}"
        f"<ram:IssueDateTime>{_day(paper.issued)}</ram:IssueDateTime>{notes}</rsm:ExchangedDocument>"
        f"<rsm:SupplyChainTradeTransaction>{''.join(map(_line, paper.rows))}{_agreement(paper)}{_delivery(paper)}"
        f"{_settlement(paper)}</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n"
    )
    return text.replace("><r", ">\n<r").encode()


def _agreement(paper: Paper) -> str:
    return (
        f"<ram:ApplicableHeaderTradeAgreement>{_leaf('BuyerReference', paper.buyer_reference)}"
        f"<ram:SellerTradeParty>{_party(paper.seller, contact=True)}</ram:SellerTradeParty>"
        f"<ram:BuyerTradeParty>{_party(paper.buyer)}</ram:BuyerTradeParty>"
        f"{_document('SellerOrderReferencedDocument', paper.sales_order)}"
        f"{_document('BuyerOrderReferencedDocument', paper.order)}"
        f"{_document('ContractReferencedDocument', paper.contract)}</ram:ApplicableHeaderTradeAgreement>"
    )


def _delivery(paper: Paper) -> str:
    return (
        "<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>"
        f"{_day(paper.delivered or paper.issued)}</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent>"
        f"{_document('DespatchAdviceReferencedDocument', paper.despatch)}</ram:ApplicableHeaderTradeDelivery>"
    )


def _settlement(paper: Paper) -> str:
    due = f"<ram:DueDateDateTime>{_day(paper.due)}</ram:DueDateDateTime>" if paper.due else ""
    terms = f"{_leaf('Description', paper.terms)}{due}{_leaf('DirectDebitMandateID', paper.mandate)}"
    preceding = "".join(_document("InvoiceReferencedDocument", number) for number in paper.preceding)
    return (
        f"<ram:ApplicableHeaderTradeSettlement>{_leaf('CreditorReferenceID', CREDITOR if paper.mandate else None)}"
        f"{_leaf('PaymentReference', paper.payment_reference)}"
        f"{_leaf('InvoiceCurrencyCode', paper.currency)}{_means(paper)}{_taxes(paper)}{_charge(paper)}"
        + (f"<ram:SpecifiedTradePaymentTerms>{terms}</ram:SpecifiedTradePaymentTerms>" if terms else "")
        + f"{_sums(paper)}{preceding}</ram:ApplicableHeaderTradeSettlement>"
    )


def _means(paper: Paper) -> str:
    if paper.mandate is not None:
        account, code = _account("PayerPartyDebtorFinancialAccount", paper.buyer.iban), "59"
    else:
        wanted = paper.account or paper.seller.iban
        account, code = _account("PayeePartyCreditorFinancialAccount", wanted), "58"
    return (
        f"<ram:SpecifiedTradeSettlementPaymentMeans>{_leaf('TypeCode', code)}{account}"
        "</ram:SpecifiedTradeSettlementPaymentMeans>"
    )


def _account(name: str, iban: str) -> str:
    return f"<ram:{name}>{_leaf('IBANID', iban)}</ram:{name}>"


def _taxes(paper: Paper) -> str:
    return "".join(
        f"<ram:ApplicableTradeTax>{_leaf('CalculatedAmount', money(tax))}<ram:TypeCode>VAT</ram:TypeCode>"
        f"{_leaf('BasisAmount', money(base))}<ram:CategoryCode>S</ram:CategoryCode>"
        f"{_leaf('RateApplicablePercent', rate)}</ram:ApplicableTradeTax>"
        for rate, base, tax in paper.taxes
    )


def _charge(paper: Paper) -> str:
    if paper.charge is None:
        return ""
    return (
        "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true</udt:Indicator>"
        f"</ram:ChargeIndicator>{_leaf('ActualAmount', money(paper.charge.amount))}"
        f"{_leaf('Reason', paper.charge.reason)}<ram:CategoryTradeTax><ram:TypeCode>VAT</ram:TypeCode>"
        f"<ram:CategoryCode>S</ram:CategoryCode>{_leaf('RateApplicablePercent', paper.charge.rate)}"
        "</ram:CategoryTradeTax></ram:SpecifiedTradeAllowanceCharge>"
    )


def _sums(paper: Paper) -> str:
    charged = _leaf("ChargeTotalAmount", money(paper.charge.amount)) if paper.charge else ""
    return (
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        f"{_leaf('LineTotalAmount', money(paper.lines_net))}{charged}{_leaf('TaxBasisTotalAmount', money(paper.net))}"
        f'<ram:TaxTotalAmount currencyID="{paper.currency}">{money(paper.tax)}</ram:TaxTotalAmount>'
        f"{_leaf('GrandTotalAmount', money(paper.total))}{_leaf('DuePayableAmount', money(paper.total))}"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
    )


def _line(row: Row) -> str:
    numbers = (
        (f'<ram:GlobalID schemeID="0160">{row.gtin}</ram:GlobalID>' if row.gtin else "")
        + _leaf("SellerAssignedID", row.seller_item)
        + _leaf("BuyerAssignedID", row.buyer_item)
    )
    base = (
        f'<ram:BasisQuantity unitCode="{row.unit}">{plain(row.price_base)}</ram:BasisQuantity>'
        if row.price_base
        else ""
    )
    order = ""
    if row.order is not None or row.order_line is not None:
        told = f"{_leaf('IssuerAssignedID', row.order)}{_leaf('LineID', row.order_line)}"
        order = f"<ram:BuyerOrderReferencedDocument>{told}</ram:BuyerOrderReferencedDocument>"
    allowance = (
        "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator>"
        f"</ram:ChargeIndicator>{_leaf('ActualAmount', money(row.allowance))}<ram:Reason>Rabatt</ram:Reason>"
        "</ram:SpecifiedTradeAllowanceCharge>"
        if row.allowance is not None
        else ""
    )
    return (
        f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>{_leaf('LineID', row.id)}"
        f"</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct>{numbers}{_leaf('Name', row.name)}"
        f"</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement>{order}<ram:NetPriceProductTradePrice>"
        f"{_leaf('ChargeAmount', plain(row.price))}{base}</ram:NetPriceProductTradePrice>"
        "</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
        f'<ram:BilledQuantity unitCode="{row.unit}">{plain(row.quantity)}</ram:BilledQuantity>'
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>"
        "<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>"
        f"{_leaf('RateApplicablePercent', row.rate)}</ram:ApplicableTradeTax>{allowance}"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"{_leaf('LineTotalAmount', money(row.net))}</ram:SpecifiedTradeSettlementLineMonetarySummation>"
        "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
    )


def _party(company: Company, *, contact: bool = False) -> str:
    asked = (
        f"<ram:DefinedTradeContact>{_leaf('PersonName', company.person)}<ram:TelephoneUniversalCommunication>"
        f"{_leaf('CompleteNumber', company.phone)}</ram:TelephoneUniversalCommunication>"
        f"<ram:EmailURIUniversalCommunication>{_leaf('URIID', company.mail)}</ram:EmailURIUniversalCommunication>"
        "</ram:DefinedTradeContact>"
    )
    trading = (
        "<ram:SpecifiedLegalOrganization>"
        f"{_leaf('TradingBusinessName', company.trading_name)}</ram:SpecifiedLegalOrganization>"
        if company.trading_name
        else ""
    )
    number, scheme = (company.vat, "VA") if company.vat else (LOCAL_TAX_NUMBER, "FC")
    tax = f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="{scheme}">{number}</ram:ID></ram:SpecifiedTaxRegistration>'
    return (
        f'<ram:GlobalID schemeID="0088">{company.gln}</ram:GlobalID>{_leaf("Name", company.name)}{trading}'
        f"{asked if contact else ''}<ram:PostalTradeAddress>{_leaf('PostcodeCode', company.post_code)}"
        f"{_leaf('LineOne', company.street)}{_leaf('CityName', company.city)}{_leaf('CountryID', company.country)}"
        f'</ram:PostalTradeAddress><ram:URIUniversalCommunication><ram:URIID schemeID="0088">{company.gln}</ram:URIID>'
        f"</ram:URIUniversalCommunication>{tax}"
    )


def _document(name: str, number: str | None) -> str:
    return "" if number is None else f"<ram:{name}>{_leaf('IssuerAssignedID', number)}</ram:{name}>"


def _leaf(name: str, text: object) -> str:
    return "" if text is None else f"<ram:{name}>{escape(str(text))}</ram:{name}>"


def _day(day: date) -> str:
    return f'<udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString>'
