"""The rows of a CII invoice by EN 16931-3-3, with extensions of Factur-X EXTENDED; ZUGFeRD 1.0 by renaming them."""

from collections.abc import Mapping

from counterfoil.formats import _cii_build as build
from counterfoil.formats._table import Group, Leaf, Part, Row, Table, amount, flag, identifier, number, quantity, text
from counterfoil.model.invoice import (
    Adjustment,
    CreditTransfer,
    DirectDebit,
    DocumentReference,
    Item,
    ItemAttribute,
    Note,
    PaymentCard,
    PaymentInstructions,
    Period,
    TaxBreakdown,
    Totals,
)
from counterfoil.model.party import Address

_UNCEFACT = "urn:un:unece:uncefact:data:standard:"


def _day(field: str) -> Part:
    """A point in time, of which the day is kept."""
    return Part({"udt:DateTimeString": build.day_in_format(field), "udt:DateTime": build.day_in_format(field)})


def _reference_rows(**more: Row) -> dict[str, Row]:
    issued = build.day_in_format("issued")
    rows: dict[str, Row] = {
        "ram:IssuerAssignedID": text("number"),
        "ram:FormattedIssueDateTime": Part({"qdt:DateTimeString": issued, "udt:DateTimeString": issued}),
        "ram:IssueDateTime": issued,  # ZUGFeRD 1.0
    }
    return rows | {f"ram:{name}": row for name, row in more.items()}


def _reference(field: str) -> Group:
    return Group(field, build.reference, _reference_rows())


def _line_reference(field: str) -> Group:
    """A line's reference to a document, a line of it, or both."""
    rows = _reference_rows(LineID=text(f"{field}_line"))
    return Group(field, build.reference, rows, prepare=build.lift(f"{field}_line"))


_ADDRESS: dict[str, Row] = {
    "ram:LineOne": text("line1"),
    "ram:LineTwo": text("line2"),
    "ram:LineThree": text("line3"),
    "ram:CityName": text("city"),
    "ram:PostcodeCode": text("post_code"),
    "ram:CountrySubDivisionName": text("subdivision"),
    "ram:CountryID": text("country"),
}

_PARTY: dict[str, Row] = {
    "ram:ID": identifier("identifiers", many=True),
    "ram:GlobalID": identifier("identifiers", many=True),
    "ram:Name": text("name"),
    "ram:Description": text("legal_information"),
    "ram:SpecifiedLegalOrganization": Part(
        {"ram:ID": identifier("registration"), "ram:TradingBusinessName": text("trading_name")}
    ),
    "ram:DefinedTradeContact": Group(
        "contact",
        build.contact,
        {
            "ram:PersonName": text("name"),
            "ram:DepartmentName": text("department"),
            "ram:TelephoneUniversalCommunication/ram:CompleteNumber": text("telephone"),
            "ram:EmailURIUniversalCommunication/ram:URIID": text("email"),
        },
    ),
    "ram:PostalTradeAddress": Group("address", Address, _ADDRESS),
    "ram:URIUniversalCommunication/ram:URIID": identifier("endpoint"),
    "ram:SpecifiedTaxRegistration/ram:ID": identifier("registrations", many=True),
}


def _party(field: str) -> Group:
    return Group(field, build.party, _PARTY)


_PERIOD = Group("period", Period, {"ram:StartDateTime": _day("start"), "ram:EndDateTime": _day("end")})

_TAX: dict[str, Row] = {"ram:CategoryCode": text("category"), "ram:RateApplicablePercent": number("rate")}

_ADJUSTMENT = Group(
    "adjustments",
    Adjustment,
    {
        "ram:ChargeIndicator/udt:Indicator": flag("charge"),
        "ram:CalculationPercent": number("percentage"),
        "ram:BasisAmount": amount("base"),
        "ram:ActualAmount": amount("amount"),
        "ram:ReasonCode": text("reason_code"),
        "ram:Reason": text("reason"),
        "ram:CategoryTradeTax": Part(_TAX),
    },
    many=True,
)

_SERVICE_CHARGE = Group(
    "adjustments",
    build.service_charge,
    {
        "ram:Description": text("reason"),
        "ram:AppliedAmount": amount("amount"),
        "ram:AppliedTradeTax": Part(_TAX),
    },
    many=True,
)

_SHIP_TO = Part(
    {
        "ram:ID": identifier("local"),
        "ram:GlobalID": identifier("location"),
        "ram:Name": text("name"),
        "ram:PostalTradeAddress": Group("address", Address, _ADDRESS),
    }
)

_DELIVERED = Part({"ram:OccurrenceDateTime": _day("delivered")})

_ACCOUNTING = Part({"ram:ID": text("accounting")})

_CONTEXT: dict[str, Row] = {
    "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID": text("profile"),
    "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID": text("customization"),
}

_HEADER: dict[str, Row] = {
    "ram:ID": text("number"),
    "ram:TypeCode": text("type_code"),
    "ram:IssueDateTime": _day("issued"),
    "ram:IncludedNote": Group(
        "notes", Note, {"ram:Content": text("text"), "ram:SubjectCode": text("subject")}, many=True
    ),
}

_AGREEMENT: dict[str, Row] = {
    "ram:BuyerReference": text("buyer_reference"),
    "ram:SellerTradeParty": _party("seller"),
    "ram:BuyerTradeParty": _party("buyer"),
    "ram:SellerTaxRepresentativeTradeParty": _party("tax_representative"),
    "ram:SellerOrderReferencedDocument/ram:IssuerAssignedID": text("sales_order"),
    "ram:BuyerOrderReferencedDocument": _reference("order"),
    "ram:ContractReferencedDocument/ram:IssuerAssignedID": text("contract"),
    "ram:AdditionalReferencedDocument": Group(
        "supporting",
        build.supporting,
        {
            "ram:IssuerAssignedID": text("reference"),
            "ram:URIID": text("location"),
            "ram:TypeCode": text("type_code"),
            "ram:Name": text("description"),
            "ram:AttachmentBinaryObject": Leaf("attachment", build.to_attachment),
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
        "ram:ShipToTradeParty": _SHIP_TO,
        "ram:ActualDeliverySupplyChainEvent": _DELIVERED,
        "ram:DespatchAdviceReferencedDocument": _reference("despatch"),
        "ram:ReceivingAdviceReferencedDocument": _reference("receipt"),
        "ram:DeliveryNoteReferencedDocument": _reference("delivery_note"),
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
    "ram:PayeeTradeParty": _party("payee"),
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
            **_TAX,
        },
        many=True,
        prepare=build.lift_tax_point,
    ),
    "ram:BillingSpecifiedPeriod": _PERIOD,
    "ram:SpecifiedTradeAllowanceCharge": _ADJUSTMENT,
    "ram:SpecifiedLogisticsServiceCharge": _SERVICE_CHARGE,
    "ram:SpecifiedTradePaymentTerms": Part(
        {
            "ram:Description": text("terms", many=True),
            "ram:DueDateDateTime": _day("due"),
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
    "ram:InvoiceReferencedDocument": Group("preceding", DocumentReference, _reference_rows(), many=True),
    "ram:ReceivableSpecifiedTradeAccountingAccount": _ACCOUNTING,
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
        "ram:BuyerOrderReferencedDocument": _line_reference("order"),
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
        "ram:ShipToTradeParty": _SHIP_TO,
        "ram:ActualDeliverySupplyChainEvent": _DELIVERED,
        "ram:DespatchAdviceReferencedDocument": _line_reference("despatch"),
        "ram:ReceivingAdviceReferencedDocument": _line_reference("receipt"),
        "ram:DeliveryNoteReferencedDocument": _line_reference("delivery_note"),
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
                "ram:ApplicableTradeTax": Part(_TAX),
                "ram:BillingSpecifiedPeriod": _PERIOD,
                "ram:SpecifiedTradeAllowanceCharge": _ADJUSTMENT,
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
                "ram:ReceivableSpecifiedTradeAccountingAccount": _ACCOUNTING,
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
