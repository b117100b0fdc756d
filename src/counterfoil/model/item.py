"""What is ordered, despatched and received: an item as the documents around the invoice describe it."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.invoice import Item, ItemAttribute
from counterfoil.model.reference import RelatedDocument
from counterfoil.model.values import Identifier, Number, Quantity


class ItemProperty(ItemAttribute):
    """A property of an item, in words and as a quantity, with the dictionary that defines it."""

    id: Identifier | None = None
    code: Identifier | None = None
    """The property's name as a code, `scheme` being the code list."""
    quantity: Quantity | None = None
    qualifiers: tuple[str, ...] = ()


class ItemInstance(Model):
    """One traceable piece or batch of an item."""

    trace: Identifier | None = None
    """A product trace identifier, such as a UDI or an EPC."""
    serial: str | None = None
    registration: str | None = None
    lot: str | None = None
    lot_expires: date | None = None
    manufactured: date | None = None
    best_before: date | None = None


class Hazard(Model):
    """Why an item is dangerous goods."""

    undg_code: str | None = None
    """United Nations dangerous goods number."""
    class_id: str | None = None


class Certificate(Model):
    """A certificate or label that an item carries."""

    id: str | None = None
    type_code: str | None = None
    type_text: str | None = None
    remarks: tuple[str, ...] = ()
    issuer: str | None = None
    documents: tuple[RelatedDocument, ...] = ()


class ItemTax(Model):
    """The tax that is expected on an item."""

    category: str | None = None
    """UNCL5305."""
    rate: Number | None = None
    """Percent."""
    scheme: str | None = None
    """Which tax: "VAT" in Peppol BIS 3."""


class TradeItem(Item):
    """An item with everything that orders, despatch and receipt advices say beyond the invoice."""

    attributes: tuple[ItemProperty, ...] = ()
    seller_extended_id: str | None = None
    standard_extended_id: str | None = None
    manufacturer_id: str | None = None
    additional_ids: tuple[Identifier, ...] = ()
    pack_quantity: Quantity | None = None
    pack_size: Number | None = None
    brands: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    specifications: tuple[RelatedDocument, ...] = ()
    condition: str | None = None
    """Transaction condition as a code ("CT": contracted item)."""
    hazardous: bool | None = None
    hazards: tuple[Hazard, ...] = ()
    tax: ItemTax | None = None
    instances: tuple[ItemInstance, ...] = ()
    certificates: tuple[Certificate, ...] = ()
