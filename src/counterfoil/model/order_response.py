"""What follows an order: the seller's response or agreement, the buyer's change or cancellation."""

from counterfoil.model.invoice import DocumentReference
from counterfoil.model.order import OrderDocument, OrderTerms
from counterfoil.model.reference import OrderReference, RelatedDocument


class OrderResponse(OrderTerms):
    """A seller's answer to an order or order change (T76, T116); without a code, what both agreed on (T110)."""

    response: str | None = None
    """UNCL4343: AB received, AP accepted, RE rejected, CA accepted with changes."""
    orders: tuple[OrderReference, ...] = ()
    order_changes: tuple[DocumentReference, ...] = ()
    """Changes that this answers, beside or instead of the first order."""
    other_orders: tuple[RelatedDocument, ...] = ()


class OrderChange(OrderTerms):
    """A buyer's change to an order (T114); it states the order as it shall be."""

    sequence: str | None = None
    """Number of this change among the changes to that order."""
    order: OrderReference | None = None
    quotation: DocumentReference | None = None


class OrderCancellation(OrderDocument):
    """A buyer's cancellation of a whole order (T115)."""

    reasons: tuple[str, ...] = ()
    orders: tuple[OrderReference, ...] = ()
