"""The receipt advice: what a customer found in a delivery (UBL 2.1)."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.delivery import Shipment, TradeParty
from counterfoil.model.item import TradeItem
from counterfoil.model.reference import LineReference, OrderLineReference, OrderReference, RelatedDocument
from counterfoil.model.values import Quantity


class ReceiptLine(Model):
    """One item of a receipt: rejected goods did arrive and are part of `received`, short ones did not and are not.

    UBL 2.1 defines ShortQuantity as despatched less "actually received", so received is what came in; only what came in
    can be rejected.
    """

    id: str | None = None
    notes: tuple[str, ...] = ()
    received: Quantity | None = None
    short: Quantity | None = None
    """Despatched less received."""
    shortage_action: str | None = None
    """What the supplier shall do about it, as a code."""
    rejected: Quantity | None = None
    reject_reason_code: str | None = None
    reject_reasons: tuple[str, ...] = ()
    reject_action: str | None = None
    discrepancy: str | None = None
    """The kind of quantity discrepancy, as a code."""
    oversupply: Quantity | None = None
    """What came beyond the quantity ordered; part of `received`."""
    received_on: date | None = None
    timing_complaint_code: str | None = None
    timing_complaint: str | None = None
    order_line: OrderLineReference | None = None
    despatch_lines: tuple[LineReference, ...] = ()
    documents: tuple[RelatedDocument, ...] = ()
    items: tuple[TradeItem, ...] = ()
    shipments: tuple[Shipment, ...] = ()


class ReceiptAdvice(Model):
    """What arrived, what is missing, and what the customer does not accept."""

    customization: str | None = None
    profile: str | None = None
    number: str | None = None
    issued: date | None = None
    issued_time: str | None = None
    type_code: str | None = None
    status: str | None = None
    notes: tuple[str, ...] = ()
    orders: tuple[OrderReference, ...] = ()
    despatches: tuple[RelatedDocument, ...] = ()
    supporting: tuple[RelatedDocument, ...] = ()
    deliver_to: TradeParty | None = None
    """Who got the goods; also the buyer where none is named."""
    despatcher: TradeParty | None = None
    """Who sent the goods; also the seller where none is named."""
    buyer: TradeParty | None = None
    seller: TradeParty | None = None
    shipment: Shipment | None = None
    lines: tuple[ReceiptLine, ...] = ()
