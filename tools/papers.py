"""Documents of our own making.

Trade between two companies in the formats that are read, for demo, tests and benchmarks.

Everything is a pure function of its arguments, so the same call always gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from xml.sax.saxutils import escape

from papers_parties import Company, billing_party, named_party, party

__all__ = [
    "PEPPOL",
    "PLAIN",
    "PROCESS",
    "XRECHNUNG",
    "Company",
    "Line",
    "Totals",
    "credit_note",
    "despatch",
    "invoice",
    "invoice_response",
    "order",
    "order_cancellation",
    "order_change",
    "order_response",
    "receipt",
]

_CENT = Decimal("0.01")
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_COMMON = f'xmlns:cac="{_UBL}CommonAggregateComponents-2" xmlns:cbc="{_UBL}CommonBasicComponents-2"'
PLAIN = "urn:cen.eu:en16931:2017"
"""What an invoice says it follows: EN 16931 and nothing else."""
PEPPOL = f"{PLAIN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
XRECHNUNG = f"{PLAIN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_ANSWER_DAYS = 14
"""An order waits so long for its answer."""


@dataclass(frozen=True)
class Line:
    """A line of an order, despatch, receipt or invoice; `price` is net for one unit."""

    id: str
    name: str
    quantity: str
    price: str = "0"
    unit: str = "C62"
    item: str = "A-1"
    gtin: str | None = None
    order_line: str | None = None
    rate: str = "19"

    @property
    def net(self) -> Decimal:
        """The line's net amount."""
        return (Decimal(self.quantity) * Decimal(self.price)).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Totals:
    """The sums of an invoice over its lines."""

    net: Decimal
    taxes: tuple[tuple[str, Decimal, Decimal], ...]
    """(rate, base, tax)."""

    @staticmethod
    def of(lines: tuple[Line, ...]) -> "Totals":
        """The sums as EN 16931 calculates them."""
        bases: dict[str, Decimal] = {}
        for line in lines:
            bases[line.rate] = bases.get(line.rate, Decimal(0)) + line.net
        taxes = tuple((rate, base, _tax(rate, base)) for rate, base in sorted(bases.items()))
        return Totals(net=sum(bases.values(), Decimal(0)), taxes=taxes)

    @property
    def tax(self) -> Decimal:
        """All tax."""
        return sum((tax for _, _, tax in self.taxes), Decimal(0))

    @property
    def total(self) -> Decimal:
        """The sum with tax."""
        return self.net + self.tax


def order(number: str, issued: date, buyer: Company, seller: Company, lines: tuple[Line, ...]) -> bytes:
    """A UBL order (Peppol BIS Ordering 3)."""
    body = "".join(
        f"<cac:OrderLine><cac:LineItem><cbc:ID>{line.id}</cbc:ID>"
        f'<cbc:Quantity unitCode="{line.unit}">{line.quantity}</cbc:Quantity>'
        f'<cbc:LineExtensionAmount currencyID="EUR">{line.net}</cbc:LineExtensionAmount>'
        f'<cac:Price><cbc:PriceAmount currencyID="EUR">{line.price}</cbc:PriceAmount></cac:Price>'
        f"{_item(line)}</cac:LineItem></cac:OrderLine>"
        for line in lines
    )
    net = sum((line.net for line in lines), Decimal(0))
    return _document(
        "Order",
        "urn:fdc:peppol.eu:poacc:trns:order:3",
        "urn:fdc:peppol.eu:poacc:bis:ordering:3",
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        "<cbc:OrderTypeCode>220</cbc:OrderTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"{_answer_until(issued)}{_ordering_parties(buyer, seller)}<cac:AnticipatedMonetaryTotal>"
        f'<cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>'
        f'<cbc:PayableAmount currencyID="EUR">{net}</cbc:PayableAmount></cac:AnticipatedMonetaryTotal>{body}',
    )


def order_response(
    number: str, issued: date, of_order: str, buyer: Company, seller: Company, code: str = "AP"
) -> bytes:
    """A UBL order response on the whole order."""
    return _document(
        "OrderResponse",
        "urn:fdc:peppol.eu:poacc:trns:order_response:3",
        "urn:fdc:peppol.eu:poacc:bis:ordering:3",
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        f"<cbc:OrderResponseCode>{code}</cbc:OrderResponseCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"<cac:OrderReference><cbc:ID>{escape(of_order)}</cbc:ID></cac:OrderReference>"
        f"<cac:SellerSupplierParty><cac:Party>{named_party(seller)}</cac:Party></cac:SellerSupplierParty>"
        f"<cac:BuyerCustomerParty><cac:Party>{named_party(buyer)}</cac:Party></cac:BuyerCustomerParty>",
    )


def order_change(
    number: str, issued: date, of_order: str, buyer: Company, seller: Company, lines: tuple[Line, ...]
) -> bytes:
    """A UBL order change; each line stands for the order line of the same id and takes its place."""
    body = "".join(
        f"<cac:OrderLine><cac:LineItem><cbc:ID>{line.id}</cbc:ID><cbc:LineStatusCode>3</cbc:LineStatusCode>"
        f'<cbc:Quantity unitCode="{line.unit}">{line.quantity}</cbc:Quantity>'
        f'<cbc:LineExtensionAmount currencyID="EUR">{line.net}</cbc:LineExtensionAmount>'
        f'<cac:Price><cbc:PriceAmount currencyID="EUR">{line.price}</cbc:PriceAmount></cac:Price>'
        f"{_item(line)}</cac:LineItem></cac:OrderLine>"
        for line in lines
    )
    return _document(
        "OrderChange",
        "urn:fdc:peppol.eu:poacc:trns:order_change:3",
        "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3",
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        "<cbc:SequenceNumberID>1</cbc:SequenceNumberID><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"{_answer_until(issued)}<cac:OrderReference><cbc:ID>{escape(of_order)}</cbc:ID></cac:OrderReference>"
        f"{_ordering_parties(buyer, seller)}{body}",
    )


def order_cancellation(number: str, issued: date, of_order: str, buyer: Company, seller: Company, why: str) -> bytes:
    """A UBL cancellation of a whole order."""
    return _document(
        "OrderCancellation",
        "urn:fdc:peppol.eu:poacc:trns:order_cancellation:3",
        "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3",
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        f"<cbc:CancellationNote>{escape(why)}</cbc:CancellationNote>"
        f"<cac:OrderReference><cbc:ID>{escape(of_order)}</cbc:ID></cac:OrderReference>"
        f"{_ordering_parties(buyer, seller)}",
    )


def despatch(
    number: str, issued: date, of_order: str, buyer: Company, seller: Company, lines: tuple[Line, ...]
) -> bytes:
    """A UBL despatch advice; each line names the order line that it ships."""
    body = "".join(
        f"<cac:DespatchLine><cbc:ID>{line.id}</cbc:ID>"
        f'<cbc:DeliveredQuantity unitCode="{line.unit}">{line.quantity}</cbc:DeliveredQuantity>'
        f"<cac:OrderLineReference><cbc:LineID>{line.order_line or line.id}</cbc:LineID>"
        f"<cac:OrderReference><cbc:ID>{escape(of_order)}</cbc:ID></cac:OrderReference></cac:OrderLineReference>"
        f"{_item(line, taxed=False)}</cac:DespatchLine>"
        for line in lines
    )
    return _document(
        "DespatchAdvice",
        "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3",
        "urn:fdc:peppol.eu:poacc:bis:despatch_advice:3",
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        f"<cac:OrderReference><cbc:ID>{escape(of_order)}</cbc:ID></cac:OrderReference>"
        f"<cac:DespatchSupplierParty><cac:Party>{party(seller)}</cac:Party></cac:DespatchSupplierParty>"
        f"<cac:DeliveryCustomerParty><cac:Party>{party(buyer)}</cac:Party></cac:DeliveryCustomerParty>{body}",
    )


def receipt(
    number: str, issued: date, of_despatch: str, buyer: Company, seller: Company, lines: tuple[Line, ...]
) -> bytes:
    """A UBL receipt advice; each line names the despatch line that it receives."""
    body = "".join(
        f"<cac:ReceiptLine><cbc:ID>{line.id}</cbc:ID>"
        f'<cbc:ReceivedQuantity unitCode="{line.unit}">{line.quantity}</cbc:ReceivedQuantity>'
        f"<cac:DespatchLineReference><cbc:LineID>{line.order_line or line.id}</cbc:LineID>"
        f"<cac:DocumentReference><cbc:ID>{escape(of_despatch)}</cbc:ID></cac:DocumentReference>"
        f"</cac:DespatchLineReference>{_item(line, taxed=False)}</cac:ReceiptLine>"
        for line in lines
    )
    return _document(
        "ReceiptAdvice",
        "urn:example:receipt",
        "urn:example:receiving",
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        f"<cac:DespatchDocumentReference><cbc:ID>{escape(of_despatch)}</cbc:ID></cac:DespatchDocumentReference>"
        f"<cac:DeliveryCustomerParty><cac:Party>{party(buyer)}</cac:Party></cac:DeliveryCustomerParty>"
        f"<cac:DespatchSupplierParty><cac:Party>{party(seller)}</cac:Party></cac:DespatchSupplierParty>{body}",
    )


def invoice(
    number: str,
    issued: date,
    due: date,
    buyer: Company,
    seller: Company,
    lines: tuple[Line, ...],
    of_order: str | None = None,
    total: Decimal | None = None,
    follows: str = PEPPOL,
) -> bytes:
    """A UBL invoice; `total` states another sum with tax than the right one."""
    sums = Totals.of(lines)
    payable = sums.total if total is None else total
    reference = f"<cac:OrderReference><cbc:ID>{escape(of_order)}</cbc:ID></cac:OrderReference>" if of_order else ""
    return _document(
        "Invoice",
        follows,
        PROCESS,
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate><cbc:DueDate>{due}</cbc:DueDate>"
        "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"<cbc:BuyerReference>purchasing</cbc:BuyerReference>{reference}"
        f"{_billing_parties(buyer, seller)}{_delivered(issued)}{_transfer(number, seller)}"
        f"{_sums(sums, payable)}{_billed(lines, 'Invoice', 'Invoiced')}",
    )


def credit_note(
    number: str, issued: date, buyer: Company, seller: Company, lines: tuple[Line, ...], of_invoice: str
) -> bytes:
    """A UBL credit note (Peppol BIS Billing 3) on an invoice; its amounts are positive."""
    sums = Totals.of(lines)
    return _document(
        "CreditNote",
        PEPPOL,
        PROCESS,
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        "<cbc:BuyerReference>purchasing</cbc:BuyerReference><cac:BillingReference><cac:InvoiceDocumentReference>"
        f"<cbc:ID>{escape(of_invoice)}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
        f"{_billing_parties(buyer, seller)}{_delivered(issued)}{_transfer(number, seller)}"
        f"{_sums(sums, sums.total)}{_billed(lines, 'CreditNote', 'Credited')}",
    )


def invoice_response(
    number: str, issued: date, of_invoice: str, buyer: Company, seller: Company, code: str = "AP"
) -> bytes:
    """A UBL application response that tells the seller what becomes of an invoice (Peppol BIS Invoice Response 3)."""
    return _document(
        "ApplicationResponse",
        "urn:fdc:peppol.eu:poacc:trns:invoice_response:3",
        "urn:fdc:peppol.eu:poacc:bis:invoice_response:3",
        f"<cbc:ID>{escape(number)}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>"
        f"<cac:SenderParty>{named_party(buyer)}</cac:SenderParty>"
        f"<cac:ReceiverParty>{named_party(seller)}</cac:ReceiverParty>"
        '<cac:DocumentResponse><cac:Response><cbc:ResponseCode listID="UNCL4343OpSubset">'
        f"{code}</cbc:ResponseCode></cac:Response><cac:DocumentReference><cbc:ID>{escape(of_invoice)}</cbc:ID>"
        "<cbc:DocumentTypeCode>380</cbc:DocumentTypeCode></cac:DocumentReference></cac:DocumentResponse>",
    )


def _document(root: str, customization: str, profile: str, body: str) -> bytes:
    return (
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_UBL}{root}-2" {_COMMON}>'
            f"<cbc:CustomizationID>{customization}</cbc:CustomizationID><cbc:ProfileID>{profile}</cbc:ProfileID>"
            f"{body}</{root}>\n"
        )
        .replace("><c", ">\n<c")
        .encode()
    )


def _ordering_parties(buyer: Company, seller: Company) -> str:
    return (
        f"<cac:BuyerCustomerParty><cac:Party>{party(buyer)}</cac:Party></cac:BuyerCustomerParty>"
        f"<cac:SellerSupplierParty><cac:Party>{party(seller)}</cac:Party></cac:SellerSupplierParty>"
    )


def _billing_parties(buyer: Company, seller: Company) -> str:
    return (
        "<cac:AccountingSupplierParty><cac:Party>"
        f"{billing_party(seller, contact=True)}</cac:Party></cac:AccountingSupplierParty>"
        f"<cac:AccountingCustomerParty><cac:Party>{billing_party(buyer)}</cac:Party></cac:AccountingCustomerParty>"
    )


def _answer_until(issued: date) -> str:
    until = issued + timedelta(days=_ANSWER_DAYS)
    return f"<cac:ValidityPeriod><cbc:EndDate>{until}</cbc:EndDate></cac:ValidityPeriod>"


def _delivered(day: date) -> str:
    return f"<cac:Delivery><cbc:ActualDeliveryDate>{day}</cbc:ActualDeliveryDate></cac:Delivery>"


def _transfer(number: str, payee: Company) -> str:
    return (
        '<cac:PaymentMeans><cbc:PaymentMeansCode name="SEPA">58</cbc:PaymentMeansCode>'
        f"<cbc:PaymentID>{escape(number)}</cbc:PaymentID>"
        f"<cac:PayeeFinancialAccount><cbc:ID>{payee.iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>"
    )


def _item(line: Line, taxed: bool = True) -> str:
    gtin = (
        f'<cac:StandardItemIdentification><cbc:ID schemeID="0160">{line.gtin}</cbc:ID></cac:StandardItemIdentification>'
        if line.gtin
        else ""
    )
    category = (
        f"<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{line.rate}</cbc:Percent>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>"
    )
    return (
        f"<cac:Item><cbc:Name>{escape(line.name)}</cbc:Name>"
        f"<cac:SellersItemIdentification><cbc:ID>{line.item}</cbc:ID></cac:SellersItemIdentification>{gtin}"
        f"{category if taxed else ''}</cac:Item>"
    )


def _sums(sums: Totals, payable: Decimal) -> str:
    groups = "".join(
        f'<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{base}</cbc:TaxableAmount>'
        f'<cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
        f"<cbc:Percent>{rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>"
        "</cac:TaxSubtotal>"
        for rate, base, tax in sums.taxes
    )
    return (
        f'<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{sums.tax}</cbc:TaxAmount>{groups}</cac:TaxTotal>'
        f'<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{sums.net}</cbc:LineExtensionAmount>'
        f'<cbc:TaxExclusiveAmount currencyID="EUR">{sums.net}</cbc:TaxExclusiveAmount>'
        f'<cbc:TaxInclusiveAmount currencyID="EUR">{payable}</cbc:TaxInclusiveAmount>'
        f'<cbc:PayableAmount currencyID="EUR">{payable}</cbc:PayableAmount></cac:LegalMonetaryTotal>'
    )


def _billed(lines: tuple[Line, ...], kind: str, verb: str) -> str:
    return "".join(
        f"<cac:{kind}Line><cbc:ID>{line.id}</cbc:ID>"
        f'<cbc:{verb}Quantity unitCode="{line.unit}">{line.quantity}</cbc:{verb}Quantity>'
        f'<cbc:LineExtensionAmount currencyID="EUR">{line.net}</cbc:LineExtensionAmount>'
        + (
            f"<cac:OrderLineReference><cbc:LineID>{line.order_line}</cbc:LineID></cac:OrderLineReference>"
            if line.order_line
            else ""
        )
        + f'{_item(line)}<cac:Price><cbc:PriceAmount currencyID="EUR">{line.price}</cbc:PriceAmount></cac:Price>'
        f"</cac:{kind}Line>"
        for line in lines
    )


def _tax(rate: str, base: Decimal) -> Decimal:
    return (base * Decimal(rate) / 100).quantize(_CENT, ROUND_HALF_UP)
