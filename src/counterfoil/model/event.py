"""Goods events as EPCIS 2.0 tells them: what moved or changed, when, where and why."""

from datetime import datetime
from decimal import Decimal

from counterfoil.model._base import Model


class BusinessTransaction(Model):
    """A document that an event belongs to: its type (CBV word or URI) and identifier, both as written."""

    id: str
    type: str | None = None


class SourceDestination(Model):
    """From whom or where to: owning or possessing party, or location."""

    id: str
    type: str | None = None


class QuantityElement(Model):
    """A quantity of a class of goods; without `unit` a count. `quantity` is None where it is unknown or unreadable."""

    epc_class: str
    quantity: Decimal | None = None
    unit: str | None = None


class GoodsEvent(Model):
    """An EPCIS event (EPCIS 2.0, 7.4). Lists of EPCs by what the goods are in the event; texts as written."""

    type: str
    """ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent or AssociationEvent."""
    hash: str = ""
    """CBV 2.0 event hash as a named information URI (ni:///sha-256;…?ver=CBV2.0)."""
    id: str | None = None
    """The event id as written."""
    action: str | None = None
    happened: datetime | None = None
    """UTC; None where the written time is no time."""
    zone: str | None = None
    """Offset of the place where it happened."""
    recorded: datetime | None = None
    parent: str | None = None
    epcs: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    quantities: tuple[QuantityElement, ...] = ()
    child_quantities: tuple[QuantityElement, ...] = ()
    input_quantities: tuple[QuantityElement, ...] = ()
    output_quantities: tuple[QuantityElement, ...] = ()
    transformation: str | None = None
    step: str | None = None
    disposition: str | None = None
    persistent_set: tuple[str, ...] = ()
    persistent_unset: tuple[str, ...] = ()
    read_point: str | None = None
    location: str | None = None
    transactions: tuple[BusinessTransaction, ...] = ()
    sources: tuple[SourceDestination, ...] = ()
    destinations: tuple[SourceDestination, ...] = ()
    certifications: tuple[str, ...] = ()
    corrects: bool = False
    """An error declaration: the event of the same content is declared wrong."""
    corrected_by: tuple[str, ...] = ()
    """Ids of the events that stand in its place."""
    extensions: tuple[str, ...] = ()
    """Names of fields that are not EPCIS's own, in Clark notation; their content stays in the original."""
