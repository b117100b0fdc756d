"""The rows of a CII invoice by EN 16931-3-3, with extensions of Factur-X EXTENDED; ZUGFeRD 1.0 by renaming them."""

from collections.abc import Mapping

from counterfoil.formats import _cii_build as build
from counterfoil.formats._cii_rows import (
    ACCOUNTING,
    ADJUSTMENT,
    DELIVERED,
    PERIOD,
    SERVICE_CHARGE,
    SHIP_TO,
    TAX,
    day,
    line_reference,
    party,
    reference,
    reference_rows,
)
from counterfoil.formats._table import (
    Group,
    Leaf,
    Part,
    Row,
    Table,
    amount,
    attachment,
    flag,
    identifier,
    quantity,
    text,
)
from counterfoil.model.invoice import (
    CreditTransfer,
    DirectDebit,
    DocumentReference,
    Item,
    ItemAttribute,
    Note,
    PaymentCard,
    PaymentInstructions,
    TaxBreakdown,
    Totals,
)

_UNCEFACT = "urn:un:unece:uncefact:data:standard:"

_CONTEXT: dict[str, Row] = {
    "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID": text("profile"),
    "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID": text("customization"),
}

_HEADER: dict[str, Row] = {
    "ram:ID": text("number"),
    "ram:TypeCode": text("type_code"),
    "ram:IssueDateTime": day("issued"),
    "ram:IncludedNote": Group(
        "notes", Note, {"ram:Content": text("text"), "ram:SubjectCode": text("subject")}, many=True
    ),
}

_AGREEMENT: dict[str, Row] = {
    "ram:BuyerReference": text("buyer_reference"),
    "ram:SellerTradeParty": party("seller"),
    "ram:BuyerTradeParty": party("buyer"),
    "ram:SellerTaxRepresentativeTradeParty": party("tax_representative"),
    "ram:SellerOrderReferencedDocument/ram:IssuerAssignedID": text("sales_order"),
    "ram:BuyerOrderReferencedDocument": reference("order"),
    "ram:ContractReferencedDocument/ram:IssuerAssignedID": text("contract"),
    "ram:AdditionalReferencedDocument": Group(
        "supporting",
        build.supporting,
        {
            "ram:IssuerAssignedID": text("reference"),
            "ram:URIID": text("location"),
            "ram:TypeCode": text("type_code"),
            "ram:Name": text("description"),
            "ram:AttachmentBinaryObject": attachment("attachment"),
            "ram:ReferenceTypeCode": text("object_scheme"),
        },
        many=True,
        prepare=build.tell_documents_apart,
    ),
    "ram:SpecifiedProcuringProject/ram:ID": text("project"),
}

_DELIVERY = Group(
    "delivery",
    build.delivery,
    {
        "ram:ShipToTradeParty": SHIP_TO,
        "ram:ActualDeliverySupplyChainEvent": DELIVERED,
        "ram:DespatchAdviceReferencedDocument": reference("despatch"),
        "ram:ReceivingAdviceReferencedDocument": reference("receipt"),
        "ram:DeliveryNoteReferencedDocument": reference("delivery_note"),
    },
    prepare=build.lift("despatch", "receipt", "delivery_note"),
)

_PAYMENT = Group(
    "payment",
    PaymentInstructions,
    {
        "ram:TypeCode": text("means"),
        "ram:Information": text("means_text"),
        "ram:ApplicableTradeSettlementFinancialCard": Group(
            "card", PaymentCard, {"ram:ID": text("account_number"), "ram:CardholderName": text("holder")}
        ),
        "ram:PayerPartyDebtorFinancialAccount": Group(
            "direct_debit", DirectDebit, {"ram:IBANID": text("account"), "ram:ProprietaryID": text("account")}
        ),
        "ram:PayeePartyCreditorFinancialAccount": Group(
            "transfers",
            CreditTransfer,
            {
                "ram:IBANID": Leaf("account", build.to_iban),
                "ram:ProprietaryID": identifier("account"),
                "ram:AccountName": text("account_name"),
            },
            many=True,
        ),
        "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID": text("service_provider"),
    },
    many=True,
    prepare=build.name_bank,
)

_SETTLEMENT: dict[str, Row] = {
    "ram:CreditorReferenceID": text("creditor"),
    "ram:PaymentReference": text("remittance"),
    "ram:TaxCurrencyCode": text("tax_currency"),
    "ram:InvoiceCurrencyCode": text("currency"),
    "ram:PayeeTradeParty": party("payee"),
    "ram:SpecifiedTradeSettlementPaymentMeans": _PAYMENT,
    "ram:ApplicableTradeTax": Group(
        "taxes",
        TaxBreakdown,
        {
            "ram:CalculatedAmount": amount("tax"),
            "ram:BasisAmount": amount("base"),
            "ram:ExemptionReason": text("exemption_reason"),
            "ram:ExemptionReasonCode": text("exemption_code"),
            "ram:TaxPointDate/udt:DateString": build.day_in_format("tax_point"),
            "ram:DueDateTypeCode": text("tax_point_code"),
            **TAX,
        },
        many=True,
        prepare=build.lift_tax_point,
    ),
    "ram:BillingSpecifiedPeriod": PERIOD,
    "ram:SpecifiedTradeAllowanceCharge": ADJUSTMENT,
    "ram:SpecifiedLogisticsServiceCharge": SERVICE_CHARGE,
    "ram:SpecifiedTradePaymentTerms": Part(
        {
            "ram:Description": text("terms", many=True),
            "ram:DueDateDateTime": day("due"),
            "ram:DirectDebitMandateID": text("mandate"),
        }
    ),
    "ram:SpecifiedTradeSettlementHeaderMonetarySummation": Group(
        "totals",
        Totals,
        {
            "ram:LineTotalAmount": amount("lines"),
            "ram:ChargeTotalAmount": amount("charges"),
            "ram:AllowanceTotalAmount": amount("allowances"),
            "ram:TaxBasisTotalAmount": amount("without_tax"),
            "ram:TaxTotalAmount": amount("taxes", many=True),
            "ram:RoundingAmount": amount("rounding"),
            "ram:GrandTotalAmount": amount("with_tax"),
            "ram:TotalPrepaidAmount": amount("paid"),
            "ram:DuePayableAmount": amount("payable"),
        },
        prepare=build.place_tax_totals,
    ),
    "ram:InvoiceReferencedDocument": Group("preceding", DocumentReference, reference_rows(), many=True),
    "ram:ReceivableSpecifiedTradeAccountingAccount": ACCOUNTING,
}

_ITEM = Group(
    "item",
    Item,
    {
        "ram:GlobalID": identifier("standard_id"),
        "ram:SellerAssignedID": text("seller_id"),
        "ram:BuyerAssignedID": text("buyer_id"),
        "ram:Name": text("name"),
        "ram:Description": text("description"),
        "ram:ApplicableProductCharacteristic": Group(
            "attributes", ItemAttribute, {"ram:Description": text("name"), "ram:Value": text("value")}, many=True
        ),
        "ram:DesignatedProductClassification": Group(
            "classifications",
            build.classification,
            {"ram:ClassCode": identifier("code"), "ram:ClassName": text("name")},
            many=True,
        ),
        "ram:IndividualTradeProductInstance/ram:BatchID": text("lots", many=True),
        "ram:OriginTradeCountry/ram:ID": text("origin"),
    },
)

_PRICE = Group(
    "price",
    build.price,
    {
        "ram:BuyerOrderReferencedDocument": line_reference("order"),
        "ram:GrossPriceProductTradePrice": Part(
            {
                "ram:ChargeAmount": amount("gross"),
                "ram:BasisQuantity": quantity("gross_base_quantity"),
                "ram:AppliedTradeAllowanceCharge": Group(
                    "steps",
                    build.PriceStep,
                    {"ram:ChargeIndicator/udt:Indicator": flag("charge"), "ram:ActualAmount": amount("amount")},
                    many=True,
                ),
            }
        ),
        "ram:NetPriceProductTradePrice": Part(
            {"ram:ChargeAmount": amount("net"), "ram:BasisQuantity": quantity("base_quantity")}
        ),
    },
    prepare=build.lift("order", "order_line"),
)

_LINE_DELIVERY = Group(
    "delivery",
    build.delivery,
    {
        "ram:BilledQuantity": quantity("quantity"),
        "ram:ShipToTradeParty": SHIP_TO,
        "ram:ActualDeliverySupplyChainEvent": DELIVERED,
        "ram:DespatchAdviceReferencedDocument": line_reference("despatch"),
        "ram:ReceivingAdviceReferencedDocument": line_reference("receipt"),
        "ram:DeliveryNoteReferencedDocument": line_reference("delivery_note"),
    },
    prepare=build.lift(
        "quantity", "despatch", "despatch_line", "receipt", "receipt_line", "delivery_note", "delivery_note_line"
    ),
)

_LINE = Group(
    "lines",
    build.line,
    {
        "ram:AssociatedDocumentLineDocument": Part(
            {
                "ram:LineID": text("id"),
                "ram:ParentLineID": text("parent"),
                "ram:IncludedNote/ram:Content": text("note"),
            }
        ),
        "ram:SpecifiedTradeProduct": _ITEM,
        "ram:SpecifiedLineTradeAgreement": _PRICE,
        "ram:SpecifiedLineTradeDelivery": _LINE_DELIVERY,
        "ram:SpecifiedLineTradeSettlement": Part(
            {
                "ram:ApplicableTradeTax": Part(TAX),
                "ram:BillingSpecifiedPeriod": PERIOD,
                "ram:SpecifiedTradeAllowanceCharge": ADJUSTMENT,
                "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount": amount("net_amount"),
                "ram:AdditionalReferencedDocument": Group(
                    "",
                    build.nothing,
                    {
                        "ram:IssuerAssignedID": text("reference"),
                        "ram:TypeCode": text("type_code"),
                        "ram:ReferenceTypeCode": text("object_scheme"),
                    },
                    prepare=build.tell_documents_apart,
                ),
                "ram:ReceivableSpecifiedTradeAccountingAccount": ACCOUNTING,
            }
        ),
    },
    many=True,
    prepare=build.remember_parent,
)

_INVOICE = Group(
    "",
    build.invoice,
    {
        "rsm:ExchangedDocumentContext": Part(_CONTEXT),
        "rsm:ExchangedDocument": Part(_HEADER),
        "rsm:SupplyChainTradeTransaction": Part(
            {
                "ram:IncludedSupplyChainTradeLineItem": _LINE,
                "ram:ApplicableHeaderTradeAgreement": Part(_AGREEMENT),
                "ram:ApplicableHeaderTradeDelivery": _DELIVERY,
                "ram:ApplicableHeaderTradeSettlement": Part(_SETTLEMENT),
            }
        ),
    },
    prepare=build.finish,
)

# What ZUGFeRD 1.0 calls differently; the rest has the same name, in older namespaces.
_ZUGFERD_1_NAMES = {
    "rsm:ExchangedDocumentContext": "rsm:SpecifiedExchangedDocumentContext",
    "rsm:ExchangedDocument": "rsm:HeaderExchangedDocument",
    "rsm:SupplyChainTradeTransaction": "rsm:SpecifiedSupplyChainTradeTransaction",
    "ram:ApplicableHeaderTradeAgreement": "ram:ApplicableSupplyChainTradeAgreement",
    "ram:ApplicableHeaderTradeDelivery": "ram:ApplicableSupplyChainTradeDelivery",
    "ram:ApplicableHeaderTradeSettlement": "ram:ApplicableSupplyChainTradeSettlement",
    "ram:SpecifiedLineTradeAgreement": "ram:SpecifiedSupplyChainTradeAgreement",
    "ram:SpecifiedLineTradeDelivery": "ram:SpecifiedSupplyChainTradeDelivery",
    "ram:SpecifiedLineTradeSettlement": "ram:SpecifiedSupplyChainTradeSettlement",
    "ram:SpecifiedTradeSettlementHeaderMonetarySummation": "ram:SpecifiedTradeSettlementMonetarySummation",
    "ram:SpecifiedTradeSettlementLineMonetarySummation": "ram:SpecifiedTradeSettlementMonetarySummation",
    "ram:ReceivableSpecifiedTradeAccountingAccount": "ram:SpecifiedTradeAccountingAccount",
    "ram:RateApplicablePercent": "ram:ApplicablePercent",
    "ram:IssuerAssignedID": "ram:ID",
}


def _renamed(rows: Mapping[str, Row]) -> dict[str, Row]:
    return {
        "/".join(_ZUGFERD_1_NAMES.get(step, step) for step in path.split("/")): _again(row)
        for path, row in rows.items()
    }


def _again(row: Row) -> Row:
    if isinstance(row, Group):
        return Group(row.field, row.build, _renamed(row.children), row.many, row.prepare)
    return Part(_renamed(row.children)) if isinstance(row, Part) else row


def _root(uri: str, name: str) -> str:
    return f"{{{uri}}}{name}"


_ZUGFERD_1 = "urn:ferd:CrossIndustryDocument:invoice:1p0"

CII = Table(
    _root(f"{_UNCEFACT}CrossIndustryInvoice:100", "CrossIndustryInvoice"),
    _INVOICE,
    {
        "rsm": f"{_UNCEFACT}CrossIndustryInvoice:100",
        "ram": f"{_UNCEFACT}ReusableAggregateBusinessInformationEntity:100",
        "udt": f"{_UNCEFACT}UnqualifiedDataType:100",
        "qdt": f"{_UNCEFACT}QualifiedDataType:100",
    },
)

ZUGFERD_1 = Table(
    _root(_ZUGFERD_1, "CrossIndustryDocument"),
    Group("", _INVOICE.build, _renamed(_INVOICE.children), prepare=_INVOICE.prepare),
    {
        "rsm": _ZUGFERD_1,
        "ram": f"{_UNCEFACT}ReusableAggregateBusinessInformationEntity:12",
        "udt": f"{_UNCEFACT}UnqualifiedDataType:15",
        "qdt": f"{_UNCEFACT}QualifiedDataType:12",
    },
)
