"""What UBL writes elsewhere than the model has it: tax totals by currency, creditors, tax numbers, typed documents."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.model.invoice import (
    Delivery,
    DirectDebit,
    Invoice,
    Period,
    SupportingDocument,
    Totals,
)
from counterfoil.model.party import Party
from counterfoil.model.values import Amount, Identifier
from formats.ubl_invoice_golden import euro, invoice_of


def tax_total(currency: str, amount: str, base: str = "") -> str:
    part = f"<cac:TaxSubtotal><cbc:TaxableAmount>{base}</cbc:TaxableAmount></cac:TaxSubtotal>" if base else ""
    attribute = f' currencyID="{currency}"' if currency else ""
    return f"<cac:TaxTotal><cbc:TaxAmount{attribute}>{amount}</cbc:TaxAmount>{part}</cac:TaxTotal>"


CURRENCIES = "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>CZK</cbc:TaxCurrencyCode>"
TOTALS = '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">1</cbc:PayableAmount></cac:LegalMonetaryTotal>'


@pytest.mark.parametrize("totals_first", [False, True], ids=["in order", "totals before taxes"])
def test_tax_totals_are_told_apart_by_currency_in_any_order(totals_first: bool) -> None:
    taxes = tax_total("CZK", "250", "1250") + tax_total("EUR", "10", "50")
    invoice = invoice_of(CURRENCIES + (TOTALS + taxes if totals_first else taxes + TOTALS))
    assert invoice.totals == Totals(
        tax=euro("10"),
        tax_accounting=Amount(value=Decimal(250), currency="CZK", written="250"),
        payable=euro("1"),
    )
    assert [each.base.value for each in invoice.taxes if each.base] == [Decimal(50)]


def test_a_tax_total_counts_without_currency_and_not_in_a_foreign_one() -> None:
    assert invoice_of(CURRENCIES + tax_total("", "10")).totals == Totals(tax=Amount(value=Decimal(10), written="10"))
    assert invoice_of(CURRENCIES + tax_total("USD", "10") + TOTALS).totals == Totals(payable=euro("1"))
    assert invoice_of(tax_total("USD", "10")).totals == Totals(
        tax=Amount(value=Decimal(10), currency="USD", written="10")
    )


def test_where_both_currencies_are_the_same_the_first_total_is_the_invoices() -> None:
    same = CURRENCIES.replace("CZK", "EUR")
    assert invoice_of(same + tax_total("EUR", "10") + tax_total("EUR", "11")).totals == Totals(tax=euro("10"))


def seller(identifiers: str = "", more: str = "") -> str:
    return f"<cac:AccountingSupplierParty><cac:Party>{identifiers}{more}</cac:Party></cac:AccountingSupplierParty>"


CREDITOR = '<cac:PartyIdentification><cbc:ID schemeID="SEPA">DE98</cbc:ID></cac:PartyIdentification>'


def test_the_creditor_goes_to_the_first_payment_where_none_is_a_direct_debit() -> None:
    means = "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode></cac:PaymentMeans>"
    invoice = invoice_of(seller(CREDITOR) + means + means)
    assert [each.direct_debit for each in invoice.payment] == [DirectDebit(creditor="DE98"), None]
    assert invoice.seller == Party()


def test_the_creditor_stays_an_identifier_where_nothing_is_paid() -> None:
    assert invoice_of(seller(CREDITOR)).seller == Party(identifiers=(Identifier(value="DE98", scheme="SEPA"),))


def test_the_payee_may_be_the_creditor_but_the_seller_goes_first() -> None:
    mandate = "<cac:PaymentMeans><cac:PaymentMandate><cbc:ID>M</cbc:ID></cac:PaymentMandate></cac:PaymentMeans>"
    payee = f"<cac:PayeeParty>{CREDITOR.replace('DE98', 'AT61')}</cac:PayeeParty>"
    assert invoice_of(payee + mandate).payment[0].direct_debit == DirectDebit(mandate="M", creditor="AT61")
    both = invoice_of(seller(CREDITOR) + payee + mandate)
    assert both.payment[0].direct_debit == DirectDebit(mandate="M", creditor="DE98")
    assert (both.seller, both.payee) == (Party(), Party())


def scheme(company: str, tax: str) -> str:
    return (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{company}</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>{tax}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
    )


def test_tax_numbers_are_told_apart_by_their_scheme() -> None:
    invoice = invoice_of(seller(more=scheme("F-skatt", "TAX") + scheme("SE1", "vat") + scheme("SE2", "VAT")))
    assert invoice.seller == Party(vat="SE1", tax_registration="F-skatt")
    assert invoice_of(seller(more="<cac:PartyTaxScheme/>")).seller == Party()


def test_a_category_of_another_tax_is_not_the_models() -> None:
    def category(name: str, tax: str) -> str:
        return (
            f"<cac:{name}><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>"
            f"<cac:TaxScheme><cbc:ID>{tax}</cbc:ID></cac:TaxScheme></cac:{name}>"
        )

    def invoice(tax: str) -> Invoice:
        return invoice_of(
            f"<cac:AllowanceCharge>{category('TaxCategory', tax)}</cac:AllowanceCharge>"
            f"<cac:InvoiceLine><cac:Item>{category('ClassifiedTaxCategory', tax)}</cac:Item></cac:InvoiceLine>"
        )

    for tax, found in (("VAT", "S"), ("Vat", "S"), ("GST", None)):
        assert invoice(tax).adjustments[0].category == found
        assert invoice(tax).lines[0].category == found


def test_an_invoice_keeps_document_type_50_and_a_missing_id_is_no_object() -> None:
    documents = (
        "<cac:AdditionalDocumentReference><cbc:ID>D</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode>"
        "</cac:AdditionalDocumentReference>"
        "<cac:AdditionalDocumentReference><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>"
        "</cac:AdditionalDocumentReference>"
    )
    invoice = invoice_of(documents)
    assert (invoice.project, invoice.object) == (None, None)
    assert invoice.supporting == (SupportingDocument(reference="D"),)
    assert invoice_of(documents.replace("<cbc:ID>D</cbc:ID>", ""), "CreditNote").project is None


def test_a_period_with_the_tax_point_code_alone_is_no_period() -> None:
    code = "<cbc:DescriptionCode>3</cbc:DescriptionCode>"
    alone = invoice_of(f"<cac:InvoicePeriod>{code}</cac:InvoicePeriod>")
    assert (alone.period, alone.tax_point_code) == (None, "3")
    assert invoice_of("<cac:InvoicePeriod/>").period == Period()


def test_an_order_reference_with_the_sales_order_alone_is_no_order() -> None:
    invoice = invoice_of("<cac:OrderReference><cbc:SalesOrderID>SO</cbc:SalesOrderID></cac:OrderReference>")
    assert (invoice.order, invoice.sales_order) == (None, "SO")


def test_of_what_may_stand_once_the_first_counts() -> None:
    invoice = invoice_of(
        "<cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID>"
        "<cac:Delivery><cbc:ActualDeliveryDate>2026-01-01</cbc:ActualDeliveryDate></cac:Delivery>"
        "<cac:Delivery><cac:DeliveryLocation><cbc:ID>L</cbc:ID></cac:DeliveryLocation></cac:Delivery>"
    )
    assert invoice.number == "1"
    assert invoice.delivery == Delivery(delivered=date(2026, 1, 1))
