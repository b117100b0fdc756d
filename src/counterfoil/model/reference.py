"""How one trade document points at another, or at a line of it."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.invoice import DocumentReference
from counterfoil.model.values import Attachment


class RelatedDocument(DocumentReference):
    """A reference that may also say what kind of document it points at, and carry or locate it."""

    type_code: str | None = None
    """UNCL1001."""
    type_text: str | None = None
    version: str | None = None
    description: str | None = None
    location: str | None = None
    """Where the document can be fetched (a URI); nothing is ever fetched."""
    attachment: Attachment | None = None


class OrderReference(DocumentReference):
    """A reference to an order by the buyer's number, the seller's number, or both."""

    sales_number: str | None = None
    """The number that the seller gave the order."""
    customer_reference: str | None = None
    type_code: str | None = None


class OrderLineReference(Model):
    """A reference to a line of an order; `order` is None where the document names the order once for all lines."""

    line: str | None = None
    """The buyer's id of the line."""
    sales_line: str | None = None
    """The seller's id of the line."""
    status: str | None = None
    order: OrderReference | None = None


class LineReference(Model):
    """A reference to a line of a document other than an order."""

    line: str | None = None
    status: str | None = None
    document: RelatedDocument | None = None


class Contract(Model):
    """A contract that the document stands under."""

    number: str | None = None
    issued: date | None = None
    type_code: str | None = None
    type_text: str | None = None
