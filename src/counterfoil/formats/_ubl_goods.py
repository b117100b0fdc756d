"""The rows that the UBL documents around the invoice share: parties, items, deliveries, shipments, references."""

from typing import Any

from counterfoil.formats._table import (
    Group,
    Leaf,
    Part,
    Row,
    attachment,
    day_of,
    flag,
    identifier,
    number,
    quantity,
    text,
)
from counterfoil.formats._ubl import ADDRESS, PARTY, address, contact, is_vat
from counterfoil.model.delivery import (
    Consignment,
    Delivery,
    DeliveryTerms,
    Despatch,
    Dimension,
    HandlingUnit,
    Package,
    Place,
    Shipment,
    TimedPeriod,
    TradeParty,
)
from counterfoil.model.invoice import Classification
from counterfoil.model.item import Certificate, Hazard, ItemInstance, ItemProperty, ItemTax, TradeItem
from counterfoil.model.party import Address
from counterfoil.model.reference import LineReference, OrderLineReference, OrderReference, RelatedDocument


def related(field: str, many: bool = False) -> Group:
    """A cac:DocumentReference of whatever name."""
    return Group(field, RelatedDocument, _RELATED, many)


def order_reference(field: str, many: bool = False) -> Group:
    """A cac:OrderReference."""
    return Group(field, OrderReference, _ORDER_REFERENCE, many)


def order_line_reference(field: str, many: bool = False) -> Group:
    """A cac:OrderLineReference."""
    return Group(field, OrderLineReference, _ORDER_LINE_REFERENCE, many)


def line_reference(field: str, many: bool = False) -> Group:
    """A cac:LineReference or cac:DespatchLineReference."""
    return Group(field, LineReference, _LINE_REFERENCE, many)


def trade_party(field: str) -> Group:
    """A cac:Party of whatever name (carrier, delivery party, sender …)."""
    return Group(field, _party, _PARTY)


def trading_partner(field: str) -> Group:
    """A customer or supplier: a cac:Party with accounts and further contacts around it."""
    return Group(field, _party, _PARTNER)


def timed_period(field: str) -> Group:
    """A period whose ends may have a time of day."""
    return Group(field, TimedPeriod, _PERIOD)


def place(field: str) -> Group:
    """A cac:Location of whatever name."""
    return Group(field, Place, _PLACE)


def delivery_terms(field: str, many: bool = False) -> Group:
    """A cac:DeliveryTerms."""
    return Group(field, DeliveryTerms, _TERMS, many)


def delivery(field: str, many: bool = False) -> Group:
    """A cac:Delivery; a shipment in it has no delivery of its own, so that the table stays finite."""
    return Group(field, Delivery, {**_DELIVERY, "cac:Shipment": Group("shipment", Shipment, _SHIPMENT)}, many)


def shipment(field: str, many: bool = False) -> Group:
    """A cac:Shipment; a delivery in it has no shipment of its own."""
    return Group(field, Shipment, {**_SHIPMENT, "cac:Delivery": Group("delivery", Delivery, _DELIVERY)}, many)


def trade_item(field: str, many: bool = False) -> Group:
    """A cac:Item."""
    return Group(field, _item, _ITEM, many)


# ---------------------------------------------------------------------------------------------------------------------
# References
# ---------------------------------------------------------------------------------------------------------------------

_RELATED: dict[str, Row] = {
    "cbc:ID": text("number"),
    "cbc:IssueDate": day_of("issued"),
    "cbc:DocumentTypeCode": text("type_code"),
    "cbc:DocumentType": text("type_text"),
    "cbc:VersionID": text("version"),
    "cbc:DocumentDescription": text("description"),
    "cac:Attachment": Part(
        {
            "cbc:EmbeddedDocumentBinaryObject": attachment("attachment"),
            "cac:ExternalReference/cbc:URI": text("location"),
        }
    ),
}

_ORDER_REFERENCE: dict[str, Row] = {
    "cbc:ID": text("number"),
    "cbc:SalesOrderID": text("sales_number"),
    "cbc:IssueDate": day_of("issued"),
    "cbc:CustomerReference": text("customer_reference"),
    "cbc:OrderTypeCode": text("type_code"),
}

_ORDER_LINE_REFERENCE: dict[str, Row] = {
    "cbc:LineID": text("line"),
    "cbc:SalesOrderLineID": text("sales_line"),
    "cbc:LineStatusCode": text("status"),
    "cac:OrderReference": order_reference("order"),
}

_LINE_REFERENCE: dict[str, Row] = {
    "cbc:LineID": text("line"),
    "cbc:LineStatusCode": text("status"),
    "cac:DocumentReference": related("document"),
}

# ---------------------------------------------------------------------------------------------------------------------
# Parties, periods and places
# ---------------------------------------------------------------------------------------------------------------------

_PARTY: dict[str, Row] = {
    **PARTY,
    "cac:PartyLegalEntity": Part(
        {
            "cbc:RegistrationName": text("name"),
            "cbc:CompanyID": identifier("registration"),
            "cbc:CompanyLegalForm": text("legal_information"),
            "cac:RegistrationAddress": address("legal_address"),
        }
    ),
    "cac:Person/cac:IdentityDocumentReference": related("people", many=True),
}

_PARTNER: dict[str, Row] = {
    "cbc:CustomerAssignedAccountID": text("account_by_customer"),
    "cbc:SupplierAssignedAccountID": text("account_by_supplier"),
    "cac:Party": Part(_PARTY),
    "cac:DeliveryContact": contact("delivery_contact"),
}

_PERIOD: dict[str, Row] = {
    "cbc:StartDate": day_of("start"),
    "cbc:StartTime": text("start_time"),
    "cbc:EndDate": day_of("end"),
    "cbc:EndTime": text("end_time"),
}

_PLACE: dict[str, Row] = {"cbc:ID": identifier("id"), "cbc:Name": text("name"), "cac:Address": address()}

_TERMS: dict[str, Row] = {
    "cbc:ID": text("code"),
    "cbc:SpecialTerms": text("special", many=True),
    "cac:DeliveryLocation": place("place"),
}


def _party(
    name: str | None = None,
    trading_name: str | None = None,
    tax_schemes: tuple[tuple[str | None, str | None], ...] = (),
    **values: Any,
) -> TradeParty:
    """A party under its registered name, or under its PartyName where it has no other (as delivery parties)."""
    for company, scheme in tax_schemes:
        if company is not None:
            values.setdefault("vat" if is_vat(scheme) else "tax_registration", company)
    if name is None:
        name, trading_name = trading_name, None
    return TradeParty(name=name, trading_name=trading_name, **values)


# ---------------------------------------------------------------------------------------------------------------------
# Items
# ---------------------------------------------------------------------------------------------------------------------


def _classification(written: str, attributes: list[tuple[str, str]]) -> Classification:
    named = dict(attributes)
    return Classification(
        code=written, scheme=named.get("listID"), version=named.get("listVersionID"), name=named.get("name")
    )


def _item(instances: tuple[ItemInstance, ...] = (), **values: Any) -> TradeItem:
    """An item; its lots stand where an invoice's item has them too."""
    lots = tuple(instance.lot for instance in instances if instance.lot is not None)
    return TradeItem(instances=instances, lots=lots, **values)


_INSTANCE: dict[str, Row] = {
    "cbc:ProductTraceID": identifier("trace"),
    "cbc:ManufactureDate": day_of("manufactured"),
    "cbc:BestBeforeDate": day_of("best_before"),
    "cbc:RegistrationID": text("registration"),
    "cbc:SerialID": text("serial"),
    "cac:LotIdentification": Part({"cbc:LotNumberID": text("lot"), "cbc:ExpiryDate": day_of("lot_expires")}),
}

_PROPERTY: dict[str, Row] = {
    "cbc:ID": identifier("id"),
    "cbc:Name": text("name"),
    "cbc:NameCode": identifier("code"),
    "cbc:Value": text("value"),
    "cbc:ValueQuantity": quantity("quantity"),
    "cbc:ValueQualifier": text("qualifiers", many=True),
}

_CERTIFICATE: dict[str, Row] = {
    "cbc:ID": text("id"),
    "cbc:CertificateTypeCode": text("type_code"),
    "cbc:CertificateType": text("type_text"),
    "cbc:Remarks": text("remarks", many=True),
    "cac:IssuerParty/cac:PartyName/cbc:Name": text("issuer"),
    "cac:DocumentReference": related("documents", many=True),
}

_TAX: dict[str, Row] = {
    "cbc:ID": text("category"),
    "cbc:Percent": number("rate"),
    "cac:TaxScheme/cbc:ID": text("scheme"),
}

_ITEM: dict[str, Row] = {
    "cbc:Description": text("description"),
    "cbc:PackQuantity": quantity("pack_quantity"),
    "cbc:PackSizeNumeric": number("pack_size"),
    "cbc:Name": text("name"),
    "cbc:HazardousRiskIndicator": flag("hazardous"),
    "cbc:BrandName": text("brands", many=True),
    "cbc:ModelName": text("models", many=True),
    "cac:BuyersItemIdentification/cbc:ID": text("buyer_id"),
    "cac:SellersItemIdentification": Part({"cbc:ID": text("seller_id"), "cbc:ExtendedID": text("seller_extended_id")}),
    "cac:ManufacturersItemIdentification/cbc:ID": text("manufacturer_id"),
    "cac:StandardItemIdentification": Part(
        {"cbc:ID": identifier("standard_id"), "cbc:ExtendedID": text("standard_extended_id")}
    ),
    "cac:AdditionalItemIdentification/cbc:ID": identifier("additional_ids", many=True),
    "cac:ItemSpecificationDocumentReference": related("specifications", many=True),
    "cac:OriginCountry/cbc:IdentificationCode": text("origin"),
    "cac:CommodityClassification/cbc:ItemClassificationCode": Leaf("classifications", _classification, many=True),
    "cac:TransactionConditions/cbc:ActionCode": text("condition"),
    "cac:HazardousItem": Group(
        "hazards", Hazard, {"cbc:UNDGCode": text("undg_code"), "cbc:HazardClassID": text("class_id")}, many=True
    ),
    "cac:ClassifiedTaxCategory": Group("tax", ItemTax, _TAX),
    "cac:AdditionalItemProperty": Group("attributes", ItemProperty, _PROPERTY, many=True),
    "cac:ItemInstance": Group("instances", ItemInstance, _INSTANCE, many=True),
    "cac:Certificate": Group("certificates", Certificate, _CERTIFICATE, many=True),
}

# ---------------------------------------------------------------------------------------------------------------------
# Deliveries and shipments
# ---------------------------------------------------------------------------------------------------------------------


def _lift_place(inner: dict[str, Any], outer: dict[str, Any], _places: dict[int, int]) -> None:
    if "id" in inner:
        outer.setdefault("place", inner.pop("id"))


_DESPATCH: dict[str, Row] = {
    "cbc:RequestedDespatchDate": day_of("requested"),
    "cbc:RequestedDespatchTime": text("requested_time"),
    "cbc:EstimatedDespatchDate": day_of("estimated"),
    "cbc:EstimatedDespatchTime": text("estimated_time"),
    "cbc:ActualDespatchDate": day_of("actual"),
    "cbc:ActualDespatchTime": text("actual_time"),
    "cac:DespatchAddress": Group("address", Address, {**ADDRESS, "cbc:ID": identifier("id")}, prepare=_lift_place),
}

_DELIVERY: dict[str, Row] = {
    "cbc:ID": identifier("id"),
    "cbc:Quantity": quantity("quantity"),
    "cbc:ActualDeliveryDate": day_of("delivered"),
    "cbc:ActualDeliveryTime": text("delivered_time"),
    "cbc:LatestDeliveryDate": day_of("latest"),
    "cbc:LatestDeliveryTime": text("latest_time"),
    "cbc:TrackingID": text("tracking"),
    "cac:DeliveryAddress": address(),
    "cac:DeliveryLocation": place("place"),
    "cac:RequestedDeliveryPeriod": timed_period("requested"),
    "cac:PromisedDeliveryPeriod": timed_period("promised"),
    "cac:EstimatedDeliveryPeriod": timed_period("estimated"),
    "cac:CarrierParty": trade_party("carrier"),
    "cac:DeliveryParty": trade_party("party"),
    "cac:Despatch": Group("despatch", Despatch, _DESPATCH),
    "cac:DeliveryTerms": delivery_terms("terms", many=True),
}

_DIMENSION: dict[str, Row] = {"cbc:AttributeID": text("attribute"), "cbc:Measure": quantity("measure")}

_PACKAGE: dict[str, Row] = {
    "cbc:ID": identifier("id"),
    "cbc:Quantity": quantity("quantity"),
    "cbc:PackagingTypeCode": text("type_code"),
}
_PACKAGE["cac:ContainedPackage"] = Group("packages", Package, _PACKAGE, many=True)

_UNIT: dict[str, Row] = {
    "cbc:ID": identifier("id"),
    "cbc:TransportHandlingUnitTypeCode": text("type_code"),
    "cbc:HazardousRiskIndicator": flag("hazardous"),
    "cbc:DamageRemarks": text("damage", many=True),
    "cbc:ShippingMarks": text("marks", many=True),
    "cbc:TraceID": text("trace"),
    "cac:ActualPackage": Group("packages", Package, _PACKAGE, many=True),
    "cac:MeasurementDimension": Group("dimensions", Dimension, _DIMENSION, many=True),
    "cac:Package": Group("packages", Package, _PACKAGE, many=True),
}

_CONSIGNMENT: dict[str, Row] = {
    "cbc:ID": text("id"),
    "cbc:Information": text("information", many=True),
    "cac:CarrierParty": trade_party("carrier"),
}

_SHIPMENT: dict[str, Row] = {
    "cbc:ID": text("id"),
    "cbc:ShippingPriorityLevelCode": text("priority"),
    "cbc:Information": text("information", many=True),
    "cbc:GrossWeightMeasure": quantity("gross_weight"),
    "cbc:NetWeightMeasure": quantity("net_weight"),
    "cbc:GrossVolumeMeasure": quantity("gross_volume"),
    "cbc:TotalTransportHandlingUnitQuantity": quantity("unit_count"),
    "cac:Consignment": Group("consignments", Consignment, _CONSIGNMENT, many=True),
    "cac:ShipmentStage/cbc:TransportModeCode": text("transport_modes", many=True),
    "cac:TransportHandlingUnit": Group("units", HandlingUnit, _UNIT, many=True),
}
