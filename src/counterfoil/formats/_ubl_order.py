"""The rows that the UBL documents about an order share: head, parties, terms, totals and lines."""

from collections.abc import Callable
from typing import Any

from counterfoil.formats._table import Group, Part, Row, Table, amount, day_of, flag, number, quantity, text
from counterfoil.formats._ubl import TAX_CATEGORY, namespaces, only_vat, reference, root_tag
from counterfoil.formats._ubl_goods import (
    delivery,
    delivery_terms,
    line_reference,
    order_line_reference,
    related,
    timed_period,
    trade_item,
    trade_party,
    trading_partner,
)
from counterfoil.model.invoice import Adjustment, TaxBreakdown, Totals
from counterfoil.model.order import OrderLine, OrderPrice
from counterfoil.model.reference import Contract


def table(document: str, build: Callable[..., Any], rows: dict[str, Row]) -> Table:
    """The table of a UBL document, from its root's local name."""
    return Table(root_tag(document), Group("", build, rows), namespaces(document))


def totals() -> Group:
    """A cac:MonetaryTotal of whatever name."""
    return Group("totals", Totals, _TOTALS)


def _taxes() -> Part:
    rows: dict[str, Row] = {
        "cbc:TaxableAmount": amount("base"),
        "cbc:TaxAmount": amount("tax"),
        "cac:TaxCategory": Part(
            {
                **TAX_CATEGORY,
                "cbc:TaxExemptionReasonCode": text("exemption_code"),
                "cbc:TaxExemptionReason": text("exemption_reason"),
            }
        ),
    }
    return Part(
        {
            "cbc:TaxAmount": amount("tax"),
            "cac:TaxSubtotal": Group("taxes", TaxBreakdown, rows, many=True, prepare=only_vat),
        }
    )


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

_ADJUSTMENTS = Group(
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

_CONTRACT: dict[str, Row] = {
    "cbc:ID": text("number"),
    "cbc:IssueDate": day_of("issued"),
    "cbc:ContractTypeCode": text("type_code"),
    "cbc:ContractType": text("type_text"),
}

_PRICE: dict[str, Row] = {
    "cbc:PriceAmount": amount("net"),
    "cbc:BaseQuantity": quantity("base_quantity"),
    "cbc:PriceType": text("type_code"),
    "cac:AllowanceCharge": Part(
        {"cbc:ChargeIndicator": flag("charge"), "cbc:Amount": amount("discount"), "cbc:BaseAmount": amount("gross")}
    ),
}

_LINE_ITEM: dict[str, Row] = {
    "cbc:ID": text("id"),
    "cbc:SalesOrderID": text("sales_id"),
    "cbc:Note": text("notes", many=True),
    "cbc:LineStatusCode": text("status"),
    "cbc:Quantity": quantity("quantity"),
    "cbc:LineExtensionAmount": amount("net_amount"),
    "cbc:TotalTaxAmount": amount("tax_amount"),
    "cbc:MinimumQuantity": quantity("minimum"),
    "cbc:MaximumQuantity": quantity("maximum"),
    "cbc:MinimumBackorderQuantity": quantity("minimum_backorder"),
    "cbc:MaximumBackorderQuantity": quantity("maximum_backorder"),
    "cbc:PartialDeliveryIndicator": flag("partial_delivery"),
    "cbc:BackOrderAllowedIndicator": flag("backorder_allowed"),
    "cbc:AccountingCost": text("accounting"),
    "cac:Delivery": delivery("deliveries", many=True),
    "cac:DeliveryTerms": delivery_terms("delivery_terms"),
    "cac:OriginatorParty": trade_party("originator"),
    "cac:AllowanceCharge": _ADJUSTMENTS,
    "cac:Price": Group("price", OrderPrice, _PRICE),
    "cac:Item": trade_item("item"),
    "cac:LineReference": line_reference("line_references", many=True),
}
_LINE_ITEM["cac:SubLineItem"] = Group("sub_lines", OrderLine, _LINE_ITEM, many=True)

LINES = Group(
    "lines",
    OrderLine,
    {
        "cbc:SubstitutionStatusCode": text("substitution_status"),
        "cbc:Note": text("notes", many=True),
        "cac:LineItem": Part(_LINE_ITEM),
        "cac:SellerProposedSubstituteLineItem": Group("proposed_substitutes", OrderLine, _LINE_ITEM, many=True),
        "cac:SellerSubstitutedLineItem": Group("substitutes", OrderLine, _LINE_ITEM, many=True),
        "cac:BuyerProposedSubstituteLineItem": Group("buyer_substitutes", OrderLine, _LINE_ITEM, many=True),
        "cac:OrderLineReference": order_line_reference("order_lines", many=True),
        "cac:DocumentReference": related("documents", many=True),
    },
    many=True,
)
"""A cac:OrderLine."""

HEAD: dict[str, Row] = {
    "cbc:CustomizationID": text("customization"),
    "cbc:ProfileID": text("profile"),
    "cbc:ID": text("number"),
    "cbc:IssueDate": day_of("issued"),
    "cbc:IssueTime": text("issued_time"),
    "cbc:Note": text("notes", many=True),
}
"""How every document around the invoice begins."""

ORDER_DOCUMENT: dict[str, Row] = {
    **HEAD,
    "cac:OriginatorDocumentReference": reference("originator_document"),
    "cac:AdditionalDocumentReference": related("supporting", many=True),
    "cac:Contract": Group("contracts", Contract, _CONTRACT, many=True),
    "cac:BuyerCustomerParty": trading_partner("buyer"),
    "cac:SellerSupplierParty": trading_partner("seller"),
    "cac:OriginatorCustomerParty": trading_partner("originator"),
}
"""What every document about an order has."""

ORDER_TERMS: dict[str, Row] = {
    **ORDER_DOCUMENT,
    "cbc:SalesOrderID": text("sales_order"),
    "cbc:DocumentCurrencyCode": text("currency"),
    "cbc:PricingCurrencyCode": text("pricing_currency"),
    "cbc:TaxCurrencyCode": text("tax_currency"),
    "cbc:CustomerReference": text("customer_reference"),
    "cbc:AccountingCost": text("accounting"),
    "cac:ValidityPeriod": timed_period("validity"),
    "cac:AccountingCustomerParty": trading_partner("invoicee"),
    "cac:Delivery": delivery("deliveries", many=True),
    "cac:DeliveryTerms": delivery_terms("delivery_terms", many=True),
    "cac:PaymentTerms/cbc:Note": text("payment_terms", many=True),
    "cac:AllowanceCharge": _ADJUSTMENTS,
    "cac:TaxTotal": _taxes(),
    "cac:OrderLine": LINES,
}
"""What orders, order changes and order responses have."""
