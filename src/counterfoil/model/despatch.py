"""The despatch advice: what a supplier has sent (Peppol BIS 3 transaction T16)."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.delivery import Shipment, TradeParty
from counterfoil.model.item import TradeItem
from counterfoil.model.reference import OrderLineReference, OrderReference, RelatedDocument
from counterfoil.model.values import Quantity


class DespatchLine(Model):
    """One item of a despatch."""

    id: str | None = None
    notes: tuple[str, ...] = ()
    status: str | None = None
    quantity: Quantity | None = None
    """What was despatched."""
    backorder: Quantity | None = None
    backorder_reasons: tuple[str, ...] = ()
    outstanding: Quantity | None = None
    """What will follow in a later despatch."""
    outstanding_reasons: tuple[str, ...] = ()
    oversupply: Quantity | None = None
    order_lines: tuple[OrderLineReference, ...] = ()
    documents: tuple[RelatedDocument, ...] = ()
    item: TradeItem | None = None
    shipments: tuple[Shipment, ...] = ()
    """In Peppol BIS 3 the handling units that this line's goods travel in."""


class DespatchAdvice(Model):
    """What was sent, by whom, to whom, and when it will arrive."""

    customization: str | None = None
    profile: str | None = None
    number: str | None = None
    issued: date | None = None
    issued_time: str | None = None
    type_code: str | None = None
    status: str | None = None
    notes: tuple[str, ...] = ()
    orders: tuple[OrderReference, ...] = ()
    supporting: tuple[RelatedDocument, ...] = ()
    despatcher: TradeParty | None = None
    """Who sends the goods; also the seller where none is named."""
    deliver_to: TradeParty | None = None
    """Who gets the goods; also the buyer where none is named."""
    buyer: TradeParty | None = None
    seller: TradeParty | None = None
    originator: TradeParty | None = None
    shipment: Shipment | None = None
    lines: tuple[DespatchLine, ...] = ()
