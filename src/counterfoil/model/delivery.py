"""How goods travel: periods with times, places, shipments and their handling units."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.invoice import Period
from counterfoil.model.party import Address, Contact, Party
from counterfoil.model.reference import RelatedDocument
from counterfoil.model.values import Identifier, Quantity


class TimedPeriod(Period):
    """A period whose ends may have a time of day, as written (XSD time; local where it names no zone)."""

    start_time: str | None = None
    end_time: str | None = None


class TradeParty(Party):
    """A party with what the documents around the invoice tell beyond it."""

    legal_address: Address | None = None
    account_by_customer: str | None = None
    """The number under which the customer knows this party, or itself."""
    account_by_supplier: str | None = None
    """The number under which the supplier knows this customer."""
    delivery_contact: Contact | None = None
    people: tuple[RelatedDocument, ...] = ()
    """Identity documents of persons who act for it, such as a carrier's driver."""


class Place(Model):
    """A place that goods go to or come from, or that delivery terms name."""

    id: Identifier | None = None
    name: str | None = None
    address: Address | None = None


class DeliveryTerms(Model):
    """Who bears cost and risk until where."""

    code: str | None = None
    """INCOTERMS or another code."""
    special: tuple[str, ...] = ()
    place: Place | None = None


class Despatch(Model):
    """The moment and place at which goods leave."""

    requested: date | None = None
    requested_time: str | None = None
    estimated: date | None = None
    estimated_time: str | None = None
    actual: date | None = None
    actual_time: str | None = None
    place: Identifier | None = None
    """The identifier of the place."""
    address: Address | None = None


class Delivery(Model):
    """The moment and place at which goods arrive, or shall arrive."""

    id: Identifier | None = None
    """On an order line: the place that this line goes to (Peppol BIS 3)."""
    quantity: Quantity | None = None
    delivered: date | None = None
    delivered_time: str | None = None
    latest: date | None = None
    latest_time: str | None = None
    tracking: str | None = None
    address: Address | None = None
    place: Place | None = None
    requested: TimedPeriod | None = None
    promised: TimedPeriod | None = None
    estimated: TimedPeriod | None = None
    party: TradeParty | None = None
    carrier: TradeParty | None = None
    despatch: Despatch | None = None
    terms: tuple[DeliveryTerms, ...] = ()
    shipment: "Shipment | None" = None


class Dimension(Model):
    """A measured property of a handling unit (UNCL6313)."""

    attribute: str | None = None
    measure: Quantity | None = None


class Package(Model):
    """A package within a handling unit or another package."""

    id: Identifier | None = None
    type_code: str | None = None
    """UN/ECE Rec 21."""
    quantity: Quantity | None = None
    packages: tuple["Package", ...] = ()


class HandlingUnit(Model):
    """A pallet, roll container or box that is moved as one piece."""

    id: Identifier | None = None
    """An SSCC where the scheme says so, or where it is 18 digits."""
    type_code: str | None = None
    hazardous: bool | None = None
    marks: tuple[str, ...] = ()
    """Shipping marks, such as a packing label."""
    damage: tuple[str, ...] = ()
    trace: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    packages: tuple[Package, ...] = ()


class Consignment(Model):
    """A consignment that carries a shipment or part of it."""

    id: str | None = None
    information: tuple[str, ...] = ()
    carrier: TradeParty | None = None


class Shipment(Model):
    """Goods that travel together."""

    id: str | None = None
    priority: str | None = None
    information: tuple[str, ...] = ()
    gross_weight: Quantity | None = None
    net_weight: Quantity | None = None
    gross_volume: Quantity | None = None
    unit_count: Quantity | None = None
    """How many handling units there are."""
    consignments: tuple[Consignment, ...] = ()
    transport_modes: tuple[str, ...] = ()
    delivery: Delivery | None = None
    units: tuple[HandlingUnit, ...] = ()
