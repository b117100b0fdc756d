"""The order, and what all documents about an order share (Peppol BIS 3: T01, T76, T110, T114, T115, T116)."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.delivery import Delivery, DeliveryTerms, TimedPeriod, TradeParty
from counterfoil.model.invoice import Adjustment, DocumentReference, Price, TaxBreakdown, Totals
from counterfoil.model.item import TradeItem
from counterfoil.model.reference import Contract, LineReference, OrderLineReference, RelatedDocument
from counterfoil.model.values import Amount, Quantity


class OrderPrice(Price):
    """A price with its type, and with the kind of adjustment that leads from the gross price to the net one."""

    type_code: str | None = None
    """UNCL5387."""
    charge: bool | None = None
    """False where `discount` is taken off the gross price (the only case in Peppol BIS 3), True where it is added."""


class OrderLine(Model):
    """A line of an order, order change or order response; also a line that may or does stand in for another."""

    id: str | None = None
    sales_id: str | None = None
    """The seller's id of the line."""
    notes: tuple[str, ...] = ()
    status: str | None = None
    """UNCL1229: in a response 1 added, 3 changed, 5 accepted, 7 not accepted, 42 already delivered; in a change
    1 added, 2 deleted, 3 changed, 4 no action, 74 reopened."""
    quantity: Quantity | None = None
    net_amount: Amount | None = None
    tax_amount: Amount | None = None
    minimum: Quantity | None = None
    maximum: Quantity | None = None
    minimum_backorder: Quantity | None = None
    maximum_backorder: Quantity | None = None
    partial_delivery: bool | None = None
    """Whether the line may be delivered in parts."""
    backorder_allowed: bool | None = None
    accounting: str | None = None
    deliveries: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    originator: TradeParty | None = None
    adjustments: tuple[Adjustment, ...] = ()
    price: OrderPrice | None = None
    item: TradeItem | None = None
    sub_lines: tuple["OrderLine", ...] = ()
    line_references: tuple[LineReference, ...] = ()
    substitution_status: str | None = None
    substitutes: tuple["OrderLine", ...] = ()
    """What the seller delivers instead."""
    proposed_substitutes: tuple["OrderLine", ...] = ()
    """What the seller offers instead."""
    buyer_substitutes: tuple["OrderLine", ...] = ()
    """What the buyer would also take."""
    order_lines: tuple[OrderLineReference, ...] = ()
    """In a response: the lines of the order that this line answers."""
    documents: tuple[RelatedDocument, ...] = ()


class OrderDocument(Model):
    """What every document about an order tells."""

    customization: str | None = None
    profile: str | None = None
    number: str | None = None
    issued: date | None = None
    issued_time: str | None = None
    """Time of day as written (XSD time)."""
    notes: tuple[str, ...] = ()
    originator_document: DocumentReference | None = None
    supporting: tuple[RelatedDocument, ...] = ()
    contracts: tuple[Contract, ...] = ()
    buyer: TradeParty | None = None
    seller: TradeParty | None = None
    originator: TradeParty | None = None
    """Who asked the buyer for the goods, and will often use them."""


class OrderTerms(OrderDocument):
    """What orders, order changes and order responses tell: terms, totals and lines."""

    sales_order: str | None = None
    """The seller's number of the order."""
    currency: str | None = None
    pricing_currency: str | None = None
    tax_currency: str | None = None
    customer_reference: str | None = None
    """What the buyer wants to see on the invoice: BT-10 there."""
    accounting: str | None = None
    validity: TimedPeriod | None = None
    invoicee: TradeParty | None = None
    """Who shall be billed, where that is not the buyer."""
    deliveries: tuple[Delivery, ...] = ()
    delivery_terms: tuple[DeliveryTerms, ...] = ()
    payment_terms: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    tax: Amount | None = None
    taxes: tuple[TaxBreakdown, ...] = ()
    totals: Totals | None = None
    lines: tuple[OrderLine, ...] = ()


class Order(OrderTerms):
    """What a buyer asks of a seller (T01)."""

    type_code: str | None = None
    """UNCL1001: 220 order, 105 purchase order, 221 blanket order, 226 call-off, 227 consignment order."""
    invoice_currency: str | None = None
    quotation: DocumentReference | None = None
    orders: tuple[RelatedDocument, ...] = ()
    """Other orders that this one replaces or follows."""
    catalogue: DocumentReference | None = None
    projects: tuple[str, ...] = ()
