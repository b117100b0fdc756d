"""Italy: what a seller who is taxed there writes (IT-R)."""

import re

from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._reading import first
from counterfoil.rules.peppol._ubl import SELLER, VAT_SCHEME, tax_seller

_TAX_CODE = re.compile("[A-Z0-9]{11,16}").fullmatch


def _italian(elements: Elements) -> bool:
    return tax_seller(elements) == "IT"


@at("IT-R-001", f"{SELLER}/cac:PartyTaxScheme", when=_italian, terms=("BT-32",))
def tax_code(elements: Elements, place: int) -> bool | Breach:
    """A tax registration that is none for VAT is a tax code."""
    if normalized(first(elements, place, VAT_SCHEME)) == "VAT":
        return True
    found = normalized(first(elements, place, "cbc:CompanyID"))
    return _TAX_CODE(found) is not None or Breach(found=found or None)


def _given(rule_id: str, name: str, term: str) -> ElementRule:
    """A part of the seller's address that must be there."""

    @at(rule_id, SELLER, when=_italian, terms=(term,))
    def given(elements: Elements, place: int) -> bool:
        return bool(elements.below(place, f"cac:PostalAddress/cbc:{name}"))

    return given


ITALY: tuple[ElementRule, ...] = (
    tax_code,
    _given("IT-R-002", "StreetName", "BT-35"),
    _given("IT-R-003", "CityName", "BT-37"),
    _given("IT-R-004", "PostalZone", "BT-38"),
)
