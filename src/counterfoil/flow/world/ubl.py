"""Papers in UBL 2.1: orders with their answers, despatch and receipt advices, invoices and credit notes."""

from decimal import Decimal
from xml.sax.saxutils import escape

from counterfoil.flow.world.paper import Paper, Row, money, plain
from counterfoil.flow.world.ubl_parts import (
    answer_until,
    billing_parties,
    document,
    item,
    leaf,
    ordering_parties,
    party,
    reference,
    response_parties,
    sums,
    transfer,
)
from counterfoil.model import summary as kinds

PLAIN = "urn:cen.eu:en16931:2017"
PEPPOL = f"{PLAIN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
XRECHNUNG = f"{PLAIN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_ORDERING = "urn:fdc:peppol.eu:poacc:bis:ordering:3"
_ADVANCED = "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"


def ubl(paper: Paper, follows: str = PLAIN) -> bytes:
    """A paper in UBL; `follows` is the specification that an invoice or credit note says it follows."""
    if paper.kind in (kinds.INVOICE, kinds.CREDIT_NOTE):
        return _invoice(paper, follows)
    return _WRITERS[paper.kind](paper)


def _order(paper: Paper) -> bytes:
    net = money(paper.lines_net)
    amounts = "".join(
        f'<cbc:{name} currencyID="{paper.currency}">{net}</cbc:{name}>'
        for name in ("LineExtensionAmount", "PayableAmount")
    )
    body = (
        f"{_head(paper)}<cbc:OrderTypeCode>220</cbc:OrderTypeCode>{_notes(paper)}"
        f"{leaf('DocumentCurrencyCode', paper.currency)}{answer_until(paper.issued)}{ordering_parties(paper)}"
        f"<cac:AnticipatedMonetaryTotal>{amounts}</cac:AnticipatedMonetaryTotal>{_order_lines(paper)}"
    )
    return document("Order", "urn:fdc:peppol.eu:poacc:trns:order:3", _ORDERING, body)


def _order_response(paper: Paper) -> bytes:
    body = (
        f"{_head(paper)}{leaf('OrderResponseCode', paper.status)}{_notes(paper)}"
        f"{leaf('DocumentCurrencyCode', paper.currency)}{reference('OrderReference', paper.order)}"
        f"{response_parties(paper)}{_order_lines(paper, answering=True)}"
    )
    return document("OrderResponse", "urn:fdc:peppol.eu:poacc:trns:order_response:3", _ORDERING, body)


def _order_change(paper: Paper) -> bytes:
    body = (
        f"{_head(paper)}<cbc:SequenceNumberID>1</cbc:SequenceNumberID>{_notes(paper)}"
        f"{leaf('DocumentCurrencyCode', paper.currency)}{answer_until(paper.issued)}"
        f"{reference('OrderReference', paper.order)}{ordering_parties(paper)}{_order_lines(paper)}"
    )
    return document("OrderChange", "urn:fdc:peppol.eu:poacc:trns:order_change:3", _ADVANCED, body)


def _order_cancellation(paper: Paper) -> bytes:
    why = escape(paper.notes[0] if paper.notes else "Ordered by mistake")
    body = (
        f"{_head(paper)}<cbc:CancellationNote>{why}</cbc:CancellationNote>"
        f"{reference('OrderReference', paper.order)}{ordering_parties(paper)}"
    )
    return document("OrderCancellation", "urn:fdc:peppol.eu:poacc:trns:order_cancellation:3", _ADVANCED, body)


def _order_lines(paper: Paper, *, answering: bool = False) -> str:
    return "".join(
        f"<cac:OrderLine><cac:LineItem>{leaf('ID', row.id)}{leaf('LineStatusCode', row.status)}"
        f'<cbc:Quantity unitCode="{row.unit}">{plain(row.quantity)}</cbc:Quantity>'
        f"{'' if answering else _amount(paper, row)}{_price(paper, row)}{item(row, taxed=not answering)}</cac:LineItem>"
        + (f"<cac:OrderLineReference>{leaf('LineID', row.order_line)}</cac:OrderLineReference>" if answering else "")
        + "</cac:OrderLine>"
        for row in paper.rows
    )


def _despatch(paper: Paper) -> bytes:
    body = "".join(
        f"<cac:DespatchLine>{leaf('ID', row.id)}"
        f'<cbc:DeliveredQuantity unitCode="{row.unit}">{plain(row.quantity)}</cbc:DeliveredQuantity>'
        + (_counted("OutstandingQuantity", row, row.outstanding) if row.outstanding else "")
        + (leaf("OutstandingReason", "Nachlieferung folgt") if row.outstanding else "")
        + _order_line_reference(row, obligatory=True)
        + f"{item(row, taxed=False)}</cac:DespatchLine>"
        for row in paper.rows
    )
    head = (
        f"{_head(paper)}{_notes(paper)}{reference('OrderReference', paper.order)}"
        f"<cac:DespatchSupplierParty><cac:Party>{party(paper.seller)}</cac:Party></cac:DespatchSupplierParty>"
        f"<cac:DeliveryCustomerParty><cac:Party>{party(paper.buyer)}</cac:Party></cac:DeliveryCustomerParty>"
    )
    return document(
        "DespatchAdvice",
        "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3",
        "urn:fdc:peppol.eu:poacc:bis:despatch_advice:3",
        head + body,
    )


def _receipt(paper: Paper) -> bytes:
    body = "".join(
        f"<cac:ReceiptLine>{leaf('ID', row.id)}{_counted('ReceivedQuantity', row, row.quantity + (row.rejected or 0))}"
        + (_counted("ShortQuantity", row, row.short) if row.short else "")
        + (_counted("RejectedQuantity", row, row.rejected) if row.rejected else "")
        + (leaf("ReceivedDate", row.received_on) if row.received_on else "")
        + _order_line_reference(row)
        + _despatch_line_reference(row)
        + f"{item(row, taxed=False)}</cac:ReceiptLine>"
        for row in paper.rows
    )
    head = (
        f"{_head(paper)}{_notes(paper)}{reference('OrderReference', paper.order)}"
        f"{reference('DespatchDocumentReference', paper.despatch)}"
        f"<cac:DeliveryCustomerParty><cac:Party>{party(paper.buyer)}</cac:Party></cac:DeliveryCustomerParty>"
        f"<cac:DespatchSupplierParty><cac:Party>{party(paper.seller)}</cac:Party></cac:DespatchSupplierParty>"
    )
    return document("ReceiptAdvice", "urn:example:receipt", "urn:example:receiving", head + body)


def _invoice(paper: Paper, follows: str) -> bytes:
    root = "Invoice" if paper.kind == kinds.INVOICE else "CreditNote"
    due = leaf("DueDate", paper.due) if root == "Invoice" else ""
    code = paper.type_code or ("380" if root == "Invoice" else "381")
    preceding = "".join(
        f"<cac:BillingReference>{reference('InvoiceDocumentReference', number)}</cac:BillingReference>"
        for number in paper.preceding
    )
    delivered = paper.delivered or paper.issued
    head = (
        f"{_head(paper)}{due}<cbc:{root}TypeCode>{code}</cbc:{root}TypeCode>{_notes(paper)}"
        f"{leaf('DocumentCurrencyCode', paper.currency)}{leaf('BuyerReference', paper.buyer_reference)}"
        f"{_order_reference(paper)}{preceding}{reference('DespatchDocumentReference', paper.despatch)}"
        f"{reference('ContractDocumentReference', paper.contract)}{billing_parties(paper)}"
        f"<cac:Delivery>{leaf('ActualDeliveryDate', delivered)}</cac:Delivery>{transfer(paper, root)}"
    )
    terms = f"<cac:PaymentTerms>{leaf('Note', paper.terms)}</cac:PaymentTerms>" if paper.terms else ""
    return document(root, follows, _BILLING, f"{head}{terms}{sums(paper)}{_billed(paper, root)}")


def _billed(paper: Paper, root: str) -> str:
    verb = "Invoiced" if root == "Invoice" else "Credited"
    return "".join(
        f"<cac:{root}Line>{leaf('ID', row.id)}{_counted(f'{verb}Quantity', row, row.quantity)}"
        f"{_amount(paper, row)}{_order_line_reference(row)}{_allowance(paper, row)}{item(row)}{_price(paper, row)}"
        f"</cac:{root}Line>"
        for row in paper.rows
    )


def _head(paper: Paper) -> str:
    return f"{leaf('ID', paper.number)}{leaf('IssueDate', paper.issued)}"


def _notes(paper: Paper) -> str:
    return "".join(leaf("Note", note) for note in paper.notes)


def _order_reference(paper: Paper) -> str:
    if paper.order is None and paper.sales_order is None:
        return ""
    sold = leaf("SalesOrderID", paper.sales_order)
    return f"<cac:OrderReference>{leaf('ID', paper.order or 'NA')}{sold}</cac:OrderReference>"


def _order_line_reference(row: Row, *, obligatory: bool = False) -> str:
    if row.order is None and row.order_line is None and not obligatory:
        return ""
    line = leaf("LineID", row.order_line or "NA")
    return f"<cac:OrderLineReference>{line}{reference('OrderReference', row.order)}</cac:OrderLineReference>"


def _despatch_line_reference(row: Row) -> str:
    if row.despatch is None or row.despatch_line is None:
        return ""
    return (
        f"<cac:DespatchLineReference>{leaf('LineID', row.despatch_line)}"
        f"{reference('DocumentReference', row.despatch)}</cac:DespatchLineReference>"
    )


def _counted(name: str, row: Row, quantity: Decimal) -> str:
    return f'<cbc:{name} unitCode="{row.unit}">{plain(quantity)}</cbc:{name}>'


def _amount(paper: Paper, row: Row) -> str:
    return f'<cbc:LineExtensionAmount currencyID="{paper.currency}">{money(row.net)}</cbc:LineExtensionAmount>'


def _price(paper: Paper, row: Row) -> str:
    base = (
        f'<cbc:BaseQuantity unitCode="{row.unit}">{plain(row.price_base)}</cbc:BaseQuantity>' if row.price_base else ""
    )
    amount = f'<cbc:PriceAmount currencyID="{paper.currency}">{plain(row.price)}</cbc:PriceAmount>'
    return f"<cac:Price>{amount}{base}</cac:Price>"


def _allowance(paper: Paper, row: Row) -> str:
    if row.allowance is None:
        return ""
    return (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        "<cbc:AllowanceChargeReason>Rabatt</cbc:AllowanceChargeReason>"
        f'<cbc:Amount currencyID="{paper.currency}">{money(row.allowance)}</cbc:Amount></cac:AllowanceCharge>'
    )


_WRITERS = {
    kinds.ORDER: _order,
    kinds.ORDER_RESPONSE: _order_response,
    kinds.ORDER_CHANGE: _order_change,
    kinds.ORDER_CANCELLATION: _order_cancellation,
    kinds.DESPATCH_ADVICE: _despatch,
    kinds.RECEIPT_ADVICE: _receipt,
}
