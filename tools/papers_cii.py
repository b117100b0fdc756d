"""Invoices of our own making in UN/CEFACT CII, bare and embedded in a PDF."""

import io
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from papers import PLAIN, PROCESS, Company, Line, Totals

_NAMESPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
EXTENDED = f"{PLAIN}#conformant#urn:factur-x.eu:1p0:extended"
"""The guideline of Factur-X that knows most; that of its profile EN 16931 is the plain one."""


def cii(
    number: str,
    issued: date,
    due: date,
    buyer: Company,
    seller: Company,
    lines: tuple[Line, ...],
    of_order: str | None = None,
    follows: str = PLAIN,
) -> bytes:
    """A CII invoice (D16B)."""
    sums = Totals.of(lines)
    order = (
        f"<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{escape(of_order)}</ram:IssuerAssignedID>"
        "</ram:BuyerOrderReferencedDocument>"
        if of_order
        else ""
    )
    return (
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice {_NAMESPACES}>'
            "<rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter>"
            f"<ram:ID>{PROCESS}</ram:ID></ram:BusinessProcessSpecifiedDocumentContextParameter>"
            "<ram:GuidelineSpecifiedDocumentContextParameter>"
            f"<ram:ID>{follows}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
            f"<rsm:ExchangedDocument><ram:ID>{escape(number)}</ram:ID><ram:TypeCode>380</ram:TypeCode>"
            f"<ram:IssueDateTime>{_day(issued)}</ram:IssueDateTime></rsm:ExchangedDocument>"
            f"<rsm:SupplyChainTradeTransaction>{''.join(_line(line) for line in lines)}"
            "<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>purchasing</ram:BuyerReference>"
            f"<ram:SellerTradeParty>{_party(seller, contact=True)}</ram:SellerTradeParty>"
            f"<ram:BuyerTradeParty>{_party(buyer)}</ram:BuyerTradeParty>{order}"
            "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery>"
            "<ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>"
            f"{_day(issued)}</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent>"
            "</ram:ApplicableHeaderTradeDelivery><ram:ApplicableHeaderTradeSettlement>"
            f"<ram:PaymentReference>{escape(number)}</ram:PaymentReference>"
            "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementPaymentMeans>"
            "<ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>"
            f"<ram:IBANID>{seller.iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>"
            f"</ram:SpecifiedTradeSettlementPaymentMeans>{''.join(_tax(*group) for group in sums.taxes)}"
            f"<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>{_day(due)}</ram:DueDateDateTime>"
            "</ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
            f"<ram:LineTotalAmount>{sums.net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{sums.net}"
            f'</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">{sums.tax}</ram:TaxTotalAmount>'
            f"<ram:GrandTotalAmount>{sums.total}</ram:GrandTotalAmount><ram:DuePayableAmount>{sums.total}"
            "</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
            "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n"
        )
        .replace("><r", ">\n<r")
        .encode()
    )


def factur_x(name: str, xml: bytes, title: str) -> bytes:
    """A PDF of one page with that title and the invoice embedded as factur-x.xml. Needs pypdf."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, create_string_object

    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}  # noqa: SLF001 - pypdf has no public way to it
    )
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 18 Tf 60 760 Td ({title}) Tj ET".encode("latin-1", "replace"))
    page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 - pypdf has no public way to it
    writer.add_attachment("factur-x.xml", xml)
    names: Any = writer._root_object["/Names"]  # noqa: SLF001 - pypdf has no public way to it
    embedded = names["/EmbeddedFiles"]["/Names"][1]
    embedded.get_object()[NameObject("/AFRelationship")] = NameObject("/Alternative")
    writer._root_object[NameObject("/AF")] = ArrayObject([embedded])  # noqa: SLF001 - pypdf has no public way to it
    writer.add_metadata({"/Title": title})
    writer._ID = ArrayObject(  # noqa: SLF001 - pypdf has no public way to it
        [create_string_object(name.encode().ljust(16)[:16]), create_string_object(name.encode().ljust(16)[:16])]
    )
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _line(line: Line) -> str:
    order = (
        f"<ram:BuyerOrderReferencedDocument><ram:LineID>{line.order_line}</ram:LineID></ram:BuyerOrderReferencedDocument>"
        if line.order_line
        else ""
    )
    return (
        f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{line.id}</ram:LineID>"
        "</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct>"
        f"<ram:SellerAssignedID>{line.item}</ram:SellerAssignedID><ram:Name>{escape(line.name)}</ram:Name>"
        f"</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement>{order}<ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{line.price}</ram:ChargeAmount></ram:NetPriceProductTradePrice>"
        "</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
        f'<ram:BilledQuantity unitCode="{line.unit}">{line.quantity}</ram:BilledQuantity>'
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>"
        f"<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>{line.rate}"
        "</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{line.net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>"
        "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
    )


def _party(company: Company, contact: bool = False) -> str:
    asked = (
        f"<ram:DefinedTradeContact><ram:PersonName>{escape(company.person)}</ram:PersonName>"
        f"<ram:TelephoneUniversalCommunication><ram:CompleteNumber>{company.phone}</ram:CompleteNumber>"
        "</ram:TelephoneUniversalCommunication><ram:EmailURIUniversalCommunication>"
        f"<ram:URIID>{company.mail}</ram:URIID></ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>"
    )
    return (
        f'<ram:GlobalID schemeID="0088">{company.gln}</ram:GlobalID><ram:Name>{escape(company.name)}</ram:Name>'
        f"{asked if contact else ''}"
        f"<ram:PostalTradeAddress><ram:PostcodeCode>{company.post_code}</ram:PostcodeCode>"
        f"<ram:LineOne>{escape(company.street)}</ram:LineOne><ram:CityName>{escape(company.city)}</ram:CityName>"
        f"<ram:CountryID>{company.country}</ram:CountryID></ram:PostalTradeAddress>"
        f'<ram:URIUniversalCommunication><ram:URIID schemeID="0088">{company.gln}</ram:URIID>'
        "</ram:URIUniversalCommunication><ram:SpecifiedTaxRegistration>"
        f'<ram:ID schemeID="VA">{company.vat}</ram:ID></ram:SpecifiedTaxRegistration>'
    )


def _tax(rate: str, base: Decimal, tax: Decimal) -> str:
    return (
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>"
        f"<ram:BasisAmount>{base}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
    )


def _day(day: date) -> str:
    return f'<udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString>'
