"""UBL 2.1 DespatchAdvice, as Peppol BIS 3 (transaction T16) uses it."""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import Group, quantity, text
from counterfoil.formats._trade_summary import (
    arrival_day,
    deliver_to,
    document_references,
    handling_units,
    item_fields,
    order_line_references,
    order_references,
    party_summary,
    value,
)
from counterfoil.formats._ubl_goods import (
    order_line_reference,
    order_reference,
    related,
    shipment,
    trade_item,
    trading_partner,
)
from counterfoil.formats._ubl_order import HEAD, table
from counterfoil.formats._walk import walk
from counterfoil.model.despatch import DespatchAdvice, DespatchLine
from counterfoil.model.summary import DESPATCH_ADVICE, TradeLine, TradeSummary

_LINES = Group(
    "lines",
    DespatchLine,
    {
        "cbc:ID": text("id"),
        "cbc:Note": text("notes", many=True),
        "cbc:LineStatusCode": text("status"),
        "cbc:DeliveredQuantity": quantity("quantity"),
        "cbc:BackorderQuantity": quantity("backorder"),
        "cbc:BackorderReason": text("backorder_reasons", many=True),
        "cbc:OutstandingQuantity": quantity("outstanding"),
        "cbc:OutstandingReason": text("outstanding_reasons", many=True),
        "cbc:OversupplyQuantity": quantity("oversupply"),
        "cac:OrderLineReference": order_line_reference("order_lines", many=True),
        "cac:DocumentReference": related("documents", many=True),
        "cac:Item": trade_item("item"),
        "cac:Shipment": shipment("shipments", many=True),
    },
    many=True,
)

TABLE = table(
    "DespatchAdvice",
    DespatchAdvice,
    {
        **HEAD,
        "cbc:DocumentStatusCode": text("status"),
        "cbc:DespatchAdviceTypeCode": text("type_code"),
        "cac:OrderReference": order_reference("orders", many=True),
        "cac:AdditionalDocumentReference": related("supporting", many=True),
        "cac:DespatchSupplierParty": trading_partner("despatcher"),
        "cac:DeliveryCustomerParty": trading_partner("deliver_to"),
        "cac:BuyerCustomerParty": trading_partner("buyer"),
        "cac:SellerSupplierParty": trading_partner("seller"),
        "cac:OriginatorCustomerParty": trading_partner("originator"),
        "cac:Shipment": shipment("shipment"),
        "cac:DespatchLine": _LINES,
    },
)


def read(root: etree._Element) -> Iterator[Reading]:
    """Give the despatch advice that a document holds."""
    advice, trace = walk(root, TABLE)
    yield Reading(
        document=DESPATCH_ADVICE, format=UBL_DESPATCH_ADVICE.id, model=advice, summarise=_summarise, trace=trace
    )


UBL_DESPATCH_ADVICE = XmlFormat(id="ubl-despatch-advice", roots=(TABLE.root_tag,), read=read)


def _summarise(advice: DespatchAdvice) -> TradeSummary:
    """Who sends is the seller and who gets is the buyer where the document names no other (T16)."""
    arrival = advice.shipment.delivery if advice.shipment else None
    arrivals = (arrival,) if arrival else ()
    return TradeSummary(
        document=DESPATCH_ADVICE,
        number=advice.number,
        issued=advice.issued,
        customization=advice.customization,
        type_code=advice.type_code,
        seller=party_summary(advice.seller) or party_summary(advice.despatcher),
        buyer=party_summary(advice.buyer) or party_summary(advice.deliver_to),
        deliver_to=deliver_to(arrivals) or party_summary(advice.deliver_to),
        due=arrival_day(arrival),
        delivered=arrival.delivered if arrival else None,
        despatched=arrival.despatch.actual if arrival and arrival.despatch else None,
        notes=advice.notes,
        references=(*order_references(advice.orders), *document_references(advice.supporting)),
        lines=tuple(_line(line, advice) for line in advice.lines),
    )


def _line(line: DespatchLine, advice: DespatchAdvice) -> TradeLine:
    return TradeLine(
        id=line.id,
        quantity=value(line.quantity),
        unit=line.quantity.unit if line.quantity else None,
        response=line.status,
        quantity_outstanding=value(line.outstanding),
        handling_units=handling_units(line.shipments),
        references=(
            *order_line_references(line.order_lines, advice.orders),
            *document_references(line.documents),
        ),
        **item_fields(line.item),
    )
