"""UBL 2.1 Invoice and CreditNote, as EN 16931-3-2 binds them to the semantic model."""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats import _ubl_build as build
from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._invoice_summary import summarise
from counterfoil.formats._table import (
    Group,
    Leaf,
    Part,
    Row,
    Table,
    amount,
    attachment,
    day_of,
    flag,
    identifier,
    number,
    quantity,
    text,
)
from counterfoil.formats._ubl import (
    PARTY,
    TAX_CATEGORY,
    address,
    item,
    namespaces,
    only_vat,
    party,
    period,
    reference,
    root_tag,
)
from counterfoil.formats._walk import walk
from counterfoil.model.invoice import (
    Adjustment,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Invoice,
    InvoiceLine,
    PaymentCard,
    PaymentInstructions,
    Price,
    TaxBreakdown,
    ThirdPartyPayment,
    Totals,
)
from counterfoil.model.party import Party
from counterfoil.model.summary import CREDIT_NOTE, INVOICE


def _read_invoice(root: etree._Element) -> Iterator[Reading]:
    yield _reading(root, INVOICE_TABLE, "ubl-invoice")


def _read_credit_note(root: etree._Element) -> Iterator[Reading]:
    yield _reading(root, CREDIT_NOTE_TABLE, "ubl-credit-note")


UBL_INVOICE = XmlFormat(id="ubl-invoice", roots=(root_tag("Invoice"),), read=_read_invoice)
UBL_CREDIT_NOTE = XmlFormat(id="ubl-credit-note", roots=(root_tag("CreditNote"),), read=_read_credit_note)


def _reading(root: etree._Element, table: Table, format_id: str) -> Reading:
    model, trace = walk(root, table)
    document = CREDIT_NOTE if model.credit_note else INVOICE
    return Reading(document=document, format=format_id, model=model, summarise=summarise, trace=trace)


def _adjustments() -> Group:
    return Group(
        "adjustments",
        Adjustment,
        {
            "cbc:ChargeIndicator": flag("charge"),
            "cbc:AllowanceChargeReasonCode": text("reason_code"),
            "cbc:AllowanceChargeReason": text("reason"),
            "cbc:MultiplierFactorNumeric": number("percentage"),
            "cbc:Amount": amount("amount"),
            "cbc:BaseAmount": amount("base"),
            "cac:TaxCategory": Part(TAX_CATEGORY),
        },
        many=True,
        prepare=only_vat,
    )


def _account() -> Group:
    rows: dict[str, Row] = {
        "cbc:ID": identifier("account"),
        "cbc:Name": text("account_name"),
        "cac:FinancialInstitutionBranch/cbc:ID": text("service_provider"),
    }
    return Group("transfers", CreditTransfer, rows, many=True)


def _payment_means(document: str) -> Group:
    rows: dict[str, Row] = {
        "cbc:PaymentMeansCode": Leaf("means", build.to_means),
        "cbc:PaymentID": text("remittance"),
        "cac:CardAccount": Group(
            "card",
            PaymentCard,
            {"cbc:PrimaryAccountNumberID": text("account_number"), "cbc:HolderName": text("holder")},
        ),
        "cac:PayeeFinancialAccount": _account(),
        "cac:PaymentMandate": Group(
            "direct_debit",
            DirectDebit,
            {"cbc:ID": text("mandate"), "cac:PayerFinancialAccount/cbc:ID": text("account")},
        ),
    }
    if document == "CreditNote":
        rows["cbc:PaymentDueDate"] = day_of("due")
    return Group("payment", PaymentInstructions, rows, many=True, prepare=build.split_means)


def _taxes() -> Group:
    category: dict[str, Row] = {
        **TAX_CATEGORY,
        "cbc:TaxExemptionReasonCode": text("exemption_code"),
        "cbc:TaxExemptionReason": text("exemption_reason"),
    }
    subtotal: dict[str, Row] = {
        "cbc:TaxableAmount": amount("base"),
        "cbc:TaxAmount": amount("tax"),
        "cac:TaxCategory": Part(category),
    }
    rows: dict[str, Row] = {
        "cbc:TaxAmount": amount("tax"),
        "cac:TaxSubtotal": Group("taxes", TaxBreakdown, subtotal, many=True, prepare=only_vat),
    }
    return Group("", None, rows, many=True, prepare=build.lift_tax_total)


_TOTALS: dict[str, Row] = {
    "cbc:LineExtensionAmount": amount("lines"),
    "cbc:TaxExclusiveAmount": amount("without_tax"),
    "cbc:TaxInclusiveAmount": amount("with_tax"),
    "cbc:AllowanceTotalAmount": amount("allowances"),
    "cbc:ChargeTotalAmount": amount("charges"),
    "cbc:PrepaidAmount": amount("paid"),
    "cbc:PayableRoundingAmount": amount("rounding"),
    "cbc:PayableAmount": amount("payable"),
}

_DELIVERY: dict[str, Row] = {
    "cbc:ActualDeliveryDate": day_of("delivered"),
    "cac:DeliveryLocation": Part({"cbc:ID": identifier("location"), "cac:Address": address()}),
    "cac:DeliveryParty/cac:PartyName/cbc:Name": text("name"),
}

_PRICE: dict[str, Row] = {
    "cbc:PriceAmount": amount("net"),
    "cbc:BaseQuantity": quantity("base_quantity"),
    "cac:AllowanceCharge": Part({"cbc:Amount": amount("discount"), "cbc:BaseAmount": amount("gross")}),
}


def _document_reference(field: str) -> dict[str, Row]:
    return {"cbc:LineID": text(f"{field}_line"), "cac:DocumentReference": reference(field)}


def _line(document: str) -> Group:
    """A line (BG-25) of an Invoice or a CreditNote, with lines of its own below it."""
    rows: dict[str, Row] = {
        "cbc:ID": text("id"),
        "cbc:Note": text("note"),
        "cbc:InvoicedQuantity" if document == "Invoice" else "cbc:CreditedQuantity": quantity("quantity"),
        "cbc:LineExtensionAmount": amount("net_amount"),
        "cbc:AccountingCost": text("accounting"),
        "cac:InvoicePeriod": period("period"),
        "cac:OrderLineReference": Part({"cbc:LineID": text("order_line"), "cac:OrderReference": reference("order")}),
        "cac:DespatchLineReference": Part(_document_reference("despatch")),
        "cac:ReceiptLineReference": Part(_document_reference("receipt")),
        "cac:BillingReference": Part(
            {
                "cac:InvoiceDocumentReference": reference("preceding"),
                "cac:BillingReferenceLine/cbc:ID": text("preceding_line"),
            }
        ),
        "cac:DocumentReference": Group(
            "",
            None,
            {"cbc:ID": identifier("reference"), "cbc:DocumentTypeCode": text("type_code")},
            many=True,
            prepare=build.lift_object,
        ),
        "cac:AllowanceCharge": _adjustments(),
        "cac:Item": item(),
        "cac:Price": Group("price", Price, _PRICE),
    }
    rows[f"cac:Sub{document}Line"] = Group("sub_lines", InvoiceLine, rows, many=True)
    return Group("lines", InvoiceLine, rows, many=True)


def _additional_reference(document: str) -> Group:
    rows: dict[str, Row] = {
        "cbc:ID": identifier("reference"),
        "cbc:DocumentTypeCode": text("type_code"),
        "cbc:DocumentDescription": text("description"),
        "cac:Attachment/cac:ExternalReference/cbc:URI": text("location"),
        "cac:Attachment/cbc:EmbeddedDocumentBinaryObject": attachment("attachment"),
    }
    prepare = build.lift_object if document == "Invoice" else build.lift_project
    return Group("supporting", build.supporting, rows, many=True, prepare=prepare)


def _third_party_payment() -> Group:
    rows: dict[str, Row] = {
        "cbc:ID": text("type"),
        "cbc:PaidAmount": amount("amount"),
        "cbc:InstructionID": text("description"),
    }
    return Group("third_party_payments", ThirdPartyPayment, rows, many=True)


def _head(document: str) -> dict[str, Row]:
    """The document's own terms and its references."""
    return {
        "cbc:CustomizationID": text("customization"),
        "cbc:ProfileID": text("profile"),
        "cbc:ID": text("number"),
        "cbc:IssueDate": day_of("issued"),
        "cbc:DueDate": day_of("due"),
        f"cbc:{document}TypeCode": text("type_code"),
        "cbc:Note": Leaf("notes", build.to_note, many=True),
        "cbc:TaxPointDate": day_of("tax_point"),
        "cbc:DocumentCurrencyCode": text("currency"),
        "cbc:TaxCurrencyCode": text("tax_currency"),
        "cbc:AccountingCost": text("accounting"),
        "cbc:BuyerReference": text("buyer_reference"),
        "cac:InvoicePeriod": Group(
            "period",
            build.period,
            {
                "cbc:StartDate": day_of("start"),
                "cbc:EndDate": day_of("end"),
                "cbc:DescriptionCode": text("tax_point_code"),
            },
            prepare=build.lift_tax_point,
        ),
        "cac:OrderReference": Group(
            "order",
            build.order,
            {"cbc:ID": text("number"), "cbc:IssueDate": day_of("issued"), "cbc:SalesOrderID": text("sales_order")},
            prepare=build.lift_sales_order,
        ),
        "cac:BillingReference/cac:InvoiceDocumentReference": reference("preceding", many=True),
        # UBL allows several, the semantic model only one.
        "cac:DespatchDocumentReference": reference("despatches", many=True),
        "cac:ReceiptDocumentReference": reference("receipts", many=True),
        "cac:OriginatorDocumentReference/cbc:ID": text("tender"),
        "cac:ContractDocumentReference/cbc:ID": text("contract"),
        "cac:AdditionalDocumentReference": _additional_reference(document),
        "cac:ProjectReference/cbc:ID": text("project"),
    }


def _table(document: str) -> Table:
    rows: dict[str, Row] = {
        **_head(document),
        "cac:AccountingSupplierParty/cac:Party": party("seller"),
        "cac:AccountingCustomerParty/cac:Party": party("buyer"),
        "cac:PayeeParty": Group("payee", Party, PARTY, prepare=build.name_payee),
        "cac:TaxRepresentativeParty": Group("tax_representative", Party, PARTY, prepare=build.name_payee),
        "cac:Delivery": Group("delivery", Delivery, _DELIVERY),
        "cac:PaymentMeans": _payment_means(document),
        "cac:PaymentTerms/cbc:Note": text("payment_terms"),
        "cac:PrepaidPayment": _third_party_payment(),
        "cac:AllowanceCharge": _adjustments(),
        "cac:TaxTotal": _taxes(),
        "cac:LegalMonetaryTotal": Group("totals", Totals, _TOTALS, prepare=build.take_tax_totals),
        # No schema allows lines of the other kind; who writes them all the same is told what they lack.
        **{f"cac:{line}Line": _line(line) for line in ("Invoice", "CreditNote")},
    }
    complete = build.complete if document == "Invoice" else build.complete_credit_note
    return Table(root_tag(document), Group("", Invoice, rows, prepare=complete), namespaces(document))


INVOICE_TABLE = _table("Invoice")
CREDIT_NOTE_TABLE = _table("CreditNote")
