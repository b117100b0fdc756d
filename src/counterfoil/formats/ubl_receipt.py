"""UBL 2.1 ReceiptAdvice."""

from collections.abc import Iterator
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Any

from lxml import etree

from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import Group, day_of, quantity, text
from counterfoil.formats._trade_summary import (
    deliver_to,
    document_references,
    handling_units,
    item_fields,
    order_line_references,
    order_references,
    party_summary,
    references,
    value,
)
from counterfoil.formats._ubl_goods import (
    line_reference,
    order_line_reference,
    order_reference,
    related,
    shipment,
    trade_item,
    trading_partner,
)
from counterfoil.formats._ubl_order import HEAD, table
from counterfoil.formats._walk import walk
from counterfoil.model.receipt import ReceiptAdvice, ReceiptLine
from counterfoil.model.reference import LineReference, RelatedDocument
from counterfoil.model.summary import DESPATCH_ADVICE, RECEIPT_ADVICE, Reference, TradeLine, TradeSummary

_LINES = Group(
    "lines",
    ReceiptLine,
    {
        "cbc:ID": text("id"),
        "cbc:Note": text("notes", many=True),
        "cbc:ReceivedQuantity": quantity("received"),
        "cbc:ShortQuantity": quantity("short"),
        "cbc:ShortageActionCode": text("shortage_action"),
        "cbc:RejectedQuantity": quantity("rejected"),
        "cbc:RejectReasonCode": text("reject_reason_code"),
        "cbc:RejectReason": text("reject_reasons", many=True),
        "cbc:RejectActionCode": text("reject_action"),
        "cbc:QuantityDiscrepancyCode": text("discrepancy"),
        "cbc:OversupplyQuantity": quantity("oversupply"),
        "cbc:ReceivedDate": day_of("received_on"),
        "cbc:TimingComplaintCode": text("timing_complaint_code"),
        "cbc:TimingComplaint": text("timing_complaint"),
        "cac:OrderLineReference": order_line_reference("order_line"),
        "cac:DespatchLineReference": line_reference("despatch_lines", many=True),
        "cac:DocumentReference": related("documents", many=True),
        "cac:Item": trade_item("items", many=True),
        "cac:Shipment": shipment("shipments", many=True),
    },
    many=True,
)

TABLE = table(
    "ReceiptAdvice",
    ReceiptAdvice,
    {
        **HEAD,
        "cbc:DocumentStatusCode": text("status"),
        "cbc:ReceiptAdviceTypeCode": text("type_code"),
        "cac:OrderReference": order_reference("orders", many=True),
        "cac:DespatchDocumentReference": related("despatches", many=True),
        "cac:AdditionalDocumentReference": related("supporting", many=True),
        "cac:DeliveryCustomerParty": trading_partner("deliver_to"),
        "cac:DespatchSupplierParty": trading_partner("despatcher"),
        "cac:BuyerCustomerParty": trading_partner("buyer"),
        "cac:SellerSupplierParty": trading_partner("seller"),
        "cac:Shipment": shipment("shipment"),
        "cac:ReceiptLine": _LINES,
    },
)

# However many digits a document writes, none is rounded away and none overflows.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def read(root: etree._Element) -> Iterator[Reading]:
    """Give the receipt advice that a document holds."""
    advice, trace = walk(root, TABLE)
    yield Reading(
        document=RECEIPT_ADVICE, format=UBL_RECEIPT_ADVICE.id, model=advice, summarise=_summarise, trace=trace
    )


UBL_RECEIPT_ADVICE = XmlFormat(id="ubl-receipt-advice", roots=(TABLE.root_tag,), read=read)


def accepted(line: ReceiptLine) -> Decimal | None:
    """What of a line was accepted: received less rejected. None where that cannot be told.

    UBL 2.1 lets "the quantity received" count what came in ("short" is despatched less "actually received"), so it
    includes what was then rejected. A document that rejects more than it received counts otherwise: there the quantity
    received can only be what was kept. What is short never came in and is not taken off.
    """
    received, rejected = line.received, line.rejected
    if received is None or received.value is None or rejected is None:
        return value(received)
    if rejected.value is None or rejected.value < 0 or (rejected.unit is not None and rejected.unit != received.unit):
        return None
    return _EXACT.subtract(received.value, rejected.value) if rejected.value <= received.value else received.value


def _summarise(advice: ReceiptAdvice) -> TradeSummary:
    """Who got the goods is the buyer and who sent them is the seller where the document names no other."""
    arrival = advice.shipment.delivery if advice.shipment else None
    arrivals = (arrival,) if arrival else ()
    days = [line.received_on for line in advice.lines if line.received_on]
    return TradeSummary(
        document=RECEIPT_ADVICE,
        number=advice.number,
        issued=advice.issued,
        customization=advice.customization,
        type_code=advice.type_code,
        seller=party_summary(advice.seller) or party_summary(advice.despatcher),
        buyer=party_summary(advice.buyer) or party_summary(advice.deliver_to),
        deliver_to=deliver_to(arrivals) or party_summary(advice.deliver_to),
        delivered=max(days, default=arrival.delivered if arrival else None),
        despatched=arrival.despatch.actual if arrival and arrival.despatch else None,
        notes=advice.notes,
        references=(
            *order_references(advice.orders),
            *(reference for despatch in advice.despatches for reference in _despatch(despatch)),
            *document_references(advice.supporting),
        ),
        lines=tuple(_line(line, advice) for line in advice.lines),
    )


def _line(line: ReceiptLine, advice: ReceiptAdvice) -> TradeLine:
    quantity_told = line.received or line.rejected or line.short
    return TradeLine(
        id=line.id,
        quantity=accepted(line),
        unit=quantity_told.unit if quantity_told else None,
        quantity_short=value(line.short),
        quantity_rejected=value(line.rejected),
        delivered=line.received_on,
        handling_units=handling_units(line.shipments),
        references=(
            *order_line_references((line.order_line,) if line.order_line else (), advice.orders),
            *(reference for despatched in line.despatch_lines for reference in _despatch_line(despatched, advice)),
            *document_references(line.documents),
        ),
        **_item_fields(line),
    )


def _item_fields(line: ReceiptLine) -> dict[str, Any]:
    """The first item tells what the line is about; lots and serial numbers come from all."""
    fields = [item_fields(item) for item in line.items]
    if not fields:
        return {}
    every = {name: tuple(dict.fromkeys(one for each in fields for one in each[name])) for name in ("lots", "serials")}
    return {**fields[0], **every}


def _despatch(despatch: RelatedDocument) -> Iterator[Reference]:
    yield from references(DESPATCH_ADVICE, despatch.number, issued=despatch.issued)


def _despatch_line(line: LineReference, advice: ReceiptAdvice) -> Iterator[Reference]:
    """A despatch line; its document may stand at the head alone, if there is only one."""
    head = advice.despatches[0] if len(advice.despatches) == 1 else RelatedDocument()
    document = line.document or RelatedDocument()
    if line.line is None or line.line == "NA":
        yield from _despatch(document)
    else:
        number = document.number or head.number or ""
        issued = document.issued or (head.issued if number == head.number else None)
        yield from references(DESPATCH_ADVICE, number, issued=issued, line=line.line)
