"""What the profile on clean vehicles asks (BR-DE-CVD; Clean Vehicles Directive 2009/33/EC)."""

from collections.abc import Iterator

from msgspec.structs import replace

from counterfoil.model._base import Model
from counterfoil.rules._coded import coded
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized, stripped
from counterfoil.rules.codes import codes
from counterfoil.rules.peppol._reading import any_filled, first
from counterfoil.rules.xrechnung._scenario import is_cvd
from counterfoil.rules.xrechnung.documents import AGREEMENT, CII, LINE, UBL

_VEHICLE = "CVD"
_ENERGY = "cva"
_CATEGORIES = "vehicle-categories@xrechnung-3.0.2"
_ENERGIES = "vehicle-energies@xrechnung-3.0.2"
_ITEM_TYPES = "vehicle-item-types@xrechnung-3.0.2"


class _Items(Model):
    """Where a syntax has what an item is: paths of items below the root, and below an item."""

    items: tuple[str, ...]
    classification: str
    property: str
    name: str
    value: str
    roots: tuple[str, ...]


_IN_UBL = _Items(
    items=("cac:InvoiceLine/cac:Item", "cac:CreditNoteLine/cac:Item"),
    classification="cac:CommodityClassification/cbc:ItemClassificationCode",
    property="cac:AdditionalItemProperty",
    name="cbc:Name",
    value="cbc:Value",
    roots=UBL,
)
_IN_CII = _Items(
    items=(f"{LINE}/ram:SpecifiedTradeProduct",),
    classification="ram:DesignatedProductClassification/ram:ClassCode",
    property="ram:ApplicableProductCharacteristic",
    name="ram:Description",
    value="ram:Value",
    roots=CII,
)


def _vehicles(where: _Items, elements: Elements, item: int) -> int:
    """How many classifications of an item are those of a vehicle."""
    found = elements.below(item, where.classification)
    return sum(elements.attribute(place, "listID") == _VEHICLE for place in found)


def _energies(where: _Items, elements: Elements, item: int) -> int:
    """How many properties of an item tell how clean it is."""
    return sum(_is_energy(where, elements, place) for place in elements.below(item, where.property))


def _is_energy(where: _Items, elements: Elements, place: int) -> bool:
    return _ENERGY in elements.texts(elements.below(place, where.name))


def _of(where: _Items) -> Iterator[ElementRule]:
    """The rules on items."""
    items = tuple(f"/{item}" for item in where.items)
    classifications = tuple(f"{item}/{where.classification}" for item in items)

    @at("BR-DE-CVD-03", "/", terms=("BT-158", "BT-160"), roots=where.roots)
    def some(elements: Elements, _place: int) -> bool:
        found = [place for item in where.items for place in elements.head(item)]
        return any(_vehicles(where, elements, item) and _energies(where, elements, item) for item in found)

    @at("BR-DE-CVD-06-a", *items, terms=("BT-158", "BT-160"), roots=where.roots)
    def energy_of_vehicle(elements: Elements, place: int) -> bool | Breach:
        energies = _energies(where, elements, place)
        return not _vehicles(where, elements, place) or energies == 1 or Breach(found=energies, expected=1)

    @at("BR-DE-CVD-06-b", *items, terms=("BT-158", "BT-160"), roots=where.roots)
    def vehicle_of_energy(elements: Elements, place: int) -> bool | Breach:
        vehicles = _vehicles(where, elements, place)
        return not _energies(where, elements, place) or vehicles == 1 or Breach(found=vehicles, expected=1)

    @at("BR-DE-CVD-04", *classifications, terms=("BT-158",), roots=where.roots)
    def category(elements: Elements, place: int) -> bool | Breach:
        if normalized(elements.attribute(place, "listID") or "") != _VEHICLE:
            return True
        found = elements.text(place)
        return normalized(found) in codes(_CATEGORIES) or Breach(found=found or None)

    @at("BR-DE-CVD-05", *(f"{item}/{where.property}" for item in items), terms=("BT-160", "BT-161"), roots=where.roots)
    def energy(elements: Elements, place: int) -> bool | Breach:
        if not _is_energy(where, elements, place):
            return True
        found = first(elements, place, where.value)
        return normalized(found) in codes(_ENERGIES) or Breach(found=found or None)

    listed = coded(
        *("BR-TMP-CVD-01", _ITEM_TYPES, *classifications),
        attribute="listID",
        terms=("BT-158",),
        roots=where.roots,
        where=lambda elements, place: bool(stripped(elements.attribute(place, "listID") or "")),
    )
    yield from (some, energy_of_vehicle, vehicle_of_energy, listed, category, energy)


def _named(rule_id: str, form: str, path: str, term: str, roots: tuple[str, ...]) -> ElementRule:
    @at(rule_id, form, terms=(term,), roots=roots)
    def named(elements: Elements, place: int) -> bool:
        return any_filled(elements, place, path)

    return named


@at("BR-DE-CVD-02", f"/{AGREEMENT}", terms=("BT-17",), roots=CII)
def _tender_cii(elements: Elements, place: int) -> bool:
    return any(
        normalized(first(elements, found, "ram:TypeCode")) == "50"
        and any_filled(elements, found, "ram:IssuerAssignedID")
        for found in elements.below(place, "ram:AdditionalReferencedDocument")
    )


_OF_VEHICLES = (
    _named("BR-DE-CVD-01", "/", "cac:ContractDocumentReference/cbc:ID", "BT-12", UBL),
    _named("BR-DE-CVD-01", f"/{AGREEMENT}", "ram:ContractReferencedDocument/ram:IssuerAssignedID", "BT-12", CII),
    _named("BR-DE-CVD-02", "/", "cac:OriginatorDocumentReference/cbc:ID", "BT-17", UBL),
    _tender_cii,
    *_of(_IN_UBL),
    *_of(_IN_CII),
)

VEHICLES: tuple[ElementRule, ...] = tuple(replace(rule, when=is_cvd) for rule in _OF_VEHICLES)
