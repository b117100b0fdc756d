"""What all UBL 2.1 documents share: namespaces, and the rows of parties, addresses, periods, references and items."""

from typing import Any

from counterfoil.formats._table import Group, Leaf, Part, Row, day_of, identifier, number, text
from counterfoil.model.invoice import Classification, DocumentReference, Item, ItemAttribute, Period
from counterfoil.model.party import Address, Contact, Party

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"

VAT = "VAT"


def namespaces(document: str) -> dict[str, str]:
    """The prefixes of paths in a UBL document; `document` is the root's local name, whose namespace has no prefix."""
    return {
        "": f"{_UBL}{document}-2",
        "cac": f"{_UBL}CommonAggregateComponents-2",
        "cbc": f"{_UBL}CommonBasicComponents-2",
        "ext": f"{_UBL}CommonExtensionComponents-2",
    }


def root_tag(document: str) -> str:
    """The root element of a UBL document in Clark notation."""
    return f"{{{_UBL}{document}-2}}{document}"


def address(field: str = "address") -> Group:
    """An address: street, additional street, first address line, city, post code, subdivision, country."""
    return Group(field, Address, ADDRESS)


def contact(field: str = "contact") -> Group:
    """A contact with name, telephone and e-mail."""
    return Group(
        field,
        Contact,
        {"cbc:Name": text("name"), "cbc:Telephone": text("telephone"), "cbc:ElectronicMail": text("email")},
    )


def party(field: str) -> Group:
    """A cac:Party whose name is the registered one (seller, buyer): PartyName is its trading name."""
    return Group(field, Party, PARTY)


def period(field: str) -> Group:
    """A period of days."""
    return Group(field, Period, {"cbc:StartDate": day_of("start"), "cbc:EndDate": day_of("end")})


def reference(field: str, many: bool = False) -> Group:
    """A reference to another document by number and day."""
    return Group(field, DocumentReference, REFERENCE, many)


def item(field: str = "item") -> Group:
    """An item; the category and rate of its tax go to the line around it."""
    return Group(field, Item, ITEM, prepare=_lift_tax)


ADDRESS: dict[str, Row] = {
    "cbc:StreetName": text("line1"),
    "cbc:AdditionalStreetName": text("line2"),
    "cac:AddressLine/cbc:Line": text("line3"),
    "cbc:CityName": text("city"),
    "cbc:PostalZone": text("post_code"),
    "cbc:CountrySubentity": text("subdivision"),
    "cac:Country/cbc:IdentificationCode": text("country"),
}

REFERENCE: dict[str, Row] = {"cbc:ID": text("number"), "cbc:IssueDate": day_of("issued")}

TAX_CATEGORY: dict[str, Row] = {
    "cbc:ID": text("category"),
    "cbc:Percent": number("rate"),
    "cac:TaxScheme/cbc:ID": text("tax_scheme"),
}
"""For a group with `prepare=only_vat`, since a category of another tax is not the semantic model's."""


def is_vat(scheme: str | None) -> bool:
    """Whether a TaxScheme/ID says VAT, in whatever case."""
    return scheme is not None and scheme.upper() == VAT


def only_vat(inner: dict[str, Any], _outer: dict[str, Any], _places: dict[int, int]) -> None:
    """Keep category and rate only where they are said to be VAT's."""
    scheme = inner.pop("tax_scheme", None)
    if scheme != VAT and not is_vat(scheme):
        inner.pop("category", None)
        inner.pop("rate", None)


def _lift_tax_number(inner: dict[str, Any], outer: dict[str, Any], _: dict[int, int]) -> None:
    """Tell the tax numbers of a party apart by their scheme: VAT (BT-31), anything else (BT-32)."""
    if "company" in inner:
        outer.setdefault("vat" if is_vat(inner.get("scheme")) else "tax_registration", inner["company"])


PARTY: dict[str, Row] = {
    "cbc:EndpointID": identifier("endpoint"),
    "cac:PartyIdentification/cbc:ID": identifier("identifiers", many=True),
    "cac:PartyName/cbc:Name": text("trading_name"),
    "cac:PostalAddress": address(),
    "cac:PartyTaxScheme": Group(
        "",
        None,
        {"cbc:CompanyID": text("company"), "cac:TaxScheme/cbc:ID": text("scheme")},
        many=True,
        prepare=_lift_tax_number,
    ),
    "cac:PartyLegalEntity": Part(
        {
            "cbc:RegistrationName": text("name"),
            "cbc:CompanyID": identifier("registration"),
            "cbc:CompanyLegalForm": text("legal_information"),
        }
    ),
    "cac:Contact": contact(),
}


def _to_classification(written: str, attributes: list[tuple[str, str]]) -> Classification:
    named = dict(attributes)
    return Classification(code=written, scheme=named.get("listID"), version=named.get("listVersionID"))


ITEM: dict[str, Row] = {
    "cbc:Name": text("name"),
    "cbc:Description": text("description"),
    "cac:SellersItemIdentification/cbc:ID": text("seller_id"),
    "cac:BuyersItemIdentification/cbc:ID": text("buyer_id"),
    "cac:StandardItemIdentification/cbc:ID": identifier("standard_id"),
    "cac:CommodityClassification/cbc:ItemClassificationCode": Leaf("classifications", _to_classification, many=True),
    "cac:OriginCountry/cbc:IdentificationCode": text("origin"),
    "cac:AdditionalItemProperty": Group(
        "attributes", ItemAttribute, {"cbc:Name": text("name"), "cbc:Value": text("value")}, many=True
    ),
    "cac:ItemInstance/cac:LotIdentification/cbc:LotNumberID": text("lots", many=True),
    "cac:ClassifiedTaxCategory": Part(TAX_CATEGORY),
}


def _lift_tax(inner: dict[str, Any], outer: dict[str, Any], _: dict[int, int]) -> None:
    scheme, category, rate = inner.pop("tax_scheme", None), inner.pop("category", None), inner.pop("rate", None)
    if scheme == VAT or is_vat(scheme):
        if category is not None:
            outer["category"] = category
        if rate is not None:
            outer["rate"] = rate
